package parity

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
)

// Secret is the secret key with which the vectors were recorded.
const Secret = "sk_parity_made-up"

const baseURL = "https://parity.invalid"

// A Twin makes the call of a vector in Go: it passes on the arguments and returns the result, in the
// shape that has the JSON of the package's, or nil if there is none. C is the client's type.
type Twin[C any] func(ctx context.Context, client C, args Args) (any, error)

// Twins are the twins of a section by the name of the JavaScript method.
type Twins[C any] map[string]Twin[C]

// A Harness tells what the tests have to know of the client.
type Harness[C any] struct {
	// New makes a client that sends through hc.
	New func(t testing.TB, secret, baseURL string, hc *http.Client) C
	// Failure reads the service's refusal off an error. It reports false for an error of another kind.
	Failure func(err error) (Failure, bool)
}

// A Failure is what the service said when it refused.
type Failure struct {
	Status     int
	Message    string
	Suggestion string
	Docs       string
}

// details joins the rest as the package does.
func (f Failure) details() string {
	var lines []string
	if f.Suggestion != "" {
		lines = append(lines, "Suggestion: "+f.Suggestion)
	}
	if f.Docs != "" {
		lines = append(lines, "See also: "+f.Docs)
	}
	return strings.Join(lines, "\n")
}

// Run makes every recorded call of a section through its twin, each in a bubble of testing/synctest:
// pauses between tries take no time, and goroutines left behind fail the test.
//
// A method without a twin fails, as does a twin without a method.
func Run[C any](t *testing.T, section string, h Harness[C], twins Twins[C]) {
	t.Helper()
	vectors, err := Load(section)
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for i := range vectors {
		v := &vectors[i]
		twin, ok := twins[v.Method]
		if !ok {
			if !missing[v.Method] {
				t.Errorf("%s has no twin in Go", v.Method)
			}
			missing[v.Method] = true
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { run(t, v, h, twin) })
		})
	}
	for method := range twins {
		if !slices.ContainsFunc(vectors, func(v Vector) bool { return v.Method == method }) {
			t.Errorf("%s has a twin, and no vector in %s", method, section)
		}
	}
}

func run[C any](t *testing.T, v *Vector, h Harness[C], twin Twin[C]) {
	if v.Differs != "" {
		t.Logf("differs on purpose: %s", v.Differs)
	}
	args, err := newArgs(t, v.Args)
	if err != nil {
		t.Fatal(err)
	}
	rt := newTransport(t, v)
	client := h.New(t, Secret, baseURL+v.BasePath, &http.Client{Transport: rt})
	got, err := twin(t.Context(), client, args)
	rt.finish()

	if v.fails() {
		if err == nil {
			t.Fatalf("no error; the package: %s", describeThrown(v.Error))
		}
		if v.Error != nil {
			checkFailure(t, v, h, err)
		}
		if v.Go.Result == nil {
			return
		}
	} else if err != nil {
		t.Fatalf("error: %v", err)
	}
	checkResult(t, v, got)
}

func describeThrown(thrown *Thrown) string {
	if thrown == nil {
		return "returned a result, and Go should not"
	}
	return thrown.Name + " " + string(thrown.Message)
}

func checkFailure[C any](t *testing.T, v *Vector, h Harness[C], err error) {
	t.Helper()
	want := v.Error
	if want.Status == 0 || v.refuses() {
		return // not the service's: any error does
	}
	got, ok := h.Failure(err)
	if !ok {
		t.Fatalf("the error does not tell what the service said: %v", err)
	}
	if v.Differs != "" {
		if got.Status != want.Status {
			t.Errorf("failure: got status %d, want %d", got.Status, want.Status)
		}
		return
	}
	var message string
	if err := json.Unmarshal(want.Message, &message); err != nil {
		t.Fatal(err)
	}
	if got.Status != want.Status || got.Message != message || got.details() != want.Details {
		t.Errorf("failure\ngot  %d %q %q\nwant %d %q %q",
			got.Status, got.Message, got.details(), want.Status, message, want.Details)
	}
}

func checkResult(t *testing.T, v *Vector, got any) {
	t.Helper()
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatalf("result: %v", err)
	}
	differences, err := compareResults(v.wantResult(), data, v.Exact)
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range differences {
		t.Error(difference)
	}
}

// Collect returns the items of an iterator up to its end or its first error, as the result of a twin.
func Collect[T any](seq iter.Seq2[T, error]) (any, error) {
	items := []T{}
	for item, err := range seq {
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
	return items, nil
}

// CheckComplete fails if a public method of the package has no vector or no twin. sections are all
// the twins by section; except are the methods that are proven elsewhere, with the reason.
func CheckComplete[C any](t testing.TB, sections map[string]Twins[C], except map[string]string) {
	t.Helper()
	methods, err := Methods()
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range methods {
		found := except[method] != ""
		for _, twins := range sections {
			_, ok := twins[method]
			found = found || ok
		}
		if !found {
			t.Errorf("%s has no twin in Go", method)
		}
	}
	for method := range except {
		if !slices.Contains(methods, method) {
			t.Errorf("%s is no method of the package", method)
		}
	}
}
