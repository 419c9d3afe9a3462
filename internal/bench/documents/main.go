//go:build linux

// Command documents measures what it costs to read large answers: a page of 100
// rooms, and storages of 1 MB and 50 MB decoded into a struct. It compares this
// library with net/http and encoding/json alone and with @liveblocks/node, in
// one run, each in a process of its own, against a server on loopback.
//
//	go run ./internal/bench/documents
//
// What counts are the ratios, and the peak of memory.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"text/tabwriter"

	"github.com/liveblocks-go/liveblocks/internal/bench/stats"
)

var (
	rounds = flag.Int("rounds", 5, "rounds, in each of which every contestant has its turn")
	child  = flag.String("child", "", "be this contestant (used by the command itself)")
	task   = flag.String("task", "", "what to read (used by the command itself)")
	calls  = flag.Int("calls", 0, "how often (used by the command itself)")
	server = flag.String("server", "", "address of the server (used by the command itself)")
)

// tasks are what is read, and how often in a round.
var tasks = []struct {
	name  string
	calls int
}{{"100-rooms", 1000}, {"1-MB", 50}, {"50-MB", 2}}

// measurement is what a round of a contestant costs.
type measurement struct {
	CPU  float64 `json:"cpu"`  // ms a call
	Wall float64 `json:"wall"` // ms a call
	Peak float64 `json:"peak"` // resident memory, MiB
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	if *child != "" {
		if err := runChild(*child, *server, *task, *calls); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := compare(); err != nil {
		log.Fatal(err)
	}
}

func compare() error {
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	s := httptest.NewServer(answers())
	defer s.Close()
	commands := map[string][]string{
		"net/http":         {executable, "-child", "net/http"},
		"liveblocks":       {executable, "-child", "liveblocks"},
		"@liveblocks/node": {"node", "internal/bench/documents/documents.mjs"},
	}
	fmt.Printf("median of %d rounds; ratios to net/http with encoding/json\n", *rounds)
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\t\tCPU ms/call\tratio\twall ms/call\tratio\tpeak MiB\t")
	for _, t := range tasks {
		results := map[string][]measurement{}
		for range *rounds {
			for name, command := range commands {
				m, err := measure(append(slices.Clip(command), "-server", s.URL, "-task", t.name, "-calls", strconv.Itoa(t.calls)))
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				results[name] = append(results[name], m)
			}
		}
		base := results["net/http"]
		for _, name := range []string{"net/http", "liveblocks", "@liveblocks/node"} {
			cpu, wall := stats.Median(results[name], cpuOf), stats.Median(results[name], wallOf)
			fmt.Fprintf(out, "%s\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t\n", t.name, name,
				cpu, cpu/stats.Median(base, cpuOf), wall, wall/stats.Median(base, wallOf), stats.Median(results[name], peakOf))
		}
	}
	return out.Flush()
}

func measure(command []string) (m measurement, err error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stderr = os.Stderr
	output, err := cmd.Output()
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(output, &m); err != nil {
		return m, fmt.Errorf("%w in %q", err, output)
	}
	return m, nil
}

func cpuOf(m measurement) float64  { return m.CPU }
func wallOf(m measurement) float64 { return m.Wall }
func peakOf(m measurement) float64 { return m.Peak }

// answers serves rooms, and storages of the size that the name of the room says.
func answers() http.Handler {
	type room struct {
		Type            string              `json:"type"`
		ID              string              `json:"id"`
		CreatedAt       string              `json:"createdAt"`
		DefaultAccesses []string            `json:"defaultAccesses"`
		UsersAccesses   map[string][]string `json:"usersAccesses"`
		Metadata        map[string]string   `json:"metadata"`
	}
	var rooms []room
	for i := range 100 {
		rooms = append(rooms, room{
			"room", fmt.Sprintf("room-%d", i), "2026-05-02T09:00:00.000Z",
			[]string{"*:read"},
			map[string][]string{"ada": {"*:write"}, "bob": {"*:read", "comments:write"}},
			map[string]string{"title": "Roadmap", "status": "open"},
		})
	}
	mux := http.NewServeMux()
	mux.Handle("/v2/rooms", serve(map[string]any{"data": rooms}))
	mux.Handle("/v2/rooms/1-MB/storage", serve(newBoard(1e6)))
	mux.Handle("/v2/rooms/50-MB/storage", serve(newBoard(50e6)))
	return mux
}

func serve(v any) http.Handler {
	body, err := json.Marshal(v)
	if err != nil {
		log.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
}
