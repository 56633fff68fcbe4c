package db_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/bot"
)

// create adds a source that is not there yet.
func create(t testing.TB, s bot.SourceStore, url string) bot.Source {
	t.Helper()
	stored, created, err := s.CreateSource(ctx, bot.Source{URL: url, Title: "Title of " + url})
	if err != nil {
		t.Fatal(err)
	}
	if !created {
		t.Fatalf("%s was there already", url)
	}
	return stored
}

func save(t testing.TB, s bot.PollStore, polls ...bot.Polled) {
	t.Helper()
	if err := s.SavePolls(ctx, polls); err != nil {
		t.Fatal(err)
	}
}

// stat returns what operators see of a source.
func stat(t testing.TB, s bot.SourceStore, id int64) bot.SourceStat {
	t.Helper()
	list, err := s.FindSources(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range list {
		if st.ID == id {
			return st
		}
	}
	t.Fatalf("source %d is not there", id)
	return bot.SourceStat{}
}

func testSources(t *testing.T, s store, c *clock) {
	if list, err := s.FindSources(ctx); err != nil || len(list) != 0 {
		t.Fatalf("empty store: %v, %v", list, err)
	}
	in := bot.Source{Kind: bot.SitemapSource, URL: "https://news.example.org/Feed?x=1&utm_source=y", Title: "Ellery Post", Site: "https://news.example.org/",
		Publisher: "The Ellery Post", Lang: "tr", Folder: []string{"World", "Coast “north”"}, Full: bot.FullNever, Added: noon.Add(-time.Hour),
		AddedBy: bot.ChatRef{Platform: "telegram", ID: "-5"}, State: bot.SourcePaused,
		Polling: bot.Polling{ETag: "from a check", Succeeded: noon, Hub: "https://hub.example.org/"}}
	first, created, err := s.CreateSource(ctx, in)
	if err != nil || !created {
		t.Fatalf("created %v, %v", created, err)
	}
	want := in
	want.ID, want.Polling = first.ID, bot.Polling{Next: noon}
	if diff := cmp.Diff(want, first); diff != "" || first.ID == 0 {
		t.Error(diff)
	}
	plain := create(t, s, "http://example.org/rss")
	if diff := cmp.Diff(bot.Source{ID: plain.ID, Kind: bot.FeedSource, URL: "http://example.org/rss", Title: "Title of http://example.org/rss",
		Full: bot.FullAuto, Added: noon, State: bot.SourceActive, Polling: bot.Polling{Next: noon}}, plain); diff != "" {
		t.Error(diff)
	}
	t.Run("listed by id with their figures", func(t *testing.T) {
		list, err := s.FindSources(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]bot.SourceStat{{Source: first}, {Source: plain}}, list); diff != "" {
			t.Error(diff)
		}
	})
	for name, url := range map[string]string{
		"the very same": "http://example.org/rss", "by another scheme": "https://example.org/rss", "with a slash at its end": "http://EXAMPLE.org:80/rss/",
		"with marks of where a reader came from": "http://example.org/rss?utm_medium=feed#top",
	} {
		t.Run("there already: "+name, func(t *testing.T) {
			got, created, err := s.CreateSource(ctx, bot.Source{URL: url, Title: "Another"})
			if err != nil || created {
				t.Fatalf("created %v, %v", created, err)
			}
			if diff := cmp.Diff(plain, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, url := range []string{"", "example.org/rss", "ftp://example.org/rss", "feed:x", "/srv/feed.xml"} {
		t.Run(fmt.Sprintf("no address of the web: %q", url), func(t *testing.T) {
			if _, created, err := s.CreateSource(ctx, bot.Source{URL: url}); err == nil || created || !strings.Contains(err.Error(), "https://") {
				t.Errorf("created %v, %v", created, err)
			}
			if err := s.UpdateSource(ctx, bot.Source{ID: plain.ID, URL: url}); err == nil || !strings.Contains(err.Error(), "https://") {
				t.Errorf("changed: %v", err)
			}
		})
	}
	testSourceUpdates(t, s, c, first, plain)
	t.Run("removed", func(t *testing.T) {
		if err := s.DeleteSource(ctx, first.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.DeleteSource(ctx, first.ID); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		if err := s.UpdateSource(ctx, first); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("changed: %v", err)
		}
		if list, err := s.FindSources(ctx); err != nil || len(list) != 1 || list[0].ID != plain.ID {
			t.Errorf("left: %+v, %v", list, err)
		}
		if again, created, err := s.CreateSource(ctx, in); err != nil || !created || again.ID == first.ID {
			t.Errorf("added again: id %d after %d, %v, %v", again.ID, first.ID, created, err)
		}
	})
}

// testSourceUpdates: first is paused, plain is active.
func testSourceUpdates(t *testing.T, s store, c *clock, first, plain bot.Source) {
	polled := plain
	polled.Polling = bot.Polling{Next: noon.Add(5 * time.Hour), Last: noon, Succeeded: noon.Add(-time.Hour), Interval: time.Hour, ETag: "e",
		LastModified: "m", Digest: "d", Failures: 3, FailingSince: noon.Add(-time.Minute), Problem: "no answer",
		MovedTo: "https://x.example/", Moves: 2, Hub: "https://hub.example.org/", HubTopic: "t"}
	c.add(time.Minute)
	t.Run("what an operator decides, and nothing else", func(t *testing.T) {
		save(t, s, bot.Polled{Source: polled})
		changed := polled
		changed.Title, changed.Publisher, changed.Folder, changed.Full, changed.State = "New", "Wire", []string{"A"}, bot.FullAlways, bot.SourcePaused
		want := changed
		changed.Site, changed.Lang, changed.Kind, changed.ETag, changed.Added = "no", "no", bot.SitemapSource, "no", noon.Add(time.Hour)
		if err := s.UpdateSource(ctx, changed); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, stat(t, s, plain.ID).Source); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("set active it is due at once and its failures are forgotten", func(t *testing.T) {
		if err := s.UpdateSource(ctx, plain); err != nil {
			t.Fatal(err)
		}
		want := polled
		want.Next, want.Failures, want.FailingSince, want.Problem = c.now(), 0, time.Time{}, ""
		if diff := cmp.Diff(want, stat(t, s, plain.ID).Source); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("at another URL it begins anew", func(t *testing.T) {
		moved := plain
		moved.URL = "https://example.org/other"
		if err := s.UpdateSource(ctx, moved); err != nil {
			t.Fatal(err)
		}
		got := stat(t, s, plain.ID).Source
		want := moved
		want.Polling = bot.Polling{Next: c.now(), Last: noon, Interval: time.Hour}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if _, created, err := s.CreateSource(ctx, moved); err != nil || created {
			t.Errorf("its new URL is not taken: %v, %v", created, err)
		}
		if err := s.UpdateSource(ctx, plain); err != nil {
			t.Errorf("its old URL is not free: %v", err)
		}
	})
	t.Run("the URL of another source is refused", func(t *testing.T) {
		taken := plain
		taken.URL, taken.Title = first.URL+"/", "Not this"
		err := s.UpdateSource(ctx, taken)
		if err == nil || !strings.Contains(err.Error(), first.Title) || !strings.Contains(err.Error(), "remove one") {
			t.Errorf("%v", err)
		}
		if got := stat(t, s, plain.ID); got.URL != plain.URL || got.Title == "Not this" {
			t.Errorf("changed all the same: %+v", got.Source)
		}
	})
}
