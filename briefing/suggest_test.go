package briefing_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wirebrief/briefing"
)

func TestNearest(t *testing.T) {
	names := []string{"karabakh", "Ana Varga", "Maria Zakharova", "grain", "Qarabağ", "Захарова", "ports", "Port Ellery", "Łódź", "Sergei Lavrov", "东京"}
	tests := []struct {
		name, typed string
		want        []string
	}{
		{"Missing", "karabah", []string{"karabakh", "Qarabağ"}},
		{"Swapped", "grian", []string{"grain"}},
		{"Marks", "qarabga", []string{"Qarabağ"}},
		{"WordOfAName", "lavrow", []string{"Sergei Lavrov"}},
		{"WholeName", "sergey lavrov", []string{"Sergei Lavrov"}},
		{"OtherScript", "Закарова", []string{"Захарова", "Maria Zakharova"}},
		{"OwnLetters", "lodzz", []string{"Łódź"}},
		{"NearestFirst", "port", []string{"ports", "Port Ellery"}},
		{"Exact", "grain", nil},
		{"TooFar", "weather", nil},
		{"TooShort", "xi", nil},
		{"Nothing", " ?", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := briefing.Nearest(tt.typed, names, 2)
			if !slices.Equal(got, tt.want) {
				t.Errorf("Nearest(%q) = %q, want %q", tt.typed, got, tt.want)
			}
		})
	}
	if got := briefing.Nearest("karabah", names, 0); got != nil {
		t.Errorf("at most none: %q", got)
	}
}

func TestNearestAliases(t *testing.T) {
	got := briefing.Nearest("karabah", briefing.Aliases(), 3)
	if len(got) == 0 || got[0] != "karabakh" {
		t.Errorf("karabah: %q, want karabakh first", got)
	}
}

func manyNames() []string {
	var names []string
	for i := range 20_000 {
		names = append(names, fmt.Sprintf("%c%c%cna %c%crgov%c", 'A'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'V'-i%7, 'a'+i%5, 'a'+i%11))
	}
	return names
}

func BenchmarkNearest(b *testing.B) {
	names := manyNames()
	for b.Loop() {
		briefing.Nearest("karabah", names, 3)
	}
}

func TestNearestIsQuick(t *testing.T) {
	names := manyNames()
	// 2 ms is the aim, see the benchmark; a busy machine must not fail.
	if took := timed(func() { briefing.Nearest("karabah", names, 3) }); took > 30*time.Second {
		t.Errorf("20,000 names took %v", took)
	}
}
