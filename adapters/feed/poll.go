package feed

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A poll makes entries of the items of one document.
type poll struct {
	reader *Reader
	source bot.Source
	feed   Feed
	store  bot.ItemStore
	now    time.Time

	entries []bot.Entry
	// more: entries are left for the next poll; again: a page is to be tried
	// once more.
	more, again bool
	// failures counts pages in a row that did not answer; stopped tells that
	// no further one is asked for.
	failures int
	stopped  string
}

const (
	// maxFailures is after how many pages in a row that do not answer the
	// others are left for the next poll: a site that hangs must not take the
	// whole time of the source.
	maxFailures = 3
	// lastPage is how much time must be left for a page to be asked for.
	lastPage = 2 * time.Second
)

// A candidate is an entry that is reported, with what came of its page.
type candidate struct {
	*entry
	own     feedText
	visit   visit
	visited bool
	drop    bool
}

// run does the poll. The error is a *bot.SourceError.
func (p *poll) run(ctx context.Context) error {
	all := entriesOf(p.feed.Items)
	var keys []string
	for _, e := range all {
		keys = append(keys, e.keys()...)
	}
	if len(keys) == 0 {
		return nil
	}
	items, err := p.store.FindItems(ctx, p.source.ID, keys)
	if err != nil {
		return storeTrouble(err)
	}
	known := newKnowledge(p.source.ID, all, items)
	places := make(map[int]bot.Entry)
	chosen := p.choose(ctx, all, known, places)
	if err := p.settle(ctx, chosen, places); err != nil {
		return err
	}
	for _, c := range chosen {
		if !c.drop {
			places[c.place] = p.report(c)
		}
	}
	for i := range len(p.feed.Items) {
		if e, ok := places[i]; ok {
			p.entries = append(p.entries, e)
		}
	}
	return nil
}

// choose picks the entries to report, the newest first, and fetches the pages
// that they want. Entries that lead to no report of this source go to places
// at once.
func (p *poll) choose(ctx context.Context, all []*entry, known knowledge, places map[int]bot.Entry) []*candidate {
	var chosen []*candidate
	pages := 0
	for _, e := range all {
		known.judge(e)
		switch {
		case e.verdict == isKnown:
			continue
		case e.verdict == isElsewhere:
			places[e.place] = bot.Entry{SeenItem: e.seen(false)}
			continue
		case len(chosen) >= p.reader.o.MaxNew:
			p.more = true
			return chosen
		}
		c := &candidate{entry: e, own: textOf(e.Item)}
		if wantsPage(p.source.Full, e.Item, c.own) && p.stopped == "" {
			if pages >= p.reader.o.MaxPages || !timeFor(ctx) {
				p.more = true
				continue
			}
			pages++
			c.visited = true
			c.visit = p.ask(ctx, c)
		} else if p.stopped != "" && wantsPage(p.source.Full, e.Item, c.own) {
			c.visit = visit{trouble: p.stopped, passing: true}
		}
		chosen = append(chosen, c)
	}
	return chosen
}

// timeFor reports whether there is time for a page.
func timeFor(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() == nil && (!ok || time.Until(deadline) > lastPage)
}

// ask visits the page of c and gives up on pages when too many fail in a row.
func (p *poll) ask(ctx context.Context, c *candidate) visit {
	v := p.reader.visit(ctx, c.Item, c.own)
	if !v.passing {
		p.failures = 0
		return v
	}
	if p.failures++; p.failures >= maxFailures || v.busy {
		p.stopped = v.trouble
	}
	return v
}

// settle looks up the addresses that only the pages told: such an article may
// have come before by another way. A page that gives the address of a report
// with quite another headline is not believed.
func (p *poll) settle(ctx context.Context, chosen []*candidate, places map[int]bot.Entry) error {
	byKey := make(map[string][]*candidate)
	var keys []string
	for _, c := range chosen {
		key := urlKey(c.visit.address)
		if c.verdict != isNew || key == "" || key == c.url {
			continue
		}
		if byKey[key] == nil {
			keys = append(keys, key)
		}
		byKey[key] = append(byKey[key], c)
	}
	if len(keys) == 0 {
		return nil
	}
	for _, list := range byKey {
		for _, c := range list[1:] {
			if !similar(c.Title, list[0].Title) {
				list[0].visit.address, c.visit.address = "", ""
			}
		}
	}
	items, err := p.store.FindItems(ctx, p.source.ID, keys)
	if err != nil {
		return storeTrouble(err)
	}
	for _, it := range items {
		for _, c := range byKey[it.Key] {
			p.settleOne(c, it, places)
		}
	}
	return nil
}

func (p *poll) settleOne(c *candidate, it bot.KnownItem, places map[int]bot.Entry) {
	switch {
	case c.visit.address == "" || c.drop || it.Article == 0:
	case !similar(c.Title, it.Title) && !similar(c.visit.title(), it.Title):
		c.visit.address = ""
	default:
		c.drop = true
		seen := c.seen(false)
		seen.Article = it.Article
		if it.Source != p.source.ID {
			seen.Digest = elsewhereMark + c.digest
		}
		places[c.place] = bot.Entry{SeenItem: seen}
	}
}

// report makes the article of a candidate.
func (p *poll) report(c *candidate) bot.Entry {
	a := merge(p.source, p.feed, c.Item, c.visit.article, p.now)
	a.Text, a.Excerpt = c.own.text, c.own.teaser
	trouble, again := c.visit.trouble, c.visit.passing
	if v := c.visit.article; v != nil {
		switch {
		case weight(v.Text) >= weight(c.own.text) || !v.Excerpt && c.own.teaser && 5*weight(v.Text) >= 4*weight(c.own.text):
			a.Text, a.Excerpt = v.Text, v.Excerpt
		case !c.own.teaser:
			// The feed gives more than the page.
		default:
			trouble = "the page shows less of the report than the feed does"
		}
	}
	if !c.Free && c.own.teaser {
		a.Excerpt = true
	}
	a.URL = cmp.Or(c.visit.address, briefing.CanonicalURL(c.Link))
	if c.known.Article != 0 {
		a.URL = c.known.URL // a revision keeps its identity
	}
	if a.Title == "" {
		a.Title = headline(a.Text)
	}
	seen := c.seen(again)
	if again && c.tries+1 < maxTries {
		p.again = true
	}
	if key := urlKey(a.URL); key != "" && !slices.Contains(seen.Keys, key) {
		seen.Keys = append(seen.Keys, key)
	}
	if a.Title == "" && a.Text == "" {
		return bot.Entry{SeenItem: seen, Trouble: trouble}
	}
	return bot.Entry{SeenItem: seen, Report: &a, Trouble: trouble}
}
