package briefing

import (
	"strings"
	"testing"

	"wirebrief/briefing/lang"
)

// BenchmarkSpeech measures the steps that find who says what, on an article
// of about 4 KB.
func BenchmarkSpeech(b *testing.B) {
	text := strings.Repeat(`Harbour Minister Jan Roy met the dockers' union in Port Ellery on Monday. The talks ended without a deal.

“The quay will stay closed until Friday,” Ana Varga, chair of the union, told reporters at the gate. “No crane moves.”

Roy, who took office in May, said the demand was “a very serious concern” and that he would not sign. According to the ministry, some 40 ships were waiting outside the harbour. The owners have denied the report.

`, 10)
	text = text[:4096]
	rules := lang.For("en")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	d := newDocument("", text, rules)
	for b.Loop() {
		d.people, d.mentions, d.quotes, d.denials = nil, nil, nil, nil
		findPeople(d)
		findQuotes(d)
		findDenials(d)
	}
}
