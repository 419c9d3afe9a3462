module github.com/liveblocks-go/liveblocks

go 1.25.0

ignore ./node_modules

require (
	github.com/google/go-cmp v0.7.0
	github.com/hashicorp/go-retryablehttp v0.7.8
	github.com/jarcoal/httpmock v1.4.2
	github.com/yuin/goldmark v1.8.7
)

require github.com/hashicorp/go-cleanhttp v0.5.2 // indirect
