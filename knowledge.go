package liveblocks

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// KnowledgeSource is something that an AI copilot knows: a part of the web, in
// which case Link is set, or a file, in which case File is set.
type KnowledgeSource struct {
	ID     string                `json:"id"`
	Type   KnowledgeSourceType   `json:"type"`
	Status KnowledgeSourceStatus `json:"status"`
	// ErrorMessage says what went wrong if Status is [KnowledgeSourceError].
	ErrorMessage string    `json:"errorMessage,omitempty"`
	CreatedAt    time.Time `json:"createdAt"`
	UpdatedAt    time.Time `json:"updatedAt"`
	// LastIndexedAt is zero if the source has not been indexed yet.
	LastIndexedAt time.Time `json:"lastIndexedAt,omitzero"`

	Link *KnowledgeSourceLink `json:"link,omitempty"`
	File *KnowledgeSourceFile `json:"file,omitempty"`

	// Raw has a source of a type that this package does not know as the service
	// sent it. It is nil for other sources.
	Raw json.RawMessage `json:"-"`
}

// KnowledgeSourceType is what a [KnowledgeSource] is. Other values than the
// constants are kept.
type KnowledgeSourceType string

// The types of knowledge sources.
const (
	KnowledgeSourceTypeWeb  KnowledgeSourceType = "ai-knowledge-web-source"
	KnowledgeSourceTypeFile KnowledgeSourceType = "ai-knowledge-file-source"
)

// KnowledgeSourceStatus is how far the service is with a source, or with a link
// of one. Other values than the constants are kept.
type KnowledgeSourceStatus string

// The statuses.
const (
	KnowledgeSourceIngesting KnowledgeSourceStatus = "ingesting"
	KnowledgeSourceReady     KnowledgeSourceStatus = "ready"
	KnowledgeSourceError     KnowledgeSourceStatus = "error"
)

// KnowledgeSourceLink is the part of the web that a source is about.
type KnowledgeSourceLink struct {
	URL  string       `json:"url"`
	Type WebCrawlType `json:"type"`
}

// KnowledgeSourceFile is the file that a source is about.
type KnowledgeSourceFile struct {
	Name     string `json:"name"`
	MIMEType string `json:"mimeType"`
}

// plainKnowledgeSource has no methods, so that they can use encoding/json.
type plainKnowledgeSource KnowledgeSource

// UnmarshalJSON keeps what it does not know in Raw.
func (s *KnowledgeSource) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, (*plainKnowledgeSource)(s)); err != nil {
		return err
	}
	if s.Type != KnowledgeSourceTypeWeb && s.Type != KnowledgeSourceTypeFile {
		s.Raw = bytes.Clone(data)
	}
	return nil
}

// MarshalJSON encodes the source, or Raw if it is set.
func (s KnowledgeSource) MarshalJSON() ([]byte, error) {
	if s.Raw != nil {
		return s.Raw, nil
	}
	return marshalJSON(plainKnowledgeSource(s))
}

// CreatedKnowledgeSource is a source that was created just now. It can't be used
// until its status is [KnowledgeSourceReady]; [Client.GetKnowledgeSource] tells.
type CreatedKnowledgeSource struct {
	ID string `json:"id"`
}

// CreateWebKnowledgeSourceParams are the parameters of
// [Client.CreateWebKnowledgeSource]. Both fields are required.
type CreateWebKnowledgeSourceParams struct {
	URL  string // absolute, http or https
	Type WebCrawlType
}

// WebCrawlType is how a URL stands for a part of the web. Other values than the
// constants are kept.
type WebCrawlType string

// The types of crawls.
const (
	WebCrawlIndividualLink WebCrawlType = "individual_link" // the page itself
	WebCrawlSite           WebCrawlType = "crawl"           // the page and what it links to
	WebCrawlSitemap        WebCrawlType = "sitemap"         // the pages that the sitemap at the URL lists
)

// CreateWebKnowledgeSource makes a part of the web known to an AI copilot. If
// there is no such copilot, the error matches [ErrNotFound].
//
// It is not retried if the source may have been created; the error says so in
// [Error.MaybeApplied].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#create-web-knowledge-source.
func (c *Client) CreateWebKnowledgeSource(ctx context.Context, copilotID string, params CreateWebKnowledgeSourceParams) (*CreatedKnowledgeSource, error) {
	if u, err := url.Parse(params.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, invalid("the URL of the knowledge source, %s, is not an absolute http or https URL", quote(params.URL))
	}
	if params.Type == "" {
		return nil, invalid("the Type of the knowledge source is empty: want one such as WebCrawlIndividualLink")
	}
	return call[CreatedKnowledgeSource](ctx, c, request{
		method: http.MethodPost,
		route:  knowledgeRoute + "/web",
		ids:    []string{copilotID},
		body: map[string]any{
			"copilotId": copilotID, // once more, as the service has it
			"url":       params.URL,
			"type":      params.Type,
		},
		once: true,
	})
}

const (
	knowledgeRoute     = copilotRoute + "/knowledge"
	webKnowledgeRoute  = knowledgeRoute + "/web/{knowledgeSourceId}"
	fileKnowledgeRoute = knowledgeRoute + "/file/{knowledgeSourceId}"
)

// CreateFileKnowledgeSource makes a file known to an AI copilot. If there is no
// such copilot, the error matches [ErrNotFound]; if the service can't read files
// of that type, [ErrUnprocessable].
//
// The file is sent in one request, whatever its size. It is retried, unless the
// content comes from a Reader and is larger than 5 MiB: it can't be read a
// second time then.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#create-file-knowledge-source.
func (c *Client) CreateFileKnowledgeSource(ctx context.Context, copilotID string, file FileUpload) (_ *CreatedKnowledgeSource, err error) {
	r := request{
		method:      http.MethodPut,
		route:       knowledgeRoute + "/file/{name}",
		ids:         []string{copilotID, file.Name},
		contentType: file.MIMEType,
	}
	content, err := openFile(&file, r)
	if err != nil {
		return nil, err
	}
	defer func() { content.progress.finish(err == nil) }()
	part, err := content.all()
	if err != nil {
		return nil, readingError(err)
	}
	return sendPart[CreatedKnowledgeSource](ctx, c, r, part)
}

// GetFileKnowledgeSourceMarkdown returns the content of a file knowledge source
// as the copilot reads it, in Markdown. If there is no such source, the error
// matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-file-knowledge-source-markdown.
func (c *Client) GetFileKnowledgeSourceMarkdown(ctx context.Context, copilotID, knowledgeSourceID string) (string, error) {
	answer, err := call[struct {
		Content string `json:"content"`
	}](ctx, c, request{
		method: http.MethodGet,
		route:  fileKnowledgeRoute,
		ids:    []string{copilotID, knowledgeSourceID},
		bulk:   true,
	})
	if err != nil {
		return "", err
	}
	return answer.Content, nil
}

// DeleteFileKnowledgeSource deletes a file knowledge source. If there is no such
// source, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-file-knowledge-source.
func (c *Client) DeleteFileKnowledgeSource(ctx context.Context, copilotID, knowledgeSourceID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: fileKnowledgeRoute, ids: []string{copilotID, knowledgeSourceID}})
}

// DeleteWebKnowledgeSource deletes a web knowledge source. If there is no such
// source, the error matches [ErrNotFound].
//
// It is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#delete-web-knowledge-source.
func (c *Client) DeleteWebKnowledgeSource(ctx context.Context, copilotID, knowledgeSourceID string) error {
	return c.exec(ctx, request{method: http.MethodDelete, route: webKnowledgeRoute, ids: []string{copilotID, knowledgeSourceID}})
}

// GetKnowledgeSourcesParams are the parameters of [Client.GetKnowledgeSources]
// and [Client.IterKnowledgeSources]. All fields are optional.
type GetKnowledgeSourcesParams struct {
	// Limit is the size of a page: 1 to 100. The default is 20.
	Limit int
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
}

// GetKnowledgeSources returns a page of the knowledge sources of an AI copilot.
// If there is no such copilot, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-knowledge-sources.
func (c *Client) GetKnowledgeSources(ctx context.Context, copilotID string, params GetKnowledgeSourcesParams) (*Page[KnowledgeSource], error) {
	return getPage[KnowledgeSource](ctx, c, knowledgeRoute, []string{copilotID}, params.Limit, params.StartingAfter)
}

// IterKnowledgeSources ranges over the knowledge sources of an AI copilot. It
// gets them a page at a time, as [Client.GetKnowledgeSources] does, beginning
// after params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-knowledge-sources.
func (c *Client) IterKnowledgeSources(ctx context.Context, copilotID string, params GetKnowledgeSourcesParams) iter.Seq2[KnowledgeSource, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[KnowledgeSource], error) {
		return c.GetKnowledgeSources(ctx, copilotID, GetKnowledgeSourcesParams{Limit: params.Limit, StartingAfter: cursor})
	})
}

// GetKnowledgeSource returns a knowledge source of an AI copilot. If there is no
// such source, the error matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-knowledge-source.
func (c *Client) GetKnowledgeSource(ctx context.Context, copilotID, knowledgeSourceID string) (*KnowledgeSource, error) {
	return call[KnowledgeSource](ctx, c, request{
		method: http.MethodGet,
		route:  knowledgeRoute + "/{knowledgeSourceId}",
		ids:    []string{copilotID, knowledgeSourceID},
	})
}

// WebKnowledgeSourceLink is one page of a web knowledge source.
type WebKnowledgeSourceLink struct {
	ID        string                `json:"id"`
	URL       string                `json:"url"`
	Status    KnowledgeSourceStatus `json:"status"`
	CreatedAt time.Time             `json:"createdAt"`
	// LastIndexedAt is zero if the page has not been indexed yet.
	LastIndexedAt time.Time `json:"lastIndexedAt,omitzero"`
}

// GetWebKnowledgeSourceLinksParams are the parameters of
// [Client.GetWebKnowledgeSourceLinks] and [Client.IterWebKnowledgeSourceLinks].
// All fields are optional.
type GetWebKnowledgeSourceLinksParams struct {
	// Limit is the size of a page: 1 to 100. The default is 20.
	Limit int
	// StartingAfter is the NextCursor of the page before.
	StartingAfter string
}

// GetWebKnowledgeSourceLinks returns a page of the links that were indexed of a
// web knowledge source. If there is no such source, the error matches
// [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-web-knowledge-source-links.
func (c *Client) GetWebKnowledgeSourceLinks(ctx context.Context, copilotID, knowledgeSourceID string, params GetWebKnowledgeSourceLinksParams) (*Page[WebKnowledgeSourceLink], error) {
	return getPage[WebKnowledgeSourceLink](ctx, c, webKnowledgeRoute+"/links", []string{copilotID, knowledgeSourceID}, params.Limit, params.StartingAfter)
}

// IterWebKnowledgeSourceLinks ranges over the links that were indexed of a web
// knowledge source. It gets them a page at a time, as
// [Client.GetWebKnowledgeSourceLinks] does, beginning after
// params.StartingAfter.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-web-knowledge-source-links.
func (c *Client) IterWebKnowledgeSourceLinks(ctx context.Context, copilotID, knowledgeSourceID string, params GetWebKnowledgeSourceLinksParams) iter.Seq2[WebKnowledgeSourceLink, error] {
	return iterate(ctx, params.StartingAfter, func(ctx context.Context, cursor string) (*Page[WebKnowledgeSourceLink], error) {
		return c.GetWebKnowledgeSourceLinks(ctx, copilotID, knowledgeSourceID, GetWebKnowledgeSourceLinksParams{Limit: params.Limit, StartingAfter: cursor})
	})
}
