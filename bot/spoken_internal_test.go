package bot

import (
	"strings"
	"testing"
)

func TestCommandsOfTheBotBeginRuns(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "",
		"Nothing new.":                     "Nothing new.",
		"/latest":                          "[/latest]",
		"Ask /latest and a topic (/help).": "Ask [/latest] and a topic ([/help]).",
		"Type ‘/subscribe grain prices’":   "Type ‘[/subscribe] grain prices’",
		"/delete_my_data/latest and/or x":  "[/delete_my_data]/latest and/or x",
		"see /latestnews or /unknown, 5/6": "see /latestnews or /unknown, 5/6",
		"a\n/topics\nб/topics":             "a\n[/topics]\nб/topics",
	} {
		var got strings.Builder
		for _, r := range spoken(in) {
			if r.Command {
				got.WriteString("[" + r.Text + "]")
				continue
			}
			got.WriteString(r.Text)
		}
		if got.String() != want {
			t.Errorf("%q: got %q, want %q", in, got.String(), want)
		}
	}
	if runs := foreign("/latest").Runs; len(runs) != 1 || runs[0].Command {
		t.Errorf("foreign words are live: %+v", runs)
	}
}
