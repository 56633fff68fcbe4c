package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestAnswersAreUnderstood(t *testing.T) {
	tests := map[string]struct {
		answer string
		id     int64
		err    bool
	}{
		"as the server writes it":   {answer: `{"ok":true,"result":{"message_id":5,"date":1,"text":"\"result\" of {\"ok\":false}"}}`, id: 5},
		"in another order":          {answer: ` { "result" : { "text" : "words", "message_id" : 6 }, "description" : "fine", "ok" : true } `, id: 6},
		"with something behind":     {answer: `{"ok":true,"result":{"message_id":7}}` + "\r\n<!-- proxied -->", id: 7},
		"with spaces behind":        {answer: `{"ok":true,"result":{"message_id":8}}` + strings.Repeat(" ", 2*maxDrained), id: 8},
		"that nothing came of it":   {answer: `{"ok":true,"result":null}`},
		"without a result":          {answer: `{"ok":true}`, err: true},
		"without a result in words": {answer: `{"ok":true,"description":"no \"result\" here"}`, err: true},
		"of a result in two forms":  {answer: `{"ok":true,"result":{"message_id":"5"}}`, err: true},
		"cut off":                   {answer: `{"ok":true,"result":{"message_id":5`, err: true},
		"refused with success":      {answer: `{"ok":false,"error_code":400,"description":"Bad Request","result":{"message_id":5}}`, err: true},
		"that nobody can read":      {answer: `<html>`, err: true},
		"of nothing":                {answer: ``, err: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := serving(t, saying(200, tt.answer))
			var result struct {
				ID int64 `json:"message_id"`
			}
			err := c.call(context.Background(), "sendMessage", params{"chat_id": 5}, &result)
			if (err != nil) != tt.err || !tt.err && result.ID != tt.id {
				t.Errorf("%d, %v", result.ID, err)
			}
			if err != nil && strings.Contains(err.Error(), "message_id") {
				t.Errorf("the error quotes the answer: %v", err)
			}
		})
	}
	t.Run("where nobody asks for the result", func(t *testing.T) {
		for answer, fails := range map[string]bool{
			`{"ok":true,"result":{"message_id":"words"}}`: false, `{"ok":true,"result":[[]]}`: false, `{"ok":true}`: false,
			`{"ok":false,"error_code":400,"description":"Bad Request"}`: true, `{"ok":true,"result":[}`: true,
		} {
			if err := serving(t, saying(200, answer)).call(context.Background(), "deleteMessage", nil, nil); (err != nil) != fails {
				t.Errorf("%s: %v", answer, err)
			}
		}
	})
}

// Answers are read into memory that is used again: none may be seen by another.
func TestAnswersAreKeptApart(t *testing.T) {
	c := serving(t, func(w http.ResponseWriter, r *http.Request) {
		text := r.FormValue("text")
		fmt.Fprintf(w, `{"ok":true,"result":[{"text":%q},{"rest":%q}]}`, text, strings.Repeat(text, len(text)%100))
	})
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			var kept [][]string
			for i := range 50 {
				text := fmt.Sprint(strings.Repeat("x", i*7%90), worker, "/", i)
				var result []json.RawMessage
				if err := c.call(context.Background(), "sendMessage", params{"text": text}, &result); err != nil || len(result) != 2 {
					t.Errorf("%d results, %v", len(result), err)
					return
				}
				kept = append(kept, []string{text, string(result[0])})
			}
			for _, k := range kept {
				if want := fmt.Sprintf(`{"text":%q}`, k[0]); k[1] != want {
					t.Errorf("got %s, want %s", k[1], want)
				}
			}
		})
	}
	all.Wait()
}

func TestWhatBreaksOffIsBroken(t *testing.T) {
	for _, part := range []string{`{"ok":true,"result":{"message_id":5`, `{`, `{"ok":true,"result":"` + strings.Repeat("x", 300)} {
		c := serving(t, hangingUp(part))
		err := c.call(context.Background(), "sendMessage", nil, new(struct{}))
		f, ok := err.(*failure)
		if !ok || !f.sent || f.Code != 0 {
			t.Errorf("after %q: %v", part, err)
		}
	}
	if _, err := io.ReadAll(broke{io.ErrUnexpectedEOF}); err != io.ErrUnexpectedEOF {
		t.Error(err)
	}
	if _, err := io.ReadAll(broke{}); err != nil {
		t.Error(err)
	}
}
