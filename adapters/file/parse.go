package file

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"wirebrief/adapters/page"
	"wirebrief/briefing"
)

// Parse reads one article in a single-article format: text, Markdown or HTML.
// name tells the format unless o.Format does, and stands in the refusal.
// Content larger than o.MaxBytes is refused.
func Parse(name string, b []byte, o Options) Item {
	return o.finish(o.parse(name, b))
}

func (o Options) parse(name string, b []byte) Item {
	if int64(len(b)) > o.maxBytes() {
		return refuse(name, "larger than %s", size(o.maxBytes()))
	}
	if reason := binaryReason(b); reason != "" {
		return refuse(name, "%s", reason)
	}
	format := o.Format
	if format == Unknown {
		format, _ = formatOf(name)
	}
	if format == HTML {
		return o.parsePage(name, b)
	}
	text, charset := page.Decode(b, o.charset())
	if blank(text) {
		return refuse(name, "empty file")
	}
	if isBinary(text) {
		return refuse(name, "binary file")
	}
	if format == Unknown {
		format = sniff(text)
	}
	it := Item{Name: name, Charset: charset}
	switch format {
	case HTML:
		return o.parsePage(name, b)
	case Markdown:
		it.Article, it.Meta, it.Err = parseMarkdown(name, text)
	default:
		it.Article = parsePlain(text)
	}
	return it
}

// parsePage hands a page over and words its refusals for people.
func (o Options) parsePage(name string, b []byte) Item {
	contentType := o.contentType
	if o.Charset != "" {
		contentType = "text/html; charset=" + o.Charset
	}
	a, err := page.Parse(b, page.Options{URL: cmp.Or(o.found, o.URL), ContentType: contentType, Now: o.Now})
	switch {
	case err == nil:
		return Item{Name: name, Article: a, Charset: page.Charset(b, contentType)}
	case blank(string(b[:min(len(b), 1024)])) && blank(string(b)):
		return refuse(name, "empty file")
	case errors.Is(err, page.ErrTooLarge):
		return refuse(name, "page larger than %s", size(page.DefaultMaxBytes))
	default:
		remedy := ""
		if o.found != "" && errors.Is(err, page.ErrNoArticle) {
			remedy = "; if it is the front page of a site, 'wirebrief feed add " + o.found + "' finds its feeds"
		}
		it := refuse(name, "%v%s", err, remedy)
		it.Err.(*Refusal).cause = err
		return it
	}
}

// maxHeadline is the longest first line, in bytes, taken for a headline.
const maxHeadline = 600

// parsePlain takes the first line that is not blank as the headline and the
// rest as it stands. A first line that is too long for a headline leaves the
// headline empty.
func parsePlain(text string) briefing.Article {
	text = unixLines(text)
	rest := strings.TrimLeft(text, " \t\n\u00a0")
	first, body, _ := strings.Cut(rest, "\n")
	if len(first) > maxHeadline {
		return briefing.Article{Text: rest}
	}
	return briefing.Article{Title: strings.TrimSpace(first), Text: strings.Trim(body, "\n")}
}

// unixLines turns the line ends of Windows and old Macintoshes into "\n".
func unixLines(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// blank reports whether s holds nothing that can be seen.
func blank(s string) bool { return strings.Trim(s, " \t\r\n\f\u00a0\u200b\ufeff\x00") == "" }

// size writes a number of bytes for people.
func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
