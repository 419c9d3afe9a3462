//go:build linux

// Command upload measures what it costs to upload a large file to a room: with
// this library, with net/http alone and with @liveblocks/node, in one run, each
// in a process of its own, against a server on loopback that counts the bytes.
// net/http sends the same parts, five at a time, without retries.
//
//	go run ./internal/bench/upload
//
// What counts are the ratios, and the peak of memory.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"text/tabwriter"

	"github.com/liveblocks-go/liveblocks/internal/bench/stats"
)

var (
	size   = flag.Int64("size", 200<<20, "size of the file in bytes")
	rounds = flag.Int("rounds", 3, "rounds, in each of which every contestant has its turn")
	child  = flag.String("child", "", "be this contestant (used by the command itself)")
	server = flag.String("server", "", "address of the server (used by the command itself)")
	source = flag.String("file", "", "the file to upload (used by the command itself)")
)

// measurement is what a round of a contestant costs.
type measurement struct {
	CPU  float64 `json:"cpu"`  // ms
	Wall float64 `json:"wall"` // ms
	Peak float64 `json:"peak"` // resident memory, MiB
}

type contestant struct {
	name    string
	command func(url, file string) *exec.Cmd
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	if *child != "" {
		if err := runChild(*child, *server, *source); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := compare(); err != nil {
		log.Fatal(err)
	}
}

func compare() error {
	dir, err := os.MkdirTemp("", "liveblocks-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "large.bin")
	// A file of nothing but a hole, made without memory: a child's peak starts
	// with what its parent has when it is started.
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		return err
	}
	if err := os.Truncate(file, *size); err != nil {
		return err
	}
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	inGo := func(name string) contestant {
		return contestant{name, func(url, file string) *exec.Cmd {
			return exec.Command(executable, "-child", name, "-server", url, "-file", file)
		}}
	}
	inNode := func(name, how string) contestant {
		return contestant{name, func(url, file string) *exec.Cmd {
			return exec.Command("node", "internal/bench/upload/upload.mjs", url, file, how)
		}}
	}
	contestants := []contestant{
		inGo("net/http"),
		inGo("liveblocks, ReaderAt"),
		inGo("liveblocks, Reader"),
		inNode("@liveblocks/node, file on disk", "disk"),
		inNode("@liveblocks/node, file in memory", "memory"),
	}

	results := make([][]measurement, len(contestants))
	for range *rounds {
		for i, c := range contestants {
			m, err := measure(c, file)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			results[i] = append(results[i], m)
		}
	}
	fmt.Printf("upload of %d MiB: median of %d rounds; ratios to net/http\n", *size>>20, *rounds)
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\tCPU ms\tratio\twall ms\tratio\tpeak RSS MiB\tratio\t")
	for i, c := range contestants {
		fmt.Fprintf(out, "%s\t", c.name)
		for _, of := range []func(measurement) float64{
			func(m measurement) float64 { return m.CPU },
			func(m measurement) float64 { return m.Wall },
			func(m measurement) float64 { return m.Peak },
		} {
			got := stats.Median(results[i], of)
			fmt.Fprintf(out, "%.0f\t%.2f\t", got, got/stats.Median(results[0], of))
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// measure runs one contestant in a process of its own.
func measure(c contestant, file string) (measurement, error) {
	s := startServer()
	defer s.Close()
	cmd := c.command(s.URL, file)
	cmd.Stderr = os.Stderr
	output, err := cmd.Output()
	if err != nil {
		return measurement{}, err
	}
	var m measurement
	if err := json.Unmarshal(output, &m); err != nil {
		return measurement{}, fmt.Errorf("%w in %q", err, output)
	}
	if got := s.received.Load(); got != *size {
		return measurement{}, fmt.Errorf("%d bytes arrived", got)
	}
	return m, nil
}
