//go:build integration

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/examples/internal/browser"
	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// demo is the app as main serves it, with the dev server, and a browser.
type demo struct {
	t       *testing.T
	url     string
	browser *browser.Browser

	mu       sync.Mutex
	statuses []int // with which the auth endpoint has answered
}

func startDemo(t *testing.T, b *browser.Browser, page http.Handler) *demo {
	server, err := devserver.Start(t.Context(), devserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	client, err := liveblocks.New(devserver.SecretKey, liveblocks.WithBaseURL(server.BaseURL()))
	if err != nil {
		t.Fatal(err)
	}
	if err := createRooms(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	d := &demo{t: t, browser: b}
	app := httptest.NewServer(d.count(newApp(client, server.BaseURL(), page)))
	t.Cleanup(app.Close)
	d.url = app.URL
	return d
}

// count keeps the statuses of the auth endpoint.
func (d *demo) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/liveblocks-auth" {
			next.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		d.mu.Lock()
		d.statuses = append(d.statuses, answer.Code)
		d.mu.Unlock()
		for key, values := range answer.Header() {
			w.Header()[key] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = io.Copy(w, answer.Body)
	})
}

func (d *demo) answers() []int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.statuses)
}

// enter opens a tab in which the user has logged in and chosen a room. It fails
// the test at its end if the page has thrown an exception by then.
func (d *demo) enter(user, room string, width, height int64) *browser.Tab {
	d.t.Helper()
	tab := d.browser.Tab(d.t, width, height)
	d.t.Cleanup(func() {
		for _, exception := range tab.Exceptions() {
			d.t.Errorf("%s's page: %s", user, exception)
		}
	})
	tab.Open(d.url + "/#" + room)
	tab.Click("#login-" + user)
	return tab
}

func todos(n int) string { return fmt.Sprintf(`document.querySelectorAll(".todo").length == %d`, n) }

func TestDemo(t *testing.T) {
	page, err := buildPage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := browser.Start(t)
	for name, test := range map[string]func(*testing.T, *demo){
		"login page":    testLoginPage,
		"two users":     testTwoUsers,
		"read only":     testReadOnly,
		"refused room":  testRefusedRoom,
		"not signed in": testNotSignedIn,
	} {
		t.Run(name, func(t *testing.T) { test(t, startDemo(t, b, page)) })
	}
}

const lastTodo = `document.querySelector(".todo:last-child .text").innerText`

func testTwoUsers(t *testing.T, d *demo) {
	ada := d.enter("ada", launch, 720, 720)
	ada.Wait(todos(4))
	grace := d.enter("grace", launch, 720, 720)
	grace.Wait(todos(4))

	// Who they are came from the Go app, through the token.
	if got := ada.Text("#self-id"); got != "ada" {
		t.Errorf("self.id = %q", got)
	}
	for _, want := range []string{"Ada Lovelace", "Founder", "#7357f6", "/avatars/ada.svg"} {
		ada.Wait(fmt.Sprintf(`document.querySelector("#self").innerText.includes(%q)`, want))
	}
	ada.Wait(`document.querySelector(".avatars img[alt='Grace Hopper']").naturalWidth > 0`)
	grace.Wait(`document.querySelector(".avatars img[alt='Ada Lovelace']").naturalWidth > 0`)

	// What one adds, ticks and removes, the other sees.
	grace.Type("#new-todo", "Thank the testers")
	ada.Wait(`document.querySelector("#typing").innerText == "Grace Hopper is typing…"`)
	grace.Type("#new-todo", "\r")
	ada.Wait(lastTodo + ` == "Thank the testers"`)
	ada.Wait(`document.querySelector("#typing").innerText == ""`)
	ada.Click(".todo:last-child label")
	grace.Wait(`document.querySelector(".todo:last-child input").checked`)
	ada.Move(250, 420)
	grace.Move(470, 330)
	ada.Wait(`document.querySelector(".cursor").innerText == "Grace Hopper"`)
	grace.Wait(`document.querySelector(".cursor").innerText == "Ada Lovelace"`)

	light := ada.Screenshot()
	ada.Prefer("dark")
	grace.Prefer("dark")
	dark := grace.Screenshot()
	browser.Keep(t, "demo-ada-light.png", light)
	browser.Keep(t, "demo-grace-dark.png", dark)
	browser.Keep(t, "demo-side-by-side.png", d.browser.SideBySide(t, light, dark))

	ada.Click(".todo:last-child .remove")
	grace.Wait(todos(4))

	// One who leaves is gone for the other.
	grace.Click("#logout")
	ada.Wait(`!document.querySelector(".cursor") && !document.querySelector(".avatars img[alt='Grace Hopper']")`)
}

func testReadOnly(t *testing.T, d *demo) {
	ada := d.enter("ada", roadmap, 720, 690)
	ada.Wait(todos(3))
	grace := d.enter("grace", roadmap, 720, 690)
	grace.Wait(todos(3))

	if got := grace.Text("#access"); got != "read only" {
		t.Errorf("grace's badge says %q", got)
	}
	if got := ada.Text("#access"); got != "can edit" {
		t.Errorf("ada's badge says %q", got)
	}
	grace.Wait(`document.querySelector("#self .no").innerText == "false"`)
	grace.Wait(`[...document.querySelectorAll("#board input")].every((input) => input.disabled)`)
	grace.Wait(`!document.querySelector(".remove")`)

	// She sees what Ada does, as it happens.
	ada.Type("#new-todo", "Dark mode\r")
	grace.Wait(lastTodo + ` == "Dark mode"`)

	ada.Move(420, 300)
	grace.Move(300, 360)
	grace.Wait(`document.querySelector(".cursor")`)
	ada.Wait(`document.querySelector(".cursor")`)
	left, right := ada.Screenshot(), grace.Screenshot()
	browser.Keep(t, "demo-read-only.png", right)
	browser.Keep(t, "demo-screenshot.png", d.browser.SideBySide(t, left, right))
}

func testRefusedRoom(t *testing.T, d *demo) {
	alan := d.enter("alan", budget, 1180, 700)
	if got, want := alan.Text("#reason"), "Alan Turing has not been invited to this room."; got != want {
		t.Errorf("the page says %q, want %q", got, want)
	}
	browser.Keep(t, "demo-refused.png", alan.Screenshot())

	// Were the browser to ask again, it would after 250 ms, 500 ms and 1 s.
	time.Sleep(2 * time.Second)
	if got := d.answers(); !slices.Equal(got, []int{http.StatusForbidden}) {
		t.Errorf("the endpoint answered %v, want one refusal", got)
	}

	alan.Click("#refused button")
	alan.Wait(todos(4))
	if got := alan.Text("#access"); got != "can edit" {
		t.Errorf("the badge says %q in a room where alan may write", got)
	}
	alan.Prefer("dark")
	browser.Keep(t, "demo-wide-dark.png", alan.Screenshot())
}

// A login may end while the page is open.
func testNotSignedIn(t *testing.T, d *demo) {
	alan := d.enter("alan", launch, 400, 800)
	alan.Wait(todos(4))
	browser.Keep(t, "demo-narrow.png", alan.Screenshot())
	if got := browser.Value[int](alan, `fetch("/api/logout", { method: "POST" }).then((answer) => answer.status)`); got != http.StatusNoContent {
		t.Fatalf("logout: status %d", got)
	}
	// The token that he has is no good for this room, so the page asks again.
	alan.Click(`nav a[href="#` + budget + `"]`)
	if got := alan.Text("#reason"); got != "not signed in" {
		t.Errorf("the page says %q", got)
	}
	time.Sleep(time.Second)
	if got, want := d.answers(), []int{http.StatusOK, http.StatusUnauthorized}; !slices.Equal(got, want) {
		t.Errorf("the endpoint answered %v, want %v", got, want)
	}
}

func testLoginPage(t *testing.T, d *demo) {
	tab := d.browser.Tab(t, 1180, 760)
	tab.Open(d.url)
	tab.Wait(`document.querySelectorAll(".person").length == 3`)
	browser.Keep(t, "demo-login.png", tab.Screenshot())
	if got := d.answers(); len(got) > 0 {
		t.Errorf("the page asked for a token before the login: %v", got)
	}
}
