package liveblocks_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/liveblocks-go/liveblocks"
)

func TestGroupArgumentsAreRefused(t *testing.T) {
	for _, tt := range []struct {
		call func(*liveblocks.Client) error
		want string
	}{
		{func(c *liveblocks.Client) error {
			_, err := c.CreateGroup(t.Context(), "..", liveblocks.CreateGroupParams{})
			return err
		}, `".."`},
		{func(c *liveblocks.Client) error {
			_, err := c.CreateGroup(t.Context(), "g", liveblocks.CreateGroupParams{MemberIDs: []string{"ada", ""}})
			return err
		}, "member ID 2 is empty"},
		{func(c *liveblocks.Client) error {
			_, err := c.AddGroupMembers(t.Context(), "g", nil)
			return err
		}, "no member IDs"},
		{func(c *liveblocks.Client) error {
			_, err := c.RemoveGroupMembers(t.Context(), "g", []string{""})
			return err
		}, "member ID 1 is empty"},
		{func(c *liveblocks.Client) error {
			_, err := c.GetUserGroups(t.Context(), "u", liveblocks.GetGroupsParams{Limit: 101})
			return err
		}, "limit is 101"},
	} {
		s, c := newCanned(t, answer(http.StatusOK, "{}"))
		if err := tt.call(c); !errors.Is(err, liveblocks.ErrInvalidArgument) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("got error %v, want ErrInvalidArgument with %q", err, tt.want)
		}
		wantRequests(t, s, 0)
	}
}

func TestCreateGroupMeetsItsOwnFirstTry(t *testing.T) {
	params := liveblocks.CreateGroupParams{
		MemberIDs:      []string{"bob", "ada", "ada"},
		OrganizationID: "acme",
		Scopes:         liveblocks.GroupScopes{liveblocks.GroupScopeMention: true},
	}
	group := func(members, organization, scopes string) func(*http.Request) (*http.Response, error) {
		return answer(http.StatusOK, `{"id":"g","createdAt":"2024-01-02T03:04:05.678Z","members":[`+members+
			`],"organizationId":"`+organization+`","scopes":`+scopes+`}`)
	}
	conflict := answer(http.StatusConflict, "", "Date", "Tue, 02 Jan 2024 03:04:06 GMT")
	for _, tt := range []struct {
		name    string
		found   func(*http.Request) (*http.Response, error)
		success bool
	}{
		{"its own", group(`{"id":"ada"},{"id":"bob"}`, "acme", `{"mention":true}`), true},
		{"one with other members", group(`{"id":"ada"}`, "acme", `{"mention":true}`), false},
		{"one of another organization", group(`{"id":"ada"},{"id":"bob"}`, "other", `{"mention":true}`), false},
		{"one with other scopes", group(`{"id":"ada"},{"id":"bob"}`, "acme", `{"mention":false}`), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, c := newCanned(t, connectionLost, conflict, tt.found)
				group, err := c.CreateGroup(t.Context(), "g", params)
				if tt.success && (err != nil || group.ID != "g") || !tt.success && !errors.Is(err, liveblocks.ErrConflict) {
					t.Errorf("got %v, %v", group, err)
				}
			})
		})
	}
}
