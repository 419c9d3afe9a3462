//go:build integration

package comment

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// BenchmarkAgainstNode measures @liveblocks/node and this package in turns, and
// reports the best of the rounds: what each takes, and how many times as long
// the package takes ("node/go"). For FromMarkdown it reports as well how many
// times as long ours takes as goldmark alone ("go/goldmark").
//
//	go test -tags integration -run - -bench AgainstNode -benchtime 5x ./comment
func BenchmarkAgainstNode(b *testing.B) {
	markdown := benchmarkMarkdown(b)
	body := FromMarkdown(markdown)
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	stringify := func(f Format) func() {
		return func() {
			if _, err := Stringify(b.Context(), body, f); err != nil {
				b.Fatal(err)
			}
		}
	}
	ours := map[string]func(){
		"FromMarkdown":      func() { FromMarkdown(markdown) },
		"Goldmark":          func() { parser.Parse(text.NewReader([]byte(markdown))) },
		"StringifyPlain":    stringify(Plain),
		"StringifyMarkdown": stringify(Markdown),
		"StringifyHTML":     stringify(HTML),
	}
	node, goNS := map[string][]float64{}, map[string][]float64{}
	for range max(b.N, 3) {
		out, err := exec.CommandContext(b.Context(), "node", filepath.Join("testdata", "benchmark.mjs")).Output()
		if err != nil {
			b.Fatalf("node benchmark.mjs: %v (is npm ci done?)", err)
		}
		var round map[string]float64
		if err := json.Unmarshal(out, &round); err != nil {
			b.Fatal(err)
		}
		for name, ns := range round {
			node[name] = append(node[name], ns)
		}
		for name, run := range ours {
			goNS[name] = append(goNS[name], measure(b, run))
		}
	}
	for name := range node {
		n, g := slices.Min(node[name]), slices.Min(goNS[name])
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(n/1000, "node-µs")
			b.ReportMetric(g/1000, "go-µs")
			b.ReportMetric(n/g, "node/go")
			if name == "FromMarkdown" {
				b.ReportMetric(g/slices.Min(goNS["Goldmark"]), "go/goldmark")
			}
		})
	}
}

// measure returns the nanoseconds of processor time that a call takes, garbage
// collection included, as benchmark.mjs does. Unlike the time on the clock, it
// hardly depends on what else the machine does.
func measure(b *testing.B, call func()) float64 {
	const calls = 2000
	for range calls {
		call()
	}
	start := processorTime(b)
	for range calls {
		call()
	}
	return float64(processorTime(b)-start) / calls
}

func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
