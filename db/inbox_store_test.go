package db_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wirebrief/bot"
	"wirebrief/db"
)

const someWhere = bot.Platform("telegram")

// came makes events of keys, in lanes of their first letters.
func came(at time.Time, keys ...string) (list []bot.InboxEvent) {
	for _, k := range keys {
		list = append(list, bot.InboxEvent{Key: k, Lane: k[:1], Payload: []byte("said " + k), At: at})
	}
	return list
}

func keysOf(list []bot.InboxEvent) string {
	var keys []string
	for _, ev := range list {
		keys = append(keys, ev.Key)
	}
	return strings.Join(keys, " ")
}

func keep(t *testing.T, s bot.Inbox, events []bot.InboxEvent) string {
	t.Helper()
	fresh, err := s.CreateInboxEvents(ctx, someWhere, events)
	if err != nil {
		t.Fatal(err)
	}
	return keysOf(fresh)
}

func waiting(t *testing.T, s bot.Inbox) string {
	t.Helper()
	list, err := s.FindInboxEvents(ctx, someWhere)
	if err != nil {
		t.Fatal(err)
	}
	return keysOf(list)
}

func endEvents(t *testing.T, s bot.Inbox, keys ...string) {
	t.Helper()
	if err := s.EndInboxEvents(ctx, someWhere, keys); err != nil {
		t.Fatal(err)
	}
}

func testInbox(t *testing.T, s store, c *clock) {
	t.Run("KeepsTheOrder", func(t *testing.T) {
		if got := keep(t, s, came(noon, "b2", "a9", "b1")); got != "b2 a9 b1" {
			t.Errorf("fresh: %s", got)
		}
		list, err := s.FindInboxEvents(ctx, someWhere)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(came(noon, "b2", "a9", "b1"), list); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("FindsSome", func(t *testing.T) {
		list, err := s.FindInboxEvents(ctx, someWhere, "b1", "b2", "never told")
		if err != nil || keysOf(list) != "b2 b1" {
			t.Errorf("%s, %v", keysOf(list), err)
		}
	})
	t.Run("LeavesOutWhatIsKnown", func(t *testing.T) {
		if got := keep(t, s, came(noon, "a9", "c1", "c1", "b1")); got != "c1" {
			t.Errorf("fresh: %s", got)
		}
		endEvents(t, s, "a9", "never told")
		if got := keep(t, s, came(noon, "a9", "c2")); got != "c2" {
			t.Errorf("fresh after an answer: %s", got)
		}
		if got := waiting(t, s); got != "b2 b1 c1 c2" {
			t.Errorf("waiting: %s", got)
		}
	})
	t.Run("TellsPlatformsApart", func(t *testing.T) {
		fresh, err := s.CreateInboxEvents(ctx, "discord", came(noon, "c1"))
		if err != nil || keysOf(fresh) != "c1" {
			t.Errorf("fresh elsewhere: %v, %v", fresh, err)
		}
		endEvents(t, s, "b2", "b1", "c1", "c2")
		if list, err := s.FindInboxEvents(ctx, "discord"); err != nil || keysOf(list) != "c1" {
			t.Errorf("waiting elsewhere: %v, %v", list, err)
		}
	})
	t.Run("CountsAttempts", func(t *testing.T) {
		keep(t, s, came(noon, "d1"))
		for want := range 3 {
			if before, err := s.TryInboxEvent(ctx, someWhere, "d1"); err != nil || before != want {
				t.Errorf("attempt %d: %d before, %v", want+1, before, err)
			}
		}
		endEvents(t, s, "d1")
		for _, key := range []string{"d1", "never told"} {
			if before, err := s.TryInboxEvent(ctx, someWhere, key); err != nil || before != 0 {
				t.Errorf("%s: %d before, %v", key, before, err)
			}
		}
	})
	t.Run("TakesNothing", func(t *testing.T) {
		if got := keep(t, s, nil); got != "" {
			t.Errorf("fresh: %s", got)
		}
		endEvents(t, s)
		if got := keep(t, s, []bot.InboxEvent{{Key: "e1"}}); got != "e1" {
			t.Errorf("without a payload: %s", got)
		}
		list, err := s.FindInboxEvents(ctx, someWhere)
		if err != nil || len(list) != 1 || len(list[0].Payload) != 0 || !list[0].At.Equal(c.now()) {
			t.Errorf("without a payload: %+v, %v", list, err)
		}
		endEvents(t, s, "e1")
	})
}

// testOldInbox lets events grow old.
func testOldInbox(t *testing.T, s store, c *clock) {
	keep(t, s, came(noon, "a1", "b1"))
	endEvents(t, s, "a1")
	c.add(47 * time.Hour)
	if got := keep(t, s, came(c.now(), "a1", "a2")); got != "a2" {
		t.Errorf("within two days: %s", got)
	}
	c.add(2 * time.Hour)
	if got := keep(t, s, came(c.now(), "b1", "a1")); got != "b1 a1" {
		t.Errorf("after two days: %s", got)
	}
	if got := waiting(t, s); got != "a2 b1 a1" {
		t.Errorf("what came again is not at its new place: %s", got)
	}
	endEvents(t, s, "b1", "a1")
	c.add(-72 * time.Hour) // the clock was wrong, and is set back
	if got := keep(t, s, came(c.now(), "b1", "b2")); got != "b1 b2" {
		t.Errorf("after the clock was set back: %s", got)
	}
	c.add(11 * 24 * time.Hour)
	if got := waiting(t, s); got != "" {
		t.Errorf("after a week: %s", got)
	}
}

// TestInboxForgets looks into the file: what people wrote is not kept longer
// than needed, and the table does not grow for ever.
func TestInboxForgets(t *testing.T) {
	c := &clock{at: noon}
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	s := open(t, path, db.Options{Now: c.now})
	rows := func(condition string) (n int) {
		t.Helper()
		if err := raw(t, "file:"+path).QueryRow(`SELECT count(*) FROM inbox WHERE ` + condition).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	var keys []string
	for i := range 100 {
		keys = append(keys, fmt.Sprint("k", i))
	}
	keep(t, s, came(noon, keys...))
	endEvents(t, s, keys[:90]...)
	if n := rows(`payload IS NULL AND lane = ''`); n != 90 {
		t.Errorf("%d answered events have kept no words, want 90", n)
	}
	c.add(49 * time.Hour)
	for day := range 2 {
		for i := range 30 {
			keep(t, s, came(c.now(), fmt.Sprint("day", day, "-", i)))
		}
		if n, want := rows(`key LIKE 'k%'`), []int{10, 0}[day]; n != want {
			t.Errorf("%d old events are left, want %d", n, want)
		}
		c.add(7 * 24 * time.Hour)
	}
	if n := rows(`payload IS NOT NULL`); n == 0 {
		t.Error("nothing is left that nobody answers")
	}
	c.add(7 * 24 * time.Hour)
	if _, err := s.PruneLedger(ctx, c.now(), 1000); err != nil {
		t.Fatal(err)
	}
	if n := rows(`true`); n != 0 {
		t.Errorf("%d events are left that nobody answered for a week", n)
	}
	if list, err := s.FindInboxEvents(ctx, someWhere); err != nil || slices.ContainsFunc(list, func(ev bot.InboxEvent) bool { return strings.HasPrefix(ev.Key, "k") }) {
		t.Errorf("found %v, %v", keysOf(list), err)
	}
}

// TestAnsweredWordsAreOverwritten searches the file for what was written, after
// events of all sizes came and were answered in any order.
func TestAnsweredWordsAreOverwritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	s := open(t, path, db.Options{})
	random := rand.New(rand.NewPCG(1, 2))
	var open []string
	const word = "somebodywrotethis"
	for round := range 40 {
		var events []bot.InboxEvent
		for i := range 20 {
			size := 100 + random.IntN(1500)
			if i == 0 {
				size = 20_000
			}
			events = append(events, bot.InboxEvent{Key: fmt.Sprint(round, "-", i), Lane: "a", Payload: []byte(strings.Repeat(word+" ", size/len(word)))})
			open = append(open, events[i].Key)
		}
		keep(t, s, events)
		random.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
		n := random.IntN(len(open))
		endEvents(t, s, open[:n]...)
		open = open[n:]
	}
	checkpoint := func() {
		t.Helper()
		if _, err := raw(t, "file:"+path).Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil { // the log is overwritten in time
			t.Fatal(err)
		}
	}
	checkpoint()
	if len(open) == 0 || !inFile(t, path, word) {
		t.Fatal("the words are not found even while they are kept")
	}
	endEvents(t, s, open...)
	checkpoint()
	if inFile(t, path, word) {
		t.Error("what was answered is still in the file")
	}
}
