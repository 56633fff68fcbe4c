package db_test

import (
	"fmt"
	"reflect"
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
	within := bot.ChatRef{Platform: "discord", ID: "guild-6"}
	all := func(want ...bot.Mender) {
		t.Helper()
		if got, err := d.FindMenders(t.Context(), within); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	}
	all()
	for i, user := range []string{"ben", "ann", "ben"} {
		ev := bot.Event{Platform: "discord", Key: fmt.Sprint("in ", i), UserID: user, At: c.now(), Kind: bot.Group, ChatName: fmt.Sprint("#", i), Within: within}
		if _, _, err := d.CreateSubscription(t.Context(), ev, bot.Subscription{Chat: bot.ChatRef{Platform: "discord", ID: fmt.Sprint(70 + i)}, Topic: topic(t, "grain"), Mode: bot.Daily}); err != nil {
			t.Fatal(err)
		}
	}
	all(bot.Mender{User: "ann", Chats: []string{"#1"}}, bot.Mender{User: "ben", Chats: []string{"#0", "#2"}})
	if err := d.StopChat(t.Context(), bot.Event{Platform: "discord", Key: "out", At: c.now()}, within); err != nil {
		t.Fatal(err)
	}
	all()
	mender(private, "", "")
	if err := d.CreateNotice(t.Context(), private, bot.Notice{Chat: private, Key: "courier.again"}); err != nil {
		t.Fatal(err)
	}
	owed, err := d.ClaimDeliveries(t.Context(), bot.Claim{Owner: "me", Platform: "discord", Lease: time.Minute, Limit: 9})
	if err != nil || len(owed) != 1 || owed[0].Chat != private || owed[0].Kind != bot.NoticeDelivery || !owed[0].Expires.Equal(c.now().Add(24*time.Hour)) {
		t.Errorf("owed %+v, %v", owed, err)
	}
}

// TestEndAskingIn frees a group from a place that is gone, and no other.
func TestEndAskingIn(t *testing.T) {
	d, c := openNew(t)
	set := func(group, place, user string) bot.ChatRef {
		t.Helper()
		c.add(time.Minute)
		ev := bot.Event{Platform: "discord", Key: fmt.Sprint(group, place, user), UserID: user, At: c.now(), Kind: bot.Group}
		chat := bot.ChatRef{Platform: "discord", ID: group}
		if _, _, err := d.ChangeSettings(t.Context(), ev, chat, bot.SettingsChange{AskIn: &place}); err != nil {
			t.Fatal(err)
		}
		return chat
	}
	set("guild-1", "11", "ann")
	one := set("guild-1", "12", "ben")
	other := set("guild-2", "21", "ann")
	itself := set("30", "30", "ann")
	for i, told := range []struct{ gone, setter string }{{"11", ""}, {"30", ""}, {"12", "ben"}, {"12", ""}} {
		user, _, err := d.EndAskingIn(t.Context(), bot.ChatRef{Platform: "discord", ID: told.gone})
		if err != nil || user != told.setter {
			t.Errorf("%d, %s: %q, %v", i, told.gone, user, err)
		}
	}
	for chat, want := range map[bot.ChatRef]string{one: "", other: "21", itself: "30"} {
		if s, err := d.FindSettings(t.Context(), chat); err != nil || s.AskIn != want {
			t.Errorf("%s is asked in %q, %v", chat.ID, s.AskIn, err)
		}
	}
}
