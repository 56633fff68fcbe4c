package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// TestUpgradePins opens a file of before pins had blocks: what deliveries far
// from each other name is still found, a page at a time, and stays as long as
// they do.
func TestUpgradePins(t *testing.T) {
	path, pool := before(t, 12)
	article := fillFirst(t, pool, 2)[0]
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := pool.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	deliveries := []int64{3, 4, 4095, 4096, 20_000}
	exec(`INSERT INTO chats (id, platform, ref, created, next_slot) VALUES (1, 'plain', 'a', 0, '')`)
	for _, id := range deliveries {
		exec(`INSERT INTO deliveries (id, chat, platform, kind, priority, key, silent, due, state, message_chat, message, created, content)
			VALUES (?1, 1, 'plain', 'digest', 2, ?2, 0, ?3, 'sent', 'a', ?2, ?3, x'7b7d')`, id, fmt.Sprint("m", id), noon.UnixMilli())
		exec(`INSERT INTO pins (revision, delivery) VALUES (1, ?)`, id)
	}
	exec(`INSERT INTO pins (revision, delivery) VALUES (2, 4096)`)
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	c := &clock{at: noon}
	d := open(t, path, db.Options{Now: c.now})
	var found []int64
	for after := int64(0); ; {
		list, err := d.FindSentReports(ctx, article, noon.Add(-time.Hour), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			if !slices.Equal(r.Revisions, []int64{1}) {
				t.Errorf("delivery %d names %v", r.Delivery.ID, r.Revisions)
			}
			after = r.Delivery.ID
			found = append(found, after)
		}
		if len(list) == 0 {
			break
		}
	}
	if !slices.Equal(found, deliveries) {
		t.Errorf("%v", found)
	}
	count := func(query string, want int64) {
		t.Helper()
		if n, err := d.QueryInt(query); err != nil || n != want {
			t.Errorf("%s: %d, %v; want %d", query, n, err, want)
		}
	}
	count(`SELECT count(*) FROM pin_blocks`, 4)
	revised := store1(t, d, real("https://example.org/0", "Ellery Post", "Harbour 0", "Another text.", noon))
	if changes, _, err := d.FindChanges(ctx); err != nil || revised.Outcome != bot.Revised || len(changes) != 1 || changes[0].Article != article {
		t.Errorf("%+v, %+v, %v", revised, changes, err)
	}
	c.at = noon.Add(40 * 24 * time.Hour)
	if _, err := d.PruneLedger(ctx, c.at, 100); err != nil {
		t.Fatal(err)
	}
	count(`SELECT count(*) FROM pins`, 0)
	if err := d.Check(ctx); err != nil {
		t.Error(err)
	}
}
