package page

import (
	"strings"
	"unicode"
)

// tailParagraphs is how many paragraphs at the end may tell of the author or
// the publisher.
const tailParagraphs = 5

// cutTail takes off the end what tells of the author or of the company that
// publishes: from a heading such as "About the author" on, and last
// paragraphs that begin with the author's name and say what he or she is.
func cutTail(ps []paragraph, byline string) []paragraph {
	for i := max(1, len(ps)-tailParagraphs); i < len(ps)-1; i++ {
		if isAbout(ps[i], ps[i+1].text) {
			ps = ps[:i]
		}
	}
	name, _, _ := strings.Cut(byline, ",")
	name, _, _ = strings.Cut(name, " and ")
	first, _, _ := strings.Cut(name, " ")
	for len(ps) > 1 {
		last := ps[len(ps)-1].text
		if !tellsOf(name, last) && !tellsOf(first, last) {
			break
		}
		ps = ps[:len(ps)-1]
	}
	return ps
}

// aboutAuthor are headings above what authors tell of themselves.
var aboutAuthor = []string{
	"about the author", "about the writer", "about us", "about me", "about our", "über den autor", "über die autorin", "über uns",
	"à propos de l'auteur", "sobre o autor", "sobre a autora", "sobre el autor", "sobre la autora", "об авторе", "о компании", "про автора",
	"yazar hakkında", "o autorze", "over de auteur", "informazioni sull'autore",
}

// isAbout reports whether p is such a heading, or one of the form "About N"
// above a paragraph that begins "N is".
func isAbout(p paragraph, next string) bool {
	if p.ended() && !p.heading || len(strings.Fields(p.text)) > 6 {
		return false
	}
	name, ok := strings.CutPrefix(p.text, "About ")
	return startsWith(p.text, aboutAuthor) || ok && tellsOf(strings.TrimRight(name, ": "), next)
}

// bioVerbs follow a name where an author is told of.
var bioVerbs = map[string]bool{
	"is": true, "writes": true, "covers": true, "reports": true, "joined": true, "works": true, "lives": true,
}

// tellsOf reports whether a paragraph begins with a name and a verb that
// tells what somebody is.
func tellsOf(name, paragraph string) bool {
	rest, ok := strings.CutPrefix(paragraph, name)
	if !ok || name == "" || !strings.HasPrefix(rest, " ") {
		return false
	}
	verb, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	return bioVerbs[verb]
}

// isClockLine knows by its numbers a short line of day and time in any
// language: a time of day, a year, no end of a sentence.
func isClockLine(p paragraph) bool {
	fields := strings.Fields(p.text)
	if len(fields) > 10 || p.ended() {
		return false
	}
	clock, year := false, false
	for _, f := range fields {
		f = strings.TrimFunc(f, func(r rune) bool { return !unicode.IsDigit(r) })
		hour, minute, ok := strings.Cut(f, ":")
		clock = clock || ok && len(hour) >= 1 && len(hour) <= 2 && len(minute) >= 2 && strings.Trim(hour+minute[:2], "0123456789") == ""
		year = year || len(f) == 4 && (strings.HasPrefix(f, "19") || strings.HasPrefix(f, "20")) && strings.Trim(f, "0123456789") == ""
		if len(f) == 10 && (f[2] == '.' || f[2] == '/' || f[2] == '-' || f[4] == '-') {
			year = true
		}
	}
	return clock && year
}
