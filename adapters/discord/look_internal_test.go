package discord

import (
	"flag"
	"fmt"
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
	adaptertest.Looks(t, adaptertest.Look{Platform: Platform, Open: openLook, Render: lookOf, Ending: ".md", Update: *updateLook})
}

// openLook is a bot on an empty store.
func openLook(t *testing.T, now func() time.Time) (*bot.Bot, *bot.Ingester) {
	store := dbtest.Open(t, db.Options{Now: now})
	return bot.New(bot.Options{
		Articles: store, Names: store, Subscriptions: store, Phrases: store, Settings: store, Pauser: store, Reports: store, Sent: store, Questions: store,
		Preview: bot.NewDigester(store, store, bot.DigesterOptions{Now: now}), Now: now, Limits: bot.Limits{Budget: time.Minute},
	}), bot.NewIngester(store, store, bot.IngesterOptions{})
}

// lookOf writes messages as they go to Discord: the text or the embeds of each,
// with its buttons below; some as where no embeds are allowed, too.
func lookOf(_ *testing.T, name string, messages []bot.Message) string {
	look := rendered(messages, renderOptions{})
	if name == "latest" || name == "digest" {
		look += "\n===== as text alone\n" + rendered(messages, renderOptions{plain: true})
	}
	return look
}

func rendered(messages []bot.Message, o renderOptions) string {
	var all []string
	for _, m := range messages {
		for _, p := range render(m, o) {
			all = append(all, looks(p))
		}
	}
	return strings.Join(all, "\n=====\n")
}

// looks writes a message of Discord as text.
func looks(p payload) string {
	var out strings.Builder
	if p.Content != "" {
		out.WriteString(p.Content + "\n")
	}
	for _, e := range p.Embeds {
		fmt.Fprintf(&out, "----- #%06x\n", e.Colour)
		if e.Author != nil {
			out.WriteString("(" + e.Author.Name + ")\n")
		}
		if e.Title != "" {
			out.WriteString(strings.TrimSpace(e.Title+" "+e.URL) + "\n-----\n")
		}
		if e.Description != "" {
			out.WriteString(e.Description + "\n")
		}
		if e.Footer != nil {
			out.WriteString("-----\n" + e.Footer.Text + "\n")
		}
	}
	for _, r := range p.Components {
		for i, k := range r.Components {
			if i > 0 {
				out.WriteString(" ")
			}
			out.WriteString("[" + k.Label + "]")
		}
		out.WriteString("\n")
	}
	return out.String()
}
