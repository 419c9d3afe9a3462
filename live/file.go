package live

import (
	"encoding/json"
	"errors"
	"fmt"
)

// A File refers to a file that was uploaded to the room, like a LiveFile in
// JavaScript. It never changes.
//
// See https://liveblocks.io/docs/api-reference/liveblocks-client#LiveFile.
type File struct {
	core
	data FileData
	raw  string
}

// FileData is what a [File] says about the uploaded file.
type FileData struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Size     int64  `json:"size"` // in bytes
	MIMEType string `json:"mimeType"`
}

// NewFile returns a reference to a file. It must have been uploaded to the
// room before: the server refuses others. If data can't be held, [File.Err]
// says so, and so does whatever the file is put into.
func NewFile(data FileData) *File {
	f := &File{data: data}
	if data.ID == "" {
		f.keep(errors.New("file: the ID is empty; use what the upload returned"))
	}
	raw, err := appendJSON(nil, data, 0)
	if err != nil {
		f.keep(fmt.Errorf("file: %w", err))
	}
	f.raw = string(raw)
	return f
}

// parseFile makes a file from the data of its node.
func parseFile(raw string) (*File, error) {
	f := &File{raw: raw}
	if err := json.Unmarshal([]byte(raw), &f.data); err != nil {
		return nil, fmt.Errorf("the data of a file: %w", err)
	}
	return f, nil
}

// Data returns what the file says about itself.
func (f *File) Data() FileData { return f.data }

// Clone returns another reference to the same file, which is part of no tree
// yet.
func (f *File) Clone() *File {
	c := &File{data: f.data, raw: f.raw}
	c.err = f.err
	return c
}

func (f *File) clone() Node { return f.Clone() }

func (f *File) createOp() opType { return opCreateFile }

func (f *File) appendCreateFields(b []byte) []byte {
	return append(append(b, `,"data":`...), f.raw...)
}

func (f *File) children(func(string, Node) bool) {}

func (f *File) detach(Node) {}

// JSON returns the file's data as a JSON object.
func (f *File) JSON() json.RawMessage { return json.RawMessage(f.raw) }

// MarshalJSON returns [File.JSON].
func (f *File) MarshalJSON() ([]byte, error) { return f.JSON(), nil }

func (f *File) appendJSON(b []byte) []byte { return append(b, f.raw...) }

// PlainLSON returns the file in the form that [ParsePlainLSON] reads.
func (f *File) PlainLSON() json.RawMessage { return f.appendPlainLSON(nil) }

func (f *File) appendPlainLSON(b []byte) []byte {
	b = append(b, `{"liveblocksType":"LiveFile","data":`...)
	return append(append(b, f.raw...), '}')
}
