package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// A digestLedger is a real store with a chat, and what makes and puts into
// words its digests.
type digestLedger struct {
	t        testing.TB
	clock    *clock
	store    *db.DB
	digester *bot.Digester
	events   int
}

func newDigestLedger(t testing.TB, now time.Time, o bot.DigesterOptions) *digestLedger {
	l := &digestLedger{t: t, clock: &clock{now}}
	l.store = newStore(t, l.clock)
	o.Now = l.clock.now
	l.digester = bot.NewDigester(l.store, l.store, o)
	return l
}

func (l *digestLedger) event() bot.Event {
	l.events++
	return bot.Event{Platform: reader.Platform, Key: fmt.Sprint(l.events), At: l.clock.t}
}

func (l *digestLedger) follow(topic string) {
	l.t.Helper()
	if _, _, err := l.store.CreateSubscription(context.Background(), l.event(), bot.Subscription{Chat: reader, Topic: mustTopic(l.t, topic), Mode: bot.Daily, Created: l.clock.t}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *digestLedger) set(change bot.SettingsChange) {
	l.t.Helper()
	if _, _, err := l.store.ChangeSettings(context.Background(), l.event(), reader, change); err != nil {
		l.t.Fatal(err)
	}
}

func (l *digestLedger) chat() bot.DueChat {
	l.t.Helper()
	c, err := l.store.FindDigestChat(context.Background(), reader)
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

// arrive stores a report, published now and matching all topics, in a story.
func (l *digestLedger) arrive(s sample, story int64, values ...float64) bot.Storing {
	l.t.Helper()
	ctx := context.Background()
	in := s.incoming()
	in.Source.Published, in.Extraction.Article.Published = l.clock.t.Add(-time.Minute), l.clock.t.Add(-time.Minute)
	for i, v := range values {
		in.Extraction.Figures[i].Value, in.Extraction.Figures[i].High = v, v
	}
	stored, err := l.store.StoreArticles(ctx, []bot.Incoming{in})
	if err != nil {
		l.t.Fatal(err)
	}
	topics, _, err := l.store.FindTopics(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	p := bot.Processed{Article: stored[0].Article, Revision: stored[0].Revision, Story: story}
	if story == 0 {
		p.Story = p.Article
	}
	for _, topic := range topics {
		p.Matches = append(p.Matches, bot.Match{Topic: topic.ID, Article: p.Article, Rank: briefing.RankTitle})
	}
	if err := l.store.MarkProcessed(ctx, []bot.Processed{p}); err != nil {
		l.t.Fatal(err)
	}
	return stored[0]
}

// compose composes what is due.
func (l *digestLedger) compose() {
	l.t.Helper()
	if _, err := l.digester.Once(context.Background()); err != nil {
		l.t.Fatal(err)
	}
}

// digests are all that the chat was ever owed, the newest first.
func (l *digestLedger) digests() []*bot.Digest {
	l.t.Helper()
	list, err := l.store.FindDeliveries(context.Background(), bot.DeliveryFilter{Limit: 10_000})
	if err != nil {
		l.t.Fatal(err)
	}
	var all []*bot.Digest
	for _, d := range list {
		if digest, ok := d.Content.(*bot.Digest); ok {
			all = append(all, digest)
		}
	}
	return all
}

// words are what the newest digest says now.
func (l *digestLedger) words() bot.Message {
	l.t.Helper()
	r := bot.NewRenderer(l.store, bot.RendererOptions{Now: l.clock.now, Settings: l.store})
	m, err := r.Message(context.Background(), bot.Delivery{Chat: reader, Kind: bot.DigestDelivery, Content: l.digests()[0]})
	if err != nil {
		l.t.Fatal(err)
	}
	return m
}

// A stay is how long a chat had its digests at the same times of one zone.
type stay struct {
	zone     *time.Location
	times    []bot.DigestTime
	from, to time.Time
}

// TestEveryDayHasItsDigests lets a reader live for 400 days, moving between
// zones and times as they like, with the real digester and store: whenever the
// reader's clock shows a time that they have set, its digest is owed, once.
func TestEveryDayHasItsDigests(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("life ", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 400))
			start := time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(random.IntN(500*24)) * time.Hour)
			l := newDigestLedger(t, start, bot.DigesterOptions{})
			l.follow("grain")
			var stays []stay
			for l.clock.t.Before(start.AddDate(0, 0, 400)) {
				s := anyStay(t, random, l.clock.t)
				name := s.zone.String()
				l.set(bot.SettingsChange{Zone: &name, Digests: &s.times})
				for {
					next := l.chat().NextDigest
					if next.IsZero() || next.After(s.to) {
						break
					}
					l.clock.t = next.Add(time.Duration(random.IntN(200)) * time.Second)
					l.compose()
				}
				if s.to.Before(l.clock.t) {
					s.to = l.clock.t
				}
				l.clock.t = s.to
				stays = append(stays, s)
			}
			checkEverySlot(t, stays, l.digests())
		})
	}
}

func anyStay(t *testing.T, random *rand.Rand, now time.Time) stay {
	s := stay{zone: zone(t, zones[random.IntN(len(zones))]), from: now, to: now.Add(time.Duration(1+random.IntN(30*24*60)) * time.Minute)}
	for range 1 + random.IntN(2) {
		d := bot.DigestTime{Minute: 5 * random.IntN(288), Days: bot.EveryDay}
		if random.IntN(3) == 0 {
			d.Days = bot.Days(1 + random.IntN(127))
		}
		if !slices.ContainsFunc(s.times, func(o bot.DigestTime) bool { return o.Minute == d.Minute }) {
			s.times = append(s.times, d)
		}
	}
	return s
}

// checkEverySlot reads the clock of each stay every five minutes.
func checkEverySlot(t *testing.T, stays []stay, digests []*bot.Digest) {
	sent := map[string]int{}
	for _, d := range digests {
		sent[d.Slot]++
	}
	for slot, n := range sent {
		if n != 1 {
			t.Errorf("%d digests for %s", n, slot)
		}
	}
	due := map[string]bool{}
	for _, s := range stays {
		for at := s.from.Truncate(5 * time.Minute).Add(5 * time.Minute); !at.After(s.to); at = at.Add(5 * time.Minute) {
			local := at.In(s.zone)
			for _, d := range s.times {
				if d.Minute != local.Hour()*60+local.Minute() || !d.Days.Has(local.Weekday()) {
					continue
				}
				slot := local.Format("2006-01-02 15:04")
				if due[slot] = true; sent[slot] == 0 {
					t.Errorf("nothing came at %s in %v", slot, s.zone)
				}
			}
		}
	}
	// Besides those there are only such as a clock has left out.
	if len(due) < 100 || len(sent) > len(due)+8 {
		t.Errorf("%d slots were due and %d digests came", len(due), len(sent))
	}
}

// TestLastBriefingIsWhatWasToldLast: after a correction a digest compares with
// the corrected figure.
func TestLastBriefingIsWhatWasToldLast(t *testing.T) {
	for name, c := range map[string]struct {
		change, later  string
		was, now, next float64
		says, saysNot  string
	}{
		"it changes again":           {"29 grain ships", "31 grain ships", 37, 29, 31, "your last briefing: **29 grain ships**", "37 grain ships"},
		"others say the same":        {"29 grain ships", "29 grain ships", 37, 29, 29, "", "your last briefing"},
		"it becomes what it was":     {"29 grain ships", "37 grain ships", 37, 29, 37, "your last briefing: **29 grain ships**", ""},
		"nothing has been corrected": {"", "31 grain ships", 37, 37, 31, "your last briefing: **37 grain ships**", "29"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
			l.follow("ports")
			l.clock.t = eight(3).Add(time.Hour)
			l.arrive(ships("37 grain ships"), 77, c.was)
			l.clock.t = eight(4)
			l.compose()
			box := &postbox{sent: map[string]string{}}
			renderer := bot.NewRenderer(l.store, bot.RendererOptions{Now: l.clock.now, Settings: l.store})
			courier := bot.NewCourier(l.store, []bot.ChatAdapter{box}, renderer.Message, bot.CourierOptions{Now: l.clock.now, Look: time.Millisecond})
			corrector := bot.NewCorrector(l.store, l.store, bot.CorrectorOptions{Now: l.clock.now})
			deliver := func() {
				if err := courier.Once(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			deliver()
			l.clock.t = eight(4).Add(2 * time.Hour)
			if c.change != "" {
				changed := ships(c.change)
				l.arrive(changed, 77, c.now)
				if n, err := corrector.Once(t.Context()); n != 1 || err != nil {
					t.Fatalf("%d corrections, %v", n, err)
				}
				deliver()
			}
			l.clock.t = eight(4).Add(8 * time.Hour)
			other := ships(c.later)
			other.publisher, other.url, other.title = "Sample Gazette", "https://gazette.example/ships", "Ships lie outside Port Ellery"
			l.arrive(other, 77, c.next)
			l.clock.t = eight(5)
			l.compose()
			words := show(bot.Reply{Messages: []bot.Message{l.words()}})
			if !strings.Contains(words, c.says) || c.saysNot != "" && strings.Contains(words, c.saysNot) {
				t.Errorf("it says\n%s", words)
			}
		})
	}
}

// ships is a report of how many ships are waiting.
func ships(n string) sample {
	return sample{
		publisher: "Example Wire", lang: "en", url: "https://wire.example/ships", title: "Ships wait outside Port Ellery", age: time.Hour,
		text:    n + " were waiting outside the harbour.",
		figures: []sampleFigure{{n, "grain ships", n + " were waiting outside the harbour", ""}},
	}
}

// TestNumberOpensAsSent: the number of a story in a digest leads to the report
// as it was sent, in context, too, and says if it has changed since.
func TestNumberOpensAsSent(t *testing.T) {
	ctx := context.Background()
	l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
	b := newBot(l.store, l.clock)
	press := func(data string) bot.Reply {
		t.Helper()
		reply, err := b.Handle(ctx, bot.Command{Chat: reader, Button: data, EventID: fmt.Sprint(l.event().Key)})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range reply.Messages {
			checkMessage(t, m)
		}
		return reply
	}
	l.follow("ports")
	l.clock.t = eight(3).Add(time.Hour)
	first := l.arrive(ships("37 grain ships"), 0, 37)
	l.clock.t = eight(4)
	l.compose()
	number := button(t, bot.Reply{Messages: []bot.Message{l.words()}}, "1").Data
	if words := show(press(number)); !strings.Contains(words, "37 grain ships") || strings.Contains(words, "has changed") || strings.Contains(words, "As it is now") {
		t.Errorf("unchanged, it opens as\n%s", words)
	}
	l.arrive(ships("29 grain ships"), 0, 29)
	opened := press(number)
	if words := show(opened); !strings.Contains(words, "37 grain ships") || strings.Contains(words, "29 grain ships") || !strings.Contains(words, "has changed") {
		t.Errorf("it opens as\n%s", words)
	}
	if words := show(press(button(t, opened, "In context").Data)); !strings.Contains(words, "37 grain ships") || !strings.Contains(words, "has changed") {
		t.Errorf("in context it is\n%s", words)
	}
	if words := show(press(button(t, opened, "As it is now").Data)); !strings.Contains(words, "29 grain ships") || strings.Contains(words, "has changed") {
		t.Errorf("now it is\n%s", words)
	}
	if _, err := l.store.WithdrawArticle(ctx, first.Article, "it was invented"); err != nil {
		t.Fatal(err)
	}
	if words := show(press(number)); !strings.Contains(words, "37 grain ships") || !strings.Contains(words, "it was invented") || strings.Contains(words, "As it is now") {
		t.Errorf("withdrawn, it opens as\n%s", words)
	}
	if words := show(press("1vzz")); !strings.Contains(words, "no longer stored") {
		t.Errorf("a revision that is gone opens as %s", words)
	}
}
