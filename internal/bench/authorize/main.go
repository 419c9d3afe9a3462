//go:build unix

// Command authorize measures what it costs to issue a token: with this library,
// with net/http alone and with @liveblocks/node, in one run, each in a process
// of its own, against a server on loopback that does next to nothing.
//
//	go run ./internal/bench/authorize
//
// What counts are the ratios: one machine is faster than another, and slower at
// noon than at night.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"text/tabwriter"

	"github.com/liveblocks-go/liveblocks/internal/bench/stats"
)

var (
	calls  = flag.Int("calls", 5000, "calls in a round, after a tenth of that to warm up")
	rounds = flag.Int("rounds", 5, "rounds, in each of which every contestant has its turn")
	child  = flag.String("child", "", "be this contestant (used by the command itself)")
	atOnce = flag.Int("at-once", 1, "calls at the same time (used by the command itself)")
	server = flag.String("server", "", "address of the server (used by the command itself)")
)

// measurement is what a contestant reports of a round.
type measurement struct {
	CPU    float64 `json:"cpu"`    // µs a call
	Wall   float64 `json:"wall"`   // µs a call
	Allocs float64 `json:"allocs"` // a call
	conns  float64 // new ones after the warm-up
}

type contestant struct {
	name    string
	command func(atOnce int, url string) *exec.Cmd
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	if *child != "" {
		runChild(*child, *server, *calls, *atOnce)
		return
	}
	executable, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	goChild := func(name string) func(int, string) *exec.Cmd {
		return func(atOnce int, url string) *exec.Cmd {
			return exec.Command(executable, "-child", name, "-server", url,
				"-calls", strconv.Itoa(*calls), "-at-once", strconv.Itoa(atOnce))
		}
	}
	contestants := []contestant{
		{"net/http", goChild("net/http")},
		{"liveblocks", goChild("liveblocks")},
		{"@liveblocks/node", func(atOnce int, url string) *exec.Cmd {
			return exec.Command("node", "internal/bench/authorize/authorize.mjs", url, strconv.Itoa(*calls), strconv.Itoa(atOnce))
		}},
	}

	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(os.Stdout, "authorize: median of %d rounds of %d calls; ratios to net/http\n", *rounds, *calls)
	fmt.Fprintln(out, "\tat once\tCPU µs/call\tratio\twall µs/call\tratio\tallocs/call\tnew conns\t")
	for _, atOnce := range []int{1, 32} {
		results := make([][]measurement, len(contestants))
		for range *rounds {
			for i, c := range contestants {
				m, err := measure(c, atOnce)
				if err != nil {
					log.Fatalf("%s: %v", c.name, err)
				}
				results[i] = append(results[i], m)
			}
		}
		base := results[0]
		for i, c := range contestants {
			cpu := stats.Median(results[i], func(m measurement) float64 { return m.CPU })
			wall := stats.Median(results[i], func(m measurement) float64 { return m.Wall })
			allocs := "-"
			if n := stats.Median(results[i], func(m measurement) float64 { return m.Allocs }); n > 0 {
				allocs = fmt.Sprintf("%.1f", n)
			}
			fmt.Fprintf(out, "%s\t%d\t%.1f\t%.2f\t%.1f\t%.2f\t%s\t%.0f\t\n", c.name, atOnce,
				cpu, cpu/stats.Median(base, func(m measurement) float64 { return m.CPU }),
				wall, wall/stats.Median(base, func(m measurement) float64 { return m.Wall }),
				allocs, stats.Median(results[i], func(m measurement) float64 { return m.conns }))
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

// measure runs one contestant in a process of its own.
func measure(c contestant, atOnce int) (measurement, error) {
	s := startServer(*calls / 10)
	defer s.Close()
	cmd := c.command(atOnce, s.URL)
	cmd.Stderr = os.Stderr
	output, err := cmd.Output()
	if err != nil {
		return measurement{}, err
	}
	var m measurement
	if err := json.Unmarshal(output, &m); err != nil {
		return measurement{}, fmt.Errorf("%w in %q", err, output)
	}
	m.conns = float64(s.connectionsAfterWarmUp())
	return m, nil
}
