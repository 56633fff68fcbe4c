package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
)

func TestPanicIsAFailureOfOneSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(append(atHost("bad.example", 1), atHost("good.example", 1)...)...)
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			if s.ID == 1 {
				panic("a mistake in the parser")
			}
			return bot.Reading{Entries: []bot.Entry{report(9)}}, nil
		})
		var log lineLog
		polling(t, store, reader, articleStore{}, log.options(), 30*time.Second)
		if p := store.source(1).Polling; p.Failures != 1 || !strings.Contains(p.Problem, "mistake in wirebrief") {
			t.Errorf("the bad source: %+v", p)
		}
		if p := store.source(2).Polling; p.Succeeded.IsZero() {
			t.Errorf("the good source: %+v", p)
		}
		if log.count("a mistake in the parser") != 1 || log.count("cannot be read; trying again") != 1 {
			t.Errorf("log: %s", log.lines)
		}
	})
}

func TestEveryErrorBecomesTrouble(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"of a source": {fmt.Errorf("wrapped: %w", &bot.SourceError{Trouble: bot.SourceMissing, Message: "not there"}), "not there"},
		"of another":  {errors.New("odd"), "odd"},
		"of the time": {context.DeadlineExceeded, "it took too long to answer"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := newPollStore(atHost("wire.example", 1)...)
				reader := readerFunc(func(ctx context.Context, _ bot.Source) (bot.Reading, error) {
					if errors.Is(test.err, context.DeadlineExceeded) {
						<-ctx.Done()
					}
					return bot.Reading{}, test.err
				})
				polling(t, store, reader, articleStore{}, new(lineLog).options(), 3*time.Minute)
				if p := store.source(1).Polling; p.Problem != test.want || p.Failures != 1 {
					t.Errorf("became %+v", p)
				}
			})
		})
	}
}

func TestStoreFailuresAreRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(atHost("wire.example", 1)...)
		var mu sync.Mutex
		calls := map[string]int{}
		count := func(name string) int {
			mu.Lock()
			defer mu.Unlock()
			calls[name]++
			return calls[name]
		}
		twice := func(name string) error {
			if count(name) <= 2 {
				return errBroken
			}
			return nil
		}
		store.dueErr = func() error { return twice("look") }
		store.saveErr = func([]bot.Polled) error { return twice("save") }
		articles := articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
			if err := twice("store"); err != nil {
				return nil, err
			}
			return allStored(batch)
		}}
		reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
			count("read")
			return bot.Reading{Entries: []bot.Entry{report(1)}}, nil
		})
		var log lineLog
		polling(t, store, reader, articles, log.options(), time.Minute)
		if calls["read"] != 1 || len(store.items[1]) != 1 || store.source(1).Failures != 0 {
			t.Errorf("calls %v, items %v", calls, store.items)
		}
		if log.count("not looked for") != 1 || log.count("not stored; trying again") != 2 {
			t.Errorf("log: %s", log.lines)
		}
	})
}

func TestPollThatCannotBeSavedHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(append(atHost("bad.example", 1), atHost("good.example", 1)...)...)
		store.saveErr = func(polls []bot.Polled) error {
			if slices.ContainsFunc(polls, func(p bot.Polled) bool { return p.Source.ID == 1 }) {
				return errBroken
			}
			return nil
		}
		read := map[int64]int{}
		var mu sync.Mutex
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			mu.Lock()
			defer mu.Unlock()
			read[s.ID]++
			return bot.Reading{Unchanged: true}, nil
		})
		polling(t, store, reader, articleStore{}, new(lineLog).options(), 14*time.Minute)
		if store.source(2).Succeeded.IsZero() || read[2] != 1 {
			t.Errorf("the good source: read %d times, %+v", read[2], store.source(2))
		}
		if read[1] < 2 || read[1] > 3 {
			t.Errorf("the bad source was read %d times in 14 minutes", read[1])
		}
	})
}

// TestMoveOntoAnotherSource: one of two sources moves to where the other is.
func TestMoveOntoAnotherSource(t *testing.T) {
	const problem = `it has moved to taken.example/feed, where source 2, "Taken", is read already; remove this one with: wirebrief feed remove 1`
	for name, test := range map[string]struct {
		other    bot.SourceState
		unlisted bool
		state    bot.SourceState
		url      string
		told     []string
	}{
		"it is given up":             {other: bot.SourceActive, state: bot.SourceDead, url: "https://old.example/0", told: []string{"1 " + problem}},
		"it stays if that is paused": {other: bot.SourcePaused, state: bot.SourceActive, url: "https://old.example/0"},
		"the store does not tell":    {other: bot.SourceActive, unlisted: true, state: bot.SourceActive, url: "https://taken.example/feed"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				list := append(atHost("old.example", 1), bot.Source{URL: "http://taken.example/feed/", Title: "Taken"})
				list[0].Polling = bot.Polling{Succeeded: time.Now(), Last: time.Now().Add(-24 * time.Hour), MovedTo: "https://taken.example/feed", Moves: 2}
				store := newPollStore(list...)
				store.unlisted = test.unlisted
				other := store.sources[2]
				other.State = test.other
				store.sources[2] = other
				reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
					if s.ID == 1 && s.URL == list[0].URL {
						return bot.Reading{Unchanged: true, Moved: "https://taken.example/feed"}, nil
					}
					return bot.Reading{Unchanged: true}, nil
				})
				var log lineLog
				var told []string
				o := log.options()
				o.Tell = func(_ context.Context, s bot.Source, problem string) {
					told = append(told, fmt.Sprint(s.ID, " ", problem))
				}
				polling(t, store, reader, articleStore{}, o, 3*time.Hour)
				s := store.source(1)
				if s.State != test.state || s.URL != test.url || !slices.Equal(told, test.told) || log.count("given up") != len(told) {
					t.Errorf("became %+v, told %q\n%s", s, told, log.lines)
				}
				if s.State == bot.SourceDead && s.Problem != problem {
					t.Errorf("the problem is %q", s.Problem)
				}
			})
		})
	}
}

func TestArticleThatCannotBeStoredIsTroubleOfItsSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(append(atHost("bad.example", 1), atHost("good.example", 1)...)...)
		articles := articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
			if slices.ContainsFunc(batch, func(in bot.Incoming) bool { return strings.HasSuffix(in.Source.Title, " 2") }) {
				return nil, errBroken
			}
			return allStored(batch)
		}}
		reader := readerFunc(func(_ context.Context, s bot.Source) (bot.Reading, error) {
			if s.ID == 2 {
				return bot.Reading{Entries: []bot.Entry{report(21)}, ETag: "e"}, nil
			}
			return bot.Reading{Entries: []bot.Entry{report(1), report(2), report(3)}, ETag: "e"}, nil
		})
		var log lineLog
		polling(t, store, reader, articles, log.options(), time.Minute)
		if s := store.source(1); s.Failures != 1 || s.ETag != "" || len(store.items[1]) != 2 {
			t.Errorf("the bad source: %+v, items %v", s, store.items[1])
		}
		if s := store.source(2); s.Failures != 0 || s.ETag != "e" || len(store.items[2]) != 1 {
			t.Errorf("the good source: %+v, items %v", s, store.items[2])
		}
		if log.count("an article was not stored") != 1 {
			t.Errorf("log: %s", log.lines)
		}
	})
}

func TestStoreThatIsDownIsTrouble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(atHost("wire.example", 1)...)
		calls := 0
		articles := articleStore{store: func([]bot.Incoming) ([]bot.Storing, error) {
			calls++
			return nil, errBroken
		}}
		reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
			var many []bot.Entry
			for i := range 100 {
				many = append(many, report(i))
			}
			return bot.Reading{Entries: many}, nil
		})
		polling(t, store, reader, articles, new(lineLog).options(), time.Minute)
		if s := store.source(1); s.Failures != 1 || len(store.items[1]) != 0 || calls > 50 {
			t.Errorf("became %+v after %d attempts", s, calls)
		}
	})
}

func TestEndSavesWhatWasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(append(atHost("a.example", 1), atHost("slow.example", 1)...)...)
		ctx, cancel := context.WithCancel(t.Context())
		reader := readerFunc(func(reading context.Context, s bot.Source) (bot.Reading, error) {
			if s.ID == 2 {
				<-reading.Done()
				return bot.Reading{}, reading.Err()
			}
			time.Sleep(10 * time.Millisecond)
			cancel() // the end comes while the reading is handed over
			return bot.Reading{Entries: []bot.Entry{report(1)}}, nil
		})
		g := bot.NewIngester(articleStore{store: allStored}, nil, bot.IngesterOptions{})
		if err := bot.NewPoller(store, reader, g, new(lineLog).options()).Run(ctx); err != nil {
			t.Fatal(err)
		}
		if len(store.items[1]) != 1 || store.source(1).Succeeded.IsZero() {
			t.Errorf("what was read is lost: %+v", store.source(1))
		}
		if s := store.source(2); !s.Last.IsZero() {
			t.Errorf("what was interrupted counts: %+v", s)
		}
	})
}

func TestEndDoesNotWaitForABrokenStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newPollStore(atHost("a.example", 1)...)
		ctx, cancel := context.WithCancel(t.Context())
		articles := articleStore{store: func(batch []bot.Incoming) ([]bot.Storing, error) {
			cancel()
			time.Sleep(2 * time.Second)
			return nil, errBroken
		}}
		reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
			return bot.Reading{Entries: []bot.Entry{report(1), report(2), report(3), report(4), report(5)}}, nil
		})
		begin := time.Now()
		g := bot.NewIngester(articles, nil, bot.IngesterOptions{})
		if err := bot.NewPoller(store, reader, g, new(lineLog).options()).Run(ctx); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("took %v to end", took)
		}
		if s := store.source(1); !s.Last.IsZero() {
			t.Errorf("what could not be stored counts: %+v", s)
		}
	})
}

// TestPollTellsWhenItBegan: what a source publishes, or is to be polled for, while
// it is read may be missing in what it answers.
func TestPollTellsWhenItBegan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, start := newPollStore(atHost("wire.example", 1)...), time.Now()
		var polls []bot.Polled
		store.saveErr = func(batch []bot.Polled) error {
			polls = append(polls, batch...)
			return nil
		}
		reader := readerFunc(func(context.Context, bot.Source) (bot.Reading, error) {
			time.Sleep(10 * time.Second)
			return bot.Reading{Unchanged: true}, nil
		})
		polling(t, store, reader, articleStore{}, new(lineLog).options(), time.Minute)
		if len(polls) != 1 || !polls[0].Began.Equal(start) || !polls[0].Source.Last.Equal(start.Add(10*time.Second)) {
			t.Errorf("since %v: %+v", start, polls)
		}
	})
}
