package liveblocks

import (
	"context"
	"net/http"
	"time"

	"github.com/liveblocks-go/liveblocks/live"
)

// StorageFile is a file in the storage of a room together with a URL to
// download it from.
type StorageFile struct {
	live.FileData
	FileURL
}

// FileURL is where a file can be downloaded from.
type FileURL struct {
	// URL needs no credentials and works until ExpiresAt.
	URL       string    `json:"url"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// UploadFile uploads a file to the storage of a room. The file is then to be
// put into the storage tree, for example as a field of a [live.Object].
//
// A file of more than 5 MiB is sent in parts of that size, five at a time. Each
// request, and so each part, is retried by itself. If the upload fails or ctx
// ends, what was sent is discarded on the server before UploadFile returns, for
// which it takes a few seconds at most. An upload whose last answer was lost is
// looked up before it is called a failure.
//
// If the answer that opens an upload in parts is lost, the upload is opened
// anew, and the first one stays open on the server, empty: nobody knows its ID.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#upload-file.
func (c *Client) UploadFile(ctx context.Context, roomID string, file FileUpload) (*live.File, error) {
	uploaded, err := c.upload(ctx, file, uploadTarget{
		route: storageFileRoute,
		ids:   []string{roomID, newID("fl")},
	})
	if err != nil {
		return nil, err
	}
	return live.NewFile(live.FileData{
		ID:       uploaded.ID,
		Name:     uploaded.Name,
		Size:     uploaded.Size,
		MIMEType: uploaded.MIMEType,
	}), nil
}

const storageFileRoute = "/v2/rooms/{roomId}/storage/files/{fileId}"

// GetFileURL returns a URL to download a file in the storage of a room from.
// The ID is that of [live.FileData]. If there is no such file, the error matches
// [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/liveblocks-node#get-file-url.
func (c *Client) GetFileURL(ctx context.Context, roomID, fileID string) (*FileURL, error) {
	return call[FileURL](ctx, c, storageFileRequest(roomID, fileID))
}

// GetStorageFile returns what there is to know about a file in the storage of a
// room, with a URL to download it from. If there is no such file, the error
// matches [ErrNotFound].
//
// See https://liveblocks.io/docs/api-reference/rest-api-endpoints#get-rooms-roomId-storage-files-fileId.
func (c *Client) GetStorageFile(ctx context.Context, roomID, fileID string) (*StorageFile, error) {
	return call[StorageFile](ctx, c, storageFileRequest(roomID, fileID))
}

func storageFileRequest(roomID, fileID string) request {
	return request{
		method: http.MethodGet,
		route:  storageFileRoute,
		ids:    []string{roomID, fileID},
	}
}
