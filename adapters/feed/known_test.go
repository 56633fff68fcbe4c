package feed_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/bot"
)

// quiet is a source whose pages are never asked for.
func (w *world) quiet(path string) *bot.Source {
	s := w.source(path)
	s.Full = bot.FullNever
	return &s
}

func TestWhatIsNew(t *testing.T) {
	pier := item{title: "Board puts off pier vote", link: "/pier", guid: "g1", content: report("the pier"), at: noon.Add(-2 * time.Hour)}
	edited := func(change func(*item)) item { it := pier; change(&it); return it }
	tests := map[string]struct {
		second item
		// want is what the second poll reports, "" for nothing; url its
		// address below the server.
		want, url string
	}{
		"SameIsKnown":                       {pier, "", ""},
		"DateChangesAreKnown":               {edited(func(i *item) { i.at = noon }), "", ""},
		"GUIDChangesAreKnown":               {edited(func(i *item) { i.guid = "g2" }), "", ""},
		"MarkupChangesAreKnown":             {edited(func(i *item) { i.content = strings.ReplaceAll(i.content, "<p>", `<p class="x">`) }), "", ""},
		"TrackingChangesAreKnown":           {edited(func(i *item) { i.link = "/pier?utm_source=feed&utm_id=7" }), "", ""},
		"AllAddressesChangeAreKnownByWords": {edited(func(i *item) { i.link, i.guid = "/pier?session=81", "x-9" }), "", ""},
		"TextChangeIsRevision":              {edited(func(i *item) { i.content = report("the eastern pier") }), "Board puts off pier vote", "/pier"},
		"TitleChangeIsRevision":             {edited(func(i *item) { i.title = "Pier vote is put off to April" }), "Pier vote is put off to April", "/pier"},
		"URLAndTextChangeKeepIdentityByGUID": {
			edited(func(i *item) { i.link, i.content = "/moved/pier", report("that pier") }), "Board puts off pier vote", "/pier"},
		"URLChangesWithGUIDIsKnown":     {edited(func(i *item) { i.link = "/moved/pier" }), "", ""},
		"GUIDChangesWithTextIsRevision": {edited(func(i *item) { i.guid, i.content = "g7", report("this pier") }), "Board puts off pier vote", "/pier"},
		"ReusedGUIDIsNew": {
			item{title: "Snow closes the mountain road", link: "/snow", guid: "g1", content: report("snow ploughs")}, "Snow closes the mountain road", "/snow"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, feed.ReaderOptions{})
			s := w.quiet("/feed")
			w.serveFeed("/feed", pier)
			if got := titles(w.poll(s)); got != pier.title {
				t.Fatalf("first poll: got %q", got)
			}
			w.serveFeed("/feed", tt.second)
			r := w.poll(s)
			if got := titles(r); got != tt.want {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			if tt.want != "" {
				if a, _ := only(t, r); a.URL != w.url(tt.url) {
					t.Errorf("got address %s, want %s", a.URL, w.url(tt.url))
				}
			}
			// Whatever came is known from now on.
			w.serveFeed("/feed", tt.second, item{title: "Another thing happened", link: "/other", guid: "o", content: report("another thing")})
			if got := titles(w.poll(s)); got != "Another thing happened" {
				t.Errorf("third poll: got %q", got)
			}
		})
	}
}

func TestGUIDsThatArePlaces(t *testing.T) {
	// Some feeds number their entries from the top: every guid changes its
	// article whenever something new comes, and titles may be alike.
	w := newWorld(t, feed.ReaderOptions{})
	s := w.quiet("/feed")
	days := []string{"Weather in Lorne on Monday", "Weather in Lorne on Sunday"}
	first := item{title: days[1], link: "/w/sunday", guid: "1", content: report("sun")}
	w.serveFeed("/feed", first)
	w.poll(s)
	second := item{title: days[0], link: "/w/monday", guid: "1", content: report("rain")}
	first.guid = "2"
	w.serveFeed("/feed", second, first)
	if got := titles(w.poll(s)); got != days[0] {
		t.Errorf("got %q, want %q", got, days[0])
	}
}

func TestEverythingButWordsChangesAtEveryPoll(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	s := w.quiet("/feed")
	reported := 0
	for n := range 6 {
		var items []item
		for i := range 30 {
			items = append(items, item{title: fmt.Sprintf("Report number %d from the harbour", i), link: fmt.Sprintf("/a/%d?session=%d", i, n),
				guid: fmt.Sprintf("%d-%d", n, i), content: report(fmt.Sprintf("berth %d", i)), at: noon.Add(time.Duration(n) * time.Minute)})
		}
		w.serveFeed("/feed", items...)
		for _, e := range w.poll(s).Entries {
			if e.Report != nil {
				reported++
			}
		}
	}
	if reported != 30 {
		t.Errorf("got %d reports in six polls, want 30", reported)
	}
}

func TestTwoSourcesWithOneArticle(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	teaser := item{title: "Board puts off pier vote", link: "/pier", guid: "a", summary: "The board has put off its vote…"}
	w.serve("/pier", "text/html", page(teaser.title, "", report("the pier")))
	w.serveFeed("/all", teaser)
	w.serveFeed("/local", teaser)
	first, second := w.source("/all"), w.source("/local")
	second.ID = 2
	w.poll(&first)
	r := w.poll(&second)
	if len(r.Entries) != 1 || r.Entries[0].Report != nil || r.Entries[0].Article != 1 {
		t.Fatalf("got %+v, want one entry that leads to article 1", r.Entries)
	}
	if n := w.asked("/pier"); n != 1 {
		t.Errorf("the page was fetched %d times, want once", n)
	}
	t.Run("ChangesAreTheFirstSourcesToTell", func(t *testing.T) {
		teaser.summary = "The board has put off its vote once more…"
		w.serveFeed("/local", teaser)
		if r := w.poll(&second); len(r.Entries) != 0 {
			t.Errorf("the second source reports %q", titles(r))
		}
		w.serveFeed("/all", teaser)
		if got := titles(w.poll(&first)); got != teaser.title {
			t.Errorf("the first source reports %q", got)
		}
	})
}

func TestTwoSourcesMeetAtTheCanonicalAddress(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	head := `<link rel="canonical" href="/news/pier">`
	w.serve("/news/pier", "text/html", page("Board puts off pier vote", head, report("the pier")))
	w.serve("/go/81", "text/html", page("Board puts off pier vote", head, report("the pier")))
	w.serveFeed("/all", item{title: "Board puts off pier vote", link: "/news/pier", guid: "a", summary: "The board has put off its vote…"})
	w.serveFeed("/local", item{title: "Board puts off pier vote", link: "/go/81", guid: "b", summary: "The board has put off its vote…"})
	first, second := w.source("/all"), w.source("/local")
	second.ID = 2
	w.poll(&first)
	r := w.poll(&second)
	if len(r.Entries) != 1 || r.Entries[0].Report != nil || r.Entries[0].Article != 1 {
		t.Fatalf("got %+v (%s), want one entry that leads to article 1", r.Entries, titles(r))
	}
	w.serveFeed("/local", item{title: "Board puts off pier vote", link: "/go/81", guid: "b", summary: "The board has put off its vote, again…"})
	if r := w.poll(&second); len(r.Entries) != 0 {
		t.Errorf("the second source reports %q", titles(r))
	}
}

func TestCanonicalAddressThatManyPagesShareIsNotBelieved(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	head := `<link rel="canonical" href="/news">`
	subjects := []string{"Pier vote is put off", "Snow closes mountain road", "Grain exchange counts again"}
	var items []item
	for i, s := range subjects {
		path := fmt.Sprintf("/a/%d", i)
		w.serve(path, "text/html", page(s, head, report(strings.ToLower(s))))
		items = append(items, item{title: s, link: path, summary: "In short: " + s + "…"})
	}
	w.serveFeed("/feed", items...)
	s := w.source("/feed")
	for _, e := range w.poll(&s).Entries {
		if !strings.Contains(e.Report.URL, "/a/") {
			t.Errorf("%s has the address %s", e.Report.Title, e.Report.URL)
		}
	}
	if len(w.store.articles) != 3 {
		t.Errorf("got %d articles, want 3", len(w.store.articles))
	}
	t.Run("NorByALaterPoll", func(t *testing.T) {
		w := newWorld(t, feed.ReaderOptions{})
		s := w.source("/feed")
		for i, title := range subjects {
			path := fmt.Sprintf("/a/%d", i)
			w.serve(path, "text/html", page(title, head, report(strings.ToLower(title))))
			w.serveFeed("/feed", items[i])
			w.poll(&s)
		}
		if len(w.store.articles) != 3 {
			t.Errorf("got %d articles, want 3", len(w.store.articles))
		}
	})
}

func TestEntriesWithoutLink(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	s := w.source("/feed")
	w.serveFeed("/feed", item{title: "A note on the pier", guid: "n-1", content: report("the pier")})
	a, _ := only(t, w.poll(&s))
	if a.URL != "" || a.GUID != "n-1" || a.Source != s.URL || a.Excerpt {
		t.Errorf("got URL %q, GUID %q, Source %q, Excerpt %v", a.URL, a.GUID, a.Source, a.Excerpt)
	}
	w.serveFeed("/feed", item{title: "A note on the pier", guid: "n-1", content: report("the old pier")})
	if w.poll(&s); len(w.store.articles) != 1 {
		t.Errorf("a change made %d articles of one", len(w.store.articles))
	}
	t.Run("NorGUID", func(t *testing.T) {
		w.serveFeed("/feed", item{title: "A short note", summary: "Few words."})
		if got := titles(w.poll(&s)); got != "A short note" {
			t.Fatalf("got %q", got)
		}
		w.serveFeed("/feed", item{title: "A short note", summary: "<b>Few</b> words.", at: noon})
		if r := w.poll(&s); len(r.Entries) != 0 {
			t.Errorf("it comes again: %q", titles(r))
		}
	})
}

func TestLinksToTheFrontPageAreNone(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	var items []item
	for i := range 4 {
		items = append(items, item{title: fmt.Sprintf("Notice %d of the harbour master", i), link: "/", guid: fmt.Sprint(i), content: report(fmt.Sprintf("berth %d", i))})
		items = append(items, item{title: fmt.Sprintf("List %d of the tide office", i), link: "/list.php", guid: fmt.Sprint("l", i), content: report(fmt.Sprintf("tide %d", i))})
	}
	w.serveFeed("/feed", items...)
	s := w.source("/feed")
	r := w.poll(&s)
	if len(r.Entries) != 8 || len(w.store.articles) != 8 {
		t.Errorf("got %d entries and %d articles, want 8", len(r.Entries), len(w.store.articles))
	}
}

func TestRepeatedEntryComesOnce(t *testing.T) {
	w := newWorld(t, feed.ReaderOptions{})
	it := item{title: "Board puts off pier vote", link: "/pier", content: report("the pier"), at: noon.Add(-time.Hour)}
	newer := it
	newer.title, newer.at = "Board puts off pier vote again", noon
	w.serveFeed("/feed", it, newer, it)
	if got := titles(w.poll(w.quiet("/feed"))); got != newer.title {
		t.Errorf("got %q, want the newest form", got)
	}
}
