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
// sheets of revisions that were shown before, how long frames and the ends of
// lists are, and the names of news. A nil card or sheet says that nothing of it
// is stored any more.
type digestMaterial struct {
	cards  map[cardKey]*digestCard
	sheets map[int64]*figureSheet
	frames map[frameKey]int
	more   map[moreKey]int
	names  *newsNames
}

// A wanted is material that composing digests still needs.
type wanted struct {
	cards  []cardKey
	sheets []int64
}

// A composer composes digests from candidates, the best first, one after the
// other. It keeps its memory from digest to digest.
type composer struct {
	p        *digestPlan
	list     []candidate
	total    int
	material *digestMaterial
	// want is what was missing, of all digests; lacks tells that this one does.
	want  wanted
	lacks bool
	// verdicts on candidates and their cards, by place; how often each topic is
	// shown already, and of whom something is.
	verdicts   []verdict
	cards      []*digestCard
	topics     []int
	publishers []int32
	// What the stories of a digest hold has its room in one piece of each kind.
	words   pieces[string]
	numbers pieces[int]
	ids     pieces[int64]
}

// Pieces cuts lists off larger ones, which live as long as any of theirs.
type pieces[T any] struct{ left []T }

// pieceSize is how many elements are had at once.
const pieceSize = 512

// take returns an empty list with room for n.
func (p *pieces[T]) take(n int) []T {
	if len(p.left) < n {
		p.left = make([]T, max(n, pieceSize))
	}
	list := p.left[:0:n]
	p.left = p.left[n:]
	return list
}

// A verdict tells whether a candidate is news.
type verdict uint8

const (
	notJudged verdict = iota
	isNews
	noNews
	isTaken
)

// begin makes ready for the digest of a plan. total counts the candidates of
// which list is the best.
func (c *composer) begin(p *digestPlan, list []candidate, total int) {
	c.p, c.list, c.total, c.lacks = p, list, total, false
	c.verdicts = zeros(c.verdicts, len(list))
	c.cards = zeros(c.cards, len(list))
	c.topics = zeros(c.topics, len(p.topics))
	c.publishers = c.publishers[:0]
}

// zeros is a list of n zeros in the memory of another.
func zeros[T any](list []T, n int) []T {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// compose chooses what of the candidates the chat is shown. It returns nil, and
// adds to want what it needs, where material is missing.
func (c *composer) compose() *Digest {
	// Whether what was shown before has changed decides how many there are.
	for i := range c.list {
		if c.list[i].shown != nil {
			c.judge(i)
		}
	}
	full := c.take(fullStories, fullShare, func(x *candidate) bool { return !x.foreign })
	lines := c.take(fullStories+lineStories-len(full), allShare, func(*candidate) bool { return true })
	lines = lines[:min(len(lines), lineStories)]
	if c.lacks {
		return nil
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
	return d
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
	d.Followed, d.Topics = c.words.take(len(p.topics)), c.words.take(len(p.topics))
	for i := range p.topics {
		name := p.topics[i].name
		d.Followed = append(d.Followed, name)
		if had[i] {
			d.Topics = append(d.Topics, name)
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
			topic, publisher := c.rarest(x), x.items[0].voice
			if c.topics[topic] >= limit || count(c.publishers, publisher) >= limit {
				continue
			}
			c.topics[topic]++
			c.publishers = append(c.publishers, publisher)
			c.verdicts[i] = isTaken
			taken = append(taken, i)
		}
	}
	slices.Sort(taken)
	return taken
}

// count is how often x stands in a list.
func count[T comparable](list []T, x T) (n int) {
	for _, y := range list {
		if x == y {
			n++
		}
	}
	return n
}

// rarest is the topic of a story that is shown least so far: that is the one
// it is shown for.
func (c *composer) rarest(x *candidate) int {
	least := x.topics[0]
	for _, t := range x.topics[1:] {
		if c.topics[t] < c.topics[least] {
			least = t
		}
	}
	return least
}

// judge tells whether a candidate is news. As long as the material for it is
// missing it is taken to be.
func (c *composer) judge(i int) verdict {
	if c.verdicts[i] != notJudged {
		return c.verdicts[i]
	}
	x := &c.list[i]
	key := x.key()
	card, known := c.material.cards[key]
	if !known {
		c.want.cards = append(c.want.cards, key)
	}
	missing := false
	if x.shown != nil {
		missing = c.wantSheets(x.shown)
	}
	if !known || missing {
		c.lacks = true
		return isNews
	}
	c.verdicts[i], c.cards[i] = isNews, card
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
func (x *candidate) key() (key cardKey) {
	for i := range x.items[:min(len(x.items), len(key))] {
		if x.foreign || x.items[i].read { // these come first
			key[i] = x.items[i].article
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
	card := c.cards[i]
	s := DigestStory{Story: x.story, Article: card.article, Revision: card.revision, Quote: -1, Update: x.shown != nil}
	s.Topics, s.Names = c.ids.take(len(x.topics)), c.words.take(len(x.topics))
	for _, t := range x.topics {
		s.Topics = append(s.Topics, c.p.topics[t].id)
		s.Names = append(s.Names, c.p.topics[t].name)
	}
	s.Publishers = append(c.words.take(1+len(x.items)), card.publisher)
	for j := range x.items {
		p := shorten(c.material.names.publishers[x.items[j].voice], publisherBytes)
		if p != "" && !slices.Contains(s.Publishers, p) {
			s.Publishers = append(s.Publishers, p)
		}
	}
	if !full {
		if card.line >= 0 {
			s.Figures = append(c.numbers.take(1), card.line)
		}
		return s
	}
	s.Quote, s.Others = card.quote, card.others
	if len(card.figures) > 0 {
		s.Figures = card.appendNumbers(c.numbers.take(len(card.figures)))
	}
	if x.shown != nil {
		s.Changed = c.changed(card.figures, x.shown)
	}
	return s
}

// rest returns an article of each of the next stories.
func (c *composer) rest() []int64 {
	rest := c.ids.take(restStories)
	for i := range c.list {
		if len(rest) < restStories && (c.verdicts[i] == notJudged || c.verdicts[i] == isNews) {
			rest = append(rest, c.list[i].items[0].article)
		}
	}
	if len(rest) == 0 {
		return nil
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
		cards[k] = c.cards[i]
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
