package briefing

import (
	"encoding/binary"
	"slices"
)

// The places where a query can match, best first.
const (
	RankNone  = 0
	RankBody  = 1
	RankLead  = 2
	RankTitle = 3
)

// rankMeta is the rank of a run seen in the column Meta: it proves the match
// and says nothing about the place.
const rankMeta = RankTitle + 1

// fired marks the rank of a term whose clauses were looked at.
const fired = 1 << 7

// Match reports whether the query matches an article with these keys. An
// empty query matches everything.
func (q Query) Match(k IndexKeys) bool { return q.Rank(k) > RankNone }

// Rank tells where the query matches: RankTitle when all its words stand in
// the headline, RankLead when the lead is needed too, RankBody when more is,
// RankNone when it does not match. Publisher and language do not count. To
// match many articles or many queries see NewMatcher.
func (q Query) Rank(k IndexKeys) int { return NewMatcher(q).Rank(k) }

// A Matcher is a set of queries prepared for matching many articles, each in
// one pass over its keys: what an article costs depends on its length and on
// the queries that share a word with it, not on how many there are. It is not
// safe for use by several goroutines at once.
type Matcher struct {
	// The runs of keys that are looked for form a tree. Runs are named by the
	// node they end at; node 0 is the root, where nothing ends.
	heads map[string]int32
	next  map[matchStep]int32
	nodes []matchNode
	// terms are shared by the clauses that have them.
	terms   []matchTerm
	clauses []matchClause
	// always are the clauses that want nothing.
	always []int32

	// What one article has: the best column each node was seen in, the rank
	// of each term plus one, and the rank of each query, with what must be
	// cleared before the next.
	best    []uint8
	ranks   []uint8
	queries []uint8
	seen    []int32
	asked   []int32
	found   []int32
}

type matchStep struct {
	node int32
	key  string
}

// A matchNode is a place in the tree of runs. terms are those with an
// alternative that ends here.
type matchNode struct {
	inner bool // runs go on from here
	terms []int32
}

// A matchTerm matches if one of its alternatives does. triggers are the
// clauses that are looked at when it does.
type matchTerm struct {
	alternatives []matchAlternative
	triggers     []int32
}

type matchAlternative struct {
	run  int32
	with []int32
}

// A matchClause is a clause of a query by the numbers of its terms.
type matchClause struct {
	query     int32
	all, none []int32
}

// NewMatcher prepares queries.
func NewMatcher(queries ...Query) *Matcher {
	m := &Matcher{heads: map[string]int32{}, next: map[matchStep]int32{}, nodes: make([]matchNode, 1)}
	known := map[string]int32{}
	for i, q := range queries {
		for _, c := range q.Any {
			m.clauses = append(m.clauses, matchClause{int32(i), m.addTerms(c.All, known), m.addTerms(c.None, known)})
		}
		if len(q.Any) == 0 {
			m.clauses = append(m.clauses, matchClause{query: int32(i)})
		}
	}
	m.setTriggers()
	m.best, m.ranks, m.queries = make([]uint8, len(m.nodes)), make([]uint8, len(m.terms)), make([]uint8, len(queries))
	return m
}

func (m *Matcher) addTerms(terms []Term, known map[string]int32) []int32 {
	if len(terms) == 0 {
		return nil
	}
	out := make([]int32, len(terms))
	for i, t := range terms {
		out[i] = m.addTerm(t, known)
	}
	return out
}

// addTerm returns the number of a term, giving it one if it is new.
func (m *Matcher) addTerm(t Term, known map[string]int32) int32 {
	alternatives := make([]matchAlternative, len(t.Alternatives))
	var name []byte
	for i, a := range t.Alternatives {
		alternatives[i].run = m.addRun(a.Keys)
		name = binary.AppendUvarint(name, uint64(alternatives[i].run))
		name = binary.AppendUvarint(name, uint64(len(a.With)))
		for _, w := range a.With {
			run := m.addRun(w)
			alternatives[i].with = append(alternatives[i].with, run)
			name = binary.AppendUvarint(name, uint64(run))
		}
	}
	n, ok := known[string(name)]
	if ok {
		return n
	}
	n = int32(len(m.terms))
	known[string(name)] = n
	m.terms = append(m.terms, matchTerm{alternatives: alternatives})
	for _, a := range alternatives {
		if node := &m.nodes[a.run]; !slices.Contains(node.terms, n) {
			node.terms = append(node.terms, n)
		}
	}
	return n
}

// addRun returns the node at which a run of keys ends.
func (m *Matcher) addRun(keys []string) int32 {
	node := int32(0)
	for i, key := range keys {
		to, ok := int32(0), false
		if i == 0 {
			to, ok = m.heads[key]
		} else {
			to, ok = m.next[matchStep{node, key}]
		}
		if !ok {
			to = int32(len(m.nodes))
			m.nodes = append(m.nodes, matchNode{})
			if i == 0 {
				m.heads[key] = to
			} else {
				m.next[matchStep{node, key}], m.nodes[node].inner = to, true
			}
		}
		node = to
	}
	return node
}

// setTriggers hangs each clause on the one of its terms that the fewest
// clauses have: a word that everybody asks for, or a language, leads to no
// more than the clauses that have nothing rarer.
func (m *Matcher) setTriggers() {
	shared := make([]int, len(m.terms))
	for _, c := range m.clauses {
		for _, t := range c.all {
			shared[t]++
		}
	}
	for i, c := range m.clauses {
		if len(c.all) == 0 {
			m.always = append(m.always, int32(i))
			continue
		}
		rarest := slices.MinFunc(c.all, func(x, y int32) int { return shared[x] - shared[y] })
		m.terms[rarest].triggers = append(m.terms[rarest].triggers, int32(i))
	}
}

// Match reports whether any of the queries matches.
func (m *Matcher) Match(k IndexKeys) bool { return m.Rank(k) > RankNone }

// Rank is Query.Rank for the best of the prepared queries, RankNone if there
// are none.
func (m *Matcher) Rank(k IndexKeys) int {
	best := RankNone
	m.Each(k, func(_, rank int) { best = max(best, rank) })
	return best
}

// Each calls found for every query that matches, by its place among those that
// were prepared, in that order, with its rank.
func (m *Matcher) Each(k IndexKeys, found func(query, rank int)) {
	defer m.clear()
	m.scan(k.Title, RankTitle)
	m.scan(k.Lead, RankLead)
	m.scan(k.Body, RankBody)
	m.scan(k.Meta, rankMeta)
	for _, c := range m.always {
		m.try(c)
	}
	for _, node := range m.seen {
		for _, t := range m.nodes[node].terms {
			m.fire(t)
		}
	}
	slices.Sort(m.found)
	for _, q := range m.found {
		found(int(q), int(m.queries[q]))
	}
}

// fire looks once at the clauses that hang on a term, if it matches.
func (m *Matcher) fire(t int32) {
	if m.term(t) == RankNone || m.ranks[t]&fired != 0 {
		return
	}
	m.ranks[t] |= fired
	for _, c := range m.terms[t].triggers {
		m.try(c)
	}
}

// clear makes ready for another article.
func (m *Matcher) clear() {
	for _, node := range m.seen {
		m.best[node] = 0
	}
	for _, t := range m.asked {
		m.ranks[t] = 0
	}
	for _, q := range m.found {
		m.queries[q] = 0
	}
	m.seen, m.asked, m.found = m.seen[:0], m.asked[:0], m.found[:0]
}

func (m *Matcher) scan(keys []string, rank uint8) {
	for i, key := range keys {
		node, ok := m.heads[key]
		for j := i + 1; ok; j++ {
			if m.best[node] == 0 {
				m.seen = append(m.seen, node)
			}
			m.best[node] = max(m.best[node], rank)
			if !m.nodes[node].inner || j == len(keys) {
				break
			}
			node, ok = m.next[matchStep{node, keys[j]}]
		}
	}
}

// try notes the rank of a clause with its query.
func (m *Matcher) try(clause int32) {
	c := &m.clauses[clause]
	rank := m.clause(c)
	if rank == RankNone {
		return
	}
	if m.queries[c.query] == 0 {
		m.found = append(m.found, c.query)
	}
	m.queries[c.query] = max(m.queries[c.query], rank)
}

func (m *Matcher) clause(c *matchClause) uint8 {
	rank := uint8(rankMeta)
	for _, t := range c.all {
		if rank = min(rank, m.term(t)); rank == RankNone {
			return RankNone
		}
	}
	for _, t := range c.none {
		if m.term(t) > RankNone {
			return RankNone
		}
	}
	if rank == rankMeta {
		return RankBody
	}
	return rank
}

// term is the rank of a term, worked out once for an article.
func (m *Matcher) term(t int32) uint8 {
	if r := m.ranks[t]; r > 0 {
		return r&^fired - 1
	}
	best := uint8(RankNone)
	for _, a := range m.terms[t].alternatives {
		if r := m.best[a.run]; r > best && m.withContext(a) {
			best = r
		}
	}
	m.ranks[t] = best + 1
	m.asked = append(m.asked, t)
	return best
}

func (m *Matcher) withContext(a matchAlternative) bool {
	return len(a.with) == 0 || slices.ContainsFunc(a.with, func(w int32) bool { return m.best[w] > RankNone })
}
