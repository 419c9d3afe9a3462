package webhook_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/liveblocks-go/liveblocks/webhook"
)

// A secret of the kind that the dashboard shows. A real one is kept out of the code.
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

// deliver sends a signed delivery to a handler, as a test of one would, and
// returns the status of the answer.
func deliver(h http.Handler, id, body string) int {
	now := time.Now()
	signature, err := webhook.Sign(secret, id, now, []byte(body))
	if err != nil {
		log.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/webhooks/liveblocks", strings.NewReader(body))
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// A plain net/http handler with a type switch.
func ExampleVerifier_VerifyRequest() {
	verifier, err := webhook.NewVerifier(secret)
	if err != nil {
		log.Fatal(err)
	}
	endpoint := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		event, err := verifier.VerifyRequest(r)
		if err != nil {
			http.Error(w, "bad webhook", http.StatusBadRequest)
			return
		}
		switch e := event.(type) {
		case *webhook.StorageUpdatedEvent:
			fmt.Println("storage of", e.RoomID, "updated at", e.UpdatedAt.Format(time.Kitchen))
		case *webhook.CustomNotificationEvent:
			fmt.Println("tell", e.UserID, "about", e.Kind, e.SubjectID, "by", e.Channel)
		case *webhook.UnknownEvent:
			fmt.Println("something new:", e.Type, string(e.RawData))
		}
		w.WriteHeader(http.StatusNoContent)
	})

	deliver(endpoint, "msg_1", `{"type":"storageUpdated","data":{"projectId":"p","roomId":"my-room","updatedAt":"2026-01-02T15:04:00Z"}}`)
	deliver(endpoint, "msg_2", `{"type":"notification","data":{"kind":"$fileUploaded","channel":"email","userId":"ana","subjectId":"file-7"}}`)
	deliver(endpoint, "msg_3", `{"type":"newInTheService","data":{"roomId":"my-room"}}`)
	// Output:
	// storage of my-room updated at 3:04PM
	// tell ana about $fileUploaded file-7 by email
	// something new: newInTheService {"roomId":"my-room"}
}

// The ready-made handler with typed callbacks. A failed callback has the service
// deliver the event again.
func ExampleHandler() {
	verifier, err := webhook.NewVerifier(secret)
	if err != nil {
		log.Fatal(err)
	}
	attempts := 0
	handler := webhook.NewHandler(verifier, webhook.Callbacks{
		CommentCreated: func(_ context.Context, e *webhook.CommentCreatedEvent) error {
			if attempts++; attempts == 1 {
				return errors.New("the database is down")
			}
			fmt.Println(e.CreatedBy, "wrote", e.CommentID)
			return nil
		},
		Notification: func(_ context.Context, e webhook.NotificationEvent) error {
			fmt.Println("tell", e.NotificationInfo().UserID)
			return nil
		},
	}, webhook.WithDeduplicator(new(webhook.MemoryDeduplicator)))

	mux := http.NewServeMux()
	mux.Handle("POST /webhooks/liveblocks", handler)

	comment := `{"type":"commentCreated","data":{"projectId":"p","roomId":"r","threadId":"th_1","commentId":"cm_1","createdBy":"ana","createdAt":"2026-01-02T15:04:00Z"}}`
	fmt.Println(deliver(mux, "msg_1", comment))
	fmt.Println(deliver(mux, "msg_1", comment))
	fmt.Println(deliver(mux, "msg_1", comment)) // handled before
	fmt.Println(deliver(mux, "msg_2", `{"type":"notification","data":{"kind":"thread","channel":"email","userId":"bob"}}`))
	// Output:
	// 500
	// ana wrote cm_1
	// 204
	// 204
	// tell bob
	// 204
}

// While a secret is rolled, the old one still works for 24 hours.
func ExampleWithSecrets() {
	_, err := webhook.NewVerifier(
		os.Getenv("LIVEBLOCKS_WEBHOOK_SECRET"),
		webhook.WithSecrets(os.Getenv("LIVEBLOCKS_OLD_WEBHOOK_SECRET")),
	)
	fmt.Println(err)
	// Output: webhook: invalid secret: it must start with "whsec_"; copy it from the webhooks page of the dashboard
}

// Custom user information is decoded into a type of the app's.
func ExampleUserEnteredEvent() {
	event, err := webhook.ParseEvent([]byte(`{"type":"userEntered","data":{"roomId":"r","connectionId":1,` +
		`"userId":"ana","userInfo":{"name":"Ana"},"enteredAt":"2026-01-02T15:04:00Z","numActiveUsers":1}}`))
	if err != nil {
		log.Fatal(err)
	}
	var info struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(event.(*webhook.UserEnteredEvent).UserInfo, &info); err != nil {
		log.Fatal(err)
	}
	fmt.Println(info.Name)
	// Output: Ana
}

// sqlDeduplicator remembers deliveries in a table of a PostgreSQL database:
//
//	CREATE TABLE liveblocks_deliveries (id text PRIMARY KEY, at timestamptz DEFAULT now())
type sqlDeduplicator struct{ db *sql.DB }

func (d sqlDeduplicator) Once(ctx context.Context, id string, handle func(context.Context) error) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // on an error and on a panic; does nothing after Commit
	// If another delivery with this ID is being handled, this waits for the end
	// of its transaction, and inserts the ID if that was rolled back.
	result, err := tx.ExecContext(ctx, `INSERT INTO liveblocks_deliveries (id) VALUES ($1) ON CONFLICT DO NOTHING`, id)
	if err != nil {
		return err
	}
	inserted, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if inserted == 0 {
		return nil // handled before
	}
	if err := handle(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

// A deduplicator on an SQL database. A crash rolls the transaction back, so that
// the event is delivered again.
func ExampleDeduplicator() {
	verifier, err := webhook.NewVerifier(os.Getenv("LIVEBLOCKS_WEBHOOK_SECRET"))
	if err != nil {
		log.Fatal(err)
	}
	var db *sql.DB // the app's
	http.Handle("POST /webhooks/liveblocks", webhook.NewHandler(verifier, webhook.Callbacks{
		RoomDeleted: func(ctx context.Context, e *webhook.RoomDeletedEvent) error {
			_, err := db.ExecContext(ctx, `DELETE FROM rooms WHERE id = $1`, e.RoomID)
			return err
		},
	}, webhook.WithDeduplicator(sqlDeduplicator{db})))
}
