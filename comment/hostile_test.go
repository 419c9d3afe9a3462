package comment

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// hostile returns inputs of about n bytes, by name, each of which makes some
// Markdown parser or other take time that grows with the square of n.
func hostile(n int) map[string]string {
	inputs := map[string]string{
		"parentheses in a URL":  "https://example.com/" + strings.Repeat("(", n),
		"entities after a URL":  "https://example.com/" + strings.Repeat("&a;", n/3),
		"an item in every item": "",
		"definitions and uses":  "",
		"one line":              strings.Repeat("a", n),
	}
	var items, definitions, uses strings.Builder
	for i := 0; items.Len() < n; i++ {
		fmt.Fprintf(&items, "%s- a\n", strings.Repeat("  ", min(i, 300)))
	}
	for i := 0; definitions.Len() < n/2; i++ {
		fmt.Fprintf(&definitions, "[a%d]: b\n\n", i)
		fmt.Fprintf(&uses, "[a%d] ", i)
	}
	inputs["an item in every item"] = items.String()
	inputs["definitions and uses"] = definitions.String() + uses.String()
	for _, unit := range []string{
		"[", "]", "[[]", "[]()", "[a](", "[x](", "](", "[a](<b", `[a](b "`, "[a][b] ", "[a]\n", "![", "![a](b)\n", "[a]: b\n",
		"*", "*a ", "*a_b\n", "*_ ", "**a *b ", "_a__b", "a**", "~a ", "~~a~", "`", "`a``b```c",
		"<", "<a ", "<!--", "<?", "<![CDATA[", "<a@b.c>", "<div>\n", "&", "&#x", `\`,
		"> ", ">\n", "- ", "1. ", "- a\n", "# a\n", "a\n=\n", "```\n", "a\n\n", "a  \n", "a\n", "\n", " ", "\t",
		"|", "|a", "a|b\n-|-\n", "|`\\|`", "@", "@a", "@a.b-", "http://a.b ", "www.", "https://a.b/(",
		"[a](/x/../y/../)", "[https://a.b/]", "*https://a.b/*c ", "_a https://a.b/*~_]", "日", "\x00", "\xff",
	} {
		inputs[fmt.Sprintf("%q", unit)] = strings.Repeat(unit, n/len(unit))
	}
	inputs["cells with escaped pipes"] = strings.Repeat("|a", n/12) + "\n" + strings.Repeat("|-", n/12) + "\n" + strings.Repeat("|`\\|`", n/8)
	return inputs
}

// TestFromMarkdownHostile checks that hostile inputs yield a result in proportion
// to the input. That they do so in proportionate time is what
// BenchmarkFromMarkdownHostile tells.
func TestFromMarkdownHostile(t *testing.T) {
	for name, markdown := range hostile(1 << 14) {
		t.Run(name, func(t *testing.T) {
			body := FromMarkdown(markdown)
			data, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			if len(data) > 60*len(markdown) {
				t.Errorf("%d bytes became %d", len(markdown), len(data))
			}
			checkHTML(t, stringify(t, body, HTML))
		})
	}
}

// TestFromMarkdownConcurrently is for the race detector: the parsers are shared.
func TestFromMarkdownConcurrently(t *testing.T) {
	const markdown = "- [x] **a** @b https://example.com ![c](d)\n\n> e"
	want := stringify(t, FromMarkdown(markdown), HTML)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := stringify(t, FromMarkdown(markdown), HTML); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkFromMarkdownHostile reports how many times as long it takes for four
// times as much input: 4 is in proportion, 16 would be its square.
func BenchmarkFromMarkdownHostile(b *testing.B) {
	const size = 1 << 16
	large := hostile(4 * size)
	for name, small := range hostile(size) {
		b.Run(name, func(b *testing.B) {
			var times [2]time.Duration
			for b.Loop() {
				for i, markdown := range []string{small, large[name]} {
					start := time.Now()
					FromMarkdown(markdown)
					times[i] += time.Since(start)
				}
			}
			b.ReportMetric(float64(times[1])/float64(times[0]), "growth")
		})
	}
}

// TestFromMarkdownLimits checks that what is beyond the limits is text, and that
// what comes after is not affected.
func TestFromMarkdownLimits(t *testing.T) {
	deep := stringify(t, FromMarkdown(strings.Repeat("> ", 150)+"a\n\n> b"), Plain)
	if want := strings.Repeat("> ", 150) + "a\n> b"; deep != want {
		t.Errorf("quotes: got %q", deep)
	}
	list := FromMarkdown(strings.Repeat("- ", 150) + "a\n\nb")
	if n := len(list.Content[0].(Paragraph).Children); len(list.Content) != 2 || n != maxDepth+1 {
		t.Errorf("lists: got %d blocks, the first of %d elements", len(list.Content), n)
	}

	countBold := func(body Body, block int) (n int) {
		for _, child := range body.Content[block].(Paragraph).Children {
			if t, ok := child.(Text); ok && t.Bold {
				n++
			}
		}
		return n
	}
	body := FromMarkdown(strings.Repeat("**a** ", 600) + "\n\n" + strings.Repeat("**a** ", 10))
	if got := countBold(body, 0); got != maxMarks/2 {
		t.Errorf("emphasis: got %d bold texts in the first paragraph", got)
	}
	if got := countBold(body, 1); got != 10 {
		t.Errorf("emphasis: got %d bold texts in the second paragraph", got)
	}

	links := FromMarkdown(strings.Repeat("[a](b) ", 600))
	n := 0
	for _, child := range links.Content[0].(Paragraph).Children {
		if _, ok := child.(Link); ok {
			n++
		}
	}
	if n != maxMarks/2 {
		t.Errorf("got %d links", n)
	}
	if text := stringify(t, links, Plain); !strings.HasSuffix(text, "[a](b) ") {
		t.Errorf("what is beyond the limit is lost: %q", text[len(text)-20:])
	}
}
