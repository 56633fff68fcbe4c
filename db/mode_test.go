package db_test

import (
	"errors"
	"testing"

	"wirebrief/bot"
)

func TestUpdateSubscription(t *testing.T) {
	d, _ := openNew(t)
	grain, _ := follow(t, d, event("e1"), chat, "grain")
	change := func(ev string, to bot.ChatRef, m, before, now bot.Mode) {
		t.Helper()
		was, s, err := d.UpdateSubscription(ctx, event(ev), to, grain.ID, m)
		if err != nil || was != before || s.Mode != now || s.ID != grain.ID || s.Topic.Key() != grain.Topic.Key() || !s.Created.Equal(grain.Created) {
			t.Errorf("%s: was %q, %+v, %v", ev, was, s, err)
		}
	}
	stored := func(want bot.Mode) {
		t.Helper()
		list, err := d.FindSubscriptions(ctx, chat)
		if err != nil || len(list) != 1 || list[0].Mode != want {
			t.Errorf("stored: %+v, %v, want %s", list, err, want)
		}
	}
	change("e2", chat, bot.Weekly, bot.Daily, bot.Weekly)
	stored(bot.Weekly)
	change("e3", chat, bot.Instant, bot.Weekly, bot.Instant)
	change("e2", chat, bot.Weekly, bot.Daily, bot.Weekly) // the first event comes once more
	stored(bot.Instant)
	change("e4", chat, bot.Instant, bot.Instant, bot.Instant)

	for name, id := range map[string]int64{"another chat's": grain.ID, "unknown": 99} {
		to := other
		if name == "unknown" {
			to = chat
		}
		if _, _, err := d.UpdateSubscription(ctx, bot.Event{}, to, id, bot.Weekly); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stored(bot.Instant)
	got, err := d.QueryString(`SELECT group_concat(user || ' ' || act || ' ' || detail, ', ') FROM changes WHERE act = 'mode'`)
	if want := "u1 mode grain: weekly, was daily, u1 mode grain: instant, was weekly"; err != nil || got != want {
		t.Errorf("noted %q, %v, want %q", got, err, want)
	}
}
