package telegram

import (
	"flag"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/adaptertest"
	"wirebrief/bot"
	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// updateLook writes what the bot's messages look like, instead of holding it
// against what is written.
var updateLook = flag.Bool("update", false, "write the intended look of messages")

// TestLook holds what people see against testdata/look. After a change of the
// look that is meant, go test -run Look -update writes it anew.
func TestLook(t *testing.T) {
	adaptertest.Looks(t, adaptertest.Look{Platform: Platform, Open: openLook, Render: lookOf, Ending: ".html", Update: *updateLook})
}

// openLook is a bot on an empty store.
func openLook(t *testing.T, now func() time.Time) (*bot.Bot, *bot.Ingester) {
	store := dbtest.Open(t, db.Options{Now: now})
	return bot.New(bot.Options{
		Articles: store, Names: store, Subscriptions: store, Phrases: store, Settings: store, Pauser: store, Reports: store, Sent: store, Questions: store,
		Preview: bot.NewDigester(store, store, bot.DigesterOptions{Now: now}), Now: now, Limits: bot.Limits{Budget: time.Minute},
	}), bot.NewIngester(store, store, bot.IngesterOptions{})
}

// lookOf writes messages as they go to Telegram: the HTML of each, with its
// buttons below.
func lookOf(t *testing.T, _ string, messages []bot.Message) string {
	var out strings.Builder
	for i, m := range messages {
		if i > 0 {
			out.WriteString("\n")
		}
		for _, p := range parts(lines(m)) {
			out.WriteString(p.html("", false) + "\n")
		}
		rows, err := (&Adapter{}).keyboard(t.Context(), place{chat: 1}, m.Buttons)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for j, k := range row {
				if j > 0 {
					out.WriteString(" ")
				}
				out.WriteString("[" + k.Text + "]")
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}
