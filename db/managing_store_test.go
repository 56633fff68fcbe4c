package db_test

import (
	"fmt"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// The channels, and the person who administers them.
var (
	daily  = bot.ChatRef{Platform: "p", ID: "-1001"}
	weekly = bot.ChatRef{Platform: "p", ID: "-1002"}
	desk   = bot.ChatRef{Platform: "p", ID: "private of ann"}
)

func by(person, key string, kind bot.ChatKind, name string) bot.Event {
	return bot.Event{Platform: "p", Key: key, UserID: person, Kind: kind, ChatName: name}
}

// managed writes what a person manages: the names of channels, with a star the
// one that they do.
func managed(t *testing.T, d *db.DB, person string) string {
	t.Helper()
	list, err := d.FindManaged(t.Context(), "p", person)
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, m := range list {
		out += m.Name + "(" + m.Channel.ID + ")"
		if !m.Used.IsZero() {
			out += "*"
		}
	}
	return out
}

func TestManaging(t *testing.T) {
	d, c := openNew(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	want := func(person, list string) {
		t.Helper()
		if got := managed(t, d, person); got != list {
			t.Errorf("%s manages %s, want %s", person, got, list)
		}
	}
	must(d.SaveManager(t.Context(), by("ann", "1", bot.Channel, "Daily"), daily))
	c.add(time.Minute)
	must(d.SaveManager(t.Context(), by("ann", "2", bot.Channel, "Weekly"), weekly))
	want("ann", "Weekly(-1002)Daily(-1001)")
	want("bob", "")
	if s, err := d.FindSettings(t.Context(), daily); err != nil || s.Kind != bot.Channel || s.Name != "Daily" {
		t.Errorf("the channel is %+v, %v", s, err)
	}

	must(d.Manage(t.Context(), by("ann", "3", bot.Private, ""), desk, daily))
	want("ann", "Daily(-1001)*Weekly(-1002)")
	must(d.Manage(t.Context(), by("ann", "4", bot.Private, ""), desk, weekly))
	want("ann", "Weekly(-1002)*Daily(-1001)")
	must(d.Manage(t.Context(), by("ann", "3", bot.Private, ""), desk, daily)) // comes again
	want("ann", "Weekly(-1002)*Daily(-1001)")
	must(d.Manage(t.Context(), by("ann", "5", bot.Private, ""), desk, bot.ChatRef{}))
	want("ann", "Weekly(-1002)Daily(-1001)")

	must(d.Manage(t.Context(), by("bob", "6", bot.Private, ""), bot.ChatRef{Platform: "p", ID: "private of bob"}, daily))
	want("bob", "Daily(-1001)*")
	must(d.DeleteManager(t.Context(), by("ann", "7", bot.Private, ""), daily))
	want("ann", "Weekly(-1002)")
	want("bob", "Daily(-1001)*")

	must(d.MoveChat(t.Context(), bot.Event{}, daily, bot.ChatRef{Platform: "p", ID: "-1009"}))
	want("bob", "Daily(-1009)*")

	must(d.DeleteChat(t.Context(), by("ann", "8", bot.Private, ""), desk)) // never managed from there since
	want("ann", "")
	if s, err := d.FindSettings(t.Context(), weekly); err != nil || s.Kind != bot.Channel {
		t.Errorf("the channel that ann administered is %+v, %v", s, err)
	}
	must(d.DeleteChat(t.Context(), bot.Event{}, bot.ChatRef{Platform: "p", ID: "-1009"}))
	want("bob", "")
}

// TestManagedAreBounded: the one that is managed is always among them.
func TestManagedAreBounded(t *testing.T) {
	d, c := openNew(t)
	for i := range bot.MaxManaged + 5 {
		c.add(time.Second)
		ref := bot.ChatRef{Platform: "p", ID: fmt.Sprint("-", i+1)}
		if err := d.SaveManager(t.Context(), by("ann", fmt.Sprint(i), bot.Channel, "One"), ref); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Manage(t.Context(), by("ann", "manage", bot.Private, ""), desk, bot.ChatRef{Platform: "p", ID: "-1"}); err != nil {
		t.Fatal(err)
	}
	list, err := d.FindManaged(t.Context(), "p", "ann")
	if err != nil || len(list) != bot.MaxManaged || list[0].Channel.ID != "-1" || list[0].Used.IsZero() {
		t.Errorf("%d channels, the first %+v, %v", len(list), list[0], err)
	}
}

// TestStartChat: what had been stopped holds again, in the topics of a group,
// too; what an operator put out does not.
func TestStartChat(t *testing.T) {
	d, _ := openNew(t)
	group, topic, own := bot.ChatRef{Platform: "p", ID: "-5"}, bot.ChatRef{Platform: "p", ID: "-5:7"}, bot.ChatRef{Platform: "p", ID: "5"}
	start := func(key string, kind bot.ChatKind, chat bot.ChatRef, want bot.ChatPast) {
		t.Helper()
		for range 2 { // told twice
			past, err := d.StartChat(t.Context(), by("ann", key, kind, ""), chat)
			if err != nil || past != want {
				t.Errorf("%s was %+v, want %+v; %v", chat.ID, past, want, err)
			}
		}
	}
	start("1", bot.Group, group, bot.ChatPast{})
	start("2", bot.Group, group, bot.ChatPast{Known: true})
	within := by("ann", "3", bot.Group, "")
	within.Within = group
	follow(t, d, within, topic, "grain")
	follow(t, d, by("ann", "4", bot.Private, ""), own, "grain")
	for _, chat := range []bot.ChatRef{group, own} {
		if err := d.StopChat(t.Context(), bot.Event{}, chat); err != nil {
			t.Fatal(err)
		}
	}
	start("5", bot.Group, group, bot.ChatPast{Known: true, Stopped: true})
	start("6", bot.Private, own, bot.ChatPast{Known: true, Stopped: true})
	for _, chat := range []bot.ChatRef{topic, own} {
		if s, err := d.FindSettings(t.Context(), chat); err != nil || s.Stopped != "" || s.NextDigest.IsZero() {
			t.Errorf("%s: %+v, %v", chat.ID, s, err)
		}
	}
	start("7", bot.Private, bot.ChatRef{Platform: "p", ID: "unknown"}, bot.ChatPast{})
	if n, err := d.QueryInt(`SELECT count(*) FROM chats WHERE ref = 'unknown'`); err != nil || n != 0 {
		t.Errorf("%d rows of a private chat that has said /start, %v", n, err)
	}
	if err := d.AdmitChat(t.Context(), by("ann", "8", bot.Group, ""), group); err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteGrant(t.Context(), bot.ChatGrant, "p", group.ID); err != nil {
		t.Fatal(err)
	}
	start("9", bot.Group, group, bot.ChatPast{Known: true, Stopped: true})
	if s, err := d.FindSettings(t.Context(), topic); err != nil || s.Stopped != "put out" {
		t.Errorf("what was put out: %+v, %v", s, err)
	}
}
