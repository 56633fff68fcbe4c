package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// An alertWorld is an AlertStore and ArticleFinder in memory. A report is
// counted like "12 killed" or "5 ships"; its number is its revision.
type alertWorld struct {
	now     time.Time
	reports map[int64]bot.StoredArticle // by revision
	matches []bot.AlertMatch
	seen    int
	sent    []*sentAlert
	saves   int
	fail    error
	// taken makes the next replacement fail, as if it had just been sent.
	taken bool
	// undelivered keeps everything waiting.
	undelivered bool
}

type sentAlert struct {
	bot.AlertDone
	id   int64
	told map[int64][]bot.ShownFigure // marks, as edits change them
}

func (w *alertWorld) waits(s *sentAlert) bool { return w.undelivered || s.Due.After(w.now) }

func (w *alertWorld) FindAlertMatches(_ context.Context, limit int) ([]bot.AlertMatch, int64, error) {
	left := w.matches[w.seen:]
	left = left[:min(len(left), limit)]
	return slices.Clone(left), int64(w.seen + len(left)), w.fail
}

func (w *alertWorld) FindAlerted(_ context.Context, chats []bot.ChatRef, stories []int64) (list []bot.Alerted, err error) {
	for _, s := range w.sent {
		if s.Edits.ID != "" || !slices.Contains(chats, s.Alert.Chat) {
			continue
		}
		for story, figures := range s.told {
			if !slices.Contains(stories, story) {
				continue
			}
			a := bot.Alerted{Shown: bot.Shown{Chat: s.Alert.Chat, Story: story, At: s.Alert.At, Figures: figures}, Delivery: s.id, Again: s.Alert.Again, Folded: len(s.Alert.Stories) > 1, Waits: w.waits(s)}
			if !w.waits(s) {
				a.Message = bot.MessageRef{Chat: s.Alert.Chat, ID: fmt.Sprint(s.id)}
			}
			list = append(list, a)
		}
	}
	return list, nil
}

func (w *alertWorld) CountAlerts(_ context.Context, chats []bot.ChatRef, since time.Time) (map[bot.ChatRef]bot.AlertCount, error) {
	counts := map[bot.ChatRef]bot.AlertCount{}
	for _, s := range w.sent {
		if s.Edits.ID != "" || !w.waits(s) && !s.Due.After(since) {
			continue
		}
		n := counts[s.Alert.Chat]
		at := s.Due
		if w.waits(s) && at.Before(w.now) {
			at = w.now
		}
		n.At = append(n.At, at)
		slices.SortFunc(n.At, time.Time.Compare)
		if s.Alert.Folded && w.waits(s) {
			n.Folded, n.FoldedDelivery, n.FoldedDue = &s.Alert, s.id, s.Due
		}
		counts[s.Alert.Chat] = n
	}
	return counts, nil
}

func (w *alertWorld) SaveAlerts(_ context.Context, done []bot.AlertDone, upTo int64) error {
	if w.saves++; w.fail != nil {
		return w.fail
	}
	for _, d := range done {
		if d.Replaces != 0 && w.taken {
			w.taken = false
			w.sent[d.Replaces-1].Due = w.now
			return fmt.Errorf("store alerts: %w", bot.ErrTaken)
		}
	}
	for _, d := range done {
		s := &sentAlert{AlertDone: d, id: int64(len(w.sent) + 1), told: map[int64][]bot.ShownFigure{}}
		switch {
		case d.Replaces != 0:
			s = w.sent[d.Replaces-1]
			if !w.waits(s) {
				return bot.ErrTaken
			}
			s.Alert = d.Alert
		case d.Edits.ID != "":
			for _, o := range w.sent {
				if fmt.Sprint(o.id) == d.Edits.ID {
					s.told = o.told
				}
			}
			w.sent = append(w.sent, s)
		default:
			w.sent = append(w.sent, s)
		}
		for _, story := range d.Alert.Stories {
			s.told[story.Story] = nil
			for _, f := range story.Figures {
				s.told[story.Story] = append(s.told[story.Story], bot.ShownFigure{Revision: story.Revision, Number: f})
			}
		}
	}
	w.seen = max(w.seen, int(upTo))
	return nil
}

func (w *alertWorld) SearchArticles(context.Context, bot.Search) (bot.Hits, error) {
	return bot.Hits{}, nil
}

func (w *alertWorld) CountArticles(context.Context, time.Time) (bot.Totals, error) {
	return bot.Totals{}, nil
}

func (w *alertWorld) FindArticles(_ context.Context, ids []int64) (list []bot.StoredArticle, err error) {
	for _, id := range ids {
		best := bot.StoredArticle{}
		for _, a := range w.reports {
			if a.ID == id && a.Revision > best.Revision {
				best = a
			}
		}
		if best.ID != 0 {
			list = append(list, best)
		}
	}
	return list, nil
}

func (w *alertWorld) FindRevision(_ context.Context, revision int64) (bot.StoredArticle, error) {
	if a, ok := w.reports[revision]; ok {
		return a, nil
	}
	return bot.StoredArticle{}, bot.ErrNotFound
}

// report stores what an article of a story says and matches it for chats.
func (w *alertWorld) report(article, story int64, counted string, chats ...bot.Settings) bot.StoredArticle {
	a := w.reported(article, counted)
	w.match(a, story, chats...)
	return a
}

func (w *alertWorld) reported(article int64, counted string) bot.StoredArticle {
	text := "At least " + counted + " in Port Ellery on Friday."
	value, noun, _ := strings.Cut(counted, " ")
	var n float64
	fmt.Sscan(value, &n)
	whole := briefing.Span{Start: 9, End: 9 + len(counted)}
	if i := strings.Index(counted, " were"); i > 0 {
		whole.End = 9 + i
		noun, _, _ = strings.Cut(noun, " were")
	}
	a := bot.StoredArticle{
		ID: article, Revision: int64(len(w.reports) + 1), Arrived: w.now,
		Extraction: briefing.Extraction{
			Article:   briefing.Article{Title: fmt.Sprint("Report ", article), Text: text, Lang: "en", Publisher: fmt.Sprint("Wire ", article), Published: w.now.Add(-time.Minute)},
			Supported: true,
			Figures: []briefing.Figure{{
				Span: whole, Text: whole.Of(text), Value: n, High: n, Counts: noun, Clause: briefing.Span{Start: 0, End: len(text) - 1},
				Casualty: strings.Contains(counted, "killed"), Confidence: 0.9,
			}},
		},
	}
	w.reports[a.Revision] = a
	return a
}

func (w *alertWorld) match(a bot.StoredArticle, story int64, chats ...bot.Settings) {
	w.matches = append(w.matches, bot.AlertMatch{
		TopicNews: bot.TopicNews{Topic: 7, Article: a.ID, Story: story, Revision: a.Revision, Arrived: a.Arrived, At: a.Article.Published, Publisher: a.Article.Publisher},
		Name:      "ports", Chats: chats,
	})
}

func newAlertWorld() *alertWorld {
	return &alertWorld{now: morning, reports: map[int64]bot.StoredArticle{}}
}

func (w *alertWorld) alerter() *bot.Alerter {
	return bot.NewAlerter(w, w, bot.AlerterOptions{Now: func() time.Time { return w.now }})
}

func alertOnce(t testing.TB, a *bot.Alerter) {
	t.Helper()
	if _, err := a.Once(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// owed tells what was owed, "1 12 killed" for each story of each message.
func (w *alertWorld) owed() (list []string) {
	for _, s := range w.sent {
		line := ""
		for _, story := range s.Alert.Stories {
			a := w.reports[story.Revision]
			line += fmt.Sprintf(" %d:%s", story.Story, a.Figures[0].Text)
		}
		switch {
		case s.Edits.ID != "":
			line += " edits " + s.Edits.ID
		case s.Alert.Folded:
			line += " folded"
		}
		if s.Alert.Again {
			line += " again"
		}
		if s.Silent {
			line += " silent"
		}
		if d := s.Due.Sub(morning); d != 0 {
			line += " +" + d.String()
		}
		list = append(list, strings.TrimSpace(line))
	}
	return list
}

var (
	ann  = bot.Settings{Chat: bot.ChatRef{Platform: "test", ID: "ann"}}
	bert = bot.Settings{Chat: bot.ChatRef{Platform: "test", ID: "bert"}}
)

func TestAlertRules(t *testing.T) {
	held, silent, paused, rests, stopped := ann, ann, ann, ann, ann
	held.Quiet = bot.Quiet{From: 8 * 60, To: 10 * 60, Hold: true}
	silent.Quiet = bot.Quiet{From: 8 * 60, To: 10 * 60}
	paused.Paused = true
	rests.Paused, rests.PausedUntil = true, morning.Add(-time.Minute)
	stopped.Stopped = "gone"
	for _, c := range []struct {
		name string
		do   func(w *alertWorld, step func(time.Duration))
		want []string
	}{
		{"a new story is told at once", func(w *alertWorld, _ func(time.Duration)) {
			w.report(1, 10, "5 ships", ann)
		}, []string{"10:5 ships"}},
		{"all chats are told", func(w *alertWorld, _ func(time.Duration)) {
			w.report(1, 10, "5 ships", ann, bert)
		}, []string{"10:5 ships", "10:5 ships"}},
		{"several topics are one alert", func(w *alertWorld, _ func(time.Duration)) {
			a := w.report(1, 10, "5 ships", ann)
			w.match(a, 10, ann)
		}, []string{"10:5 ships"}},
		{"several reports of one story are one alert, of the last", func(w *alertWorld, _ func(time.Duration)) {
			w.report(1, 10, "5 ships", ann)
			w.report(2, 10, "6 ships", ann)
		}, []string{"10:6 ships"}},
		{"the same said again is no news", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 ships", ann)
			step(3 * time.Hour)
			w.report(2, 10, "5 ships", ann)
		}, []string{"10:5 ships"}},
		{"what was published long ago is not new", func(w *alertWorld, _ func(time.Duration)) {
			a := w.reported(1, "5 ships")
			a.Article.Published = w.now.Add(-6*time.Hour - time.Minute)
			w.reports[a.Revision] = a
			w.match(a, 10, ann)
		}, nil},
		{"what has no date is not new", func(w *alertWorld, _ func(time.Duration)) {
			a := w.reported(1, "5 ships")
			a.Article.Published = time.Time{}
			w.reports[a.Revision] = a
			a.Article.Published = w.now // At is when it arrived
			w.match(a, 10, ann)
		}, nil},
		{"what is gone is not told", func(w *alertWorld, _ func(time.Duration)) {
			delete(w.reports, w.report(1, 10, "5 ships", ann).Revision)
		}, nil},
		{"later figures change the message without sound", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 ships", ann)
			step(3 * time.Hour)
			w.report(2, 10, "6 ships", ann)
		}, []string{"10:5 ships", "10:6 ships edits 1 silent +3h0m0s"}},
		{"a report that changes itself is corrected, not edited here", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 ships", ann)
			step(time.Hour)
			w.report(1, 10, "6 ships", ann)
		}, []string{"10:5 ships"}},
		{"more killed within two hours change the message", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 people were killed", ann)
			step(2*time.Hour - time.Second)
			w.report(2, 10, "9 people were killed", ann)
		}, []string{"10:5 people", "10:9 people edits 1 silent +1h59m59s"}},
		{"more killed after two hours are told again", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 people were killed", ann)
			step(2 * time.Hour)
			w.report(1, 10, "9 people were killed", ann)
		}, []string{"10:5 people", "10:9 people again +2h0m0s"}},
		{"the first killed of a story are told again", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 ships", ann)
			step(2 * time.Hour)
			w.report(2, 10, "9 people were killed", ann)
		}, []string{"10:5 ships", "10:9 people again +2h0m0s"}},
		{"there is no third alert", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 people were killed", ann)
			step(2 * time.Hour)
			w.report(2, 10, "9 people were killed", ann)
			step(3 * time.Hour)
			w.report(3, 10, "11 people were killed", ann)
		}, []string{"10:5 people", "10:9 people again +2h0m0s", "10:11 people edits 2 again silent +5h0m0s"}},
		{"a fifth within the hour waits, and takes in the sixth", func(w *alertWorld, step func(time.Duration)) {
			for i := range int64(6) {
				w.report(i+1, 10+i, "5 ships", ann)
				step(time.Minute)
			}
		}, []string{"10:5 ships", "11:5 ships +1m0s", "12:5 ships +2m0s", "13:5 ships +3m0s", "15:5 ships 14:5 ships folded +1h0m0s"}},
		{"all of it in one round", func(w *alertWorld, _ func(time.Duration)) {
			for i := range int64(6) {
				w.report(i+1, 10+i, "5 ships", ann, bert)
			}
		}, []string{
			"10:5 ships", "11:5 ships", "12:5 ships", "13:5 ships", "15:5 ships 14:5 ships folded +1h0m0s",
			"10:5 ships", "11:5 ships", "12:5 ships", "13:5 ships", "15:5 ships 14:5 ships folded +1h0m0s",
		}},
		{"what waits is brought up to date", func(w *alertWorld, step func(time.Duration)) {
			for i := range int64(6) {
				w.report(i+1, 10+i, "5 ships", ann)
			}
			step(time.Minute)
			w.report(5, 14, "6 ships", ann)
		}, []string{"10:5 ships", "11:5 ships", "12:5 ships", "13:5 ships", "14:6 ships 15:5 ships folded +1h0m0s"}},
		{"what was sent meanwhile is decided again", func(w *alertWorld, step func(time.Duration)) {
			for i := range int64(5) {
				w.report(i+1, 10+i, "5 ships", ann)
			}
			step(30 * time.Minute)
			w.taken = true
			w.report(9, 19, "5 ships", ann)
		}, []string{"10:5 ships", "11:5 ships", "12:5 ships", "13:5 ships", "14:5 ships folded +30m0s", "19:5 ships folded +1h0m0s"}},
		{"quiet hours hold, and gather", func(w *alertWorld, step func(time.Duration)) {
			w.report(1, 10, "5 ships", held)
			step(time.Minute)
			w.report(2, 11, "5 ships", held)
		}, []string{"11:5 ships 10:5 ships folded +1h0m0s"}},
		{"quiet hours without holding are silent", func(w *alertWorld, _ func(time.Duration)) {
			w.report(1, 10, "5 ships", silent)
		}, []string{"10:5 ships silent"}},
		{"who is paused or stopped gets none", func(w *alertWorld, _ func(time.Duration)) {
			w.report(1, 10, "5 ships", paused)
			w.report(2, 11, "5 ships", stopped)
		}, nil},
		{"a pause that is over counts no more", func(w *alertWorld, _ func(time.Duration)) {
			w.report(1, 10, "5 ships", rests)
		}, []string{"10:5 ships"}},
		{"what is not sent yet says the latest", func(w *alertWorld, step func(time.Duration)) {
			w.undelivered = true
			w.report(1, 10, "5 ships", ann)
			step(time.Minute)
			w.report(2, 10, "6 ships", ann)
		}, []string{"10:6 ships"}},
		{"what could not be sent for hours is not told twice", func(w *alertWorld, step func(time.Duration)) {
			w.undelivered = true
			w.report(1, 10, "5 people were killed", ann)
			step(3 * time.Hour)
			w.report(2, 10, "9 people were killed", ann)
		}, []string{"10:9 people"}},
		{"alerts that could not be sent for hours count", func(w *alertWorld, step func(time.Duration)) {
			w.undelivered = true
			for i := range int64(4) {
				w.report(i+1, 10+i, "5 ships", ann)
			}
			step(3 * time.Hour)
			w.report(5, 14, "5 ships", ann)
		}, []string{"10:5 ships", "11:5 ships", "12:5 ships", "13:5 ships", "14:5 ships folded +4h0m0s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newAlertWorld()
			a := w.alerter()
			c.do(w, func(d time.Duration) {
				alertOnce(t, a)
				w.now = w.now.Add(d)
			})
			alertOnce(t, a)
			if got := w.owed(); !slices.Equal(got, c.want) {
				t.Errorf("owed\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			saves := w.saves
			alertOnce(t, a)
			if w.saves != saves {
				t.Error("what was looked at is looked at again")
			}
			a = w.alerter() // as after a crash before anything was noted
			w.seen = 0
			before := len(w.sent)
			alertOnce(t, a)
			for _, s := range w.sent[before:] {
				if s.Edits.ID == "" {
					t.Errorf("told twice: %v", w.owed())
				}
			}
		})
	}
}

// TestNeverMoreThanTheHourAllows sends random news to a chat with random quiet
// hours: in no hour are there more alerts than allowed, folded ones included,
// and every story is told once.
func TestNeverMoreThanTheHourAllows(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newAlertWorld()
		perHour := rapid.IntRange(1, 5).Draw(rt, "per hour")
		a := bot.NewAlerter(w, w, bot.AlerterOptions{Now: func() time.Time { return w.now }, PerHour: perHour})
		chat := ann
		chat.Quiet = bot.Quiet{From: rapid.IntRange(0, 1439).Draw(rt, "from"), To: rapid.IntRange(0, 1439).Draw(rt, "to"), Hold: rapid.Bool().Draw(rt, "hold")}
		stories := rapid.IntRange(1, 40).Draw(rt, "stories")
		for i := range stories {
			w.report(int64(i+1), int64(i+1), "5 ships", chat)
			if rapid.Bool().Draw(rt, "look") {
				alertOnce(t, a)
				w.now = w.now.Add(time.Duration(rapid.IntRange(0, 50).Draw(rt, "minutes")) * time.Minute)
			}
		}
		alertOnce(t, a)
		told := map[int64]int{}
		var due []time.Time
		for _, s := range w.sent {
			due = append(due, s.Due)
			for _, story := range s.Alert.Stories {
				told[story.Story]++
			}
		}
		slices.SortFunc(due, time.Time.Compare)
		for i := range due {
			if j := i + perHour; j < len(due) && due[j].Sub(due[i]) < time.Hour {
				rt.Fatalf("%d alerts within %v, %d an hour are allowed", perHour+1, due[j].Sub(due[i]), perHour)
			}
		}
		for _, n := range told {
			if n != 1 {
				rt.Fatalf("a story was told %d times: %v", n, w.owed())
			}
		}
		if len(told) != stories {
			rt.Fatalf("%d of %d stories were told", len(told), stories)
		}
	})
}

func TestManyChatsAreWrittenInParts(t *testing.T) {
	w := newAlertWorld()
	var chats []bot.Settings
	for i := range 600 {
		chats = append(chats, bot.Settings{Chat: bot.ChatRef{Platform: "test", ID: fmt.Sprint(i)}})
	}
	w.report(1, 10, "5 ships", chats...)
	alertOnce(t, w.alerter())
	if len(w.sent) != 600 || w.saves != 3 || w.seen != 1 {
		t.Errorf("%d alerts in %d transactions, %d matches seen", len(w.sent), w.saves, w.seen)
	}
}

func TestAlerterRunsUntilItIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newAlertWorld()
		w.fail = errors.New("disk full")
		run := func(d time.Duration) {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			done := make(chan error)
			go func() { done <- w.alerter().Run(ctx) }()
			if err := <-done; err != nil || ctx.Err() == nil {
				t.Errorf("it ended with %v before it was told", err)
			}
		}
		run(1500 * time.Millisecond)
		w.fail = nil
		w.report(1, 10, "5 ships", ann)
		run(2 * time.Second)
		if got := w.owed(); !slices.Equal(got, []string{"10:5 ships"}) {
			t.Errorf("owed %v", got)
		}
	})
}
