package db_test

import (
	"testing"
	"time"

	"wirebrief/bot"
)

// TestMender is whoever changed something last, in a group or channel.
func TestMender(t *testing.T) {
	d, c := openNew(t)
	group, private := bot.ChatRef{Platform: "discord", ID: "7"}, bot.ChatRef{Platform: "discord", ID: "dm-8"}
	follow := func(key string, chat bot.ChatRef, kind bot.ChatKind, user, typed string) {
		t.Helper()
		c.add(time.Minute)
		ev := bot.Event{Platform: "discord", Key: key, UserID: user, At: c.now(), Kind: kind, ChatName: "news"}
		if _, _, err := d.CreateSubscription(t.Context(), ev, bot.Subscription{Chat: chat, Topic: topic(t, typed), Mode: bot.Daily}); err != nil {
			t.Fatal(err)
		}
	}
	mender := func(chat bot.ChatRef, want, name string) {
		t.Helper()
		if user, called, err := d.FindMender(t.Context(), chat); err != nil || user != want || called != name {
			t.Errorf("%q of %q, %v, want %q of %q", user, called, err, want, name)
		}
	}
	mender(group, "", "")
	follow("1", group, bot.Group, "ann", "karabakh")
	mender(group, "ann", "news")
	follow("2", group, bot.Group, "ben", "grain")
	mender(group, "ben", "news")
	follow("3", private, bot.Private, "ann", "grain")
	mender(private, "", "")
	if err := d.CreateNotice(t.Context(), private, bot.Notice{Chat: private, Key: "courier.again"}); err != nil {
		t.Fatal(err)
	}
	owed, err := d.ClaimDeliveries(t.Context(), bot.Claim{Owner: "me", Platform: "discord", Lease: time.Minute, Limit: 9})
	if err != nil || len(owed) != 1 || owed[0].Chat != private || owed[0].Kind != bot.NoticeDelivery || !owed[0].Expires.Equal(c.now().Add(24*time.Hour)) {
		t.Errorf("owed %+v, %v", owed, err)
	}
}
