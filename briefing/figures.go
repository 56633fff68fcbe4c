package briefing

import (
	"math"

	"wirebrief/briefing/lang"
)

// mostFound is the number of figures after which no more are looked for: no
// article has so many, and a list of a million numbers must not fill a store.
const mostFound = 4000

// The room made at first for the tokens of a sentence and the figures of an
// article; there is more where needed.
const (
	usualTokens  = 64
	usualFigures = 16
)

// findFigures finds the numbers of a text with what they count. It reads what
// sentences and quotes have been found before.
func findFigures(d *document) {
	if d.rules == nil || len(d.rules.Numbers.Words) == 0 {
		return
	}
	s := figureScan{d: d, text: d.text, rules: &d.rules.Numbers, inflection: &d.rules.Inflection, toks: make([]figToken, 0, usualTokens)}
	s.decimal, s.group = '.', ','
	if s.rules.Decimal == ',' {
		s.decimal, s.group = ',', '.'
	}
	d.figures = make([]Figure, 0, usualFigures)
	for _, sent := range d.sents {
		for sent.Len() > 0 && len(d.figures) < mostFound {
			part := s.portion(sent)
			s.scan(part)
			sent.Start = part.End
		}
	}
}

// A figureScan reads one sentence after another.
type figureScan struct {
	d     *document
	text  string
	rules *lang.NumberRules
	// inflection is how words carry endings.
	inflection *lang.Inflection
	// decimal and group are the marks of decimals and thousands.
	decimal, group byte
	// sent is the stretch being read, toks its tokens, end its end.
	sent Span
	toks []figToken
	end  int
	// floor is the token at which the figure before ended.
	floor int
	// before is the token at which the draft before the one being finished ends.
	before int
	// dateEnd is the token at which the last date ended.
	dateEnd int
	// paired is set if the sentence may hold marks that come in pairs.
	paired bool
	// drafts are the figures of the sentence so far.
	drafts []figureDraft
	// sayer is who the sentence says gives its figures, sayerCue the verb of
	// saying, once sayerKnown.
	sayer      string
	sayerCue   int
	sayerKnown bool
	// title is 1 for a sentence with all its words capitalised, 2 for others,
	// 0 when not yet known.
	title int8
	// times are the tokens at which a time begins, in order, once timesKnown.
	times      []int
	timesKnown bool
	// corrected is what the sentence corrects; sentBefore is the sentence before.
	corrected  correction
	sentBefore Span
}

// A figureDraft is a figure while its parts are being found.
type figureDraft struct {
	amount
	// first and last are the tokens [first, last) of the whole figure.
	first, last int
	noun        nounPhrase
	qualifier   Span
	counts      Span
	// idle marks a small number word alone, a figure only beside another.
	idle bool
	// beside marks a number that only stands beside another to compare it with.
	beside bool
	// harm marks a number that is said elsewhere to count dead or injured.
	harm bool
	// untrue marks a number that is denied or has been corrected.
	untrue bool
}

// longestPortion bounds the memory that one sentence takes, in bytes.
const longestPortion = 8 << 10

// portion returns the part of a sentence to read next: all of it, or of a very
// long one a part that ends at a space.
func (s *figureScan) portion(sent Span) Span {
	if sent.Len() <= longestPortion {
		return sent
	}
	end := sent.Start + longestPortion
	for end > sent.Start+longestPortion/2 && s.text[end] != ' ' && s.text[end] != '\n' {
		end--
	}
	for end < sent.End && s.text[end]&0xC0 == 0x80 {
		end++
	}
	return Span{sent.Start, end}
}

// scan finds the figures of one sentence.
func (s *figureScan) scan(sent Span) {
	s.sayerKnown, s.corrected.known, s.timesKnown = false, false, false
	s.sentBefore, s.before = s.sent, 0
	s.sent, s.floor, s.dateEnd, s.title, s.drafts = sent, 0, 0, 0, s.drafts[:0]
	if !s.rules.MayCount(sent.Of(s.text)) {
		return
	}
	s.tokenize(sent)
	for i := 0; i < len(s.toks); {
		if !s.toks[i].mayOpenAmount() {
			i++
			continue
		}
		a, ok := s.amountAt(i)
		if !ok {
			i++
			continue
		}
		f := figureDraft{amount: a, first: a.from, last: a.to, qualifier: NoSpan, counts: NoSpan}
		s.counted(&f)
		s.shareOf(&f)
		s.bound(&f)
		if s.isFigure(&f) {
			s.drafts = append(s.drafts, f)
			i = max(f.last, i+1)
			s.floor = i
		} else {
			i = max(f.to, i+1)
			s.floor = i
		}
	}
	s.shareNouns()
	first := len(s.d.figures)
	for i := range s.drafts {
		s.drafts[i].untrue = s.isDenied(&s.drafts[i]) || s.isSuperseded(&s.drafts[i])
		s.noteDenied(&s.drafts[i])
	}
	s.passOn()
	s.carryNouns()
	for i := range s.drafts {
		s.countedBefore(&s.drafts[i])
		s.finish(i)
		s.before = s.drafts[i].last
	}
	if len(s.d.figures) > first {
		s.correctBefore(first)
	}
}

// at returns token i; beyond either end stands a token that is nothing.
func (s *figureScan) at(i int) *figToken {
	if uint(i) < uint(len(s.toks)) {
		return &s.toks[i]
	}
	return &edgeToken
}

// lower returns a word in lower case, without the stop of an abbreviation and
// with plain apostrophes left as they are.
func (s *figureScan) lower(t *figToken) string {
	w := withoutStop(t.Of(s.text))
	if t.kind == wordToken && !t.proper {
		return w
	}
	return lowerASCII(w)
}

// withoutStop is a word without the stop of an abbreviation.
func withoutStop(w string) string {
	if n := len(w); n > 1 && w[n-1] == '.' {
		return w[:n-1]
	}
	return w
}

// plays reports whether token i is a word with one of the roles.
func (s *figureScan) plays(i int, r lang.NumberRole) bool {
	return s.at(i).word.Role&r != 0
}

// isWord reports whether token i is the word w, given in lower case.
func (s *figureScan) isWord(i int, w string) bool {
	t := s.at(i)
	if t.kind != wordToken {
		return t.kind == markToken && len(w) == 1 && t.mark == rune(w[0])
	}
	text := t.Of(s.text)
	if n := len(text); n == len(w)+1 && text[n-1] == '.' {
		text = text[:n-1]
	}
	if len(text) != len(w) {
		return false
	}
	for i := range len(w) {
		if c := text[i]; c != w[i] && (c < 'A' || c > 'Z' || c|0x20 != w[i]) {
			return false
		}
	}
	return true
}

// stretch is the text of the tokens [from, to).
func (s *figureScan) stretch(from, to int) string {
	return s.text[s.at(from).Start:s.at(to-1).End]
}

// isHeadline reports whether most words of the sentence are capitalised, so
// that a capital tells nothing.
func (s *figureScan) isHeadline() bool {
	if s.title == 0 {
		words, capitals := 0, 0
		for i := range s.toks {
			if t := &s.toks[i]; t.kind == wordToken && t.Len() > 3 {
				words++
				if t.capital {
					capitals++
				}
			}
		}
		s.title = 2
		if words >= 4 && capitals*10 >= words*8 {
			s.title = 1
		}
	}
	return s.title == 1
}

// shareNouns gives a number without a noun the one of the next number that it
// is listed with: "eight or nine lorries", "four-, five- and six-door".
func (s *figureScan) shareNouns() {
	for i := len(s.drafts) - 2; i >= 0; i-- {
		f, next := &s.drafts[i], &s.drafts[i+1]
		if f.unit != "" || f.counts != NoSpan || !s.listed(f.last, next.first) || f.part && !s.at(f.last).is(lang.NumOf) {
			continue
		}
		f.idle = false
		f.counts, f.noun = next.counts, next.noun
		f.unit, f.duration, f.money = next.unit, next.duration, next.money
		f.percent, f.compound = next.percent, next.compound
	}
}

// listed reports whether only list words and marks stand between two tokens.
func (s *figureScan) listed(from, to int) bool {
	if to-from > 5 || to <= from {
		return false
	}
	for i := from; i < to; i++ {
		t := s.at(i)
		if i > from && s.partOf(from) && (t.is(lang.NumDeterminer|lang.NumNearby|lang.NumOf) || s.isPossessive(i)) {
			continue
		}
		if !t.is(lang.NumAnd|lang.NumOr|lang.NumTo) && !t.isMark(',') && !t.isMark('-') && !(i == from && s.partOf(i)) {
			return false
		}
	}
	return true
}

// partOf reports whether token k takes a part of what follows: "of the 45
// seats", "out of the 45 seats".
func (s *figureScan) partOf(k int) bool {
	return s.at(k).is(lang.NumOf) || s.plays(k, lang.RoleOutOf) && s.at(k+1).is(lang.NumOf)
}

// finish turns a draft into a figure of the document.
func (s *figureScan) finish(i int) {
	f := &s.drafts[i]
	if f.idle || math.IsInf(f.low, 0) || math.IsInf(f.high, 0) || math.Abs(f.low) > 1e18 {
		return
	}
	f.low, f.high = settled(f.low), settled(f.high)
	span := Span{s.at(f.first).Start, s.at(max(f.last, s.voteEnd(f)) - 1).End}
	fig := Figure{
		Span: span, Text: span.Of(s.text), Value: f.low, High: f.high, Unit: f.unit,
		Qualifier: f.qualifier.Of(s.text), Counts: f.counts.Of(s.text), Rate: f.rate.Of(s.text),
	}
	if !f.ranged && !f.vague {
		fig.High = fig.Value
	}
	fig.Casualty = s.isCasualty(i) && !s.isRemote()
	fig.Direction = s.direction(f)
	fig.AsOf = s.asOf(i)
	fig.Clause = s.clause(f, span)
	fig.Source = s.source(span, fig.Clause)
	fig.Confidence = s.confidence(f, &fig)
	s.d.figures = append(s.d.figures, fig)
}

// settled takes off what is left of decimals after multiplying, so that 16.4
// million is 16,400,000.
func settled(v float64) float64 {
	if r := math.Round(v); math.Abs(v-r) < 1e-9*math.Abs(v) {
		return r
	}
	return v
}
