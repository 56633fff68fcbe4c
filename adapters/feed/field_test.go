package feed_test

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/adapters/feed/feedtest"
	"wirebrief/adapters/fetch"
	"wirebrief/bot"
)

const (
	// polls is how often each feed is polled.
	polls = 8
	// pagesAPoll is how many teasers one poll follows; a feed with more of
	// them than all polls may follow brings that many.
	pagesAPoll = 25
)

// TestReadTheField polls every feed of feedtest's world: those that can be
// read bring their articles once, the others a trouble.
func TestReadTheField(t *testing.T) {
	t.Parallel() // it waits for feeds that hang, most of the time
	field := feedtest.New(time.Now)
	listeners, err := field.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: field}
	for _, l := range listeners {
		go server.Serve(l)
	}
	defer server.Close()
	client := fetch.New(fetch.Options{UserAgent: "wirebrief/test", Spacing: -1, PerHost: 8, HeaderTimeout: 12 * time.Second, Timeout: 15 * time.Second,
		Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	defer client.Close()
	options := feed.ReaderOptions{Timeout: 10 * time.Minute, MaxPages: pagesAPoll, PageTimeout: 10 * time.Second}
	patient := feed.NewReader(client, options)
	options.PageTimeout = time.Second
	impatient := feed.NewReader(client, options)
	var group sync.WaitGroup
	slots := make(chan bool, 16)
	for _, f := range field.Feeds {
		slots <- true
		group.Go(func() {
			defer func() { <-slots }()
			reader := patient
			if f.Fault == "pages that hang" { // each of them at every poll
				reader = impatient
			}
			got, err := readOut(reader, bot.Source{ID: 1, URL: field.URL(f), Full: bot.FullAuto, State: bot.SourceActive})
			var trouble *bot.SourceError
			switch {
			case f.Fails && !errors.As(err, &trouble):
				t.Errorf("feed %d (%q): got %d articles and %v, want a trouble", f.Number, f.Fault, got, err)
			case !f.Fails && err != nil:
				t.Errorf("feed %d (%q): %v", f.Number, f.Fault, err)
			case !f.Fails && got != min(f.Articles, polls*pagesAPoll):
				t.Errorf("feed %d (%s, %q): got %d articles, want %d", f.Number, f.Format, f.Fault, got, f.Articles)
			}
		})
	}
	group.Wait()
}

// readOut polls a source and returns how many articles came of it.
func readOut(reader *feed.Reader, s bot.Source) (int, error) {
	store := newMemoryStore()
	for range polls {
		r, err := reader.ReadSource(context.Background(), s, store)
		if err != nil {
			return len(store.articles), err
		}
		store.save(s.ID, r.Entries)
		s.ETag, s.LastModified, s.Digest = r.ETag, r.LastModified, r.Digest
	}
	return len(store.articles), nil
}
