package telegram

import (
	"strings"
	"testing"

	"wirebrief/bot"
)

// BenchmarkRender makes messages ready to be sent: a briefing of one story, and
// a text that needs several messages.
func BenchmarkRender(b *testing.B) {
	wide := single()
	for range 30 {
		wide.Blocks = append(wide.Blocks, bot.Block{Runs: run(strings.Repeat("Ana Varga: “the night rate” 1,400 <workers> at port.example. ", 10))})
	}
	for name, m := range map[string]bot.Message{"Briefing": single(), "Long": wide} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				n = 0
				for _, p := range parts(lines(m)) {
					n += len(p.html("(1/2)", false))
				}
			}
			b.SetBytes(int64(n))
		})
	}
}
