package bot_test

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wirebrief/bot"
)

// TestEveryMessageHolds asks random things and presses every button of the
// answers: every message must be sound, every button must fit and be
// understood.
func TestEveryMessageHolds(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	store(t, d, fillers(20)...)
	b := newBot(d, c)
	ctx := context.Background()
	word := rapid.OneOf(
		rapid.SampledFrom([]string{"castell", "karabakh", "karabah", "-strike", "OR", `"port ellery"`, "from:example", "lang:en", "today", "since", "Nov", "3", "weekly", "Лорн", "ხიდი", "22:00-07:00", "weekdays", "8", "+4", "IST", "yerevn", "days", "off", "all", "tr", "\u202e", "#", ":", "."}),
		rapid.StringN(1, 60, 200),
	)
	rapid.Check(t, func(rt *rapid.T) {
		verb := rapid.SampledFrom([]string{"", "/latest ", "/subscribe ", "/unsubscribe ", "/topics ", "/sources ", "/settings ", "/settings ask ", "/start ", "/unknown ",
			"/digest ", "/timezone ", "/quiet ", "/pause ", "/resume ", "/language ", "/language reading ", "/privacy ", "/mydata ", "/forget "}).Draw(rt, "verb")
		ask := bot.Command{
			Chat: bot.ChatRef{Platform: "test", ID: "1"}, User: bot.User{ID: "ann", Admin: true},
			Kind: rapid.SampledFrom([]bot.ChatKind{bot.Private, bot.Group, bot.Channel}).Draw(rt, "kind"),
			Text: verb + strings.Join(rapid.SliceOfN(word, 0, 6).Draw(rt, "words"), " "),
		}
		reply, err := b.Handle(ctx, ask)
		if err != nil {
			rt.Fatal(err)
		}
		for _, m := range reply.Messages {
			checkMessage(t, m)
			for _, row := range m.Buttons {
				for _, button := range row {
					if button.Data == "" {
						continue
					}
					ask.Text, ask.Button = "", button.Data
					pressed, err := b.Handle(ctx, ask)
					if err != nil || strings.Contains(said(pressed), "does not work any more") {
						rt.Fatalf("[%s] %s: %v, %s", button.Label, button.Data, err, said(pressed))
					}
					for _, m := range pressed.Messages {
						checkMessage(t, m)
					}
				}
			}
		}
	})
}
