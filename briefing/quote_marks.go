package briefing

import (
	"strings"
	"unicode"

	"wirebrief/briefing/lang"
)

// A quoted is one stretch between quotation marks, found by the marks alone.
type quoted struct {
	// Span reaches from the opening mark to after the closing one.
	Span
	// inner is what stands between the marks.
	inner Span
	// single tells that the marks are ‘ ’ or '.
	single bool
	// typed tells that the marks are two single ones: ''.
	typed bool
	// open tells that the paragraph ends without a closing mark.
	open bool
	// apart tells that it is open, but its paragraph says who speaks: the next
	// paragraph is a quote of its own.
	apart bool
}

// A markStyle tells which marks close what an opening mark opened.
type markStyle uint8

const (
	curly    markStyle = iota // “ ”
	low                       // „ “ or „ ”
	guillem                   // « »
	reversed                  // » «
	straight                  // " "
)

// A markReader pairs the quotation marks of one paragraph. Marks of other
// styles inside a quoted stretch belong to it.
type markReader struct {
	text  string
	rules *lang.Rules
	para  Span
	items []quoted
	// stack holds the double marks that are open, outermost first.
	stack []openMark
	// done are completed pairs of this paragraph, in order of their end.
	done []quoted
	// single is the start of an open single mark, -1 if none; ended is where a
	// mark that may be an apostrophe closed it for the time being, -1 if none.
	single, ended int
	// endedTo is where that mark ends.
	endedTo int
	// singleSpeech tells that the open single mark may open speech that quotes
	// others in double marks.
	singleSpeech bool
	// carried tells that the next paragraph begins with an opening mark, so that
	// speech may go on there.
	carried bool
}

type openMark struct {
	at, inner int
	style     markStyle
}

// readMarks returns the outermost quoted stretches of the paragraphs in order,
// at most maxQuotes of them. It reads every byte once.
func readMarks(text string, paras []Span, rules *lang.Rules) []quoted {
	m := markReader{text: text, rules: rules}
	for n, p := range paras {
		if len(m.items) >= maxQuotes {
			break
		}
		m.carried = n+1 < len(paras) && isOpeningMark(runeAt(text, paras[n+1].Start))
		m.paragraph(p)
	}
	return m.items[:min(len(m.items), maxQuotes)]
}

// beginsMark tells bytes that are a quotation mark or begin one.
var beginsMark = [256]bool{'"': true, '\'': true, '`': true, 0xC2: true, 0xE2: true}

func (m *markReader) paragraph(p Span) {
	m.para, m.stack, m.done, m.single, m.ended = p, m.stack[:0], m.done[:0], -1, -1
	text := m.text[:p.End]
	for i := p.Start; i < len(text); {
		c := text[i]
		switch {
		case !beginsMark[c]: // by far the most
			i++
		case c == '"':
			m.straight(i, 1)
			i++
		case (c == '\'' || c == '`') && i+1 < len(text) && text[i+1] == c:
			m.straight(i, 2) // '' and `` as typewriters have them
			i += 2
		case c == '\'':
			m.singleMark(i, i+1, 0)
			i++
		case c == 0xE2 && i+2 < len(text) && text[i+1] == 0x80:
			m.general(i, text[i+2])
			i += 3
		case c == 0xC2 && i+1 < len(text) && (text[i+1] == 0xAB || text[i+1] == 0xBB):
			m.angle(i, text[i+1] == 0xAB)
			i += 2
		default:
			i++
		}
	}
	m.finish()
}

// general handles the marks of the block General Punctuation.
func (m *markReader) general(i int, last byte) {
	switch last {
	case 0x9C: // “
		if m.top() == low {
			m.close(i, 3)
		} else {
			m.push(i, 3, curly)
		}
	case 0x9D: // ”
		if len(m.stack) > 0 {
			m.close(i, 3)
		} else if m.opensAt(i, 3) {
			m.push(i, 3, curly)
		}
	case 0x9E, 0x9F: // „ ‟
		m.push(i, 3, low)
	case 0x98: // ‘
		m.singleMark(i, i+3, 1)
	case 0x99: // ’
		m.singleMark(i, i+3, -1)
	}
}

// angle handles « and ».
func (m *markReader) angle(i int, left bool) {
	top := m.top()
	switch {
	case left && top == reversed, !left && top == guillem:
		m.close(i, 2)
	case left:
		m.push(i, 2, guillem)
	case m.opensAt(i, 2):
		m.push(i, 2, reversed)
	}
}

// straight handles ", which opens or closes as its surroundings tell.
func (m *markReader) straight(i, size int) {
	opens, closes := m.opensAt(i, size), m.closesAt(i, size)
	top := m.top()
	switch {
	case top == straight && opens && !closes:
		// The mark that is open was never closed: begin anew.
		m.stack = m.stack[:len(m.stack)-1]
		m.push(i, size, straight)
	case top == straight || len(m.stack) > 0 && closes && !opens:
		m.close(i, size)
	case len(m.stack) == 0 && closes && !opens:
		// A stray closing mark, or inches.
	default:
		m.push(i, size, straight)
	}
}

// top is the style of the innermost open mark, straight+1 if none is open.
func (m *markReader) top() markStyle {
	if len(m.stack) == 0 {
		return straight + 1
	}
	return m.stack[len(m.stack)-1].style
}

// before and after are the runes around a mark; a paragraph's ends are space.
func (m *markReader) before(i int) rune {
	if i <= m.para.Start {
		return ' '
	}
	return runeBefore(m.text, i)
}

func (m *markReader) after(i int) rune {
	if i >= m.para.End {
		return ' '
	}
	return runeAt(m.text, i)
}

// opensAt reports whether a mark at i looks like an opening one.
func (m *markReader) opensAt(i, size int) bool {
	b, a := m.before(i), m.after(i+size)
	return !unicode.IsSpace(a) && (unicode.IsSpace(b) || b == '(' || b == '[' || b == '—' || b == '–' || b == '-' || b == '/' ||
		b == '\'' || b == '‘' || b == '“')
}

// closesAt reports whether a mark at i looks like a closing one.
func (m *markReader) closesAt(i, size int) bool {
	b, a := m.before(i), m.after(i+size)
	return !unicode.IsSpace(b) && !isNameRune(a)
}

func (m *markReader) push(i, size int, style markStyle) {
	if m.single >= 0 && !m.singleSpeech {
		m.single, m.ended = -1, -1
	}
	m.stack = append(m.stack, openMark{i, i + size, style})
}

// close completes the innermost open pair.
func (m *markReader) close(i, size int) {
	o := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	for len(m.done) > 0 && m.done[len(m.done)-1].Start > o.at {
		m.done = m.done[:len(m.done)-1] // nested: belongs to the outer one
	}
	m.done = append(m.done, quoted{Span: Span{o.at, i + size}, inner: Span{o.inner, i}, typed: o.style == straight && o.inner-o.at == 2})
}

// finish keeps the pairs of the paragraph and repairs an open mark: speech
// that begins the paragraph, or follows a colon or comma, lasts to its end; so
// does what follows a sentence if the next paragraph opens with a mark.
func (m *markReader) finish() {
	m.settleSingle()
	if len(m.stack) > 0 {
		o := m.stack[0]
		last := 0
		if n := len(m.done); n > 0 {
			last = m.done[n-1].End
		}
		b := m.lastVisible(o.at)
		if last <= o.at && (o.at == m.para.Start || b == ':' || b == ',' || b == '.' && m.carried) {
			end := m.saidBehind(o.inner)
			m.done = append(m.done, quoted{Span: Span{o.at, end}, inner: Span{o.inner, end}, open: true, apart: b == '.' || end < m.para.End})
		}
	}
	for _, q := range m.done {
		if hasLetter(q.inner.Of(m.text)) {
			m.items = append(m.items, q)
		}
	}
}

// class returns what a word in any case may do around speech.
func (m *markReader) class(word string) lang.Class {
	return speechClass(&m.rules.Speech, &m.rules.Inflection, word)
}

// mostSaidWords bounds the said-clause that ends a paragraph.
const mostSaidWords = 6

// saidBehind returns where speech ends that was opened and never closed: behind
// the last comma of the paragraph if a said-clause is all that follows, as in
// “A, Ana Varga said., else with the paragraph.
func (m *markReader) saidBehind(from int) int {
	text := m.text[from:m.para.End]
	comma := strings.LastIndexByte(text, ',')
	if comma < 0 || comma+1 >= len(text) || text[comma+1] != ' ' {
		return m.para.End
	}
	words := strings.Fields(strings.TrimRight(text[comma:], ".")[1:])
	if n := len(words); n < 2 || n > mostSaidWords || strings.ContainsAny(text[comma+1:len(text)-1], ".!?") {
		return m.para.End
	}
	first, last := words[0], words[len(words)-1]
	opens, ends := m.class(first), m.class(last)
	before := ends&lang.Say != 0 && (isUpper(runeAt(first, 0)) || opens&(lang.Pronoun|lang.Det) != 0)
	if !before && (opens&lang.Say == 0 || !isUpper(runeAt(last, 0))) {
		return m.para.End
	}
	return from + comma + 1
}

// isOpeningMark reports whether r may open speech at the start of a paragraph.
func isOpeningMark(r rune) bool { return r == '“' || r == '„' || r == '«' || r == '"' }

// lastVisible is the last rune before i in the paragraph that is no space.
func (m *markReader) lastVisible(i int) rune {
	for i > m.para.Start {
		r := runeBefore(m.text, i)
		if !unicode.IsSpace(r) {
			return r
		}
		i--
		for i > m.para.Start && m.text[i]&0xC0 == 0x80 {
			i--
		}
	}
	return ' '
}

func hasLetter(s string) bool {
	for _, r := range s {
		if isLetter(r) || '0' <= r && r <= '9' {
			return true
		}
	}
	return false
}
