package telegram

import (
	"strings"
	"testing"
)

func TestRowsShowLabelsWhole(t *testing.T) {
	for name, tt := range map[string]struct{ labels, want string }{
		"One":           {"Read", "Read"},
		"ThreeShort":    {"Read|In context|More quotes", "Read|In context|More quotes"},
		"AFourth":       {"Yerevan|Baku|Tbilisi|Johannesburg", "Yerevan|Baku / Tbilisi|Johannesburg"},
		"Numbers":       {"1|2|3|4|5|6|7", "1|2|3|4 / 5|6|7"},
		"MiddleLong":    {"Set my time zone|Alert me at once|Undo", "Set my time zone|Alert me at once / Undo"},
		"OneTooLong":    {"Read|A label that needs a row of its own|In context|More quotes", "Read / A label that needs a row of its own / In context|More quotes"},
		"TwoTooLong":    {"A label that needs a row of its own|Another of those long labels", "A label that needs a row of its own / Another of those long labels"},
		"LongForAPhone": {strings.Repeat("wide ", 12), strings.Repeat("wide ", 12)},
	} {
		t.Run(name, func(t *testing.T) {
			var keys []key
			for label := range strings.SplitSeq(tt.labels, "|") {
				keys = append(keys, key{Text: label})
			}
			var rows []string
			for _, row := range fitting(keys) {
				var labels []string
				for _, k := range row {
					labels = append(labels, k.Text)
				}
				rows = append(rows, strings.Join(labels, "|"))
			}
			if got := strings.Join(rows, " / "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
