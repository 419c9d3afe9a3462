package browser

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// patience is how long anything in a page may take.
const patience = 15 * time.Second

// Tab is a tab of a browser, with cookies of its own as if it were of another
// computer. Its methods end the test if something goes wrong.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu      sync.Mutex
	console []string
}

// Tab opens a tab, of a size in pixels.
func (b *Browser) Tab(t testing.TB, width, height int64) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	tab := &Tab{t: t, ctx: ctx}
	tab.resize(width, height)
	messages := chromedp.Console(ctx)
	go tab.listen(messages)
	return tab
}

func (tab *Tab) resize(width, height int64) {
	tab.t.Helper()
	tab.do("resize", chromedp.EmulateViewport(width, height))
}

// Open goes to an address and waits until it is loaded.
func (tab *Tab) Open(url string) {
	tab.t.Helper()
	tab.do("open "+url, chromedp.Navigate(url))
}

// Wait waits until the JavaScript expression is true, and fails the test if that
// takes long.
func (tab *Tab) Wait(expression string) {
	tab.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		// A page that is not ready yet may make the expression throw.
		ok, err := Eval[bool](tab, "(() => { try { return !!("+expression+") } catch { return false } })()")
		if ok {
			return
		}
		if time.Now().After(deadline) {
			tab.t.Fatalf("waited %v in vain for %s (%v)\n%s", patience, expression, err, tab.describe())
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// Run runs JavaScript, and waits for it if it is a promise.
func (tab *Tab) Run(expression string) {
	tab.t.Helper()
	Value[bool](tab, "Promise.resolve("+expression+").then(() => true)")
}

// Value returns the value of a JavaScript expression.
func Value[T any](tab *Tab, expression string) T {
	tab.t.Helper()
	value, err := Eval[T](tab, expression)
	if err != nil {
		tab.t.Fatalf("%s: %v\n%s", expression, err, tab.describe())
	}
	return value
}

// Eval is [Value] with an error.
func Eval[T any](tab *Tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Text returns the text of the first element that the CSS selector finds.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	tab.Wait(fmt.Sprintf("document.querySelector(%s)", strconv.Quote(selector)))
	return Value[string](tab, fmt.Sprintf("document.querySelector(%s).innerText.trim()", strconv.Quote(selector)))
}

// Click clicks at an element as a user does.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Type types into an element as a user does.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Move moves the mouse.
func (tab *Tab) Move(x, y float64) {
	tab.t.Helper()
	tab.do("move the mouse", chromedp.MouseEvent(chromedp.MouseMoved, x, y))
}

// Prefer sets the user's preferred colour scheme, light or dark.
func (tab *Tab) Prefer(scheme string) {
	tab.t.Helper()
	_, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		tab.t.Fatal(err)
	}
}

// Screenshot returns a picture of what is in view, as PNG.
func (tab *Tab) Screenshot() []byte {
	tab.t.Helper()
	time.Sleep(300 * time.Millisecond) // until what moves has come to rest
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		tab.t.Fatalf("screenshot: %v", err)
	}
	return png
}

// Exceptions returns those that nothing in the page has caught.
func (tab *Tab) Exceptions() (exceptions []string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, line := range tab.console {
		if strings.HasPrefix(line, string(chromedp.ConsoleException)) {
			exceptions = append(exceptions, line)
		}
	}
	return exceptions
}

func (tab *Tab) do(what string, action chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	if chromedp.FromContext(tab.ctx).Target == nil {
		// The first action opens the tab, which is not to end with a timeout.
		if err := chromedp.Do(tab.ctx); err != nil {
			tab.t.Fatalf("%s: %v", what, err)
		}
	}
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		tab.t.Fatalf("%s: %v\n%s", what, err, tab.describe())
	}
}

func (tab *Tab) listen(messages func(func(chromedp.ConsoleMessage, error) bool)) {
	for message, err := range messages {
		if err != nil {
			return
		}
		tab.mu.Lock()
		tab.console = append(tab.console, fmt.Sprintf("%s: %s", message.Type, message.Text))
		tab.mu.Unlock()
	}
}

// describe says what is in the page, for a test that fails.
func (tab *Tab) describe() string {
	text, err := Eval[string](tab, `location.href + "\n" + document.body.innerText`)
	if err != nil {
		text = err.Error()
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return fmt.Sprintf("page: %s\nconsole:\n%s", text, strings.Join(tab.console, "\n"))
}
