package comment

import (
	"os"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// benchmarkMarkdown returns the 2 KB of Markdown that the benchmarks convert.
func benchmarkMarkdown(b *testing.B) string {
	data, err := os.ReadFile("testdata/benchmark.md")
	if err != nil {
		b.Fatal(err)
	}
	return string(data)
}

func BenchmarkFromMarkdown(b *testing.B) {
	markdown := benchmarkMarkdown(b)
	b.ReportAllocs()
	for b.Loop() {
		FromMarkdown(markdown)
	}
}

// BenchmarkGoldmark is what BenchmarkFromMarkdown is measured against: goldmark
// parsing the same text, with its own extension for GitHub's Markdown.
func BenchmarkGoldmark(b *testing.B) {
	source := []byte(benchmarkMarkdown(b))
	p := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(text.NewReader(source))
	}
}

func BenchmarkStringifyPlain(b *testing.B)    { benchmarkStringify(b, Plain) }
func BenchmarkStringifyMarkdown(b *testing.B) { benchmarkStringify(b, Markdown) }
func BenchmarkStringifyHTML(b *testing.B)     { benchmarkStringify(b, HTML) }

func benchmarkStringify(b *testing.B, format Format) {
	body := FromMarkdown(benchmarkMarkdown(b))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Stringify(b.Context(), body, format); err != nil {
			b.Fatal(err)
		}
	}
}
