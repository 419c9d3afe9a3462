package main

import (
	"cmp"
	"context"
	"os"

	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// backend is the Liveblocks that the app runs against.
type backend struct {
	name      string
	baseURL   string
	secretKey string
	close     func() error
}

// openBackend starts the official dev server, unless the environment has the key
// of a project: then it is that one, in the cloud.
func openBackend(ctx context.Context) (*backend, error) {
	if key := os.Getenv("LIVEBLOCKS_SECRET_KEY"); key != "" {
		return &backend{
			name:      "with the project of LIVEBLOCKS_SECRET_KEY",
			baseURL:   cmp.Or(os.Getenv("LIVEBLOCKS_BASE_URL"), "https://api.liveblocks.io"),
			secretKey: key,
			close:     func() error { return nil },
		}, nil
	}
	server, err := devserver.Start(ctx, devserver.Options{})
	if err != nil {
		return nil, err
	}
	return &backend{
		name:      "with the Liveblocks dev server",
		baseURL:   server.BaseURL(),
		secretKey: devserver.SecretKey,
		close:     server.Stop,
	}, nil
}
