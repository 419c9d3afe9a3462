package live

import (
	"errors"
	"strings"
	"testing"
)

func TestTakeInBatches(t *testing.T) {
	d := sample(t)
	r := d.Root()
	ok(t, r.Set("big", strings.Repeat("x", 500)))
	for i := range 20 {
		ok(t, get[*List](t, r, "list").Push(i))
	}
	ok(t, get[*Text](t, r, "text").Insert(0, "x", nil))
	if d.Pending() != 22 {
		t.Errorf("%d changes are pending", d.Pending())
	}
	var ids []string
	for d.Pending() > 0 {
		batch := d.Take(400)
		if len(batch.Body) > 400 && len(batch.Ops) > 1 {
			t.Errorf("a batch of %d changes has %d bytes", len(batch.Ops), len(batch.Body))
		}
		for _, op := range batch.Ops {
			ids = append(ids, op.ID)
		}
	}
	if d.Take(400) != nil {
		t.Error("there is another batch")
	}
	if len(ids) != 22 || ids[0] != "1:0" || ids[21] != "1:21" {
		t.Errorf("the changes are %v", ids)
	}
	ok(t, r.Set("n", 5))
	checkOps(t, d, `{"data":{"n":5},"id":"root","type":3}`)
}

func TestOpStrings(t *testing.T) {
	d := sample(t)
	r := d.Root()
	list := get[*List](t, r, "list")
	item, _ := At[*Object](list, 2)
	ok(t, r.Set("n", 2), item.Set("odd key", NewList(1)), item.Delete("x"), list.Move(2, 0), get[*Text](t, r, "text").Delete(0, 1),
		get[*Map](t, r, "map").Delete("k"), list.Delete(2), r.Update(map[string]any{"a": 1, "b": NewMap(nil), "c": 2}))
	var got []string
	for _, op := range d.Take(1 << 20).Ops {
		got = append(got, op.String())
	}
	want := []string{
		`set "n" of the root (node root)`,
		`create list[0]["odd key"] (node 1:0)`,
		`create list[0]["odd key"][0] (node 1:1)`,
		`delete "x" of list[0] (node 0:3)`,
		`move list[0] (node 0:3)`,
		`edit text (node 0:6)`,
		`delete map.k (node 0:5)`,
		`delete list[removed] (node 0:2)`,
		`set "a", "c" of the root (node root)`,
		`create b (node 1:2)`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestApply reads answers that were recorded from the dev server.
func TestApply(t *testing.T) {
	setup := func() (*Document, *List, *Batch) {
		d := sample(t)
		list := get[*List](t, d.Root(), "list")
		ok(t, list.Push("c"), d.Root().Set("n", 2), list.Move(0, 1))
		return d, list, d.Take(1 << 20)
	}
	const echoes = `{"type":8,"opId":"1:0","id":"1:0","parentId":"0:0","parentKey":"$","data":"c","intent":"push"},` +
		`{"type":3,"opId":"1:1","id":"root","data":{"n":2}},{"type":1,"opId":"1:2","id":"0:1","parentKey":"\"O"}`
	t.Run("all applied", func(t *testing.T) {
		d, list, batch := setup()
		ok(t, d.Apply(batch, []byte(`{"messages":[[{"type":201,"ops":[`+echoes+`]}]]}`)))
		checkJSON(t, list, `["b","a",{"x":1},"c"]`)
	})
	t.Run("not in an array, and in parts", func(t *testing.T) {
		d, _, batch := setup()
		parts := strings.Replace(echoes, `,{"type":3`, `]},{"type":100,"actor":1},{"ops":[{"type":3`, 1)
		parts = strings.Replace(parts, `{"n":2}},`, `{"n":2}}],"type":201},{"type":201,"ops":[`, 1)
		ok(t, d.Apply(batch, []byte(`{"messages":[{"type":201,"ops":[`+parts+`]}],"more":1}`)))
	})
	t.Run("position taken", func(t *testing.T) {
		d, list, batch := setup()
		ok(t, d.Apply(batch, []byte(`{"messages":[[{"type":201,"ops":[{"type":1,"id":"1:0","parentKey":" A"}]}],[{"type":201,"ops":[`+
			strings.Replace(echoes, `"parentKey":"$"`, `"parentKey":" A"`, 1)+`]}]]}`)))
		checkJSON(t, list, `["c","b","a",{"x":1}]`)
	})
	t.Run("node deleted by the server", func(t *testing.T) {
		d, list, batch := setup()
		ok(t, d.Apply(batch, []byte(`{"messages":[[{"type":201,"ops":[{"type":5,"id":"0:3"},{"type":5,"id":"0:5"},{"type":5,"id":"0:6"},{"type":5,"id":"root"},{"type":5,"id":"0:99"},`+echoes+`]}]]}`)))
		checkJSON(t, d.Root(), `{"title":"Sample","n":2,"list":["b","a","c"],"map":{},"file":{"id":"fi_1","name":"a.png","size":7,"mimeType":"image/png"}}`)
		if d.Has("0:3") || d.Has("0:6") || !d.Has("root") {
			t.Error("the document still has deleted nodes")
		}
		ok(t, list.Push("more"))
	})
	t.Run("ignored, rejected, unanswered", func(t *testing.T) {
		d, _, batch := setup()
		err := d.Apply(batch, []byte(`{"messages":[[{"type":201,"ops":[{"type":5,"id":"ACK","opId":"1:0"}]},{"type":299,"opIds":["1:1","9:9"],"reason":"no \"way\""}]]}`))
		var e *OpError
		if !errors.As(err, &e) {
			t.Fatalf("the error is %v", err)
		}
		if len(e.Ignored) != 1 || e.Ignored[0].NodeID != "1:0" || !e.Ignored[0].Creates() ||
			len(e.Rejected) != 1 || e.Rejected[0].ID != "1:1" || e.Rejected[0].Creates() ||
			len(e.Unanswered) != 1 || e.Unanswered[0].ID != "1:2" || e.Reason != `no "way"` {
			t.Errorf("the error is %+v", e)
		}
		want := `live: changes were not applied: ignored by the server: create list[3] (node 1:0); ` +
			`rejected by the server ("no \"way\""): set "n" of the root (node root); not answered by the server: move list[1] (node 0:1)`
		if err.Error() != want {
			t.Errorf("the error reads\n%s\nwant\n%s", err, want)
		}
	})
	t.Run("many", func(t *testing.T) {
		d := sample(t)
		for i := range 9 {
			ok(t, d.Root().Set("n", 10+i))
		}
		err := d.Apply(d.Take(1<<20), []byte(`{"messages":[]}`))
		if err == nil || !strings.HasSuffix(err.Error(), " and 4 more") {
			t.Errorf("the error is %v", err)
		}
	})
	for _, body := range []string{
		``, `null`, `[]`, `{}`, `{"messages":null}`, `{"messages":[1]}`, `{"messages":[{"type":201}]}`, `{"messages":[{"type":201,"ops":[1]}]}`,
		`{"messages":[{"type":299}]}`, `{"messages":[{"type":299,"opIds":[{}]}]}`, `{"messages":[]} x`, `<html>`, `{"messages":[[[]]]}`,
	} {
		d, _, batch := setup()
		err := d.Apply(batch, []byte(body))
		if e := (*OpError)(nil); err == nil || errors.As(err, &e) || !strings.HasPrefix(err.Error(), "live: the answer") {
			t.Errorf("the answer %s: %v", body, err)
		}
	}
}

func TestTextRejected(t *testing.T) {
	d := sample(t)
	text := get[*Text](t, d.Root(), "text")
	ok(t, text.Insert(0, "x", nil))
	batch := d.Take(1 << 20)
	if err := d.Apply(batch, []byte(`{"messages":[{"type":299,"opIds":["1:0"],"reason":"ahead"}]}`)); err == nil {
		t.Error("no error")
	}
	if err := text.Insert(0, "y", nil); !errors.Is(err, ErrStaleText) {
		t.Errorf("an edit after a rejected one: %v", err)
	}
}
