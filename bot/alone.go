package bot

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing"
)

const (
	// aloneWindow is how many of the matches around a story are looked
	// through for another report of it.
	aloneWindow = 20
	// aloneSpan is how far apart in time two reports of one event may be.
	aloneSpan = 3 * 24 * time.Hour
	// sharedWords is how many words of their headlines such reports share.
	sharedWords = 2
)

// loadShown is loadAll that looks, too, which stories only one publisher has.
// Reports of one event may stand in several stories; the hits of f, newest first, are
// where another report is looked for, by its headline. What was read is shown
// only as long as the finding is that it was read for: else a report that has
// changed would be shown for twice that time.
func (b *Bot) loadShown(ctx context.Context, stories []foundStory, f finding) ([]shownStory, error) {
	key := fmt.Sprint(f.at.UnixNano(), stories)
	return b.shownLately.get(ctx, key, func(s []shownStory) bool { return len(s) == len(stories) }, func() ([]shownStory, error) {
		return b.lookAround(ctx, stories, f.hits)
	})
}

// lookAround is loadShown that always reads.
func (b *Bot) lookAround(ctx context.Context, stories []foundStory, hits []Hit) ([]shownStory, error) {
	shown, err := b.loadAll(ctx, stories)
	if err != nil {
		return nil, err
	}
	var single []StoredArticle
	for i := range shown {
		if shown[i].alone = !shown[i].more && onePublisher(shown[i].articles); shown[i].alone {
			single = append(single, shown[i].articles[0])
		}
	}
	reports, err := b.headlines.find(ctx, b.articles, around(hits, single), b.now())
	if err != nil {
		return nil, err
	}
	for i := range shown {
		shown[i].alone = shown[i].alone && !reportedElsewhere(shown[i].articles[0], reports)
	}
	return shown, nil
}

func onePublisher(articles []StoredArticle) bool {
	return !slices.ContainsFunc(articles, func(a StoredArticle) bool { return a.Article.Publisher != articles[0].Article.Publisher })
}

// around returns the articles of the hits around those given, within
// aloneSpan of one of them, at most aloneWindow.
func around(hits []Hit, articles []StoredArticle) []int64 {
	near := func(h Hit) bool {
		return slices.ContainsFunc(articles, func(a StoredArticle) bool { return h.At.Sub(countsAt(a)).Abs() <= aloneSpan })
	}
	first := slices.IndexFunc(hits, func(h Hit) bool {
		return slices.ContainsFunc(articles, func(a StoredArticle) bool { return a.ID == h.Article })
	})
	var ids []int64
	for _, h := range hits[max(0, first-aloneWindow/2):] {
		if len(ids) < aloneWindow && near(h) {
			ids = append(ids, h.Article)
		}
	}
	return ids
}

// countsAt is the time of an article as of a Hit.
func countsAt(a StoredArticle) time.Time {
	if p := a.Article.Published; !p.IsZero() && p.Before(a.Arrived) {
		return p
	}
	return a.Arrived
}

// A headlineReport is what of an article tells whether it reports the same.
type headlineReport struct {
	publisher string
	at        time.Time
	words     []string
}

// maxHeadlines bounds how many headlines are remembered.
const maxHeadlines = 2000

// headlines remember for a minute what was read: the same stories are looked
// through for every page and by every reader.
type headlines struct {
	mu    sync.Mutex
	began time.Time
	known map[int64]headlineReport
}

// find returns what the headlines of ids say, in any order.
func (h *headlines) find(ctx context.Context, articles ArticleFinder, ids []int64, now time.Time) ([]headlineReport, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !fresh(h.began, now) || len(h.known) > maxHeadlines {
		h.known, h.began = map[int64]headlineReport{}, now
	}
	var missing []int64
	for _, id := range ids {
		if _, ok := h.known[id]; !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		read, err := articles.FindArticles(ctx, missing)
		if err != nil {
			return nil, fmt.Errorf("find other reports of a story: %w", err)
		}
		for _, a := range read {
			h.known[a.ID] = headlineReport{a.Article.Publisher, countsAt(a), headlineWords(a.Article)}
		}
	}
	var reports []headlineReport
	for _, id := range ids {
		if r, ok := h.known[id]; ok {
			reports = append(reports, r)
		}
	}
	return reports, nil
}

// reportedElsewhere reports whether another publisher has a headline of the
// same days that shares enough words with a's.
func reportedElsewhere(a StoredArticle, reports []headlineReport) bool {
	words := headlineWords(a.Article)
	for _, r := range reports {
		if r.publisher == a.Article.Publisher || r.at.Sub(countsAt(a)).Abs() > aloneSpan {
			continue
		}
		shared := 0
		for _, w := range r.words {
			if slices.Contains(words, w) {
				shared++
			}
		}
		if shared >= sharedWords {
			return true
		}
	}
	return false
}

// headlineWords returns the index keys of a headline that may say what it is
// about: four letters at least, no small words, each once.
func headlineWords(a briefing.Article) []string {
	keys := briefing.KeysOf(briefing.Article{Title: a.Title}).Title
	words := slices.DeleteFunc(slices.Clone(keys), func(k string) bool {
		r, _ := utf8.DecodeRuneInString(k)
		return !unicode.IsLetter(r) || utf8.RuneCountInString(k) < 4 || smallWords[k]
	})
	slices.Sort(words)
	return slices.Compact(words)
}

// smallWords are long enough for headlineWords and still say nothing.
var smallWords = map[string]bool{
	"about": true, "after": true, "amid": true, "before": true, "from": true, "have": true, "into": true, "more": true, "over": true,
	"said": true, "says": true, "than": true, "that": true, "their": true, "this": true, "will": true, "with": true, "year": true,
}
