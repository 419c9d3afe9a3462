package comment_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"log"

	"github.com/liveblocks-go/liveblocks/comment"
)

func ExampleFromMarkdown() {
	body := comment.FromMarkdown("Hi @alice, it is **done**: [see](https://example.com)")
	data, err := json.MarshalIndent(body, "", "  ")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(data))
	// Output:
	// {
	//   "version": 1,
	//   "content": [
	//     {
	//       "type": "paragraph",
	//       "children": [
	//         {
	//           "text": "Hi "
	//         },
	//         {
	//           "type": "mention",
	//           "kind": "user",
	//           "id": "alice"
	//         },
	//         {
	//           "text": ", it is "
	//         },
	//         {
	//           "text": "done",
	//           "bold": true
	//         },
	//         {
	//           "text": ": "
	//         },
	//         {
	//           "type": "link",
	//           "url": "https://example.com",
	//           "text": "see"
	//         }
	//       ]
	//     }
	//   ]
	// }
}

func ExampleBuilder() {
	body, err := new(comment.Builder).
		Text("Thank you ").User("alice").Text(", it is ").Text("done", comment.Bold).
		Paragraph().Link("https://example.com/result", "The result").
		Body()
	if err != nil {
		log.Fatal(err)
	}
	text, err := comment.Stringify(context.Background(), body, comment.Markdown)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
	// Output:
	// Thank you @alice, it is **done**
	//
	// [The result](https://example.com/result)
}

// The HTML of a comment for an email, with the names of who is mentioned.
func ExampleStringify() {
	body := comment.FromMarkdown("@alice: <b>look</b> at [this](https://example.com/?a=1&b=2)")
	users := func(_ context.Context, ids []string) (map[string]comment.Info, error) {
		// Look up all of ids in one query.
		return map[string]comment.Info{"alice": {Name: "Alice O'Hara"}}, nil
	}
	text, err := comment.Stringify(context.Background(), body, comment.HTML, comment.WithUsers(users))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
	// Output:
	// <p><span data-mention>@Alice O&#39;Hara</span>: &lt;b&gt;look&lt;/b&gt; at <a href="https://example.com/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">this</a></p>
}

// Mentions that link to a profile, with the rest as it is by default.
func ExampleWithElements() {
	body := comment.FromMarkdown("Thanks, @alice!")
	text, err := comment.Stringify(context.Background(), body, comment.HTML, comment.WithElements(comment.Elements{
		Mention: func(m comment.MentionArgs) string {
			return fmt.Sprintf(`<a href="/users/%s">%s</a>`, html.EscapeString(m.Element.ID), m.Default)
		},
	}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
	// Output:
	// <p>Thanks, <a href="/users/alice"><span data-mention>@alice</span></a>!</p>
}

func ExampleBody_Mentions() {
	body := comment.FromMarkdown("@alice and @bob: ask @alice")
	for _, m := range body.Mentions() {
		fmt.Println(m.Kind, m.ID)
	}
	// Output:
	// user alice
	// user bob
}
