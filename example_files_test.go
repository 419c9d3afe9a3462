package liveblocks_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/liveblocks-go/liveblocks"
)

var exampleFiles = exampleAPI(map[string]string{
	"PUT /v2/rooms/notes/storage/files/{id}/upload/plan.pdf": `{"id":"fl_1","name":"plan.pdf","size":8,"mimeType":"application/pdf"}`,
	"GET /v2/rooms/notes/storage/files/fl_1":                 `{"url":"https://files.example.com/fl_1","expiresAt":"2026-05-01T10:00:00.000Z"}`,
	"PUT /v2/rooms/notes/attachments/{id}/upload/note.txt":   `{"type":"attachment","id":"at_1","name":"note.txt","size":3,"mimeType":"text/plain"}`,
})

func ExampleClient_UploadFile() {
	client := exampleFiles                // see New
	file := strings.NewReader("%PDF-1.7") // or an *os.File, with the size that Stat tells
	uploaded, err := client.UploadFile(context.Background(), "notes", liveblocks.FileUpload{
		Name:     "plan.pdf",
		Size:     file.Size(),
		ReaderAt: file,
		OnProgress: func(sent, total int64) {
			fmt.Printf("%d of %d bytes\n", sent, total)
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(uploaded.Data().ID)
	// Output:
	// 8 of 8 bytes
	// fl_1
}

func ExampleClient_GetFileURL() {
	client := exampleFiles // see New
	url, err := client.GetFileURL(context.Background(), "notes", "fl_1")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(url.URL, "until", url.ExpiresAt)
	// Output: https://files.example.com/fl_1 until 2026-05-01 10:00:00 +0000 UTC
}

func ExampleClient_UploadAttachment() {
	client := exampleFiles           // see New
	body := strings.NewReader("Hi!") // the body of a request, say
	attachment, err := client.UploadAttachment(context.Background(), "notes", liveblocks.UploadAttachmentParams{
		UserID: "ada",
		File:   liveblocks.FileUpload{Name: "note.txt", Size: 3, Reader: body},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// The ID goes into the AttachmentIDs of CreateCommentParams.
	fmt.Println(attachment.ID, attachment.MIMEType)
	// Output: at_1 text/plain
}
