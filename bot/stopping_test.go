package bot_test

import (
	"testing"
	"time"

	"wirebrief/bot"
)

// TestNoRateHoldsUpWhoWantsLess: somebody who asks too much can still stop, and
// have all deleted, by command and by the button that asks once more.
func TestNoRateHoldsUpWhoWantsLess(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	b := bot.New(bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Settings: d, Pauser: d, Now: c.now,
		Rates: bot.Rates{User: bot.Rate{N: 2, Per: time.Hour}},
	})
	me := bot.ChatRef{Platform: "test", ID: "7"}
	say := func(text, button string) bot.Reply {
		t.Helper()
		return handle(t, b, bot.Command{Chat: me, User: bot.User{ID: "7"}, Text: text, Button: button})
	}
	say("/subscribe strike", "")
	say("/help", "")
	say("/help", "") // told that it is too fast
	if reply := say("/help", ""); len(reply.Messages) != 0 {
		t.Fatalf("the rate does not hold: %s", show(reply))
	}
	say("/stop", "")
	if s, err := d.FindSettings(t.Context(), me); err != nil || !s.Paused {
		t.Errorf("not stopped: %+v, %v", s, err)
	}
	reply := say("/delete_my_data", "")
	if len(reply.Messages) == 0 || len(reply.Messages[0].Buttons) == 0 {
		t.Fatalf("deleting is answered with %s", show(reply))
	}
	say("", reply.Messages[0].Buttons[0][0].Data)
	if list, err := d.FindSubscriptions(t.Context(), me); err != nil || len(list) != 0 {
		t.Errorf("after the deletion it follows %v, %v", list, err)
	}
}
