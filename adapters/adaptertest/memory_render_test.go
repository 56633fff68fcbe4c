package adaptertest_test

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"wirebrief/adapters/adaptertest"
	"wirebrief/bot"
)

// render draws msg as the posts of the platform.
func (m *memory) render(msg bot.Message) []adaptertest.Post {
	var b strings.Builder
	var links []string
	for _, block := range msg.Blocks {
		for _, r := range block.Runs {
			b.WriteString(m.text(r.Text))
			if u, err := url.Parse(r.URL); err == nil && (u.Scheme == "https" || m.has("links to scripts") && r.URL != "") && !m.has("loses links") {
				links = append(links, r.URL)
			}
		}
		if block.Right != "" && !m.has("loses the right") {
			b.WriteString(" · " + m.text(block.Right))
		}
		b.WriteByte('\n')
	}
	text := strings.TrimSpace(b.String())
	if text == "" && !m.has("sends empty messages") {
		return nil
	}
	var posts []adaptertest.Post
	for _, part := range m.split(text) {
		posts = append(posts, adaptertest.Post{Text: part})
	}
	if m.has("a post for each line") {
		posts = nil
		for line := range strings.Lines(text) {
			posts = append(posts, adaptertest.Post{Text: line})
		}
	}
	posts[0].Links = links
	if m.has("mentions") && strings.Contains(text, "@everyone") {
		posts[0].Mentions = []string{"everyone"}
	}
	last := &posts[len(posts)-1]
	if m.has("buttons first") {
		last = &posts[0]
	}
	for _, button := range slices.Concat(msg.Buttons...) {
		last.Buttons = append(last.Buttons, clean(button.Label))
	}
	return posts
}

func (m *memory) text(s string) string {
	switch m.flaw {
	case "interprets markup":
		return clean(strings.NewReplacer("<b>", "", "</b>", "", "**", "").Replace(s))
	case "passes escapes":
		return s
	case "swallows sequences":
		before, _, _ := strings.Cut(s, "\x1b")
		return clean(before)
	case "turns text around":
		return strings.ReplaceAll(clean(strings.ReplaceAll(s, "\u202e", "\ue000")), "\ue000", "\u202e")
	}
	return clean(s)
}

// clean makes text harmless.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\n':
			return ' '
		case r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// split cuts text into posts that fit, at spaces if there are any, else
// between graphemes.
func (m *memory) split(text string) []string {
	switch m.flaw {
	case "one long post":
		return []string{text}
	case "cuts what is too long":
		return []string{text[:min(len(text), memoryLimit)]}
	}
	var parts []string
	for len(text) > memoryLimit {
		end := m.cut(text)
		parts = append(parts, text[:end])
		if m.has("loses a character at the cut") {
			_, size := utf8.DecodeRuneInString(text[end:])
			end += size
		}
		text = text[end:]
	}
	return append(parts, text)
}

// cut returns where the first post of text ends.
func (m *memory) cut(text string) int {
	if i := strings.LastIndexByte(text[:memoryLimit], ' '); i > 0 && !m.has("cuts words") {
		return i + 1
	}
	end := 0
	if m.has("cuts graphemes") {
		for i := range text[:memoryLimit] {
			end = i
		}
		return end
	}
	for it := graphemes.FromString(text); it.Next() && it.End() <= memoryLimit; {
		end = it.End()
	}
	return end
}
