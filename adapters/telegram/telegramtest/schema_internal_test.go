package telegramtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realSchema is the description of the API from the folder that the
// environment names.
func realSchema(t *testing.T) *Schema {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Skip("WIREBRIEF_TESTDATA names no folder with specs/telegram-api.json")
	}
	s, err := LoadSchema(filepath.Join(folder, "specs", "telegram-api.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkViolations holds violations against the one expected, none if empty.
func checkViolations(t *testing.T, got []string, want string) {
	t.Helper()
	switch {
	case want == "" && len(got) > 0:
		t.Errorf("violations:\n%s", strings.Join(got, "\n"))
	case want != "" && (len(got) != 1 || got[0] != want):
		t.Errorf("violations:\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// TestSchemaOfAPI holds requests and answers against the real description.
func TestSchemaOfAPI(t *testing.T) {
	s := realSchema(t)
	t.Run("Requests", func(t *testing.T) { testRequests(t, s) })
	t.Run("Answers", func(t *testing.T) { testAnswers(t, s) })
	t.Run("Updates", func(t *testing.T) { testUpdates(t, s) })
}

func testRequests(t *testing.T, s *Schema) {
	long := strings.Repeat("ж", 4096)
	tests := map[string]struct {
		method string
		values map[string]string
		want   string
	}{
		"Message":            {"sendMessage", map[string]string{"chat_id": "5", "text": "a"}, ""},
		"ChannelName":        {"sendMessage", map[string]string{"chat_id": "@harbour", "text": "a", "disable_notification": "true"}, ""},
		"TagsDoNotCount":     {"sendMessage", map[string]string{"chat_id": "5", "text": "<b>" + long + "</b>", "parse_mode": "HTML"}, ""},
		"NullFromLibrary":    {"getUpdates", map[string]string{"allowed_updates": "null", "timeout": "50"}, ""},
		"Upload":             {"sendDocument", map[string]string{"chat_id": "5", "document": "attach://document"}, ""},
		"UploadReferredTo":   {"sendMediaGroup", map[string]string{"chat_id": "5", "media": `[{"type":"document","media":"attach://f0"},{"type":"document","media":"x"}]`, "f0": "attach://f0"}, ""},
		"Keyboard":           {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "reply_markup": `{"inline_keyboard":[[{"text":"Read","url":"https://example.com"},{"text":"b","callback_data":"v1|x","style":"primary"}]]}`}, ""},
		"ForceReply":         {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "reply_markup": `{"force_reply":true,"selective":true}`}, ""},
		"Scope":              {"setMyCommands", map[string]string{"commands": `[{"command":"latest","description":"News"}]`, "scope": `{"type":"chat","chat_id":5}`, "language_code": "az"}, ""},
		"InlineResults":      {"answerInlineQuery", map[string]string{"inline_query_id": "1", "results": `[{"type":"article","id":"a","title":"t","input_message_content":{"message_text":"x","parse_mode":"HTML"}}]`, "is_personal": "true"}, ""},
		"WebhookRemoved":     {"setWebhook", map[string]string{"url": ""}, ""},
		"NoSuchMethod":       {"sendMesage", nil, "sendMesage: there is no such method"},
		"UnknownField":       {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "silent": "true"}, `sendMessage: unknown field "silent"`},
		"MissingField":       {"sendMessage", map[string]string{"text": "a"}, `sendMessage: required field "chat_id" is missing`},
		"NoInteger":          {"deleteMessage", map[string]string{"chat_id": "5", "message_id": "x"}, "deleteMessage.message_id: it is no integer"},
		"NoBoolean":          {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "protect_content": "maybe"}, "sendMessage.protect_content: it is neither true nor false"},
		"NoJSON":             {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "link_preview_options": "off"}, "sendMessage.link_preview_options: it is no JSON"},
		"TooLong":            {"sendMessage", map[string]string{"chat_id": "5", "text": long + "ж"}, "sendMessage.text: it has 4097 characters, allowed are 1-4096"},
		"Empty":              {"sendMessage", map[string]string{"chat_id": "5", "text": ""}, "sendMessage.text: it has 0 characters, allowed are 1-4096"},
		"NestedUnknown":      {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "link_preview_options": `{"disabled":true}`}, `sendMessage.link_preview_options: LinkPreviewOptions has no field "disabled"`},
		"NestedType":         {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "reply_parameters": `{"message_id":"7"}`}, "sendMessage.reply_parameters.message_id: it is no Integer"},
		"DataTooLong":        {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "reply_markup": `{"inline_keyboard":[[{"text":"b","callback_data":"` + strings.Repeat("ж", 33) + `"}]]}`}, "sendMessage.reply_markup.inline_keyboard[0][0].callback_data: it has 66 bytes, allowed are 1-64"},
		"ButtonWithTwo":      {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "reply_markup": `{"inline_keyboard":[[{"text":"b","callback_data":"x","url":"http://a.org"}]]}`}, "sendMessage.reply_markup.inline_keyboard[0][0]: InlineKeyboardButton has 2 fields that say what it does, not exactly one"},
		"ButtonStyle":        {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "reply_markup": `{"inline_keyboard":[[{"text":"b","callback_data":"x","style":"red"}]]}`}, "sendMessage.reply_markup.inline_keyboard[0][0].style: its value is none of danger, success, primary"},
		"NoticeTooLong":      {"answerCallbackQuery", map[string]string{"callback_query_id": "1", "text": strings.Repeat("a", 201)}, "answerCallbackQuery.text: it has 201 characters, allowed are 0-200"},
		"CommandLetters":     {"setMyCommands", map[string]string{"commands": `[{"command":"Latest","description":"News"}]`}, "setMyCommands.commands[0].command: it has characters that are not allowed"},
		"CommandTooLong":     {"setMyCommands", map[string]string{"commands": `[{"command":"` + strings.Repeat("a", 33) + `","description":"News"}]`}, "setMyCommands.commands[0].command: it has 33 characters, allowed are 1-32"},
		"TooManyCommands":    {"setMyCommands", map[string]string{"commands": "[" + strings.TrimSuffix(strings.Repeat(`{"command":"a","description":"b"},`, 101), ",") + "]"}, "setMyCommands.commands: it has 101 items, allowed are 0-100"},
		"ScopeUnknown":       {"setMyCommands", map[string]string{"commands": "[]", "scope": `{"type":"everybody"}`}, "setMyCommands.scope: it is none of BotCommandScopeDefault, BotCommandScopeAllPrivateChats, BotCommandScopeAllGroupChats, BotCommandScopeAllChatAdministrators, BotCommandScopeChat, BotCommandScopeChatAdministrators, BotCommandScopeChatMember"},
		"LanguageRegion":     {"setMyName", map[string]string{"name": "a", "language_code": "pt-br"}, "setMyName.language_code: it has characters that are not allowed"},
		"LimitOfUpdates":     {"getUpdates", map[string]string{"limit": "101"}, "getUpdates.limit: it is 101, allowed are 1-100"},
		"SecretLetters":      {"setWebhook", map[string]string{"url": "https://a.org/", "secret_token": "a b"}, "setWebhook.secret_token: it has characters that are not allowed"},
		"OffsetTooLong":      {"answerInlineQuery", map[string]string{"inline_query_id": "1", "results": "[]", "next_offset": strings.Repeat("a", 65)}, "answerInlineQuery.next_offset: it has 65 bytes, allowed are 0-64"},
		"CaptionTooLong":     {"sendDocument", map[string]string{"chat_id": "5", "document": "attach", "caption": strings.Repeat("a", 1025)}, "sendDocument.caption: it has 1025 characters, allowed are 0-1024"},
		"NestedTextTooLong":  {"answerInlineQuery", map[string]string{"inline_query_id": "1", "results": `[{"type":"article","id":"a","title":"t","input_message_content":{"message_text":"` + long + `ж"}}]`}, "answerInlineQuery.results[0].input_message_content.message_text: it has 4097 characters, allowed are 1-4096"},
		"FewerThanTwo":       {"sendMediaGroup", map[string]string{"chat_id": "5", "media": `[{"type":"photo","media":"x"}]`}, "sendMediaGroup.media: it has 1 items, allowed are 2-10"},
		"EntityKindUnknown":  {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "entities": `[{"type":"link","offset":0,"length":1}]`}, "sendMessage.entities[0].type: its value is none of mention, hashtag, cashtag, bot_command, url, email, phone_number, bold, italic, underline, strikethrough, spoiler, blockquote, expandable_blockquote, code, pre, text_link, text_mention, custom_emoji, date_time"},
		"NotUTF8":            {"sendMessage", map[string]string{"chat_id": "5", "text": "\xff"}, "sendMessage.text: it is not UTF-8"},
		"RequiredIsNull":     {"setMyCommands", map[string]string{"commands": "null"}, "setMyCommands.commands: it is required and null"},
		"StrayUpload":        {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "f0": "attach://f0"}, `sendMessage: unknown field "f0"`},
		"TrailingJSON":       {"sendMessage", map[string]string{"chat_id": "5", "text": "a", "reply_parameters": `{"message_id":7} x`}, "sendMessage.reply_parameters: it is no JSON"},
		"ArrayInsteadOfText": {"answerInlineQuery", map[string]string{"inline_query_id": "1", "results": `{}`}, "answerInlineQuery.results: it is no array"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { checkViolations(t, s.CheckRequest(tt.method, tt.values), tt.want) })
	}
}

func testAnswers(t *testing.T, s *Schema) {
	const message = `{"message_id":7,"date":1760000000,"chat":{"id":5,"type":"private","first_name":"Ana"},"text":"a"`
	tests := map[string]struct{ method, answer, want string }{
		"Me":             {"getMe", `{"id":1,"is_bot":true,"first_name":"News","username":"news_bot","can_read_all_group_messages":false}`, ""},
		"Message":        {"sendMessage", message + `,"entities":[{"type":"bold","offset":0,"length":1}]}`, ""},
		"EditedInline":   {"editMessageText", "true", ""},
		"EditedMessage":  {"editMessageText", message + "}", ""},
		"Member":         {"getChatMember", `{"status":"member","user":{"id":5,"is_bot":false,"first_name":"Ana"}}`, ""},
		"Updates":        {"getUpdates", `[{"update_id":1,"message":` + message + `}}]`, ""},
		"NoSuchMethod":   {"getYou", `true`, "getYou: there is no such method"},
		"NoJSON":         {"getMe", `{`, "answer of getMe is no JSON: unexpected EOF"},
		"Extra":          {"sendMessage", message + `,"mood":"calm"}`, `answer of sendMessage: Message has no field "mood"`},
		"NullIsNothing":  {"sendMessage", message + `,"caption":null}`, "answer of sendMessage.caption: it is no String"},
		"ChatType":       {"sendMessage", strings.Replace(message, "private", "secret", 1) + "}", "answer of sendMessage.chat.type: its value is none of private, group, supergroup, channel"},
		"NotTrue":        {"deleteMessage", `"yes"`, "answer of deleteMessage: it is no Boolean"},
		"MemberStatus":   {"getChatMember", `{"status":"guest","user":{"id":5,"is_bot":false,"first_name":"Ana"}}`, "answer of getChatMember: it is none of ChatMemberOwner, ChatMemberAdministrator, ChatMemberMember, ChatMemberRestricted, ChatMemberLeft, ChatMemberBanned"},
		"WebhookMissing": {"getWebhookInfo", `{"url":"","has_custom_certificate":false}`, `answer of getWebhookInfo: WebhookInfo requires the field "pending_update_count"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			checkViolations(t, s.CheckAnswer(tt.method, json.RawMessage(tt.answer)), tt.want)
		})
	}
}

func testUpdates(t *testing.T, s *Schema) {
	const query = `{"update_id":1,"callback_query":{"id":"9","from":{"id":5,"is_bot":false,"first_name":"Ana"},"chat_instance":"3","data":"v1","message":`
	const chat = `"chat":{"id":5,"type":"private"}`
	tests := map[string]struct{ update, want string }{
		"Inaccessible": {query + `{"message_id":7,"date":0,` + chat + `}}}`, ""},
		"Accessible":   {query + `{"message_id":7,"date":1760000000,"text":"a",` + chat + `}}}`, ""},
		"MyChatMember": {`{"update_id":2,"my_chat_member":{` + chat + `,"from":{"id":5,"is_bot":false,"first_name":"Ana"},"date":1,"old_chat_member":{"status":"member","user":{"id":1,"is_bot":true,"first_name":"N"}},"new_chat_member":{"status":"kicked","until_date":0,"user":{"id":1,"is_bot":true,"first_name":"N"}}}}`, ""},
		"Nothing":      {`{"update_id":3}`, "update: it has 1 fields, not update_id and one other"},
		"NoID":         {`{"message":{"message_id":7,"date":1,` + chat + `},"edited_message":{"message_id":7,"date":1,` + chat + `}}`, `update: Update requires the field "update_id"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { checkViolations(t, s.CheckUpdate(json.RawMessage(tt.update)), tt.want) })
	}
}

// ourAPI is a small description that is written here, so that the reading of it
// is tested everywhere.
const ourAPI = `{"version":"Bot API 0","methods":{
	"ring":{"name":"ring","returns":["Boolean"],"fields":[
		{"name":"bell","types":["Bell"],"required":true,"description":"The bell"},
		{"name":"times","types":["Integer"],"required":false,"description":"How often, 1-12. Defaults to 1."}]},
	"write":{"name":"write","returns":["Note"],"fields":[
		{"name":"text","types":["String"],"required":true,"description":"Text of the note, 1-10 characters after entities parsing"},
		{"name":"parse_mode","types":["String"],"required":false,"description":"Mode"},
		{"name":"key","types":["String"],"required":false,"description":"A key, 1-4 bytes. Only characters A-Z, a-z, 0-9, _ and - are allowed."},
		{"name":"loud","types":["Boolean"],"required":false,"description":"Whether it is read out"},
		{"name":"speed","types":["Float"],"required":false,"description":"How fast"},
		{"name":"picture","types":["InputFile","String"],"required":false,"description":"A picture"},
		{"name":"pictures","types":["Array of String"],"required":false,"description":"Pictures"},
		{"name":"knob","types":["Knob"],"required":false,"description":"A knob"}]}},
	"types":{"Bell":{"name":"Bell","subtypes":["SmallBell","BigBell"]},
	"SmallBell":{"name":"SmallBell","fields":[{"name":"type","types":["String"],"required":true,"description":"Type of the bell, must be small"}]},
	"BigBell":{"name":"BigBell","fields":[{"name":"type","types":["String"],"required":true,"description":"Type of the bell, must be big"},
		{"name":"tones","types":["Array of Float"],"required":true,"description":"List of 1-3 tones"}]},
	"Knob":{"name":"Knob","description":["A knob. Exactly one of the fields other than text and style must be used."],"fields":[
		{"name":"text","types":["String"],"required":true,"description":"Its label"},
		{"name":"style","types":["String"],"required":false,"description":"Optional. Must be one of \"round\" (a ball) or \"flat\" (a plate)."},
		{"name":"data","types":["String"],"required":false,"description":"Optional. Data, 1-4 bytes"},
		{"name":"url","types":["String"],"required":false,"description":"Optional. An address"}]},
	"Note":{"name":"Note","fields":[{"name":"id","types":["Integer"],"required":true,"description":"Its number"}]},
	"Update":{"name":"Update","fields":[{"name":"update_id","types":["Integer"],"required":true,"description":"Its number"},
		{"name":"note","types":["Note"],"required":false,"description":"Optional. A note"}]}}}`

func ourSchema(t testing.TB) *Schema {
	t.Helper()
	file := filepath.Join(t.TempDir(), "api.json")
	if err := os.WriteFile(file, []byte(ourAPI), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := LoadSchema(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchemaOfOurs(t *testing.T) {
	s := ourSchema(t)
	tests := map[string]struct {
		values map[string]string
		want   string
	}{
		"Small":     {map[string]string{"bell": `{"type":"small"}`}, ""},
		"Big":       {map[string]string{"bell": `{"type":"big","tones":[1,2.5]}`, "times": "12"}, ""},
		"NoTones":   {map[string]string{"bell": `{"type":"big"}`}, `ring.bell: BigBell requires the field "tones"`},
		"ManyTones": {map[string]string{"bell": `{"type":"big","tones":[1,2,3,4]}`}, "ring.bell.tones: it has 4 items, allowed are 1-3"},
		"NoType":    {map[string]string{"bell": `{"tones":[1]}`}, "ring.bell: it is none of SmallBell, BigBell"},
		"TooOften":  {map[string]string{"bell": `{"type":"small"}`, "times": "13"}, "ring.times: it is 13, allowed are 1-12"},
		"NoBell":    {nil, `ring: required field "bell" is missing`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { checkViolations(t, s.CheckRequest("ring", tt.values), tt.want) })
	}
	t.Run("Notes", func(t *testing.T) { testNotes(t, s) })
	t.Run("Answers", func(t *testing.T) {
		checkViolations(t, s.CheckAnswer("write", json.RawMessage(`{"id":1}`)), "")
		checkViolations(t, s.CheckAnswer("write", json.RawMessage(`{"id":1.5}`)), "answer of write.id: it is no Integer")
		checkViolations(t, s.CheckAnswer("ring", json.RawMessage(`1`)), "answer of ring: it is no Boolean")
		checkViolations(t, s.CheckUpdate(json.RawMessage(`{"update_id":1,"note":{"id":1}}`)), "")
		checkViolations(t, s.CheckUpdate(json.RawMessage(`{"update_id":1}`)), "update: it has 1 fields, not update_id and one other")
	})
	t.Run("FilesThatAreNone", func(t *testing.T) {
		for name, content := range map[string]string{"empty.json": "{}", "text.json": "bells"} {
			file := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := LoadSchema(file); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %v, want an error that names it", name, err)
			}
		}
		if _, err := LoadSchema(filepath.Join(t.TempDir(), "absent.json")); err == nil {
			t.Error("an absent file is read")
		}
	})
}

func FuzzCheckRequest(f *testing.F) {
	s := ourSchema(f)
	for _, seed := range []string{`{"type":"big","tones":[1,2.5]}`, `[{"type":null}]`, `{"type":"big","tones":{"a":[[]]}}`, "null", "{", "\xff"} {
		f.Add(seed, "3")
	}
	f.Fuzz(func(t *testing.T, bell, times string) {
		for _, v := range s.CheckRequest("ring", map[string]string{"bell": bell, "times": times}) {
			if !strings.HasPrefix(v, "ring") {
				t.Fatalf("the violation %q does not say where", v)
			}
		}
		s.CheckAnswer("ring", json.RawMessage(bell)) // only that it ends
	})
}

// testNotes writes notes with one field more than a text.
func testNotes(t *testing.T, s *Schema) {
	tests := map[string]struct{ field, value, want string }{
		"Markup":       {"parse_mode", "HTML", ""},
		"Unparsed":     {"parse_mode", "", "write.text: it has 17 characters, allowed are 1-10"},
		"Key":          {"key", "a_-9", ""},
		"KeyTooLong":   {"key", "abcde", "write.key: it has 5 bytes, allowed are 1-4"},
		"KeyLetters":   {"key", "a b", "write.key: it has characters that are not allowed"},
		"Truth":        {"loud", "true", ""},
		"NoTruth":      {"loud", "perhaps", "write.loud: it is neither true nor false"},
		"Number":       {"speed", "1.5", ""},
		"NoNumber":     {"speed", "fast", "write.speed: it is no number"},
		"Upload":       {"picture", "attach://p", ""},
		"StrayUpload":  {"p0", "attach://p0", `write: unknown field "p0"`},
		"Knob":         {"knob", `{"text":"a","data":"b","style":"flat"}`, ""},
		"KnobNull":     {"knob", "null", ""},
		"KnobIdle":     {"knob", `{"text":"a"}`, "write.knob: Knob has 0 fields that say what it does, not exactly one"},
		"KnobTwice":    {"knob", `{"text":"a","data":"b","url":"c"}`, "write.knob: Knob has 2 fields that say what it does, not exactly one"},
		"KnobStyle":    {"knob", `{"text":"a","data":"b","style":"a ball"}`, "write.knob.style: its value is none of round, flat"},
		"KnobData":     {"knob", `{"text":"a","data":"bcdef"}`, "write.knob.data: it has 5 bytes, allowed are 1-4"},
		"KnobNoJSON":   {"knob", `{"text"`, "write.knob: it is no JSON"},
		"KnobUnknown":  {"knob", `{"text":"a","data":"b","size":1}`, `write.knob: Knob has no field "size"`},
		"ListIsNone":   {"pictures", `"a"`, "write.pictures: it is no array"},
		"ListOfWrong":  {"pictures", `["a",1]`, "write.pictures[1]: it is no String"},
		"UnknownField": {"mood", "calm", `write: unknown field "mood"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			values := map[string]string{"text": "<b>0123456789</b>", "parse_mode": "HTML"}
			values[tt.field] = tt.value
			checkViolations(t, s.CheckRequest("write", values), tt.want)
		})
	}
	t.Run("UploadReferredTo", func(t *testing.T) {
		checkViolations(t, s.CheckRequest("write", map[string]string{"text": "a", "pictures": `["attach://p0"]`, "p0": "attach"}), "")
	})
}
