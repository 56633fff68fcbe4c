package bot

import (
	"context"
	"errors"
	"time"

	"wirebrief/briefing"
)

// ErrBadExtraction says that an extraction is at odds with its article: words
// that do not stand where their span points, or a figure that is no number.
// Nothing else is wrong with the store or with other articles.
var ErrBadExtraction = errors.New("what was found in it does not stand in its text; please report this article")

// An Outcome tells what storing an article changed.
type Outcome int

// The outcomes of storing. An article is Revised by another headline or text,
// which make a new revision, and by another publisher, byline, language or
// time of publication, which are put right in the revision there is. A field
// that merely became empty changes nothing. One that an operator has withdrawn
// is Withdrawn and stays out: its Storing has no revision.
const (
	Stored Outcome = iota + 1
	Unchanged
	Revised
	Withdrawn
)

// A Storing is the result of storing one article.
type Storing struct {
	Article, Revision int64
	Outcome           Outcome
}

// An Incoming is an article ready to be stored: as it came, as extracted, and
// its index keys.
type Incoming struct {
	// Source is the article as it came, before cleaning.
	Source     briefing.Article
	Extraction briefing.Extraction
	Keys       briefing.IndexKeys
	// Backlog marks archives and first polls: stored quietly, never new.
	Backlog bool
}

// An ArticleStore stores what the Ingester extracted.
type ArticleStore interface {
	// StoreArticles stores a batch in one transaction: all or, on error,
	// none. The results stand in the order of batch. Stored articles are
	// left unprocessed. One article with a bad extraction fails the batch
	// with ErrBadExtraction.
	StoreArticles(ctx context.Context, batch []Incoming) ([]Storing, error)
	// FindOutdated returns up to limit articles whose rules are older than
	// rules.
	FindOutdated(ctx context.Context, rules, limit int) ([]Outdated, error)
	// UpdateExtractions replaces what was extracted and indexed, all or, on
	// error, none; ErrBadExtraction as StoreArticles.
	UpdateExtractions(ctx context.Context, batch []Reextracted) error
}

// An Outdated is a stored revision to be extracted again.
type Outdated struct {
	Article, Revision int64
	// Source is the article as it came: extracting it again and again never
	// takes for declared what older rules read from the text.
	Source briefing.Article
}

// A Reextracted is a stored revision with its new extraction.
type Reextracted struct {
	Article, Revision int64
	Incoming
}

// A ProcessStore hands out stored articles that were not yet processed, in
// the order of arrival. Only the holder of the service lease uses it.
type ProcessStore interface {
	FindUnprocessed(ctx context.Context, limit int) ([]StoredArticle, error)
	// MarkProcessed notes the story of each article. One of which a newer
	// revision has been stored meanwhile stays unprocessed.
	MarkProcessed(ctx context.Context, done []Processed) error
}

// A Processed is a revision that was given its story.
type Processed struct {
	Article, Revision, Story int64
	// Duplicate is the article that it is a copy of, or 0. A copy is kept, so
	// that it is known again, but in no search, list or figure; it comes back
	// when a later revision is processed with 0.
	Duplicate int64
	// Matches are the topics that the article matches.
	Matches []Match
}

// A GroupStore tells a grouper that starts what is stored already.
type GroupStore interface {
	// FindFingerprints calls each for every processed article that counts as
	// since then or later, copies left out, in order of id, and ends with the
	// first error of each. each must not use the store.
	FindFingerprints(ctx context.Context, since time.Time, each func(Grouped) error) error
}

// A Grouped is what a grouper needs to know of a stored article.
type Grouped struct {
	Article, Story int64
	Publisher      string
	// At is as in Hit.
	At          time.Time
	Fingerprint briefing.Fingerprint
}
