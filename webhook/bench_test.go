package webhook

import (
	"fmt"
	"strings"
	"testing"
)

// bench.mjs compares these with the npm packages, for a delivery of the same shape.

// benchBody is an event of 1 KB.
var benchBody = fmt.Sprintf(`{"type":"userEntered","data":{"projectId":"prj_1","roomId":"room:1","connectionId":4,"userId":"ana",`+
	`"userInfo":{"name":"Ana","bio":%q},"enteredAt":"2026-01-02T03:04:05.678Z","numActiveUsers":8}}`, strings.Repeat("x", 823))

func BenchmarkVerifySignature(b *testing.B) {
	v, header, body := newTestVerifier(b), signedHeader(b, testSecret, "msg_1", testNow, benchBody), []byte(benchBody)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if err := v.VerifySignature(header, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	v, header, body := newTestVerifier(b), signedHeader(b, testSecret, "msg_1", testNow, benchBody), []byte(benchBody)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Verify(header, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseEvent(b *testing.B) {
	body := []byte(benchBody)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseEvent(body); err != nil {
			b.Fatal(err)
		}
	}
}
