package parity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sections are the files of testdata.
var sections = []string{
	"session", "rooms", "storage", "files", "yjs", "versions", "threads", "comments",
	"attachments", "notifications", "groups", "feeds", "ai",
}

// elsewhere are the methods without vectors, and why.
var elsewhere = map[string]string{
	"mutateStorage":     "it is a conversation, compared where the storage tree is tested",
	"massMutateStorage": "it is mutateStorage for each room that iterRooms yields",
}

func TestEveryMethodHasVectors(t *testing.T) {
	methods, err := Methods()
	if err != nil {
		t.Fatal(err)
	}
	if len(methods) != 91 {
		t.Errorf("%d methods, want 91", len(methods))
	}
	recorded := map[string]int{}
	for _, section := range sections {
		for _, v := range mustLoad(t, section) {
			recorded[v.Method]++
		}
	}
	for _, method := range methods {
		if elsewhere[method] == "" && recorded[method] < 2 {
			t.Errorf("%s has %d vectors", method, recorded[method])
		}
	}
}

func TestVectorsAreWellFormed(t *testing.T) {
	for _, section := range sections {
		for _, v := range mustLoad(t, section) {
			if _, err := newArgs(t, v.Args); err != nil {
				t.Errorf("%s: %v", v.Name, err)
			}
			if (v.Result == nil) == (v.Error == nil) {
				t.Errorf("%s has to have a result or an error, and not both", v.Name)
			}
			if (v.Differs == "") != reflect.ValueOf(v.Go).IsZero() {
				t.Errorf("%s has to say both why Go differs and how", v.Name)
			}
			for _, exchange := range v.Exchanges {
				if exchange.Request.Headers["authorization"] != "Bearer "+Secret {
					t.Errorf("%s was recorded with another secret", v.Name)
				}
			}
		}
	}
}

func TestCheckComplete(t *testing.T) {
	methods, err := Methods()
	if err != nil {
		t.Fatal(err)
	}
	all := Twins[int]{}
	for _, method := range methods {
		if elsewhere[method] == "" {
			all[method] = nil
		}
	}
	check := func(sections map[string]Twins[int], except map[string]string) []string {
		var reported verdict
		CheckComplete(&reported, sections, except)
		return reported.errors
	}
	if got := check(map[string]Twins[int]{"all": all}, elsewhere); len(got) > 0 {
		t.Errorf("all there: reported %q", got)
	}
	if got := check(map[string]Twins[int]{"all": all}, map[string]string{"getNothing": "?"}); len(got) != 3 {
		t.Errorf("two methods too few, and one that does not exist: reported %q", got)
	}
}

func TestCollect(t *testing.T) {
	failure := errors.New("failed")
	items := func(n int, end error) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := range n {
				if !yield(i, nil) {
					return
				}
			}
			if end != nil {
				yield(0, end)
			}
		}
	}
	if got, err := Collect(items(2, nil)); err != nil || !slices.Equal(got.([]int), []int{0, 1}) {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := Collect(items(1, failure)); !errors.Is(err, failure) || len(got.([]int)) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := Collect(items(0, nil)); err != nil || got.([]int) == nil {
		t.Errorf("no items have to be a list: got %v, %v", got, err)
	}
}

// A client that does what was recorded passes.
func TestRunPassesTheRecordedRequests(t *testing.T) {
	for _, section := range sections {
		t.Run(section, func(t *testing.T) {
			vectors := mustLoad(t, section)
			twins := Twins[*replayer]{}
			for i := range vectors {
				twins[vectors[i].Method] = replay
			}
			next := 0
			Run(t, section, Harness[*replayer]{
				New: func(_ testing.TB, secret, baseURL string, hc *http.Client) *replayer {
					next++
					return &replayer{&vectors[next-1], secret, baseURL, hc}
				},
				Failure: failureOf,
			}, twins)
		})
	}
}

func mustLoad(t *testing.T, section string) []Vector {
	t.Helper()
	vectors, err := Load(section)
	if err != nil {
		t.Fatal(err)
	}
	return vectors
}

// A replayer is a client that knows by heart what it is expected to do.
type replayer struct {
	vector  *Vector
	secret  string
	baseURL string
	http    *http.Client
}

type replayedFailure struct{ Failure }

func (replayedFailure) Error() string { return "failed" }

func failureOf(err error) (Failure, bool) {
	failure, ok := err.(replayedFailure)
	return failure.Failure, ok
}

func replay(ctx context.Context, r *replayer, args Args) (any, error) {
	v := r.vector
	failure := replayedFailure{}
	if !v.refuses() {
		for _, exchange := range v.wantExchanges() {
			refusal, err := r.send(ctx, &exchange, args)
			if err != nil && !exchange.Answer.Drop {
				return nil, err
			}
			if refusal.Status >= 400 {
				failure.Failure = refusal
			}
		}
	}
	var result any
	if want := v.wantResult(); want != nil {
		if err := json.Unmarshal(want, &result); err != nil {
			return nil, err
		}
		var err error
		if result, err = untag(result); err != nil {
			return nil, err
		}
		result = plain(result)
	}
	if !v.fails() {
		return result, nil
	}
	return result, failure
}

// plain turns the values that stand for nothing or for anything into what marshals.
func plain(v any) any {
	switch v := v.(type) {
	case undefined, anything:
		return nil
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = plain(v[key])
		}
	}
	return v
}

func (r *replayer) send(ctx context.Context, exchange *Exchange, args Args) (Failure, error) {
	want := &exchange.Request
	body := []byte(want.JSON)
	if want.Bytes != nil {
		body = want.Bytes.Base64
		if body == nil {
			body = content(args, want.Path, want.Bytes.Size)
		}
	}
	req, err := http.NewRequestWithContext(ctx, want.Method, r.baseURL, bytes.NewReader(body))
	if err != nil {
		return Failure{}, err
	}
	req.URL.RawPath = want.Path
	if req.URL.Path, err = url.PathUnescape(want.Path); err != nil {
		return Failure{}, err
	}
	req.URL.RawQuery = want.Query
	for name, value := range want.Headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("Authorization", "Bearer "+r.secret)
	res, err := r.http.Do(req)
	if err != nil {
		return Failure{}, err
	}
	defer res.Body.Close()
	answer := Failure{Status: res.StatusCode}
	_ = json.NewDecoder(res.Body).Decode(&answer)
	return answer, nil
}

const partSize = 5 << 20

// content finds the bytes of a long body: a part of a file, if the path ends in its number, or all.
func content(args Args, path string, size int64) []byte {
	data := Get[File](args, "0.file").Data
	number, err := strconv.Atoi(path[strings.LastIndex(path, "/")+1:])
	if err != nil || size == int64(len(data)) {
		return data
	}
	start := int64(number-1) * partSize
	return data[start : start+size]
}
