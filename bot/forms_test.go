package bot_test

import (
	"strings"
	"testing"

	"wirebrief/bot"
)

// TestWhereAFormIsOpened asks for no reply where only the form is heard.
func TestWhereAFormIsOpened(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	boss := bot.User{ID: "boss", Admin: true}
	for _, text := range []string{"/subscribe", "/timezone"} {
		c := bot.Command{EventID: text, Chat: someGroup, Kind: bot.Group, User: boss, Text: text, Forms: true}
		reply := handle(t, b, c)
		if got := said(reply); !strings.Contains(got, "button below") || strings.Contains(got, "Reply") || reply.Messages[0].Ask == "" {
			t.Errorf("%s: said %q, asks %q", text, got, reply.Messages[0].Ask)
		}
		c.EventID, c.Forms = text+" again", false
		if got := said(handle(t, b, c)); !strings.Contains(got, "Reply to this message") {
			t.Errorf("%s, where replies are heard: said %q", text, got)
		}
	}
	answer := bot.Command{EventID: "answer", Chat: someGroup, Kind: bot.Group, User: boss, Text: "Yerevan", Answers: true, Forms: true}
	if got := said(handle(t, b, answer)); !strings.Contains(got, "Yerevan") {
		t.Errorf("the form is answered %q", got)
	}
}
