package terminal_test

import (
	"strings"
	"testing"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
)

func TestFilesAreShown(t *testing.T) {
	long := strings.Repeat("grain ", 40)
	m := bot.Message{
		Blocks:  []bot.Block{{Runs: []bot.Run{{Text: "Everything is in data.json."}}}},
		Files:   []bot.File{{Name: "data.json", Bytes: []byte("{\n  \"topic\": \"" + long + "\x1b[31m\u202e\"\n}\n")}, {Name: "x\x1b.bin", Bytes: []byte{0xff, 0xfe}}},
		Buttons: [][]bot.Button{{{Label: "Delete", Data: "d"}}},
	}
	got := terminal.Render(m, terminal.RenderOptions{Buttons: true})
	want := "Everything is in data.json.\n\ndata.json:\n{\n  \"topic\": \"" + long + "[31m\"\n}\n\nx.bin:\n"
	if !strings.HasPrefix(got, want) || !strings.Contains(got[len(want):], "1 Delete") || strings.Contains(got, "\xff") {
		t.Errorf("shown is\n%q, want it to begin with\n%q", got, want)
	}
}
