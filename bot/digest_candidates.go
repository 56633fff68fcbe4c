package bot

import (
	"cmp"
	"slices"
	"strings"

	"wirebrief/briefing"
)

// mostCandidates is how many stories of a chat are looked at closely: far more
// than a digest shows, so that those which turn out to be no news leave enough.
const mostCandidates = 120

// A newsItem is a TopicNews as digests keep it in memory. Times are unix
// milliseconds.
type newsItem struct {
	article, story, seq int64
	arrived, at         int64
	publisher, lang     string
	// voice is a number of its publisher.
	voice int32
	rank  uint8
}

// A topicWork is the news of one topic, the last to arrive first, for all
// chats that follow it.
type topicWork struct {
	// after is the arrival and since the time of publication it goes back to,
	// upTo the last arrival it holds.
	after, since, upTo int64
	news               []newsItem
}

// A workKey names a topicWork: a recap goes back further.
type workKey struct {
	topic int64
	recap bool
}

// A candidate is a story with news for a chat.
type candidate struct {
	story int64
	// foreign tells that nobody reports it in a language the chat reads.
	foreign bool
	// newest is when the last of its new articles arrived.
	newest int64
	// items are its new articles, each once, the best first; topics are the
	// places in the plan of those that it matches.
	items  []newsItem
	topics []int
	shown  *Shown
}

// A tally is what is counted of a story while the news of a chat are gone
// through.
type tally struct {
	story          int64
	rank           uint8
	topics, voices uint8
	native         bool
	topic          int
	publishers     [4]int32
	at, newest     int64
	matches, last  int32
	order          uint64
}

// A link is one match of a story with a topic; next is the one before it, -1
// for none.
type link struct {
	item        *newsItem
	topic, next int32
}

// A gatherer finds the candidates of chats, one after the other. It keeps its
// memory from chat to chat, and that of the candidates until rest is called.
type gatherer struct {
	tallies []tally
	links   []link
	places  map[int64]int32
	top     []ordered
	// Of each kind one piece of memory, from which all candidates have theirs.
	found  shelf[candidate]
	items  shelf[newsItem]
	topics shelf[int]
}

// An ordered is the place of a tally with what it is ordered by.
type ordered struct {
	order uint64
	story int64
	tally int
}

// A shelf hands out memory, which is used again once it was cleared.
type shelf[T any] struct{ used, free []T }

// take returns an empty list with room for n.
func (s *shelf[T]) take(n int) []T {
	if len(s.free) < n {
		s.used = make([]T, max(n, 2*cap(s.used)))
		s.free = s.used
	}
	list := s.free[:0:n]
	s.free = s.free[n:]
	return list
}

// clear takes everything back.
func (s *shelf[T]) clear() {
	clear(s.used)
	s.free = s.used
}

// rest takes back the memory of all candidates.
func (g *gatherer) rest() {
	g.found.clear()
	g.items.clear()
	g.topics.clear()
}

// horizon is the last arrival that the work on all topics of a plan has seen:
// what came later waits for the next digest.
func horizon(p *digestPlan, work map[workKey]*topicWork) int64 {
	upTo, known := p.Seen, false
	for _, t := range p.topics {
		if w := work[workKey{t.id, t.recap}]; w != nil && (!known || w.upTo < upTo) {
			upTo, known = w.upTo, true
		}
	}
	return max(upTo, p.Seen)
}

// news calls each for all that is new on the i-th topic of a plan, up to an
// arrival.
func (p *digestPlan) news(i int, work map[workKey]*topicWork, upTo int64, each func(*newsItem)) {
	t := p.topics[i]
	w := work[workKey{t.id, t.recap}]
	if w == nil {
		return
	}
	for j := range w.news {
		n := &w.news[j]
		if n.seq <= t.after {
			return
		}
		if n.seq <= upTo && n.arrived >= t.arrived && n.at >= t.published {
			each(n)
		}
	}
}

// gather returns the best candidates of a plan, in order, and how many there
// are in all.
func (g *gatherer) gather(p *digestPlan, work map[workKey]*topicWork, upTo int64) (best []candidate, total int) {
	g.count(p, work, upTo)
	chosen := g.best()
	best = g.found.take(len(chosen))
	for _, o := range chosen {
		t := &g.tallies[o.tally]
		c := candidate{
			story: t.story, foreign: !t.native, newest: t.newest,
			items: g.items.take(int(t.matches)), topics: g.topics.take(int(t.topics)),
		}
		for l := t.last; l >= 0; l = g.links[l].next {
			c.add(g.links[l])
		}
		slices.Reverse(c.topics)
		c.sort(p.Reading)
		best = append(best, c)
	}
	return best, len(g.tallies)
}

// add adds a match; those of one topic come together.
func (c *candidate) add(l link) {
	if k := len(c.topics); k == 0 || c.topics[k-1] != int(l.topic) {
		c.topics = append(c.topics, int(l.topic))
	}
	if j := slices.IndexFunc(c.items, func(x newsItem) bool { return x.article == l.item.article }); j < 0 {
		c.items = append(c.items, *l.item)
	} else {
		c.items[j].rank = max(c.items[j].rank, l.item.rank)
	}
}

// count goes through all news of a plan and tallies it by story.
func (g *gatherer) count(p *digestPlan, work map[workKey]*topicWork, upTo int64) {
	g.tallies, g.links = g.tallies[:0], g.links[:0]
	if g.places == nil {
		g.places = map[int64]int32{}
	}
	clear(g.places)
	for i := range p.topics {
		p.news(i, work, upTo, func(n *newsItem) {
			at, ok := g.places[n.story]
			if !ok {
				at = int32(len(g.tallies))
				g.places[n.story] = at
				g.tallies = append(g.tallies, tally{story: n.story, topic: -1, last: -1})
			}
			t := &g.tallies[at]
			g.links = append(g.links, link{n, int32(i), t.last})
			t.last = int32(len(g.links) - 1)
			t.add(n, i, p.Reading)
		})
	}
	for i := range g.tallies {
		g.tallies[i].order = g.tallies[i].sum()
	}
}

// add counts an article that matches a topic.
func (t *tally) add(n *newsItem, topic int, reading []string) {
	if t.topic != topic {
		t.topic = topic
		t.topics = min(t.topics+1, 7)
	}
	t.matches++
	t.rank = max(t.rank, n.rank)
	t.at, t.newest = max(t.at, n.at), max(t.newest, n.arrived)
	t.native = t.native || len(reading) == 0 || reads(reading, n.lang)
	if int(t.voices) < len(t.publishers) && !slices.Contains(t.publishers[:t.voices], n.voice) {
		t.publishers[t.voices] = n.voice
		t.voices++
	}
}

// sum puts into one number what orders stories: a language the chat reads, the
// place of the match, several publishers, several topics, the time.
func (t *tally) sum() uint64 {
	sum := uint64(t.rank&7)<<60 | uint64(t.voices)<<56 | uint64(t.topics)<<52 | uint64(max(t.at, 0)/1000)&(1<<52-1)
	if t.native {
		sum |= 1 << 63
	}
	return sum
}

// best returns the best tallies, in order.
func (g *gatherer) best() []ordered {
	g.top = g.top[:0]
	byOrder := func(x, y ordered) int {
		if x.order != y.order {
			return cmp.Compare(y.order, x.order)
		}
		return cmp.Compare(y.story, x.story)
	}
	// What is below the floor cannot be among the best any more.
	floor := uint64(0)
	for i := range g.tallies {
		t := &g.tallies[i]
		if t.order < floor {
			continue
		}
		if g.top = append(g.top, ordered{t.order, t.story, i}); len(g.top) == 2*mostCandidates {
			slices.SortFunc(g.top, byOrder)
			g.top = g.top[:mostCandidates]
			floor = g.top[mostCandidates-1].order
		}
	}
	slices.SortFunc(g.top, byOrder)
	return g.top[:min(len(g.top), mostCandidates)]
}

// sort puts the articles of a story in the order in which they are to be shown.
func (c *candidate) sort(reading []string) {
	slices.SortFunc(c.items, func(x, y newsItem) int {
		if a, b := reads(reading, x.lang), reads(reading, y.lang); a != b {
			if a {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(y.rank, x.rank), cmp.Compare(y.at, x.at), cmp.Compare(y.article, x.article))
	})
}

// reads reports whether a chat that reads these languages reads an article in
// this one. Who has named none reads all, and an unknown language is given the
// benefit of the doubt.
func reads(reading []string, lang string) bool {
	if len(reading) == 0 || lang == "" {
		return true
	}
	for _, r := range reading {
		if strings.EqualFold(baseTag(r), baseTag(lang)) {
			return true
		}
	}
	return false
}

// baseTag is the language of a BCP 47 tag without its region.
func baseTag(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}

// rankOf is the rank of a match in one byte.
func rankOf(rank int) uint8 { return uint8(min(max(rank, briefing.RankNone), briefing.RankTitle)) }
