package page

import (
	"slices"
	"strings"
	"unicode"
)

// keepOwn drops the paragraphs that are not the article's own: those that
// are nothing but links, pointers to other stories, lines of dates, credits
// and invitations, and the headline where it is repeated.
func keepOwn(ps []paragraph, m *metadata) []paragraph {
	title := fold(m.headline)
	var out []paragraph
	pointing := false
	for i, p := range ps {
		// A list of links goes with the pointer above it, and so do lines that
		// are links for the greater part.
		pointing = pointing && (p.listed && p.linked > 0 || p.linked*2 >= p.letters && p.linked > 0 && !p.ended())
		if pointing || foreign(p) || i < 4 && fold(p.text) == title {
			pointing = pointing || pointsAway(p)
			continue
		}
		out = append(out, p)
	}
	out = cutTail(out, m.byline())
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
	case pointsAway(p):
		return true
	case invites(p):
		// cutGate asks for these.
		return !isGate(p.text)
	case words <= 18 && (p.dated*10 >= p.letters*8 || isDateLine(p.text)):
		return true
	case words <= 30 && isCredit(p.text):
		return true
	case isClockLine(p):
		return true
	case words <= 8 && containsAny(p.text, readingTimes):
		return true
	case words <= 40 && strings.Contains(p.text, "your inbox") && containsAny(p.text, mailings) && !strings.ContainsAny(p.text, "\"“«"):
		return true
	case words == 1 && strings.Contains(p.text, "://"):
		return true
	}
	return false
}

// invites reports whether p asks readers to do something.
func invites(p paragraph) bool {
	return startsWith(p.text, invitations) && len(strings.Fields(p.text)) <= 30
}

// pointsAway reports whether p points to other stories.
func pointsAway(p paragraph) bool {
	words := len(strings.Fields(p.text))
	return words <= 40 && startsWith(p.text, pointers) && (p.linked*2 >= p.letters || !p.ended() || words <= 4)
}

// readingTimes say how long reading takes; lines that hold them are short.
var readingTimes = []string{
	"min read", "minute read", "reading time", "read time", "lesezeit", "temps de lecture", "tiempo de lectura", "tempo de leitura",
	"tempo di lettura", "okuma süresi", "время чтения", "leestijd", "czas czytania",
}

// mailings are words of invitations to have mail sent.
var mailings = []string{"newsletter", "deliver", "sign up", "subscribe", "stories", "headlines", "straight to", "sent to"}

func containsAny(s string, list []string) bool {
	s = strings.ToLower(s)
	return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(s, w) })
}

// pointers begin lines that point to other stories. They also begin
// sentences, so foreign asks for links or for a missing full stop besides.
var pointers = []string{
	"related", "read more", "read also", "also read", "also on", "also see", "see also", "see more", "read next", "more from", "more on", "more great", "more stories", "more news", "more:", "read:", "also:",
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
	return startsWith(s, dateWords) && strings.IndexFunc(s, unicode.IsDigit) >= 0 && (!strings.HasSuffix(s, ".") || strings.HasSuffix(s, ".m."))
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
