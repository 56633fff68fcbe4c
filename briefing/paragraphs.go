package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraphs returns the paragraphs of a text without the space around them,
// in order. A line is a paragraph, except that the lines of a text wrapped at
// a fixed width belong together.
func paragraphs(text string) []Span {
	lines := splitLines(text)
	paras := make([]Span, 0, len(lines))
	for len(lines) > 0 {
		n := blockLength(text, lines)
		paras = appendUnwrapped(paras, text, lines[:n])
		lines = lines[n:]
	}
	return paras
}

// splitLines returns the lines that are not blank, without the space around
// them.
func splitLines(text string) []Span {
	lines := make([]Span, 0, 1+strings.Count(text, "\n"))
	start := 0
	for start < len(text) {
		end := len(text)
		if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
			end = start + i
		}
		lines = appendSpan(lines, text, start, end)
		start = end + 1
	}
	return lines
}

// blockLength counts the lines from the first one up to a blank line.
func blockLength(text string, lines []Span) int {
	n := 1
	for n < len(lines) && strings.Count(text[lines[n-1].End:lines[n].Start], "\n") < 2 {
		n++
	}
	return n
}

// appendUnwrapped adds the paragraphs of a block of lines without blank lines
// between them.
func appendUnwrapped(paras []Span, text string, block []Span) []Span {
	if isWrapped(text, block) {
		return append(paras, Span{block[0].Start, block[len(block)-1].End})
	}
	for len(block) > 0 {
		n := continued(text, block)
		if endsSentence(block[n-1].Of(text)) {
			paras = append(paras, Span{block[0].Start, block[n-1].End})
		} else {
			paras = append(paras, block[:n]...)
		}
		block = block[n:]
	}
	return paras
}

// widestWrap is the longest line, in bytes, of a text taken to be wrapped.
const widestWrap = 120

// isWrapped reports whether a block was broken at a fixed width: no line but
// the last had room for the first word of the next one.
func isWrapped(text string, block []Span) bool {
	if len(block) < 2 {
		return false
	}
	width, open := 0, false
	for _, l := range block {
		if width = max(width, l.Len()); width > widestWrap {
			return false
		}
	}
	for i, l := range block[:len(block)-1] {
		word, _, _ := strings.Cut(block[i+1].Of(text), " ")
		if l.Len()+1+len(word) <= width {
			return false
		}
		open = open || !endsSentence(l.Of(text))
	}
	return open && width >= 40
}

// continued counts the lines that go on from the first: each starts in lower
// case where the one before stopped without a mark. If the last ends a
// sentence they are one, otherwise a list in which each line is for itself.
func continued(text string, block []Span) int {
	n := 1
	for n < len(block) {
		first, _ := utf8.DecodeRuneInString(block[n].Of(text))
		if !unicode.IsLower(first) || endsSentence(block[n-1].Of(text)) {
			break
		}
		n++
	}
	return n
}

// endsSentence reports whether a line ends in a mark that ends a sentence,
// brackets and quotation marks apart.
func endsSentence(line string) bool {
	for line != "" {
		r, size := utf8.DecodeLastRuneInString(line)
		if !isCloser(r) {
			return isTerminator(r)
		}
		line = line[:len(line)-size]
	}
	return false
}

// trimSpan takes the white space off both ends of a span.
func trimSpan(text string, s Span) Span {
	for s.Start < s.End && text[s.Start] == ' ' {
		s.Start++
	}
	for s.Start < s.End && text[s.End-1] == ' ' {
		s.End--
	}
	if s.Start == s.End || isVisible(text[s.Start]) && isVisible(text[s.End-1]) { // by far the most
		return s
	}
	t := strings.TrimLeftFunc(text[s.Start:s.End], unicode.IsSpace)
	s.Start = s.End - len(t)
	s.End = s.Start + len(strings.TrimRightFunc(t, unicode.IsSpace))
	return s
}

// isVisible tells characters of ASCII that are no space.
func isVisible(b byte) bool { return b > ' ' && b < utf8.RuneSelf }
