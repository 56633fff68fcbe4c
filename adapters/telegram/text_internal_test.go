package telegram

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestSharedBlocksReadTheSame: what many messages share is written once, and is
// what it would be if each had it to itself.
func TestSharedBlocksReadTheSame(t *testing.T) {
	at := time.Date(2026, 11, 6, 4, 0, 0, 0, time.UTC)
	for name, sentences := range map[string]int{"one part": 1, "several parts": 300} {
		t.Run(name, func(t *testing.T) {
			m := bot.Message{Topic: "ports"}
			for i := range sentences {
				m.Blocks = append(m.Blocks, bot.Block{Kind: bot.Headline, Runs: []bot.Run{{Text: fmt.Sprint("Fees <", i, "> & dues"), URL: "https://wire.example/a?b&c"}}},
					bot.Block{Runs: []bot.Run{{Text: strings.Repeat("of the port ", 3)}, {Text: "3 hours ago", Time: at}}})
			}
			own := partsOf(m)
			if (len(own) > 1) != (sentences > 1) {
				t.Fatalf("%d parts", len(own))
			}
			m.Shared = bot.ShareBlocks(m.Blocks)
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					shared := partsOf(m)
					if len(shared) != len(own) {
						t.Errorf("%d parts, not %d", len(shared), len(own))
						return
					}
					for i := range own {
						for _, plainTimes := range []bool{false, true, false} {
							if got, want := shared[i].html(plainTimes), own[i].html(plainTimes); got != want {
								t.Errorf("%q, not %q", got, want)
							}
						}
						if got, want := shared[i].plain(), own[i].plain(); got != want {
							t.Errorf("%q, not %q", got, want)
						}
					}
				})
			}
			all.Wait()
			if own[0].html(true) == own[0].html(false) {
				t.Error("times are no others as words: the test does not test")
			}
		})
	}
}
