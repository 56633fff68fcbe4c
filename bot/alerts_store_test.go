package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// An alertScene is a store with a chat that follows topics for alerts, and all
// that turns an article into a message.
type alertScene struct {
	*testing.T
	*clock
	store    *db.DB
	ingester *bot.Ingester
	alerter  *bot.Alerter
	renderer *bot.Renderer
	rules    bot.AlertRules
	sent     []bot.Delivery
}

func newAlertScene(t *testing.T, topics ...string) *alertScene {
	c := &clock{morning}
	d := newStore(t, c)
	s := &alertScene{
		T: t, clock: c, store: d, ingester: bot.NewIngester(d, d, bot.IngesterOptions{}),
		alerter:  bot.NewAlerter(d, d, bot.AlerterOptions{Now: c.now}),
		renderer: bot.NewRenderer(d, bot.RendererOptions{Now: c.now, Settings: d}), rules: bot.AlertRules{PerHour: 4},
	}
	for i, name := range topics {
		s.follow(fmt.Sprint("e", i), name)
	}
	return s
}

func (s *alertScene) follow(event, name string) {
	s.Helper()
	topic, err := briefing.ParseTopic(name)
	if err != nil {
		s.Fatal(err)
	}
	ev := bot.Event{Platform: "test", Key: event, UserID: "ann", At: s.t}
	if _, _, err := s.store.CreateSubscription(s.Context(), ev, bot.Subscription{Chat: ann.Chat, Topic: topic, Mode: bot.Instant, Created: s.t}); err != nil {
		s.Fatal(err)
	}
}

// arrive stores and processes articles, and looks for alerts.
func (s *alertScene) arrive(articles ...briefing.Article) {
	s.Helper()
	additions, err := s.ingester.Add(s.Context(), articles, false)
	if err != nil {
		s.Fatal(err)
	}
	for _, a := range additions {
		if a.Refused != nil {
			s.Fatal(a.Refused)
		}
	}
	process(s.T, s.ingester)
	alertOnce(s, s.alerter)
}

// deliver sends what is due and returns what it says.
func (s *alertScene) deliver() (said []bot.Message) {
	s.Helper()
	for {
		list, err := s.store.ClaimDeliveries(s.Context(), bot.Claim{Owner: "me", Platform: "test", Lease: time.Minute, Limit: 10, Alerts: s.rules})
		if err != nil {
			s.Fatal(err)
		}
		if len(list) == 0 {
			return said
		}
		for _, d := range list {
			m, err := s.renderer.Message(s.Context(), d)
			if err != nil {
				s.Fatal(err)
			}
			checkMessage(s, m)
			said = append(said, m)
			s.sent = append(s.sent, d)
			if ok, err := s.store.BeginDelivery(s.Context(), d.ID, "me", d.Attempt); err != nil || !ok {
				s.Fatal(ok, err)
			}
			end := bot.DeliveryEnd{ID: d.ID, Attempt: d.Attempt, State: bot.DeliverySent, Message: bot.MessageRef{Chat: d.Chat, ID: fmt.Sprint(d.ID)}}
			if err := s.store.EndDeliveries(s.Context(), "me", []bot.DeliveryEnd{end}); err != nil {
				s.Fatal(err)
			}
		}
	}
}

// ferry is a report of an accident with so many dead.
func (s *alertScene) ferry(dead, hurt int) briefing.Article {
	return briefing.Article{
		URL: "https://wire.example/ferry", Title: "Ferry runs aground off Port Ellery", Publisher: "Example Wire", Lang: "en", Published: s.t.Add(-3 * time.Minute),
		Text: fmt.Sprintf(`A ferry with 214 people on board ran aground off Port Ellery on Friday morning.

At least %d people were killed and %d were injured, the harbour office said.

“The fog came in within minutes and we heard the hull before we saw the rocks,” said Ana Varga, the captain of a tug that was first to arrive.

Divers went on with the search in the afternoon.`, dead, hurt),
	}
}

func (s *alertScene) council(n int) briefing.Article {
	subject := strings.Fields("bridges lamps schools wells trams markets gardens")[n]
	return briefing.Article{
		URL: fmt.Sprint("https://gazette.example/", n), Title: fmt.Sprintf("Castell council votes on %s", subject), Publisher: "Sample Gazette", Lang: "en", Published: s.t.Add(-time.Minute),
		Text: fmt.Sprintf("The council of Castell voted on %s. It set aside %d crowns for %s over the coming year, and asked the builders of %s to report.", subject, 1000+n, subject, subject),
	}
}

// bulletin is a report unlike the others.
func (s *alertScene) bulletin(n int, words *rand.Rand) briefing.Article {
	list := make([]string, 60)
	for i := range list {
		for range 3 {
			list[i] += string("bdfgklmnprstv"[words.IntN(13)]) + string("aeiou"[words.IntN(5)])
		}
	}
	return briefing.Article{
		URL: fmt.Sprint("https://bulletin.example/", n), Title: "Castell " + strings.Join(list[:5], " "), Publisher: "Bulletin", Lang: "en",
		Published: s.t.Add(-time.Minute), Text: strings.Join(list[5:30], " ") + ".\n\n" + strings.Join(list[30:], " ") + ".",
	}
}

// inQuiet tells whether alerts are to wait now.
func (s *alertScene) inQuiet(q bot.Quiet) bool {
	minute := s.t.Hour()*60 + s.t.Minute()
	if q.From < q.To {
		return q.Hold && minute >= q.From && minute < q.To
	}
	return q.Hold && q.From != q.To && (minute >= q.From || minute < q.To)
}

// TestAlertsKeepTheRules has news, outages of the platform, quiet hours that
// change, pauses and restarts come in any order: what is sent keeps to the
// hour's limit, to quiet hours and to pauses, tells every story once, and
// leaves none out but for a pause.
func TestAlertsKeepTheRules(t *testing.T) {
	held := 0
	for seed := range uint64(8) {
		s, chance := newAlertScene(t, "castell"), rand.New(rand.NewPCG(seed, 7))
		s.rules.PerHour = 1 + int(seed)%3
		begin := func() {
			s.alerter = bot.NewAlerter(s.store, s.store, bot.AlerterOptions{Now: s.now, PerHour: s.rules.PerHour})
		}
		begin()
		set := func(c bot.SettingsChange) bot.Settings {
			_, after, err := s.store.ChangeSettings(t.Context(), bot.Event{Platform: "test", UserID: "ann", At: s.t}, ann.Chat, c)
			if err != nil {
				t.Fatal(err)
			}
			return after
		}
		now := set(bot.SettingsChange{})
		told, times, down, stories := map[int64]int{}, []time.Time{}, false, 0
		send := func() {
			if down {
				return
			}
			before := len(s.sent)
			s.deliver()
			for _, d := range s.sent[before:] {
				times = append(times, s.t)
				if now.Paused || s.inQuiet(now.Quiet) {
					t.Errorf("seed %d: an alert at %v: paused %v, quiet %+v", seed, s.t, now.Paused, now.Quiet)
				}
				for _, story := range d.Content.(*bot.Alert).Stories {
					told[story.Story]++
				}
				if d.Content.(*bot.Alert).Folded {
					held++
				}
			}
		}
		for range 60 {
			switch n := chance.IntN(20); {
			case n < 8:
				stories++
				s.arrive(s.bulletin(stories, chance))
			case n < 12:
				s.t = s.t.Add(time.Duration(chance.IntN(55)) * time.Minute)
			case n < 14:
				down = !down
			case n < 16:
				from := chance.IntN(1440)
				now = set(bot.SettingsChange{Quiet: &bot.Quiet{From: from, To: (from + chance.IntN(300)) % 1440, Hold: chance.IntN(3) > 0}})
			case n < 17 && seed%2 == 1:
				now = set(bot.SettingsChange{Paused: new(!now.Paused)})
			case n < 18:
				begin()
			}
			send()
		}
		down, now = false, set(bot.SettingsChange{Quiet: &bot.Quiet{}, Paused: new(false)})
		for range 40 {
			s.t = s.t.Add(10 * time.Minute)
			send()
		}
		for i := range times {
			if j := i + s.rules.PerHour; j < len(times) && times[j].Sub(times[i]) < time.Hour {
				t.Errorf("seed %d: %d alerts from %v to %v", seed, s.rules.PerHour+1, times[i], times[j])
			}
		}
		for story, n := range told {
			if n > 1 {
				t.Errorf("seed %d: story %d was told %d times", seed, story, n)
			}
		}
		if len(told) != stories && seed%2 == 0 {
			t.Errorf("seed %d: %d of %d stories were told", seed, len(told), stories)
		}
	}
	if held == 0 {
		t.Error("no alert ever waited: the test proves too little")
	}
}

// TestAlertMessages compares alerts, from articles to words, with those in
// testdata/alerts.
func TestAlertMessages(t *testing.T) {
	for name, scene := range map[string]func(s *alertScene) []bot.Message{
		"single": func(s *alertScene) []bot.Message {
			s.arrive(s.ferry(12, 30))
			return s.deliver()
		},
		"again": func(s *alertScene) []bot.Message {
			s.arrive(s.ferry(12, 30))
			s.deliver()
			s.t = s.t.Add(3 * time.Hour)
			s.arrive(s.ferry(19, 30))
			return s.deliver()
		},
		"folded": func(s *alertScene) []bot.Message {
			for n := range 7 {
				s.arrive(s.council(n))
			}
			if n := len(s.deliver()); n != 4 {
				s.Errorf("%d alerts at once, want 4", n)
			}
			s.t = s.t.Add(time.Hour)
			return s.deliver()
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := show(bot.Reply{Messages: scene(newAlertScene(t, "ellery", "castell"))})
			file := filepath.Join("testdata", "alerts", name+".txt")
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func TestATopicFollowedWhileArticlesArriveIsAlerted(t *testing.T) {
	s := newAlertScene(t, "castell")
	s.arrive(s.council(0))
	s.deliver()
	if _, err := s.ingester.Add(s.Context(), []briefing.Article{s.council(1)}, false); err != nil {
		t.Fatal(err)
	}
	s.follow("late", "ellery")
	s.arrive(s.ferry(3, 4))
	if got := show(bot.Reply{Messages: s.deliver()}); !strings.Contains(got, "Ferry runs aground") {
		t.Errorf("the alert of a new topic is missing:\n%s", got)
	}
}

func TestAnAlertWhoseReportIsGoneSaysSo(t *testing.T) {
	w := newAlertWorld()
	r := bot.NewRenderer(w, bot.RendererOptions{Now: func() time.Time { return w.now }})
	story := bot.DigestStory{Story: 1, Article: 1, Revision: 9, Names: []string{"ports"}}
	for _, stories := range [][]bot.DigestStory{{story}, {story, story}} {
		m, err := r.Message(context.Background(), bot.Delivery{Content: &bot.Alert{Stories: stories}})
		if err != nil {
			t.Fatal(err)
		}
		if got := show(bot.Reply{Messages: []bot.Message{m}}); !strings.Contains(got, "no longer stored") {
			t.Errorf("says:\n%s", got)
		}
	}
	if _, err := r.Message(context.Background(), bot.Delivery{Content: 7}); err == nil {
		t.Error("content of no kind is put into words")
	}
}

// TestUndoGoesOnWhereItStopped: who stops following a topic and takes that back
// is told what came in between, and so is nobody else who follows it then.
func TestUndoGoesOnWhereItStopped(t *testing.T) {
	for name, c := range map[string]struct {
		// between happens while nobody follows the topic, after the news.
		between func(s *alertScene)
		again   bot.ChatRef
		alerts  int
	}{
		"taken back":                     {between: func(*alertScene) {}, again: ann.Chat, alerts: 1},
		"after others have changed":      {between: func(s *alertScene) { s.follow("other", "lamps"); s.arrive(s.council(0)) }, again: ann.Chat, alerts: 1},
		"another chat sees it for a new": {between: func(*alertScene) {}, again: bot.ChatRef{Platform: "test", ID: "ben"}, alerts: 0},
	} {
		for _, stale := range []bool{false, true} {
			t.Run(fmt.Sprint(name, stale), func(t *testing.T) {
				s := newAlertScene(t, "ferry")
				off := bot.SettingsChange{Digests: &[]bot.DigestTime{}}
				if _, _, err := s.store.ChangeSettings(t.Context(), bot.Event{Platform: "test", Key: "off", At: s.t}, ann.Chat, off); err != nil {
					t.Fatal(err)
				}
				s.arrive(s.council(1)) // the topics are read
				list, err := s.store.FindSubscriptions(t.Context(), ann.Chat)
				if err != nil || len(list) != 1 {
					t.Fatal(list, err)
				}
				if stale { // stored before it, processed after
					if _, err := s.ingester.Add(t.Context(), []briefing.Article{s.ferry(3, 5)}, false); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := s.store.DeleteSubscription(t.Context(), bot.Event{Platform: "test", Key: "off2", UserID: "ann", At: s.t}, ann.Chat, list[0].ID); err != nil {
					t.Fatal(err)
				}
				s.arrive(s.ferry(3, 5))
				c.between(s)
				s.arrive(s.council(2))
				s.t = s.t.Add(10 * time.Minute)
				ev := bot.Event{Platform: "test", Key: "undo", UserID: "ann", At: s.t}
				if _, _, err := s.store.CreateSubscription(t.Context(), ev, bot.Subscription{Chat: c.again, Topic: mustTopic(t, "ferry"), Mode: bot.Instant, Created: s.t}); err != nil {
					t.Fatal(err)
				}
				s.arrive()
				alertOnce(s, s.alerter)
				if said := s.deliver(); len(said) != c.alerts {
					t.Errorf("%d alerts: %+v", len(said), said)
				}
			})
		}
	}
}
