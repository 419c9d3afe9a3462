package liveblocks_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/liveblocks-go/liveblocks"
	"github.com/liveblocks-go/liveblocks/live"
)

// BenchmarkMutateStorage downloads a storage over a connection, sets one key and
// sends it, to compare with a program that only decodes each line of the same
// storage with encoding/json, and makes the same requests.
func BenchmarkMutateStorage(b *testing.B) {
	for _, nodes := range []int{1_000, 10_000, 100_000} {
		var s strings.Builder
		s.WriteString("{\"actor\":1}\n[\"root\",{\"type\":0,\"data\":{\"title\":\"\"}}]\n[\"0:0\",{\"type\":2,\"parentId\":\"root\",\"parentKey\":\"shapes\"}]\n")
		for i := range nodes {
			fmt.Fprintf(&s, "[\"0:%d\",{\"type\":0,\"parentId\":\"0:0\",\"parentKey\":\"s%d\",\"data\":{\"x\":%d,\"y\":7,\"fill\":\"#ff0000\"}}]\n", i+1, i, i)
		}
		stream := s.String()
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/send-message") {
				_, _ = io.WriteString(w, `{"messages":[[{"type":201,"ops":[{"type":3,"id":"root","opId":"1:0"}]}]]}`)
				return
			}
			_, _ = io.WriteString(w, stream)
		}))
		b.Cleanup(server.Close)
		c, err := liveblocks.New("sk_bench", liveblocks.WithBaseURL(server.URL))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("nodes=%d/mutate", nodes), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				err := c.MutateStorage(b.Context(), "room", func(root *live.Object) error { return root.Set("title", "x") })
				if err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("nodes=%d/floor", nodes), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, path := range []string{"/request-storage-mutation", "/send-message"} {
					resp, err := http.Post(server.URL+path, "application/json", strings.NewReader("{}"))
					if err != nil {
						b.Fatal(err)
					}
					for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
						if err := decodeLine(lines.Bytes()); err != nil {
							b.Fatal(err)
						}
					}
					resp.Body.Close()
				}
			}
		})
	}
}

func decodeLine(line []byte) error {
	if line[0] == '{' {
		return nil
	}
	var node struct {
		Type                int
		ParentID, ParentKey string
		Data                json.RawMessage
	}
	return json.Unmarshal(line, &[]any{new(string), &node})
}
