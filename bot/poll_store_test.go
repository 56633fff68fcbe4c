package bot_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A pollStore is a store of sources in memory.
type pollStore struct {
	mu      sync.Mutex
	sources map[int64]bot.Source
	items   map[int64][]bot.SeenItem
	saves   int
	// dueErr and saveErr, if set, decide which call fails.
	dueErr  func() error
	saveErr func([]bot.Polled) error
	// unlisted makes FindSources fail.
	unlisted bool
	// widest is the longest except that was asked with.
	widest int
}

func newPollStore(list ...bot.Source) *pollStore {
	s := &pollStore{sources: map[int64]bot.Source{}, items: map[int64][]bot.SeenItem{}}
	for i, source := range list {
		source.ID = int64(i + 1)
		source.State = bot.SourceActive
		s.sources[source.ID] = source
	}
	return s
}

func (s *pollStore) FindDueSources(_ context.Context, now time.Time, except []int64, limit int) ([]bot.Source, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dueErr != nil {
		if err := s.dueErr(); err != nil {
			return nil, err
		}
	}
	s.widest = max(s.widest, len(except))
	var due []bot.Source
	for id, source := range s.sources {
		if _, found := slices.BinarySearch(except, id); !found && source.State == bot.SourceActive && !source.Next.After(now) {
			due = append(due, source)
		}
	}
	slices.SortFunc(due, func(a, b bot.Source) int { return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.ID, b.ID)) })
	return due[:min(len(due), limit)], nil
}

func (s *pollStore) SavePolls(ctx context.Context, polls []bot.Polled) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.saveErr != nil {
		if err := s.saveErr(polls); err != nil {
			return err
		}
	}
	s.saves++
	for _, p := range polls {
		source := s.sources[p.Source.ID]
		source.Polling = p.Source.Polling
		source.Title = cmp.Or(source.Title, p.Source.Title)
		if p.Source.State == bot.SourceDead {
			source.State = bot.SourceDead
		}
		if p.Moved {
			source.URL = p.Source.URL
		}
		s.sources[source.ID] = source
		s.items[source.ID] = append(s.items[source.ID], p.Items...)
	}
	return nil
}

func (s *pollStore) FindSources(context.Context) (all []bot.SourceStat, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unlisted {
		return nil, errBroken
	}
	for _, source := range s.sources {
		all = append(all, bot.SourceStat{Source: source})
	}
	return all, nil
}

func (s *pollStore) FindItems(context.Context, int64, []string) ([]bot.KnownItem, error) {
	return nil, nil
}

func (s *pollStore) source(id int64) bot.Source {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sources[id]
}

// A readerFunc reads sources.
type readerFunc func(ctx context.Context, s bot.Source) (bot.Reading, error)

func (f readerFunc) ReadSource(ctx context.Context, s bot.Source, _ bot.ItemStore) (bot.Reading, error) {
	return f(ctx, s)
}

// A lineLog is a log that a test may read.
type lineLog struct {
	mu    sync.Mutex
	lines []string
}

func (l *lineLog) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, string(b))
	return len(b), nil
}

func (l *lineLog) count(part string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, line := range l.lines {
		if strings.Contains(line, part) {
			n++
		}
	}
	return n
}

func (l *lineLog) options() bot.PollerOptions {
	return bot.PollerOptions{Logger: slog.New(slog.NewTextHandler(l, nil)), Random: func() float64 { return 0.5 }}
}

// allStored is a store of articles in which each has the id of its number.
func allStored(batch []bot.Incoming) ([]bot.Storing, error) {
	out := make([]bot.Storing, len(batch))
	for i, in := range batch {
		if _, err := fmt.Sscanf(in.Extraction.Article.Title, "Report %d", &out[i].Article); err != nil {
			return nil, err
		}
		out[i].Outcome = bot.Stored
	}
	return out, nil
}

func report(n int) bot.Entry {
	return bot.Entry{
		SeenItem: bot.SeenItem{Keys: []string{fmt.Sprint("guid:", n)}, Digest: "d"},
		Report:   &briefing.Article{Title: fmt.Sprint("Report ", n), Publisher: "Example Wire", Text: "The council met. It was brief."},
	}
}

// polling runs a Poller in a bubble of time for so long, and then checks that
// it has ended.
func polling(t *testing.T, store bot.PollStore, reader bot.SourceReader, articles articleStore, o bot.PollerOptions, long time.Duration) {
	t.Helper()
	if articles.store == nil {
		articles.store = allStored
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	g := bot.NewIngester(articles, nil, bot.IngesterOptions{})
	go func() { ended <- bot.NewPoller(store, reader, g, o).Run(ctx) }()
	time.Sleep(long)
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("Run returned %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Run did not end")
	}
}

func atHost(host string, n int) (list []bot.Source) {
	for i := range n {
		list = append(list, bot.Source{URL: fmt.Sprintf("https://%s/%d", host, i), Title: fmt.Sprint(host, " ", i)})
	}
	return list
}
