package telegramtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// shown writes an entity with the text it covers: `bold "words"`.
func shown(plain string, e Entity) string {
	units := utf16.Encode([]rune(plain))
	s := fmt.Sprintf("%s %q", e.Type, string(utf16.Decode(units[e.Offset:e.end()])))
	switch {
	case e.URL != "":
		s += " " + e.URL
	case e.Language != "":
		s += " " + e.Language
	case e.User != nil:
		s += fmt.Sprintf(" %d", e.User.ID)
	case e.UnixTime != 0:
		s += fmt.Sprintf(" %d %s", e.UnixTime, e.DateTimeFormat)
	}
	return s
}

// A parsed case gives a text and what the server makes of it.
type parsed struct {
	text, plain string
	entities    []string
}

func checkParsed(t *testing.T, mode string, tests map[string]parsed) {
	t.Helper()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			plain, entities, err := parseText(tt.text, mode)
			if err != nil {
				t.Fatal(err)
			}
			if plain != tt.plain {
				t.Errorf("plain text %q, want %q", plain, tt.plain)
			}
			var got []string
			for _, e := range entities {
				got = append(got, shown(plain, e))
			}
			if !slices.Equal(got, tt.entities) {
				t.Errorf("entities\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.entities, "\n"))
			}
		})
	}
}

func checkRefused(t *testing.T, mode string, tests map[string]struct{ text, want string }) {
	t.Helper()
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			plain, _, err := parseText(tt.text, mode)
			if err == nil {
				t.Fatalf("parsed to %q, want the complaint %q", plain, tt.want)
			}
			if err.Error() != tt.want {
				t.Errorf("complaint %q, want %q", err, tt.want)
			}
		})
	}
}

func TestTextWithoutMode(t *testing.T) {
	checkParsed(t, "", map[string]parsed{
		"Plain":            {"The ferry is late.", "The ferry is late.", nil},
		"MarkupStays":      {"<b>late</b> *late*", "<b>late</b> *late*", nil},
		"Trimmed":          {" \n\t late \n ", "late", nil},
		"ControlsAreBlank": {"a\x01b\tc\r\nd", "a b c\nd", nil},
		"BidiTakenOut":     {"a\u202eb\u2028c", "abc", nil},
	})
	checkRefused(t, "", map[string]struct{ text, want string }{
		"Blank":     {" \n ", "text must be non-empty"},
		"Invisible": {"\u200b\u200d", "text must be non-empty"},
		"NotUTF8":   {"a\xffb", "strings must be encoded in UTF-8"},
	})
	checkRefused(t, "bbcode", map[string]struct{ text, want string }{"UnknownMode": {"a", "unsupported parse_mode"}})
}

func TestFoundEntities(t *testing.T) {
	checkParsed(t, "", map[string]parsed{
		"Mention":             {"ask @harbour_desk, please", "ask @harbour_desk, please", []string{`mention "@harbour_desk"`}},
		"ShortNameIsNone":     {"ask @abc", "ask @abc", nil},
		"JoinerPreventsIt":    {"ask @\u200dharbour_desk", "ask @\u200dharbour_desk", nil},
		"NotInAWord":          {"a@harbour_desk", "a@harbour_desk", nil},
		"Command":             {"/latest grain", "/latest grain", []string{`bot_command "/latest"`}},
		"CommandAtBot":        {"/latest@news_bot grain", "/latest@news_bot grain", []string{`bot_command "/latest@news_bot"`}},
		"CommandBeforeDash":   {"/add—x", "/add—x", []string{`bot_command "/add"`}},
		"SlashesAreNone":      {"and/or 1/2 //a", "and/or 1/2 //a", nil},
		"Hashtag":             {"#grain and #2026 and #п1", "#grain and #2026 and #п1", []string{`hashtag "#grain"`, `hashtag "#п1"`}},
		"Cashtag":             {"$USD, $usd, $5", "$USD, $usd, $5", []string{`cashtag "$USD"`}},
		"Address":             {"see https://example.com/a_(b), or", "see https://example.com/a_(b), or", []string{`url "https://example.com/a_(b)"`}},
		"AddressBare":         {"see example.com.", "see example.com.", []string{`url "example.com"`}},
		"NoSuchTop":           {"file.txtx and 2.5 and e.g. this.", "file.txtx and 2.5 and e.g. this.", nil},
		"AnyTopWithProtocol":  {"http://wire.invalid/x?y=1#z", "http://wire.invalid/x?y=1#z", []string{`url "http://wire.invalid/x?y=1#z"`}},
		"BracketedAddress":    {"(example.com/a)", "(example.com/a)", []string{`url "example.com/a"`}},
		"Port":                {"10.0.0.1:8080/x", "10.0.0.1:8080/x", []string{`url "10.0.0.1:8080/x"`}},
		"OtherProtocol":       {"file://example.com/x", "file://example.com/x", nil},
		"Mail":                {"to first.last@example.org!", "to first.last@example.org!", []string{`email "first.last@example.org"`}},
		"OffsetsAreUTF16":     {"🚢🚢 @harbour_desk", "🚢🚢 @harbour_desk", []string{`mention "@harbour_desk"`}},
		"TwoSentencesAreNone": {"It was late.Then it sank.", "It was late.Then it sank.", nil},
	})
}

func TestEntitiesGiven(t *testing.T) {
	tests := map[string]struct {
		text  string
		given []Entity
		want  []string
	}{
		"OverlappingStylesStay": {"one two three", []Entity{{Type: "bold", Offset: 0, Length: 7}, {Type: "italic", Offset: 4, Length: 9}},
			[]string{`bold "one two"`, `italic "two three"`}},
		"TouchingStylesAreOne":    {"one two", []Entity{{Type: "bold", Offset: 0, Length: 4}, {Type: "bold", Offset: 4, Length: 3}}, []string{`bold "one two"`}},
		"OutsideIsDropped":        {"one", []Entity{{Type: "bold", Offset: 2, Length: 5}, {Type: "bold", Offset: 9, Length: 1}}, nil},
		"SecondLinkIsDropped":     {"one two", []Entity{{Type: "text_link", URL: "http://a.org/", Offset: 0, Length: 5}, {Type: "code", Offset: 4, Length: 3}}, []string{`text_link "one t" http://a.org/`}},
		"LinkAcrossQuoteDropped":  {"one two", []Entity{{Type: "blockquote", Offset: 0, Length: 4}, {Type: "text_link", URL: "http://a.org/", Offset: 2, Length: 4}}, []string{`blockquote "one "`}},
		"ClippedByTrimming":       {"one two  ", []Entity{{Type: "bold", Offset: 4, Length: 5}}, []string{`bold "two"`}},
		"MovedByCarriageReturn":   {"a\r\r\nbold", []Entity{{Type: "bold", Offset: 4, Length: 4}}, []string{`bold "bold"`}},
		"MarkedCountsMoreThanURL": {"example.com", []Entity{{Type: "code", Offset: 0, Length: 11}}, []string{`code "example.com"`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			plain, entities, err := tidyText(tt.text, tt.given)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range entities {
				got = append(got, shown(plain, e))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("BadOnesAreRefused", func(t *testing.T) {
		for _, e := range []Entity{{Type: "bold", Offset: -1, Length: 1}, {Type: "text_link", URL: "nonsense", Length: 1}} {
			if checkEntities([]Entity{e}) == nil {
				t.Errorf("%+v is taken", e)
			}
		}
	})
}

func TestLimitOfEntities(t *testing.T) {
	t.Run("HundredLinksAreKept", func(t *testing.T) {
		text := strings.Repeat(`<a href="https://example.com/">x</a> y `, 120)
		_, entities, err := parseText(text, "HTML")
		if err != nil {
			t.Fatal(err)
		}
		if len(entities) != 100 {
			t.Errorf("%d entities, want 100", len(entities))
		}
	})
	t.Run("StylesTakeWhatIsLeft", func(t *testing.T) {
		text := strings.Repeat(`<b>z</b> <a href="https://example.com/">x</a> `, 60)
		_, entities, err := parseText(text, "HTML")
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for _, e := range entities {
			count[e.Type]++
		}
		if count["text_link"] != 60 || count["bold"] != 40 {
			t.Errorf("%v, want 60 links and 40 bold", count)
		}
	})
	t.Run("FoundOnesDoNotCount", func(t *testing.T) {
		_, entities, err := parseText(strings.Repeat("#tag ", 130), "")
		if err != nil || len(entities) != 130 {
			t.Errorf("%d entities, %v, want 130", len(entities), err)
		}
	})
}

func TestLongTextIsCut(t *testing.T) {
	plain, entities, err := parseText("<b>"+strings.Repeat("ж", 20000)+"</b> <i>end</i>", "HTML")
	if err != nil {
		t.Fatal(err)
	}
	if len(plain) != maxTextBytes || len(entities) != 0 {
		t.Errorf("%d bytes with %v, want %d with nothing", len(plain), entities, maxTextBytes)
	}
}

// TestHostileTextIsLinear gives texts that a careless parser reads again and
// again: the test fails by its time limit.
func TestHostileTextIsLinear(t *testing.T) {
	for _, part := range []string{"a.", "@a.", "a@b.", "#a#", "://", "/a", "<b>", "&#x", "[a](", "<b x='", "_*", ">||\n", "a.b/(", "٣."} {
		text := strings.Repeat(part, 30000/len(part))
		for _, mode := range []string{"", "HTML", "MarkdownV2", "Markdown"} {
			_, _, _ = parseText(text, mode) // only the time counts
		}
	}
}

func FuzzParseText(f *testing.F) {
	for _, seed := range []string{
		"<b>a</b> 🚢 <a href=\"example.com\">x</a>", "*a _b_* [x](http://example.com)", ">q\n>r||", "```go\nx```", "@name #tag $USD a.b@c.org",
		"<blockquote expandable>a<code class=\"language-x\">b</code></blockquote>", "&lt;&#x1F6A2;&#xD800;", "<tg-time unix=1 format=wDT>x</tg-time>",
	} {
		for mode := range byte(4) {
			f.Add(seed, mode)
		}
	}
	f.Fuzz(func(t *testing.T, text string, mode byte) {
		plain, entities, err := parseText(text, []string{"", "HTML", "MarkdownV2", "Markdown"}[mode%4])
		if err != nil {
			return
		}
		if !utf8.ValidString(plain) || plain == "" || strings.Trim(plain, "\n ") == "" {
			t.Fatalf("plain text %q", plain)
		}
		units, last := utf16Length(plain), Entity{}
		for _, e := range entities {
			if e.Offset < 0 || e.Length <= 0 || e.end() > units || e.Type == "" {
				t.Fatalf("%+v is outside of %q", e, plain)
			}
			if e.Offset < last.Offset {
				t.Fatalf("%+v comes after %+v", e, last)
			}
			last = e
		}
	})
}

// BenchmarkParseText parses a digest of the usual length.
func BenchmarkParseText(b *testing.B) {
	story := `<b>1 · <a href="https://wire.example/1">Port Ellery dock strike enters second week</a></b>
ports, grain · Example Wire and Sample Gazette · <tg-time unix="1760000000" format="r">2 hours ago</tg-time>
<blockquote expandable>“No crane moves until the night rate is paid. That was the word on Monday, and it stands today.”</blockquote>
<b>Ana Varga</b>, chair of the dockers&#39; union, told reporters at the gate
• <b>37 grain ships</b> were waiting outside the harbour on Thursday

`
	text := strings.Repeat(story, 8)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, _, err := parseText(text, "HTML"); err != nil {
			b.Fatal(err)
		}
	}
}
