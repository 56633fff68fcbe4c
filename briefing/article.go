package briefing

import "time"

// An Article is one report as a source gave it. Any field but Text and Title
// may be empty; a zero Published means that the time of publication is not
// known.
type Article struct {
	// URL is the canonical address, empty if none is known.
	URL string
	// Source and GUID name the article inside a feed or a JSON Lines file.
	Source, GUID string
	// Path is the absolute path of the file it was read from.
	Path string

	Title     string
	Byline    string
	Publisher string
	// Lang is a BCP 47 tag such as "en", declared by the source or, after
	// Clean, recognised from the text.
	Lang      string
	Published time.Time
	Updated   time.Time
	// Excerpt tells that Text is only the beginning of the report: the rest
	// is for subscribers, or could not be had.
	Excerpt bool
	// Text is the body, paragraphs parted by line breaks. After Clean it is
	// the text that every Span points into.
	Text string
}
