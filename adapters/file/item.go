package file

import (
	"errors"
	"fmt"
	"time"

	"wirebrief/briefing"
)

// DefaultMaxBytes is the largest article read when Options.MaxBytes is 0.
const DefaultMaxBytes = 16 << 20

// Options apply to every article read. The zero value works.
type Options struct {
	// URL, Publisher, Lang and Published replace what an article says of
	// itself, unless empty.
	URL, Publisher, Lang string
	Published            time.Time
	// Charset is the encoding of texts that are not UTF-8, such as
	// "windows-1254"; empty for detection.
	Charset string
	// Format is the format of all inputs; Unknown goes by the name of each
	// file, else by what is in it.
	Format Format
	// MaxBytes bounds one article, 0 for DefaultMaxBytes. Files of JSON may
	// be longer: the bound is for each article in them.
	MaxBytes int64
	// Incomplete lets through articles without a headline or without text,
	// which are refused otherwise.
	Incomplete bool
	// Now, if not zero, refuses dates of HTML pages more than a day later.
	Now time.Time
	// Fetch gets the documents of inputs that are addresses. Without it they
	// are refused.
	Fetch Fetcher

	// found is where a document of the web was found, and contentType its
	// header of that name.
	found, contentType string
}

func (o Options) maxBytes() int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return DefaultMaxBytes
}

// An Item is one article of an input, or the reason why there is none.
type Item struct {
	// Name is the input as it was named, or the path of a file below a named
	// folder, with the line or the number of the article after a colon where
	// a file has several.
	Name    string
	Article briefing.Article
	// Charset is the encoding that the text was read as, "utf-8" mostly.
	Charset string
	// Meta holds every key of a Markdown file's front matter, lower case.
	Meta map[string]string
	// Bytes is how much input was read for this item, as stored (compressed
	// files count compressed). They add up to the sum that Count returns.
	Bytes int64
	// Err is nil or a *Refusal; then Article is empty.
	Err error
}

// A Refusal says why an input gave no article.
type Refusal struct {
	// Name is that of the Item.
	Name string
	// Reason is for people and stands by itself: "empty file".
	Reason string
	// Skipped marks what a folder holds besides articles: hidden files and
	// files of other kinds. Nobody asked for them by name, so they are no
	// failure.
	Skipped bool
	// cause is what the system said, if it did.
	cause error
}

// Error implements error.
func (r *Refusal) Error() string { return fmt.Sprintf("%s: %s", r.Name, r.Reason) }

// Unwrap returns what the system said, such as fs.ErrNotExist, or nil.
func (r *Refusal) Unwrap() error { return r.cause }

// IsSkipped reports whether err only says that a file was passed over.
func IsSkipped(err error) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Skipped
}

// refuse makes an Item of a reason.
func refuse(name, format string, args ...any) Item {
	return Item{Name: name, Err: &Refusal{Name: name, Reason: fmt.Sprintf(format, args...)}}
}

// finish applies the overrides to a parsed article and refuses what is not
// one.
func (o Options) finish(it Item) Item {
	if it.Err != nil {
		return it
	}
	a := &it.Article
	if o.URL != "" {
		a.URL = o.URL
	}
	if o.Publisher != "" {
		a.Publisher = o.Publisher
	}
	if o.Lang != "" {
		a.Lang = o.Lang
	}
	if !o.Published.IsZero() {
		a.Published = o.Published
	}
	switch {
	case o.Incomplete:
	case blank(a.Title):
		return refuse(it.Name, "no headline")
	case blank(a.Text):
		return refuse(it.Name, "no text below the headline")
	}
	return it
}
