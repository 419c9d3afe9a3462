// Package esbuild bundles the pages of the examples and of their tests.
package esbuild

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"

	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// Bundle returns the TypeScript file and all that it imports as one script for
// the browser. The file is at a path relative to the root of the repository.
func Bundle(ctx context.Context, file string) ([]byte, error) {
	modules, err := devserver.NodeModules("")
	if err != nil {
		return nil, err
	}
	root := filepath.Dir(modules)
	cmd := exec.CommandContext(ctx, filepath.Join(modules, ".bin", "esbuild"), filepath.FromSlash(file),
		"--bundle", "--minify", "--format=esm", "--target=es2022", "--jsx=automatic", "--log-level=warning",
		`--define:process.env.NODE_ENV="production"`)
	cmd.Dir = root
	var script, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &script, &problems
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("esbuild %s: %w\n%s", file, err, &problems)
	}
	return script.Bytes(), nil
}
