package db_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/db"
)

// TestSaveManyDigests: of whatever number are saved at once, each is saved
// whole, and no number of a delivery is given again.
func TestSaveManyDigests(t *testing.T) {
	for _, count := range []int{1, 9, 50, 61, 123} {
		t.Run(fmt.Sprint(count), func(t *testing.T) {
			d, c := openNew(t)
			follow(t, d, bot.Event{}, other, "grain")
			for _, of := range chats(count) {
				follow(t, d, bot.Event{}, of, "grain")
			}
			c.add(24 * time.Hour)
			saveDigests(t, d, digestOf(due(t, d, c.now())[0], 1))
			last := ledger(t, d)[0].ID
			if err := d.DeleteChat(ctx, bot.Event{}, other); err != nil {
				t.Fatal(err)
			}
			list, err := d.FindDueChats(ctx, c.now(), 1000)
			if err != nil || len(list) != count {
				t.Fatal(len(list), err)
			}
			var done []bot.DigestDone
			for i, chat := range list {
				x := digestOf(chat, int64(1000+i), int64(2000+i))
				if i%7 == 3 {
					x.Digest = nil
				}
				done = append(done, x)
			}
			// One that comes twice gets one.
			saveDigests(t, d, append(done, done[0])...)
			got := ledger(t, d)
			want := count - (count+3)/7
			if len(got) != want || got[0].ID <= last {
				t.Fatalf("%d deliveries from %d on, want %d after %d", len(got), got[0].ID, want, last)
			}
			keys := map[string]bool{}
			for _, x := range got {
				i := slices.IndexFunc(done, func(d bot.DigestDone) bool { return d.Chat.Chat == x.Chat })
				keys[x.Key] = true
				if diff := cmp.Diff(done[i].Digest, x.Content, cmpopts.EquateEmpty()); diff != "" || x.State != bot.DeliveryReady || !x.Due.Equal(done[i].Digest.Due) {
					t.Errorf("%s %+v", diff, x)
				}
				hasRows(t, d, x.ID, i)
			}
			if len(keys) != want {
				t.Errorf("%d keys", len(keys))
			}
			if left := due(t, d, c.now()); len(left) > 0 {
				t.Errorf("%d chats are still due", len(left))
			}
		})
	}
}

// hasRows checks the rows of a delivery, the i-th of TestSaveManyDigests.
func hasRows(t *testing.T, d *db.DB, delivery int64, i int) {
	t.Helper()
	for query, want := range map[string]int64{
		`SELECT count(*) FROM pins WHERE delivery = ?1 AND revision IN (1000 + ?2, 2000 + ?2) AND block IN (SELECT block FROM pin_blocks)`: 2,
		`SELECT count(*) FROM shown s JOIN deliveries d ON d.id = s.delivery AND d.chat = s.chat WHERE d.id = ?1 AND ?2 >= 0`:              2,
		`SELECT count(*) FROM digests g JOIN deliveries d ON d.id = g.delivery AND d.chat = g.chat WHERE d.id = ?1 AND ?2 >= 0`:            1,
	} {
		if n, err := d.QueryInt(query, delivery, i); n != want || err != nil {
			t.Errorf("%s: %d, %v", query, n, err)
		}
	}
}

// TestDeliveriesOfTwoProcesses: while one saves digests others write deliveries
// too, and no number is given twice.
func TestDeliveriesOfTwoProcesses(t *testing.T) {
	d, c := openNew(t)
	for _, of := range chats(60) {
		follow(t, d, bot.Event{}, of, "grain")
	}
	c.add(24 * time.Hour)
	list, err := d.FindDueChats(ctx, c.now(), 100)
	if err != nil || len(list) != 60 {
		t.Fatal(len(list), err)
	}
	var all sync.WaitGroup
	for i, store := range []*db.DB{d, open(t, d.Path(), db.Options{Now: c.now}), open(t, d.Path(), db.Options{Now: c.now})} {
		all.Go(func() {
			for part := range slices.Chunk(list[20*i:20*i+20], 1+i) {
				var done []bot.DigestDone
				for _, chat := range part {
					done = append(done, digestOf(chat, 1001, 2001))
				}
				if err := store.SaveDigests(ctx, done); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	got, numbers := map[bot.ChatRef]bool{}, map[int64]bool{}
	for _, x := range ledger(t, d) {
		got[x.Chat], numbers[x.ID] = true, true
		if x.Content.(*bot.Digest).Chat != x.Chat {
			t.Errorf("%v gets the digest of %v", x.Chat, x.Content.(*bot.Digest).Chat)
		}
		hasRows(t, d, x.ID, 1)
	}
	if len(got) != 60 || len(numbers) != 60 {
		t.Errorf("%d chats get %d deliveries", len(got), len(numbers))
	}
}

// TestDueSubscriptions: what a chat follows comes as it was typed, the oldest
// first, without what it holds back.
func TestDueSubscriptions(t *testing.T) {
	d, c := openNew(t)
	typed := []string{"grain", `"black sea" -ships`, "qarabağ", "from:Reuters lang:de zölle", "ports OR harbours", "7 9 daily 5 x"}
	for i, topic := range typed {
		follow(t, d, bot.Event{}, chat, topic)
		follow(t, d, bot.Event{}, other, typed[len(typed)-1-i])
		c.add(time.Minute)
	}
	want, err := d.FindSubscriptions(ctx, chat)
	if err != nil || len(want) != len(typed) {
		t.Fatal(len(want), err)
	}
	if _, err := d.PauseSubscription(ctx, bot.Event{}, chat, want[2].ID, true); err != nil {
		t.Fatal(err)
	}
	want = slices.Delete(want, 2, 3)
	c.add(24 * time.Hour)
	for _, x := range due(t, d, c.now()) {
		if x.Chat != chat {
			continue
		}
		if len(x.Topics) != len(x.Subscriptions) || slices.Contains(x.Topics, 0) {
			t.Errorf("topics %v", x.Topics)
		}
		if diff := cmp.Diff(want, x.Subscriptions, cmp.Comparer(func(a, b briefing.Topic) bool { return a.Key() == b.Key() && a.Name() == b.Name() })); diff != "" {
			t.Error(diff)
		}
	}
}

// TestFindDigestArticles: it reads what FindArticles does, but for what digests
// do not need.
func TestFindDigestArticles(t *testing.T) {
	d, _ := openNew(t)
	r := rand.New(rand.NewPCG(3, 4))
	var batch []bot.Incoming
	for i := range 90 {
		text := fmt.Sprintf("“We sent %d ships,” Ana Varga, head of the port, said. About %d people came in May, the port said. It is not true that 7 left.", 3+i, 1000+i)
		in := article(fmt.Sprint("https://example.org/", i), fmt.Sprintf("%d ships leave", 3+i), text, noon.Add(-time.Duration(i)*time.Minute))
		in.Extraction = briefing.Extract(in.Extraction.Article, briefing.Options{})
		in.Extraction.Article.Excerpt = i%5 == 0
		batch = append(batch, in)
	}
	var ids []int64
	for _, s := range storeAll(t, d, batch...) {
		ids = append(ids, s.Article)
	}
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	ids = append(ids[:70], 12345)
	want, err := d.FindArticles(ctx, ids)
	if err != nil || len(want) != 70 {
		t.Fatal(len(want), err)
	}
	got, err := d.FindDigestArticles(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	some := 0
	for i := range want {
		some += len(want[i].Quotes) * len(want[i].Figures)
	}
	if some == 0 {
		t.Fatal("nothing was extracted: the test does not test")
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(bot.StoredArticle{}, "Story", "Number", "Revised"),
		cmpopts.IgnoreFields(briefing.Extraction{}, "Speakers", "Names", "Rules"), cmpopts.IgnoreFields(briefing.Quote{}, "Cue"),
		cmpopts.IgnoreFields(briefing.Article{}, "URL", "Source", "GUID", "Path", "Byline", "Updated"),
		cmpopts.IgnoreFields(briefing.Figure{}, "Qualifier", "AsOf")); diff != "" {
		t.Error(diff)
	}
	if none, err := d.FindDigestArticles(ctx, nil); err != nil || len(none) > 0 {
		t.Errorf("%d, %v", len(none), err)
	}
}
