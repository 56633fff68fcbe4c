package telegramtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

// T11
func TestLengthCountsCodePointsAfterParsing(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	id := ana.ID()
	b.bad(400, "Bad Request: message is too long", "sendMessage", "chat_id", id, "text", strings.Repeat("a", 4097))
	b.bad(400, "Bad Request: message is too long", "sendMessage", "chat_id", id, "text", "<b>"+strings.Repeat("a", 4097)+"</b>", "parse_mode", "HTML")
	b.send(ana.Private(), strings.Repeat("😀", 4096))
	b.send(ana.Private(), "<b>"+strings.Repeat("a", 4096)+"</b>", "parse_mode", "HTML")
	b.bad(400, "Bad Request: message text is empty", "sendMessage", "chat_id", id)
	b.bad(400, "Bad Request: text must be non-empty", "sendMessage", "chat_id", id, "text", " <b>\n</b> ", "parse_mode", "HTML")
	if r := b.upload("sendDocument", "document", "a.txt", []byte("a"), "chat_id", id, "caption", strings.Repeat("a", 1025)); r.Description != "Bad Request: message caption is too long" {
		t.Errorf("a long caption: %+v", r)
	}
}

// T12, T13
func TestMarkupIsParsedStrictly(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	for text, want := range map[string]string{
		"<p>a</p>":     `Unsupported start tag "p" at byte offset 0`,
		"I <3 you":     `Unsupported start tag "3" at byte offset 2`,
		"<b>a":         `Can't find end tag corresponding to start tag "b"`,
		"<b><i>a</b>":  `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`,
		"<b>a</b></i>": "Unexpected end tag at byte offset 8",
	} {
		b.bad(400, "Bad Request: can't parse entities: "+want, "sendMessage", "chat_id", ana.ID(), "text", text, "parse_mode", "HTML")
	}
	b.bad(400, "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
		"sendMessage", "chat_id", ana.ID(), "text", "The end.", "parse_mode", "MarkdownV2")
}

// T14
func TestHundredLinks(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	var text strings.Builder
	for i := range 120 {
		fmt.Fprintf(&text, "<a href=\"https://example.com/%d\">story</a> ", i)
	}
	m := b.send(ana.Private(), text.String(), "parse_mode", "HTML")
	links := 0
	for _, e := range m.Entities {
		if e.Type == "text_link" {
			links++
		}
	}
	if links != 100 {
		t.Errorf("%d links are left of 120, want 100", links)
	}
}

func TestMessageAsReadersSeeIt(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	private := ana.Private()
	b.send(private, `<b>Port</b> <a href="https://example.com/a">story</a> and https://example.org/b`, "parse_mode", "HTML", "disable_notification", true,
		"reply_markup", `{"inline_keyboard":[[{"text":"Read","url":"https://example.com/a"}],[],[{"text":"More","callback_data":"m"}]]}`)
	b.send(private, "https://example.org/b", "link_preview_options", `{"is_disabled":true}`)
	b.send(private, "plain", "link_preview_options", `{"url":"https://example.com/c","show_above_text":true}`, "reply_markup", `{"force_reply":true,"input_field_placeholder":"A city"}`)
	b.send(private, "choose", "protect_content", true, "reply_markup", `{"keyboard":[[{"text":"One"},{"text":"Two"}]]}`)
	posts := private.WaitPosts(4, wait)
	if len(posts) != 4 {
		t.Fatalf("%d posts", len(posts))
	}
	first := posts[0]
	if first.Text != "Port story and https://example.org/b" || !first.Silent || first.Preview != "https://example.com/a" || first.From != "Wirebrief" {
		t.Errorf("first post %+v", first)
	}
	if !slices.Equal(first.Marked("bold"), []string{"Port"}) || !slices.Equal(first.Links(), []string{"https://example.com/a"}) || !slices.Equal(first.Marked("url"), []string{"https://example.org/b"}) {
		t.Errorf("entities %+v", first.Entities)
	}
	if len(first.Buttons) != 2 || !slices.Equal(first.Labels(), []string{"Read", "More"}) {
		t.Errorf("buttons %+v", first.Buttons)
	}
	if posts[1].Preview != "" || posts[1].Silent {
		t.Errorf("second post %+v", posts[1])
	}
	if p := posts[2]; p.Preview != "https://example.com/c" || !p.PreviewAbove || !p.ForceReply || p.Placeholder != "A city" {
		t.Errorf("third post %+v", p)
	}
	if p := posts[3]; !p.Protected || len(p.Keyboard) != 1 || !slices.Equal(p.Keyboard[0], []string{"One", "Two"}) {
		t.Errorf("fourth post %+v", p)
	}
	if all := private.Posts(); all[0].Text != "/start" || all[0].FromBot {
		t.Errorf("the chat begins with %+v", all[0])
	}
}

func TestExplicitEntities(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	m := b.send(ana.Private(), "  bold @name and @other", "entities", `[{"type":"bold","offset":2,"length":4},{"type":"code","offset":7,"length":5}]`)
	var got []string
	for _, e := range m.Entities {
		got = append(got, fmt.Sprint(e.Type, e.Offset, e.Length))
	}
	if m.Text != "bold @name and @other" || !slices.Equal(got, []string{"bold0 4", "code5 5", "mention15 6"}) {
		t.Errorf("%q with %q", m.Text, got)
	}
}

func TestKeyboardsAreChecked(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{})
	ana := b.friend("Ana")
	row := func(n int, button string) string { return "[" + strings.Repeat(button+",", n-1) + button + "]" }
	ok := `{"text":"a","callback_data":"` + strings.Repeat("x", 64) + `"}`
	for name, tt := range map[string]struct{ keyboard, want string }{
		"DataOf65Bytes": {row(1, `{"text":"a","callback_data":"`+strings.Repeat("x", 63)+`é"}`), "BUTTON_DATA_INVALID"},
		"NoLabel":       {row(1, `{"text":" ","callback_data":"x"}`), "can't parse inline keyboard button: button text must be non-empty"},
		"NoAction":      {row(1, `{"text":"a"}`), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		"BadURL":        {row(1, `{"text":"a","url":"nowhere"}`), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"},
		"NineInARow":    {row(9, ok), "reply markup is too long"},
		"Too many":      {strings.Repeat(row(8, ok)+",", 12) + row(5, ok), "reply markup is too long"},
		"Broken":        {"[", "can't parse reply keyboard markup JSON object"},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.bad(400, "Bad Request: "+tt.want, "sendMessage", "chat_id", ana.ID(), "text", "a", "reply_markup", `{"inline_keyboard":[`+tt.keyboard+`]}`)
		})
	}
	b.t = t
	b.send(ana.Private(), "a", "reply_markup", `{"inline_keyboard":[`+row(8, ok)+`]}`)
}

func TestReplies(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	asked := ana.Say(ana.Private(), "what?")
	m := b.send(ana.Private(), "this", "reply_parameters", fmt.Sprintf(`{"message_id":%d}`, asked.MessageID))
	if m.ReplyToMessage == nil || m.ReplyToMessage.Text != "what?" {
		t.Errorf("the reply is %+v", m)
	}
	b.bad(400, "Bad Request: message to be replied not found", "sendMessage", "chat_id", ana.ID(), "text", "a", "reply_parameters", `{"message_id":999}`)
	b.send(ana.Private(), "anyway", "reply_parameters", `{"message_id":999,"allow_sending_without_reply":true}`)
}

// T20, second half
func TestEdit(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	said := ana.Say(ana.Private(), "mine")
	keys := `{"inline_keyboard":[[{"text":"Next","callback_data":"2"}]]}`
	m := b.send(ana.Private(), "page <b>1</b>", "parse_mode", "HTML", "reply_markup", keys)
	at := []any{"chat_id", ana.ID(), "message_id", m.MessageID}
	same := "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	b.bad(400, same, "editMessageText", append(at, "text", "page <b>1</b>", "parse_mode", "HTML", "reply_markup", keys)...)
	edited := good[telegramtest.Message](b, "editMessageText", append(at, "text", "page 1", "reply_markup", keys)...)
	if edited.EditDate == 0 || edited.Text != "page 1" {
		t.Errorf("edited %+v", edited)
	}
	good[telegramtest.Message](b, "editMessageReplyMarkup", at...)
	b.bad(400, same, "editMessageReplyMarkup", at...)
	post := ana.Private().BotPosts()[0]
	if !post.Edited || len(post.Buttons) != 0 || len(post.Entities) != 0 {
		t.Errorf("the post is %+v", post)
	}
	b.bad(400, "Bad Request: message to edit not found", "editMessageText", "chat_id", ana.ID(), "message_id", 999, "text", "a")
	b.bad(400, "Bad Request: message can't be edited", "editMessageText", "chat_id", ana.ID(), "message_id", said.MessageID, "text", "a")
}

func TestDelete(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	group := b.AddSupergroup("Dockers", ana)
	group.Add(ana, b.Bot())
	said := ana.Say(group, "mine")
	b.bad(400, "Bad Request: message can't be deleted", "deleteMessage", "chat_id", group.ID(), "message_id", said.MessageID)
	old, young := b.send(ana.Private(), "old"), b.send(ana.Private(), "young")
	good[bool](b, "deleteMessage", "chat_id", ana.ID(), "message_id", young.MessageID)
	b.bad(400, "Bad Request: message to delete not found", "deleteMessage", "chat_id", ana.ID(), "message_id", young.MessageID)
	b.Advance(49 * 60 * 60 * 1e9)
	b.bad(400, "Bad Request: message can't be deleted", "deleteMessage", "chat_id", ana.ID(), "message_id", old.MessageID)
}

func TestFiles(t *testing.T) {
	b := start(t, telegramtest.Options{Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	r := b.upload("sendDocument", "document", "data.json", []byte(`{"a":1}`), "chat_id", ana.ID(), "caption", "<b>yours</b>", "parse_mode", "HTML")
	if !r.OK {
		t.Fatalf("sendDocument: %+v", r)
	}
	post := ana.Private().BotPosts()[0]
	if post.Text != "yours" || len(post.Files) != 1 || post.Files[0].Name != "data.json" || string(post.Files[0].Content) != `{"a":1}` {
		t.Fatalf("the post is %+v", post)
	}
	id := post.Message.Document.FileID
	b.call("sendDocument", "chat_id", ana.ID(), "document", id)
	if posts := ana.Private().BotPosts(); len(posts) != 2 || string(posts[1].Files[0].Content) != `{"a":1}` {
		t.Errorf("sent again by its id: %+v", posts)
	}
	f := good[map[string]any](b, "getFile", "file_id", id)
	a, err := b.client.Get(fmt.Sprintf("%s/file/bot%s/%s", b.URL(), b.Token(), f["file_path"]))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != 200 || a.ContentLength != 7 {
		t.Errorf("download: %s, %d bytes", a.Status, a.ContentLength)
	}
	b.bad(400, "Bad Request: invalid file_id", "getFile", "file_id", "nothing")
	b.bad(400, "Bad Request: wrong file identifier/HTTP URL specified", "sendDocument", "chat_id", ana.ID(), "document", "nothing")
}

func TestJSONBody(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	body := fmt.Sprintf(`{"chat_id":%d,"text":"hello","disable_notification":true,"reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"x"}]]},"entities":null}`, ana.ID())
	a, err := b.client.Post(b.URL()+"/bot"+b.Token()+"/sendMessage", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := read(a); err != nil || !r.OK {
		t.Fatalf("answer %+v, %v", r, err)
	}
	if post := ana.Private().BotPosts()[0]; !post.Silent || len(post.Buttons) != 1 {
		t.Errorf("the post is %+v", post)
	}
	a, err = b.client.Post(b.URL()+"/bot"+b.Token()+"/sendMessage", "application/json", strings.NewReader("{"))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := read(a); err != nil || r.Code != 400 {
		t.Errorf("broken JSON is answered %+v, %v", r, err)
	}
}
