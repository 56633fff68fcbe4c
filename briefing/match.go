package briefing

import (
	"slices"
	"strings"
)

// The places where a query can match, best first.
const (
	RankNone  = 0
	RankBody  = 1
	RankLead  = 2
	RankTitle = 3
)

// Match reports whether the query matches an article with these keys. An
// empty query matches everything.
func (q Query) Match(k IndexKeys) bool { return q.Rank(k) > RankNone }

// Rank tells where the query matches: RankTitle when all its words stand in
// the headline, RankLead when the lead is needed too, RankBody when more is,
// RankNone when it does not match. Publisher and language do not count. To
// match many articles see NewMatcher.
func (q Query) Rank(k IndexKeys) int { return NewMatcher(q).Rank(k) }

// A Matcher is a query prepared for matching many articles. It is not safe
// for use by several goroutines at once.
type Matcher struct {
	// heads maps the first key of every run asked for to the runs.
	heads map[string][]int
	runs  [][]string
	// best holds, for each run, the best column it was seen in.
	best []int
	// terms hold the runs of each alternative, in the order of query.
	clauses []matchClause
}

type matchClause struct{ all, none []matchTerm }

type matchTerm []matchAlternative

type matchAlternative struct {
	run  int
	with []int
}

// rankMeta is the rank of a run seen in the column Meta: it proves the match
// and says nothing about the place.
const rankMeta = RankTitle + 1

// NewMatcher prepares a query.
func NewMatcher(q Query) *Matcher {
	m := &Matcher{heads: map[string][]int{}}
	known := map[string]int{}
	for _, c := range q.Any {
		m.clauses = append(m.clauses, matchClause{all: m.terms(c.All, known), none: m.terms(c.None, known)})
	}
	m.best = make([]int, len(m.runs))
	return m
}

func (m *Matcher) terms(terms []Term, known map[string]int) []matchTerm {
	out := make([]matchTerm, 0, len(terms))
	for _, t := range terms {
		mt := make(matchTerm, 0, len(t.Alternatives))
		for _, a := range t.Alternatives {
			ma := matchAlternative{run: m.run(a.Keys, known)}
			for _, w := range a.With {
				ma.with = append(ma.with, m.run(w, known))
			}
			mt = append(mt, ma)
		}
		out = append(out, mt)
	}
	return out
}

// run returns the number of a run of keys, giving it one if it is new.
func (m *Matcher) run(keys []string, known map[string]int) int {
	name := strings.Join(keys, " ")
	n, ok := known[name]
	if !ok {
		n = len(m.runs)
		known[name] = n
		m.runs = append(m.runs, keys)
		if len(keys) > 0 {
			m.heads[keys[0]] = append(m.heads[keys[0]], n)
		}
	}
	return n
}

// Match reports whether the query matches.
func (m *Matcher) Match(k IndexKeys) bool { return m.Rank(k) > RankNone }

// Rank is Query.Rank for the prepared query: one pass over the keys.
func (m *Matcher) Rank(k IndexKeys) int {
	if len(m.clauses) == 0 {
		return RankBody
	}
	clear(m.best)
	m.scan(k.Title, RankTitle)
	m.scan(k.Lead, RankLead)
	m.scan(k.Body, RankBody)
	m.scan(k.Meta, rankMeta)
	best := RankNone
	for _, c := range m.clauses {
		best = max(best, m.clause(c))
	}
	return best
}

func (m *Matcher) scan(keys []string, rank int) {
	for i, key := range keys {
		for _, n := range m.heads[key] {
			run := m.runs[n]
			if m.best[n] < rank && i+len(run) <= len(keys) && slices.Equal(keys[i:i+len(run)], run) {
				m.best[n] = rank
			}
		}
	}
}

func (m *Matcher) clause(c matchClause) int {
	for _, t := range c.none {
		if m.term(t) > RankNone {
			return RankNone
		}
	}
	rank := rankMeta
	for _, t := range c.all {
		if rank = min(rank, m.term(t)); rank == RankNone {
			return RankNone
		}
	}
	if rank == rankMeta {
		return RankBody
	}
	return rank
}

func (m *Matcher) term(t matchTerm) int {
	best := RankNone
	for _, a := range t {
		if r := m.best[a.run]; r > best && m.withContext(a) {
			best = r
		}
	}
	return best
}

func (m *Matcher) withContext(a matchAlternative) bool {
	if len(a.with) == 0 {
		return true
	}
	for _, w := range a.with {
		if m.best[w] > RankNone {
			return true
		}
	}
	return false
}
