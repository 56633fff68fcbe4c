package telegramtest

import "testing"

func TestMarkdownV2(t *testing.T) {
	checkParsed(t, "MarkdownV2", map[string]parsed{
		"Styles":          {"*a* _b_ __c__ ~d~ ||e||", "a b c d e", []string{`bold "a"`, `italic "b"`, `underline "c"`, `strikethrough "d"`, `spoiler "e"`}},
		"Nested":          {"*one _two_*", "one two", []string{`bold "one two"`, `italic "two"`}},
		"Escaped":         {`1\. grain \*up\* \\`, `1. grain *up* \`, nil},
		"Link":            {`[here](https://example.com/a_b\))`, "here", []string{`text_link "here" https://example.com/a_b)`}},
		"UnusableLink":    {`[here](javascript:x)`, "here", nil},
		"User":            {`[Ana](tg://user?id=42)`, "Ana", []string{`text_mention "Ana" 42`}},
		"Code":            {"`a.b` ```go\nx.y```", "a.b x.y", []string{`code "a.b"`, `pre "x.y" go`}},
		"Quote":           {">one\n>two\nthree", "one\ntwo\nthree", []string{`blockquote "one\ntwo\n"`}},
		"QuoteAtTheEnd":   {"a\n>one", "a\none", []string{`blockquote "one"`}},
		"ExpandableQuote": {">one\n>two||\nthree", "one\ntwo\nthree", []string{`expandable_blockquote "one\ntwo\n"`}},
		"ExpandableLast":  {">one||", "one", []string{`expandable_blockquote "one"`}},
		"Time":            {"![noon](tg://time?unix=5&format=t)", "noon", []string{`date_time "noon" 5 t`}},
		"Emoji":           {"![x](tg://emoji?id=5)", "x", []string{`custom_emoji "x"`}},
	})
}

func TestMarkdownV2Refused(t *testing.T) {
	const p = "can't parse entities: "
	reserved := func(c string) string {
		return p + "Character '" + c + `' is reserved and must be escaped with the preceding '\'`
	}
	checkRefused(t, "MarkdownV2", map[string]struct{ text, want string }{
		"FullStop":      {"a.", reserved(".")},
		"Dash":          {"a-b", reserved("-")},
		"Exclamation":   {"a!", reserved("!")},
		"Greater":       {"a>b", reserved(">")},
		"Bar":           {"a|b", reserved("|")},
		"Bold":          {"ж *b", p + "Can't find end of Bold entity at byte offset 3"},
		"Underline":     {"__b", p + "Can't find end of Underline entity at byte offset 0"},
		"Pre":           {"```b", p + "Can't find end of Pre entity at byte offset 0"},
		"PreWithName":   {"```go b", p + "Can't find end of PreCode entity at byte offset 0"},
		"Link":          {"[a](b", p + "Can't find end of a URL at byte offset 4"},
		"OpenInQuote":   {">*a\nb*", p + "Can't find end of Bold entity at byte offset 1"},
		"NoObject":      {"![a]", p + "The entity must contain a tg://emoji or tg://time URL"},
		"WrongObject":   {"![a](http://a.org)", p + "Invalid tg://emoji or tg://time URL specified"},
		"WrongTime":     {"![a](tg://time?unix=05)", p + "Invalid tg://emoji or tg://time URL specified"},
		"WrongTimeForm": {"![a](tg://time?unix=5&format=q)", p + "Invalid date format used"},
	})
}

func TestOldMarkdown(t *testing.T) {
	checkParsed(t, "Markdown", map[string]parsed{
		"Styles":   {"*a* _b_ `c` ```go\nd```", "a b c d", []string{`bold "a"`, `italic "b"`, `code "c"`, `pre "d" go`}},
		"NoNest":   {"*a _b*", "a _b", []string{`bold "a _b"`}},
		"Escaped":  {`\*a\* 1.`, "*a* 1.", nil},
		"Link":     {"[a](http://a.org) [b.org]", "a b.org", []string{`text_link "a" http://a.org/`, `text_link "b.org" http://b.org/`}},
		"BadLink":  {"[a](b)", "a", nil},
		"OpenLink": {"[a](http://a.org", "a", []string{`text_link "a" http://a.org/`}},
	})
	checkRefused(t, "Markdown", map[string]struct{ text, want string }{
		"Unfinished": {"ж *a", "can't parse entities: Can't find end of the entity starting at byte offset 3"},
	})
}
