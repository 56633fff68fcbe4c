package feed

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/bot"
	"wirebrief/briefing"
)

const (
	// shortSummary is the weight below which a text that is only a summary is
	// taken for a teaser, shortContent the one below which even what the feed
	// calls the content is.
	shortSummary, shortContent = 800, 250
	// cutSummary is the weight below which a summary that ends without ending
	// its sentence is taken for one that was cut off.
	cutSummary = 2000
)

// A feedText is what the feed itself gives of an entry, as plain paragraphs.
type feedText struct {
	text string
	// teaser tells that it is not the whole report.
	teaser bool
}

// textOf makes plain text of an entry, from its content or its summary,
// whichever says more.
func textOf(it Item) feedText {
	summary, content := paragraphs(it.Summary, it.Link), paragraphs(it.Content, it.Link)
	raw, text, whole := it.Content, content, content != "" && content != summary
	if weight(summary) > weight(content) {
		raw, text, whole = it.Summary, summary, false
	}
	return feedText{text, !it.Free && weight(text) < cutSummary || isTeaser(raw, text, it.Link, whole)}
}

// isTeaser judges by signs that hold in any language: no text or little, a
// mark of omission at the end, a link at the end that leads on, a summary that
// stops within a sentence. whole tells that the feed gives a summary besides.
func isTeaser(raw, text, link string, whole bool) bool {
	w := weight(text)
	switch {
	case whole && w < shortContent, !whole && w < shortSummary:
		return true
	case endsCut(text), leadsOn(raw, link):
		return true
	}
	return !whole && w < cutSummary && !endsSentence(text)
}

// weight is the length of a text in letters; a sign that is a syllable or a
// word counts three.
func weight(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			n += 3
		} else {
			n++
		}
	}
	return n
}

// endsCut reports whether a text ends with a mark of omission, which may
// stand in brackets.
func endsCut(text string) bool {
	text = strings.TrimRight(text, " \t\r\n\u00a0»›→>")
	text = strings.TrimRight(text, ")]}")
	return strings.HasSuffix(text, "…") || strings.HasSuffix(text, "...") || strings.HasSuffix(text, "⋯") || strings.HasSuffix(text, "&hellip;")
}

// endsSentence reports whether a text ends as a sentence does in any script.
func endsSentence(text string) bool {
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"'”’“‘»«›‹)]」』", r)
	})
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?。！？।։؟۔።༎", r)
}

// leadsOn reports whether HTML ends with a short link to the entry's own page:
// "Read more" in whatever language. A footer that names the headline is none.
func leadsOn(raw, link string) bool {
	// The last link and its text are within reach of the end or of no interest.
	tail := raw[max(0, len(raw)-(4<<10)):]
	i := strings.LastIndex(strings.ToLower(tail), "<a ")
	if i < 0 || link == "" || len(strings.ToLower(tail)) != len(tail) {
		return false
	}
	tag, rest, ok := strings.Cut(tail[i:], ">")
	if !ok {
		return false
	}
	label, after, ok := cutFold(rest, "</a>")
	if !ok {
		return false
	}
	words := 0
	for range wordsOf(label) {
		words++
	}
	for range wordsOf(after) {
		return false
	}
	return words <= 5 && weight(label) < 200 && sameAddress(hrefOf(tag), link)
}

// cutFold cuts s around sep, which is ASCII in lower case.
func cutFold(s, sep string) (before, after string, ok bool) {
	for i := 0; i+len(sep) <= len(s); i++ {
		if s[i] == '<' && strings.EqualFold(s[i:i+len(sep)], sep) {
			return s[:i], s[i+len(sep):], true
		}
	}
	return s, "", false
}

// hrefOf returns the address in a tag.
func hrefOf(tag string) string {
	_, rest, ok := strings.Cut(tag, "href=")
	if !ok || rest == "" {
		return ""
	}
	if q := rest[0]; q == '"' || q == '\'' {
		rest, _, _ = strings.Cut(rest[1:], string(q))
		return strings.ReplaceAll(rest, "&amp;", "&")
	}
	rest, _, _ = strings.Cut(rest, " ")
	return rest
}

// sameAddress reports whether href, found at link, leads there.
func sameAddress(href, link string) bool {
	base, err := url.Parse(link)
	if err != nil || href == "" {
		return false
	}
	u, err := base.Parse(href)
	return err == nil && briefing.CanonicalURL(u.String()) == briefing.CanonicalURL(link)
}

// wantsPage decides whether the page of an entry is asked for.
func wantsPage(full bot.FullText, it Item, own feedText) bool {
	switch {
	case it.Link == "" || full == bot.FullNever:
		return false
	case full == bot.FullAlways:
		return true
	case !it.Free:
		return own.text == "" // for the lead that everybody may read
	}
	return own.teaser || looksAMP(it.Link)
}
