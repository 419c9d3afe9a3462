package liveblocks

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"time"
)

const (
	groupsRoute = "/v2/groups"
	groupRoute  = groupsRoute + "/{groupId}"
)

// Group is a group of users, which can be mentioned in comments.
type Group struct {
	Type string `json:"type"` // "group"
	ID   string `json:"id"`
	// OrganizationID is the organization that the group belongs to.
	OrganizationID string `json:"organizationId"`
	// TenantID is the former name of OrganizationID.
	TenantID  string        `json:"tenantId,omitempty"`
	CreatedAt time.Time     `json:"createdAt"`
	UpdatedAt time.Time     `json:"updatedAt"`
	Scopes    GroupScopes   `json:"scopes"`
	Members   []GroupMember `json:"members"`
}

// GroupMember is a user who belongs to a group.
type GroupMember struct {
	ID      string    `json:"id"` // the user's
	AddedAt time.Time `json:"addedAt"`
}

// GroupScope is something that a group can be used for. Other values than the
// constant are kept.
type GroupScope string

// GroupScopeMention is that the group can be mentioned in comments.
const GroupScopeMention GroupScope = "mention"

// GroupScopes is what a group can be used for.
type GroupScopes map[GroupScope]bool

// CreateGroupParams are the parameters of [Client.CreateGroup]. All fields are
// optional.
type CreateGroupParams struct {
	MemberIDs []string
	// OrganizationID is the organization that the group belongs to, if not the
	// default one.
	OrganizationID string
	// Scopes is what the group can be used for. The default is mentions.
	Scopes GroupScopes
}

// CreateGroup creates a group. If there is one with the ID, the error matches
// [ErrConflict].
//
// It is retried. If a retry finds that the group exists, and is no older than
// the call and as params ask for, it is returned.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#create-group.
func (c *Client) CreateGroup(ctx context.Context, groupID string, params CreateGroupParams) (*Group, error) {
	if err := checkNewID("group ID", groupID); err != nil {
		return nil, err
	}
	if err := checkMembers(params.MemberIDs); err != nil {
		return nil, err
	}
	if err := checkUTF8("the organization ID", params.OrganizationID); err != nil {
		return nil, err
	}
	body := struct {
		// The service reads id; @liveblocks/node sends both.
		ID             string      `json:"id"`
		GroupID        string      `json:"groupId"`
		MemberIDs      []string    `json:"memberIds,omitzero"`
		OrganizationID string      `json:"organizationId,omitempty"`
		Scopes         GroupScopes `json:"scopes,omitzero"`
	}{groupID, groupID, params.MemberIDs, params.OrganizationID, params.Scopes}
	r := request{method: http.MethodPost, route: groupsRoute, body: body}
	return create(ctx, c, r, func(ctx context.Context) (*Group, time.Time, error) {
		group, err := c.GetGroup(ctx, groupID)
		if err != nil || !params.describe(group) {
			return nil, time.Time{}, err
		}
		return group, group.CreatedAt, nil
	})
}

// describe tells whether the group is as the params ask for.
func (p CreateGroupParams) describe(group *Group) bool {
	wanted, found := map[string]bool{}, map[string]bool{}
	for _, id := range p.MemberIDs {
		wanted[id] = true
	}
	for _, member := range group.Members {
		found[member.ID] = true
	}
	return maps.Equal(wanted, found) &&
		(p.Scopes == nil || maps.Equal(p.Scopes, group.Scopes)) &&
		(p.OrganizationID == "" || p.OrganizationID == group.OrganizationID)
}

func checkMembers(ids []string) error {
	for i, id := range ids {
		if id == "" {
			return invalid("member ID %d is empty", i+1)
		}
		if err := checkUTF8("the member ID", id); err != nil {
			return err
		}
	}
	return nil
}

// GetGroup returns a group. If there is none with the ID, the error matches
// [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-group.
func (c *Client) GetGroup(ctx context.Context, groupID string) (*Group, error) {
	return call[Group](ctx, c, request{method: http.MethodGet, route: groupRoute, ids: []string{groupID}})
}

// AddGroupMembers adds users to a group, and returns it. Those who belong to it
// already stay in it. If there is no such group, the error matches
// [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#add-group-members.
func (c *Client) AddGroupMembers(ctx context.Context, groupID string, memberIDs []string) (*Group, error) {
	return c.changeMembers(ctx, groupRoute+"/add-members", groupID, memberIDs)
}

// RemoveGroupMembers removes users from a group, and returns it. If there is no
// such group, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#remove-group-members.
func (c *Client) RemoveGroupMembers(ctx context.Context, groupID string, memberIDs []string) (*Group, error) {
	return c.changeMembers(ctx, groupRoute+"/remove-members", groupID, memberIDs)
}

func (c *Client) changeMembers(ctx context.Context, route, groupID string, memberIDs []string) (*Group, error) {
	if len(memberIDs) == 0 {
		return nil, invalid("there are no member IDs: want at least one")
	}
	if err := checkMembers(memberIDs); err != nil {
		return nil, err
	}
	return call[Group](ctx, c, request{
		method: http.MethodPost, route: route, ids: []string{groupID},
		body: map[string][]string{"memberIds": memberIDs},
	})
}

// DeleteGroup deletes a group. Its members are not touched. If there is no such
// group, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-group.
func (c *Client) DeleteGroup(ctx context.Context, groupID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: groupRoute, ids: []string{groupID}})
}

// GetGroupsParams are the parameters of [Client.GetGroups],
// [Client.GetUserGroups] and their iterators. All fields are optional.
type GetGroupsParams struct {
	// Limit is the size of a page: 1 to 100. The default is 20.
	Limit int
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
}

// GetGroups returns a page of the project's groups.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-groups.
func (c *Client) GetGroups(ctx context.Context, params GetGroupsParams) (*Page[Group], error) {
	return getPage[Group](ctx, c, groupsRoute, nil, params.Limit, params.StartingAfter)
}

// IterGroups ranges over all of the project's groups. It gets them a page at a
// time, as [Client.GetGroups] does, beginning after params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-groups.
func (c *Client) IterGroups(ctx context.Context, params GetGroupsParams) iter.Seq2[Group, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[Group], error) {
		return c.GetGroups(ctx, GetGroupsParams{Limit: params.Limit, StartingAfter: cursor})
	})
}

// GetUserGroups returns a page of the groups that a user belongs to.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-user-groups.
func (c *Client) GetUserGroups(ctx context.Context, userID string, params GetGroupsParams) (*Page[Group], error) {
	return getPage[Group](ctx, c, "/v2/users/{userId}/groups", []string{userID}, params.Limit, params.StartingAfter)
}

// IterUserGroups ranges over all groups that a user belongs to. It gets them a
// page at a time, as [Client.GetUserGroups] does, beginning after
// params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-user-groups.
func (c *Client) IterUserGroups(ctx context.Context, userID string, params GetGroupsParams) iter.Seq2[Group, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[Group], error) {
		return c.GetUserGroups(ctx, userID, GetGroupsParams{Limit: params.Limit, StartingAfter: cursor})
	})
}
