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

// A newsItem is a TopicNews as digests keep it in memory: without pointers, for
// there are hundreds of thousands. Times are unix milliseconds; story, voice and
// lang are places in newsNames.
type newsItem struct {
	article, seq int64
	arrived, at  int64
	story, voice int32
	lang         uint16
	rank         uint8
	// read tells, of a candidate's article, that the chat reads its language.
	read bool
}

// newsNames are the stories, publishers and languages of news, each once.
type newsNames struct {
	stories    []int64
	publishers []string
	langs      []string
	places     map[int64]int32
	voices     map[string]int32
	numbers    map[string]uint16
}

func newNewsNames() *newsNames {
	return &newsNames{places: map[int64]int32{}, voices: map[string]int32{}, numbers: map[string]uint16{}}
}

// item is a TopicNews in memory.
func (m *newsNames) item(n *TopicNews) newsItem {
	item := newsItem{article: n.Article, seq: n.Seq, arrived: milliseconds(n.Arrived), at: milliseconds(n.At), rank: rankOf(n.Rank)}
	var known bool
	if item.story, known = m.places[n.Story]; !known {
		item.story = int32(len(m.stories))
		m.places[n.Story], m.stories = item.story, append(m.stories, n.Story)
	}
	if item.voice, known = m.voices[n.Publisher]; !known {
		item.voice = int32(len(m.publishers))
		m.voices[n.Publisher], m.publishers = item.voice, append(m.publishers, n.Publisher)
	}
	if item.lang, known = m.numbers[n.Lang]; !known && len(m.langs) < 1<<16 {
		item.lang = uint16(len(m.langs))
		m.numbers[n.Lang], m.langs = item.lang, append(m.langs, n.Lang)
	}
	return item
}

// publisher is the one copy of a name that there is.
func (m *newsNames) publisher(name string) string {
	if voice, known := m.voices[name]; known {
		return m.publishers[voice]
	}
	return name
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

// A candidate is a story with news for a chat; place is that of its story in
// newsNames.
type candidate struct {
	story int64
	place int32
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
	story                int32
	topic                int32
	rank, topics, voices uint8
	native               bool
	publishers           [4]int32
	at, newest           int64
	matches, last        int32
}

// A link is one match of a story with a topic of the plan: the number of the
// item in the topic's news; next is the match before it, -1 for none.
type link struct{ item, topic, next int32 }

// A gatherer finds the candidates of chats, one after the other. It keeps its
// memory from chat to chat, and that of the candidates until rest is called.
type gatherer struct {
	names   *newsNames
	tallies []tally
	links   []link
	// marks tell of each story of which chat it was tallied last, and where.
	marks []tallied
	chat  uint32
	reads []bool
	top   []uint64
	// Of each kind one piece of memory, from which all candidates have theirs.
	found  shelf[candidate]
	items  shelf[newsItem]
	topics shelf[int]
}

// A tallied is where a story was tallied for the chat of a number.
type tallied struct {
	chat  uint32
	tally int32
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
	clear(s.used[:len(s.used)-len(s.free)])
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
func (p *digestPlan) horizon() int64 {
	upTo, known := p.Seen, false
	for i := range p.topics {
		if w := p.topics[i].work; w != nil && (!known || w.upTo < upTo) {
			upTo, known = w.upTo, true
		}
	}
	return max(upTo, p.Seen)
}

// gather returns the best candidates of a plan, in order, and how many there
// are in all.
func (g *gatherer) gather(p *digestPlan, upTo int64) (best []candidate, total int) {
	g.count(p, upTo)
	chosen := g.best()
	best = g.found.take(len(chosen))
	for _, o := range chosen {
		t := &g.tallies[o&tallyPlaces]
		c := candidate{
			story: g.names.stories[t.story], place: t.story, foreign: !t.native, newest: t.newest,
			items: g.items.take(int(t.matches)), topics: g.topics.take(int(t.topics)),
		}
		for l := t.last; l >= 0; l = g.links[l].next {
			at := &g.links[l]
			c.add(&p.topics[at.topic].work.news[at.item], int(at.topic), g.reads)
		}
		slices.Reverse(c.topics)
		c.sort()
		best = append(best, c)
	}
	return best, len(g.tallies)
}

// add adds a match; those of one topic come together.
func (c *candidate) add(n *newsItem, topic int, reads []bool) {
	if k := len(c.topics); k == 0 || c.topics[k-1] != topic {
		c.topics = append(c.topics, topic)
	}
	for j := range c.items {
		if c.items[j].article == n.article {
			c.items[j].rank = max(c.items[j].rank, n.rank)
			return
		}
	}
	c.items = append(c.items, *n)
	c.items[len(c.items)-1].read = reads[n.lang]
}

// count goes through all news of a plan up to an arrival and tallies it by
// story.
func (g *gatherer) count(p *digestPlan, upTo int64) {
	g.begin(p.Reading)
	for i := range p.topics {
		t := &p.topics[i]
		if t.work == nil {
			continue
		}
		for j := range t.work.news {
			n := &t.work.news[j]
			if n.seq <= t.after {
				break
			}
			if n.seq > upTo || n.arrived < t.arrived || n.at < t.published {
				continue
			}
			m := &g.marks[n.story]
			if m.chat != g.chat {
				if len(g.tallies) > tallyPlaces {
					continue
				}
				*m = tallied{g.chat, int32(len(g.tallies))}
				g.tallies = append(g.tallies, tally{story: n.story, topic: -1, last: -1})
			}
			y := &g.tallies[m.tally]
			g.links = append(g.links, link{int32(j), int32(i), y.last})
			y.last = int32(len(g.links) - 1)
			y.add(n, int32(i), g.reads[n.lang])
		}
	}
}

// begin makes ready for the next chat, which reads these languages.
func (g *gatherer) begin(reading []string) {
	g.tallies, g.links, g.reads = g.tallies[:0], g.links[:0], g.reads[:0]
	if g.chat++; len(g.marks) < len(g.names.stories) || g.chat == 0 {
		g.marks, g.chat = make([]tallied, len(g.names.stories)+len(g.names.stories)/4), 1
	}
	for _, lang := range g.names.langs {
		g.reads = append(g.reads, reads(reading, lang))
	}
}

// stories are those of the candidates of jobs, each once.
func (g *gatherer) stories(jobs []composeJob) (list []int64) {
	g.begin(nil)
	for i := range jobs {
		for k := range jobs[i].list {
			c := &jobs[i].list[k]
			if m := &g.marks[c.place]; m.chat != g.chat {
				m.chat = g.chat
				list = append(list, c.story)
			}
		}
	}
	return list
}

// add counts an article that matches a topic; native tells that the chat reads
// its language.
func (t *tally) add(n *newsItem, topic int32, native bool) {
	if t.topic != topic {
		t.topic = topic
		t.topics = min(t.topics, 254) + 1
	}
	t.matches++
	t.rank = max(t.rank, n.rank)
	t.at, t.newest = max(t.at, n.at), max(t.newest, n.arrived)
	t.native = t.native || native
	if int(t.voices) < len(t.publishers) && !slices.Contains(t.publishers[:t.voices], n.voice) {
		t.publishers[t.voices] = n.voice
		t.voices++
	}
}

// What orders tallies has their place in its last bits, and the seconds since
// 1970 above that.
const (
	tallyBits   = 21
	tallyPlaces = 1<<tallyBits - 1
	timeBits    = 54 - tallyBits
)

// order puts into one number what orders stories, the least first: a language
// the chat reads, the place of the match, several publishers, several topics,
// the time; and below that the place of the tally.
func (t *tally) order(place int) uint64 {
	seconds := min(uint64(max(t.at, 0)/1000), 1<<timeBits-1)
	sum := uint64(t.rank&7)<<60 | uint64(t.voices)<<57 | uint64(min(t.topics, 7))<<54 | seconds<<tallyBits
	if t.native {
		sum |= 1 << 63
	}
	return ^sum&^tallyPlaces | uint64(place)
}

// best returns the orders of the best tallies, the best first; of those that are
// as good the later story.
func (g *gatherer) best() []uint64 {
	top, room, floor := g.top[:0], 2*mostCandidates, ^uint64(0)
	for i := range g.tallies {
		o := g.tallies[i].order(i)
		if o > floor {
			continue // it cannot be among the best any more
		}
		if top = append(top, o); len(top) < room {
			continue
		}
		slices.Sort(top)
		floor = top[mostCandidates-1] | tallyPlaces
		end := mostCandidates
		for end < len(top) && top[end] <= floor {
			end++
		}
		top, room = top[:end], max(room, 2*end)
	}
	slices.Sort(top)
	for from := 0; from < min(len(top), mostCandidates); {
		to := from + 1
		for to < len(top) && top[to]|tallyPlaces == top[from]|tallyPlaces {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(top[from:to], func(x, y uint64) int { return cmp.Compare(g.storyOf(y), g.storyOf(x)) })
		}
		from = to
	}
	g.top = top
	return top[:min(len(top), mostCandidates)]
}

// storyOf is the story of a tally by its order.
func (g *gatherer) storyOf(order uint64) int64 {
	return g.names.stories[g.tallies[order&tallyPlaces].story]
}

// sort puts the articles of a story in the order in which they are to be shown.
func (c *candidate) sort() {
	if len(c.items) < 2 {
		return
	}
	slices.SortFunc(c.items, func(x, y newsItem) int {
		if x.read != y.read {
			if x.read {
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
