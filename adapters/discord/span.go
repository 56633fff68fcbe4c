package discord

import (
	"slices"
	"strings"
	"time"

	"wirebrief/bot"
)

// A mark is how a stretch of text looks.
type mark struct {
	bold bool
	url  string    // only http and https
	time time.Time // zero for none
	// command is the id of the command with which the text begins, 0 for none.
	command snowflake
}

// isTime tells whether the mark is shown as a time. A link cannot be one, too.
func (m mark) isTime() bool { return m.url == "" && m.time.Unix() > 0 }

// A span is text in one mark, clean and not escaped.
type span struct {
	text string
	mark
}

// spans are the runs of a block as they are shown. Neighbours of one mark are
// one span: bold text right after bold text would be read as neither.
// Commands are known by their ids, where there are any.
func spans(runs []bot.Run, bold bool, ids commandIDs) []span {
	all := make([]span, 0, len(runs))
	for _, r := range runs {
		s := span{clean(r.Text), mark{bold: bold || r.Bold, url: webURL(r.URL, linkUnits), time: r.Time}}
		if s.text == "" {
			continue
		}
		if r.Command && s.url == "" {
			s.command = ids[commandName(s.text)]
		}
		if s.url != "" {
			s.text = strings.ReplaceAll(s.text, "\n", " ") // a link does not go over the end of a line
		}
		if n := len(all); n > 0 && all[n-1].mark == s.mark && !s.isTime() && s.command == 0 {
			all[n-1].text += s.text
			continue
		}
		all = append(all, s)
	}
	return trimSpans(all)
}

// trimSpans takes white space off both ends.
func trimSpans(all []span) []span {
	for len(all) > 0 {
		if all[0].text = strings.TrimLeft(all[0].text, " \n"); all[0].text != "" {
			break
		}
		all = all[1:]
	}
	for n := len(all); n > 0; n = len(all) {
		if all[n-1].text = strings.TrimRight(all[n-1].text, " \n"); all[n-1].text != "" {
			break
		}
		all = all[:n-1]
	}
	return all
}

// onLines parts spans where lines end.
func onLines(all []span) [][]span {
	lines := [][]span{nil}
	for _, s := range all {
		for i, text := range strings.Split(s.text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if text != "" {
				last := &lines[len(lines)-1]
				*last = append(*last, span{text, s.mark})
			}
		}
	}
	return lines
}

// A linkForm is how links are written.
type linkForm int

const (
	// masked links stand behind their text.
	masked linkForm = iota
	// unpreviewed are masked, and show no preview where Discord would.
	unpreviewed
	// written are links of which the address follows the text.
	written
	// unlinked text has lost its links.
	unlinked
)

// write returns a line of spans as markdown.
func write(line []span, form linkForm) string {
	var b strings.Builder
	at := atStart
	for rest := delinked(line, form); len(rest) > 0; {
		n := 1
		for u := rest[0].url; u != "" && n < len(rest) && rest[n].url == u; n++ {
		}
		group := rest[:n]
		rest = rest[n:]
		if group[0].url == "" {
			writeSpan(&b, group[0], at, textOf(rest))
		} else {
			writeLink(&b, group, at, textOf(rest), form)
		}
		if strings.Trim(textOf(group), " ") != "" {
			at = inside
		}
	}
	return b.String()
}

// writeLink writes the spans of one link.
func writeLink(b *strings.Builder, group []span, at position, after string, form linkForm) {
	space := func(s string) string {
		if s == "" {
			return ""
		}
		return " "
	}
	text := textOf(group)
	group = trimSpans(slices.Clone(group))
	if len(group) == 0 {
		b.WriteString(space(text))
		return
	}
	b.WriteString(space(text[:len(text)-len(strings.TrimLeft(text, " "))]))
	open, closing := "[", "]("+target(group[0].url)+")"
	switch form {
	case unpreviewed:
		closing = "](<" + target(group[0].url) + ">)"
	case written:
		open, closing = "", " <"+group[0].url+">"
	}
	b.WriteString(open)
	for i, s := range group {
		writeSpan(b, s, at, textOf(group[i+1:])+after)
		at = inside
	}
	b.WriteString(closing + space(text[len(strings.TrimRight(text, " ")):]))
}

// writeSpan writes a span without its link.
func writeSpan(b *strings.Builder, s span, at position, after string) {
	text := strings.Trim(s.text, " ")
	if text == "" {
		b.WriteString(s.text)
		return
	}
	i := strings.Index(s.text, text)
	b.WriteString(s.text[:i])
	switch {
	case s.isTime():
		b.WriteString(timestamp(s.time))
	case s.command != 0 && commandName(text) != "":
		name := commandName(text)
		b.WriteString("</" + name + ":" + s.command.String() + ">" + escape(text[1+len(name):], inside, s.text[i+len(text):]+after))
	case s.bold:
		b.WriteString("**" + escape(text, at, s.text[i+len(text):]+after) + "**")
	default:
		b.WriteString(escape(text, at, s.text[i+len(text):]+after))
	}
	b.WriteString(s.text[i+len(text):])
}

// delinked is a line without the links that cannot be written. A masked link
// ends at a bracket, whether that was escaped or not: of a text with brackets
// the longest piece without one is the link.
func delinked(line []span, form linkForm) []span {
	if form == written {
		return line
	}
	if form == unlinked {
		line = slices.Clone(line)
		for i := range line {
			line[i].url = ""
		}
		return line
	}
	if !slices.ContainsFunc(line, func(s span) bool { return s.url != "" && strings.ContainsAny(s.text, "[]") }) {
		return line
	}
	var out []span
	for _, s := range line {
		if s.url == "" || !strings.ContainsAny(s.text, "[]") {
			out = append(out, s)
			continue
		}
		out = append(out, unbracketed(s)...)
	}
	return out
}

// unbracketed parts a span into its longest piece without brackets, which keeps
// the link, and what stands around it, which does not.
func unbracketed(s span) []span {
	start, end := 0, 0
	for i, from := 0, 0; i <= len(s.text); i++ {
		if i == len(s.text) || s.text[i] == '[' || s.text[i] == ']' {
			if i-from > end-start {
				start, end = from, i
			}
			from = i + 1
		}
	}
	bare := s.mark
	bare.url = ""
	var out []span
	for _, piece := range []span{{s.text[:start], bare}, {s.text[start:end], s.mark}, {s.text[end:], bare}} {
		if piece.text != "" {
			out = append(out, piece)
		}
	}
	return out
}

// inOneLine is the text of spans without line ends and without space at its ends.
func inOneLine(all []span) string { return strings.Join(strings.Fields(textOf(all)), " ") }

// textOf is the text of spans.
func textOf(all []span) string {
	if len(all) == 1 {
		return all[0].text
	}
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.text)
	}
	return b.String()
}
