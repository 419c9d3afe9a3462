//go:build integration

package parity

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is in testdata is what the package does.
func TestRecordingIsCurrent(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "node", "record.mjs", dir).CombinedOutput(); err != nil {
		t.Fatalf("recording: %v\n%s", err, out)
	}
	fresh := read(t, dir)
	if diff := cmp.Diff(read(t, "testdata"), fresh); diff != "" {
		t.Errorf("testdata is not what the package does: run node internal/parity/record.mjs (-testdata +recorded)\n%s", diff)
	}
	if len(fresh) < 14 {
		t.Errorf("%d files recorded", len(fresh))
	}
}

func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(data)
	}
	return files
}
