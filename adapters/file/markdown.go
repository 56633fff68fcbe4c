package file

import (
	"fmt"
	"strings"
	"time"

	"wirebrief/adapters/page"
	"wirebrief/briefing"
)

// parseMarkdown reads front matter and body. The headline is the key title,
// else the first heading of level one, else the first line. The error is a
// *Refusal: a date that cannot be read.
func parseMarkdown(name, text string) (briefing.Article, map[string]string, error) {
	meta, body, err := cutFrontMatter(unixLines(text))
	if err != nil {
		return briefing.Article{}, nil, &Refusal{Name: name, Reason: err.Error()}
	}
	a := briefing.Article{
		Title:     meta["title"],
		Byline:    firstOf(meta, "author", "authors", "byline"),
		Publisher: firstOf(meta, "source", "publisher", "site"),
		URL:       firstOf(meta, "url", "link", "canonical"),
		Lang:      firstOf(meta, "lang", "language"),
	}
	for _, d := range []struct {
		to   *time.Time
		keys []string
	}{{&a.Published, []string{"date", "published"}}, {&a.Updated, []string{"updated", "lastmod", "modified"}}} {
		for _, key := range d.keys {
			if meta[key] == "" {
				continue
			}
			t, ok := page.ParseDate(meta[key])
			if !ok {
				return briefing.Article{}, nil, &Refusal{Name: name, Reason: fmt.Sprintf("front matter: %s is no date: %q", key, clip(meta[key]))}
			}
			*d.to = t
			break
		}
	}
	blocks := markdownBlocks(body)
	a.Title, blocks = headlineOf(a.Title, blocks)
	texts := make([]string, 0, len(blocks))
	for _, b := range blocks {
		if t := inline(b.text); t != "" {
			texts = append(texts, t)
		}
	}
	a.Text = strings.Join(texts, "\n\n")
	return a, meta, nil
}

func firstOf(meta map[string]string, keys ...string) string {
	for _, k := range keys {
		if v := meta[k]; v != "" {
			return v
		}
	}
	return ""
}

// clip shortens a value for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// headlineOf takes the headline out of the blocks, or, if it is known, the
// heading that repeats it.
func headlineOf(title string, blocks []block) (string, []block) {
	for i, b := range blocks {
		if b.level != 1 {
			continue
		}
		if h := inline(b.text); title == "" || h == title {
			return h, append(blocks[:i:i], blocks[i+1:]...)
		}
		break
	}
	if title == "" && len(blocks) > 0 {
		if first := inline(blocks[0].text); len(first) <= maxHeadline {
			return first, blocks[1:]
		}
	}
	return title, blocks
}

// A block is a paragraph, list item or heading, still with its inline marks.
type block struct {
	text string
	// level is that of a heading, 0 for others.
	level int
}

// A blockReader gathers lines into blocks.
type blockReader struct {
	blocks []block
	lines  []string
	// fence is the mark that ends a code block, "" outside.
	fence string
	// listed is set while the current block is a list item.
	listed bool
}

// markdownBlocks parts a text into its blocks, without the marks of block
// quotes, lists, headings, rules, tables and fenced code.
func markdownBlocks(text string) []block {
	var r blockReader
	for line := range strings.Lines(dropComments(text)) {
		r.line(strings.TrimRight(line, "\n"))
	}
	r.end()
	return r.blocks
}

func (r *blockReader) line(line string) {
	line = strings.TrimSpace(unquoted(line))
	if r.fence != "" {
		if strings.HasPrefix(line, r.fence) {
			r.fence = ""
			r.end()
			return
		}
		r.lines = append(r.lines, line)
		return
	}
	switch {
	case line == "":
		r.end()
	case strings.HasPrefix(line, "```"), strings.HasPrefix(line, "~~~"):
		r.end()
		r.fence = line[:3]
	case headingLevel(line) > 0:
		r.end()
		n := headingLevel(line)
		r.blocks = append(r.blocks, block{text: strings.TrimRight(strings.Trim(line[n:], " \t"), "# "), level: n})
	case len(r.lines) == 1 && !r.listed && isUnderline(line):
		level := 1
		if line[0] == '-' {
			level = 2
		}
		r.blocks = append(r.blocks, block{text: r.lines[0], level: level})
		r.lines = nil
	case isRule(line), isDefinition(line):
		r.end()
	default:
		r.text(line)
	}
}

// text adds a line of running text, a list item or a row of a table.
func (r *blockReader) text(line string) {
	if item, ok := listItem(line, len(r.lines) == 0 || r.listed); ok {
		r.end()
		r.listed = true
		line = item
	} else if strings.HasPrefix(line, "|") {
		r.end()
		line = strings.TrimSpace(strings.ReplaceAll(line, "|", " "))
		if strings.Trim(line, "-: ") == "" {
			return
		}
		r.lines = append(r.lines, strings.Join(strings.Fields(line), " "))
		r.end()
		return
	}
	r.lines = append(r.lines, strings.TrimSuffix(line, "\\"))
}

func (r *blockReader) end() {
	if len(r.lines) > 0 {
		r.blocks = append(r.blocks, block{text: strings.TrimSpace(strings.Join(r.lines, " "))})
	}
	r.lines, r.listed = nil, false
}

// unquoted takes off the marks of block quotes.
func unquoted(line string) string {
	for {
		rest, ok := strings.CutPrefix(strings.TrimLeft(line, " \t"), ">")
		if !ok {
			return line
		}
		line = rest
	}
}

func headingLevel(line string) int {
	n := 0
	for n < len(line) && line[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n < len(line) && line[n] != ' ' && line[n] != '\t' {
		return 0
	}
	return n
}

// isUnderline knows the line below a heading written in two lines.
func isUnderline(line string) bool {
	return len(line) >= 3 && (strings.Trim(line, "=") == "" || strings.Trim(line, "-") == "")
}

func isRule(line string) bool {
	s := strings.ReplaceAll(line, " ", "")
	return len(s) >= 3 && (strings.Trim(s, "-") == "" || strings.Trim(s, "*") == "" || strings.Trim(s, "_") == "")
}

// isDefinition knows "[name]: https://…", the address of a link.
func isDefinition(line string) bool {
	if !strings.HasPrefix(line, "[") {
		return false
	}
	i := strings.Index(line, "]:")
	return i > 0 && strings.Contains(line[i:], "/") && !strings.Contains(line[:i], " ")
}

// listItem takes off a bullet or number. As in CommonMark, only a list that
// starts with 1 may interrupt a paragraph; fresh says that none is going on.
func listItem(line string, fresh bool) (string, bool) {
	for _, bullet := range []string{"- ", "* ", "+ ", "• "} {
		if rest, ok := strings.CutPrefix(line, bullet); ok {
			return strings.TrimSpace(rest), true
		}
	}
	n := 0
	for n < len(line) && n < 3 && line[n] >= '0' && line[n] <= '9' {
		n++
	}
	if n == 0 || n+1 >= len(line) || line[n] != '.' && line[n] != ')' || line[n+1] != ' ' || !fresh && line[:n] != "1" {
		return "", false
	}
	return strings.TrimSpace(line[n+2:]), true
}

// dropComments removes HTML comments; one that does not end stays.
func dropComments(s string) string {
	if !strings.Contains(s, "<!--") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<!--")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, after, closed := strings.Cut(rest, "-->")
		if !closed {
			b.WriteString("<!--" + rest)
			return b.String()
		}
		s = after
	}
}
