package liveblocks

import (
	"context"
	"net/http"
	"net/url"
)

const yjsRoute = "/v2/rooms/{roomId}/ydoc"

// YjsType is the type of a shared value in a Yjs document. Other values than the
// constants are sent as they are.
type YjsType string

// The types of shared values.
const (
	YjsMap         YjsType = "ymap"
	YjsText        YjsType = "ytext"
	YjsXMLText     YjsType = "yxmltext"
	YjsXMLFragment YjsType = "yxmlfragment"
	YjsArray       YjsType = "yarray"
)

// GetYjsDocumentParams are the parameters of [Client.GetYjsDocument]. All
// fields are optional.
type GetYjsDocumentParams struct {
	// Format asks for the formatting of texts, too.
	Format bool
	// Key selects one of the document's shared values.
	Key string
	// Type says what type the shared value is of, if the service guesses it
	// wrong.
	Type YjsType
}

// GetYjsDocument decodes the Yjs document of a room into the value that out
// points to, as [encoding/json.Unmarshal] does. The document is a JSON object.
// If there is no such room, the error matches [ErrNotFound].
//
// A document of up to 256 MB is read. The call lasts as long as bytes arrive.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-ydoc.
func (c *Client) GetYjsDocument(ctx context.Context, roomID string, params GetYjsDocumentParams, out any) error {
	query := url.Values{}
	setParam(query, "formatting", params.Format)
	setParam(query, "key", params.Key)
	setParam(query, "type", string(params.Type))
	return c.decode(ctx, request{
		method: http.MethodGet, route: yjsRoute, ids: []string{roomID}, query: query,
		bulk: true, maxResponse: maxDocument,
	}, out)
}

// YjsUpdateParams are the parameters of [Client.SendYjsBinaryUpdate] and
// [Client.GetYjsDocumentAsBinaryUpdate]. All fields are optional.
type YjsUpdateParams struct {
	// GUID is that of a subdocument. The root document has none.
	GUID string
}

func (p YjsUpdateParams) query() url.Values {
	query := url.Values{}
	setParam(query, "guid", p.GUID)
	return query
}

// SendYjsBinaryUpdate merges an update into the Yjs document of a room, be it
// empty or not. The update is what encodeStateAsUpdate of Yjs returns, for
// example. If there is no such room, the error matches [ErrNotFound].
//
// To send the same update twice does no harm, so it is retried.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#put-rooms-roomId-ydoc.
func (c *Client) SendYjsBinaryUpdate(ctx context.Context, roomID string, update []byte, params YjsUpdateParams) error {
	if len(update) == 0 {
		return invalid("the Yjs update is empty: even one that changes nothing has two bytes")
	}
	return c.exec(ctx, request{
		method: http.MethodPut, route: yjsRoute, ids: []string{roomID}, query: params.query(),
		raw: update, contentType: "application/octet-stream",
		bulk: true,
	})
}

// GetYjsDocumentAsBinaryUpdate returns the Yjs document of a room as one
// update, which applyUpdate of Yjs turns into the document again. It may serve
// as a backup. If there is no such room, the error matches [ErrNotFound].
//
// A document of up to 256 MB is read. The call lasts as long as bytes arrive.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-rooms-roomId-ydoc-binary.
func (c *Client) GetYjsDocumentAsBinaryUpdate(ctx context.Context, roomID string, params YjsUpdateParams) ([]byte, error) {
	return c.binary(ctx, "/v2/rooms/{roomId}/ydoc-binary", params.query(), roomID)
}

// binary gets a document that is not JSON.
func (c *Client) binary(ctx context.Context, route string, query url.Values, ids ...string) ([]byte, error) {
	resp, err := c.do(ctx, request{
		method: http.MethodGet, route: route, ids: ids, query: query,
		bulk: true, maxResponse: maxDocument,
	})
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}
