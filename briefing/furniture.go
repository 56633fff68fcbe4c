package briefing

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// longestFurniture is the longest line, in bytes, that is looked at for the
// words of furniture.
const longestFurniture = 400

// isFurniture reports whether a line is known by its words not to be the
// article: "Advertisement", "Read more: …", "Follow us on …".
func (c *cleaner) isFurniture(s string) bool {
	if len(s) > longestFurniture || s == "" {
		return false
	}
	if c.isExact(s) {
		return true
	}
	head := trimMarks(s[:runeStart(s, 64)], " *-–—>»•►▶▸→[(")
	var room [64]byte
	word := appendLower(room[:0], firstToken(head))
	rules := &c.rules
	if opensWith(rules.Openings.With(word), head) >= 0 {
		return true
	}
	if opensWith(rules.Labels.With(word), head) >= 0 && !endsSentence(s) {
		return true
	}
	return c.isCall(word, head, s) || c.isNotice(word, s) || c.known && isContact(s)
}

// trimMarks takes marks off the start of a line. Most lines begin with a letter
// and have none.
func trimMarks(s, marks string) string {
	if s == "" || wordByte[s[0]] != 0 {
		return s
	}
	return strings.TrimLeft(s, marks)
}

// firstToken is what stands before the first space.
func firstToken(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// withFirst returns the beginnings with a first word, in any case.
func withFirst(b *lang.Beginnings, word string) []string {
	var room [64]byte
	return b.With(appendLower(room[:0], word))
}

// beginnings returns those with the first word of s.
func beginnings(b *lang.Beginnings, s string) []string {
	return withFirst(b, firstToken(s))
}

// opensWith returns which of some openings, all with one first word, s begins
// with, -1 for none. An opening that ends in a letter is followed by no other.
func opensWith(openings []string, s string) int {
	if openings == nil {
		return -1
	}
	s = strings.ReplaceAll(s, "’", "'")
	return slices.IndexFunc(openings, func(o string) bool {
		n := foldedPrefix(s, o)
		if n < 0 {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(o)
		next, _ := utf8.DecodeRuneInString(s[n:])
		return n == len(s) || last < utf8.RuneSelf && isDigit(byte(last)) || !isWordRune(last) || !isWordRune(next)
	})
}

// foldedPrefix returns how many bytes of s the prefix takes up, -1 if s does not
// begin with it. Capitals count as small letters, and ı and İ as i, as in lower:
// texts in capitals mix them.
func foldedPrefix(s, prefix string) int {
	at := 0
	for _, p := range prefix {
		if at == len(s) {
			return -1
		}
		r, size := rune(s[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[at:])
		}
		if r != p && !sameLetter(r, p) {
			return -1
		}
		if at += size; at < len(s) && s[at] == dotted[0] && strings.HasPrefix(s[at:], dotted) {
			at += len(dotted)
		}
	}
	return at
}

// sameLetter reports whether two runes are one letter for foldedPrefix.
func sameLetter(r, p rune) bool {
	if r < utf8.RuneSelf && p < utf8.RuneSelf { // by far the most
		c := wordByte[byte(r)]
		return c != 0 && c == wordByte[byte(p)]
	}
	return undotted(lowerRune(r)) == undotted(lowerRune(p))
}

// dotted is what makes an i of ı for some.
const dotted = string(dotAbove)

// undotted is r with i for ı.
func undotted(r rune) rune {
	if r == 'ı' {
		return 'i'
	}
	return r
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// longestCall is the longest invitation, in bytes.
const longestCall = 250

// isCall tells invitations: an opening such as "follow" and further on where
// to, such as "on facebook". What somebody says in quotation marks is none.
func (c *cleaner) isCall(word []byte, head, s string) bool {
	if len(s) > longestCall || opensWith(c.rules.Calls.With(word), head) < 0 || strings.ContainsAny(s, "“”\"") {
		return false
	}
	s = lower(s)
	return slices.ContainsFunc(c.rules.Channels, func(channel string) bool { return strings.Contains(s, channel) })
}

// isNotice tells what a site says about itself.
func (c *cleaner) isNotice(word []byte, s string) bool {
	s = strings.TrimLeft(s, "([*")
	return slices.ContainsFunc(c.rules.Notices.With(word), func(n string) bool {
		opening, phrase, _ := strings.Cut(n, "…")
		at := foldedPrefix(s, opening)
		return at >= 0 && strings.Contains(s[at:], phrase)
	})
}

// isContact tells a line that is no sentence and holds an address for mail, and
// a sum in brackets, "($1 = 9.0900 crowns)".
func isContact(s string) bool {
	if at := strings.IndexByte(s, '@'); at > 0 && !endsSentence(s) && strings.Count(s, " ") < 12 {
		before, after := rune(s[at-1]), s[at+1:]
		return isWordRune(before) && strings.IndexByte(after, '.') > 0
	}
	return strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && strings.Contains(s, " = ") && len(s) < 80
}

// isExact reports whether a whole line is known furniture, a number before it
// or not: "73 shares".
func (c *cleaner) isExact(s string) bool {
	return len(s) < 60 && lookup(c.rules.Exact, strings.TrimLeft(bareLine(s), "+0123456789,.k "))
}

// bareLine is a line without the marks around it.
func bareLine(s string) string { return strings.Trim(s, " .,:…»>*-–—[]►▶") }

// isRule tells lines made of marks only: "***", "###", "___."
func isRule(s string) bool {
	if s = strings.TrimSuffix(s, "."); s == "" {
		return false
	}
	return len(s) <= 24 && !strings.ContainsFunc(s, func(r rune) bool {
		return isWordRune(r) || unicode.Is(unicode.Sc, r) || isTerminator(r) || isPicture(r) && r != ' '
	})
}

// isCounter tells a number that stands alone: how often something was shared.
func isCounter(s string) bool {
	return len(s) <= 8 && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) || r == '%' })
}

// isCategory tells a few words in small letters above the article: "in Local,
// News".
func (l *line) isCategory() bool {
	r, _ := utf8.DecodeRuneInString(l.text)
	return unicode.IsLower(r) && l.words <= 5 && !l.sentenceLike()
}

// dropFurniture takes away known furniture and credits, wherever they stand.
func (c *cleaner) dropFurniture() {
	below, gone := 0, false // lines that go with the heading above them; whether the last one went
	started := false
	for i := range c.lines {
		l := &c.lines[i]
		if l.gone {
			gone = true
			below = max(below, lookup(c.rules.Followed, bareLine(l.text)))
			continue
		}
		if l.note {
			below, gone, started = 0, false, true
			continue
		}
		full := l.full()
		switch {
		case full:
			below = 0
		case below > 0 && (!l.sentenceLike() || strings.HasSuffix(l.text, "?")):
			l.gone = true
			below--
		}
		if l.gone = l.gone || !started && (c.isPath(l.text) || c.known && l.isCategory()) || c.isFurniture(l.text) || isRule(l.text) || c.isTimeLine(l.text) ||
			(gone || !started || l.text[0] == '+') && isCounter(l.text) || !c.dropCredit(l) && c.isCredit(l); l.gone {
			below = max(below, lookup(c.rules.Followed, bareLine(l.text)))
		}
		gone = l.gone
		started = started || full && !l.gone
	}
}

// dropBoilerplate takes away what stands below the end mark of a press release:
// who it is from and whom to ask.
func (c *cleaner) dropBoilerplate() {
	full := false
	for i := range c.lines {
		l := &c.lines[i]
		full = full || !l.gone && l.full()
		if !full || !c.isEndMark(l.text) {
			continue
		}
		next := i + 1
		for next < len(c.lines) && c.lines[next].gone {
			next++
		}
		if next == len(c.lines) || opensWith(beginnings(&c.rules.Boilerplate, c.lines[next].text), c.lines[next].text) >= 0 {
			for j := range c.lines[i:] {
				c.lines[i+j].gone = true
			}
			return
		}
	}
}

// isEndMark tells what closes a press release or an agency's report: "###",
// "-30-", "ENDS".
func (c *cleaner) isEndMark(s string) bool {
	if len(s) > 12 {
		return false
	}
	bare := strings.Trim(s, "-–—#*. ")
	return bare == "" && strings.Contains(s, "#") || bare == "30" && s != bare ||
		lookup(c.rules.EndWords, bare) && (s != bare || bare == strings.ToUpper(bare))
}

// dropAuthors takes away lines that say again who wrote the article and, near
// the end, who that is.
func (c *cleaner) dropAuthors() {
	byline := c.article.Byline
	if byline == "" {
		return
	}
	name, _, _ := strings.Cut(byline, ",")
	name, _ = cutAt(name, c.rules.AndWords)
	given := firstToken(name)
	left := 6
	for i := len(c.lines) - 1; i >= 0; i-- {
		l := &c.lines[i]
		if l.gone {
			continue
		}
		if l.words <= 12 && sameWords(l.text, byline) {
			l.gone = true
			continue
		}
		if left--; left < 0 || len(l.text) > longestFurniture {
			continue
		}
		rest, ok := strings.CutPrefix(l.text, name+" ")
		if !ok {
			rest, ok = strings.CutPrefix(l.text, given+" ")
		}
		l.gone = ok && slices.ContainsFunc(c.rules.Biography, func(b string) bool { return strings.HasPrefix(rest, b) })
	}
}
