//go:build integration

package webhook

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// node runs vectors.mjs with the npm packages.
func node(t *testing.T, command string, input any) []byte {
	t.Helper()
	encoded, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "node", "vectors.mjs", command)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(encoded), &stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("node vectors.mjs %s: %v\n%s", command, err, &stderr)
	}
	return output
}

// The recorded vectors must be what the installed packages say.
func TestVectorsAreCurrent(t *testing.T) {
	recorded, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(node(t, "record", nil), recorded) {
		t.Error("testdata/vectors.json is stale: run node vectors.mjs record > testdata/vectors.json")
	}
}

// randomDeliveries returns deliveries without signatures, sent about now, with
// keys and texts of many kinds.
func randomDeliveries(t *testing.T, n int) []vector {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	text := func() string {
		alphabet := []rune("azAZ09 \"\\/\n\t<>&.,{}\u0000\u007fé\u2028漢😀")
		var b strings.Builder
		for range random.IntN(60) {
			b.WriteRune(alphabet[random.IntN(len(alphabet))])
		}
		return b.String()
	}
	now := time.Now().Unix()
	deliveries := make([]vector, n)
	for i := range deliveries {
		key := make([]byte, 1+random.IntN(100))
		for j := range key {
			key[j] = byte(random.Uint32())
		}
		body, err := json.Marshal(map[string]any{"type": "roomCreated", "data": map[string]any{
			"projectId": text(), "roomId": text(), "createdAt": time.Unix(now, 0).UTC(),
		}})
		if err != nil {
			t.Fatal(err)
		}
		deliveries[i] = vector{
			Name:   fmt.Sprintf("random %d", i),
			Secret: secretPrefix + base64.StdEncoding.EncodeToString(key),
			Now:    now,
			Headers: map[string]string{
				"webhook-id":        fmt.Sprintf("msg_%x", random.Uint64()),
				"webhook-timestamp": strconv.FormatInt(now+random.Int64N(601)-300, 10),
			},
			Body: string(body),
		}
	}
	return deliveries
}

// What standardwebhooks signs must be accepted here.
func TestSignedByNode(t *testing.T) {
	var signed []vector
	decode(t, node(t, "sign", randomDeliveries(t, 300)), &signed)
	if len(signed) != 300 {
		t.Fatalf("%d deliveries were signed", len(signed))
	}
	for _, v := range signed {
		if _, err := v.verify(); err != nil {
			t.Errorf("%+v: %v", v, err)
		}
	}
}

// What is signed here must be accepted by both packages, and nothing else: half of
// the deliveries are changed after they were signed.
func TestVerifiedByNode(t *testing.T) {
	deliveries := randomDeliveries(t, 300)
	for i := range deliveries {
		v := &deliveries[i]
		seconds, err := strconv.ParseInt(v.Headers["webhook-timestamp"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := Sign(v.Secret, v.Headers["webhook-id"], time.Unix(seconds, 0), []byte(v.Body))
		if err != nil {
			t.Fatal(err)
		}
		v.Headers["webhook-signature"] = sum
		switch {
		case i%2 == 0:
		case i%4 == 1:
			v.Body += " "
		default:
			v.Headers["webhook-id"] += "0"
		}
	}
	var verified []vector
	decode(t, node(t, "verify", deliveries), &verified)
	if len(verified) != len(deliveries) {
		t.Fatalf("%d deliveries were verified", len(verified))
	}
	for i, v := range verified {
		want := i%2 == 0
		if _, err := v.verify(); v.Node.OK != want || v.Standard.OK != want || (err == nil) != want {
			t.Errorf("accepted by @liveblocks/node: %t, by standardwebhooks: %t, here: %v; want %t for %+v", v.Node.OK, v.Standard.OK, err, want, v)
		}
	}
}
