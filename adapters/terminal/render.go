package terminal

import (
	"slices"
	"strings"

	"wirebrief/bot"
)

// RenderOptions say how Render draws. The zero value is plain text of 80
// columns without buttons.
type RenderOptions struct {
	// Width in columns; below 1 means 80. Texts use at most 100 columns,
	// because longer lines are hard to read, and at least 10.
	Width int
	// Color allows bold type and colour by escape sequences (SGR).
	Color bool
	// Buttons shows a line of numbered buttons, the first one with the number
	// FirstButton; 0 means 1.
	Buttons     bool
	FirstButton int
}

const (
	defaultWidth = 80
	minWidth     = 10
	maxWidth     = 100
)

// Render returns m as text for a terminal, without a line end after the last
// line. No line is longer than the width, except for addresses, which are
// never broken so that they can be opened, and for the lines of files. The text
// of m is made safe: the only control characters in the result are line ends
// and, with Color, the SGR sequences of Render itself.
func Render(m bot.Message, o RenderOptions) string {
	if o.Width < 1 {
		o.Width = defaultWidth
	}
	r := renderer{color: o.Color, width: min(max(o.Width, minWidth), maxWidth)}
	for _, b := range m.Blocks {
		r.block(b)
	}
	r.files(m.Files)
	if o.Buttons {
		r.buttons(m.Buttons, max(o.FirstButton, 1))
	}
	return strings.Join(r.lines, "\n")
}

// A look is how a kind of block is drawn: the margin of its first line and of
// those that follow, and its type.
type look struct {
	first, rest string
	style       style
}

var looks = map[bot.BlockKind]look{
	bot.Header:      {style: dim},
	bot.Headline:    {style: bold},
	bot.Meta:        {style: dim},
	bot.Quotation:   {first: "  ", rest: "  "},
	bot.Attribution: {first: "    ", rest: "    "},
	bot.Section:     {first: "  ", rest: "  ", style: bold},
	bot.Item:        {first: "  - ", rest: "    "},
	bot.Line:        {first: "  ", rest: "      "},
}

// tight lists the pairs of kinds with no empty line between them.
var tight = map[bot.BlockKind][]bot.BlockKind{
	bot.Meta:        {bot.Headline, bot.Meta, bot.Header},
	bot.Attribution: {bot.Quotation, bot.Attribution},
	bot.Item:        {bot.Section, bot.Item, bot.Paragraph},
	bot.Line:        {bot.Section, bot.Line},
	bot.Paragraph:   {bot.Section},
}

type renderer struct {
	color bool
	width int
	lines []string
	last  bot.BlockKind
}

func (r *renderer) block(b bot.Block) {
	l := looks[b.Kind]
	if b.Kind == bot.Paragraph && len(r.lines) > 0 && r.last == bot.Section {
		l = looks[bot.Section]
		l.style = plain
	}
	lines := r.text(b, l)
	if len(lines) == 0 {
		return
	}
	if len(r.lines) > 0 && !slices.Contains(tight[b.Kind], r.last) {
		r.lines = append(r.lines, "")
	}
	r.lines = append(append(r.lines, lines...), r.links(b, l)...)
	r.last = b.Kind
}

// text returns the lines of a block with its right-hand text.
func (r *renderer) text(b bot.Block, l look) []string {
	s, styles := joinRuns(b.Runs, l.style)
	var lines []string
	var used int // columns of the last line
	for start := 0; start <= len(s); {
		end := start + strings.IndexByte(s[start:], '\n')
		if end < start {
			end = len(s)
		}
		for _, w := range wrap(s[start:end], r.width-len(l.rest)) {
			margin := l.rest
			if len(lines) == 0 {
				margin = l.first
			}
			from, to := start+w[0], start+w[1]
			lines = append(lines, margin+r.paint(s, from, to, styles))
			used = len(margin) + cells.StringWidth(s[from:to])
		}
		start = end + 1
	}
	return r.right(lines, used, l, cleanLine(b.Right))
}

// right sets text against the right margin: on the last line, used columns
// wide, if it leaves a gap of two, else on lines of its own.
func (r *renderer) right(lines []string, used int, l look, text string) []string {
	if text == "" {
		return lines
	}
	for i, w := range wrap(text, r.width-len(l.rest)) {
		part := text[w[0]:w[1]]
		gap := r.width - cells.StringWidth(part)
		painted := r.paint(part, 0, len(part), []stretch{{len(part), l.style}})
		if i == 0 && len(lines) > 0 && used+2 <= gap {
			lines[len(lines)-1] += strings.Repeat(" ", gap-used) + painted
			continue
		}
		lines = append(lines, strings.Repeat(" ", gap)+painted)
	}
	return lines
}

// links returns a line for each address that the runs of b link to and do not
// show already.
func (r *renderer) links(b bot.Block, l look) []string {
	var seen, lines []string
	for _, run := range b.Runs {
		u := cleanURL(run.URL)
		if u == "" || slices.Contains(seen, u) || cleanLine(run.Text) == u {
			continue
		}
		seen = append(seen, u)
		lines = append(lines, l.rest+r.paint(u, 0, len(u), []stretch{{len(u), address}}))
	}
	return lines
}
