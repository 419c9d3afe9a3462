package liveblocks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/liveblocks-go/liveblocks/internal/transport"
)

// maxResponse is how much of an answer is read, unless a call says otherwise.
const maxResponse = 32 << 20

const contentTypeJSON = "application/json"

// request is what one call of the API is made of. All methods of Client send
// theirs through the same pipeline: the IDs are checked and escaped, the body is
// encoded, the transport sends and retries, and what comes back is decoded or
// becomes an Error.
type request struct {
	method string
	route  string     // with placeholders, as in "/v2/rooms/{roomId}"
	ids    []string   // for the placeholders, in their order
	query  url.Values // may be nil

	body any    // encoded as JSON, unless nil
	raw  []byte // sent as it is instead, unless nil
	// contentType is that of raw; for body it is known.
	contentType string
	// open and size replace raw where it is too large for memory.
	open func() (io.Reader, error)
	size int64

	// once marks a request that does its work again when it is sent again, such
	// as one that creates a comment.
	once bool
	// removes marks a request that removes something. A DELETE needs no mark.
	removes bool
	// bulk marks a request with a large body, or a large answer.
	bulk bool
	// maxResponse replaces the package's own limit, unless 0.
	maxResponse int64
	// read is handed the body of a successful answer as it arrives, maybe more
	// than once, when there are several attempts.
	read   func(io.Reader) error
	stream bool
}

// do carries out the request. The result of an answer outside 2xx, or of none,
// is an *Error; arguments that can't be right are refused before.
func (c *Client) do(ctx context.Context, r request) (*transport.Response, error) {
	resp, _, err := c.doCounting(ctx, r)
	return resp, err
}

// doCounting is do for the callers that want to know how it came about.
func (c *Client) doCounting(ctx context.Context, r request) (*transport.Response, transport.Result, error) {
	req, err := c.newRequest(r)
	if err != nil {
		return nil, transport.Result{}, err
	}
	result := c.http.Do(ctx, req)
	if result.Err == nil && isSuccess(result.Response.Status) {
		return result.Response, result, nil
	}
	return nil, result, c.newError(r, result)
}

// call carries out a request whose answer is JSON, which it decodes.
func call[T any](ctx context.Context, c *Client, r request) (*T, error) {
	resp, result, err := c.doCounting(ctx, r)
	if err != nil {
		return nil, err
	}
	out := new(T)
	if err := decodeAnswer(resp.Body, out); err != nil {
		return nil, c.answerError(r, result, err)
	}
	return out, nil
}

// exec carries out a request whose answer, beyond its success, says nothing.
func (c *Client) exec(ctx context.Context, r request) error {
	_, result, err := c.doCounting(ctx, r)
	removes := r.removes || r.method == http.MethodDelete
	if removes && result.MaybeApplied && errors.Is(err, ErrNotFound) {
		// An earlier attempt, whose answer was lost, has removed it.
		return nil
	}
	return err
}

var errNullAnswer = errors.New("the answer is null")

// decodeAnswer decodes a body. Null is no answer to anything that is asked for,
// and would pass as an empty value.
func decodeAnswer(body []byte, out any) error {
	if bytes.Equal(bytes.TrimSpace(body), []byte("null")) {
		return errNullAnswer
	}
	return json.Unmarshal(body, out)
}

func isSuccess(status int) bool { return status >= 200 && status < 300 }

func (c *Client) newRequest(r request) (transport.Request, error) {
	path, err := fillRoute(r.route, r.ids)
	if err != nil {
		return transport.Request{}, err
	}
	req := transport.Request{
		Method:      r.method,
		Route:       r.route,
		URL:         c.baseURL + path,
		Body:        r.raw,
		ContentType: r.contentType,
		Open:        r.open,
		Size:        r.size,
		Repeatable:  !r.once,
		Bulk:        r.bulk,
		MaxResponse: maxResponse,
		Read:        r.read,
		Stream:      r.stream,
	}
	if r.maxResponse != 0 {
		req.MaxResponse = r.maxResponse
	}
	if len(r.query) > 0 {
		req.URL += "?" + r.query.Encode()
	}
	if r.body != nil {
		if req.Body, err = marshalJSON(r.body); err != nil {
			return transport.Request{}, invalid("the request can't be encoded as JSON: %v", err)
		}
		req.ContentType = contentTypeJSON
	}
	return req, nil
}

// fillRoute puts the IDs into the placeholders of a route. An ID that is empty,
// "." or ".." would turn the URL into that of another resource: to delete the
// thread ".." would be to delete the room.
func fillRoute(route string, ids []string) (string, error) {
	if len(ids) == 0 {
		return route, nil
	}
	var b strings.Builder
	for _, id := range ids {
		before, rest, ok := strings.Cut(route, "{")
		name, after, ok2 := strings.Cut(rest, "}")
		if !ok || !ok2 {
			panic("liveblocks: route has fewer placeholders than IDs: " + route)
		}
		if err := checkID(idName(name), id); err != nil {
			return "", err
		}
		b.WriteString(before)
		b.WriteString(escapeID(id))
		route = after
	}
	b.WriteString(route)
	return b.String(), nil
}

// idName is a placeholder in words: "room ID" for roomId.
func idName(placeholder string) string {
	var b strings.Builder
	for _, r := range placeholder {
		if unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Replace(b.String(), " id", " ID", 1)
}

// escapeID escapes as JavaScript's encodeURIComponent does.
func escapeID(id string) string { return componentEscapes.Replace(url.QueryEscape(id)) }

// componentEscapes are the characters that encodeURIComponent and the encoding
// of forms treat differently.
var componentEscapes = strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")

func checkID(name, id string) error {
	switch id {
	case "":
		return invalid("the %s is empty", name)
	case ".", "..":
		return invalid("the %s is %q, which would address another resource", name, id)
	}
	return checkUTF8("the "+name, id)
}

// checkUTF8 refuses text that would arrive as another one: JSON has nothing for
// bytes that are not UTF-8.
func checkUTF8(what, text string) error {
	if !utf8.ValidString(text) {
		return invalid("%s %s is not valid UTF-8", what, quote(text))
	}
	return nil
}

// newError makes the error of a call that ended without a success.
func (c *Client) newError(r request, result transport.Result) *Error {
	e := &Error{
		Method:       r.method,
		Route:        r.route,
		Attempts:     result.Attempts,
		MaybeApplied: result.MaybeApplied,
		cause:        result.Err,
	}
	if resp := result.Response; resp != nil {
		body := parseErrorBody(resp.Body)
		e.Status = resp.Status
		e.Code = c.scrub(body.code)
		e.Message = c.scrub(body.message)
		e.Suggestion = c.scrub(body.suggestion)
		e.Docs = c.scrub(body.docs)
		if resp.Status >= 300 && resp.Status < 400 && e.cause == nil {
			e.cause = redirectError(c.scrub(resp.Header.Get("Location")))
		}
	}
	return e
}

// redirectError names the host at most: a URL may have secrets in its query.
func redirectError(location string) error {
	host := "another address"
	if u, err := url.Parse(location); err == nil && u.Host != "" {
		host = u.Host
	}
	return fmt.Errorf("redirects are not followed: the server redirects to %s; is the base URL right?", host)
}

// answerError makes the error of a success whose body is not what it should be.
func (c *Client) answerError(r request, result transport.Result, err error) *Error {
	e := c.newError(r, result)
	e.Code, e.Message, e.Suggestion, e.Docs = "", "", "", ""
	e.MaybeApplied = r.method != http.MethodGet
	e.cause = fmt.Errorf("the answer can't be understood: %w", err)
	return e
}
