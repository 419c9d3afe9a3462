package webhook

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseEventInvalid(t *testing.T) {
	tests := []struct {
		name, body, want string
	}{
		{"cut off", `{"type":"roomCreated","data":{`, "unexpected end"},
		{"two values", `{"type":"ping"} {}`, "after top-level value"},
		{"number as type", `{"type":1}`, "cannot unmarshal number"},
		{"empty type", `{"type":"","data":{}}`, "it has no type"},
		{"no data", `{"type":"roomCreated"}`, `the data of "roomCreated" must be an object`},
		{"null as data", `{"type":"roomCreated","data":null}`, `the data of "roomCreated" must be an object`},
		{"array as data", `{"type":"roomCreated","data":[]}`, `the data of "roomCreated" must be an object`},
		{"number as ID", `{"type":"roomCreated","data":{"roomId":1}}`, `data of "roomCreated"`},
		{"invalid time", `{"type":"roomCreated","data":{"createdAt":"yesterday"}}`, `data of "roomCreated"`},
		{"notification without data", `{"type":"notification"}`, `the data of "notification" must be an object`},
		{"notification with null", `{"type":"notification","data":null}`, `the data of "notification" must be an object`},
		{"number as kind", `{"type":"notification","data":{"kind":1}}`, `data of "notification"`},
		{"string as notification", `{"type":"notification","data":"x"}`, `the data of "notification" must be an object`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			event, err := ParseEvent([]byte(tt.body))
			if event != nil || !errors.Is(err, ErrInvalidEvent) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("event %v, error %v; want %v with %q", event, err, ErrInvalidEvent, tt.want)
			}
		})
	}
}

func TestUnknownEvent(t *testing.T) {
	for _, data := range []string{`{"roomId":"r", "max":50}`, `null`, `[1]`, `"x"`} {
		event, err := ParseEvent([]byte(`{"type":"maxConnectionsReached","data":` + data + `}`))
		if err != nil {
			t.Fatal(err)
		}
		want := &UnknownEvent{Delivery: Delivery{RawData: json.RawMessage(data)}, Type: "maxConnectionsReached"}
		if diff := cmp.Diff(Event(want), event); diff != "" {
			t.Errorf("event (-want +got):\n%s", diff)
		}
		if encoded, err := event.(*UnknownEvent).MarshalJSON(); err != nil || string(encoded) != data {
			t.Errorf("encoded as %s with error %v, want %s", encoded, err, data)
		}
	}
}

func TestNotificationKinds(t *testing.T) {
	room := "r"
	common := Notification{Channel: ChannelEmail, UserID: "ana", CreatedAt: time.Unix(0, 0).UTC()}
	with := func(kind NotificationKind) Notification {
		n := common
		n.Kind = kind
		return n
	}
	tests := []struct {
		data string
		want NotificationEvent
	}{
		{`"kind":"thread","roomId":"r","threadId":"t"`, &ThreadNotificationEvent{Notification: with(KindThread), RoomID: "r", ThreadID: "t"}},
		{`"kind":"textMention","roomId":"r","mentionId":"m"`, &TextMentionNotificationEvent{Notification: with(KindTextMention), RoomID: "r", MentionID: "m"}},
		{`"kind":"$x","roomId":"r","subjectId":"s"`, &CustomNotificationEvent{Notification: with("$x"), RoomID: &room, SubjectID: "s"}},
		{`"kind":"$x","roomId":null,"subjectId":"s"`, &CustomNotificationEvent{Notification: with("$x"), SubjectID: "s"}},
		{`"kind":"poll"`, &UnknownNotificationEvent{Notification: with("poll")}},
		{`"kind":""`, &UnknownNotificationEvent{Notification: with("")}},
	}
	for _, tt := range tests {
		data := `{"channel":"email","userId":"ana","createdAt":"1970-01-01T00:00:00Z",` + tt.data + `}`
		event, err := ParseEvent([]byte(`{"type":"notification","data":` + data + `}`))
		if err != nil {
			t.Fatal(err)
		}
		tt.want.DeliveryInfo().RawData = json.RawMessage(data)
		if diff := cmp.Diff(Event(tt.want), event); diff != "" {
			t.Errorf("event (-want +got):\n%s", diff)
		}
		if event.EventType() != TypeNotification {
			t.Errorf("type %q", event.EventType())
		}
	}
}

// The event must stay whole when the caller reuses the body's buffer.
func TestParseEventCopies(t *testing.T) {
	body := []byte(`{"type":"userEntered","data":{"roomId":"r","userInfo":{"name":"Ana"}}}`)
	event, err := ParseEvent(body)
	if err != nil {
		t.Fatal(err)
	}
	clear(body)
	entered := event.(*UserEnteredEvent)
	if string(entered.UserInfo) != `{"name":"Ana"}` || string(entered.RawData) != `{"roomId":"r","userInfo":{"name":"Ana"}}` {
		t.Errorf("user info %s, raw data %s", entered.UserInfo, entered.RawData)
	}
}

// Bodies that only look like the layout that cutEnvelope knows.
func TestParseEventLayouts(t *testing.T) {
	data := `{"projectId":"p","roomId":"r","createdAt":"2026-01-02T03:04:05Z"}`
	want, err := ParseEvent([]byte(`{"type":"roomCreated","data":` + data + `}`))
	if err != nil {
		t.Fatal(err)
	}
	other := `{"roomId":"other"}`
	for _, body := range []string{
		`{"data":` + data + `,"type":"roomCreated"}`,
		`{"type":"roomCreated","data":` + data + ` }`,
		`{"type":"roomCreated","data": ` + data + `}`,
		`{"data":` + data + ` ,"type":"roomCreated"}`,
		`{"type":"roomCreated","data":` + data + `,"version":2}`,
		`{"type":"roomCreated","version":2,"data":` + data + `}`,
		`{"type":"roomCreated","data":` + other + `,"data":` + data + `}`,
		`{"data":` + data + `,"version":2,"type":"roomCreated"}`,
		`{"data":` + other + `,"data":` + data + `,"type":"roomCreated"}`,
		`{"data":` + data + `,"type":"roomDeleted","type":"roomCreated"}`,
		`{"type":"roomDeleted","data":` + data + `,"type":"roomCreated"}`,
		`{"type":"room\u0043reated","data":` + data + `}`,
		"{\n \"type\": \"roomCreated\",\n \"data\": " + data + "\n}\n",
	} {
		event, err := ParseEvent([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, event); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}
