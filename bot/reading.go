package bot

import (
	"context"
	"fmt"
	"time"

	"wirebrief/briefing"
)

// A SourceReader reads sources over the network.
type SourceReader interface {
	// ReadSource polls s once and returns what is new in it. Every error is
	// a *SourceError; with one, the Reading may still tell where the source
	// has moved.
	ReadSource(ctx context.Context, s Source, known ItemStore) (Reading, error)
}

// A Reading is what one poll of a source brought.
type Reading struct {
	// Unchanged tells that the source is as it was; then Entries is empty.
	Unchanged bool
	// Entries are those that are new or changed, in the order of the source.
	Entries []Entry
	// More tells that there are further new entries, which the next poll
	// will bring; then ETag, LastModified and Digest are empty.
	More bool
	// Title and Site as the source calls itself.
	Title, Site                string
	ETag, LastModified, Digest string
	// Moved is where permanent redirects lead, "" if nowhere.
	Moved string
	// Wait is how long the source asks to be left alone, 0 if it does not
	// say.
	Wait time.Duration
	// Hub and HubTopic offer pushes by WebSub, "" if it has none.
	Hub, HubTopic string
	// Mended says what was broken in it and could be mended, or "".
	Mended string
}

// An Entry is one entry of a source that is new or changed.
type Entry struct {
	SeenItem
	// Article is the report; nil if the entry is known to lead to the
	// article in SeenItem, or to none.
	Report *briefing.Article
	// Trouble says why the page of the entry could not be had, or "": then
	// the report is what the source itself gives.
	Trouble string
}

// A SourceTrouble classifies why a source could not be read: what the Poller
// does next follows from it alone.
type SourceTrouble int

// The kinds of trouble with a source.
const (
	// SourceUnreachable: no answer, or one that may pass.
	SourceUnreachable SourceTrouble = iota + 1
	// SourceBusy: it asks to be left alone for SourceError.RetryAfter.
	SourceBusy
	// SourceMissing: it is not there; SourceGone: nor will it come back.
	SourceMissing
	SourceGone
	// SourceRefused: it does not let us in, or we do not go there.
	SourceRefused
	// SourceUnreadable: what comes is no feed or sitemap.
	SourceUnreadable
)

// A SourceError says why a source could not be read. It never holds a secret.
type SourceError struct {
	Trouble    SourceTrouble
	RetryAfter time.Duration
	// Message is for people and names the remedy where there is one.
	Message string
	Cause   error
}

// Error implements error.
func (e *SourceError) Error() string { return fmt.Sprintf("read source: %s", e.Message) }

// Unwrap returns the cause, or nil.
func (e *SourceError) Unwrap() error { return e.Cause }

// A SourceChecker looks at what somebody wants to add as a source.
type SourceChecker interface {
	// CheckSource reads a feed or news sitemap at an address, or finds those
	// that a site names there, the best first: at least one, or a
	// *SourceError.
	CheckSource(ctx context.Context, address string) ([]CheckedSource, error)
}

// A CheckedSource could be read and is ready to be added.
type CheckedSource struct {
	Source
	// Format is the name of its format, for people: "Atom".
	Format string
	// Entries is how many it holds now; Newest is the headline of the newest
	// and NewestAt its date, zero if unknown.
	Entries  int
	Newest   string
	NewestAt time.Time
	Mended   string
}
