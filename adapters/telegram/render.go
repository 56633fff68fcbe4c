package telegram

import (
	"slices"
	"strings"

	"wirebrief/bot"
)

const (
	// partUnits is how long one message is at most, in UTF-16 code units after
	// parsing: Telegram takes 4,096 characters; the rest is for the numbers of
	// parts.
	partUnits = 4000
	// partEntities is how many links, quotes, times and bold stretches one
	// message has at most: of more than 100 Telegram drops those that are too
	// many and says nothing. Whether bold ones count is not sure.
	partEntities = 95
	// partBytes bounds the HTML: what is longer than 35,000 bytes is cut off
	// before it is parsed.
	partBytes = 30000
	// longQuote is from which length a quote is shown collapsed, in UTF-16
	// code units.
	longQuote = 400
)

// A line is one block, or a part of one, ready to be put into a message.
type line struct {
	kind  bot.BlockKind
	spans []span
	// bullet stands before the text of an item.
	bullet string
	// tight tells that no empty line goes before it.
	tight bool
	// story tells that a story begins with it.
	story bool
}

// tight lists the kinds that follow each other without an empty line, and
// tighter those that do so in an edition besides.
var (
	tight = map[bot.BlockKind][]bot.BlockKind{
		bot.Meta:        {bot.Headline, bot.Meta, bot.Header},
		bot.Attribution: {bot.Quotation, bot.Attribution},
		bot.Item:        {bot.Section, bot.Item, bot.Paragraph},
		bot.Line:        {bot.Section, bot.Line},
		bot.Paragraph:   {bot.Section},
	}
	tighter = map[bot.BlockKind][]bot.BlockKind{
		bot.Quotation: {bot.Meta},
		bot.Item:      {bot.Attribution, bot.Meta},
	}
)

// lines are the blocks of m that show anything.
func lines(m bot.Message) []line {
	var all []line
	compact := isDigest(m)
	spare := slices.ContainsFunc(m.Blocks, func(b bot.Block) bool { return !b.Spare })
	for _, b := range m.Blocks {
		if b.Spare && spare {
			continue
		}
		l := line{kind: b.Kind, spans: blockSpans(b), story: b.Kind == bot.Headline}
		if len(l.spans) == 0 {
			continue
		}
		if b.Kind == bot.Item {
			l.bullet = "• "
		}
		if len(all) > 0 {
			last := all[len(all)-1].kind
			l.tight = slices.Contains(tight[b.Kind], last) || compact && slices.Contains(tighter[b.Kind], last)
		}
		all = append(all, l)
	}
	return all
}

// isDigest reports whether m is an edition of several stories, which are set
// closer: it begins with a title rather than with what was asked for.
func isDigest(m bot.Message) bool {
	return len(m.Blocks) > 0 && m.Blocks[0].Kind == bot.Header && m.Blocks[0].Right == ""
}

// narrow is how much stands in one line on a phone, in UTF-16 code units.
const narrow = 38

func blockSpans(b bot.Block) []span {
	// What says itself which of its words are bold means the others not to be.
	says := slices.ContainsFunc(b.Runs, func(r bot.Run) bool { return r.Bold })
	all := spans(b.Runs, !says && (b.Kind == bot.Headline || b.Kind == bot.Section))
	for i := range all {
		all[i].asWritten = b.Kind == bot.Line // told as briefly as the line needs it
	}
	right := spans([]bot.Run{{Text: b.Right}}, false)
	if len(all) > 0 && len(right) > 0 {
		between := " · "
		if length(all)+units(between)+length(right) > narrow {
			between = "\n" // rather than somewhere in the middle
		}
		all = append(all, span{text: between})
	}
	return append(all, right...)
}

// length is that of spans in UTF-16 code units.
func length(all []span) int {
	n := 0
	for _, s := range all {
		n += units(s.text)
	}
	return n
}

// units is the length of the line, without what parts it from the last one.
func (l line) units() int {
	return units(l.bullet) + length(l.spans)
}

// entities is how many of those there are whose number is limited.
func (l line) entities() int {
	n := 0
	if l.kind == bot.Quotation {
		n++
	}
	for _, s := range l.spans {
		n += s.entities()
	}
	return n
}

func (l line) bytes() int {
	n := 64
	for _, s := range l.spans {
		n += 6*len(s.text)/5 + len(s.url) + 64
	}
	return n
}

// gap is what stands between the line and the one before it.
func (l line) gap() string {
	if l.tight {
		return "\n"
	}
	return "\n\n"
}

// writeHTML writes the line as HTML.
func (l line) writeHTML(b *strings.Builder, plainTimes bool) {
	open, closing := "", ""
	if l.kind == bot.Quotation {
		open, closing = "<blockquote>", "</blockquote>"
		if l.units() > longQuote {
			open = "<blockquote expandable>"
		}
	}
	b.WriteString(open + l.bullet)
	writeHTML(b, l.spans, plainTimes)
	b.WriteString(closing)
}

// writePlain writes the line without markup.
func (l line) writePlain(b *strings.Builder) {
	b.WriteString(l.bullet)
	for _, s := range l.spans {
		b.WriteString(s.text)
	}
}

// A part is one message of Telegram.
type part []line

// html is the part in the parse mode HTML.
func (p part) html(number string, plainTimes bool) string {
	return p.write(number, func(b *strings.Builder, l line) { l.writeHTML(b, plainTimes) })
}

// plain is the part without parse mode.
func (p part) plain(number string) string {
	return p.write(number, func(b *strings.Builder, l line) { l.writePlain(b) })
}

func (p part) write(number string, write func(*strings.Builder, line)) string {
	var b strings.Builder
	for i, l := range p {
		if i > 0 {
			b.WriteString(l.gap())
		}
		write(&b, l)
	}
	if number != "" {
		b.WriteString("\n\n" + number)
	}
	return b.String()
}

// hasTimes tells whether the part has a time to be told in the reader's zone.
func (p part) hasTimes() bool {
	return slices.ContainsFunc(p, func(l line) bool {
		return slices.ContainsFunc(l.spans, func(s span) bool { return s.isTime() })
	})
}
