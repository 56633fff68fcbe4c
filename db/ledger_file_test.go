package db_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// TestTwoCouriers: two processes never claim one delivery at the same time, and
// every delivery is sent once.
func TestTwoCouriers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	one, two := open(t, path, db.Options{}), open(t, path, db.Options{})
	const count = 60
	owe(t, one, chats(count)...)
	var mu sync.Mutex
	begun := map[int64]int{}
	var wait sync.WaitGroup
	for owner, d := range map[string]*db.DB{"one": one, "two": two} {
		wait.Go(func() {
			for {
				list, err := d.ClaimDeliveries(ctx, bot.Claim{Owner: owner, Platform: "terminal", Lease: time.Minute, Limit: 4})
				if err != nil {
					t.Error(err)
				}
				if len(list) == 0 || err != nil {
					return
				}
				var ends []bot.DeliveryEnd
				for _, x := range list {
					if ok, err := d.BeginDelivery(ctx, x.ID, owner, x.Attempt); !ok || err != nil {
						t.Errorf("begin: %v, %v", ok, err)
					}
					mu.Lock()
					begun[x.ID]++
					mu.Unlock()
					ends = append(ends, bot.DeliveryEnd{ID: x.ID, Attempt: x.Attempt, State: bot.DeliverySent})
				}
				if err := d.EndDeliveries(ctx, owner, ends); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	for id, n := range begun {
		if n != 1 {
			t.Errorf("delivery %d was begun %d times", id, n)
		}
	}
	if len(begun) != count {
		t.Errorf("%d of %d were begun", len(begun), count)
	}
}

// deliverForever claims, begins and ends deliveries, and prints what it has
// done only after it is in the ledger.
func deliverForever(path string) error {
	d, err := db.Open(ctx, path, db.Options{})
	if err != nil {
		return err
	}
	owner := fmt.Sprint("owner-", rand.Uint64())
	for sole := true; ; sole = false {
		list, err := d.ClaimDeliveries(ctx, bot.Claim{Owner: owner, Platform: "terminal", Lease: time.Minute, Limit: 5, Sole: sole})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			time.Sleep(time.Millisecond)
		}
		for _, x := range list {
			if ok, err := d.BeginDelivery(ctx, x.ID, owner, x.Attempt); !ok || err != nil {
				return fmt.Errorf("begin %d: %v, %w", x.ID, ok, err)
			}
			fmt.Println("begun", x.ID)
			if err := d.EndDeliveries(ctx, owner, []bot.DeliveryEnd{{ID: x.ID, Attempt: x.Attempt, State: bot.DeliverySent}}); err != nil {
				return err
			}
			fmt.Println("sent", x.ID)
		}
	}
}

// TestKilledWhileDelivering: what was reported as sent stays sent, and what was
// begun is never again as if it had not been.
func TestKilledWhileDelivering(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	d := open(t, path, db.Options{})
	const count = 400
	owe(t, d, chats(count)...)
	begun, sent := map[string]int{}, map[string]int{}
	for range 8 {
		cmd := again(t, "deliver", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// At a moment of its work, however fast that goes: some lines after its
		// first, in the middle of what follows.
		lines, after := bufio.NewScanner(out), 1+rand.IntN(40)
		kill := time.AfterFunc(time.Minute, func() { cmd.Process.Signal(syscall.SIGKILL) })
		for said := 1; lines.Scan(); said++ {
			switch what, id, _ := strings.Cut(lines.Text(), " "); what {
			case "begun":
				begun[id]++
			case "sent":
				sent[id]++
			}
			if said == after {
				kill.Reset(time.Duration(rand.IntN(2000)) * time.Microsecond)
			}
		}
		kill.Stop()
		cmd.Wait() // reports the signal
	}
	if len(sent) < 8 {
		t.Fatalf("only %d were sent: the test does not test", len(sent))
	}
	claim(t, d, "after", "terminal", func(c *bot.Claim) { c.Sole, c.Limit = true, 1 })
	uncertain := 0
	for _, x := range ledger(t, d) {
		id := fmt.Sprint(x.ID)
		switch {
		case begun[id] > 1 || sent[id] > 1:
			t.Errorf("delivery %s was begun %d times and sent %d times", id, begun[id], sent[id])
		case sent[id] > 0 && x.State != bot.DeliverySent:
			t.Errorf("delivery %s was sent and is %s", id, x.State)
		case begun[id] > 0 && x.State != bot.DeliverySent && x.State != bot.DeliveryUncertain:
			t.Errorf("delivery %s was begun and is %s", id, x.State)
		case x.State == bot.DeliverySending:
			t.Errorf("delivery %s is still being sent", id)
		}
		if x.State == bot.DeliveryUncertain {
			uncertain++
		}
	}
	if uncertain > 8 {
		t.Errorf("%d are uncertain after 8 kills with one request in flight", uncertain)
	}
	t.Logf("%d sent, %d uncertain", len(sent), uncertain)
	if got, err := d.QueryString(`PRAGMA integrity_check`); err != nil || got != "ok" {
		t.Errorf("integrity: %s, %v", got, err)
	}
}

// TestLedgerPlans: what the service asks all the time never reads what was done
// long ago.
func TestLedgerPlans(t *testing.T) {
	d, _ := openNew(t)
	for name, want := range map[string][]string{
		"due chats":                {"SEARCH c USING INDEX chats_by_next (next_digest<?)"},
		"subscriptions":            {"SEARCH s USING INDEX"},
		"topic news":               {"SEARCH m USING PRIMARY KEY (topic=? AND seq>? AND seq<?)", "SEARCH a USING INTEGER PRIMARY KEY"},
		"processed":                {"USING INDEX articles_unprocessed"},
		"shown":                    {"SEARCH s USING PRIMARY KEY (chat=? AND story>? AND story<?)"},
		"alerted":                  {"SEARCH s USING PRIMARY KEY (chat=? AND story>? AND story<?)", "SEARCH d USING INTEGER PRIMARY KEY"},
		"alert matches":            {"SEARCH m USING INDEX matches_by_order (matched>?)", "SEARCH t USING INTEGER PRIMARY KEY"},
		"alert chats":              {"SEARCH s USING INDEX subscriptions_by_topic (topic=?)", "SEARCH c USING INTEGER PRIMARY KEY"},
		"recent alerts":            {"USING INDEX deliveries_alerts (chat=? AND ended>?)", "USING INDEX deliveries_alerts (chat=? AND ended=?)"},
		"waiting alerts":           {"SEARCH deliveries USING INDEX deliveries_"},
		"alert of message":         {"USING INDEX deliveries_by_chat (chat=? AND kind=?"},
		"ready":                    {"USING COVERING INDEX deliveries_ready (platform=? AND priority=? AND due>? AND due<?)"},
		"oldest":                   {"USING INDEX deliveries_waiting (chat=? AND priority<?)"},
		"uncertain":                {"USING INDEX deliveries_uncertain (platform=?)"},
		"taken":                    {"USING COVERING INDEX deliveries_taken (platform=?)"},
		"expired":                  {"USING INDEX deliveries_taken (platform=?)"},
		"composed chats":           {"SEARCH c USING INDEX sqlite_autoindex_chats_1 (platform=? AND ref=?)", "SEARCH digests USING PRIMARY KEY (chat=? AND slot=?)"},
		"chats":                    {"SEARCH c USING"},
		"old deliveries":           {"USING INDEX deliveries_by_state (state=? AND created<?)"},
		"old matches":              {"USING COVERING INDEX matches_by_seq (seq<?)", "articles_by_arrival"},
		"pins of a delivery":       {"SEARCH pins USING COVERING INDEX pins_by_delivery"},
		"shown by a delivery":      {"SEARCH shown USING INDEX shown_by_delivery"},
		"unplanned":                {"INDEX chats_unplanned"},
		"told otherwise":           {"SEARCH s USING COVERING INDEX shown_by_delivery", "SEARCH o USING PRIMARY KEY (chat=? AND story=?)", "SEARCH d USING INTEGER PRIMARY KEY"},
		"told later":               {"SEARCH s USING COVERING INDEX shown_by_delivery", "SEARCH o USING PRIMARY KEY (chat=? AND story=?", "SEARCH d USING INTEGER PRIMARY KEY"},
		"waiting digests":          {"deliveries_waiting (chat=? AND priority=?"},
		"corrections of a message": {"SEARCH e USING INTEGER PRIMARY KEY", "deliveries_", "SEARCH c USING"},
		"loose revisions":          {"(article=?)", "SEARCH p USING PRIMARY KEY (block=? AND revision=?)"},
	} {
		plan, err := d.Plan(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, w := range want {
			if !strings.Contains(plan, w) {
				t.Errorf("%s: not %q but %s", name, w, plan)
			}
		}
		if strings.Contains(plan, "SCAN deliveries;") || strings.Contains(plan, "SCAN c;") {
			t.Errorf("%s reads all: %s", name, plan)
		}
	}
}

// TestUpgradeChats: chats of the second version are due at the next 08:00, and
// are not told what they might have read before.
func TestUpgradeChats(t *testing.T) {
	path, pool := before(t, 3)
	for _, query := range []string{
		`INSERT INTO chats (id, platform, ref, created) VALUES (1, 'terminal', '1', 0), (2, 'telegram', '2', 0)`,
		`INSERT INTO topics (id, key, name, rules, created) VALUES (1, 'grain', 'grain', 1, 0)`,
		`INSERT INTO subscriptions (chat, topic, typed, mode, created) VALUES (1, 1, 'grain', 'instant', 0)`,
		`UPDATE counters SET value = 77 WHERE name = 'arrived'`,
	} {
		if _, err := pool.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	if err := pool.Close(); err != nil {
		t.Fatal(err)
	}
	yerevan, err := time.LoadLocation("Asia/Yerevan")
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{at: noon}
	d := open(t, path, db.Options{Now: c.now, Zone: yerevan})
	got := settings(t, d, chat)
	if got.NextSlot != "2026-11-07 08:00" || !got.NextDigest.Equal(noon.Add(16*time.Hour)) || len(got.Digests) != 1 || got.Asking != bot.AskAll {
		t.Errorf("%+v", got)
	}
	if got := settings(t, d, bot.ChatRef{Platform: "telegram", ID: "2"}); !got.NextDigest.IsZero() {
		t.Errorf("a chat that follows nothing: %+v", got)
	}
	if list := due(t, d, noon.Add(16*time.Hour)); len(list) != 1 || list[0].Seen != 77 {
		t.Errorf("due: %+v", list)
	}
	if topics, _, err := d.FindTopics(ctx); err != nil || len(topics) != 1 || topics[0].From != 77 || !topics[0].Instant {
		t.Errorf("%+v, %v", topics, err)
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM pragma_foreign_key_check`); err != nil || n != 0 {
		t.Errorf("%d broken references, %v", n, err)
	}
}

// TestPinnedRevisions: what a delivery names can be read as long as the ledger
// knows of it, even if the article is gone.
func TestPinnedRevisions(t *testing.T) {
	d, c := openNew(t)
	follow(t, d, bot.Event{}, chat, "grain")
	stored := storeAll(t, d, article("https://example.org/1", "One", "Text.", noon), article("https://example.org/2", "Two", "Text two.", noon),
		article("https://example.org/3", "Three", "Text three.", noon))
	c.add(24 * time.Hour)
	done := digestOf(due(t, d, c.now())[0], stored[0].Revision)
	done.Digest.Stories[0].Changed = []bot.ShownFigure{{}, {Revision: stored[1].Revision}}
	saveDigests(t, d, done)
	for _, s := range stored {
		if _, err := d.WithdrawArticle(ctx, s.Article, "a mistake"); err != nil {
			t.Fatal(err)
		}
	}
	readable := func() (n int64) {
		t.Helper()
		n, err := d.QueryInt(`SELECT count(*) FROM revisions`)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	x := claim(t, d, "a", "terminal")[0]
	end(t, d, "a", x, bot.DeliveryEnd{State: bot.DeliverySent})
	for _, step := range []struct {
		days int
		want int64
	}{{29, 2}, {2, 0}} {
		c.add(time.Duration(step.days) * 24 * time.Hour)
		if _, err := d.PruneLedger(ctx, c.now(), 10); err != nil {
			t.Fatal(err)
		}
		if got := readable(); got != step.want {
			t.Errorf("%d days later %d revisions are left, want %d", step.days, got, step.want)
		}
	}
}
