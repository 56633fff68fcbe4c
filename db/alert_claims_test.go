package db_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// An alertDesk is a store in which a chat follows grain and ports for alerts.
type alertDesk struct {
	*testing.T
	store
	*clock
	grain, ports bot.Subscription
	topics       map[string]int64
}

// alertLimit are the rules of an alertDesk.
var alertLimit = bot.AlertRules{PerHour: 2}

func newAlertDesk(t *testing.T) *alertDesk {
	s, c := openNew(t)
	d := &alertDesk{T: t, store: s, clock: c, topics: map[string]int64{}}
	d.grain, _ = follow(t, s, bot.Event{}, chat, "grain")
	d.ports, _ = follow(t, s, bot.Event{}, chat, "ports")
	for _, sub := range []bot.Subscription{d.grain, d.ports} {
		d.mode(sub, bot.Instant)
	}
	topics, _, err := s.FindTopics(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range topics {
		d.topics[f.Topic.Name()] = f.ID
	}
	return d
}

func (d *alertDesk) mode(sub bot.Subscription, m bot.Mode) {
	d.Helper()
	if _, _, err := d.UpdateSubscription(ctx, bot.Event{}, chat, sub.ID, m); err != nil {
		d.Fatal(err)
	}
}

func (d *alertDesk) set(c bot.SettingsChange) { change(d.T, d.store, chat, c) }

// owe owes the chat an alert, due after a while, of stories on topics.
func (d *alertDesk) owe(wait time.Duration, topics ...string) {
	d.Helper()
	a := bot.Alert{Chat: chat, At: d.now().Add(wait), Folded: wait > 0}
	for i, name := range topics {
		id := int64(len(ledger(d.T, d.store))*10 + i + 1)
		a.Stories = append(a.Stories, bot.DigestStory{Story: id, Article: id, Revision: id, Quote: -1, Topics: []int64{d.topics[name]}, Names: []string{name}})
	}
	if err := d.SaveAlerts(ctx, []bot.AlertDone{{Alert: a, Due: d.now().Add(wait)}}, 0); err != nil {
		d.Fatal(err)
	}
}

// send claims and sends what is due, and tells of it: "1 2" for two stories.
func (d *alertDesk) send() (sent []string) {
	d.Helper()
	for {
		list := claim(d.T, d.store, "o", "terminal", func(c *bot.Claim) { c.Alerts = alertLimit })
		if len(list) == 0 {
			return sent
		}
		line := ""
		for _, s := range list[0].Content.(*bot.Alert).Stories {
			line += fmt.Sprint(" ", s.Story)
		}
		if list[0].Silent {
			line += " silent"
		}
		sent = append(sent, strings.TrimSpace(line))
		begin(d.T, d.store, "o", list[0])
		end(d.T, d.store, "o", list[0], bot.DeliveryEnd{State: bot.DeliverySent, Message: bot.MessageRef{Chat: chat, ID: fmt.Sprint("m", list[0].ID)}})
	}
}

// shown tells which of the first stories the chat counts as shown.
func (d *alertDesk) shown() (stories []int64) {
	d.Helper()
	list, err := d.FindShown(ctx, []bot.ChatRef{chat}, []int64{1, 2, 11, 12, 21, 31, 41})
	if err != nil {
		d.Fatal(err)
	}
	for _, s := range list {
		stories = append(stories, s.Story)
	}
	return stories
}

// TestDigestsTellWhatAlertsHaveNot: what waits counts as not told, and what a
// digest tells meanwhile is not told again by the alert.
func TestDigestsTellWhatAlertsHaveNot(t *testing.T) {
	d := newAlertDesk(t)
	d.owe(time.Hour, "grain", "ports")
	if got := d.shown(); len(got) != 0 {
		t.Errorf("the stories %v count as shown while their alert waits", got)
	}
	d.add(24 * time.Hour)
	due, err := d.FindDueChats(ctx, d.now(), 10)
	if err != nil || len(due) != 1 {
		t.Fatalf("%d chats are due: %v", len(due), err)
	}
	done := digestOf(due[0], 1)
	done.Digest.Stories[0].Story = 1
	saveDigests(t, d.store, done)
	alert := claim(t, d.store, "o", "terminal", func(c *bot.Claim) { c.Alerts = alertLimit })[0]
	if a, ok := alert.Content.(*bot.Alert); !ok || len(a.Stories) != 1 || a.Stories[0].Story != 2 {
		t.Errorf("the alert is %+v", alert.Content)
	}
	begin(t, d.store, "o", alert)
	end(t, d.store, "o", alert, bot.DeliveryEnd{State: bot.DeliverySent})
	if got := d.shown(); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("in the end %v count as shown", got)
	}
}

// TestAlertsThatWait: what happens to a chat while an alert of it waits.
func TestAlertsThatWait(t *testing.T) {
	night := bot.Quiet{From: 11 * 60, To: 18 * 60, Hold: true} // it is noon
	for name, test := range map[string]struct {
		do    func(d *alertDesk) (sent []string)
		want  []string
		shown []int64
	}{
		"NothingHappens": {func(d *alertDesk) []string {
			d.owe(time.Hour, "grain", "ports")
			d.add(time.Hour)
			return d.send()
		}, []string{"1 2"}, []int64{1, 2}},
		"NotForWhoIsPaused": {func(d *alertDesk) []string {
			d.owe(time.Hour, "grain")
			d.set(bot.SettingsChange{Paused: new(true)})
			d.add(time.Hour)
			sent := d.send()
			d.set(bot.SettingsChange{Paused: new(false)})
			return append(sent, d.send()...)
		}, nil, nil},
		"AgainForWhoWasPausedInBetween": {func(d *alertDesk) []string {
			d.owe(time.Hour, "grain")
			d.set(bot.SettingsChange{Paused: new(true), PausedUntil: new(d.now().Add(30 * time.Minute))})
			d.add(time.Hour)
			return d.send()
		}, []string{"1"}, []int64{1}},
		"NotForWhoUnfollowed": {func(d *alertDesk) []string {
			d.owe(time.Hour, "grain")
			if _, err := d.DeleteSubscription(ctx, bot.Event{}, chat, d.grain.ID); err != nil {
				d.Fatal(err)
			}
			d.add(time.Hour)
			return d.send()
		}, nil, nil},
		"ForWhoTookThatBack": {func(d *alertDesk) []string {
			d.owe(time.Hour, "grain")
			if _, err := d.DeleteSubscription(ctx, bot.Event{}, chat, d.grain.ID); err != nil {
				d.Fatal(err)
			}
			again, _ := follow(d.T, d.store, bot.Event{}, chat, "grain")
			d.mode(again, bot.Instant)
			d.add(time.Hour)
			return d.send()
		}, []string{"1"}, []int64{1}},
		"TheDigestHasWhatIsDailyNow": {func(d *alertDesk) []string {
			d.owe(time.Hour, "grain", "ports")
			d.mode(d.grain, bot.Daily)
			return d.send() // the rest still waits for its hour
		}, []string{"2"}, []int64{2}},
		"NotOfATopicThatIsHeldBack": {func(d *alertDesk) []string {
			d.owe(time.Hour, "grain")
			if _, err := d.PauseSubscription(ctx, bot.Event{}, chat, d.grain.ID, true); err != nil {
				d.Fatal(err)
			}
			return d.send()
		}, nil, nil},
		"NotInQuietHoursThatAreNew": {func(d *alertDesk) []string {
			d.owe(0, "grain")
			d.set(bot.SettingsChange{Quiet: &night})
			if early := d.send(); early != nil {
				d.Errorf("sent in quiet hours: %v", early)
			}
			d.add(6 * time.Hour)
			return d.send()
		}, []string{"1"}, []int64{1}},
		"WithoutSoundInSilentHours": {func(d *alertDesk) []string {
			d.owe(0, "grain")
			d.set(bot.SettingsChange{Quiet: &bot.Quiet{From: night.From, To: night.To}})
			return d.send()
		}, []string{"1 silent"}, []int64{1}},
		"AtOnceWhenQuietHoursEnd": {func(d *alertDesk) []string {
			d.set(bot.SettingsChange{Quiet: &night})
			d.owe(6*time.Hour, "grain")
			d.set(bot.SettingsChange{Quiet: &bot.Quiet{}})
			return d.send()
		}, []string{"1"}, []int64{1}},
		"AtOnceWhenTheZoneEndsThem": {func(d *alertDesk) []string {
			d.set(bot.SettingsChange{Quiet: &night})
			d.owe(6*time.Hour, "grain")
			d.set(bot.SettingsChange{Zone: new("Asia/Tokyo")}) // 21:00
			return d.send()
		}, []string{"1"}, []int64{1}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newAlertDesk(t)
			if got := test.do(d); !slices.Equal(got, test.want) {
				t.Errorf("sent %q, want %q", got, test.want)
			}
			if got := d.shown(); !slices.Equal(got, test.shown) {
				t.Errorf("counts as shown: %v, want %v", got, test.shown)
			}
			for _, l := range ledger(t, d.store) {
				if l.State == bot.DeliveryReady {
					t.Errorf("left over: %+v", l.Delivery)
				}
			}
		})
	}
}

// TestAlertsAfterAnOutage: alerts that have waited for the platform go out as
// many an hour as are allowed, and the rest as one.
func TestAlertsAfterAnOutage(t *testing.T) {
	d := newAlertDesk(t)
	for range 4 {
		d.owe(0, "grain")
	}
	d.owe(time.Hour, "ports")
	check := func(want ...string) {
		t.Helper()
		if got := d.send(); !slices.Equal(got, want) {
			t.Errorf("sent %q, want %q", got, want)
		}
	}
	d.add(3 * time.Hour) // nothing could be sent
	check("1", "11")
	d.add(59 * time.Minute)
	check()
	counts, err := d.CountAlerts(ctx, []bot.ChatRef{chat}, d.now().Add(-time.Hour))
	if n := counts[chat]; err != nil || len(n.At) != 3 || n.Folded == nil || len(n.Folded.Stories) != 3 || !n.FoldedDue.Equal(noon.Add(4*time.Hour)) {
		t.Errorf("%+v, %v", counts, err)
	}
	d.add(time.Minute)
	check("41 21 31")
	if got := d.shown(); !slices.Equal(got, []int64{1, 11, 21, 31, 41}) {
		t.Errorf("shown: %v", got)
	}
	if n := len(ledger(t, d.store)); n != 3 {
		t.Errorf("%d deliveries in the ledger", n)
	}
}

// TestAHeldAlertHoldsUpNothing: one that was tried, and then fell into quiet
// hours, leaves the way to a digest free.
func TestAHeldAlertHoldsUpNothing(t *testing.T) {
	d := newAlertDesk(t)
	d.owe(0, "grain")
	first := claim(t, d.store, "o", "terminal")[0]
	begin(t, d.store, "o", first)
	end(t, d.store, "o", first, bot.DeliveryEnd{State: bot.DeliveryReady, Due: d.now().Add(time.Second), Class: "transient"})
	d.set(bot.SettingsChange{Quiet: &bot.Quiet{From: 11 * 60, To: 10 * 60, Hold: true}})
	d.add(20*time.Hour + time.Second)
	for _, c := range due(t, d.store, d.now()) {
		saveDigests(t, d.store, digestOf(c, 1))
	}
	var got []bot.Delivery
	for range 2 { // of a chat nothing else is looked at in the same breath
		got = append(got, claim(t, d.store, "o", "terminal", func(c *bot.Claim) { c.Alerts = alertLimit })...)
	}
	if len(got) != 1 || got[0].Kind != bot.DigestDelivery {
		t.Errorf("claimed %+v", got)
	}
}

// TestWhatAnAlertDidNotTell: an alert that failed or may not have arrived is
// not repeated, so its story counts as not shown, and one that failed does not
// keep the story from being told by a later report.
func TestWhatAnAlertDidNotTell(t *testing.T) {
	for state, alerted := range map[bot.DeliveryState]int{bot.DeliveryFailed: 0, bot.DeliveryUncertain: 1} {
		t.Run(string(state), func(t *testing.T) {
			d := newAlertDesk(t)
			d.owe(0, "grain")
			got := claim(t, d.store, "o", "terminal")[0]
			begin(t, d.store, "o", got)
			end(t, d.store, "o", got, bot.DeliveryEnd{State: state, Class: bot.ClassUncertain})
			if shown := d.shown(); len(shown) != 0 {
				t.Errorf("counts as shown: %v", shown)
			}
			list, err := d.FindAlerted(ctx, []bot.ChatRef{chat}, []int64{1})
			if err != nil || len(list) != alerted {
				t.Errorf("%+v, %v", list, err)
			}
		})
	}
}
