package briefing_test

import "testing"

func TestSourceOfFigureIsWholeName(t *testing.T) {
	for _, tc := range []struct{ name, text, figure, source string }{
		{"the office of a speaker is no name",
			"“Since spring, many of our people have left,” said Vugar Sule, Chairman of the Board of NORVA. According to NORVA, 518 mines were found in October.",
			"518 mines", "NORVA"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, f := range figuresOf(tc.text) {
				if f.Text == tc.figure {
					if f.Source != tc.source {
						t.Errorf("source of %q is %q, want %q", f.Text, f.Source, tc.source)
					}
					return
				}
			}
			t.Errorf("figure %q not found", tc.figure)
		})
	}
}
