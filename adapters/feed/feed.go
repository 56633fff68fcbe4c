package feed

import "time"

// A Format is the kind of document a Feed was read from.
type Format string

// The formats.
const (
	RSS     Format = "RSS" // 0.9 to 2.0, and RDF
	Atom    Format = "Atom"
	JSON    Format = "JSON Feed"
	Sitemap Format = "news sitemap"
)

// A Feed is one document of a source.
type Feed struct {
	Format Format
	Title  string
	// Site is the address of the home page, "" if not told.
	Site string
	// Lang is the declared language, a BCP 47 tag or "".
	Lang string
	// TTL is how long the feed asks to be left alone (ttl, sy:updatePeriod),
	// 0 if it does not say.
	TTL time.Duration
	// SkipHours (0–23, UTC) and SkipDays are when it asks not to be polled.
	SkipHours []int
	SkipDays  []time.Weekday
	// Hubs are WebSub hubs and Self the topic's address, "" if none.
	Hubs []string
	Self string
	// Items as they stand in the document, at most the limit of Parse;
	// Total is how many there were.
	Items []Item
	Total int
	// Mended says what was broken and mended, "" for a sound document.
	Mended string
	// Sitemaps are further sitemaps that a sitemap index names.
	Sitemaps []string
}

// An Item is one entry of a feed. Titles and names are plain text; Summary and
// Content are HTML or plain text, as they came.
type Item struct {
	// Link is absolute, "" if there is none.
	Link string
	// GUID as it came; "" where the document itself repeats it for others.
	GUID               string
	Title              string
	Summary, Content   string
	Authors            []string
	Publisher          string // of an entry taken from another source
	Lang               string
	Published, Updated time.Time // zero if not told or impossible
	// Free is false where the entry says that it is for subscribers.
	Free bool
}
