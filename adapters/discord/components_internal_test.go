package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirebrief/bot"
)

// rowsShown are the labels of rows, "a|b / c"; menus stand in braces.
func rowsShown(rows []row) string {
	var out []string
	for _, r := range rows {
		var labels []string
		for _, k := range r.Components {
			if k.Type == selectComponent {
				labels = append(labels, fmt.Sprintf("{%d}", len(k.Options)))
				continue
			}
			labels = append(labels, k.Label)
		}
		out = append(out, strings.Join(labels, "|"))
	}
	return strings.Join(out, " / ")
}

func TestRowsOfButtons(t *testing.T) {
	numbers := func(n, wide int) string {
		var b strings.Builder
		for i := range n {
			switch {
			case i == 0:
			case i%wide == 0:
				b.WriteString(" / ")
			default:
				b.WriteString("|")
			}
			fmt.Fprint(&b, i+1)
		}
		return b.String()
	}
	for name, tt := range map[string]struct{ rows, want string }{
		"None":         {"", ""},
		"OneRow":       {"Read|In context|More quotes / Follow karabakh / Next", "Read|In context|More quotes|Follow karabakh|Next"},
		"LongLabels":   {"Report this to the people who run me|Follow / Back to the settings of this chat", "Report this to the people who run me|Follow / Back to the settings of this chat"},
		"AsTheyAre":    {"1|2|3 / 4|5|6 / Next", "1|2|3 / 4|5|6 / Next"},
		"TooWide":      {numbers(7, 7), "1|2|3|4 / 5|6|7"},
		"TooHigh":      {numbers(8, 1), "1|2 / 3|4 / 5|6 / 7 / 8"},
		"TwentyFive":   {numbers(25, 3), "1|2|3|4|5 / 6|7|8|9|10 / 11|12|13|14|15 / 16|17|18|19|20 / 21|22|23|24|25"},
		"TwentySix":    {numbers(26, 5), "{25} / {1}"},
		"Overcrowded":  {numbers(130, 10), "{25} / {25} / {25} / {25} / {25} / {5}"},
		"LeftOutBlank": {" | ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var m bot.Message
			for r := range strings.SplitSeq(tt.rows, " / ") {
				var buttons []bot.Button
				for label := range strings.SplitSeq(r, "|") {
					buttons = append(buttons, bot.Button{Label: label, Data: "d" + label})
				}
				m.Buttons = append(m.Buttons, buttons)
			}
			if got := rowsShown(components(m, renderOptions{})); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestMoreRowsThanAMessageHas(t *testing.T) {
	m := bot.Message{Blocks: []bot.Block{{Runs: run("Menu")}}, Buttons: [][]bot.Button{nil}}
	for i := range 130 {
		m.Buttons[0] = append(m.Buttons[0], bot.Button{Label: fmt.Sprint(i), Data: fmt.Sprint("x", i)}, bot.Button{Label: fmt.Sprint("l", i), URL: "https://wire.example/1"})
	}
	all := render(m, renderOptions{})
	var n int
	for _, p := range all {
		within(t, p)
		for _, r := range p.Components {
			for _, k := range r.Components {
				n += max(1, len(k.Options))
			}
		}
	}
	if n != 260 || len(all) != 7 {
		t.Errorf("%d buttons stand below %d messages", n, len(all))
	}
}

func TestButtonsAreMadeOfWhatDiscordTakes(t *testing.T) {
	m := bot.Message{Buttons: [][]bot.Button{
		{{Label: "Local", URL: "http://localhost/1"}, {Label: "Script", URL: "javascript:alert(1)"}},
		{{Label: "Long", Data: strings.Repeat("x", 65)}, {Label: " \n\u200b ", Data: "blank"}, {Label: "Bytes", Data: "\xff"}, {Label: "Other", URL: "tg://user?id=1"}},
		{{Label: "Long address", URL: "https://wire.example/" + strings.Repeat("a", 500)}, {Label: "Nothing"}},
		{{Label: "Web", URL: "https://wire.example/a b?c=d"}, {Label: "two\nlines", Data: "two"}, {Label: strings.Repeat("wide ", 30), Data: "wide"}},
		{{Label: "Here", Data: "f", Private: true}, {Label: "Again", Data: "two"}, {Label: "Again", Data: "f", Private: true}},
	}}
	for name, tt := range map[string]struct {
		o    renderOptions
		want string
	}{
		"Group":    {renderOptions{}, "Web https://wire.example/a%20b?c=d|two lines w:two|wide w:wide|Here p:f|Again w2:two|Again p2:f"},
		"Private":  {renderOptions{private: true}, "Web https://wire.example/a%20b?c=d|two lines w:two|wide w:wide|Here w:f|Again w2:two|Again w2:f"},
		"Linkless": {renderOptions{linkless: true}, "two lines w:two|wide w:wide|Here p:f|Again w2:two|Again p2:f"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, r := range components(m, tt.o) {
				for _, k := range r.Components {
					label, _, _ := strings.Cut(k.Label, " wide")
					got = append(got, label+" "+k.CustomID+k.URL)
					if (k.Style == linkStyle) != (k.URL != "") {
						t.Errorf("the style of %+v", k)
					}
				}
			}
			if strings.Join(got, "|") != tt.want {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "|"), tt.want)
			}
		})
	}
}

func TestAQuestionHasAButtonForItsForm(t *testing.T) {
	m := bot.Message{Blocks: []bot.Block{{Runs: run("Which topic?")}}, Ask: "city or\ntime zone"}
	rows := components(m, renderOptions{})
	if got := rowsShown(rows); got != "City or time zone…" || rows[0].Components[0].CustomID != "a:city or time zone" || rows[0].Components[0].Style != primaryStyle {
		t.Errorf("got %q, %+v", got, rows)
	}
	if rows := components(m, renderOptions{private: true}); len(rows) != 0 {
		t.Errorf("in private it is %q", rowsShown(rows))
	}
	m.Ask = strings.Repeat("ß", 300)
	if k := components(m, renderOptions{})[0].Components[0]; units(k.Label) > labelUnits || units(k.CustomID) > customUnits {
		t.Errorf("a long hint gives %+v", k)
	}
	m.Ask = "topic"
	m.Buttons = [][]bot.Button{{{Label: "ports", Data: "p"}}}
	if got := rowsShown(components(m, renderOptions{})); got != "ports|Topic…" {
		t.Errorf("with a button it is %q", got)
	}
	m.Buttons[0] = slices.Repeat(m.Buttons[0], 5)
	if got := rowsShown(components(m, renderOptions{})); got != "ports|ports|ports|ports|ports / Topic…" {
		t.Errorf("with five buttons it is %q", got)
	}
	m.Buttons[0] = slices.Repeat(m.Buttons[0], 5)
	if got := rowsShown(components(m, renderOptions{})); strings.Contains(got, "Topic…") {
		t.Errorf("with all the buttons that there can be it is %q", got)
	}
}

func TestCustomIDsAreRead(t *testing.T) {
	for id, want := range map[string]string{
		"w:data": "w data", "w2:da:ta": "w da:ta", "p:x": "p x", "a:a hint": "a a hint", "s:": "s ", "w:": "w ",
		"": "none", ":": "none", "w": "none", "x:data": "none", "wx:data": "none", "w-1:x": "none", "2w:x": "none",
	} {
		kind, data, ok := parseCustomID(id)
		got := "none"
		if ok {
			got = string(kind) + " " + data
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", id, got, want)
		}
	}
	seen := map[string]bool{}
	for range 3 {
		if kind, data, ok := parseCustomID(customID(presses, "1:2", seen)); !ok || kind != presses || data != "1:2" {
			t.Errorf("got %c %q", kind, data)
		}
	}
	if len(seen) != 3 {
		t.Errorf("%d ids are different", len(seen))
	}
}
