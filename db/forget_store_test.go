package db_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

func testPrune(t *testing.T, s store, c *clock) {
	prune := func(limit int) int {
		t.Helper()
		n, err := s.PruneLedger(ctx, c.now(), limit)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	follow(t, s, bot.Event{}, chat, "grain")
	topics, _, _ := s.FindTopics(ctx)
	store1(t, s, article("https://example.org/1", "One", "Text.", noon))
	processAll(t, s, topics[0].ID)
	c.add(20 * time.Hour)
	saveDigests(t, s, digestOf(due(t, s, c.now())[0], 1))
	owe(t, s, chats(4)...)
	for _, d := range claim(t, s, "a", "terminal") {
		begin(t, s, "a", d)
		end(t, s, "a", d, bot.DeliveryEnd{State: bot.DeliverySent})
	}
	owe(t, s, chats(1)...)
	c.add(29 * 24 * time.Hour)
	if n := prune(100); n != 0 {
		t.Errorf("%d rows went after 29 days", n)
	}
	store1(t, s, article("https://example.org/2", "Two", "Text two.", noon))
	c.add(48 * time.Hour)
	if n := prune(3); n != 4 { // deliveries and the match of an article
		t.Errorf("%d rows went, want 3 and 1", n)
	}
	if n := prune(3); n != 2 {
		t.Errorf("%d rows went, want 2", n)
	}
	if got := ledger(t, s); len(got) != 1 || got[0].State != bot.DeliveryReady {
		t.Errorf("left: %+v", got)
	}
	if got, err := s.FindShown(ctx, []bot.ChatRef{chat}, []int64{100}); err != nil || len(got) != 0 {
		t.Errorf("shown: %v, %v", got, err)
	}
	if n := prune(100); n != 0 {
		t.Errorf("%d more rows went", n)
	}
}

func testForgotten(t *testing.T, s store, c *clock) {
	for _, of := range []bot.ChatRef{chat, other} {
		follow(t, s, bot.Event{Platform: of.Platform, Key: "follow", UserID: "user-7"}, of, "grain")
		follow(t, s, bot.Event{}, of, "of "+string(of.Platform))
		change(t, s, of, bot.SettingsChange{Zone: new("Asia/Yerevan")})
	}
	c.add(24 * time.Hour)
	for _, d := range due(t, s, c.now()) {
		saveDigests(t, s, digestOf(d, 1))
	}
	var export map[string]any
	b, err := s.ExportChat(ctx, chat)
	if err == nil {
		err = json.Unmarshal(b, &export)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"topic": "grain"`, `"time_zone": "Asia/Yerevan"`, `"state": "ready"`, `"user": "user-7"`, `"act": "subscribe"`,
		`"slot": "2026-11-07 08:00"`, `"story": 100`, `"zone: Asia/Yerevan, was none"`, `"known_since": "2026-11-06T12:00:00Z"`, `"event": "follow"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the export has no %s:\n%s", want, b)
		}
	}
	if strings.Contains(string(b), "of telegram") {
		t.Errorf("the export tells of another chat:\n%s", b)
	}
	for range 2 { // a repeated event does nothing more
		if err := s.DeleteChat(ctx, event("forget"), chat); err != nil {
			t.Fatal(err)
		}
		if list, err := s.FindSubscriptions(ctx, chat); err != nil || len(list) != 0 {
			t.Errorf("follows %v, %v", list, err)
		}
	}
	if got := settings(t, s, chat); got.Zone != "" {
		t.Errorf("%+v", got)
	}
	if got := ledger(t, s); len(got) != 1 || got[0].Chat != other {
		t.Errorf("left in the ledger: %+v", got)
	}
	topics, _, err := s.FindTopics(ctx)
	if err != nil || len(topics) != 2 || topics[0].Topic.String() != "grain" {
		t.Errorf("topics left: %+v, %v", topics, err)
	}
	if _, created := follow(t, s, event("follow"), chat, "grain"); !created {
		t.Error("the event is still remembered")
	}
	if err := s.DeleteChat(ctx, event("forget"), chat); err != nil {
		t.Fatal(err)
	}
	if list, _ := s.FindSubscriptions(ctx, chat); len(list) != 1 {
		t.Error("a repeated event forgot what was followed since")
	}
}

// TestForgottenIsOverwritten reads the files for what was deleted.
func TestForgottenIsOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	c := &clock{at: noon}
	d := open(t, path, db.Options{Now: c.now})
	gone := bot.ChatRef{Platform: "telegram", ID: "qzvx-chat-id"}
	marks := []string{"qzvx-chat-id", "qzvx-chat-name", "qzvxtopic", "qzvx-user", "qzvx-headline"}
	for _, of := range append(chats(20), gone) {
		ev := bot.Event{Platform: of.Platform, Key: "k" + of.ID, UserID: "user", Kind: bot.Group, ChatName: "a chat"}
		topic := "grain"
		if of == gone {
			ev.UserID, ev.ChatName, topic = "qzvx-user", "qzvx-chat-name", "qzvxtopic"
		}
		follow(t, d, ev, of, topic)
	}
	c.add(24 * time.Hour)
	for _, x := range due(t, d, c.now()) {
		done := digestOf(x, 1)
		if x.Chat == gone {
			done.Digest.Topics = []string{"qzvx-headline"}
		}
		saveDigests(t, d, done)
	}
	found := func() (found []string) {
		t.Helper()
		for _, name := range []string{path, path + "-wal"} {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range marks {
				if bytes.Contains(b, []byte(m)) {
					found = append(found, m)
				}
			}
		}
		return found
	}
	if got := found(); len(got) < len(marks) {
		t.Fatalf("before: only %v in the files: the test does not test", got)
	}
	if err := d.DeleteChat(ctx, bot.Event{}, gone); err != nil {
		t.Fatal(err)
	}
	if got := found(); len(got) != 0 {
		t.Errorf("still in the files: %v", got)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() != 0 {
		t.Errorf("the log has %d bytes, %v", info.Size(), err)
	}
	if got, err := d.QueryString(`PRAGMA secure_delete`); err != nil || got != "2" {
		t.Errorf("afterwards secure_delete is %s, %v", got, err)
	}
}

// TestTheEventThatForgetsIsOverwritten once it was answered: it names the chat and
// its sender, too. What came with it is answered before or after.
func TestTheEventThatForgetsIsOverwritten(t *testing.T) {
	for name, answers := range map[string][][]string{
		"together": {{"before", "delete", "later"}}, "alone": {{"before"}, {"delete"}, {"later"}}, "before the others": {{"delete", "later"}, {"before"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "wirebrief.db")
			d := open(t, path, db.Options{})
			event := func(key, says string) {
				keep(t, d, []bot.InboxEvent{{Key: key, Lane: "a", Payload: []byte(says)}})
			}
			event("before", "somebody else")
			event("delete", "qzvx-sender")
			follow(t, d, bot.Event{}, bot.ChatRef{Platform: someWhere, ID: "qzvx-chat"}, "grain")
			if err := d.DeleteChat(ctx, bot.Event{}, bot.ChatRef{Platform: someWhere, ID: "qzvx-chat"}); err != nil {
				t.Fatal(err)
			}
			if !inFile(t, path, "qzvx-sender") || inFile(t, path, "qzvx-chat") {
				t.Fatal("the event is not there before its answer, or the chat is")
			}
			event("later", "somebody else")
			for _, keys := range answers {
				endEvents(t, d, keys...)
			}
			if inFile(t, path, "qzvx-sender") {
				t.Error("afterwards it is still in the files")
			}
			follow(t, d, bot.Event{}, chat, "ports")
			endEvents(t, d, "later")
			if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
				t.Errorf("the log is emptied for nothing, %v", err)
			}
		})
	}
}

// TestTheEventThatForgetsIsOverwrittenWhenItComesAgain: the program ended between
// deleting the chat and the answer.
func TestTheEventThatForgetsIsOverwrittenWhenItComesAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	forget := func(d *db.DB) {
		if err := d.DeleteChat(ctx, bot.Event{Platform: someWhere, Key: "delete"}, bot.ChatRef{Platform: someWhere, ID: "a"}); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, path, db.Options{})
	keep(t, d, []bot.InboxEvent{{Key: "delete", Lane: "a", Payload: []byte("qzvx-sender")}})
	forget(d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = open(t, path, db.Options{})
	forget(d)
	endEvents(t, d, "delete")
	if inFile(t, path, "qzvx-sender") {
		t.Error("it is still in the files")
	}
}

// TestAnsweredEventsAreNotedWhileOthersRead: the log cannot be emptied for as long
// as somebody reads from it, which is no reason to note the events again and again.
func TestAnsweredEventsAreNotedWhileOthersRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	d := open(t, path, db.Options{Wait: time.Hour})
	keep(t, d, []bot.InboxEvent{{Key: "delete", Lane: "a", Payload: []byte("somebody")}})
	if err := d.DeleteChat(ctx, bot.Event{}, bot.ChatRef{Platform: someWhere, ID: "a"}); err != nil {
		t.Fatal(err)
	}
	reading, err := raw(t, path).Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Rollback()
	var n int
	if err := reading.QueryRow(`SELECT count(*) FROM inbox`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	for patience := 100 * time.Millisecond; ; patience *= 2 { // a slow disk may take longer to note them at all
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		err := d.EndInboxEvents(ctx, someWhere, []string{"delete"})
		cancel()
		if err == nil {
			return
		}
		if patience > 10*time.Second {
			t.Fatal(err)
		}
	}
}
