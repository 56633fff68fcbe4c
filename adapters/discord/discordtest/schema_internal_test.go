package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// realFile is the description of the API in the folder that the environment
// names.
func realFile(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Skip("WIREBRIEF_TESTDATA names no folder with specs/discord-openapi.json")
	}
	return filepath.Join(folder, "specs", "discord-openapi.json")
}

func realSchema(t testing.TB) *Schema {
	t.Helper()
	s, err := LoadSchema(realFile(t))
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

// The routes of the tests.
const (
	newMessage = "POST /api/v10/channels/12/messages"
	callback   = "POST /api/v10/interactions/12/to-ken_1/callback"
	original   = "PATCH /api/v10/webhooks/12/to-ken_1/messages/@original"
	commands   = "PUT /api/v9/applications/12/commands"
)

// requestTests are requests with the violation that they have; kin is the
// component of the body by which kin-openapi judges it, too.
var requestTests = map[string]struct{ request, body, want, kin string }{
	"Content":            {newMessage, `{"content":"Good morning"}`, "", "MessageCreateRequest"},
	"NoHostNorVersion":   {"POST /channels/12/messages", `{"content":"Good morning"}`, "", ""},
	"Template":           {"POST /channels/{channel_id}/messages", `{"content":"Good morning"}`, "", ""},
	"WholeAddress":       {"GET http://127.0.0.1:4711/api/v10/gateway/bot", "", "", ""},
	"Embed":              {newMessage, `{"embeds":[{"type":"rich","title":"Strike","url":"https://example.com/1","description":"a","color":3447003,"footer":{"text":"f"},"fields":[{"name":"n","value":"v","inline":true}],"timestamp":"2026-11-06T08:00:00Z"}],"allowed_mentions":{"parse":[]},"nonce":"abcdefghijklmnopqrstuvwxy","enforce_nonce":true,"flags":4096}`, "", "MessageCreateRequest"},
	"Buttons":            {newMessage, `{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Read","custom_id":"w:1"},{"type":2,"style":5,"label":"Site","url":"https://example.com"}]},{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"a","value":"b","description":"c"}],"placeholder":"Which?"}]}]}`, "", "MessageCreateRequest"},
	"ComponentsV2":       {newMessage, `{"flags":32768,"components":[{"type":17,"accent_color":1,"components":[{"type":10,"content":"a"},{"type":14,"divider":true,"spacing":1},{"type":9,"components":[{"type":10,"content":"b"}],"accessory":{"type":2,"style":2,"label":"x","custom_id":"y"}}]}]}`, "", "MessageCreateRequest"},
	"Reply":              {newMessage, `{"content":"a","message_reference":{"message_id":"7","fail_if_not_exists":false}}`, "", "MessageCreateRequest"},
	"Attachments":        {newMessage, `{"content":"a","attachments":[{"id":"0","filename":"data.json","description":"d"}]}`, "", "MessageCreateRequest"},
	"Null":               {newMessage, `{"content":null,"embeds":null,"components":null}`, "", "MessageCreateRequest"},
	"Defer":              {callback, `{"type":5,"data":{"flags":64}}`, "", "CreateMessageInteractionCallbackRequest"},
	"DeferUpdate":        {callback, `{"type":6}`, "", "UpdateMessageInteractionCallbackRequest"},
	"Answer":             {callback, `{"type":4,"data":{"content":"a","flags":64,"allowed_mentions":{"parse":[]}}}`, "", "CreateMessageInteractionCallbackRequest"},
	"AnswerWithResponse": {callback + "?with_response=true", `{"type":4,"data":{"content":"a"}}`, "", ""},
	"Choices":            {callback, `{"type":8,"data":{"choices":[{"name":"karabakh","value":"karabakh"}]}}`, "", "ApplicationCommandAutocompleteCallbackRequest"},
	"Form":               {callback, `{"type":9,"data":{"custom_id":"a:1","title":"Which topic?","components":[{"type":1,"components":[{"type":4,"custom_id":"v","style":1,"label":"Topic","max_length":100,"required":true}]}]}}`, "", "ModalInteractionCallbackRequest"},
	"Pong":               {callback, `{"type":1}`, "", "PongInteractionCallbackRequest"},
	"EditOriginal":       {original, `{"content":"","embeds":[],"components":[],"allowed_mentions":{"parse":[]}}`, "", "IncomingWebhookUpdateRequestPartial"},
	"FollowUp":           {"POST /api/v10/webhooks/12/to-ken_1?wait=true", `{"content":"a","flags":64}`, "", "IncomingWebhookRequestPartial"},
	"ForumPost":          {"POST /api/v10/channels/12/threads", `{"name":"Morning","message":{"content":"a"},"applied_tags":["5"],"auto_archive_duration":1440}`, "", "CreateForumThreadRequest"},
	"Unarchive":          {"PATCH /api/v10/channels/12", `{"archived":false}`, "", "UpdateThreadRequestPartial"},
	"DirectMessages":     {"POST /api/v10/users/@me/channels", `{"recipient_id":"5"}`, "", ""},
	"Crosspost":          {"POST /api/v10/channels/12/messages/7/crosspost", "", "", ""},
	"History":            {"GET /api/v10/channels/12/messages?limit=50&before=7", "", "", ""},
	"Commands": {commands, `[{"type":1,"name":"latest","description":"Newest stories","default_member_permissions":"16","contexts":[0,1,2],"integration_types":[0,1],"options":[` +
		`{"type":3,"name":"topic","description":"Which","autocomplete":true},{"type":7,"name":"channel","description":"Where","channel_types":[0,5]},{"type":5,"name":"only_me","description":"x"},{"type":3,"name":"span","description":"s","choices":[{"name":"today","value":"today"}]}]},{"type":3,"name":"Brief this"}]`, "", ""},
	"PermissionsNumber": {commands, `[{"type":1,"name":"a","description":"b","default_member_permissions":16}]`, "PUT /applications/{application_id}/commands[0].default_member_permissions: 16 is not string or null", ""},

	"NoSuchRoute":        {"POST /api/v10/channels/12/mesages", `{}`, "POST /channels/12/mesages: there is no such route", ""},
	"NoSuchMethod":       {"PUT /api/v10/channels/12/messages", `{}`, "PUT /channels/{channel_id}/messages: there is no such method there", ""},
	"EmptySegment":       {"POST /api/v10/channels//messages", `{}`, "POST /channels//messages: there is no such route", ""},
	"UnreadableAddress":  {"GET %zz", "", "GET: the address cannot be read", ""},
	"UnknownParameter":   {"GET /api/v10/channels/12/messages?count=5", "", `GET /channels/{channel_id}/messages: unknown parameter "count"`, ""},
	"ParameterType":      {"GET /api/v10/channels/12/messages?limit=many", "", `GET /channels/{channel_id}/messages: limit: "many" is not integer`, ""},
	"ParameterBound":     {"GET /api/v10/channels/12/messages?limit=101", "", `GET /channels/{channel_id}/messages: limit: 101 is out of bounds`, ""},
	"NoBody":             {newMessage, "", "POST /channels/{channel_id}/messages: there is no body", ""},
	"StrayBody":          {"POST /api/v10/channels/12/messages/7/crosspost", `{}`, "POST /channels/{channel_id}/messages/{message_id}/crosspost: a body is sent where none is taken", ""},
	"NoJSON":             {newMessage, `{"content":`, "POST /channels/{channel_id}/messages: it is no JSON: unexpected EOF", ""},
	"TrailingJSON":       {newMessage, `{"content":"a"} x`, "POST /channels/{channel_id}/messages: it is no JSON: something follows the value", ""},
	"NoObject":           {newMessage, `[]`, "POST /channels/{channel_id}/messages: the array is not object", "MessageCreateRequest"},
	"UnknownField":       {newMessage, `{"content":"a","silent":true}`, `POST /channels/{channel_id}/messages: unknown field "silent"`, ""},
	"NestedUnknown":      {newMessage, `{"embeds":[{"titel":"a"}]}`, `POST /channels/{channel_id}/messages: embeds[0]: unknown field "titel"`, ""},
	"Type":               {newMessage, `{"content":7}`, "POST /channels/{channel_id}/messages: content: 7 is not string or null", "MessageCreateRequest"},
	"ContentTooLong":     {callback, `{"type":4,"data":{"content":"` + strings.Repeat("ж", 2001) + `"}}`, "POST /interactions/{interaction_id}/{interaction_token}/callback: data.content: it has 2001 characters, at most 2000", "CreateMessageInteractionCallbackRequest"},
	"TitleTooLong":       {newMessage, `{"embeds":[{"title":"` + strings.Repeat("ж", 257) + `"}]}`, "POST /channels/{channel_id}/messages: embeds[0].title: it has 257 characters, at most 256", "MessageCreateRequest"},
	"TooManyEmbeds":      {newMessage, `{"embeds":[` + strings.TrimSuffix(strings.Repeat(`{"title":"a"},`, 11), ",") + `]}`, "POST /channels/{channel_id}/messages: embeds: it has 11 items, at most 10", "MessageCreateRequest"},
	"TooManyFields":      {newMessage, `{"embeds":[{"fields":[` + strings.TrimSuffix(strings.Repeat(`{"name":"a","value":"b"},`, 26), ",") + `]}]}`, "POST /channels/{channel_id}/messages: embeds[0].fields: it has 26 items, at most 25", "MessageCreateRequest"},
	"CustomIDTooLong":    {newMessage, `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"` + strings.Repeat("a", 101) + `"}]}]}`, "POST /channels/{channel_id}/messages: components[0].components[0].custom_id: it has 101 characters, at most 100", "MessageCreateRequest"},
	"SixButtons":         {newMessage, `{"components":[{"type":1,"components":[` + strings.TrimSuffix(strings.Repeat(`{"type":2,"style":1,"label":"a","custom_id":"b"},`, 6), ",") + `]}]}`, "POST /channels/{channel_id}/messages: components[0].components: it has 6 items, at most 5", "MessageCreateRequest"},
	"ButtonStyle":        {newMessage, `{"components":[{"type":1,"components":[{"type":2,"style":9,"label":"a","custom_id":"b"}]}]}`, "POST /channels/{channel_id}/messages: components[0].components[0].style: 9 is none of the values allowed", "MessageCreateRequest"},
	"ComponentType":      {newMessage, `{"components":[{"type":99}]}`, "POST /channels/{channel_id}/messages: components[0]: the object is nothing that is described", "MessageCreateRequest"},
	"TextInputInMessage": {newMessage, `{"components":[{"type":1,"components":[{"type":4,"custom_id":"a","style":1,"label":"b"}]}]}`, "POST /channels/{channel_id}/messages: components[0].components[0]: the object is nothing that is described", "MessageCreateRequest"},
	"NoCustomID":         {callback, `{"type":9,"data":{"title":"a","components":[{"type":10,"content":"b"}]}}`, `POST /interactions/{interaction_id}/{interaction_token}/callback: data: required field "custom_id" is missing`, "ModalInteractionCallbackRequest"},
	"CallbackType":       {callback, `{"type":3}`, "POST /interactions/{interaction_id}/{interaction_token}/callback: the object is nothing that is described", ""},
	"TooManyChoices":     {callback, `{"type":8,"data":{"choices":[` + strings.TrimSuffix(strings.Repeat(`{"name":"a","value":"b"},`, 26), ",") + `]}}`, "POST /interactions/{interaction_id}/{interaction_token}/callback: data.choices: it has 26 items, at most 25", "ApplicationCommandAutocompleteCallbackRequest"},
	"Snowflake":          {"POST /api/v10/users/@me/channels", `{"recipient_id":"ana"}`, `POST /users/@me/channels: recipient_id: "ana" is not as ^(0|[1-9][0-9]*)$`, ""},
	"SnowflakeNumber":    {"POST /api/v10/users/@me/channels", `{"recipient_id":5}`, "POST /users/@me/channels: recipient_id: 5 is nothing that is described", ""},
	"SnowflakeTooLarge":  {"POST /api/v10/users/@me/channels", `{"recipient_id":"99999999999999999999"}`, `POST /users/@me/channels: recipient_id: "99999999999999999999" is no snowflake`, ""},
	"MentionTwice":       {newMessage, `{"content":"a","allowed_mentions":{"parse":["users","users"]}}`, `POST /channels/{channel_id}/messages: allowed_mentions.parse: "users" is there twice`, "MessageCreateRequest"},
	"MentionKind":        {newMessage, `{"content":"a","allowed_mentions":{"parse":["all"]}}`, `POST /channels/{channel_id}/messages: allowed_mentions.parse[0]: "all" is none of the values allowed`, "MessageCreateRequest"},
	"TimestampFormat":    {newMessage, `{"embeds":[{"timestamp":"yesterday"}]}`, `POST /channels/{channel_id}/messages: embeds[0].timestamp: "yesterday" is no date-time`, "MessageCreateRequest"},
	"LinkFormat":         {newMessage, `{"embeds":[{"title":"a","url":"nowhere"}]}`, `POST /channels/{channel_id}/messages: embeds[0].url: "nowhere" is no uri`, ""},
	"NonceTooLong":       {newMessage, `{"content":"a","nonce":"` + strings.Repeat("a", 26) + `"}`, "POST /channels/{channel_id}/messages: nonce: it has 26 characters, at most 25", "MessageCreateRequest"},
	"ColorFraction":      {newMessage, `{"embeds":[{"color":1.5}]}`, "POST /channels/{channel_id}/messages: embeds[0].color: 1.5 is not integer or null", "MessageCreateRequest"},
	"ColorTooLarge":      {newMessage, `{"embeds":[{"color":16777216}]}`, "POST /channels/{channel_id}/messages: embeds[0].color: 16777216 is out of bounds", "MessageCreateRequest"},
	"NameEmpty":          {"POST /api/v10/channels/12/threads", `{"name":"","message":{"content":"a"}}`, "POST /channels/{channel_id}/threads: name: it has 0 characters, at least 1", "CreateForumThreadRequest"},
	"LocaleText":         {commands, `[{"type":1,"name":"a","description":"b","name_localizations":{"de":""}}]`, "PUT /applications/{application_id}/commands[0].name_localizations.de: it has 0 characters, at least 1", ""},
}

// TestSchemaRequests holds requests against the real description.
func TestSchemaRequests(t *testing.T) {
	s := realSchema(t)
	for name, tt := range requestTests {
		t.Run(name, func(t *testing.T) {
			method, target, _ := strings.Cut(tt.request, " ")
			checkViolations(t, s.CheckRequest(method, target, "application/json", []byte(tt.body)), tt.want)
		})
	}
}

// TestSchemaAgreesWithKin lets kin-openapi, with its JSON Schema of 2020, judge
// the same bodies: where it refuses, so do we, and where we refuse for another
// reason than an unknown field, so does it.
func TestSchemaAgreesWithKin(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromFile(realFile(t))
	if err != nil {
		t.Fatal(err)
	}
	judged := 0
	for name, tt := range requestTests {
		if tt.kin == "" {
			continue
		}
		judged++
		t.Run(name, func(t *testing.T) {
			var value any
			if err := json.Unmarshal([]byte(tt.body), &value); err != nil {
				t.Fatal(err)
			}
			err := doc.Components.Schemas[tt.kin].Value.VisitJSON(value, openapi3.EnableJSONSchema2020(), openapi3.EnableFormatValidation())
			if (err == nil) != (tt.want == "") {
				t.Errorf("kin-openapi says %v, the test %q", err, tt.want)
			}
		})
	}
	if judged < 20 {
		t.Errorf("only %d bodies were judged", judged)
	}
}

func TestSchemaForms(t *testing.T) {
	s := realSchema(t)
	form := func(parts ...string) (string, []byte) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for i := 0; i+1 < len(parts); i += 2 {
			if field, file, is := strings.Cut(parts[i], "="); is {
				part, _ := w.CreateFormFile(field, file)
				fmt.Fprint(part, parts[i+1])
			} else if err := w.WriteField(parts[i], parts[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		w.Close()
		return w.FormDataContentType(), b.Bytes()
	}
	const where = "POST /channels/{channel_id}/messages: "
	tests := map[string]struct {
		parts []string
		want  string
	}{
		"File":         {[]string{"payload_json", `{"content":"a"}`, "files[0]=data.json", "{}"}, ""},
		"BadPayload":   {[]string{"payload_json", `{"contents":"a"}`, "files[0]=data.json", "{}"}, where + `unknown field "contents"`},
		"UnknownPart":  {[]string{"payload_json", `{"content":"a"}`, "document=data.json", "{}"}, where + `unknown part "document" of the form`},
		"NamelessFile": {[]string{"payload_json", `{"content":"a"}`, "files[0]", "{}"}, where + "the file files[0] has no name"},
		"NoPayload":    {[]string{"files[0]=data.json", "{}"}, where + "there is no body"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			kind, body := form(tt.parts...)
			checkViolations(t, s.CheckRequest("POST", "/channels/12/messages", kind, body), tt.want)
		})
	}
	t.Run("Broken", func(t *testing.T) {
		kind, body := form("payload_json", `{"content":"a"}`)
		checkViolations(t, s.CheckRequest("POST", "/channels/12/messages", kind, body[:len(body)-9]), where+"the form cannot be read: unexpected EOF")
	})
	for name, kind := range map[string]string{"NoContentType": "", "Text": "text/plain"} {
		t.Run(name, func(t *testing.T) {
			checkViolations(t, s.CheckRequest("POST", "/channels/12/messages", kind, []byte(`{"content":"a"}`)), fmt.Sprintf("%sa body of the content type %q is sent", where, kind))
		})
	}
}

const (
	anAuthor  = `{"id":"1","username":"wirebrief","avatar":null,"discriminator":"4711","public_flags":0,"flags":0,"global_name":null,"primary_guild":null,"bot":true}`
	aMessage  = `{"id":"7","channel_id":"12","author":` + anAuthor + `,"type":0,"content":"a","mentions":[],"mention_roles":[],"mention_everyone":false,"attachments":[],"embeds":[],"timestamp":"2026-11-06T08:00:00Z","edited_timestamp":null,"flags":0,"components":[],"pinned":false,"tts":false`
	theErrors = `{"message":"Invalid Form Body","code":50035,"errors":{"embeds":{"0":{"title":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 256 or fewer in length."}]}}}}}`
)

func TestSchemaAnswers(t *testing.T) {
	s := realSchema(t)
	tests := map[string]struct {
		request string
		status  int
		answer  string
		want    string
	}{
		"Message":       {newMessage, 200, aMessage + "}", ""},
		"Gateway":       {"GET /api/v10/gateway/bot", 200, `{"url":"wss://127.0.0.1:1","shards":1,"session_start_limit":{"total":1000,"remaining":999,"reset_after":0,"max_concurrency":1}}`, ""},
		"Callback":      {callback, 204, "", ""},
		"Removed":       {"DELETE /api/v10/webhooks/12/to-ken_1/messages/@original", 204, "", ""},
		"Refused":       {newMessage, 403, `{"message":"Missing Access","code":50001}`, ""},
		"TooMany":       {newMessage, 429, `{"message":"You are being rate limited.","retry_after":1.5,"global":false}`, ""},
		"Overloaded":    {newMessage, 502, "<html>", ""},
		"Extra":         {newMessage, 200, aMessage + `,"mood":"calm"}`, `answer 200 of POST /channels/{channel_id}/messages: unknown field "mood"`},
		"NoID":          {newMessage, 200, strings.Replace(aMessage, `"id":"7",`, "", 1) + "}", `answer 200 of POST /channels/{channel_id}/messages: required field "id" is missing`},
		"Author":        {newMessage, 200, strings.Replace(aMessage, `"4711"`, "4711", 1) + "}", "answer 200 of POST /channels/{channel_id}/messages: author.discriminator: 4711 is not string"},
		"Status":        {newMessage, 201, aMessage + "}", "answer 201 of POST /channels/{channel_id}/messages: only 200, 429, 4XX are described"},
		"BodyOfNothing": {callback, 204, "{}", "answer 204 of POST /interactions/{interaction_id}/{interaction_token}/callback: it has a body, which should be empty"},
		"NoJSON":        {newMessage, 403, "<html>", "answer 403 of POST /channels/{channel_id}/messages: it is no JSON: invalid character '<' looking for beginning of value"},
		"NoCode":        {newMessage, 403, `{"message":"Missing Access"}`, `answer 403 of POST /channels/{channel_id}/messages: required field "code" is missing`},
		"NoRetryAfter":  {newMessage, 429, `{"message":"a","global":false}`, `answer 429 of POST /channels/{channel_id}/messages: required field "retry_after" is missing`},
		"NoSuchRoute":   {"GET /api/v10/nothing", 404, `{}`, "GET /nothing: there is no such route"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			method, target, _ := strings.Cut(tt.request, " ")
			checkViolations(t, s.CheckAnswer(method, target, tt.status, []byte(tt.answer)), tt.want)
		})
	}
}

// TestSchemaErrorTree holds the tree of what is wrong with a form against the
// description, which wants a number where Discord writes a word.
func TestSchemaErrorTree(t *testing.T) {
	checkViolations(t, realSchema(t).CheckAnswer("POST", "/channels/12/messages", 400, []byte(theErrors)), "")
}

func TestSchemaObjects(t *testing.T) {
	s := realSchema(t)
	checkViolations(t, s.CheckObject("MessageResponse", []byte(aMessage+"}")), "")
	checkViolations(t, s.CheckObject("UserResponse", []byte(`{"id":"1"`+strings.TrimPrefix(anAuthor, `{"id":"1"`))), "")
	checkViolations(t, s.CheckObject("MessageResponse", []byte(aMessage+`,"mood":"calm"}`)), `MessageResponse: unknown field "mood"`)
	checkViolations(t, s.CheckObject("Mood", []byte(`{}`)), "Mood: there is no such component")
}

func TestSchemaIsReadOnce(t *testing.T) {
	file := realFile(t)
	realSchema(t)
	var all sync.WaitGroup
	found := make([]*Schema, 50)
	for i := range found {
		all.Go(func() { found[i], _ = LoadSchema(file) })
	}
	all.Wait()
	for _, s := range found {
		if s == nil || s != found[0] {
			t.Fatal("the file was read again")
		}
	}
}

func TestLoadSchemaRefuses(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"NoJSON":  "{",
		"Empty":   `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{}}`,
		"Pattern": `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"d"}}}}},"components":{"schemas":{"A":{"type":"string","pattern":"("}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(folder, name+".json")
			if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := LoadSchema(file); err == nil || !strings.Contains(err.Error(), file) {
				t.Errorf("the error is %v", err)
			}
		})
	}
	t.Run("Absent", func(t *testing.T) {
		if _, err := LoadSchema(filepath.Join(folder, "absent")); err == nil {
			t.Error("it was read")
		}
	})
}

// FuzzSchema finds no body that makes the check panic.
func FuzzSchema(f *testing.F) {
	s := realSchema(f)
	for _, tt := range requestTests {
		f.Add(tt.request, tt.body)
	}
	f.Fuzz(func(t *testing.T, request, body string) {
		method, target, _ := strings.Cut(request, " ")
		for _, v := range s.CheckRequest(method, target, "application/json", []byte(body)) {
			if v == "" {
				t.Error("a violation without a word")
			}
		}
		s.CheckAnswer(method, target, 200, []byte(body))
	})
}

// BenchmarkSchema checks a large message: tests send thousands of them.
func BenchmarkSchema(b *testing.B) {
	s := realSchema(b)
	embed := `{"type":"rich","title":"Strike","url":"https://example.com/1","description":"` + strings.Repeat("a", 3000) + `","color":3447003,"footer":{"text":"f"}}`
	row := `{"type":1,"components":[` + strings.TrimSuffix(strings.Repeat(`{"type":2,"style":1,"label":"Read","custom_id":"w:1"},`, 5), ",") + `]}`
	body := []byte(`{"content":"","embeds":[` + embed + `,` + embed + `],"components":[` + strings.TrimSuffix(strings.Repeat(row+",", 5), ",") + `],"allowed_mentions":{"parse":[]},"nonce":"a","enforce_nonce":true}`)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if v := s.CheckRequest("POST", "/channels/12/messages", "application/json", body); len(v) > 0 {
			b.Fatal(v)
		}
	}
}
