package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing"
)

// A standing text is a revision in a form in which words that were shown are
// looked for: other marks, spaces and capitals are no change.
type standingText struct {
	briefing.Extraction
	body    string
	figures []string
}

func newStandingText(e briefing.Extraction) *standingText {
	s := &standingText{Extraction: e, body: sameWords(e.Article.Title + "\n" + e.Article.Text)}
	for _, f := range e.Figures {
		s.figures = append(s.figures, sameWords(f.Text))
	}
	return s
}

// sameWords is the form in which words are compared.
func sameWords(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(straightMarks.Replace(Plain(s))), " "))
}

// hasQuote reports whether the words of a quote, every part of it, still stand
// in the text.
func (s *standingText) hasQuote(q briefing.Quote, body string) bool {
	for _, p := range stretchOf(q).parts {
		if !s.has(p.Of(body)) {
			return false
		}
	}
	return true
}

// hasFigure reports whether a figure still stands in the text: its clause, or
// its words. A bare number could stand there for anything, so it has to be a
// figure of the same thing.
func (s *standingText) hasFigure(f briefing.Figure, body string) bool {
	if clause := f.Clause.Of(body); clause != "" && f.Clause.Contains(f.Span) && s.has(clause) {
		return true
	}
	words := sameWords(f.Text)
	if strings.ContainsFunc(words, unicode.IsLetter) {
		return s.has(f.Text)
	}
	for i, g := range s.Figures {
		if s.figures[i] == words && g.Counts == f.Counts && g.Unit == f.Unit {
			return true
		}
	}
	return false
}

// has reports whether words stand in the text, not inside longer words or
// numbers.
func (s *standingText) has(words string) bool {
	words = sameWords(words)
	if words == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(words)
	last, _ := utf8.DecodeLastRuneInString(words)
	for at := 0; ; {
		i := strings.Index(s.body[at:], words)
		if i < 0 {
			return false
		}
		start, end := at+i, at+i+len(words)
		before, _ := utf8.DecodeLastRuneInString(s.body[:start])
		if !(inWord(first) && inWord(before)) && !(inWord(last) && goesOn(s.body[end:])) && !numberBefore(s.body[:start], first) {
			return true
		}
		at = start + utf8.RuneLen(first)
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// goesOn reports whether what follows a letter or digit is part of the same
// word or number.
func goesOn(rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	if r == '.' || r == ',' {
		next, _ := utf8.DecodeRuneInString(rest[n:])
		return unicode.IsDigit(next)
	}
	return inWord(r)
}

// numberBefore reports whether a number that begins with first goes on to the
// left: "1," before "200".
func numberBefore(before string, first rune) bool {
	if !unicode.IsDigit(first) || before == "" {
		return false
	}
	r, n := utf8.DecodeLastRuneInString(before)
	if r != '.' && r != ',' {
		return false
	}
	digit, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	return unicode.IsDigit(digit)
}

// leastShared is how many words a sentence must share with what was shown to
// be taken for what became of it.
const leastShared = 3

// figureNow returns the number of the figure that stands in the place of one
// that was shown: of the same thing, in the clause most like the old one, or of
// the same words; -1 for none.
func (s *standingText) figureNow(f briefing.Figure, body string) int {
	old, words := wordSet(f.Clause.Of(body)), sameWords(f.Text)
	best, most := -1, 0
	for i, g := range s.Figures {
		shared := sharedIn(old, g.Clause.Of(s.Article.Text))
		if s.figures[i] == words {
			shared += len(old) + leastShared
		}
		same := f.Unit == g.Unit && strings.EqualFold(f.Counts, g.Counts)
		if !same || shared < leastShared && (f.Counts == "" || f.Casualty != g.Casualty) {
			continue
		}
		if shared+1 > most {
			best, most = i, shared+1
		}
	}
	return best
}

// quoteNow returns the number of the quote that stands in the place of one that
// was shown: of the same speaker, sharing words with it; -1 for none.
func (s *standingText) quoteNow(q briefing.Quote) int {
	old, words := wordSet(q.Text), sameWords(q.Text)
	best, most := -1, leastShared-1
	for i, g := range s.Quotes {
		if sameWords(g.Text) == words {
			return i
		}
		if g.Speaker != q.Speaker {
			continue
		}
		if shared := sharedIn(old, g.Text); shared > most {
			best, most = i, shared
		}
	}
	return best
}

func wordSet(s string) []string {
	words := strings.FieldsFunc(sameWords(s), func(r rune) bool { return !inWord(r) })
	slices.Sort(words)
	return slices.Compact(words)
}

// sharedIn counts the words of a sorted list that stand in s.
func sharedIn(words []string, s string) int {
	n := 0
	for _, w := range wordSet(s) {
		if _, ok := slices.BinarySearch(words, w); ok {
			n++
		}
	}
	return n
}
