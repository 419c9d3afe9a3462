package parity

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed testdata/*.json
var testdata embed.FS

// A Vector is one recorded call. The package documentation describes the fields.
type Vector struct {
	Name      string            `json:"name"`
	Method    string            `json:"method"`
	Args      []json.RawMessage `json:"args"`
	BasePath  string            `json:"basePath"`
	Exchanges []Exchange        `json:"exchanges"`
	Generated string            `json:"generated"`
	Result    json.RawMessage   `json:"result"`
	Error     *Thrown           `json:"error"`
	Exact     bool              `json:"exact"`
	Differs   string            `json:"differs"`
	Go        Difference        `json:"go"`
}

// An Exchange is a request and the answer that it was given.
type Exchange struct {
	Concurrent bool    `json:"concurrent"`
	Request    Request `json:"request"`
	Answer     Answer  `json:"answer"`
}

// A Request is what was sent.
type Request struct {
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Query   string            `json:"query"`
	Headers map[string]string `json:"headers"`
	JSON    json.RawMessage   `json:"json"`
	Bytes   *Content          `json:"bytes"`
}

// Content describes a body that is not JSON.
type Content struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Base64 []byte `json:"base64"`
}

// An Answer is a canned response.
type Answer struct {
	Drop    bool              `json:"drop"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	JSON    json.RawMessage   `json:"json"`
	Text    string            `json:"text"`
	Base64  []byte            `json:"base64"`
}

// Thrown is the error that the package threw.
type Thrown struct {
	Name    string          `json:"name"`
	Message json.RawMessage `json:"message"`
	Status  int             `json:"status"`
	Details string          `json:"details"`
}

// A Difference is what is expected of Go where it differs from the package on purpose.
type Difference struct {
	Refuses bool            `json:"refuses"`
	Fails   bool            `json:"fails"`
	Path    *string         `json:"path"`
	Query   *string         `json:"query"`
	JSON    json.RawMessage `json:"json"`
	Result  json.RawMessage `json:"result"`
	Also    []Exchange      `json:"also"`
}

// Load returns the vectors of a section, such as "rooms".
func Load(section string) ([]Vector, error) {
	var file struct {
		Vectors []Vector `json:"vectors"`
	}
	if err := load(section+".json", &file); err != nil {
		return nil, err
	}
	return file.Vectors, nil
}

// Methods returns the public methods of the package's Liveblocks class.
func Methods() ([]string, error) {
	var file struct {
		Methods []string `json:"methods"`
	}
	err := load("methods.json", &file)
	return file.Methods, err
}

func load(name string, v any) error {
	data, err := testdata.ReadFile("testdata/" + name)
	if err != nil {
		return fmt.Errorf("parity: %w", err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("parity: %s: %w", name, err)
	}
	return nil
}

// refuses tells whether Go has to return an error without sending anything.
func (v *Vector) refuses() bool {
	return v.Go.Refuses || v.Error != nil && len(v.Exchanges) == 0 && v.Go.Result == nil
}

// fails tells whether Go has to return an error.
func (v *Vector) fails() bool {
	return v.refuses() || v.Go.Fails || v.Error != nil && v.Go.Result == nil
}

// wantResult is the result expected of Go, nil for any.
func (v *Vector) wantResult() json.RawMessage {
	if v.Go.Result != nil {
		return v.Go.Result
	}
	return v.Result
}

// wantExchanges are the exchanges expected of Go.
func (v *Vector) wantExchanges() []Exchange {
	if len(v.Exchanges) == 0 {
		return nil
	}
	exchanges := append([]Exchange(nil), v.Exchanges...)
	first := &exchanges[0].Request
	if v.Go.Path != nil {
		first.Path = *v.Go.Path
	}
	if v.Go.Query != nil {
		first.Query = *v.Go.Query
	}
	if v.Go.JSON != nil {
		first.JSON = v.Go.JSON
	}
	return append(exchanges, v.Go.Also...)
}
