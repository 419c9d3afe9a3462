package liveblocks_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/internal/parity"
)

var roomsTwins = twins{
	"getRooms": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		params := roomsArgs(args)
		params.Limit = parity.Get[int](args, "0.limit")
		params.StartingAfter = args.String("0.startingAfter")
		return c.GetRooms(ctx, params)
	},
	"iterRooms": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		params := roomsArgs(args)
		params.Limit = parity.Get[int](args, "1.pageSize")
		return parity.Collect(c.IterRooms(ctx, params))
	},
	"createRoom": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.CreateRoom(ctx, args.String("0"), createRoomArgs(args, "1"))
	},
	"getOrCreateRoom": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetOrCreateRoom(ctx, args.String("0"), createRoomArgs(args, "1"))
	},
	"upsertRoom": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		params := liveblocks.UpsertRoomParams{Update: updateRoomArgs(args, "1.update")}
		if args.Has("1.create") {
			create := createRoomArgs(args, "1.create")
			params.Create = &create
		}
		return c.UpsertRoom(ctx, args.String("0"), params)
	},
	"getRoom": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetRoom(ctx, args.String("0"))
	},
	"updateRoom": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UpdateRoom(ctx, args.String("0"), updateRoomArgs(args, "1"))
	},
	"updateRoomId": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.UpdateRoomID(ctx, args.String("0.currentRoomId"), args.String("0.newRoomId"))
	},
	"deleteRoom": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.DeleteRoom(ctx, args.String("0"))
	},
	"prewarmRoom": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.PrewarmRoom(ctx, args.String("0"))
	},
	"getActiveUsers": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return c.GetActiveUsers(ctx, args.String("0"))
	},
	"broadcastEvent": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.BroadcastEvent(ctx, args.String("0"), parity.Get[any](args, "1"))
	},
	"setPresence": func(ctx context.Context, c *liveblocks.Client, args parity.Args) (any, error) {
		return nil, c.SetPresence(ctx, args.String("0"), liveblocks.SetPresenceParams{
			UserID:   args.String("1.userId"),
			Data:     parity.Get[any](args, "1.data"),
			UserInfo: parity.Get[any](args, "1.userInfo"),
			TTL:      time.Duration(parity.Get[float64](args, "1.ttl") * float64(time.Second)),
		})
	},
}

func roomsArgs(args parity.Args) liveblocks.GetRoomsParams {
	params := liveblocks.GetRoomsParams{
		OrganizationID: organizationArg(args, "0"),
		UserID:         args.String("0.userId"),
		GroupIDs:       parity.Get[[]string](args, "0.groupIds"),
	}
	params.Query, params.Filter = filterArg(args, "0.query")
	return params
}

func organizationArg(args parity.Args, path string) string {
	if args.Has(path + ".organizationId") {
		return args.String(path + ".organizationId")
	}
	return args.String(path + ".tenantId")
}

func createRoomArgs(args parity.Args, path string) liveblocks.CreateRoomParams {
	return liveblocks.CreateRoomParams{
		DefaultAccesses: parity.Get[[]liveblocks.Permission](args, path+".defaultAccesses"),
		UsersAccesses:   parity.Get[map[string][]liveblocks.Permission](args, path+".usersAccesses"),
		GroupsAccesses:  parity.Get[map[string][]liveblocks.Permission](args, path+".groupsAccesses"),
		Metadata:        parity.Get[liveblocks.RoomMetadata](args, path+".metadata"),
		OrganizationID:  organizationArg(args, path),
	}
}

func updateRoomArgs(args parity.Args, path string) liveblocks.UpdateRoomParams {
	return liveblocks.UpdateRoomParams{
		DefaultAccesses: changeArg[[]liveblocks.Permission](args, path+".defaultAccesses"),
		UsersAccesses:   changesArg[[]liveblocks.Permission](args, path+".usersAccesses"),
		GroupsAccesses:  changesArg[[]liveblocks.Permission](args, path+".groupsAccesses"),
		Metadata:        changesArg[any](args, path+".metadata"),
	}
}

func changeArg[T any](args parity.Args, path string) liveblocks.Change[T] {
	switch {
	case !args.Has(path):
		return liveblocks.Change[T]{}
	case args.IsNull(path):
		return liveblocks.Clear[T]()
	}
	return liveblocks.Set(parity.Get[T](args, path))
}

// changesArg returns a change for each property of an object, of which those
// that are null are to be cleared.
func changesArg[T any](args parity.Args, path string) map[string]liveblocks.Change[T] {
	values := parity.Get[map[string]*T](args, path)
	if values == nil {
		return nil
	}
	changes := make(map[string]liveblocks.Change[T], len(values))
	for key, value := range values {
		if value == nil {
			changes[key] = liveblocks.Clear[T]()
		} else {
			changes[key] = liveblocks.Set(*value)
		}
	}
	return changes
}

// filterArg returns a query that is a string, or the filter for one that is an
// object.
func filterArg(args parity.Args, path string) (string, liveblocks.Filter) {
	fields, ok := parity.Get[any](args, path).(map[string]any)
	if !ok {
		return args.String(path), nil
	}
	var filter liveblocks.Filter
	// The package puts nested conditions last, and operators after equations.
	var metadata liveblocks.Filter
	for _, field := range args.Keys(path) {
		switch field {
		case "roomId":
			filter = append(filter, liveblocks.WhereRoomIDStartsWith(args.String(path+".roomId.startsWith")))
		case "resolved":
			filter = append(filter, liveblocks.WhereResolved(fields[field].(bool)))
		case "unread":
			filter = append(filter, liveblocks.WhereUnread(fields[field].(bool)))
		case "metadata":
			metadata = metadataFilter(args, path+".metadata")
		case "visibility":
			filter = append(filter, liveblocks.WhereVisibility(liveblocks.ThreadVisibility(fields[field].(string))))
		}
	}
	return "", append(filter, metadata...)
}

func metadataFilter(args parity.Args, path string) liveblocks.Filter {
	values := parity.Get[map[string]any](args, path)
	var equations, operators liveblocks.Filter
	for _, key := range args.Keys(path) {
		where := liveblocks.WhereMetadata(key)
		byOperator, ok := values[key].(map[string]any)
		if !ok {
			equations = append(equations, where.Is(values[key]))
			continue
		}
		number := func(operator string) float64 { return byOperator[operator].(float64) }
		for _, operator := range slices.SortedFunc(maps.Keys(byOperator), byPackageOrder) {
			switch operator {
			case "startsWith":
				operators = append(operators, where.StartsWith(byOperator[operator].(string)))
			case "lt":
				operators = append(operators, where.LessThan(number(operator)))
			case "gt":
				operators = append(operators, where.GreaterThan(number(operator)))
			case "gte":
				operators = append(operators, where.AtLeast(number(operator)))
			case "lte":
				operators = append(operators, where.AtMost(number(operator)))
			}
		}
	}
	return append(equations, operators...)
}

func byPackageOrder(a, b string) int {
	const order = "startsWith lt gt gte lte"
	return strings.Index(order, a) - strings.Index(order, b)
}
