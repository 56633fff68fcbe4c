package briefing

import (
	"slices"
	"unicode"
)

// singleMark handles ‘, ’ and ', told apart from apostrophes: one opens after
// space before a letter, and closes after a letter or a stop before what is
// no letter. sure is 1 for ‘, -1 for ’, 0 for '.
func (m *markReader) singleMark(i, end, sure int) {
	if len(m.stack) > 0 {
		return
	}
	b, a := m.before(i), m.after(end)
	opens := sure >= 0 && isLetter(a) && (unicode.IsSpace(b) || b == '(' || b == '[' || b == '—' || b == '–') && (sure > 0 || !m.elision(end))
	if opens && m.ended >= 0 {
		m.settleSingle()
	}
	if m.single < 0 {
		if opens {
			m.single, m.singleSpeech = i, m.speechFrom(i)
		}
		return
	}
	if sure > 0 || unicode.IsSpace(b) || isNameRune(a) {
		return
	}
	if m.apostropheAfterS(i, end) {
		// "the dockers' union" does not close, unless nothing better comes.
		if m.ended < 0 {
			m.ended, m.endedTo = i, end
		}
		return
	}
	m.closeSingle(i, end)
}

// apostropheAfterS reports whether the mark at i may be that of a plural, with
// the thing owned after it: "the dockers' union".
func (m *markReader) apostropheAfterS(i, end int) bool {
	return lowerRune(m.before(i)) == rune(m.rules.Inflection.OwnerLetter) && m.after(end) == ' ' && end+1 < m.para.End && isLetter(runeAt(m.text, end+1))
}

// settleSingle closes an open single mark with the best mark seen so far.
func (m *markReader) settleSingle() {
	if m.single >= 0 && m.ended >= 0 {
		m.closeSingle(m.ended, m.endedTo)
	}
	m.single, m.ended = -1, -1
}

// closeSingle completes a pair of single marks. What is quoted inside belongs
// to it.
func (m *markReader) closeSingle(i, end int) {
	for len(m.done) > 0 && m.done[len(m.done)-1].Start > m.single {
		m.done = m.done[:len(m.done)-1]
	}
	m.done = append(m.done, quoted{Span: Span{m.single, end}, inner: Span{m.singleInner(), i}, single: true})
	m.single, m.ended = -1, -1
}

// speechFrom reports whether a single mark at i can open speech that quotes
// others in double marks: it begins its paragraph, or follows a comma or colon.
func (m *markReader) speechFrom(i int) bool {
	b := m.lastVisible(i)
	return (i == m.para.Start || b == ',' || b == ':' || b == '.') && isUpper(runeAt(m.text, m.innerFrom(i)))
}

// elision reports whether a word at i is one that begins with an apostrophe.
func (m *markReader) elision(i int) bool {
	return slices.Contains(m.rules.Speech.Elisions, lower(firstWord(m.text[i:m.para.End])))
}

// singleInner is where the text after an open single mark begins.
func (m *markReader) singleInner() int { return m.innerFrom(m.single) }

// innerFrom is where the text after the single mark at i begins.
func (m *markReader) innerFrom(i int) int {
	if m.text[i] == '\'' {
		return i + 1
	}
	return i + 3
}
