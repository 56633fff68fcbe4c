package feed

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"wirebrief/adapters/fetch"
	"wirebrief/bot"
)

// ReaderOptions bound what one source may cost. The zero value works.
type ReaderOptions struct {
	// Now is the clock; time.Now by default.
	Now func() time.Time
	// MaxItems is how many entries of a document are looked at, the newest;
	// 1,000 by default.
	MaxItems int
	// MaxPages is how many pages one poll fetches, 25 by default; MaxNew how
	// many new entries it returns, 200 by default. What is over comes with
	// the next poll.
	MaxPages, MaxNew int
	// Timeout bounds a poll with all its pages, 120 s by default;
	// PageTimeout each page, 20 s by default.
	Timeout, PageTimeout time.Duration
}

const (
	// maxSitemaps is how many children of a sitemap index one poll reads.
	maxSitemaps = 5
	// maxWait bounds how long a source can ask to be left alone.
	maxWait = 24 * time.Hour
	// maxFeedBytes bounds a feed: ten times what large ones have.
	maxFeedBytes = 16 << 20

	acceptFeed = "application/feed+json, application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
	acceptPage = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
)

// A Reader polls sources. It holds no state; any number of goroutines may use
// it.
type Reader struct {
	client *fetch.Client
	o      ReaderOptions
}

var (
	_ bot.SourceReader  = (*Reader)(nil)
	_ bot.SourceChecker = (*Reader)(nil)
)

// NewReader returns a Reader that fetches through client.
func NewReader(client *fetch.Client, o ReaderOptions) *Reader {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.MaxItems = cmp.Or(o.MaxItems, 1000)
	o.MaxPages = cmp.Or(o.MaxPages, 25)
	o.MaxNew = cmp.Or(o.MaxNew, 200)
	o.Timeout = cmp.Or(o.Timeout, 120*time.Second)
	o.PageTimeout = cmp.Or(o.PageTimeout, 20*time.Second)
	return &Reader{client, o}
}

// ReadSource implements bot.SourceReader. The entries that it returns are the
// newest first where there are more than one poll may bring; they stand in the
// order of the source.
func (r *Reader) ReadSource(ctx context.Context, s bot.Source, known bot.ItemStore) (bot.Reading, error) {
	polling, cancel := context.WithTimeout(ctx, r.o.Timeout)
	defer cancel()
	d, err := r.load(polling, fetch.Request{URL: s.URL, ETag: s.ETag, LastModified: s.LastModified, Accept: acceptFeed, MaxBytes: maxFeedBytes})
	reading := r.about(s, d)
	if err != nil {
		return bot.Reading{Moved: reading.Moved}, err
	}
	if d.unchanged || d.digest != "" && d.digest == s.Digest {
		reading.Unchanged = true
		reading.Digest = s.Digest
		return reading, nil
	}
	p := &poll{reader: r, source: s, feed: d.feed, store: known, now: r.o.Now()}
	if err := p.run(polling); err != nil {
		return bot.Reading{}, err
	}
	if ctx.Err() != nil {
		return bot.Reading{}, fetchTrouble(ctx.Err())
	}
	reading.Entries, reading.More = p.entries, p.more
	if p.more || p.again {
		reading.ETag, reading.LastModified, reading.Digest = "", "", ""
	}
	return reading, nil
}

// about is what a document says besides its entries.
func (r *Reader) about(s bot.Source, d document) bot.Reading {
	reading := bot.Reading{
		Title: squash(d.feed.Title), Site: d.feed.Site, Mended: d.feed.Mended,
		ETag: d.response.ETag, LastModified: d.response.LastModified, Digest: d.digest,
		Wait: waitOf(d, r.o.Now()),
	}
	if d.unchanged {
		reading.Hub, reading.HubTopic = s.Hub, s.HubTopic
		// A server need not repeat its validators with 304.
		reading.ETag, reading.LastModified = cmp.Or(reading.ETag, s.ETag), cmp.Or(reading.LastModified, s.LastModified)
	} else if len(d.feed.Hubs) > 0 {
		reading.Hub, reading.HubTopic = d.feed.Hubs[0], cmp.Or(d.feed.Self, s.URL)
	}
	if moved := d.response.Permanent; moved != "" && moved != s.URL {
		reading.Moved = moved
	}
	return reading
}

// waitOf is how long a source asks to be left alone: as the feed says, as the
// server says, and until the end of hours and days that the feed excludes.
func waitOf(d document, now time.Time) time.Duration {
	wait := max(d.feed.TTL, d.response.Fresh)
	now = now.UTC()
	open := now
	for open.Before(now.Add(maxWait)) && (slices.Contains(d.feed.SkipHours, open.Hour()) || slices.Contains(d.feed.SkipDays, open.Weekday())) {
		open = open.Truncate(time.Hour).Add(time.Hour)
	}
	return max(0, min(maxWait, max(wait, open.Sub(now))))
}

// A document is a feed as it was fetched.
type document struct {
	feed      Feed
	response  fetch.Response
	digest    string
	unchanged bool
}

// load fetches and parses a feed or sitemap; of a sitemap index the newest
// children too. Its errors are *bot.SourceError.
func (r *Reader) load(ctx context.Context, q fetch.Request) (document, error) {
	resp, err := r.client.Fetch(ctx, q)
	if err != nil {
		return document{}, fetchTrouble(err)
	}
	d := document{response: resp, unchanged: resp.NotModified}
	if d.unchanged {
		return d, nil
	}
	sum := sha256.Sum256(resp.Body)
	d.digest = hex.EncodeToString(sum[:16])
	d.feed, err = r.parse(resp)
	if err != nil {
		d.response.Permanent = "" // what leads to no feed has not moved there
		return d, parseTrouble(err, resp)
	}
	if len(d.feed.Sitemaps) > 0 {
		err = r.loadChildren(ctx, &d)
	}
	d.response.Body = nil
	return d, err
}

func (r *Reader) parse(resp fetch.Response) (Feed, error) {
	return Parse(resp.Body, ParseOptions{ContentType: resp.ContentType(), URL: resp.URL, Now: r.o.Now(), MaxItems: r.o.MaxItems})
}

// loadChildren adds the items of an index's newest sitemaps. One child that
// cannot be read does not spoil the others; if none can, that is the error.
// An index may stay as it is while its children change, so it has no
// validators.
func (r *Reader) loadChildren(ctx context.Context, d *document) error {
	d.response.ETag, d.response.LastModified = "", ""
	digest := sha256.New()
	var failed error
	read := 0
	for _, address := range d.feed.Sitemaps[:min(len(d.feed.Sitemaps), maxSitemaps)] {
		resp, err := r.client.Fetch(ctx, fetch.Request{URL: address, Accept: acceptFeed, MaxBytes: maxFeedBytes})
		if err != nil {
			failed = errors.Join(failed, fetchTrouble(err))
			continue
		}
		child, err := r.parse(resp)
		if err != nil {
			failed = errors.Join(failed, parseTrouble(err, resp))
			continue
		}
		read++
		digest.Write(resp.Body)
		d.feed.Items = append(d.feed.Items, child.Items...)
		d.feed.Total += child.Total
	}
	d.digest = hex.EncodeToString(digest.Sum(nil)[:16])
	var first *bot.SourceError
	if read == 0 && errors.As(failed, &first) {
		return first
	}
	if failed != nil {
		d.digest = "" // the next poll looks again
	}
	return nil
}
