package bot

import (
	"cmp"
	"slices"

	"wirebrief/briefing"
)

const (
	// fullStories and lineStories are how many stories a digest shows in full
	// and as one line.
	fullStories, lineStories = 3, 7
	// restStories is how many of the others its button names.
	restStories = 7
	// Of the stories in full, and of all that are shown, so many at most are on
	// one topic and so many of one publisher, as long as there are others.
	fullShare, allShare = 2, 5
)

// A digestMaterial is what digests are composed of: cards of stories, the
// sheets of revisions that were shown before, and how long frames are. A nil
// card or sheet says that nothing of it is stored any more.
type digestMaterial struct {
	cards  map[cardKey]*digestCard
	sheets map[int64]*figureSheet
	frames map[frameKey]int
}

// A wanted is material that composing a digest still needs.
type wanted struct {
	cards  []cardKey
	sheets []int64
}

// A composer composes one digest from candidates, the best first.
type composer struct {
	p        *digestPlan
	list     []candidate
	total    int
	material *digestMaterial
	want     wanted
	// verdicts on candidates, by place, and how often topics and publishers
	// are shown already.
	verdicts   []verdict
	topics     map[int]int
	publishers map[string]int
}

// A verdict tells whether a candidate is news.
type verdict uint8

const (
	notJudged verdict = iota
	isNews
	noNews
	isTaken
)

// composeDigest chooses what of the candidates a chat is shown. total counts
// those of which list is the best. It returns nil, and what it needs, where
// material is missing.
func composeDigest(p *digestPlan, list []candidate, total int, material *digestMaterial) (*Digest, wanted) {
	c := &composer{
		p: p, list: list, total: total, material: material, verdicts: make([]verdict, len(list)),
		topics: map[int]int{}, publishers: map[string]int{},
	}
	// Whether what was shown before has changed decides how many there are.
	for i := range list {
		if list[i].shown != nil {
			c.judge(i)
		}
	}
	full := c.take(fullStories, fullShare, func(x *candidate) bool { return !x.foreign })
	lines := c.take(fullStories+lineStories-len(full), allShare, func(*candidate) bool { return true })
	lines = lines[:min(len(lines), lineStories)]
	if len(c.want.cards)+len(c.want.sheets) > 0 {
		return nil, c.want
	}
	d := c.digest()
	d.Stories, d.Also = make([]DigestStory, 0, len(full)), make([]DigestStory, 0, len(lines))
	for _, i := range full {
		d.Stories = append(d.Stories, c.story(i, true))
	}
	for _, i := range lines {
		d.Also = append(d.Also, c.story(i, false))
	}
	chosen := c.fit(d, slices.Concat(full, lines))
	d.Rest = c.rest()
	c.markAlone(d, chosen)
	return d, wanted{}
}

// digest is a digest without stories.
func (c *composer) digest() *Digest {
	p := c.p
	d := &Digest{
		Chat: p.Chat, Slot: p.NextSlot, Due: p.due.UTC(), Since: p.since, Composed: p.now, Late: p.late,
		Total: c.total, Weekly: p.weekly, Week: p.week,
	}
	had := make([]bool, len(p.topics))
	for i := range c.list {
		for _, t := range c.list[i].topics {
			had[t] = had[t] || c.verdicts[i] != noNews
		}
	}
	d.Followed, d.Topics = make([]string, 0, len(p.topics)), make([]string, 0, len(p.topics))
	for i, t := range p.topics {
		d.Followed = append(d.Followed, t.name)
		if had[i] {
			d.Topics = append(d.Topics, t.name)
		}
	}
	return d
}

// take takes up to n candidates that are eligible, in order: first such that no
// topic and no publisher has more than its share, then any.
func (c *composer) take(n, share int, eligible func(*candidate) bool) []int {
	var taken []int
	for _, limit := range []int{share, len(c.list)} {
		for i := range c.list {
			if len(taken) == n {
				break
			}
			x := &c.list[i]
			if c.verdicts[i] == isTaken || !eligible(x) || c.judge(i) == noNews {
				continue
			}
			publisher := x.items[0].publisher
			topic := c.rarest(x)
			if c.topics[topic] >= limit || c.publishers[publisher] >= limit {
				continue
			}
			c.topics[topic]++
			c.publishers[publisher]++
			c.verdicts[i] = isTaken
			taken = append(taken, i)
		}
	}
	slices.Sort(taken)
	return taken
}

// rarest is the topic of a story that is shown least so far: that is the one
// it is shown for.
func (c *composer) rarest(x *candidate) int {
	return slices.MinFunc(x.topics, func(a, b int) int { return cmp.Compare(c.topics[a], c.topics[b]) })
}

// judge tells whether a candidate is news. As long as the material for it is
// missing it is taken to be.
func (c *composer) judge(i int) verdict {
	if c.verdicts[i] != notJudged {
		return c.verdicts[i]
	}
	x := &c.list[i]
	key := x.key(c.p.Reading)
	card, known := c.material.cards[key]
	if !known {
		c.want.cards = append(c.want.cards, key)
	}
	missing := false
	if x.shown != nil {
		missing = c.wantSheets(x.shown)
	}
	if !known || missing {
		return isNews
	}
	c.verdicts[i] = isNews
	if card == nil || card.revision == 0 || x.shown != nil && !c.isUpdate(card, x.shown) {
		c.verdicts[i] = noNews
		c.total--
	}
	return c.verdicts[i]
}

// wantSheets notes the sheets that are missing of what was shown.
func (c *composer) wantSheets(s *Shown) (missing bool) {
	for _, f := range s.Figures {
		if _, known := c.material.sheets[f.Revision]; !known {
			c.want.sheets = append(c.want.sheets, f.Revision)
			missing = true
		}
	}
	return missing
}

// key names the articles to be shown of a story: the best, and of those that
// the chat reads if there are any.
func (x *candidate) key(reading []string) (key cardKey) {
	n := 0
	for _, item := range x.items {
		if n < len(key) && (x.foreign || reads(reading, item.lang)) {
			key[n] = item.article
			n++
		}
	}
	return key
}

// isUpdate reports whether a card says anything that the chat was not told of
// the story before. Where nothing tells what it was told, figures do: a story
// is not repeated because somebody else reports it, too.
func (c *composer) isUpdate(card *digestCard, shown *Shown) bool {
	told, known := map[uint64]bool{}, false
	for _, f := range shown.Figures {
		if sheet := c.material.sheets[f.Revision]; sheet != nil {
			known = true
			for s := range sheet.says {
				told[s] = true
			}
		}
	}
	if !known {
		return len(shown.Figures) == 0 && len(card.figures) > 0
	}
	return slices.ContainsFunc(card.says, func(s uint64) bool { return !told[s] })
}

// changed returns, of each of the figures, what the chat was told instead when
// it was shown the story, zero where that is the same or not known.
func (c *composer) changed(figures []countedFigure, shown *Shown) []ShownFigure {
	told := slices.Clone(shown.Figures)
	// The last telling counts.
	slices.SortStableFunc(told, func(x, y ShownFigure) int { return cmp.Compare(y.Revision, x.Revision) })
	changes := make([]ShownFigure, len(figures))
	for i, f := range figures {
		for _, t := range told {
			sheet := c.material.sheets[t.Revision]
			if sheet == nil {
				continue
			}
			other, counted := sheet.instead(f)
			if counted && sheet.numbered(t.Number).counts == f.counts {
				changes[i] = other
				break
			}
		}
	}
	return changes
}

// numbered returns the figure of a number, the zero one if it is not known.
func (s *figureSheet) numbered(n int) countedFigure {
	if n < 0 || n >= len(s.figures) {
		return countedFigure{}
	}
	return s.figures[n]
}

// story is a chosen story as it is kept.
func (c *composer) story(i int, full bool) DigestStory {
	x := &c.list[i]
	card := c.card(i)
	s := DigestStory{
		Story: x.story, Article: card.article, Revision: card.revision, Quote: -1,
		Publishers: []string{card.publisher}, Update: x.shown != nil,
	}
	s.Topics, s.Names = make([]int64, 0, len(x.topics)), make([]string, 0, len(x.topics))
	for _, t := range x.topics {
		s.Topics = append(s.Topics, c.p.topics[t].id)
		s.Names = append(s.Names, c.p.topics[t].name)
	}
	for _, item := range x.items {
		if p := shorten(item.publisher, publisherBytes); p != "" && !slices.Contains(s.Publishers, p) {
			s.Publishers = append(s.Publishers, p)
		}
	}
	if !full {
		if card.line >= 0 {
			s.Figures = []int{card.line}
		}
		return s
	}
	s.Quote, s.Others = card.quote, card.others
	s.Figures = card.numbers()
	if x.shown != nil {
		s.Changed = c.changed(card.figures, x.shown)
	}
	return s
}

// rest returns an article of each of the next stories.
func (c *composer) rest() []int64 {
	var rest []int64
	for i := range c.list {
		if len(rest) < restStories && (c.verdicts[i] == notJudged || c.verdicts[i] == isNews) {
			rest = append(rest, c.list[i].items[0].article)
		}
	}
	return rest
}

// markAlone marks the stories that one publisher alone has: those that nothing
// else in the digest looks like, if the digest shows all there is.
func (c *composer) markAlone(d *Digest, chosen []int) {
	if d.Total > len(chosen) {
		return
	}
	cards := make([]*digestCard, len(chosen))
	for k, i := range chosen {
		cards[k] = c.card(i)
	}
	for k := range d.Stories {
		s := &d.Stories[k]
		s.Alone = len(s.Publishers) == 1 && s.Publishers[0] != "" && !s.Update && !slices.ContainsFunc(cards, cards[k].looksLike)
	}
}

// looksLike reports whether another publisher's headline shares enough words.
func (c *digestCard) looksLike(o *digestCard) bool {
	if o.publisher == c.publisher {
		return false
	}
	shared, own := 0, c.headlineWords()
	for _, w := range o.headlineWords() {
		if slices.Contains(own, w) {
			shared++
		}
	}
	return shared >= sharedWords
}

// headlineWords are the hashes of the words of the headline that say what it is
// about.
func (c *digestCard) headlineWords() []uint64 {
	if c.words == nil {
		words := headlineWords(briefing.Article{Title: c.title})
		c.words, c.title = make([]uint64, len(words)), ""
		for i, w := range words {
			c.words[i] = sayingHash(w)
		}
	}
	return c.words
}
