package bot

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"wirebrief/briefing"
)

// randomPlan is the plan of a chat that follows some of the topics, each with
// its news.
func randomPlan(r *rand.Rand, work []*topicWork) *digestPlan {
	p := &digestPlan{}
	p.Reading = [][]string{nil, {"en"}, {"de", "en-GB"}, {"tr"}}[r.IntN(4)]
	for _, i := range r.Perm(len(work))[:1+r.IntN(len(work))] {
		t := plannedTopic{id: int64(i), work: work[i], after: r.Int64N(200), arrived: r.Int64N(50), published: r.Int64N(50)}
		if r.IntN(10) == 0 {
			t.work = nil
		}
		p.topics = append(p.topics, t)
	}
	return p
}

// randomNews is the news of topics, the last to arrive first: of few times, so
// that many stories are as good as each other, and of stories with many reports.
func randomNews(r *rand.Rand, names *newsNames, topics, articles int) []*topicWork {
	work := make([]*topicWork, topics)
	for i := range work {
		work[i] = &topicWork{}
	}
	stories := 1 + r.Int64N(int64(articles))
	for a := int64(articles); a > 0; a-- {
		n := TopicNews{
			Article: a, Story: r.Int64N(stories), Seq: a, Publisher: string(rune('a' + r.IntN(9))), Lang: []string{"", "en", "EN-us", "de", "fr"}[r.IntN(5)],
			Arrived: time.UnixMilli(r.Int64N(2_000)), At: time.UnixMilli(r.Int64N(5) * 1000),
		}
		for _, w := range work {
			if n.Rank = r.IntN(briefing.RankTitle + 1); r.IntN(3) == 0 {
				w.news = append(w.news, names.item(&n))
			}
		}
	}
	return work
}

// A rating is what a story is ordered by besides what its candidate tells.
type rating struct {
	rank       uint8
	publishers map[int32]bool
	at         int64
}

// plainly is gather as one would write it down: all stories, in order.
func plainly(names *newsNames, p *digestPlan, upTo int64) (all []candidate) {
	ratings := map[int64]*rating{}
	for i, t := range p.topics {
		if t.work == nil {
			continue
		}
		for _, n := range t.work.news {
			if n.seq <= t.after || n.seq > upTo || n.arrived < t.arrived || n.at < t.published {
				continue
			}
			story := names.stories[n.story]
			k := slices.IndexFunc(all, func(c candidate) bool { return c.story == story })
			if k < 0 {
				k = len(all)
				all = append(all, candidate{story: story, place: n.story, foreign: true})
				ratings[story] = &rating{publishers: map[int32]bool{}}
			}
			x := ratings[story]
			x.rank, x.at, x.publishers[n.voice] = max(x.rank, n.rank), max(x.at, n.at), true
			n.read = reads(p.Reading, names.langs[n.lang])
			all[k].addPlainly(n, i)
		}
	}
	for i := range all {
		all[i].sort()
	}
	slices.SortFunc(all, func(a, b candidate) int {
		x, y := ratings[a.story], ratings[b.story]
		if a.foreign != b.foreign {
			return map[bool]int{false: -1, true: 1}[a.foreign]
		}
		return cmp.Or(cmp.Compare(y.rank, x.rank), cmp.Compare(min(len(y.publishers), 4), min(len(x.publishers), 4)),
			cmp.Compare(min(len(b.topics), 7), min(len(a.topics), 7)), cmp.Compare(y.at/1000, x.at/1000), cmp.Compare(b.story, a.story))
	})
	return all
}

func (c *candidate) addPlainly(n newsItem, topic int) {
	c.foreign, c.newest = c.foreign && !n.read, max(c.newest, n.arrived)
	if !slices.Contains(c.topics, topic) {
		c.topics = append(c.topics, topic)
	}
	if j := slices.IndexFunc(c.items, func(o newsItem) bool { return o.article == n.article }); j >= 0 {
		c.items[j].rank = max(c.items[j].rank, n.rank)
	} else {
		c.items = append(c.items, n)
	}
}

// TestGather: whatever the chats before it were, a chat gets the best of its own
// stories.
func TestGather(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 12 {
		names := newNewsNames()
		g := &gatherer{names: names}
		work := randomNews(r, names, 1+r.IntN(9), 1+r.IntN(1500))
		for range 12 {
			p, upTo := randomPlan(r, work), r.Int64N(1600)
			got, total := g.gather(p, upTo)
			all := plainly(names, p, upTo)
			want := all[:min(len(all), mostCandidates)]
			if total != len(all) {
				t.Errorf("%d stories, want %d", total, len(all))
			}
			if !slices.EqualFunc(got, want, func(x, y candidate) bool { return reflect.DeepEqual(x, y) }) {
				t.Fatalf("of %d topics:\n%+v\nwant\n%+v", len(p.topics), got, want)
			}
			if r.IntN(3) == 0 {
				jobs := []composeJob{{list: got}, {list: got[:len(got)/2]}}
				if stories := g.stories(jobs); len(stories) != len(got) {
					t.Errorf("asks about %d stories of %d", len(stories), len(got))
				}
				g.rest()
			}
		}
	}
}
