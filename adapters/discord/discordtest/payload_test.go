package discordtest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

// long is text of n characters, each of three bytes.
func long(n int) string { return strings.Repeat("ə", n) }

// buttons are n buttons, the last of which has an id.
func buttons(n int, id string) []discordtest.Component {
	var row []discordtest.Component
	for i := range n {
		row = append(row, discordtest.Component{Type: discordtest.Button, Style: discordtest.Primary, Label: "B", CustomID: fmt.Sprint("b", i)})
	}
	row[n-1].CustomID = id
	return row
}

func inRows(rows ...[]discordtest.Component) map[string]any {
	var all []discordtest.Component
	for _, row := range rows {
		all = append(all, discordtest.Component{Type: discordtest.ActionRow, Components: row})
	}
	return map[string]any{"content": "a", "components": all}
}

func options(n int) []discordtest.SelectOption {
	var options []discordtest.SelectOption
	for i := range n {
		options = append(options, discordtest.SelectOption{Label: "o", Value: fmt.Sprint(i)})
	}
	return options
}

func selecting(c discordtest.Component) map[string]any {
	c.Type, c.CustomID = discordtest.StringSelect, "s"
	return inRows([]discordtest.Component{c})
}

func embeds(all ...discordtest.Embed) map[string]any { return map[string]any{"embeds": all} }

func button(c discordtest.Component) map[string]any {
	c.Type = discordtest.Button
	return inRows([]discordtest.Component{c})
}

func parts(all ...discordtest.Component) map[string]any {
	return map[string]any{"flags": discordtest.FlagComponentsV2, "components": all}
}

func words(n int) discordtest.Component {
	return discordtest.Component{Type: discordtest.TextDisplay, Content: long(n)}
}

// D12: what is within the limits is taken.
func TestWithinLimits(t *testing.T) {
	b := start(t, discordtest.Options{})
	fields := make([]discordtest.EmbedField, 25)
	for i := range fields {
		fields[i] = discordtest.EmbedField{Name: "n", Value: "v"}
	}
	forty := make([]discordtest.Component, 40)
	for i := range forty {
		forty[i] = words(100)
	}
	for name, body := range map[string]any{
		"Content":    map[string]any{"content": long(2000)},
		"TitleAndSo": embeds(discordtest.Embed{Title: long(256), Description: long(4096), Fields: []discordtest.EmbedField{{Name: long(256), Value: long(1024)}}}),
		"Footer":     embeds(discordtest.Embed{Footer: &discordtest.EmbedFooter{Text: long(2048)}, Author: &discordtest.EmbedAuthor{Name: long(256)}}),
		"Sum":        embeds(discordtest.Embed{Description: long(4096)}, discordtest.Embed{Description: long(1904)}),
		"Ten":        embeds(times(discordtest.Embed{Title: "T"}, 10)...),
		"Fields":     embeds(discordtest.Embed{Fields: fields}),
		"Buttons":    inRows(buttons(5, "x1"), buttons5("c"), buttons5("d"), buttons5("e"), buttons5(strings.Repeat("f", 99))),
		"Select":     selecting(discordtest.Component{Options: options(25), Placeholder: long(150), MaxValues: new(25)}),
		"Label":      button(discordtest.Component{Style: discordtest.Link, Label: long(80), URL: "https://example.org/" + strings.Repeat("a", 492)}),
		"Parts":      parts(forty...),
		"Nonce":      map[string]any{"content": "a", "nonce": strings.Repeat("n", 25)},
	} {
		t.Run(name, func(t *testing.T) { b.send(b.news, body) })
	}
}

// buttons5 are five buttons whose ids begin with a letter.
func buttons5(id string) []discordtest.Component {
	row := buttons(5, id)
	for i := range row {
		row[i].CustomID = id + fmt.Sprint(i)
	}
	return row
}

// times is a list of n equal elements.
func times[E any](e E, n int) []E { return slices.Repeat([]E{e}, n) }

// beyondTests are bodies beyond a limit, with the path and code of the error.
var beyondTests = map[string]struct {
	body       any
	path, code string
}{
	"Content":          {map[string]any{"content": long(2001)}, "content", "BASE_TYPE_MAX_LENGTH"},
	"Title":            {embeds(discordtest.Embed{Title: long(257)}), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"},
	"Description":      {embeds(discordtest.Embed{Title: "a"}, discordtest.Embed{Description: long(4097)}), "embeds.1.description", "BASE_TYPE_MAX_LENGTH"},
	"FieldName":        {embeds(discordtest.Embed{Fields: []discordtest.EmbedField{{Name: long(257), Value: "a"}}}), "embeds.0.fields.0.name", "BASE_TYPE_BAD_LENGTH"},
	"FieldValue":       {embeds(discordtest.Embed{Fields: []discordtest.EmbedField{{Name: "a", Value: long(1025)}}}), "embeds.0.fields.0.value", "BASE_TYPE_BAD_LENGTH"},
	"FieldWithout":     {embeds(discordtest.Embed{Fields: []discordtest.EmbedField{{Name: "a", Value: " "}}}), "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"},
	"Fields":           {embeds(discordtest.Embed{Fields: times(discordtest.EmbedField{Name: "a", Value: "b"}, 26)}), "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"},
	"Footer":           {embeds(discordtest.Embed{Footer: &discordtest.EmbedFooter{Text: long(2049)}}), "embeds.0.footer.text", "BASE_TYPE_BAD_LENGTH"},
	"Author":           {embeds(discordtest.Embed{Author: &discordtest.EmbedAuthor{Name: long(257)}}), "embeds.0.author.name", "BASE_TYPE_BAD_LENGTH"},
	"Eleven":           {embeds(times(discordtest.Embed{Title: "T"}, 11)...), "embeds", "BASE_TYPE_MAX_LENGTH"},
	"Sum":              {embeds(discordtest.Embed{Description: long(4096)}, discordtest.Embed{Description: long(1905)}), "embeds", "MAX_EMBED_SIZE_EXCEEDED"},
	"EmbedURL":         {embeds(discordtest.Embed{Title: "a", URL: "javascript:alert(1)"}), "embeds.0.url", "URL_TYPE_INVALID_SCHEME"},
	"EmbedNoURL":       {embeds(discordtest.Embed{Title: "a", URL: "nowhere"}), "embeds.0.url", "URL_TYPE_INVALID_URL"},
	"Color":            {embeds(discordtest.Embed{Title: "a", Color: new(1 << 24)}), "embeds.0.color", "NUMBER_TYPE_MAX"},
	"CustomID":         {inRows(buttons(1, strings.Repeat("x", 101))), "components.0.components.0.custom_id", "BASE_TYPE_BAD_LENGTH"},
	"CustomIDTwice":    {inRows(buttons(2, "b0")), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"},
	"CustomIDElse":     {inRows(buttons(1, "x"), buttons(1, "x")), "components.1.components.0.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"},
	"CustomIDNone":     {inRows(buttons(1, "")), "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED"},
	"Label":            {button(discordtest.Component{Style: 1, Label: long(81), CustomID: "x"}), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"},
	"NoLabel":          {button(discordtest.Component{Style: 1, CustomID: "x"}), "components.0.components.0", "BUTTON_COMPONENT_INVALID"},
	"NoStyle":          {button(discordtest.Component{Label: "a", CustomID: "x"}), "components.0.components.0.style", "BASE_TYPE_CHOICES"},
	"LinkURL":          {button(discordtest.Component{Style: 5, Label: "a", URL: "https://example.org/" + strings.Repeat("a", 493)}), "components.0.components.0.url", "BASE_TYPE_BAD_LENGTH"},
	"LinkScheme":       {button(discordtest.Component{Style: 5, Label: "a", URL: "ftp://example.org"}), "components.0.components.0.url", "URL_TYPE_INVALID_SCHEME"},
	"LinkWithID":       {button(discordtest.Component{Style: 5, Label: "a", URL: "https://example.org", CustomID: "x"}), "components.0.components.0.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"},
	"ButtonWithURL":    {button(discordtest.Component{Style: 1, Label: "a", URL: "https://example.org", CustomID: "x"}), "components.0.components.0.url", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"},
	"SixInRow":         {inRows(buttons(6, "x")), "components.0.components", "BASE_TYPE_BAD_LENGTH"},
	"EmptyRow":         {inRows(nil), "components.0.components", "BASE_TYPE_BAD_LENGTH"},
	"SixRows":          {inRows(buttons5("a"), buttons5("b"), buttons5("c"), buttons5("d"), buttons5("e"), buttons5("f")), "components", "BASE_TYPE_BAD_LENGTH"},
	"NoRow":            {map[string]any{"content": "a", "components": buttons(1, "x")}, "components.0.type", "UNION_TYPE_CHOICES"},
	"Options":          {selecting(discordtest.Component{Options: options(26)}), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"},
	"NoOptions":        {selecting(discordtest.Component{}), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"},
	"OptionLabel":      {selecting(discordtest.Component{Options: []discordtest.SelectOption{{Label: long(101), Value: "a"}}}), "components.0.components.0.options.0.label", "BASE_TYPE_BAD_LENGTH"},
	"OptionValue":      {selecting(discordtest.Component{Options: []discordtest.SelectOption{{Label: "a", Value: long(101)}}}), "components.0.components.0.options.0.value", "BASE_TYPE_BAD_LENGTH"},
	"OptionTwice":      {selecting(discordtest.Component{Options: append(options(1), options(1)...)}), "components.0.components.0.options.1.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"},
	"Placeholder":      {selecting(discordtest.Component{Options: options(1), Placeholder: long(151)}), "components.0.components.0.placeholder", "BASE_TYPE_MAX_LENGTH"},
	"MaxValues":        {selecting(discordtest.Component{Options: options(1), MaxValues: new(26)}), "components.0.components.0.max_values", "BASE_TYPE_BAD_LENGTH"},
	"SelectInRow":      {inRows(append(buttons(1, "x"), discordtest.Component{Type: discordtest.StringSelect, CustomID: "s", Options: options(1)})), "components.0.components.1", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"},
	"Nonce":            {map[string]any{"content": "a", "nonce": strings.Repeat("n", 26)}, "nonce", "NONCE_TYPE_TOO_LONG"},
	"Parse":            {json.RawMessage(`{"content":"a","allowed_mentions":{"parse":["all"]}}`), "allowed_mentions.parse.0", "BASE_TYPE_CHOICES"},
	"Type":             {json.RawMessage(`{"content":5}`), "content", "MODEL_TYPE_CONVERT"},
	"TooManyParts":     {parts(times(words(1), 41)...), "components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"},
	"TooManyWords":     {parts(words(4000), words(1)), "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"},
	"ContentAndParts":  {json.RawMessage(`{"content":"a","flags":32768,"components":[{"type":10,"content":"b"}]}`), "content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
	"EmbedAndParts":    {json.RawMessage(`{"embeds":[{"title":"a"}],"flags":32768,"components":[{"type":10,"content":"b"}]}`), "embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"},
	"SectionWithout":   {parts(discordtest.Component{Type: discordtest.Section, Components: []discordtest.Component{words(1)}}), "components.0.accessory", "BASE_TYPE_REQUIRED"},
	"UnknownComponent": {parts(discordtest.Component{Type: 99}), "components.0.type", "UNION_TYPE_CHOICES"},
}

// D12
func TestBeyondLimits(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	for name, c := range beyondTests {
		t.Run(name, func(t *testing.T) {
			a := b.bad(400, 50035, "POST", messages(b.news), c.body)
			if !a.hasError(c.path, c.code) {
				t.Errorf("errors %s, want %s at %s", a.Errors, c.code, c.path)
			}
			if a.Message != "Invalid Form Body" {
				t.Errorf("message %q", a.Message)
			}
		})
	}
	if n := len(b.news.BotPosts()); n != 0 {
		t.Errorf("%d messages were stored", n)
	}
	r := b.Refused()
	if last := r[len(r)-1]; last.Code != 50035 || last.Route != discordtest.SendRoute || last.Channel != b.news.ID() || len(last.Errors) == 0 {
		t.Errorf("Refused ends with %+v", last)
	}
}

func TestNothingToSend(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	for name, body := range map[string]any{
		"Nothing": `{}`, "Space": `{"content":" \n "}`, "EmptyEmbed": `{"embeds":[{}]}`, "NoBody": nil,
		"OnlyButtons": `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"a","custom_id":"b"}]}]}`,
	} {
		t.Run(name, func(t *testing.T) { b.bad(400, 50006, "POST", messages(b.news), body) })
	}
	t.Run("NoJSON", func(t *testing.T) { b.bad(400, 50109, "POST", messages(b.news), `{"content":`) })
}

// The flag of components v2 stays, and brings the rest to an end.
func TestPartsByEditing(t *testing.T) {
	b := start(t, discordtest.Options{})
	m := b.send(b.news, "before")
	got := good[discordtest.Message](b, "PATCH", message(b.news, m.ID), `{"content":null,"flags":32768,"components":[{"type":17,"accent_color":255,"components":[
		{"type":10,"content":"# After"},{"type":14},{"type":9,"components":[{"type":10,"content":"It is so."}],"accessory":{"type":2,"style":1,"label":"Why","custom_id":"w"}}]}]}`)
	if got.Content != "" || got.Flags&discordtest.FlagComponentsV2 == 0 {
		t.Errorf("the message is %+v", got)
	}
	p := b.last(b.news)
	if p.Text != "After\nIt is so." || p.Labels()[0] != "Why" {
		t.Errorf("shown is %q with %q", p.Text, p.Labels())
	}
	a := b.bad(400, 50035, "PATCH", message(b.news, m.ID), `{"content":"back","flags":0}`)
	if !a.hasError("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2") {
		t.Errorf("errors %s", a.Errors)
	}
}

func TestPictures(t *testing.T) {
	b := start(t, discordtest.Options{})
	body := `{"flags":32768,"components":[{"type":12,"items":[{"media":{"url":"attachment://a.png"},"description":"a line"}]},{"type":13,"file":{"url":"attachment://a.png"}},
		{"type":9,"components":[{"type":10,"content":"b"}],"accessory":{"type":11,"media":{"url":"https://example.org/b.png"}}}]}`
	if a := b.upload("POST", messages(b.news), body, discordtest.File{Name: "a.png", Content: []byte("x")}); a.Status != 200 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	m := b.last(b.news).Message
	at := m.Attachments[0].URL
	if m.Components[0].Items[0].Media.URL != at || m.Components[1].File.URL != at || m.Components[2].Accessory.Media.ID == 0 {
		t.Errorf("the message is %+v", m)
	}
}
