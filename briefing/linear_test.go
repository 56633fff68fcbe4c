package briefing_test

import (
	"strings"
	"testing"
	"time"
)

// timed is how much processor time f takes, which a busy machine changes little.
func timed(f func()) time.Duration {
	start := spent()
	f()
	return spent() - start
}

// growsLinearly fails if eight times the text takes much more than eight times
// as long: quadratic work takes sixty-four times. A busy machine gets some tries.
func growsLinearly(t *testing.T, n int, took func(n int) time.Duration) {
	t.Helper()
	var small, large time.Duration
	for range 5 {
		small, large = took(n), took(8*n)
		if large < 100*time.Millisecond || large < 24*small {
			return
		}
	}
	t.Errorf("%d bytes took %v and eight times as many %v", n, small, large)
}

// TestLongStretchesTakeLinearTime: what may be compared with all that stands around
// it in its sentence, or above it in the article.
func TestLongStretchesTakeLinearTime(t *testing.T) {
	t.Run("figures of one sentence without a verb", func(t *testing.T) {
		growsLinearly(t, 1<<10, func(n int) time.Duration { return composeTime(strings.Repeat("5 oaks: ", n/8)) })
	})
	t.Run("figures between the dashes of one sentence", func(t *testing.T) {
		growsLinearly(t, 1<<10, func(n int) time.Duration { return composeTime(strings.Repeat("- 40 boats left ", n/16)) })
	})
	t.Run("headlines above a paragraph", func(t *testing.T) {
		growsLinearly(t, 1<<16, func(n int) time.Duration {
			return composeTime(strings.Repeat("Port reopens\n\n", n/14) + "The council of the old town met on Monday for many hours.")
		})
	})
}
