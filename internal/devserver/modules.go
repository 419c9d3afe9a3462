package devserver

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Where npm puts what is needed. Bun's file has this name on every system.
var (
	bun       = filepath.Join("bun", "bin", "bun.exe")
	devServer = filepath.Join("liveblocks", "dist", "index.js")
)

// NodeModules returns the nearest node_modules directory, in dir or above it,
// that has the dev server. An empty dir is the working directory.
func NodeModules(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("devserver: %w", err)
	}
	for d := dir; ; d = filepath.Dir(d) {
		modules := filepath.Join(d, "node_modules")
		if isFile(filepath.Join(modules, bun)) && isFile(filepath.Join(modules, devServer)) {
			return modules, nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("devserver: %w in %s or above: run npm ci in the root of the repository", errNoModules, dir)
		}
	}
}

var errNoModules = errors.New("no node_modules with the packages bun and liveblocks")

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
