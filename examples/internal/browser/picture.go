package browser

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/liveblocks-go/liveblocks/internal/devserver"
)

// Keep writes a picture to the folder artifacts in the root of the repository.
func Keep(t testing.TB, name string, png []byte) {
	t.Helper()
	modules, err := devserver.NodeModules("")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(filepath.Dir(modules), "artifacts")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

const sideBySide = `<!doctype html><style>
body { margin: 0; padding: 28px; display: grid; grid-template-columns: 1fr 1fr; gap: 24px;
  background: linear-gradient(120deg, #d9d3ff, #cfeeea) }
div { border-radius: 12px; overflow: hidden; box-shadow: 0 0 0 1px #1b203018, 0 12px 40px #1b203033 }
div::before { content: "● ● ●"; display: block; padding: 0 14px; font: 15px/30px "DejaVu Sans", sans-serif; color: #c3c8d4; background: #eceef3 }
img { display: block; width: 100% }
</style>`

// SideBySide returns a picture of two windows next to each other.
func (b *Browser) SideBySide(t testing.TB, left, right []byte) []byte {
	t.Helper()
	page := sideBySide
	for _, png := range [][]byte{left, right} {
		page += fmt.Sprintf(`<div><img src="data:image/png;base64,%s"></div>`, base64.StdEncoding.EncodeToString(png))
	}
	tab := b.Tab(t, 1520, 200)
	tab.Run("document.write(" + strconv.Quote(page) + ")")
	tab.Wait(`[...document.images].every((image) => image.complete && image.naturalWidth > 0)`)
	tab.resize(1520, Value[int64](tab, "document.documentElement.scrollHeight"))
	return tab.Screenshot()
}
