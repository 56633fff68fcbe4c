package telegramtest_test

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

// FuzzCalls calls methods with anything: each call is answered as the API
// answers, and what was sent can be shown.
func FuzzCalls(f *testing.F) {
	f.Add("sendMessage", "<b>a</b> <a href=\"https://example.com\">b</a>", "HTML", `{"inline_keyboard":[[{"text":"a","callback_data":"x"}]]}`, "{}")
	f.Add("sendMessage", "*a* `b`", "MarkdownV2", `{"keyboard":[["a"]]}`, `{"message_id":1}`)
	f.Add("editMessageText", "a 😀 @name", "", `{"force_reply":true}`, "[]")
	f.Add("answerInlineQuery", "1", "", "", `[{"type":"article","id":"1","title":"a","input_message_content":{"message_text":"a"}}]`)
	f.Add("setMyCommands", "a", "", `{"type":"chat","chat_id":"@a"}`, `[{"command":"a","description":"b"}]`)
	f.Add("sendDocument", "attach://a", "", "null", "null")
	f.Add("setWebhook", "", "", "", "")
	f.Fuzz(func(t *testing.T, method, text, mode, markup, other string) {
		if strings.EqualFold(method, "getUpdates") || strings.EqualFold(method, "setWebhook") && text != "" {
			return // they wait, or call other addresses
		}
		s := telegramtest.Start(t, telegramtest.Options{})
		ana := s.AddPerson(telegramtest.User{FirstName: "Ana"})
		ana.Start("")
		values := url.Values{"chat_id": {strconv.FormatInt(ana.ID(), 10)}, "message_id": {"1"}, "parse_mode": {mode}, "reply_markup": {markup}, "scope": {markup}}
		for _, name := range []string{"text", "caption", "document", "photo", "url", "name", "file_id"} {
			values.Set(name, text)
		}
		for _, name := range []string{"entities", "caption_entities", "reply_parameters", "link_preview_options", "results", "commands", "button", "rights"} {
			values.Set(name, other)
		}
		r := httptest.NewRequest("POST", "/bot"+s.Token()+"/"+url.PathEscape(method), strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		var answer reply
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatalf("status %d, no JSON: %v in %q", w.Code, err, w.Body)
		}
		if answer.OK != (w.Code == 200) || !answer.OK && (answer.Code != w.Code || answer.Description == "") {
			t.Errorf("status %d with %+v", w.Code, answer)
		}
		for _, p := range ana.Private().Posts() {
			for _, e := range p.Entities {
				p.Marked(e.Type)
			}
			p.Labels()
		}
	})
}
