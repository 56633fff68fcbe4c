package bot

import (
	"context"
	"time"
)

// A SourceKind tells how a source is read.
type SourceKind string

// The kinds of source.
const (
	FeedSource    SourceKind = "feed"
	SitemapSource SourceKind = "sitemap"
)

// A SourceState tells whether a source is polled.
type SourceState string

// The states of a source. A SourceDead one was given up by the Poller after
// failing for long, and waits for an operator as a SourcePaused one does.
const (
	SourceActive SourceState = "active"
	SourcePaused SourceState = "paused"
	SourceDead   SourceState = "dead"
)

// A FullText tells whether the page of an entry is fetched.
type FullText string

// The ways to full text: where the feed gives only a teaser, always, never.
const (
	FullAuto   FullText = "auto"
	FullAlways FullText = "always"
	FullNever  FullText = "never"
)

// A Source is a feed or news sitemap that is polled for articles.
type Source struct {
	ID   int64
	Kind SourceKind
	// URL is where it is polled; two sources never have the same canonical
	// URL.
	URL string
	// Title as the operator or the source itself gave it; Site is its home
	// page.
	Title, Site string
	// Publisher is what its articles are published as where they do not say
	// themselves; "" for the Title.
	Publisher string
	// Lang is the language of its articles where nothing else tells, or "".
	Lang string
	// Folder is its place in OPML, outermost first.
	Folder []string
	Full   FullText
	Added  time.Time
	// AddedBy is the chat that added it, zero for the operator.
	AddedBy ChatRef
	State   SourceState
	Polling
}

// A Polling is what the service remembers of polling a source.
type Polling struct {
	// Next is when it is due.
	Next time.Time
	// Last is the last attempt, Succeeded the last that could be read,
	// Changed the last that brought an article; zero for never. As long as
	// Succeeded is zero all it brings is backlog.
	Last, Succeeded, Changed time.Time
	// Interval is the present pace.
	Interval time.Duration
	// ETag, LastModified and Digest (of the body) tell what is known already.
	ETag, LastModified, Digest string
	// Failures in a row, since FailingSince, the last with Problem, a text
	// for people.
	Failures     int
	FailingSince time.Time
	Problem      string
	// MovedTo is where permanent redirects have led at every poll that could
	// be read, on Moves days (UTC).
	MovedTo string
	Moves   int
	// Hub and HubTopic are those of WebSub, HubUntil the end of the
	// subscription there, HubSecret what its pushes are signed with.
	Hub, HubTopic, HubSecret string
	HubUntil                 time.Time
}

// A SourceStat is what operators see of a source besides itself.
type SourceStat struct {
	Source
	// Articles is how many it has brought, Recent how many of them in the
	// last 30 days.
	Articles, Recent int
	// Newest is when the last one arrived, zero for never, and NewestTitle
	// its headline.
	Newest      time.Time
	NewestTitle string
}

// A SourceStore keeps the list of sources; every command uses it.
type SourceStore interface {
	// CreateSource adds s, due at once, unless its URL is there already:
	// then created is false and the stored one is returned.
	CreateSource(ctx context.Context, s Source) (stored Source, created bool, err error)
	// FindSources returns all sources with their figures, by id.
	FindSources(ctx context.Context) ([]SourceStat, error)
	// UpdateSource changes what an operator decides: title, publisher,
	// folder, full text, state, URL. A source set active is due at once and
	// its failures are forgotten. ErrNotFound if it is not there.
	UpdateSource(ctx context.Context, s Source) error
	// DeleteSource removes a source; its articles stay. ErrNotFound if it is
	// not there.
	DeleteSource(ctx context.Context, id int64) error
}

// MaxPollWait is the longest that any source is left alone.
const MaxPollWait = 24 * time.Hour

// A PollStore keeps what polling finds; only the holder of the service lease
// uses it.
type PollStore interface {
	// FindDueSources returns active sources with Next not after now, the
	// longest due first, without those of the ids in except. One with Next
	// far more than MaxPollWait after now is due, too: the clock was wrong
	// when that was written.
	FindDueSources(ctx context.Context, now time.Time, except []int64, limit int) ([]Source, error)
	// SavePolls writes what polls brought, all or, on error, none. A source
	// that was removed meanwhile is left out, one paused meanwhile stays
	// paused. Of what the operator chose only an empty Title is filled.
	SavePolls(ctx context.Context, polls []Polled) error
	ItemStore
}

// An ItemStore tells which entries of a source are known.
type ItemStore interface {
	// FindItems returns what is known of entries by their keys, in any
	// order: those of that source, and for keys of an address (see
	// adapters/feed) articles that came by another way, with Source 0.
	FindItems(ctx context.Context, source int64, keys []string) ([]KnownItem, error)
}

// A KnownItem is an entry that led to an article before.
type KnownItem struct {
	Key    string
	Source int64
	// Article is that of the entry, 0 if the entry led to none.
	Article int64
	// URL and Title are those of the article as it is stored.
	URL, Title string
	// Digest is that of the entry as it was last seen.
	Digest string
}

// A Polled is one poll of a source as it is to be remembered.
type Polled struct {
	// Source with the Polling as it is now; its State is believed only where
	// it is SourceDead, its URL where Moved is set.
	Source Source
	Moved  bool
	// Began is when the reading began, Source.Last if zero: it may not have what
	// the source was to be polled for since.
	Began time.Time
	// Items are the entries that were taken, to be known the next time.
	Items []SeenItem
}

// A SeenItem is an entry that was taken.
type SeenItem struct {
	Keys    []string
	Digest  string
	Article int64 // 0 if it led to no article
	// Fresh counts it among the articles that the source has brought.
	Fresh bool
}
