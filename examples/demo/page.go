package main

import (
	"bytes"
	"context"
	"embed"
	"io/fs"
	"net/http"
	"time"

	"github.com/liveblocks-go/liveblocks/examples/internal/esbuild"
)

//go:embed page/index.html page/style.css page/avatars
var static embed.FS

// buildPage returns the handler that serves the page with all that it needs: it
// loads nothing from elsewhere, and talks to nobody but this app and Liveblocks.
func buildPage(ctx context.Context) (http.Handler, error) {
	script, err := esbuild.Bundle(ctx, "examples/demo/page/main.tsx")
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(static, "page")
	if err != nil {
		return nil, err
	}
	built := time.Now()
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(files))
	mux.HandleFunc("/main.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "main.js", built, bytes.NewReader(script))
	})
	return mux, nil
}
