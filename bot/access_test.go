package bot_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// invite stores a code and returns it as it is shown.
func invite(t testing.TB, d *db.DB, i bot.Invite) string {
	t.Helper()
	shown, hash := bot.NewCode()
	i.Code = hash
	if _, err := d.CreateInvite(context.Background(), i); err != nil {
		t.Fatal(err)
	}
	return shown
}

// newGuarded returns a bot that lets in as access says, on a store with news.
func newGuarded(t testing.TB, c *clock, access bot.Access, more func(*bot.Options)) (*db.DB, *bot.Bot) {
	t.Helper()
	d := newStore(t, c)
	store(t, d, news...)
	o := bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Sources: d, Status: d, Now: c.now,
		AccessStore: d, Access: access, Limits: bot.Limits{Budget: time.Minute},
	}
	if more != nil {
		more(&o)
	}
	return d, bot.New(o)
}

// TestAccessDialogues plays the files of testdata/access as TestDialogues does,
// in the mode that the name of the file begins with (group and operator: by
// invitation). $ONE and $TWO are codes for one person and for two, $OPERATOR is
// one for the operator, and [nothing] a button of another time.
func TestAccessDialogues(t *testing.T) {
	paths, err := filepath.Glob("testdata/access/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no dialogues: %v", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			access := bot.Access{Mode: bot.AccessInvite}
			switch name {
			case "listed":
				access = bot.Access{Mode: bot.AccessListed, Listed: []string{"test:lea", "other:ann", "test:2"}}
			case "open":
				access.Mode = bot.AccessOpen
			}
			c := &clock{morning}
			d, b := newGuarded(t, c, access, nil)
			until := morning.Add(7 * 24 * time.Hour)
			codes := []string{
				"$ONE", invite(t, d, bot.Invite{Uses: 1, Expires: until}), "$TWO", invite(t, d, bot.Invite{Uses: 2, Expires: until}),
				"$OPERATOR", invite(t, d, bot.Invite{Uses: 1, Operator: true, Expires: morning.Add(time.Hour)}),
			}
			p := &player{t: t, bot: b, clock: c, chat: bot.ChatRef{Platform: "test", ID: "1"}, user: bot.User{ID: "ann"},
				buttons: []bot.Button{{Label: "nothing", Data: "1s:/topics"}}}
			got := p.play(strings.NewReplacer(codes...).Replace(string(want)))
			for i := 0; i < len(codes); i += 2 {
				got = strings.ReplaceAll(got, codes[i+1], codes[i])
			}
			if got == string(want) {
				return
			}
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("the dialogue went differently (go test -update writes it down):\n%s", firstDifference(string(want), got))
		})
	}
}
