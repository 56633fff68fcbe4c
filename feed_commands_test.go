package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// noon is now in these tests.
var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

// ago is a time before noon.
func ago(d time.Duration) time.Time { return noon.Add(-d) }

// sampleFeeds are feeds in every state.
func sampleFeeds() []bot.SourceStat {
	feed := func(id int64, title string, p bot.Polling) bot.SourceStat {
		return bot.SourceStat{Source: bot.Source{
			ID: id, Kind: bot.FeedSource, Title: title, URL: fmt.Sprintf("https://user:geheim@feed%d.example/feed.xml", id),
			State: bot.SourceActive, Added: ago(10 * 24 * time.Hour), Polling: p,
		}}
	}
	well := feed(1, "Example Wire", bot.Polling{Last: ago(time.Minute), Succeeded: ago(time.Minute), Next: noon.Add(3 * time.Minute)})
	well.Articles, well.Recent, well.Newest, well.NewestTitle = 400, 124, ago(2*time.Hour), "Mill sells oats"
	failing := feed(2, "Örnek Ajans: dünyadan ve yurttan haberler", bot.Polling{
		Last: ago(time.Minute), Failures: 4, FailingSince: ago(3 * time.Hour), Problem: "it is not there (404)", Next: noon.Add(time.Hour), MovedTo: "https://user:geheim@new.example/",
	})
	failing.Newest, failing.Recent = ago(50*time.Hour), 1
	paused, dead := feed(3, "", bot.Polling{}), feed(4, "新聞", bot.Polling{Failures: 90, Problem: "gone"})
	paused.State, dead.State = bot.SourcePaused, bot.SourceDead
	fresh := feed(11, "New", bot.Polling{})
	fresh.Added, fresh.AddedBy = ago(time.Minute), bot.ChatRef{Platform: "terminal", ID: "local"}
	once := feed(12, "Once", bot.Polling{Last: ago(time.Minute), Failures: 1, Next: ago(time.Second)})
	return []bot.SourceStat{well, failing, paused, dead, fresh, once}
}

func TestFeedTable(t *testing.T) {
	var out bytes.Buffer
	if err := printFeeds(&out, sampleFeeds(), 0, noon, true); err != nil {
		t.Fatal(err)
	}
	want := `ID  TITLE                                      HEALTH           LAST ARTICLE  NEXT POLL  A DAY  ADDRESS
1   Example Wire                               ok               2 h ago       in 3 min   12     https://feed1.example/feed.xml
2   Örnek Ajans: dünyadan ve yurttan haberler  failing for 3 h  2 days ago    in 1 h     0.1    https://feed2.example/feed.xml
3   –                                          paused           never         –          0      https://feed3.example/feed.xml
4   新聞                                       given up         never         –          0      https://feed4.example/feed.xml
11  New                                        not polled yet   never         now        0      https://feed11.example/feed.xml
12  Once                                       failing          never         now        0      https://feed12.example/feed.xml

2: it is not there (404)
2: says that it has moved to https://new.example/
4: gone
11: added by a chat, terminal local

6 feeds: 1 ok, 1 not polled yet, 2 failing, 1 paused, 1 given up.
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("table differs (-want +got):\n%s", diff)
	}
}

func TestFeedTableFitsTheTerminal(t *testing.T) {
	for _, width := range []int{100, 90} {
		var out bytes.Buffer
		if err := printFeeds(&out, sampleFeeds(), width, noon, false); err != nil {
			t.Fatal(err)
		}
		rows, rest, _ := strings.Cut(out.String(), "\n\n")
		for row := range strings.SplitSeq(rows, "\n") {
			if n := len([]rune(row)); n > width {
				t.Errorf("width %d: %q has %d", width, row, n)
			}
		}
		if !strings.Contains(rows, "…") || !strings.Contains(rows, "failing for 3 h") || !strings.HasSuffix(rest, "No service is running to poll them: start 'wirebrief run'.\n") {
			t.Errorf("width %d:\n%s", width, out.String())
		}
	}
	// Narrower than it can be: what tells the feeds apart is left.
	if got := table([][]string{{"1", "A long title it is", "ok"}}, 5, 1); got != "1  A long titl…  ok\n" {
		t.Errorf("got %q", got)
	}
}

func TestFeedJSON(t *testing.T) {
	var out bytes.Buffer
	if err := printFeedsJSON(&out, sampleFeeds()[:2], noon); err != nil {
		t.Fatal(err)
	}
	want := `{"id":1,"kind":"feed","title":"Example Wire","url":"https://feed1.example/feed.xml","site":"","publisher":"","folder":[],"full":"","health":"ok",` +
		`"added":"2026-02-21T12:00:00Z","added_by":"","last_poll":"2026-03-03T11:59:00Z","last_success":"2026-03-03T11:59:00Z","next_poll":"2026-03-03T12:03:00Z",` +
		`"failures":0,"failing_since":"","problem":"","moved_to":"","pushed":false,"articles":400,"per_day":12.4,"last_article":"2026-03-03T10:00:00Z","last_title":"Mill sells oats"}`
	first, second, _ := strings.Cut(out.String(), "\n")
	if diff := cmp.Diff(want, first); diff != "" {
		t.Errorf("JSON differs (-want +got):\n%s", diff)
	}
	if !strings.Contains(second, `"health":"failing"`) || strings.Contains(second, "geheim") {
		t.Errorf("got %s", second)
	}
}

func TestSpans(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0 s", 59 * time.Second: "59 s", time.Minute: "1 min", 59 * time.Minute: "59 min", time.Hour: "1 h", 47 * time.Hour: "47 h", 48 * time.Hour: "2 days",
	} {
		if got := spanOf(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
	for rate, want := range map[float64]string{0: "0", 0.03: "<0.1", 0.1: "0.1", 9.94: "9.9", 12.4: "12", 1204: "1204"} {
		if got := aDay(rate); got != want {
			t.Errorf("%v: got %q, want %q", rate, got, want)
		}
	}
}

func TestFeedIsFound(t *testing.T) {
	all := sampleFeeds()
	for input, want := range map[string]int64{
		"1": 1, "11": 11, "https://feed2.example/feed.xml": 2, "http://feed2.example/feed.xml": 2, "feed2.example/feed.xml": 2, "HTTPS://FEED3.example:443/feed.xml/": 3,
		"5": 0, "": 0, "feed2.example": 0, "x": 0, "-1": 0,
	} {
		s, ok := findFeed(all, input)
		if s.ID != want || ok != (want != 0) {
			t.Errorf("%q found %d (%v), want %d", input, s.ID, ok, want)
		}
	}
}

// checkedFeeds are two feeds of one site.
func checkedFeeds() []bot.CheckedSource {
	return []bot.CheckedSource{
		{Source: bot.Source{Title: "Example Wire", URL: "https://example.com/feed"}, Format: "Atom", Entries: 1, Newest: "Mill\x1b sells oats", NewestAt: ago(time.Hour), Mended: "unclosed tags"},
		{Source: bot.Source{URL: "https://example.com/sport"}, Format: "RSS", Entries: 2},
	}
}

func TestAddedText(t *testing.T) {
	s := checkedFeeds()
	s[0].ID = 7
	want := `Added: 7, Example Wire (Atom, 1 entry)
  https://example.com/feed
  newest: Mill sells oats (3 Mar 2026, 11:00 UTC, 1 h ago)
  mended: unclosed tags
  also found: without a title, https://example.com/sport
  What it holds now (1 article) is stored quietly: nobody is alerted of it.
`
	if diff := cmp.Diff(want, addedText(s[0], s[1:], noon)); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
	if got := addedText(bot.CheckedSource{Source: bot.Source{ID: 8, URL: "https://u:p@example.com/"}, Format: "RSS"}, nil, noon); got != "Added: 8, https://example.com/ (RSS, 0 entries)\n  https://example.com/\n" {
		t.Errorf("got %q", got)
	}
}

func TestFeedIsChosen(t *testing.T) {
	for typed, want := range map[string]int{"\n": 0, "2\n": 1, "3\nx\n0\n 1 \n": 0} {
		var out bytes.Buffer
		i, err := chooseFeed(strings.NewReader(typed), &out, checkedFeeds())
		if err != nil || i != want {
			t.Errorf("%q: got %d, %v, want %d", typed, i, err, want)
		}
		if !strings.HasPrefix(out.String(), "The site offers several feeds:\n  1  Example Wire (1 entry), https://example.com/feed\n  2  without a title (2 entries), https://example.com/sport\nWhich one? [1] ") {
			t.Errorf("asked %q", out.String())
		}
	}
	var usage usageError
	if _, err := chooseFeed(strings.NewReader("9"), &bytes.Buffer{}, checkedFeeds()); !errors.As(err, &usage) || !strings.Contains(err.Error(), "--first") {
		t.Errorf("at the end of input: %v", err)
	}
}

func TestEntriesText(t *testing.T) {
	report := func(title, text string, excerpt bool) *briefing.Article {
		return &briefing.Article{Title: title, Text: text, Excerpt: excerpt, Published: ago(time.Hour)}
	}
	entries := []bot.Entry{
		{Report: report("Mill", "It sold oats.", false)}, {Report: report("Port", "Shut.", true), Trouble: "its page is gone"},
		{Report: report("", "", false)}, {Trouble: ""}, {Report: &briefing.Article{Title: "Undated", Text: strings.Repeat("word ", 1204)}}, {Report: report("Sixth", "x", false)},
	}
	want := `- Mill
  3 Mar 2026, 11:00 UTC, 1 h ago; full text, 3 words
- Port
  3 Mar 2026, 11:00 UTC, 1 h ago; only a teaser, 1 word
  trouble: its page is gone
- without a headline
  3 Mar 2026, 11:00 UTC, 1 h ago; headline only
- nothing to store: it has neither headline nor text
- Undated
  no date given; full text, 1,204 words
`
	if diff := cmp.Diff(want, entriesText(entries, noon)); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
	if got := entriesText(nil, noon); got != "No entries that could be stored.\n" {
		t.Errorf("got %q", got)
	}
}

// A checkerFunc is a bot.SourceChecker.
type checkerFunc func(ctx context.Context, address string) ([]bot.CheckedSource, error)

func (f checkerFunc) CheckSource(ctx context.Context, address string) ([]bot.CheckedSource, error) {
	return f(ctx, address)
}

func TestFeedAddIsInterrupted(t *testing.T) {
	store := dbtest.Open(t, db.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var out, errs bytes.Buffer
	a := &app{ctx: ctx, stdin: strings.NewReader(""), stdout: &out, stderr: &errs}
	asked := 0
	err := (&feedAddCommand{Addresses: []string{"a", "b"}, Full: "auto"}).addAll(a, store, checkerFunc(func(context.Context, string) ([]bot.CheckedSource, error) {
		asked++
		cancel()
		return nil, &bot.SourceError{Trouble: bot.SourceUnreachable, Message: "the request was given up"}
	}), false)
	if status := a.report(err); status != statusFailed || asked != 1 || errs.String() != "wirebrief: interrupted\n" {
		t.Errorf("status %d, asked %d times, printed %q", status, asked, errs.String())
	}
}

// TestFeedsDoNotSteerTheTerminal has a list whose titles and addresses would.
func TestFeedsDoNotSteerTheTerminal(t *testing.T) {
	folder := t.TempDir()
	list := filepath.Join(folder, "feeds.opml")
	content := `<opml><body><outline text="Evil &#x9b;31m&#x202e;title&#x7f;" xmlUrl="https://evil.example/&#x202e;&#x9b;feed"/><outline text="x&#x202e;" xmlUrl="mailto:&#x202e;"/></body></opml>`
	if err := os.WriteFile(list, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "news.db")
	for _, args := range [][]string{
		{"import", list}, {"import", "no" + steering}, {"list"}, {"list", "--json"}, {"pause", "1", steering}, {"add", steering}, {"test", steering}, {"remove", "1"}, {"export", filepath.Join(folder, "x\u202e.opml")},
	} {
		_, out, errs := command(t, "", append([]string{"feed", "--db", file}, args...)...)
		if out+errs == "" {
			t.Errorf("%q printed nothing", args)
		}
		checkHarmless(t, args[0], out)
		checkHarmless(t, args[0], errs)
	}
}

func TestExportLeavesNothingHalfWritten(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "feeds.opml")
	if err := os.WriteFile(name, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	failure := errors.New("disk is full")
	if err := writeFile(name, func(io.Writer) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	list, err := os.ReadDir(folder)
	content, _ := os.ReadFile(name)
	if err != nil || len(list) != 1 || string(content) != "mine" {
		t.Errorf("left %v, %q (%v)", list, content, err)
	}
	if err := writeFile(filepath.Join(folder, "none", "x"), nil); err == nil {
		t.Error("a folder that is not there is no error")
	}
}

func TestTogether(t *testing.T) {
	failure := errors.New("the port is gone")
	waiting := func(ctx context.Context) error { <-ctx.Done(); return nil }
	t.Run("OneFailsAllEnd", func(t *testing.T) {
		err := together(t.Context(), waiting, func(context.Context) error { return failure }, waiting)
		if !errors.Is(err, failure) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("AllEndWithTheContext", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := together(ctx, waiting, waiting); err != nil {
			t.Errorf("got %v", err)
		}
	})
}

func TestUserAgent(t *testing.T) {
	if got := userAgent(""); !strings.HasPrefix(got, "wirebrief/") || strings.ContainsAny(got, " ()") {
		t.Errorf("without a contact: %q", got)
	}
	if got := userAgent("news@example.com"); !strings.HasSuffix(got, " (+news@example.com)") {
		t.Errorf("with a contact: %q", got)
	}
}
