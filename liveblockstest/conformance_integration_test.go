//go:build integration

package liveblockstest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/liveblocks-go/liveblocks/internal/devserver"
	"github.com/liveblocks-go/liveblocks/liveblockstest"
)

// backend is a server that the suite runs against.
type backend struct{ url, secret string }

func (b backend) send(t *testing.T, request, body string) (status int, answer string) {
	t.Helper()
	method, path, _ := strings.Cut(request, " ")
	return do(t, method, b.url+path, b.secret, body)
}

// backends starts the official dev server and the fake one.
func backends(t *testing.T) (official, fake backend) {
	t.Helper()
	dev, err := devserver.Start(t.Context(), devserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := dev.Stop(); err != nil {
			t.Error(err)
		}
	})
	server, _ := newServer(t)
	return backend{dev.BaseURL(), devserver.SecretKey}, backend{server.URL, liveblockstest.SecretKey}
}

// step is a request that both servers get, and should answer alike.
type step struct {
	request, body string
	// stricter says why the fake server refuses what the dev server accepts.
	stricter string
	// cloud says what the service documents that the dev server lacks: only the
	// fake server's status is compared, with want.
	cloud string
	want  int
}

func TestConformance(t *testing.T) {
	official, fake := backends(t)
	for name, steps := range map[string][]step{"tokens": tokenSteps, "rooms": roomSteps, "storage": storageSteps} {
		t.Run(name, func(t *testing.T) {
			for _, s := range steps {
				s.compare(t, official, fake)
			}
		})
	}
}

func (s step) compare(t *testing.T, official, fake backend) {
	t.Helper()
	wantStatus, want := official.send(t, s.request, s.body)
	status, got := fake.send(t, s.request, s.body)
	report := func(problem string) {
		t.Helper()
		t.Errorf("%s %s: %s\ndev server: %d %s\n      fake: %d %s", s.request, s.body, problem, wantStatus, want, status, got)
	}
	switch {
	case s.stricter != "":
		if wantStatus >= 300 || status != 422 {
			report("is not stricter: " + s.stricter)
		}
		return
	case s.cloud != "":
		if status != s.want || wantStatus == s.want && sameAnswer(s.request, want, got) {
			report("is not as the cloud documents, or the dev server is by now: " + s.cloud)
		}
		return
	case status != wantStatus:
		report("other status")
	case status >= 300:
		if code, other := errorCode(want), errorCode(got); code != "" && code != other {
			report("other error code")
		}
	case !sameAnswer(s.request, want, got):
		report("other answer: " + cmp.Diff(normal(s.request, want), normal(s.request, got)))
	}
}

func sameAnswer(request, a, b string) bool {
	return cmp.Equal(normal(request, a), normal(request, b))
}

// errorCode returns the code in an error body, or "" if it has a text in its
// place, as the dev server often has.
func errorCode(answer string) string {
	var body struct{ Error string }
	_ = json.Unmarshal([]byte(answer), &body)
	if regexp.MustCompile(`^[A-Z_]+$`).MatchString(body.Error) {
		return body.Error
	}
	return ""
}

// normal decodes an answer without what differs from one time to the next.
func normal(request, answer string) any {
	if strings.Contains(request, "/request-storage-mutation") {
		nodes := map[string]any{}
		for line := range strings.Lines(answer) {
			var node []any
			if json.Unmarshal([]byte(line), &node) == nil {
				nodes[fmt.Sprint(node[0])] = node[1]
			}
		}
		return nodes
	}
	if token, err := liveblockstest.ParseToken([]byte(answer)); err == nil {
		lifetime := token.ExpiresAt.Sub(token.IssuedAt)
		return []any{
			token.IsID, token.UserID, string(token.UserInfo), fmt.Sprint(token.Permissions), token.GroupIDs, lifetime,
		}
	}
	var value any
	if err := json.Unmarshal([]byte(answer), &value); err != nil {
		return answer
	}
	return dropTimes(value)
}

func dropTimes(value any) any {
	switch v := value.(type) {
	case map[string]any:
		maps.DeleteFunc(v, func(key string, _ any) bool { return key == "createdAt" || key == "nextPage" })
		for key := range v {
			v[key] = dropTimes(v[key])
		}
	case []any:
		for i := range v {
			v[i] = dropTimes(v[i])
		}
	}
	return value
}

var tokenSteps = []step{
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"b":["*:write"],"a:*":["*:read","storage:write"],"*":[]},"userInfo":{"name":"Ada","x":[1]}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"a":["room:read","room:presence:write"]},"organizationId":"acme","unknown":1}`},
	{request: "POST /v2/authorize-user", body: `{`},
	{request: "POST /v2/authorize-user", body: ``},
	{request: "POST /v2/authorize-user", body: `[]`},
	{request: "POST /v2/authorize-user", body: `null`},
	{request: "POST /v2/authorize-user", body: `{}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada"}`},
	{request: "POST /v2/authorize-user", body: `{"userID":"ada","permissions":{}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":5,"permissions":{}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":null,"permissions":{}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":null}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":[]}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"a":"*:write"}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"a":null}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"a":["admin"]}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"a":[5]}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{},"userInfo":null}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{},"userInfo":[]}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{},"userInfo":{"name":5}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{},"userInfo":{"avatar":5}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{},"userInfo":{"name":null}}`},
	{request: "POST /v2/authorize-user", body: `{"userId":"","permissions":{}}`, stricter: "user IDs have 1 to 128 characters"},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"a*b":["*:write"]}}`, stricter: "an asterisk is the last character of a pattern"},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{"1":[],"2":[],"3":[],"4":[],"5":[],"6":[],"7":[],"8":[],"9":[],"10":[],"11":[]}}`, stricter: "at most 10 rooms"},
	{request: "POST /v2/authorize-user", body: `{"userId":"ada","permissions":{},"userInfo":{"bio":"` + strings.Repeat("x", 1024) + `"}}`, stricter: "at most 1024 characters of user info"},
	{request: "POST /v2/identify-user", body: `{"userId":"ada","groupIds":["eng"],"userInfo":{"name":"Ada"}}`},
	{request: "POST /v2/identify-user", body: `{"userId":"ada","groupIds":[]}`},
	{request: "POST /v2/identify-user", body: `{"userId":"ada"}`},
	{request: "POST /v2/identify-user", body: `{}`},
	{request: "POST /v2/identify-user", body: `{"userId":"ada","groupIds":"eng"}`},
	{request: "POST /v2/identify-user", body: `{"userId":"ada","groupIds":[5]}`},
	{request: "POST /v2/identify-user", body: `{"userId":"ada","groupIds":null}`},
}

var roomSteps = []step{
	{request: "GET /v2/rooms"},
	{request: "POST /v2/rooms", body: `{"id":"a/ é","defaultAccesses":["*:write"],"metadata":{"color":"blue","tags":["x","y"],"one":["x"],"none":[]},"usersAccesses":{"ada":["room:write"]},"groupsAccesses":{"eng":["*:read","storage:none"]}}`},
	{request: "GET /v2/rooms/" + url.PathEscape("a/ é")},
	{request: "GET /v2/rooms"},
	{request: "POST /v2/rooms", body: `{"id":"a/ é","defaultAccesses":["*:write"]}`},
	{request: "POST /v2/rooms?idempotent", body: `{"id":"a/ é","defaultAccesses":[]}`},
	{request: "POST /v2/rooms?idempotent", body: `{"id":"b","defaultAccesses":[]}`},
	{request: "POST /v2/rooms", body: `{"id":"c","defaultAccesses":[],"unknown":1}`},
	{request: "POST /v2/rooms", body: `{`},
	{request: "POST /v2/rooms", body: `[]`},
	{request: "POST /v2/rooms", body: `{"defaultAccesses":[]}`},
	{request: "POST /v2/rooms", body: `{"id":5,"defaultAccesses":[]}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":null}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":"*:write"}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":[5]}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":[],"usersAccesses":{"ada":"*:write"}}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":[],"usersAccesses":{"ada":null}}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":[],"groupsAccesses":[]}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":[],"metadata":{"n":5}}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":[],"metadata":{"n":[5]}}`},
	{request: "POST /v2/rooms", body: `{"id":"d","defaultAccesses":[],"metadata":{"n":null}}`},
	{request: "POST /v2/rooms", body: `{"id":"d"}`, stricter: "defaultAccesses is required"},
	{request: "DELETE /v2/rooms/d"},
	{request: "POST /v2/rooms", body: `{"id":"","defaultAccesses":[]}`, stricter: "room IDs have 1 to 128 characters"},
	{request: "POST /v2/rooms", body: `{"id":"d*","defaultAccesses":[]}`, stricter: "no token could name the room alone"},
	{request: "POST /v2/rooms", body: `{"id":"e","defaultAccesses":["admin"]}`, stricter: "there is no such permission"},
	{request: "POST /v2/rooms", body: `{"id":"f","defaultAccesses":[],"metadata":{"n":"` + strings.Repeat("x", 257) + `"}}`, stricter: "at most 256 characters"},
	{request: "POST /v2/rooms/b", body: `{}`},
	{request: "POST /v2/rooms/b", body: `{"defaultAccesses":["*:read"],"metadata":{"a":"1","b":["2"]},"usersAccesses":{"ada":["*:write"]}}`},
	{request: "POST /v2/rooms/b", body: `{"metadata":{"a":"3"},"usersAccesses":{"bob":[]},"groupsAccesses":{"eng":["*:read"]}}`},
	{request: "POST /v2/rooms/b", body: `{"metadata":{"a":5}}`},
	{request: "POST /v2/rooms/b", body: `{"defaultAccesses":"*:write"}`},
	{request: "POST /v2/rooms/b", body: `[]`},
	{request: "POST /v2/rooms/b", body: `{`},
	{request: "POST /v2/rooms/nope", body: `{}`},
	{request: "GET /v2/rooms/b"},
	{request: "GET /v2/rooms/nope"},
	{request: "GET /v2/rooms/b/active-users"},
	{request: "GET /v2/rooms/nope/active-users"},
	{request: "GET /v2/rooms?query=bogus"},
	{request: "GET /v2/rooms?query=" + url.QueryEscape(`metadata["a":"1"`)},
	{request: "GET /v2/rooms?query=" + url.QueryEscape(`metadata['a']:'1`)},
	{request: "GET /v2/rooms?query=" + url.QueryEscape(`metadata['a']=='1'`)},
	{request: "GET /v2/rooms?query=" + url.QueryEscape(`roomId^5`)},
	{request: "GET /v2/rooms?limit=0", stricter: "the limit is 1 to 100"},
	{request: "GET /v2/rooms?startingAfter=x", stricter: "there is no such cursor"},
	{request: "GET /v2/rooms?limit=1", cloud: "lists have pages", want: 200},
	{request: "GET /v2/rooms?userId=ada", cloud: "rooms can be selected by user", want: 200},
	{request: "POST /v2/rooms/b", body: `{"metadata":{"a":null}}`, cloud: "null clears", want: 200},
	{request: "POST /v2/rooms/b", body: `{"defaultAccesses":null}`, cloud: "null clears", want: 200},
	{request: "DELETE /v2/rooms/b"},
	{request: "DELETE /v2/rooms/b"},
	{request: "GET /v2/rooms/b"},
}

// storageSteps work on a tree whose nodes have the same IDs in both servers.
var storageSteps = slicesConcat(
	[]step{
		{request: "POST /v2/rooms", body: `{"id":"s","defaultAccesses":[]}`},
		{request: "GET /v2/rooms/s/storage"},
		{request: "GET /v2/rooms/s/storage?format=json"},
		{request: "GET /v2/rooms/nope/storage"},
		{request: "POST /v2/rooms/s/storage", body: `{}`},
		{request: "POST /v2/rooms/s/storage", body: `{"liveblocksType":"LiveList","data":[]}`},
		{request: "POST /v2/rooms/s/storage", body: `{"liveblocksType":"LiveObject","data":[]}`},
		{request: "POST /v2/rooms/s/storage", body: `{"liveblocksType":"LiveObject","data":null}`},
		{request: "POST /v2/rooms/nope/storage", body: `{"liveblocksType":"LiveObject","data":{}}`},
		{request: "POST /v2/rooms/s/storage", body: `{"liveblocksType":"LiveObject","data":{}}`},
		{request: "POST /v2/rooms/s/storage", body: `{"liveblocksType":"LiveObject","data":{"title":"é","n":1.5,"null":null,"o":{"p":[1]},
			"items":{"liveblocksType":"LiveList","data":["a",null,[1],{"liveblocksType":"LiveObject","data":{"z":1}},{"liveblocksType":"LiveList","data":[]}]},
			"m":{"liveblocksType":"LiveMap","data":{"k":1,"l":{"liveblocksType":"LiveObject","data":{}}}},
			"t":{"liveblocksType":"LiveText","data":[["hi ",{"bold":true}],["you"]]}}}`},
		{request: "GET /v2/rooms/s/storage"},
		{request: "GET /v2/rooms/s/storage?format=plain-lson"},
		{request: "GET /v2/rooms/s/storage?format=json"},
		{request: "GET /v2/rooms/s/storage?format=xml", stricter: "there is no such format"},
		{request: "POST /v2/rooms/s/storage", body: `{"liveblocksType":"LiveObject","data":{}}`},
		{request: "DELETE /v2/rooms/s/storage"},
		{request: "DELETE /v2/rooms/s/storage"},
		{request: "DELETE /v2/rooms/nope/storage"},
		{request: "POST /v2/rooms/nope/request-storage-mutation", body: `{}`},
		{request: "POST /v2/rooms/s/request-storage-mutation", body: `{}`},
		{request: "POST /v2/rooms/nope/send-message", body: `{"messages":[]}`},
		{request: "POST /v2/rooms/s/send-message", body: `{"messages":[]}`},
		{request: "POST /v2/rooms/s/send-message", body: `{"messages":{}}`},
		{request: "POST /v2/rooms/s/send-message", body: `{}`},
		{request: "POST /v2/rooms/s/send-message", body: `{"messages":[{"type":100}]}`},
		{request: "POST /v2/rooms/s/send-message", body: `{"messages":[{"type":201}]}`},
		{request: "POST /v2/rooms/s/send-message", body: `{"messages":[{"type":201,"ops":[]}]}`},
	},
	opSteps(`{"type":2,"opId":"1:1","id":"1:0","parentId":"root","parentKey":"items"}`,
		`{"type":8,"opId":"1:2","id":"1:2","parentId":"1:0","parentKey":"!","data":"a"}`,
		`{"type":8,"opId":"1:3","id":"1:3","parentId":"1:0","parentKey":"!!","data":"b"}`,
		`{"type":4,"opId":"1:4","id":"1:4","parentId":"1:0","parentKey":"!\"","data":{"c":1}}`,
		`{"type":7,"opId":"1:5","id":"1:5","parentId":"root","parentKey":"m"}`,
		`{"type":8,"opId":"1:6","id":"1:6","parentId":"1:5","parentKey":"k","data":1}`,
		`{"type":9,"opId":"1:7","id":"1:7","parentId":"root","parentKey":"t","data":[["hello"]],"version":0}`,
		`{"type":3,"opId":"1:8","id":"root","data":{"s":1,"u":{"v":[]}}}`),
	// Lists.
	opSteps(`{"type":8,"opId":"2:0","id":"2:0","parentId":"1:0","parentKey":"!O","data":"free"}`),
	opSteps(`{"type":8,"opId":"2:1","id":"2:1","parentId":"1:0","parentKey":"!","data":"first taken"}`),
	opSteps(`{"type":8,"opId":"2:2","id":"2:2","parentId":"1:0","parentKey":"!O","data":"last taken"}`),
	opSteps(`{"type":8,"opId":"2:3","id":"2:3","parentId":"1:0","parentKey":"!!","data":"push taken","intent":"push"}`),
	opSteps(`{"type":8,"opId":"2:4","id":"2:4","parentId":"1:0","parentKey":"!P","data":"push","intent":"push"}`),
	opSteps(`{"type":8,"opId":"2:5","id":"2:5","parentId":"1:0","parentKey":"!!","data":"set","intent":"set","deletedId":"1:3"}`),
	opSteps(`{"type":8,"opId":"2:6","id":"2:6","parentId":"1:0","parentKey":"!!","data":"set again","intent":"set","deletedId":"1:3"}`),
	opSteps(`{"type":8,"opId":"2:7","id":"2:7","parentId":"1:0","parentKey":"!!","data":"set alone","intent":"set"}`),
	opSteps(`{"type":8,"opId":"2:8","id":"2:8","parentId":"1:0","parentKey":"!\"O","data":"set free","intent":"set","deletedId":"2:0"}`),
	opSteps(`{"type":8,"opId":"2:9","id":"2:9","parentId":"1:0","parentKey":"!!!!","data":1}`,
		`{"type":8,"opId":"2:10","id":"2:10","parentId":"1:0","parentKey":"!!!!","data":2}`),
	opSteps(`{"type":8,"opId":"2:9","id":"2:9","parentId":"1:0","parentKey":"!!!!","data":1}`),
	opSteps(`{"type":1,"opId":"3:0","id":"1:2","parentKey":"!#"}`),
	opSteps(`{"type":1,"opId":"3:1","id":"1:2","parentKey":"!#"}`),
	opSteps(`{"type":1,"opId":"3:2","id":"1:2","parentKey":"!\"O"}`),
	opSteps(`{"type":1,"opId":"3:3","id":"9:9","parentKey":"!#"}`),
	opSteps(`{"type":1,"opId":"3:4","id":"1:6","parentKey":"l"}`),
	opSteps(`{"type":1,"opId":"3:5","id":"root","parentKey":"l"}`),
	// Objects and maps.
	opSteps(`{"type":3,"opId":"4:0","id":"1:4","data":{"c":2,"d":null}}`),
	opSteps(`{"type":3,"opId":"4:1","id":"1:0","data":{"c":2}}`),
	opSteps(`{"type":3,"opId":"4:2","id":"9:9","data":{"c":2}}`),
	opSteps(`{"type":6,"opId":"4:3","id":"root","key":"s"}`),
	opSteps(`{"type":6,"opId":"4:4","id":"root","key":"absent"}`),
	opSteps(`{"type":6,"opId":"4:5","id":"9:9","key":"s"}`),
	opSteps(`{"type":4,"opId":"4:6","id":"4:6","parentId":"root","parentKey":"u","data":{}}`),
	opSteps(`{"type":2,"opId":"4:7","id":"4:7","parentId":"root","parentKey":"u"}`),
	opSteps(`{"type":8,"opId":"4:8","id":"4:8","parentId":"1:5","parentKey":"k","data":2}`),
	opSteps(`{"type":8,"opId":"4:9","id":"4:9","parentId":"root","parentKey":"r","data":2}`),
	opSteps(`{"type":8,"opId":"4:10","id":"4:10","parentId":"1:2","parentKey":"r","data":2}`),
	opSteps(`{"type":8,"opId":"4:11","id":"4:11","parentId":"1:7","parentKey":"r","data":2}`),
	[]step{{
		request: "POST /v2/rooms/s/send-message", body: `{"messages":[{"type":201,"ops":[{"type":8,"opId":"4:12","id":"4:12","parentId":"root","parentKey":"r"}]}]}`,
		stricter: "a register has data",
	}},
	opSteps(`{"type":6,"opId":"4:13","id":"1:5","key":"k"}`),
	opSteps(`{"type":3,"opId":"4:14","id":"root","data":{"u":1}}`),
	opSteps(`{"type":8,"opId":"4:15","id":"4:15","parentId":"9:9","parentKey":"!","data":1}`),
	// Texts.
	editSteps("5:0", 0, `{"type":"insert","index":5,"text":" wörld"}`),
	editSteps("5:0", 0, `{"type":"insert","index":5,"text":" wörld"}`),
	editSteps("5:1", 1, `{"type":"insert","index":0,"text":"X","attributes":{"b":1}}`, `{"type":"delete","index":2,"length":2}`),
	editSteps("5:2", 2, `{"type":"format","index":0,"length":3,"attributes":{"b":null,"i":true}}`),
	editSteps("5:3", 9, `{"type":"insert","index":0,"text":"ahead"}`),
	editSteps("5:4", 3, `{"type":"shout"}`),
	opSteps(`{"type":10,"opId":"5:5","id":"1:0","baseVersion":0,"ops":[]}`),
	opSteps(`{"type":10,"opId":"5:6","id":"9:9","baseVersion":0,"ops":[]}`),
	// Removal.
	opSteps(`{"type":5,"opId":"6:0","id":"root"}`),
	opSteps(`{"type":5,"opId":"6:1","id":"9:9"}`),
	opSteps(`{"type":5,"opId":"6:2","id":"1:0"}`, `{"type":8,"opId":"6:3","id":"6:3","parentId":"1:0","parentKey":"!","data":1}`),
	opSteps(`{"type":6,"opId":"6:4","id":"root","key":"t"}`),
	// What can't be right spoils all of the request.
	opSteps(`{"type":3,"opId":"7:0","id":"root","data":{"x":1}}`, `{"type":99,"opId":"7:1"}`),
	opSteps(`{"type":3,"id":"root","data":{}}`),
	opSteps(`{"type":3,"opId":5,"id":"root","data":{}}`),
	opSteps(`{"type":3,"opId":"7:2","id":"root","data":[]}`),
	opSteps(`{"type":0,"opId":"7:3","id":"root","data":{}}`),
	opSteps(`{"type":1,"opId":"7:4","id":"1:2"}`),
	opSteps(`{"type":2,"opId":"7:5","id":"7:5","parentId":"root"}`),
	opSteps(`{"type":4,"opId":"7:6","id":"7:6","parentId":"root","parentKey":"x"}`),
	opSteps(`{"type":5,"opId":"7:7"}`),
	opSteps(`{"type":6,"opId":"7:8","id":"root"}`),
	opSteps(`{"type":10,"opId":"7:9","id":"1:7","ops":[]}`),
	opSteps(`{"type":5,"opId":"7:11","id":null}`),
	opSteps(`{"type":5,"opId":null,"id":"1:2"}`),
	opSteps(`{"type":3,"opId":"7:12","id":"root","data":null}`),
	opSteps(`{"type":8,"opId":"7:13","id":"7:13","parentId":"1:5","parentKey":"null","data":null}`),
	opSteps(`{"type":8,"opId":"7:14","id":"7:14","parentId":"1:5","parentKey":null,"data":1}`),
	opSteps(`{"type":8,"opId":"7:15","id":"7:15","parentId":"1:5","parentKey":"a","data":1,"intent":"shout"}`),
	opSteps(`{"type":8,"opId":"7:16","id":"7:16","parentId":"1:5","parentKey":"b","data":1,"deletedId":null}`),
	opSteps(`{"type":9,"opId":"7:17","id":"7:17","parentId":"root","parentKey":"t2","data":"text","version":0}`),
	opSteps(`{"type":9,"opId":"7:18","id":"7:18","parentId":"root","parentKey":"t2","data":[[5]],"version":0}`),
	opSteps(`{"type":9,"opId":"7:19","id":"7:19","parentId":"root","parentKey":"t2","data":[["x"]],"version":0}`),
	opSteps(`{"type":10,"opId":"7:20","id":"7:19","baseVersion":null,"ops":[]}`),
	opSteps(`{"type":10,"opId":"7:21","id":"7:19","baseVersion":0,"ops":null}`),
	opSteps(`{"type":10,"opId":"7:22","id":"7:19","baseVersion":0,"ops":[{"type":"insert","text":"no index"}]}`),
	opSteps(`{"type":10,"opId":"7:23","id":"7:19","baseVersion":0,"ops":[{"type":"insert","index":0}]}`),
	opSteps(`{"type":10,"opId":"7:24","id":"7:19","baseVersion":0,"ops":[{"type":"delete","index":0}]}`),
	opSteps(`{"type":10,"opId":"7:25","id":"7:19","baseVersion":0,"ops":[{"type":"format","index":0,"length":1}]}`),
	opSteps(`{"type":10,"opId":"7:26","id":"7:19","baseVersion":0,"ops":[{"type":"insert","index":"0","text":"x"}]}`),
	opSteps(`{"type":10,"opId":"7:27","id":"7:19","baseVersion":0,"ops":[]}`),
	opSteps(`{"type":11,"opId":"7:10","id":"7:10","parentId":"root","parentKey":"f","data":{"id":"fl_1","name":"a","size":1,"mimeType":"x/y"}}`),
)

func slicesConcat(lists ...[]step) (all []step) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// opSteps send ops, and then look at the nodes and at the document.
func opSteps(ops ...string) []step {
	return []step{
		{request: "POST /v2/rooms/s/send-message", body: `{"messages":[{"type":201,"ops":[` + strings.Join(ops, ",") + `]}]}`},
		{request: "POST /v2/rooms/s/request-storage-mutation", body: `{}`},
		{request: "GET /v2/rooms/s/storage"},
	}
}

func editSteps(opID string, version int, edits ...string) []step {
	return opSteps(fmt.Sprintf(`{"type":10,"opId":%q,"id":"1:7","baseVersion":%d,"ops":[%s]}`, opID, version, strings.Join(edits, ",")))
}
