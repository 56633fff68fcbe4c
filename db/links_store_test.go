package db_test

import (
	"errors"
	"regexp"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

var linkKey = regexp.MustCompile(`^[a-z2-7]{20}$`)

func TestLinksHaveKeysThatTellNothing(t *testing.T) {
	store, _ := openNew(t)
	other, _ := openNew(t)
	group, channel := bot.ChatRef{Platform: "p", ID: "-1"}, bot.ChatRef{Platform: "p", ID: "-2"}
	create := func(chat bot.ChatRef, data string) string {
		t.Helper()
		key, err := store.CreateLink(t.Context(), chat, data)
		if err != nil || !linkKey.MatchString(key) {
			t.Fatalf("got the key %q and error %v", key, err)
		}
		return key
	}
	key := create(group, "1f:ports")
	if again := create(group, "1f:ports"); again != key {
		t.Errorf("the same data has the keys %s and %s", key, again)
	}
	if create(channel, "1f:ports") == key || create(group, "1f:grain") == key {
		t.Error("other data has the same key")
	}
	elsewhere, err := other.CreateLink(t.Context(), group, "1f:ports")
	if err != nil || elsewhere == key {
		t.Errorf("the key follows from the data: %s, %v", elsewhere, err)
	}
	if data, err := store.FindLink(t.Context(), key); err != nil || data != "1f:ports" {
		t.Errorf("got %q, %v", data, err)
	}
	if _, err := store.FindLink(t.Context(), elsewhere); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("an unknown key: %v", err)
	}
	if err := store.DeleteChat(t.Context(), bot.Event{}, group); err != nil {
		t.Fatal(err)
	}
	if _, err := store.FindLink(t.Context(), key); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("the link of a chat that was deleted: %v", err)
	}
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	store, _ := openNew(t)
	chat, at := bot.ChatRef{Platform: "p", ID: "7"}, noon
	ev := func(key, user string) bot.Event { return bot.Event{Platform: "p", Key: key, UserID: user, At: at} }
	ask := func(user, command string) {
		t.Helper()
		if err := store.SaveQuestion(t.Context(), ev("", user), chat, command); err != nil {
			t.Fatal(err)
		}
	}
	take := func(ev bot.Event, since time.Time, want string) {
		t.Helper()
		if got, err := store.TakeQuestion(t.Context(), ev, chat, since); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	early := at.Add(-time.Minute)
	take(ev("1", "ann"), early, "")
	ask("ann", "subscribe")
	ask("ben", "digest")
	ask("ann", "timezone")
	take(ev("2", "ann"), early, "timezone")
	take(ev("2", "ann"), early, "timezone") // told twice
	take(ev("3", "ann"), early, "")
	take(ev("4", "ben"), at.Add(time.Minute), "") // too late
	take(ev("5", "ben"), early, "")
	ask("ann", "subscribe")
	if err := store.DeleteChat(t.Context(), bot.Event{}, chat); err != nil {
		t.Fatal(err)
	}
	take(ev("6", "ann"), early, "")
}

// TestWhoIsAskedNothingIsKnown without a look into the store, and not longer than
// it holds.
func TestWhoIsAskedNothingIsKnown(t *testing.T) {
	store, _ := openNew(t)
	chat := func(id string) bot.ChatRef { return bot.ChatRef{Platform: "p", ID: id} }
	ev := func(key string) bot.Event { return bot.Event{Platform: "p", Key: key, UserID: "ann", At: noon} }
	take := func(key, id, want string) {
		t.Helper()
		if got, err := store.TakeQuestion(t.Context(), ev(key), chat(id), noon.Add(-time.Minute)); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	for _, id := range []string{"1", "2", "3"} {
		take("none in "+id, id, "")
	}
	for id, command := range map[string]string{"1": "subscribe", "4": "timezone", "5": "digest"} {
		if err := store.SaveQuestion(t.Context(), ev(""), chat(id), command); err != nil {
			t.Fatal(err)
		}
	}
	take("a", "1", "subscribe")
	take("b", "1", "")
	take("a", "1", "subscribe") // told twice
	if _, _, err := store.ChangeSettings(t.Context(), ev("known"), chat("4"), bot.SettingsChange{Paused: new(true)}); err != nil {
		t.Fatal(err)
	}
	if err := store.MoveChat(t.Context(), ev("move"), chat("4"), chat("2")); err != nil {
		t.Fatal(err)
	}
	take("c", "2", "timezone")
	take("d", "3", "")
	other := open(t, store.Path(), db.Options{}) // a start
	if got, err := other.TakeQuestion(t.Context(), ev("e"), chat("5"), noon.Add(-time.Minute)); err != nil || got != "digest" {
		t.Errorf("after a start: %q, %v", got, err)
	}
	store.Close()
	take("f", "3", "")
	if _, err := store.TakeQuestion(t.Context(), ev("g"), chat("6"), noon); err == nil {
		t.Error("a store that is closed knows of somebody who was never looked for")
	}
}

func TestAChatThatIsLeftIsStoppedWithItsTopics(t *testing.T) {
	store, _ := openNew(t)
	at := noon
	group, topic, other := bot.ChatRef{Platform: "p", ID: "-1"}, bot.ChatRef{Platform: "p", ID: "-1:5"}, bot.ChatRef{Platform: "p", ID: "-2"}
	speak := func(key string, chat bot.ChatRef) {
		t.Helper()
		ev := bot.Event{Platform: "p", Key: key, At: at, Kind: bot.Group}
		if chat == topic {
			ev.Within = group
		}
		yes := true
		if _, _, err := store.ChangeSettings(t.Context(), ev, chat, bot.SettingsChange{Paused: &yes}); err != nil {
			t.Fatal(err)
		}
	}
	stopped := func(chat bot.ChatRef) string {
		t.Helper()
		s, err := store.FindSettings(t.Context(), chat)
		if err != nil {
			t.Fatal(err)
		}
		return s.Stopped
	}
	speak("1", group)
	speak("2", topic)
	speak("3", other)
	for range 2 { // told twice
		if err := store.StopChat(t.Context(), bot.Event{Platform: "p", Key: "4", At: at}, group); err != nil {
			t.Fatal(err)
		}
	}
	if stopped(group) != "gone" || stopped(topic) != "gone" || stopped(other) != "" {
		t.Errorf("stopped are %q, %q and %q", stopped(group), stopped(topic), stopped(other))
	}
	if speak("5", topic); stopped(topic) != "" || stopped(group) != "gone" {
		t.Errorf("after somebody spoke, stopped are %q and %q", stopped(topic), stopped(group))
	}
	moved := bot.ChatRef{Platform: "p", ID: "-100"}
	for range 2 {
		if err := store.MoveChat(t.Context(), bot.Event{Platform: "p", Key: "6", At: at}, other, moved); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := store.FindSettings(t.Context(), moved); err != nil || !s.Paused {
		t.Errorf("the chat that moved has lost its settings: %+v, %v", s, err)
	}
}
