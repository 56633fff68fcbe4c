package bot_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"wirebrief/bot"
)

func TestPollerStoresWhatItReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(atHost("wire.example", 1)...)
		var backlogs []bool
		articles := articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
			out, err := allStored(batch)
			for i, in := range batch {
				backlogs = append(backlogs, in.Backlog)
				if out[i].Article == 4 {
					out[i].Outcome = bot.Revised
				}
			}
			return out, err
		}}
		polls := 0
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			switch polls++; polls {
			case 1:
				bad := report(3)
				bad.Report.Title, bad.Report.Text = "", " "
				known := bot.Entry{SeenItem: bot.SeenItem{Keys: []string{"guid:k"}, Digest: "k", Article: 77}}
				return bot.Reading{Entries: []bot.Entry{report(1), known, report(2), bad}, ETag: "e1"}, nil
			case 2:
				if s.ETag != "e1" || s.Succeeded.IsZero() {
					t.Errorf("the second poll knows %+v", s.Polling)
				}
				return bot.Reading{Entries: []bot.Entry{report(4), report(5)}}, nil
			}
			return bot.Reading{Unchanged: true}, nil
		})
		var log lineLog
		polling(t, store, reader, articles, log.options(), 25*time.Minute)
		want := []bot.SeenItem{
			{Keys: []string{"guid:k"}, Digest: "k", Article: 77},
			{Keys: []string{"guid:3"}, Digest: "d"}, // what stands last in a feed is stored first
			{Keys: []string{"guid:2"}, Digest: "d", Article: 2, Fresh: true},
			{Keys: []string{"guid:1"}, Digest: "d", Article: 1, Fresh: true},
			{Keys: []string{"guid:5"}, Digest: "d", Article: 5, Fresh: true},
			{Keys: []string{"guid:4"}, Digest: "d", Article: 4},
		}
		if got := store.items[1]; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("items\n%v, want\n%v", got, want)
		}
		if !slices.Equal(backlogs, []bool{true, true, false, false}) {
			t.Errorf("backlog: %v", backlogs)
		}
		if log.count("read for the first time") != 1 || log.count("level=WARN")+log.count("level=ERROR") != 0 {
			t.Errorf("log: %s", log.lines)
		}
	})
}

func TestSourceWithoutTitleTakesThatOfItsFeed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(bot.Source{URL: "https://wire.example/0"}, bot.Source{URL: "https://wire.example/1", Title: "Mine"})
		reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
			return bot.Reading{Title: "The Lorne Ledger"}, nil
		})
		polling(t, store, reader, articleStore{}, bot.PollerOptions{}, time.Minute)
		if a, b := store.sources[1].Title, store.sources[2].Title; a != "The Lorne Ledger" || b != "Mine" {
			t.Errorf("got %q and %q", a, b)
		}
	})
}

func TestHangingSourceDelaysNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// The hanging host has the most sources, and they are due first.
		list := append(atHost("hangs.example", 600), atHost("b.example", 3)...)
		list = append(list, atHost("c.example", 3)...)
		for i := range list {
			list[i].Next = time.Now()
			if i < 600 {
				list[i].Next = list[i].Next.Add(-time.Hour)
			}
		}
		store := newPollStore(list...)
		begin, hanging, most := time.Now(), 0, 0
		read := map[string]time.Duration{}
		var mu sync.Mutex
		reader := readerFunc(func(ctx context.Context, s bot.Source) (bot.Reading, error) {
			if !strings.Contains(s.URL, "hangs") {
				mu.Lock()
				defer mu.Unlock()
				if _, again := read[s.URL]; !again {
					read[s.URL] = time.Since(begin)
				}
				return bot.Reading{Unchanged: true}, nil
			}
			mu.Lock()
			hanging++
			most = max(most, hanging)
			mu.Unlock()
			<-ctx.Done()
			mu.Lock()
			hanging--
			mu.Unlock()
			return bot.Reading{}, &bot.SourceError{Trouble: bot.SourceUnreachable, Message: "no answer", Cause: ctx.Err()}
		})
		o := new(lineLog).options()
		o.Concurrent = 4
		polling(t, store, reader, articleStore{}, o, 5*time.Minute)
		if len(read) != 6 || most != 1 {
			t.Errorf("read %v; %d readings hung at once", read, most)
		}
		for url, after := range read {
			if after > 2*time.Second {
				t.Errorf("%s was read after %v", url, after)
			}
		}
		if store.widest > 300 {
			t.Errorf("%d sources were in hand at once", store.widest)
		}
		if p := store.source(1).Polling; p.Failures != 1 || p.Problem != "no answer" {
			t.Errorf("the hanging source: %+v", p)
		}
	})
}

func TestManySourcesOfFewHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var list []bot.Source
		for h := range 10 {
			list = append(list, atHost(fmt.Sprintf("h%d.example", h), 100)...)
		}
		store := newPollStore(list...)
		var mu sync.Mutex
		busy, read, most := map[string]int{}, map[string]int{}, 0
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			host := strings.Split(s.URL, "/")[2]
			mu.Lock()
			busy[host]++
			read[s.URL]++
			if busy[host] > 1 {
				t.Errorf("two sources of %s are read at once", host)
			}
			most = max(most, len(busy))
			mu.Unlock()
			time.Sleep(100 * time.Millisecond)
			mu.Lock()
			delete(busy, host)
			mu.Unlock()
			return bot.Reading{Unchanged: true}, nil
		})
		// 100 sources of 100 ms take at least 10 s.
		polling(t, store, reader, articleStore{}, new(lineLog).options(), 40*time.Second)
		if len(read) != 1000 || most != 10 {
			t.Errorf("%d of 1000 sources were read, %d hosts at once", len(read), most)
		}
		for url, n := range read {
			if n != 1 {
				t.Errorf("%s was read %d times", url, n)
			}
		}
	})
}

func TestSourceIsGivenUpOnce(t *testing.T) {
	const day = 24 * time.Hour
	for name, test := range map[string]struct {
		trouble     bot.SourceTrouble
		alone       bool
		least, most time.Duration
	}{
		"gone":                         {bot.SourceGone, false, 2 * day, 3 * day},
		"unreachable":                  {bot.SourceUnreachable, false, 7 * day, 8 * day},
		"unreachable as all the world": {bot.SourceUnreachable, true, 30 * day, 31 * day},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				list := atHost("wire.example", 1)
				if !test.alone {
					list = append(list, atHost("well.example", 1)...)
				}
				begin, told := time.Now(), []time.Duration(nil)
				store := newPollStore(list...)
				reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
					if s.ID == 2 {
						return bot.Reading{Unchanged: true}, nil
					}
					return bot.Reading{}, &bot.SourceError{Trouble: test.trouble, Message: "no luck"}
				})
				var log lineLog
				o := log.options()
				o.Look = 10 * time.Minute
				o.Tell = func(_ context.Context, s bot.Source, problem string) {
					if told = append(told, time.Since(begin)); s.ID != 1 || problem != "no luck" {
						t.Errorf("told %+v, %q", s, problem)
					}
					panic("the messenger stumbles")
				}
				polling(t, store, reader, articleStore{}, o, 33*day)
				if len(told) != 1 || told[0] < test.least || told[0] > test.most {
					t.Errorf("told after %v", told)
				}
				if s := store.source(1); s.State != bot.SourceDead || s.Problem != "no luck" {
					t.Errorf("became %+v", s)
				}
				if log.count("level=WARN") != 2 || log.count("given up") != 1 {
					t.Errorf("log: %s", log.lines)
				}
			})
		})
	}
}

// TestSourceThatIsGoneAcrossRestarts: what was heard before a restart counts.
func TestSourceThatIsGoneAcrossRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, told := newPollStore(atHost("wire.example", 1)...), 0
		reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
			return bot.Reading{}, &bot.SourceError{Trouble: bot.SourceGone, Message: "gone"}
		})
		o := new(lineLog).options()
		o.Look = 10 * time.Minute
		o.Tell = func(context.Context, bot.Source, string) { told++ }
		for range 10 { // about one poll in each, in the end
			polling(t, store, reader, articleStore{}, o, 6*time.Hour)
		}
		if s := store.source(1); s.State != bot.SourceDead || told != 1 {
			t.Errorf("told %d times, %+v", told, s)
		}
	})
}

// TestManyFailingHostsDelayNobody: more hosts hang than wait in hand for a
// turn, and all of them are due before the source that is well.
func TestManyFailingHostsDelayNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var list []bot.Source
		for i := range 600 {
			list = append(list, atHost(fmt.Sprintf("hangs%d.example", i), 1)...)
			list[i].Polling = bot.Polling{Next: time.Now().Add(-time.Hour), Failures: 1, FailingSince: time.Now().Add(-2 * time.Hour)}
		}
		begin := time.Now()
		list = append(list, atHost("well.example", 1)...)
		list[600].Next = begin
		store := newPollStore(list...)
		var after atomic.Int64
		reader := readerFunc(func(ctx context.Context, s bot.Source) (bot.Reading, error) {
			if s.ID == 601 {
				after.CompareAndSwap(0, int64(time.Since(begin))+1)
				return bot.Reading{Unchanged: true}, nil
			}
			<-ctx.Done()
			return bot.Reading{}, &bot.SourceError{Trouble: bot.SourceUnreachable, Message: "no answer", Cause: ctx.Err()}
		})
		o := new(lineLog).options()
		o.Concurrent = 8
		polling(t, store, reader, articleStore{}, o, 10*time.Minute)
		if d := time.Duration(after.Load()); d == 0 || d > 5*time.Second {
			t.Errorf("the source that is well was read after %v", d)
		}
	})
}

func TestRecoveryIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, polls := newPollStore(atHost("wire.example", 1)...), 0
		reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
			if polls++; polls == 2 || polls == 3 {
				return bot.Reading{}, &bot.SourceError{Trouble: bot.SourceBusy, Message: "busy"}
			}
			return bot.Reading{Unchanged: true}, nil
		})
		var log lineLog
		polling(t, store, reader, articleStore{}, log.options(), 2*time.Hour)
		if log.count("can be read again") != 1 || log.count("level=WARN") != 1 || store.source(1).Failures != 0 {
			t.Errorf("log: %s", log.lines)
		}
	})
}

func TestMovedSourceIsFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(atHost("old.example", 1)...)
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			if strings.Contains(s.URL, "old") {
				return bot.Reading{Unchanged: true, Moved: "https://new.example/feed"}, nil
			}
			return bot.Reading{Unchanged: true}, nil
		})
		var log lineLog
		o := log.options()
		o.Look = time.Minute
		polling(t, store, reader, articleStore{}, o, 3*24*time.Hour)
		if s := store.source(1); s.URL != "https://new.example/feed" || s.MovedTo != "" || log.count("moved for good") != 1 {
			t.Errorf("became %+v\n%s", s, log.lines)
		}
	})
}

// TestArticlesOfManySourcesShareTransactions reads one new article from each
// of many sources at once.
func TestArticlesOfManySourcesShareTransactions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var list []bot.Source
		for i := range 256 {
			list = append(list, atHost(fmt.Sprintf("h%d.example", i), 1)...)
		}
		store, transactions := newPollStore(list...), 0
		articles := articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
			transactions++
			return allStored(batch)
		}}
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			time.Sleep(time.Millisecond * time.Duration(10+s.ID%7))
			return bot.Reading{Entries: []bot.Entry{report(int(s.ID))}}, nil
		})
		polling(t, store, reader, articles, new(lineLog).options(), time.Minute)
		if len(store.items) != 256 || transactions > 256/8 || store.saves > 10 {
			t.Errorf("%d sources were read in %d transactions, saved in %d", len(store.items), transactions, store.saves)
		}
		if got := slices.Collect(maps.Keys(store.sources)); len(got) != 256 {
			t.Errorf("%d sources", len(got))
		}
	})
}

func TestPollerOnAStore(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	added, _, err := d.CreateSource(t.Context(), bot.Source{URL: "https://wire.example/feed", Title: "Example Wire"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
		time.AfterFunc(100*time.Millisecond, cancel)
		return bot.Reading{Entries: []bot.Entry{report(1), report(2)}, ETag: "e"}, nil
	})
	if err := bot.NewPoller(d, reader, bot.NewIngester(d, d, bot.IngesterOptions{}), bot.PollerOptions{Now: c.now}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	list, err := d.FindSources(t.Context())
	if err != nil || len(list) != 1 || list[0].Articles != 2 || list[0].ETag != "e" || !list[0].Succeeded.Equal(morning) || !list[0].Next.After(morning) {
		t.Errorf("the store tells %+v, %v", list, err)
	}
	known, err := d.FindItems(t.Context(), added.ID, []string{"guid:1", "guid:2", "guid:3"})
	if err != nil || len(known) != 2 || known[0].Article == 0 {
		t.Errorf("known: %+v, %v", known, err)
	}
	if due, err := d.FindDueSources(t.Context(), morning, nil, 9); err != nil || len(due) != 0 {
		t.Errorf("due again at once: %+v, %v", due, err)
	}
}

func TestPollerLeavesNothingRunning(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	store := newPollStore(atHost("a.example", 3)...)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	go func() {
		for ctx.Err() == nil && store.source(1).Succeeded.IsZero() {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
		return bot.Reading{Entries: []bot.Entry{report(1)}}, nil
	})
	g := bot.NewIngester(articleStore{store: allStored}, nil, bot.IngesterOptions{})
	// The defaults, every one.
	if err := bot.NewPoller(store, reader, g, bot.PollerOptions{}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	if store.source(1).Succeeded.IsZero() {
		t.Error("nothing was read")
	}
}
