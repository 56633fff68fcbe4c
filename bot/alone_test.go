package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestOnlySourceIsClaimedWithCare stores two reports in stories of their own.
func TestOnlySourceIsClaimedWithCare(t *testing.T) {
	first := sample{publisher: "Example Wire", lang: "en", age: 5 * time.Hour, title: "Tram leaves rails in Castell", text: "A tram left the rails in Castell."}
	other := func(publisher, title string, age time.Duration) sample {
		return sample{publisher: publisher, lang: "en", age: age, title: title, text: "A report from Castell."}
	}
	tests := map[string]struct {
		other sample
		alone bool
	}{
		"same event":     {other("Sample Gazette", "Castell tram derailment blamed on worn points", 20*time.Hour), false},
		"small words":    {other("Sample Gazette", "Castell mayor in the dock over paint", 20*time.Hour), true},
		"same publisher": {other("Example Wire", "Castell tram derailment blamed on worn points", 20*time.Hour), true},
		"long before":    {other("Sample Gazette", "Castell tram derailment blamed on worn points", 100*time.Hour), true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := &clock{morning}
			d := newStore(t, c)
			store(t, d, first, test.other)
			b := newBot(d, c)
			chat := bot.ChatRef{Platform: "test", ID: "1"}
			list := must(t)(b.Handle(context.Background(), bot.Command{Chat: chat, Text: "/latest"}))
			opened := must(t)(b.Handle(context.Background(), bot.Command{Chat: chat, Button: list.Messages[0].Buttons[0][0].Data}))
			for what, reply := range map[string]bot.Reply{
				"the list": list, "the opened story": opened,
				"the topic": must(t)(b.Handle(context.Background(), bot.Command{Chat: chat, Text: "/latest castell"})),
			} {
				if got := strings.Contains(show(reply), "only source"); got != test.alone {
					t.Errorf("%s claims an only source: %v\n%s", what, got, show(reply))
				}
			}
		})
	}
}
