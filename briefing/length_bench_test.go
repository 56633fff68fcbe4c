package briefing_test

import (
	"fmt"
	"strings"
	"testing"

	"wirebrief/briefing"
)

// BenchmarkComposeLength makes briefings of articles from a kilobyte to a
// megabyte: the time for a byte stays the same. No two paragraphs are alike, as
// what is repeated is left out early.
func BenchmarkComposeLength(b *testing.B) {
	for _, length := range []int{1 << 10, 10 << 10, 100 << 10, 1 << 20} {
		a := briefing.Article{Title: "Port Ellery dockers end strike after nine days", Text: longReport(length), Lang: "en"}
		b.Run(fmt.Sprintf("%dKB", length>>10), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(a.Text)))
			for b.Loop() {
				briefing.Compose(a, briefing.Options{})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(a.Text)), "ns/byte")
		})
	}
}

// longReport is a report of a length in bytes, of the paragraphs of
// sampleReport with other people, places and numbers in each round.
func longReport(length int) string {
	var text strings.Builder
	for round := 0; text.Len() < length; round++ {
		for paragraph := range strings.SplitSeq(sampleReport, "\n\n") {
			fmt.Fprintf(&text, "In week %d, %s\n\n", round+1, paragraph)
		}
	}
	return text.String()[:length]
}
