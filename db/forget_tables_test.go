package db_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// The chat that is forgotten in these tests, and who speaks in it.
var (
	forgotten = bot.ChatRef{Platform: "telegram", ID: "qzvx-chat"}
	its       = bot.Event{Platform: "telegram", Key: "update 7", UserID: "qzvx-user", At: noon, Kind: bot.Group, ChatName: "qzvx-name"}
)

// naming returns the columns, "table.column", in which a text stands.
func naming(t *testing.T, pool *sql.DB, text string) (found []string) {
	t.Helper()
	columns, err := pool.Query(`SELECT m.name, p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'article_index%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer columns.Close()
	var all [][2]string
	for columns.Next() {
		var c [2]string
		if err := columns.Scan(&c[0], &c[1]); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	for _, c := range all {
		var n int
		query := fmt.Sprintf(`SELECT count(*) FROM %q WHERE instr(CAST(%q AS TEXT), ?) > 0`, c[0], c[1])
		if err := pool.QueryRow(query, text).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			found = append(found, c[0]+"."+c[1])
		}
	}
	slices.Sort(found)
	return found
}

// fillForgotten stores something about the chat in every table that can hold it.
func fillForgotten(t *testing.T, d *db.DB, c *clock) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	follow(t, d, its, forgotten, "qzvxtopic")
	follow(t, d, bot.Event{}, other, "grain")
	_, _, err := d.ChangeSettings(ctx, its, forgotten, bot.SettingsChange{Zone: new("Asia/Yerevan"), AskIn: new("qzvx-chat")})
	must(err)
	_, err = d.CreatePhrase(ctx, forgotten, "qzvx words of a long question")
	must(err)
	_, _, err = d.CreateSource(ctx, bot.Source{URL: "https://example.org/feed", Title: "Feed", AddedBy: forgotten})
	must(err)
	_, err = d.CreateReport(ctx, its, bot.Report{Chat: forgotten, User: "qzvx-user", Kind: bot.ReportQuote, Words: "words of the report", Title: "t"})
	must(err)
	_, err = d.NoteRefusal(ctx, its, forgotten)
	must(err)
	code := newCode(t, d, bot.Invite{Uses: 1, Expires: noon.Add(time.Hour)})
	_, _, err = d.RedeemCode(ctx, its, bot.Redemption{Code: code, Chat: forgotten, Admit: true})
	must(err)
	_, err = d.NoteRefusal(ctx, its, forgotten)
	must(err)
	_, err = d.CreateLink(ctx, forgotten, "1a:qzvx link")
	must(err)
	must(d.SaveQuestion(ctx, its, forgotten, "subscribe"))
	must(d.Manage(ctx, its, forgotten, bot.ChatRef{Platform: "telegram", ID: "a channel"}))
	manager := its
	manager.UserID = "somebody"
	must(d.SaveManager(ctx, manager, forgotten))
	c.add(24 * time.Hour)
	for _, x := range due(t, d, c.now()) {
		done := digestOf(x, 1)
		if x.Chat == forgotten {
			done.Digest.Topics = []string{"qzvxtopic"}
		}
		saveDigests(t, d, done)
	}
}

// checkKnownTables finds tables that were added since and may name a chat or a
// person: they must be deleted from, exported, and filled by fillForgotten.
func checkKnownTables(t *testing.T, pool *sql.DB) {
	t.Helper()
	known := []string{"access_log", "changes", "chats", "deliveries", "digests", "events", "grants", "phrases", "refusals", "reports", "shown", "sources", "subscriptions", "links", "questions", "managers",
		"inbox",    // erased when it is answered
		"accounts", // the bot's own
		"budgets",  // what the bot did itself
	}
	rows, err := pool.Query(`SELECT DISTINCT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND p.name IN ('chat', 'platform', 'user', 'ref', 'lane', 'person', 'asker')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(known, name) {
			t.Errorf("the table %s may name a chat: delete from it and export it with the chat, and fill it in this test", name)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestForgottenInEveryTable looks into every column of every table.
func TestForgottenInEveryTable(t *testing.T) {
	d, c := openNew(t)
	fillForgotten(t, d, c)
	pool := raw(t, "file:"+d.Path()+"?mode=ro")
	named := naming(t, pool, "qzvx")
	for _, table := range []string{"chats", "subscriptions", "topics", "events", "changes", "phrases", "sources", "reports", "refusals", "grants", "access_log", "deliveries", "links", "questions", "managers"} {
		if !slices.ContainsFunc(named, func(s string) bool { return strings.HasPrefix(s, table+".") }) {
			t.Fatalf("the test stores nothing in %s: %v", table, named)
		}
	}
	checkKnownTables(t, pool)
	b, err := d.ExportChat(ctx, forgotten)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"qzvxtopic", "qzvx-name", "qzvx words", "qzvx link", `"asked_for": "subscribe"`, `"channel": "a channel"`, `"channel": "qzvx-chat"`, "https://example.org/feed", "words of the report", `"act": "let in"`, "told_not_let_in\": [\n    {", `"may_be_asked_in": "qzvx-chat"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the export has no %s:\n%s", want, b)
		}
	}
	if err := d.DeleteChat(ctx, bot.Event{Platform: "telegram", Key: "update 8"}, forgotten); err != nil {
		t.Fatal(err)
	}
	// That somebody was let in stays, or they could not come back.
	stays := []string{"access_log.actor", "access_log.ref", "grants.giver", "grants.ref"}
	for _, column := range naming(t, pool, "qzvx") {
		if !slices.Contains(stays, column) {
			t.Errorf("%s still names the chat", column)
		}
	}
	if n, err := d.QueryInt(`SELECT count(*) FROM reports WHERE words <> ''`); err != nil || n != 1 {
		t.Errorf("%d reports are left, %v", n, err)
	}
	for _, table := range []string{"digests", "shown", "deliveries", "changes"} {
		if n, err := d.QueryInt(`SELECT count(*) FROM ` + table); err != nil || n != 1 && table != "changes" || table == "changes" && n != 1 {
			t.Errorf("%s: %d rows are left, want that of the other chat, %v", table, n, err)
		}
	}
}

// TestPhrasesAreOfTheirChat: what one chat deletes is missed by no other.
func TestPhrasesAreOfTheirChat(t *testing.T) {
	d, c := openNew(t)
	key := func(of bot.ChatRef) string {
		t.Helper()
		k, err := d.CreatePhrase(ctx, of, "the same long question")
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	mine, theirs := key(forgotten), key(other)
	if mine == theirs || key(forgotten) != mine {
		t.Fatalf("keys %s and %s", mine, theirs)
	}
	if err := d.DeleteChat(ctx, bot.Event{}, forgotten); err != nil {
		t.Fatal(err)
	}
	if text, err := d.FindPhrase(ctx, mine); err == nil {
		t.Errorf("still %q", text)
	}
	if _, err := d.FindPhrase(ctx, theirs); err != nil {
		t.Error(err)
	}
	t.Run("unused for a year", func(t *testing.T) {
		c.add(300 * 24 * time.Hour)
		key(other) // used
		c.add(100 * 24 * time.Hour)
		unused := key(forgotten)
		if _, err := d.FindPhrase(ctx, theirs); err != nil {
			t.Error(err)
		}
		c.add(370 * 24 * time.Hour)
		key(chat)
		for _, k := range []string{theirs, unused} {
			if text, err := d.FindPhrase(ctx, k); err == nil {
				t.Errorf("still %q", text)
			}
		}
	})
}

// TestMovedChatIsForgottenWhole: what was stored by its old name moves, too.
func TestMovedChatIsForgottenWhole(t *testing.T) {
	d, c := openNew(t)
	fillForgotten(t, d, c)
	to := bot.ChatRef{Platform: "telegram", ID: "moved"}
	if err := d.MoveChat(t.Context(), bot.Event{}, forgotten, to); err != nil {
		t.Fatal(err)
	}
	b, err := d.ExportChat(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"qzvx words", "https://example.org/feed", "words of the report", `"may_be_asked_in": "moved"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("the export has no %s:\n%s", want, b)
		}
	}
	if err := d.DeleteChat(ctx, bot.Event{}, to); err != nil {
		t.Fatal(err)
	}
	for _, column := range naming(t, raw(t, "file:"+d.Path()+"?mode=ro"), "qzvx") {
		if !strings.HasPrefix(column, "grants.") && !strings.HasPrefix(column, "access_log.") {
			t.Errorf("%s still names the chat", column)
		}
	}
}

// TestForgettingAtOnce: two chats that are forgotten at one time are both
// overwritten.
func TestForgettingAtOnce(t *testing.T) {
	d, _ := openNew(t)
	const count = 12
	ref := func(n int) bot.ChatRef { return bot.ChatRef{Platform: "telegram", ID: fmt.Sprintf("qzvx-%d", n)} }
	for n := range count {
		// So much that whole pages become free.
		for k := range 40 {
			follow(t, d, bot.Event{Platform: "telegram", Key: fmt.Sprint(n, " ", k), UserID: "qzvx-user"}, ref(n), fmt.Sprintf("qzvxtopic%d %d %s", n, k, strings.Repeat("word ", 20)))
		}
	}
	done := make(chan error)
	for n := range count {
		go func() { done <- d.DeleteChat(ctx, bot.Event{}, ref(n)) }()
	}
	for range count {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if inFile(t, d.Path(), "qzvx") {
		t.Error("something is left in the file")
	}
}

// TestFreePagesAreGivenBack: what was deleted earlier is not overwritten, so its
// pages must go, too.
func TestFreePagesAreGivenBack(t *testing.T) {
	d, _ := openNew(t)
	for n := range 400 {
		key := fmt.Sprint("qzvx", n)
		sub, _ := follow(t, d, bot.Event{Platform: "telegram", Key: key}, forgotten, key+strings.Repeat(" word", 30))
		if _, err := d.DeleteSubscription(ctx, bot.Event{Platform: "telegram", Key: key + "u"}, forgotten, sub.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Exec(`DELETE FROM changes`); err != nil {
		t.Fatal(err)
	}
	if err := d.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		t.Fatal(err)
	}
	if n, err := d.QueryInt(`PRAGMA freelist_count`); err != nil || n < 3 {
		t.Fatalf("%d free pages, %v: the test does not test", n, err)
	}
	if err := d.DeleteChat(ctx, bot.Event{}, forgotten); err != nil {
		t.Fatal(err)
	}
	if n, err := d.QueryInt(`PRAGMA freelist_count`); err != nil || n != 0 {
		t.Errorf("%d free pages, %v", n, err)
	}
	if inFile(t, d.Path(), "qzvx") {
		t.Error("something is left in the file")
	}
}
