//go:build integration

package live

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkPackage is what [BenchmarkLoad] and [BenchmarkMutate] do, done by
// @liveblocks/core in a Node process that has warmed up.
func BenchmarkPackage(b *testing.B) {
	for _, n := range benchSizes {
		file := filepath.Join(b.TempDir(), "nodes")
		if err := os.WriteFile(file, storage(n), 0o600); err != nil {
			b.Fatal(err)
		}
		for _, changes := range []int{1, 10_000} {
			b.Run(fmt.Sprintf("nodes=%d/changes=%d", n, changes), func(b *testing.B) {
				cmd := exec.CommandContext(b.Context(), "node", "bench.mjs", file)
				in, err := cmd.StdinPipe()
				if err != nil {
					b.Fatal(err)
				}
				out, err := cmd.StdoutPipe()
				if err != nil {
					b.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					b.Fatal(err)
				}
				answers := bufio.NewScanner(out)
				run := func() {
					fmt.Fprintln(in, changes)
					if !answers.Scan() || answers.Text() != fmt.Sprint(changes) {
						b.Fatalf("the package answered %q", answers.Text())
					}
				}
				run()
				run()
				for b.Loop() {
					run()
				}
				status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
				b.ReportMetric(peakMB(string(status)), "peak-MB")
				in.Close()
				if err := cmd.Wait(); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

// peakMB returns the peak memory from a /proc status file, 0 where there is
// none.
func peakMB(status string) float64 {
	_, rest, _ := strings.Cut(status, "VmHWM:")
	var kB float64
	fmt.Sscan(rest, &kB)
	return kB / 1000
}

// TestPeakMemory loads 100,000 nodes from a file in a process of its own and
// looks at how much memory it took.
func TestPeakMemory(t *testing.T) {
	if file := os.Getenv("LIVE_NODES"); file != "" {
		loadFile(t, file)
		return
	}
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("peak memory is read from /proc")
	}
	file := filepath.Join(t.TempDir(), "nodes")
	if err := os.WriteFile(file, storage(100_000), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestPeakMemory$", "-test.v")
	cmd.Env = append(os.Environ(), "LIVE_NODES="+file)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, rest, _ := strings.Cut(string(out), "peak ")
	var peak float64
	fmt.Sscan(rest, &peak)
	t.Logf("peak %.0f MB", peak)
	if peak == 0 || peak >= 100 {
		t.Errorf("100,000 nodes take %.0f MB, want less than 100\n%s", peak, out)
	}
}

func loadFile(t *testing.T, file string) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := Load(f, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Root().Set("title", "x"); err != nil {
		t.Fatal(err)
	}
	d.Take(1 << 20)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("peak %g MB", peakMB(string(status)))
}
