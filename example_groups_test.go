package liveblocks_test

import (
	"context"
	"fmt"

	"github.com/liveblocks-go/liveblocks"
)

const exampleGroup = `{"type":"group","id":"design","organizationId":"default","scopes":{"mention":true},` +
	`"createdAt":"2026-05-01T09:00:00.000Z","updatedAt":"2026-05-01T09:00:00.000Z","members":[` +
	`{"id":"ada","addedAt":"2026-05-01T09:00:00.000Z"},{"id":"bob","addedAt":"2026-05-01T09:00:00.000Z"}]}`

var exampleGroups = exampleAPI(map[string]string{
	"POST /v2/groups":                    exampleGroup,
	"POST /v2/groups/design/add-members": exampleGroup,
	"GET /v2/users/ada/groups":           `{"data":[` + exampleGroup + `],"nextCursor":null}`,
})

func ExampleClient_CreateGroup() {
	client := exampleGroups // see New
	group, err := client.CreateGroup(context.Background(), "design", liveblocks.CreateGroupParams{
		MemberIDs: []string{"ada", "bob"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, member := range group.Members {
		fmt.Println(member.ID)
	}
	// Output:
	// ada
	// bob
}

func ExampleClient_AddGroupMembers() {
	client := exampleGroups // see New
	group, err := client.AddGroupMembers(context.Background(), "design", []string{"bob"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(group.Members), "members")
	// Output: 2 members
}

func ExampleClient_IterUserGroups() {
	client := exampleGroups // see New
	for group, err := range client.IterUserGroups(context.Background(), "ada", liveblocks.GetGroupsParams{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(group.ID)
	}
	// Output: design
}
