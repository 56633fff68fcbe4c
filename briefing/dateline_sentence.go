package briefing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// longestDateline is the most bytes that a place, a day and an agency take.
const longestDateline = 110

// datelineEnd returns where the first sentence of a paragraph begins after a
// dateline, "PORT ELLERY, Nov 5 (Example Wire) —", or a date that stands alone,
// and the paragraph's start if there is none. A dateline is a sentence of its
// own, so that nothing shown begins with one.
func datelineEnd(text string, p Span, rules *lang.Rules) int {
	head := text[p.Start:min(p.End, p.Start+longestDateline)]
	if rules == nil || head == "" || !isDatelineStart(head[0]) {
		return p.Start
	}
	if n := leadingDate(head, rules); n > 0 {
		return p.Start + n
	}
	d := dateline{rules: rules}
	for i := 0; i < len(head); {
		if n := dashAt(head[i:]); n > 0 {
			if after := strings.TrimLeft(text[p.Start+i+n:p.End], " "); d.before(after) {
				return p.End - len(after)
			}
			return p.Start
		}
		end := i + wordBeforeDash(head[i:])
		if !d.word(head[i:end]) {
			return p.Start
		}
		i = end
		for i < len(head) && head[i] == ' ' {
			i++
		}
	}
	return p.Start
}

func isDatelineStart(b byte) bool {
	return b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= utf8.RuneSelf
}

// A dateline is what was seen of one so far.
type dateline struct {
	rules *lang.Rules
	words int
	// capitals: the first word is all capitals. agency: something stood in
	// brackets or strokes. comma: places are parted by one.
	capitals, agency, comma, open bool
}

// word takes one word and reports whether it may stand in a dateline: a name, a
// number, a joiner, or anything in brackets.
func (d *dateline) word(w string) bool {
	d.words++
	if d.open = d.open || w[0] == '('; d.open {
		d.agency = true
		d.open = !strings.ContainsRune(w, ')')
		return true
	}
	if len(w) > 2 && w[0] == '/' {
		d.agency = true
		return true
	}
	d.comma = d.comma || strings.HasSuffix(w, ",")
	name := strings.TrimRight(w, ".,")
	first, _ := utf8.DecodeRuneInString(name)
	if d.words == 1 {
		d.capitals = len(name) > 2 && !strings.ContainsFunc(name, unicode.IsLower) && unicode.IsUpper(first)
		return unicode.IsUpper(first) && !lookup(d.rules.Sentences.Starters, name)
	}
	return unicode.IsUpper(first) || unicode.IsDigit(first) || d.rules.Furniture.NameJoiners[name]
}

// before reports whether the words and a dash are a dateline before a text.
// Places that are not in capitals and have no agency need a plain beginning.
func (d *dateline) before(after string) bool {
	next := strings.TrimLeftFunc(after, isOpener)
	first, _ := utf8.DecodeRuneInString(next)
	if d.words == 0 || d.open || !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		return false
	}
	sentence, _, _ := strings.Cut(after, ". ")
	closed := false // a second dash: NATO - The Alliance - said
	for i := 0; i < len(sentence) && i < 400; i++ {
		closed = closed || sentence[i] == ' ' && dashAt(sentence[i+1:]) > 0
	}
	return d.agency || !closed && (d.capitals || d.comma && lookup(d.rules.Sentences.Starters, firstWord(next)))
}

// dashAt returns the length of a dash that parts words at the start of s, 0 if
// none stands there.
func dashAt(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == '—':
		return n
	case strings.HasPrefix(s, "-- "):
		return len("--")
	case isDash(r) && strings.HasPrefix(s[n:], " "):
		return n
	}
	return 0
}

// wordBeforeDash returns where the word at the start of s ends.
func wordBeforeDash(s string) int {
	for i, r := range s {
		if r == ' ' || r == '—' {
			return i
		}
	}
	return len(s)
}

// leadingDate returns the length of a date with its year that no mark parts
// from the sentence after it, "May 7, 2015 On Tuesday", 0 if there is none.
func leadingDate(head string, rules *lang.Rules) int {
	f := &rules.Furniture
	if head[0] > '9' {
		var room [64]byte
		word := appendLower(room[:0], firstWord(head))
		if f.Months[string(word)] == 0 && (!f.DateWords[string(word)] || rules.Sentences.Starters[string(word)]) {
			return 0
		}
	}
	end := yearEnd(head)
	if end == 0 {
		return 0
	}
	c := cleaner{rules: *f}
	if _, ok := c.dateOf(head[:end]); !ok || !lookup(rules.Sentences.Starters, firstWord(head[end+1:])) {
		return 0
	}
	return end + 1
}

// yearEnd returns where the first four digits with a space behind them end, 0 if
// there are none before the last byte.
func yearEnd(head string) int {
	for i := 4; i < len(head)-1; i++ {
		if head[i] == ' ' && isDigit(head[i-1]) && strings.Trim(head[i-4:i], "0123456789") == "" {
			return i
		}
	}
	return 0
}
