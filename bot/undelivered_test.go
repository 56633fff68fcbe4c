package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// send claims what the chat is owed, ends it so, and returns what it said.
func (l *digestLedger) send(e bot.DeliveryEnd) (said []string) {
	l.t.Helper()
	ctx := context.Background()
	r := bot.NewRenderer(l.store, bot.RendererOptions{Now: l.clock.now, Settings: l.store})
	for {
		list, err := l.store.ClaimDeliveries(ctx, bot.Claim{Owner: "me", Platform: reader.Platform, Lease: time.Minute, Limit: 10, Alerts: bot.AlertRules{PerHour: 4}})
		if err != nil {
			l.t.Fatal(err)
		}
		if len(list) == 0 {
			return said
		}
		for _, d := range list {
			m, err := r.Message(ctx, d)
			if err != nil {
				l.t.Fatal(err)
			}
			if ok, err := l.store.BeginDelivery(ctx, d.ID, "me", d.Attempt); err != nil || !ok {
				l.t.Fatal(ok, err)
			}
			e.ID, e.Attempt = d.ID, d.Attempt
			if err := l.store.EndDeliveries(ctx, "me", []bot.DeliveryEnd{e}); err != nil {
				l.t.Fatal(err)
			}
			said = append(said, show(bot.Reply{Messages: []bot.Message{m}}))
		}
	}
}

// numbers are the deliveries of the chat, the oldest first.
func (l *digestLedger) numbers() (ids []int64) {
	l.t.Helper()
	list, err := l.store.FindDeliveries(context.Background(), bot.DeliveryFilter{Limit: 100})
	if err != nil {
		l.t.Fatal(err)
	}
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	slices.Reverse(ids)
	return ids
}

var (
	refused   = bot.DeliveryEnd{State: bot.DeliveryFailed, Class: "content"}
	delivered = bot.DeliveryEnd{State: bot.DeliverySent}
)

// TestADigestThatFailedIsToldByTheNext: whatever becomes of a digest, each of
// its stories reaches the chat once.
func TestADigestThatFailedIsToldByTheNext(t *testing.T) {
	for name, c := range map[string]struct {
		// first becomes of the first digest, then happens before the second is
		// composed and late before the last messages are sent.
		first      bot.DeliveryEnd
		then, late func(l *digestLedger) error
		// told is how often it reaches the chat after the first digest.
		told int
	}{
		"it was sent":             {first: delivered, told: 0},
		"it is in doubt":          {first: bot.DeliveryEnd{State: bot.DeliveryUncertain, Class: bot.ClassRepeated}, told: 0},
		"it is given up in doubt": {first: bot.DeliveryEnd{State: bot.DeliveryUncertain, Class: bot.ClassRepeated}, then: drops, told: 0},
		"it was refused":          {first: refused, told: 1},
		"the chat was gone":       {first: bot.DeliveryEnd{State: bot.DeliveryFailed, Class: "gone", Stop: "gone"}, then: speaks, told: 1},
		"it was dropped":          {first: bot.DeliveryEnd{State: bot.DeliveryReady, Due: eight(4).Add(time.Hour)}, then: drops, told: 1},
		"it was sent again":       {first: refused, then: retries(1), told: 1},
		"it would be sent again once the next was owed": {first: refused, late: retries(0), told: 1},
	} {
		t.Run(name, func(t *testing.T) {
			l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
			l.follow("ports")
			l.clock.t = eight(3).Add(time.Hour)
			l.arrive(ships("37 grain ships"), 0, 37)
			l.clock.t = eight(4)
			l.compose()
			l.send(c.first)
			l.clock.t = eight(5).Add(-time.Hour)
			if c.then != nil {
				if err := c.then(l); err != nil {
					t.Fatal(err)
				}
			}
			said := l.send(delivered)
			l.clock.t = eight(5)
			l.compose()
			if c.late != nil {
				if err := c.late(l); err != nil {
					t.Fatal(err)
				}
			}
			for day := 5; day < 8; day++ {
				l.clock.t = eight(day)
				l.compose()
				said = append(said, l.send(delivered)...)
			}
			if told := strings.Count(strings.Join(said, "\n"), "# 1 · Ships wait outside"); told != c.told {
				t.Errorf("told %d times, want %d:\n%s", told, c.told, strings.Join(said, "\n"))
			}
		})
	}
}

// speaks has somebody speak in the chat, which was thought to be gone.
func speaks(l *digestLedger) error {
	_, _, err := l.store.ChangeSettings(context.Background(), l.event(), reader, bot.SettingsChange{Language: new("en")})
	return err
}

// drops gives up what is not sent.
func drops(l *digestLedger) error {
	_, err := l.store.DropDeliveries(context.Background(), l.numbers())
	return err
}

// retries has what failed sent again, which are so many.
func retries(want int) func(l *digestLedger) error {
	return func(l *digestLedger) error {
		n, err := l.store.RetryDeliveries(context.Background(), nil)
		if err == nil && n != want {
			err = fmt.Errorf("%d are sent again, want %d", n, want)
		}
		return err
	}
}

// TestADigestThatIsSentAgainTellsNothingTwice: what a later one may have told is
// left out of it, though nobody knows whether that has arrived.
func TestADigestThatIsSentAgainTellsNothingTwice(t *testing.T) {
	ctx := context.Background()
	l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
	l.follow("ports")
	l.clock.t = eight(3).Add(time.Hour)
	l.arrive(ships("37 grain ships"), 0, 37)
	l.clock.t = eight(4)
	l.compose()
	l.send(refused)
	first := l.numbers()
	l.clock.t = eight(5)
	l.compose()
	said := strings.Join(l.send(bot.DeliveryEnd{State: bot.DeliveryUncertain, Class: bot.ClassRepeated}), "\n")
	if n, err := l.store.RetryDeliveries(ctx, first); n != 0 || err != nil {
		t.Errorf("%d are sent again, %v", n, err)
	}
	said += strings.Join(l.send(delivered), "\n")
	if told := strings.Count(said, "# 1 · Ships wait outside"); told != 1 {
		t.Errorf("told %d times:\n%s", told, said)
	}
}

// TestADigestComposedWhileAnotherFails: it does not use up what the other was to
// tell.
func TestADigestComposedWhileAnotherFails(t *testing.T) {
	ctx := context.Background()
	l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
	l.follow("ports")
	l.clock.t = eight(3).Add(time.Hour)
	l.arrive(ships("37 grain ships"), 0, 37)
	l.clock.t = eight(4)
	l.compose()
	l.clock.t = eight(5)
	before := l.chat()
	l.send(refused)
	next, slot, _ := bot.NextDigest(eight(5), before.Digests, time.UTC)
	d := &bot.Digest{Chat: reader, Slot: before.NextSlot, Due: eight(5), Composed: eight(5)}
	if err := l.store.SaveDigests(ctx, []bot.DigestDone{{Chat: before.Settings, Digest: d, After: before.Seen, Seen: before.Seen + 5, Next: next, NextSlot: slot.String()}}); err != nil {
		t.Fatal(err)
	}
	l.send(delivered)
	l.clock.t = eight(6)
	l.compose()
	if said := strings.Join(l.send(delivered), "\n"); !strings.Contains(said, "# 1 · Ships wait outside") {
		t.Errorf("the story is lost:\n%s", said)
	}
}

// TestAStoryOfTheSameInstantIsToldOnce: an alert that was being sent while a
// digest was composed is taken out of it, and the rest of the digest is told.
func TestAStoryOfTheSameInstantIsToldOnce(t *testing.T) {
	ctx := context.Background()
	for name, more := range map[string]bool{"the only one": false, "one of two": true} {
		t.Run(name, func(t *testing.T) {
			l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
			if _, _, err := l.store.CreateSubscription(ctx, l.event(), bot.Subscription{Chat: reader, Topic: mustTopic(t, "ports"), Mode: bot.Instant, Created: l.clock.t}); err != nil {
				t.Fatal(err)
			}
			l.clock.t = eight(4).Add(-time.Minute)
			s := l.arrive(ships("37 grain ships"), 0, 37)
			if more {
				l.arrive(strike, 0)
			}
			alert := bot.Alert{Chat: reader, At: l.clock.t, Stories: []bot.DigestStory{{Story: s.Article, Article: s.Article, Revision: s.Revision, Quote: -1, Names: []string{"ports"}}}}
			if err := l.store.SaveAlerts(ctx, []bot.AlertDone{{Alert: alert, Due: l.clock.t}}, 0); err != nil {
				t.Fatal(err)
			}
			l.clock.t = eight(4)
			claimed, err := l.store.ClaimDeliveries(ctx, bot.Claim{Owner: "me", Platform: reader.Platform, Lease: time.Minute, Limit: 1, Alerts: bot.AlertRules{PerHour: 4}})
			if err != nil || len(claimed) != 1 {
				t.Fatal(len(claimed), err)
			}
			l.compose()
			if ok, err := l.store.BeginDelivery(ctx, claimed[0].ID, "me", claimed[0].Attempt); err != nil || !ok {
				t.Fatal(ok, err)
			}
			sent := bot.DeliveryEnd{ID: claimed[0].ID, Attempt: claimed[0].Attempt, State: bot.DeliverySent}
			if err := l.store.EndDeliveries(ctx, "me", []bot.DeliveryEnd{sent}); err != nil {
				t.Fatal(err)
			}
			said := strings.Join(l.send(delivered), "\n")
			if strings.Contains(said, "Ships wait outside") || strings.Contains(said, strike.title) != more {
				t.Errorf("it is told again, or the other is not:\n%s", said)
			}
		})
	}
}

// TestRetryingWithoutNumbersLeavesOldNews: what failed long ago is sent again
// only if it is named.
func TestRetryingWithoutNumbersLeavesOldNews(t *testing.T) {
	ctx := context.Background()
	l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
	l.follow("ports")
	l.clock.t = eight(3).Add(time.Hour)
	l.arrive(ships("37 grain ships"), 0, 37)
	l.clock.t = eight(4)
	l.compose()
	l.send(refused)
	l.clock.t = eight(8)
	if n, err := l.store.RetryDeliveries(ctx, nil); n != 0 || err != nil {
		t.Errorf("%d retried, %v", n, err)
	}
	if n, err := l.store.RetryDeliveries(ctx, l.numbers()); n != 1 || err != nil {
		t.Errorf("by number %d retried, %v", n, err)
	}
}

// TestAPlatformThatIsHaltedOwesOneDigest: after days in which nothing could be
// sent a chat has one digest, with all that is news still, and that is marked
// late.
func TestAPlatformThatIsHaltedOwesOneDigest(t *testing.T) {
	l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
	l.follow("ports")
	l.clock.t = eight(3).Add(time.Hour)
	l.arrive(ships("37 grain ships"), 0, 37)
	for day := 4; day < 6; day++ {
		l.clock.t = eight(day)
		l.compose()
	}
	l.arrive(strike, 0)
	l.clock.t = eight(6)
	l.compose()
	l.clock.t = eight(6).Add(3 * time.Hour)
	said := l.send(delivered)
	all := strings.Join(said, "\n")
	if len(said) != 1 || !strings.Contains(all, "Ships wait outside") || !strings.Contains(all, strike.title) || !strings.Contains(all, "Late: due") {
		t.Errorf("%d digests:\n%s", len(said), all)
	}
	l.clock.t = eight(7)
	l.compose()
	if said := strings.Join(l.send(delivered), "\n"); strings.Contains(said, "# 1 · ") || strings.Contains(said, "Late: due") {
		t.Errorf("the day after:\n%s", said)
	}
}

// TestTwoChatsThatBecomeOneLoseNoNews: of their digests of one time one is sent,
// and the next tells what the other would have.
func TestTwoChatsThatBecomeOneLoseNoNews(t *testing.T) {
	ctx := context.Background()
	l := newDigestLedger(t, eight(3), bot.DigesterOptions{})
	l.follow("grain")
	other := bot.ChatRef{Platform: reader.Platform, ID: "moved-to"}
	if _, _, err := l.store.CreateSubscription(ctx, l.event(), bot.Subscription{Chat: other, Topic: mustTopic(t, "ports"), Mode: bot.Daily, Created: l.clock.t}); err != nil {
		t.Fatal(err)
	}
	l.clock.t = eight(3).Add(time.Hour)
	in := ships("37 grain ships").incoming()
	in.Source.Published, in.Extraction.Article.Published = l.clock.t.Add(-time.Minute), l.clock.t.Add(-time.Minute)
	stored, err := l.store.StoreArticles(ctx, []bot.Incoming{in})
	if err != nil {
		t.Fatal(err)
	}
	topics, _, _ := l.store.FindTopics(ctx)
	p := bot.Processed{Article: stored[0].Article, Revision: stored[0].Revision, Story: stored[0].Article}
	for _, topic := range topics {
		if topic.Topic.String() == "ports" {
			p.Matches = append(p.Matches, bot.Match{Topic: topic.ID, Article: p.Article, Rank: briefing.RankTitle})
		}
	}
	if err := l.store.MarkProcessed(ctx, []bot.Processed{p}); err != nil {
		t.Fatal(err)
	}
	l.clock.t = eight(4)
	l.compose()
	if err := l.store.MoveChat(ctx, l.event(), reader, other); err != nil {
		t.Fatal(err)
	}
	said := strings.Join(l.send(delivered), "\n")
	l.clock.t = eight(5)
	l.compose()
	said += strings.Join(l.send(delivered), "\n")
	if n := strings.Count(said, "# 1 · Ships wait outside"); n != 1 {
		t.Errorf("told %d times:\n%s", n, said)
	}
}
