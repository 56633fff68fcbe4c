package briefing

import (
	"cmp"
	"slices"
	"strings"
)

// A ReasonKind tells by what a part of a topic was found.
type ReasonKind int

// The kinds of reason, the plainest first.
const (
	// ByWord: the word or phrase that was typed, or another form of it.
	ByWord ReasonKind = iota
	// ByAlias: another name for the same.
	ByAlias
	// BySound: a name in another script or transliteration.
	BySound
	// ByPublisher and ByLanguage: what from: and lang: ask for.
	ByPublisher
	ByLanguage
)

// A Reason is one part of a topic with the words of an article that it was
// found by.
type Reason struct {
	Kind ReasonKind
	// Rank is where they stand: RankTitle, RankLead or RankBody; RankNone for
	// publisher and language, which are not words of the article.
	Rank int
	// Span is their place in the title for RankTitle, else in the text; NoSpan
	// for RankNone, and where a text is no UTF-8.
	Span Span
	// Spelling is, for ByAlias, the other name, and Name what was typed.
	Spelling, Name string
}

// Reasons tells why a topic matches an article: of the alternative of OR that
// matches best, each part with the words that it was found by in the best
// place, the best place first. It is empty if the topic does not match, and for the zero Topic. It
// uses the keys that index and matcher use, in time linear in the text.
func Reasons(t Topic, a Article) []Reason {
	l := newKeyLookout(t.query)
	title, lead, body := tracedColumns(a)
	l.look(title, RankTitle)
	l.look(lead, RankLead)
	l.look(body, RankBody)
	l.look(tracedColumn{keys: metaKeys(a)}, rankMeta)
	typed := typedAliases(t.typed)
	var best []Reason
	bestRank := RankNone
	for _, c := range t.query.Any {
		if rank, reasons := l.clause(c, typed); rank > bestRank {
			bestRank, best = rank, reasons
		}
	}
	for i := range best {
		best[i].settle(t, a)
	}
	slices.SortStableFunc(best, func(x, y Reason) int {
		return cmp.Or(cmp.Compare(y.Rank, x.Rank), cmp.Compare(x.Span.Start, y.Span.Start))
	})
	return best
}

// settle tells a name that stands in the article as it was typed from one in
// another spelling.
func (r *Reason) settle(t Topic, a Article) {
	if r.Kind != BySound {
		return
	}
	words := r.Span.Of(a.Text)
	if r.Rank == RankTitle {
		words = r.Span.Of(a.Title)
	}
	typed := foldedWords(t.typed)
	for _, w := range foldedWords(words) {
		if !slices.Contains(typed, w) {
			return
		}
	}
	r.Kind = ByWord
}

func foldedWords(s string) (words []string) {
	for _, w := range scanAll(compose(s)) {
		words = append(words, w.folded)
	}
	return words
}

// A keyLookout finds the runs of keys of one query.
type keyLookout struct {
	heads map[string][]*keySight
	runs  map[string]*keySight
}

// A keySight is a run of keys with the best place where it was seen.
type keySight struct {
	keys []string
	rank int
	at   Span
}

func newKeyLookout(q Query) *keyLookout {
	l := &keyLookout{heads: map[string][]*keySight{}, runs: map[string]*keySight{}}
	for _, c := range q.Any {
		for _, t := range slices.Concat(c.All, c.None) {
			for _, a := range t.Alternatives {
				l.add(a.Keys)
				for _, w := range a.With {
					l.add(w)
				}
			}
		}
	}
	return l
}

// runName is a name for a run of keys: no key holds a line feed.
func runName(keys []string) string { return strings.Join(keys, "\n") }

func (l *keyLookout) add(keys []string) {
	name := runName(keys)
	if l.runs[name] != nil || len(keys) == 0 {
		return
	}
	s := &keySight{keys: keys, at: NoSpan}
	l.runs[name] = s
	l.heads[keys[0]] = append(l.heads[keys[0]], s)
}

// look looks through a column; the columns come from the best to the last.
func (l *keyLookout) look(c tracedColumn, rank int) {
	for i, key := range c.keys {
		for _, s := range l.heads[key] {
			if s.rank >= rank || len(c.keys)-i < len(s.keys) || !slices.Equal(c.keys[i:i+len(s.keys)], s.keys) {
				continue
			}
			s.rank, s.at = rank, NoSpan
			if c.places != nil {
				s.at = joinSpans(c.places[i : i+len(s.keys)])
			}
		}
	}
}

// joinSpans is the stretch that spans reach over; NoSpan if one has no place.
func joinSpans(spans []Span) Span {
	all := spans[0]
	for _, s := range spans[1:] {
		if s == NoSpan || all == NoSpan {
			return NoSpan
		}
		all = Span{min(all.Start, s.Start), max(all.End, s.End)}
	}
	return all
}

// clause ranks a clause as Matcher does, with the reasons for it.
func (l *keyLookout) clause(c Clause, typed []typedAlias) (rank int, reasons []Reason) {
	for _, t := range c.None {
		if rank, _ := l.term(t, typed); rank > RankNone {
			return RankNone, nil
		}
	}
	rank = rankMeta
	for _, t := range c.All {
		found, reason := l.term(t, typed)
		if rank = min(rank, found); rank == RankNone {
			return RankNone, nil
		}
		reasons = append(reasons, reason)
	}
	if rank == rankMeta {
		rank = RankBody
	}
	return rank, reasons
}

// term is the best place of a term, by the plainest of the alternatives found
// there.
func (l *keyLookout) term(t Term, typed []typedAlias) (rank int, reason Reason) {
	for _, a := range t.Alternatives {
		s := l.runs[runName(a.Keys)]
		if s == nil || s.rank == RankNone || s.rank < rank || !l.withContext(a) {
			continue
		}
		if r := reasonOf(s, typed); s.rank > rank || r.Kind < reason.Kind {
			rank, reason = s.rank, r
		}
	}
	return rank, reason
}

func (l *keyLookout) withContext(a Alternative) bool {
	return len(a.With) == 0 || slices.ContainsFunc(a.With, func(w []string) bool {
		s := l.runs[runName(w)]
		return s != nil && s.rank > RankNone
	})
}

func reasonOf(s *keySight, typed []typedAlias) Reason {
	r := Reason{Rank: s.rank, Span: s.at}
	switch {
	case strings.HasPrefix(s.keys[0], publisherMark):
		r.Kind, r.Rank = ByPublisher, RankNone
		return r
	case strings.HasPrefix(s.keys[0], languageMark):
		r.Kind, r.Rank = ByLanguage, RankNone
		return r
	}
	for _, alias := range typed {
		if spelling := alias.spelling(s.keys); spelling != "" {
			if fold(spelling) != fold(alias.typed) {
				r.Kind, r.Spelling, r.Name = ByAlias, spelling, alias.typed
			}
			return r
		}
	}
	if strings.HasPrefix(s.keys[0], soundMark) || strings.HasPrefix(s.keys[0], nameMark) {
		r.Kind = BySound
	}
	return r
}

// A typedAlias is a part of a topic that has other names.
type typedAlias struct {
	typed string
	group *aliasGroup
}

// typedAliases are those of a topic as it was typed.
func typedAliases(typed string) (list []typedAlias) {
	var items []topicItem
	lx := topicLexer{rest: typed}
	for it, more := lx.next(); more; it, more = lx.next() {
		items = append(items, it)
	}
	for i := 0; i < len(items); {
		group, size := aliasAt(items[i:])
		if size > 0 {
			var words []string
			for _, it := range items[i : i+size] {
				words = append(words, it.text)
			}
			list = append(list, typedAlias{strings.Join(words, " "), group})
		}
		i += max(size, 1)
	}
	return list
}

// spelling is the name of the group that has these keys, "" if none has: what
// was typed if that has them.
func (t typedAlias) spelling(keys []string) string {
	for _, run := range spellingRuns(scanAll(compose(t.typed))) {
		if slices.Equal(run, keys) {
			return t.typed
		}
	}
	for _, s := range t.group.spellings {
		for _, run := range s.runs {
			if slices.Equal(run, keys) {
				return s.text
			}
		}
	}
	return ""
}
