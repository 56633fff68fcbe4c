package briefing

import (
	"strings"
	"unicode"
)

// longestHeadline is the longest first line, in bytes, taken for a headline.
const longestHeadline = 300

// takeHeadline takes the first line for the headline if there is none, and
// takes the headline away where the text begins with it.
func (c *cleaner) takeHeadline() {
	if len(c.lines) == 0 {
		return
	}
	if title := c.article.Title; len(c.lines) > 1 && title != "" && (lookup(c.rules.Banners, strings.Trim(title, " .:*-–—[]")) || c.isNoHeadline(title)) {
		c.article.Title = ""
	}
	for c.head < len(c.lines)-1 && (c.isExact(c.lines[c.head].text) || c.article.Title == "" && c.isNoHeadline(c.lines[c.head].text)) {
		c.lines[c.head].gone = true
		c.head++
	}
	first := &c.lines[c.head]
	c.article.Title = c.withoutSlug(c.article.Title)
	if c.article.Title != "" {
		first.gone = sameWords(first.text, c.article.Title)
		return
	}
	if len(first.text) <= longestHeadline && !first.inner {
		c.article.Title = c.withoutSlug(oneLine(first.text))
		first.gone = true
		return
	}
	// A text without a headline is known by its first sentence.
	s := Sentences(first.text[:runeStart(first.text, longestHeadline)], c.article.Lang)
	if len(s) > 0 {
		c.article.Title = oneLine(s[0].Of(first.text))
	}
}

// isNoHeadline reports whether a line above the article cannot be its headline:
// the path to the page, a rule, a greeting, whom to ask, a time or a date,
// which is taken.
func (c *cleaner) isNoHeadline(s string) bool {
	if d, ok := c.dateOf(s); ok {
		c.takeDates(d)
		return true
	}
	return c.isPath(s) || isRule(s) || c.known && isContact(s) || c.isGreeting(s) || c.isTimeLine(s)
}

// isGreeting tells the first line of a newsletter, "Good morning, it's Friday".
func (c *cleaner) isGreeting(s string) bool {
	openings := beginnings(&c.rules.Greetings, s)
	i := opensWith(openings, s)
	if i < 0 {
		return false
	}
	rest := s[len(openings[i]):]
	return rest == "" || strings.ContainsAny(rest[:1], ".,!:")
}

// isPath tells the path to a page: "Home › News › Local", "Home | News".
func (c *cleaner) isPath(s string) bool {
	if len(s) > 100 {
		return false
	}
	for _, mark := range [...]string{" › ", " » ", " > ", " / ", " | "} {
		first, rest, ok := strings.Cut(s, mark)
		if !ok || endsSentence(s) {
			continue
		}
		return lookup(c.rules.Home, first) || strings.Contains(rest, mark) && mark != " / " && mark != " | "
	}
	return false
}

// withoutSlug takes off what an agency puts before its headlines: "UPDATE 2-".
func (c *cleaner) withoutSlug(title string) string {
	for range 3 {
		slug, rest, ok := strings.Cut(title, "-")
		word := strings.TrimRight(slug, " 0123456789")
		if !ok || !c.rules.Slugs[word] || !unicode.IsUpper(firstRune(rest)) {
			break
		}
		title = rest
	}
	return title
}
