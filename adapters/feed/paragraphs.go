package feed

import (
	"html"
	"strings"

	"wirebrief/adapters/page"
)

// paragraphs makes plain paragraphs of HTML or plain text as an entry gives
// it; link is the address of the entry. Markup that was escaped twice, as many
// feeds do, is markup too.
func paragraphs(s, link string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	text := page.Text(s, link)
	if strings.IndexByte(s, '<') < 0 && holdsMarkup(text) {
		text = page.Text(html.UnescapeString(s), link)
	}
	return strings.TrimSpace(text)
}

// holdsMarkup reports whether text that should be plain shows tags.
func holdsMarkup(text string) bool {
	var open unclosed
	for rest := text; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return false
		}
		rest = rest[i:]
		if _, ok := open.afterTag(rest); ok {
			return true
		}
		rest = rest[1:]
	}
}
