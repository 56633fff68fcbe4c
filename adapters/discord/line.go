package discord

import (
	"slices"
	"strings"

	"wirebrief/bot"
)

// A line is one block, or a part of one, ready to be put into a message.
type line struct {
	kind  bot.BlockKind
	spans []span
	// tight tells that no empty line goes before it.
	tight bool
	// story tells that a story begins with it.
	story bool
	// more tells that it goes on where the line before it was cut.
	more bool
	// shown is the line as it was written last, in that form.
	shown string
	form  linkForm
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

// lines are the blocks of m that show anything. What is spare is apart, for the
// small print: it is left out of the lines unless there is nothing else.
func lines(m bot.Message, ids commandIDs) (all []line, spare string) {
	compact := isDigest(m)
	// Of one story, what was asked for and how many there are is small print.
	small := countHeadlines(m) == 1
	alone := !slices.ContainsFunc(m.Blocks, func(b bot.Block) bool { return !b.Spare })
	for _, b := range m.Blocks {
		l := line{kind: b.Kind, spans: blockSpans(b, ids), story: b.Kind == bot.Headline}
		if len(l.spans) == 0 {
			continue
		}
		if (b.Spare || small && b.Kind == bot.Header && b.Right != "") && !alone {
			spare = joinParts(spare, inOneLine(l.spans))
			continue
		}
		if len(all) > 0 {
			last := all[len(all)-1].kind
			l.tight = slices.Contains(tight[b.Kind], last) || compact && slices.Contains(tighter[b.Kind], last)
		}
		all = append(all, l)
	}
	return all, spare
}

func countHeadlines(m bot.Message) int {
	n := 0
	for _, b := range m.Blocks {
		if b.Kind == bot.Headline {
			n++
		}
	}
	return n
}

// between stands between what is told in one line.
const between = " · "

// joinParts joins what there is.
func joinParts(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), between)
}

// isDigest reports whether m is an edition of several stories, which are set
// closer: it begins with a title rather than with what was asked for.
func isDigest(m bot.Message) bool {
	return len(m.Blocks) > 0 && m.Blocks[0].Kind == bot.Header && m.Blocks[0].Right == ""
}

func blockSpans(b bot.Block, ids commandIDs) []span {
	// What says itself which of its words are bold means the others not to be.
	says := slices.ContainsFunc(b.Runs, func(r bot.Run) bool { return r.Bold })
	heading := b.Kind == bot.Headline || b.Kind == bot.Section || b.Kind == bot.Header
	all := spans(b.Runs, !says && heading, ids)
	if b.Right == "" {
		return isolate(all)
	}
	right := spans([]bot.Run{{Text: b.Right}}, false, nil)
	if len(all) > 0 && len(right) > 0 {
		all = append(all, span{text: between})
	}
	return isolate(append(all, right...))
}

// marks are what the lines of a block begin with: the first, and those after it.
func (l line) marks() (first, next string) {
	switch l.kind {
	case bot.Quotation:
		return "> ", "> "
	case bot.Meta:
		return "-# ", "-# "
	case bot.Item:
		if l.more {
			return "  ", "  "
		}
		return "- ", "  "
	}
	return "", ""
}

// markdown is the line as it is sent.
func (l line) markdown(form linkForm) string {
	if l.shown != "" && l.form == form {
		return l.shown
	}
	var b strings.Builder
	first, next := l.marks()
	for _, row := range onLines(l.spans) {
		if len(row) == 0 && next != "" {
			continue // an empty line would end the quote, and in a list say nothing
		}
		if b.Len() > 0 {
			b.WriteString("\n" + next)
		} else {
			b.WriteString(first)
		}
		b.WriteString(write(row, form))
	}
	return b.String()
}

// gap is what stands between the line and the one before it.
func (l line) gap() string {
	if l.tight {
		return "\n"
	}
	return "\n\n"
}

// text is lines as they are sent, one below the other.
func text(all []line, form linkForm) string {
	var b strings.Builder
	for i, l := range all {
		if i > 0 {
			b.WriteString(l.gap())
		}
		b.WriteString(l.markdown(form))
	}
	return b.String()
}
