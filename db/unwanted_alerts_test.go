package db_test

import (
	"slices"
	"testing"
	"time"

	"wirebrief/bot"
)

func (d *alertDesk) leave(sub bot.Subscription) {
	d.Helper()
	if _, err := d.DeleteSubscription(ctx, bot.Event{}, chat, sub.ID); err != nil {
		d.Fatal(err)
	}
}

// takeBack follows a topic again as the button Undo does.
func (d *alertDesk) takeBack(sub bot.Subscription) {
	d.Helper()
	if _, created, err := d.CreateSubscription(ctx, bot.Event{}, bot.Subscription{Chat: chat, Topic: sub.Topic, Mode: bot.Instant}); err != nil || !created {
		d.Fatal(created, err)
	}
}

func (d *alertDesk) holdBack(sub bot.Subscription, hold bool) {
	d.Helper()
	if _, err := d.PauseSubscription(ctx, bot.Event{}, chat, sub.ID, hold); err != nil {
		d.Fatal(err)
	}
}

// TestAnAlertOfATopicThatIsTakenBack: what the courier came across while a chat
// had left a topic is sent once it has taken that back, and never twice.
func TestAnAlertOfATopicThatIsTakenBack(t *testing.T) {
	for name, test := range map[string]struct {
		// do has the chat leave and come back, and tells what was sent before.
		do   func(d *alertDesk) (before []string)
		want []string
	}{
		"Unfollowed": {func(d *alertDesk) []string {
			d.leave(d.grain)
			before := d.send()
			d.add(5 * time.Second)
			d.takeBack(d.grain)
			return before
		}, []string{"2", "1"}},
		"UnfollowedTwice": {func(d *alertDesk) []string {
			d.leave(d.grain)
			before := d.send()
			d.takeBack(d.grain)
			list, err := d.FindSubscriptions(ctx, chat)
			if err != nil {
				d.Fatal(err)
			}
			d.leave(list[len(list)-1])
			before = append(before, d.send()...)
			d.takeBack(d.grain)
			return before
		}, []string{"2", "1"}},
		"AllUnfollowed": {func(d *alertDesk) []string {
			d.leave(d.grain)
			d.leave(d.ports)
			before := d.send()
			d.takeBack(d.grain)
			before = append(before, d.send()...)
			d.takeBack(d.ports)
			return before
		}, []string{"1", "2"}},
		"MadeDaily": {func(d *alertDesk) []string {
			d.mode(d.grain, bot.Daily)
			before := d.send()
			d.mode(d.grain, bot.Instant)
			return before
		}, []string{"2", "1"}},
		"HeldBack": {func(d *alertDesk) []string {
			d.holdBack(d.grain, true)
			before := d.send()
			d.holdBack(d.grain, false)
			return before
		}, []string{"2", "1"}},
		"ForTheDigestFromNowOn": {func(d *alertDesk) []string {
			d.leave(d.grain)
			before := d.send()
			follow(d.T, d.store, bot.Event{}, chat, "grain") // daily
			return before
		}, []string{"2"}},
		"ToldByAnotherMeanwhile": {func(d *alertDesk) []string {
			d.leave(d.grain)
			before := d.send()
			a := bot.Alert{Chat: chat, At: d.now(), Stories: []bot.DigestStory{{Story: 1, Article: 1, Revision: 1, Quote: -1,
				Topics: []int64{d.topics["ports"]}, Names: []string{"ports"}}}}
			if err := d.SaveAlerts(ctx, []bot.AlertDone{{Alert: a, Due: d.now()}}, 0); err != nil {
				d.Fatal(err)
			}
			d.takeBack(d.grain)
			return before
		}, []string{"2", "1"}},
		"AnHourLater": {func(d *alertDesk) []string {
			d.leave(d.grain)
			before := d.send()
			d.add(time.Hour + time.Second)
			d.takeBack(d.grain)
			return before
		}, []string{"2"}},
		"DroppedByTheOperator": {func(d *alertDesk) []string {
			if _, err := d.DropDeliveries(ctx, []int64{ledger(d.T, d.store)[0].ID}); err != nil {
				d.Fatal(err)
			}
			d.leave(d.grain)
			d.takeBack(d.grain)
			return nil
		}, nil},
		"Paused": {func(d *alertDesk) []string {
			d.set(bot.SettingsChange{Paused: new(true)})
			before := d.send()
			d.leave(d.grain)
			d.set(bot.SettingsChange{Paused: new(false)})
			d.takeBack(d.grain)
			return before
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d := newAlertDesk(t)
			d.owe(0, "grain", "ports")
			got := test.do(d)
			got = append(got, d.send()...)
			d.add(time.Minute)
			if got = append(got, d.send()...); !slices.Equal(got, test.want) {
				t.Errorf("sent %q, want %q", got, test.want)
			}
			for _, l := range ledger(t, d.store) {
				if l.State == bot.DeliveryReady {
					t.Errorf("left over: %+v", l.Delivery)
				}
			}
		})
	}
}
