package db_test

import (
	"testing"

	"wirebrief/bot"
)

// TestWhatWasUnderWayStartsNothingAgain: a chat is left while a message is on its
// way there. That it arrived tells nothing of the time since.
func TestWhatWasUnderWayStartsNothingAgain(t *testing.T) {
	d, _ := openNew(t)
	of := chats(1)[0]
	owe(t, d, of)
	under := claim(t, d, "a", "terminal")[0]
	begin(t, d, "a", under)
	if err := d.StopChat(ctx, bot.Event{Platform: of.Platform, Key: "left", At: noon}, of); err != nil {
		t.Fatal(err)
	}
	end(t, d, "a", under, bot.DeliveryEnd{State: bot.DeliverySent})
	if got := settings(t, d, of); got.Stopped != "gone" || !got.NextDigest.IsZero() {
		t.Errorf("stopped %q, its next digest is due at %v", got.Stopped, got.NextDigest)
	}
	if list := ledger(t, d); len(list) != 1 || list[0].State != bot.DeliverySent {
		t.Errorf("%+v", list)
	}
}
