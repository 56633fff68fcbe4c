package discordtest

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestStandstillsAreMeasured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := wakingClock{last: time.Now()}
		for range 100 { // on a busy machine turns are late
			time.Sleep(longTurn)
			if d := c.stood(); d != 0 {
				t.Fatalf("it stood still for %v", d)
			}
		}
		time.Sleep(5 * time.Second)
		if d := c.stood(); d != 5*time.Second-turn {
			t.Errorf("it stood still for %v", d)
		}
		if d := (*wakingClock)(nil).stood(); d != 0 {
			t.Errorf("without a clock it stood still for %v", d)
		}
	})
}
