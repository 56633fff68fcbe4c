package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

func TestInlineMode(t *testing.T) {
	b := start(t, telegramtest.Options{InlineFeedback: true})
	ana, ben := b.friend("Ana"), b.friend("Ben")
	group := b.AddSupergroup("Dockers", ana, ben) // the bot is not in it
	typing := ben.Type(group, "karabakh")
	got := b.drain()
	if len(got) != 1 || got[0].Inline == nil || got[0].Inline.Query != "karabakh" || got[0].Inline.ChatType != "supergroup" {
		t.Fatalf("updates %+v, want the query", got)
	}
	article := `{"type":"article","id":"a1","title":"Dock strike","description":"2 hours ago","input_message_content":{"message_text":"<b>Dock</b> strike","parse_mode":"HTML"},"reply_markup":{"inline_keyboard":[[{"text":"More","callback_data":"m"}]]}}`
	good[bool](b, "answerInlineQuery", "inline_query_id", got[0].Inline.ID, "results", "["+article+"]", "cache_time", 10, "is_personal", true, "next_offset", "1",
		"button", `{"text":"Follow privately","start_parameter":"x"}`)
	a, ok := typing.Wait()
	if !ok || len(a.Results) != 1 || a.CacheTime != 10 || !a.IsPersonal || a.NextOffset != "1" || a.Button.StartParameter != "x" {
		t.Fatalf("offered %+v, %v", a, ok)
	}
	m := typing.Choose(group, 0)
	if m.Text != "Dock strike" || m.Entities[0].Type != "bold" || m.From.ID != ben.ID() || m.ViaBot == nil {
		t.Errorf("sent %+v", m)
	}
	got = b.drain()
	if len(got) != 1 || got[0].Chosen == nil || got[0].Chosen.ResultID != "a1" || got[0].Chosen.InlineMessageID == "" {
		t.Fatalf("updates %+v, want what was chosen", got)
	}
	ana.Press(group, "More")
	if press := b.drain(); len(press) != 1 || press[0].Callback.InlineMessageID != got[0].Chosen.InlineMessageID || press[0].Callback.Message != nil {
		t.Errorf("updates %+v, want a press on an inline message", press)
	}
	good[bool](b, "editMessageText", "inline_message_id", got[0].Chosen.InlineMessageID, "text", "edited")
	if posts := group.Posts(); posts[0].Text != "edited" || posts[0].Via != "Wirebrief" {
		t.Errorf("the post is %+v", posts[0])
	}
	typing.More(group)
	if got := b.drain(); len(got) != 1 || got[0].Inline.Offset != "1" {
		t.Errorf("updates %+v, want offset 1", got)
	}
}

func TestInlineAnswersAreChecked(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{})
	ana := b.friend("Ana")
	article := func(id, text string) string {
		return fmt.Sprintf(`{"type":"article","id":%q,"title":"a","input_message_content":{"message_text":%q,"parse_mode":"HTML"}}`, id, text)
	}
	var many []string
	for i := range 51 {
		many = append(many, article(fmt.Sprint(i), "a"))
	}
	for name, tt := range map[string]struct{ results, want string }{
		"TooMany":     {strings.Join(many, ","), "RESULTS_TOO_MUCH"},
		"SameID":      {article("1", "a") + "," + article("1", "b"), "RESULT_ID_DUPLICATE"},
		"LongID":      {article(strings.Repeat("1", 65), "a"), "RESULT_ID_INVALID"},
		"Empty":       {article("1", ""), "can't parse inline query result: message text is empty"},
		"LooseMarkup": {article("1", "<p>"), `can't parse inline query result: can't parse entities: Unsupported start tag "p" at byte offset 0`},
		"LongText":    {article("1", strings.Repeat("a", 4097)), "MESSAGE_TOO_LONG"},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			ana.Type(ana.Private(), "a")
			id := b.drain()[0].Inline.ID
			b.bad(400, "Bad Request: "+tt.want, "answerInlineQuery", "inline_query_id", id, "results", "["+tt.results+"]")
			good[bool](b, "answerInlineQuery", "inline_query_id", id, "results", "[]")
			b.bad(400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "answerInlineQuery", "inline_query_id", id, "results", "[]")
		})
	}
}
