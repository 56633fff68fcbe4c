package db_test

import (
	"fmt"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// manyChats makes chats that follow one topic each and whose digest is due.
func manyChats(b *testing.B, d *db.DB, count int) {
	b.Helper()
	if err := d.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
		INSERT INTO chats (id, platform, ref, created, next_digest, next_slot) SELECT i, 'telegram', 'c' || i, 0, ?2, '2026-11-06 08:00' FROM n`,
		count, noon.Add(-4*time.Hour).UnixMilli()); err != nil {
		b.Fatal(err)
	}
	if err := d.Exec(`INSERT INTO topics (id, key, name, rules, created) VALUES (1, 'grain', 'grain', 1, 0)`); err != nil {
		b.Fatal(err)
	}
	if err := d.Exec(`INSERT INTO subscriptions (chat, topic, typed, mode, created) SELECT id, 1, 'grain', 'daily', 0 FROM chats`); err != nil {
		b.Fatal(err)
	}
}

// fullDigest is a digest as large as they get.
func fullDigest(c bot.DueChat, n int) *bot.Digest {
	g := &bot.Digest{Chat: c.Chat, Slot: c.NextSlot, Due: c.NextDigest, Since: noon.AddDate(0, 0, -1), Composed: noon, Total: 14,
		Topics: []string{"grain", "ports"}, Followed: []string{"grain", "karabakh", "ports"}, Sources: 14, Failed: 1}
	for i := range 10 {
		s := bot.DigestStory{Story: int64(2000 + i + n%50), Article: int64(5000 + i), Revision: int64(7000 + i), Topics: []int64{1},
			Quote: 2, Figures: []int{0, 3}, Publishers: []string{"Example Wire", "Sample Gazette"}}
		if i < 3 {
			g.Stories = append(g.Stories, s)
		} else {
			g.Also = append(g.Also, s)
		}
	}
	return g
}

// finish composes and saves what is due; it returns how many were due.
func finish(t testing.TB, d *db.DB, limit int) int {
	t.Helper()
	due, err := d.FindDueChats(ctx, noon, limit)
	if err != nil {
		t.Fatal(err)
	}
	var done []bot.DigestDone
	for i, c := range due {
		done = append(done, bot.DigestDone{Chat: c.Settings, Digest: fullDigest(c, i), Seen: 5,
			Next: c.NextDigest.AddDate(0, 0, 1), NextSlot: "2026-11-07 08:00"})
	}
	if err := d.SaveDigests(ctx, done); err != nil {
		t.Fatal(err)
	}
	return len(due)
}

// BenchmarkSaveDigests reads 200 of 20,000 chats that are due and saves their
// digests, of ten stories each.
func BenchmarkSaveDigests(b *testing.B) {
	d, _ := openNew(b)
	manyChats(b, d, 20_000)
	digests := 0
	for b.Loop() {
		n := finish(b, d, 200)
		if n == 0 {
			b.StopTimer()
			if err := d.Exec(`UPDATE chats SET next_digest = ?, next_slot = '2026-11-06 ' || ?`, noon.UnixMilli(), digests); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
		digests += n
	}
	b.ReportMetric(float64(digests)/b.Elapsed().Seconds(), "digests/s")
}

// BenchmarkDeliveries claims 20 deliveries at a time, begins each alone and
// ends them together, beside 1,000,000 that were sent.
func BenchmarkDeliveries(b *testing.B) {
	for _, sent := range []int{0, 1_000_000} {
		b.Run(fmt.Sprint(sent, "Sent"), func(b *testing.B) {
			d, _ := openNew(b)
			manyChats(b, d, 50_000)
			if err := d.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
				INSERT INTO deliveries (chat, platform, kind, priority, key, content, silent, due, state, message, created, ended)
				SELECT i % 50000 + 1, 'telegram', 'digest', 2, 'k' || i, x'7b7d', 0, i, 'sent', 'm' || i, i, i FROM n WHERE ?1 > 0`, sent); err != nil {
				b.Fatal(err)
			}
			for finish(b, d, 200) > 0 {
			}
			n := 0
			for b.Loop() {
				list, err := d.ClaimDeliveries(ctx, bot.Claim{Owner: "bench", Platform: "telegram", Lease: time.Minute, Limit: 20})
				if err != nil || len(list) != 20 {
					b.Fatal(len(list), err)
				}
				var ends []bot.DeliveryEnd
				for _, x := range list {
					if ok, err := d.BeginDelivery(ctx, x.ID, "bench", x.Attempt); !ok || err != nil {
						b.Fatal(ok, err)
					}
					ends = append(ends, bot.DeliveryEnd{ID: x.ID, Attempt: x.Attempt, State: bot.DeliverySent, Message: bot.MessageRef{Chat: x.Chat, ID: "77"}})
				}
				if err := d.EndDeliveries(ctx, "bench", ends); err != nil {
					b.Fatal(err)
				}
				n += len(list)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "deliveries/s")
		})
	}
}
