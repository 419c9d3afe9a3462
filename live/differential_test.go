//go:build integration

package live

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	programs = flag.Int("live.programs", 4000, "how many random programs to compare with @liveblocks/core")
	seed     = flag.Uint64("live.seed", 1, "seed of the random programs; 0 takes the time")
)

// logSeed settles the seed and says which it is, so that a failure can be had
// again.
func logSeed(t *testing.T) {
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-live.programs=%d -live.seed=%d", *programs, *seed)
}

// An oracle runs programs through @liveblocks/core in Node.
type oracle struct {
	t   *testing.T
	in  *json.Encoder
	out *bufio.Scanner
}

func newOracle(t *testing.T) *oracle {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", "oracle.mjs")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("these tests need node: %v", err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	o := &oracle{t: t, in: json.NewEncoder(in), out: bufio.NewScanner(out)}
	o.in.SetEscapeHTML(false)
	o.out.Buffer(nil, 1<<30)
	return o
}

func (o *oracle) send(p *program) {
	if err := o.in.Encode(p); err != nil {
		o.t.Errorf("send to the oracle: %v", err)
	}
}

func (o *oracle) receive() result {
	if !o.out.Scan() {
		o.t.Fatalf("the oracle has stopped; is the npm package installed? %v", o.out.Err())
	}
	var r result
	mustDecode(o.out.Bytes(), &r)
	return r
}

// TestDifferential compares what random programs do here and in
// @liveblocks/core: the ops that they would send, and the trees that they
// leave.
func TestDifferential(t *testing.T) {
	logSeed(t)
	o := newOracle(t)
	const ahead = 64
	queue := make(chan program, ahead)
	go func() {
		defer close(queue)
		for i := range *programs {
			p := generate(*seed, i)
			o.send(&p)
			select {
			case queue <- p:
			case <-t.Context().Done():
				return
			}
		}
	}()
	calls := 0
	for p := range queue {
		calls += len(p.Calls)
		if diff := difference(&p, o.receive()); diff != "" {
			for range len(queue) {
				<-queue
			}
			small, diff := shrink(newOracle(t), p, diff)
			text, _ := json.Marshal(small)
			t.Fatalf("the package differs (-package +ours):\n%s\nin the program\n%s", diff, text)
		}
	}
	if calls < 10**programs {
		t.Errorf("the programs have %d calls together: the generator makes none", calls)
	}
}

// TestReconcileDifferential compares what reconciling does here and in
// @liveblocks/core: the same trees, and fewer ops together.
func TestReconcileDifferential(t *testing.T) {
	logSeed(t)
	o := newOracle(t)
	ours, theirs, worse := 0, 0, 0
	for i := range *programs / 4 {
		g := &generator{Rand: rand.New(rand.NewPCG(*seed, uint64(i)))}
		from := g.tree(3)
		to := g.changed(from)
		p := program{Actor: 1, Calls: []call{{"reconcile", 0, literal{from}}, {"reconcile", 0, literal{to}}}}
		g.p = p
		g.add("root", map[string]any{"type": 0, "data": map[string]any{}})
		p.Nodes = g.p.Nodes
		m, err := newMachine(&p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range p.Calls {
			if err := m.run(c); err != nil {
				t.Fatal(err)
			}
		}
		o.send(&p)
		got, want := m.result(), o.receive()
		if diff := cmp.Diff(want.JSON, got.JSON); diff != "" || want.Error != "" {
			text, _ := json.Marshal(p)
			t.Fatalf("-package +ours: %s%s\n%s", diff, want.Error, text)
		}
		ours, theirs = ours+len(got.Ops), theirs+len(want.Ops)
		if len(got.Ops) > len(want.Ops) {
			worse++
		}
	}
	t.Logf("ops: ours %d, the package %d; more in %d programs of %d", ours, theirs, worse, *programs/4)
	if ours >= theirs {
		t.Error("reconciling sends no fewer ops than the package")
	}
}

// difference runs a program here and says how the result differs.
func difference(p *program, want result) string {
	m, err := newMachine(p)
	if err != nil {
		return "load: " + err.Error()
	}
	for i, c := range p.Calls {
		if err := m.run(c); err != nil {
			return fmt.Sprintf("call %d: %v", i, err)
		}
	}
	got := m.result()
	if reflect.DeepEqual(got, want) || len(got.Ops)+len(want.Ops) == 0 && reflect.DeepEqual(got.JSON, want.JSON) && reflect.DeepEqual(got.LSON, want.LSON) && want.Error == "" {
		return ""
	}
	return cmp.Diff(want, got)
}

// shrink leaves out of a program what does not matter for its difference.
func shrink(o *oracle, p program, diff string) (program, string) {
	try := func(q program) bool {
		m, err := newMachine(&q)
		if err != nil {
			return false
		}
		// A call that needs one that was left out can be left out too.
		q.Calls = slices.DeleteFunc(slices.Clone(q.Calls), func(c call) bool { return m.run(c) != nil })
		o.send(&q)
		d := difference(&q, o.receive())
		if d == "" {
			return false
		}
		p, diff = q, d
		return true
	}
	for size := len(p.Calls); size > 0; size /= 2 {
		for i := 0; i < len(p.Calls); {
			q := p
			q.Calls = slices.Delete(slices.Clone(p.Calls), i, min(i+size, len(p.Calls)))
			if !try(q) {
				i += size
			}
		}
	}
	for i := 0; i < len(p.Nodes); {
		q := p
		q.Nodes = slices.Delete(slices.Clone(p.Nodes), i, i+1)
		if !try(q) {
			i++
		}
	}
	return p, diff
}
