package briefing

import (
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

// maxQuotes bounds what is taken from one text; no article has as many.
const maxQuotes = 5000

const (
	// maxSaidClause bounds the said-clause in the middle of a split quote.
	maxSaidClause = 200
	// maxJoined bounds what two sentences of speech with the said-clause
	// between them may measure to be one quote.
	maxJoined = 600
)

// findQuotes fills in the quotes: every quoted stretch that may be speech,
// with its speaker where one is found.
func findQuotes(d *document) {
	s := d.speech
	if s.rules.VerbFinal {
		d.findFinalCues()
	} else {
		s.findCues()
	}
	a := &attributor{d: d, s: s, of: make([]attribution, len(s.items)), lastPara: -2}
	for f := range s.frames {
		a.frame(f)
	}
	said := slices.Concat(d.transcripts(), d.posts())
	slices.SortStableFunc(said, func(a, b Quote) int { return a.Start - b.Start })
	if n := len(s.items) + len(said); n > 0 {
		d.quotes = make([]Quote, 0, min(n, maxQuotes))
		d.parts = make([]Span, 0, len(s.items))
	}
	for n := 0; n < len(s.items) && len(d.quotes) < maxQuotes; n++ {
		for len(said) > 0 && said[0].Start <= s.items[n].Start {
			d.quotes = append(d.quotes, said[0])
			said = said[1:]
		}
		if k := len(d.quotes); k > 0 && d.quotes[k-1].End > s.items[n].Start {
			continue // quoted within a transcript
		}
		n = d.addQuote(n, a.of)
	}
	d.quotes = append(d.quotes, said[:min(len(said), max(0, maxQuotes-len(d.quotes)))]...)
}

// addQuote adds the quote that begins with item n and returns the last item
// that it takes in.
func (d *document) addQuote(n int, of []attribution) int {
	s := d.speech
	it := &s.items[n]
	at := of[n]
	q := Quote{SpeakerSpan: NoSpan, Clause: NoSpan}
	first := len(d.parts)
	d.parts = append(d.parts, d.part(it.inner))
	last := n
	for last+1 < len(s.items) {
		nx := &s.items[last+1]
		if s.items[last].open && !s.items[last].apart && d.paragraphStart(nx.Start) && !hasText(s.text[s.items[last].End:nx.Start]) {
			// The opening mark is repeated at each paragraph.
			if at.tie == tieNone || of[last+1].tie == tieAfter {
				at = of[last+1]
			}
		} else if s.rules.VerbFinal {
			if !d.splitFinal(at, last, of[last+1]) && !d.splitBy(at, last, of[last+1]) {
				break
			}
		} else if !d.splitBy(at, last, of[last+1]) && !d.goesOn(at, last, of[last+1]) {
			break
		}
		last++
		d.parts = append(d.parts, d.part(nx.inner))
	}
	q.Parts = d.parts[first:len(d.parts):len(d.parts)]
	q.Span = Span{q.Parts[0].Start, q.Parts[len(q.Parts)-1].End}
	q.Text = q.Span.Of(s.text)
	d.describeQuote(&q, at, it)
	if q.Text == "" || (it.single || it.typed) && q.Speaker == "" {
		return last
	}
	d.quotes = append(d.quotes, q)
	return last
}

// splitBy reports whether the said-clause of at stands between item n and the
// next, so that both are one quote: “A,” Varga said, “B.”
func (d *document) splitBy(at attribution, n int, next attribution) bool {
	s := d.speech
	a, b := &s.items[n], &s.items[n+1]
	if at.tie != tieAfter || at.cue < 0 || b.Start-a.End > maxSaidClause || next.tie != tieRight && next.tie != tieBefore || next.cue != at.cue {
		return false
	}
	if !d.between(at.cue, a.End, b.Start) {
		return false
	}
	t := s.text[a.End:b.Start]
	for len(t) > 0 && (t[len(t)-1] == ' ') {
		t = t[:len(t)-1]
	}
	r, _ := utf8.DecodeLastRuneInString(t)
	return r == ',' || r == '—' || r == '–' || r == '―' || r == ':'
}

// goesOn reports whether the speech of item n goes on in the next item of the
// paragraph after a said-clause that ends its sentence: “A,” Varga said. “B.”
func (d *document) goesOn(at attribution, n int, next attribution) bool {
	s := d.speech
	a, b := &s.items[n], &s.items[n+1]
	if at.tie != tieAfter || at.cue < 0 || next.tie != tieContinued || next.cue != at.cue || next.frame != at.frame+1 {
		return false
	}
	return b.Start-a.End <= maxSaidClause && (b.End-a.Start <= maxJoined || s.crossedMarks(a, b)) && d.between(at.cue, a.End, b.Start) &&
		(s.sameMarks(a, b) || s.crossedMarks(a, b)) && !s.newClause(at.cue)
}

// sameMarks reports whether two quotes stand between the same marks: if they do
// not, a mark is missing or belongs to something else.
func (s *speech) sameMarks(a, b *quoted) bool {
	return s.text[a.Start:a.inner.Start] == s.text[b.Start:b.inner.Start] && s.text[a.inner.End:a.End] == s.text[b.inner.End:b.End]
}

// crossedMarks reports whether two quotes are one that opens and closes with
// marks of one kind, while those at its said-clause are of another: “A," Varga
// said. "B.”
func (s *speech) crossedMarks(a, b *quoted) bool {
	if a.single || b.single || a.typed || b.typed || a.open || b.open {
		return false
	}
	opens, closes := s.text[a.Start:a.inner.Start], s.text[b.inner.End:b.End]
	leaves, resumes := s.text[a.inner.End:a.End], s.text[b.Start:b.inner.Start]
	return opens != leaves && (opens == "“" && closes == "”" && leaves == resumes || leaves == "”" && resumes == "“" && opens == closes)
}

// newClause reports whether someone else acts after a cue in its sentence:
// “A,” Varga said, and her neighbour cut in. “B.”
func (s *speech) newClause(c int) bool {
	k := &s.cues[c]
	hi := s.frames[k.frame].to
	for i := k.to; i+2 < hi; i++ {
		w := &s.words[i]
		if w.isMark(',') && s.words[i+1].is(lang.Conj) && s.words[i+1].kind == plainWord {
			if src := s.nounPhrase(i+2, hi); src.ok() && (src.person >= 0 || src.pronoun || s.canSpeak(src.from, src.to)) && src.to < hi && s.words[src.to].kind == plainWord && !s.words[src.to].is(lang.Prep|lang.Conj|lang.Rel) {
				return true
			}
		}
	}
	return false
}

// between reports whether a cue stands in text[from:to].
func (d *document) between(c, from, to int) bool {
	s, k := d.speech, &d.speech.cues[c]
	return s.words[k.from].Start >= from && s.words[k.to-1].End <= to
}

// part trims what is between two marks: space, and the comma that only leads
// over to the said-clause. Short fragments stay as they stand.
func (d *document) part(sp Span) Span {
	sp = trimSpan(d.text, sp)
	if sp.Len() >= 12 && d.text[sp.End-1] == ',' {
		sp.End--
	}
	return sp
}

// paragraphStart reports whether a paragraph begins at a byte.
func (d *document) paragraphStart(at int) bool {
	p := sort.Search(len(d.paras), func(p int) bool { return d.paras[p].Start >= at })
	return p < len(d.paras) && d.paras[p].Start == at
}

func hasText(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) {
			return true
		}
	}
	return false
}

// describeQuote fills in speaker, cue, clause, and how sure that is.
func (d *document) describeQuote(q *Quote, at attribution, it *quoted) {
	s := d.speech
	q.Partial = d.partial(q)
	q.Confidence = d.confidence(at, q, it)
	if at.tie == tieNone {
		return
	}
	q.SpeakerSpan = at.sayer.mention
	q.Speaker = at.sayer.name.Of(s.text)
	q.Role = at.sayer.role.Of(s.text)
	if at.cue >= 0 {
		k := &s.cues[at.cue]
		q.Cue = s.span(k.from, k.to).Of(s.text)
		q.Clause = d.clause(k, at.tie == tieAfter || at.tie == tieRight || at.tie == tieContinued || at.tie == tieFollowing)
	}
}

// partial reports whether a quote is a fragment: it begins in lower case, or
// is too short for a sentence and does not end like one.
func (d *document) partial(q *Quote) bool {
	words := 1
	for i := range len(q.Text) {
		if q.Text[i] == ' ' {
			words++
		}
	}
	r, _ := utf8.DecodeRuneInString(q.Text)
	fewest := 4
	if d.speech.rules.VerbFinal {
		fewest = 3 // the verb says who does it, and the stop stands behind "dedi"
	}
	return !isUpper(r) && !(r >= '0' && r <= '9') || words < fewest && !isStop(q.Text[len(q.Text)-1])
}

func isStop(c byte) bool { return c == '.' || c == '!' || c == '?' }
