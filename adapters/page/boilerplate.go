package page

import (
	"strings"
	"unicode"
)

// keepOwn drops the paragraphs that are not the article's own: those that
// are nothing but links, pointers to other stories, lines of dates, credits
// and invitations, and the headline where it is repeated.
func keepOwn(ps []paragraph, m *metadata) []paragraph {
	title := fold(m.headline)
	var out []paragraph
	for i, p := range ps {
		if foreign(p) || i < 4 && fold(p.text) == title {
			continue
		}
		out = append(out, p)
	}
	// A heading with nothing below it headed what was dropped.
	for len(out) > 0 && out[len(out)-1].heading {
		out = out[:len(out)-1]
	}
	return out
}

// foreign judges one paragraph.
func foreign(p paragraph) bool {
	words := len(strings.Fields(p.text))
	switch {
	case p.allLinked() && (!p.ended() || words < 12):
		return true
	case words <= 40 && startsWith(p.text, pointers) && (p.linked*2 >= p.letters || !p.ended() || words <= 4):
		return true
	case words <= 30 && startsWith(p.text, invitations):
		return true
	case words <= 18 && (p.dated*10 >= p.letters*8 || isDateLine(p.text)):
		return true
	case words <= 30 && isCredit(p.text):
		return true
	case words == 1 && strings.Contains(p.text, "://"):
		return true
	}
	return false
}

// pointers begin lines that point to other stories. They also begin
// sentences, so foreign asks for links or for a missing full stop besides.
var pointers = []string{
	"related", "read more", "read also", "also read", "also on", "also see", "see also", "see more", "read next", "more from", "more on", "more:", "read:", "also:",
	"see:", "watch:", "watch now", "you may also like", "you might also like", "don't miss", "dont miss", "recommended", "click here", "click to", "must read",
	"what to know", "continue reading", "advertisement", "sponsored", "in pictures", "most read", "trending", "source:", "photo:", "image:", "video:",
}

// invitations begin lines that ask readers to do something.
var invitations = []string{
	"sign up", "subscribe", "follow us", "like us", "join us on", "share this", "like this story", "get breaking news", "get the latest", "get our",
	"download our", "download the", "have a tip", "tell us what", "let us know", "click here", "this slideshow requires", "please enable", "want more stories", "this post may contain", "this article may contain", "listen to this article",
	"all rights reserved", "copyright ©", "copyright (c)", "©",
}

func startsWith(s string, prefixes []string) bool {
	s = strings.ToLower(s[:min(len(s), 40)])
	s = strings.ReplaceAll(s, "’", "'")
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

var dateWords = []string{"updated", "published", "posted", "last updated", "first published", "last modified", "date:"}

// isDateLine knows "Updated Nov 19, 6:55 AM; Posted Nov 18, 8:19 PM".
func isDateLine(s string) bool {
	if _, ok := ParseDate(s); ok {
		return true
	}
	return startsWith(s, dateWords) && strings.IndexFunc(s, unicode.IsDigit) >= 0 && !strings.HasSuffix(s, ".")
}

// isCredit knows the credit of a picture: "(Image: Name/Agency)".
func isCredit(s string) bool {
	l := strings.ToLower(s)
	inner := strings.TrimLeft(l, "([ ")
	for _, w := range []string{"image:", "image credit", "photo:", "photo by", "photo credit", "photograph:", "picture:", "credit:", "getty images", "(image:"} {
		if strings.HasPrefix(inner, w) {
			return true
		}
	}
	return strings.HasSuffix(l, "getty images") || strings.HasSuffix(l, "getty images)") || strings.Contains(l, "(image:") || strings.HasSuffix(l, "/ap photo)") || strings.Contains(l, "(ap photo")
}
