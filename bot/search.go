package bot

import (
	"context"
	"time"

	"wirebrief/briefing"
)

// CountLimit is how far search totals are exact; above it they read "200+".
const CountLimit = 200

// A Search asks the index for articles, newest first.
type Search struct {
	// Query in index keys; an empty one finds everything.
	Query briefing.Query
	// Since and Until bound publication (arrival where that is unknown);
	// zero means open.
	Since, Until time.Time
	// UpTo, if not zero, leaves out articles with a higher id: a search goes
	// on with the Next of the one before.
	UpTo int64
	// Arrived, if not zero, leaves out what arrived after it, so that pages
	// do not shift while articles arrive. It is the Arrived of the first page.
	Arrived int64
	// Budget bounds the time spent in the index; 0 means no bound.
	Budget time.Duration
	// Rank is how many of the newest hits come with their Rank.
	Rank int
}

// A Hit is one article that matches, with the story it belongs to.
type Hit struct {
	Article, Story int64
	// At is the time the article counts as: when it was published, or when
	// it arrived if that is not known or lies after it.
	At time.Time
	// Rank is where the best match stands, as in package briefing: in the
	// title, the lead or the body; RankNone where Search.Rank did not ask.
	Rank int
}

// Hits are the newest matches, at most CountLimit+1 of them, newest first.
type Hits struct {
	List []Hit
	// Complete is false when the budget ran out first: there may be more.
	Complete bool
	// Next is, when Complete is false, the UpTo with which to search on.
	Next int64
	// Arrived numbers the last arrival that was looked at.
	Arrived int64
}

// A StoredArticle is a revision with what was extracted from it.
type StoredArticle struct {
	ID       int64
	Story    int64
	Revision int64
	// Number of the revision, from 1.
	Number int
	// Arrived is when the article was first stored, Revised when this revision
	// was.
	Arrived, Revised time.Time
	// Seq is the article's place in the order of arrival; filled by FindArrived
	// and FindUnprocessed only.
	Seq int64
	// Fingerprint is filled by ProcessStore.FindUnprocessed only.
	Fingerprint briefing.Fingerprint
	// Withdrawn tells that an operator took the article back, nil if not; then
	// ID is 0. It is filled by ArticleFinder.FindRevision.
	Withdrawn *Withdrawal
	briefing.Extraction
}

// Totals say how much is stored.
type Totals struct {
	Articles, Publishers int
	// Newest is the arrival of the newest article, zero if there is none.
	Newest time.Time
}

// An ArticleFinder answers questions about stored articles.
type ArticleFinder interface {
	SearchArticles(ctx context.Context, s Search) (Hits, error)
	// FindArticles returns the current revisions of ids, in that order,
	// leaving out those that are not stored any more.
	FindArticles(ctx context.Context, ids []int64) ([]StoredArticle, error)
	// FindRevision returns one revision, current or not, or ErrNotFound. Even
	// with that error, Withdrawn is set if its article was withdrawn.
	FindRevision(ctx context.Context, revision int64) (StoredArticle, error)
	// CountArticles returns totals of what arrived since then (zero: ever).
	CountArticles(ctx context.Context, since time.Time) (Totals, error)
}

// A Publisher is a source of articles as readers see it.
type Publisher struct {
	Name     string
	Articles int
	Newest   time.Time
}

// A NameFinder lists what may be suggested to readers.
type NameFinder interface {
	// FindNames returns the bounded table of names worth suggesting: topics
	// followed, speakers, names in headlines; at most 20,000.
	FindNames(ctx context.Context) ([]string, error)
	// FindPublishers returns publishers, most articles first, at most limit.
	FindPublishers(ctx context.Context, limit int) ([]Publisher, error)
}
