package file

import (
	"bytes"
	"path/filepath"
	"strings"
)

// A Format is a way of writing articles down.
type Format int

// The formats.
const (
	// Unknown is found out from the name or the content.
	Unknown Format = iota
	// Text is a headline on the first line and the body below it.
	Text
	// Markdown may begin with front matter.
	Markdown
	// HTML is the page of one article.
	HTML
	// JSON is an object or an array of objects.
	JSON
	// JSONLines is an object a line.
	JSONLines
)

var extensions = map[string]Format{
	".txt": Text, ".text": Text, ".md": Markdown, ".markdown": Markdown,
	".html": HTML, ".htm": HTML, ".xhtml": HTML,
	".json": JSON, ".jsonl": JSONLines, ".ndjson": JSONLines,
}

// formatOf goes by the name of a file, looking through .gz.
func formatOf(name string) (f Format, zipped bool) {
	name = strings.ToLower(name)
	if rest, ok := strings.CutSuffix(name, ".gz"); ok {
		name, zipped = rest, true
	}
	return extensions[filepath.Ext(name)], zipped
}

// sniff goes by the beginning of a file, decoded.
func sniff(head string) Format {
	s := strings.TrimLeft(head, " \t\r\n\ufeff")
	first, _, _ := strings.Cut(s, "\n")
	first = strings.TrimRight(first, " \t\r")
	lower := strings.ToLower(s[:min(len(s), 1024)])
	switch {
	case strings.HasPrefix(s, "{"):
		// An object on one line is taken for the first of several lines,
		// even if it is broken; a lone one is read the same either way.
		if len(first) > 1 && (strings.HasSuffix(first, "}") || len(first) == len(s)) {
			return JSONLines
		}
		return JSON
	case strings.HasPrefix(s, "[") && strings.HasPrefix(strings.TrimLeft(s[1:], " \t\r\n"), "{"):
		return JSON
	case first == "---" || first == "+++" || strings.HasPrefix(first, "# "):
		return Markdown
	case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"),
		strings.HasPrefix(lower, "<?xml") && strings.Contains(lower, "<html"),
		strings.HasPrefix(lower, "<") && strings.Contains(lower, "<body"),
		strings.HasPrefix(lower, "<!--") && strings.Contains(lower, "<html"):
		return HTML
	}
	return Text
}

// signatures are the first bytes of files that people take for articles, and
// what to tell them.
var signatures = []struct{ magic, reason string }{
	{"%PDF-", "a PDF file; save it as text or HTML first"},
	{"PK\x03\x04", "a ZIP archive or office document; save it as text or HTML first"},
	{"{\\rtf", "an RTF document; save it as text or HTML first"},
	{"\xD0\xCF\x11\xE0", "an old office document; save it as text or HTML first"},
	{"SQLite format 3\x00", "a database, not an article"},
	{"\x89PNG", "a picture, not an article"},
	{"\xFF\xD8\xFF", "a picture, not an article"},
	{"GIF8", "a picture, not an article"},
}

// binaryReason says why head is no text, "" if it may be. What is UTF-16 is
// told by the caller, since that is full of zero bytes.
func binaryReason(head []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return s.reason
		}
	}
	return ""
}

// isBinary reports whether decoded text holds what no text does: a zero byte,
// or more than one control character in fifty.
func isBinary(text string) bool {
	sample := text[:min(len(text), 8192)]
	controls := 0
	for _, r := range sample {
		switch {
		case r == 0:
			return true
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != '\x1b', r == '\uFFFD':
			controls++
		}
	}
	return controls*50 > len([]rune(sample))
}
