package discord

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wirebrief/bot"
)

// The kinds of component.
const (
	rowComponent    = 1
	buttonComponent = 2
	selectComponent = 3
)

// The styles of buttons.
const (
	primaryStyle   = 1
	secondaryStyle = 2
	linkStyle      = 5
)

const (
	// rowButtons and rowsHigh are what a message can have.
	rowButtons, rowsHigh = 5, 5
	// rowLabels is how long the labels of one row are together at most, if it is
	// made of several: it fits beside a list of channels.
	rowLabels = 60
	// selectOptions is how many things can be chosen from in one row.
	selectOptions = 25
	// labelUnits is how long a label may be, customUnits how long an id.
	labelUnits, customUnits = 80, 100
)

// A row of components below a message, as the API has it.
type row struct {
	Type       int   `json:"type"`
	Components []key `json:"components"`
}

// A key is a button, or a menu of things to choose from.
type key struct {
	Type     int          `json:"type"`
	Style    int          `json:"style,omitempty"`
	Label    string       `json:"label,omitempty"`
	CustomID string       `json:"custom_id,omitempty"`
	URL      string       `json:"url,omitempty"`
	Options  []menuOption `json:"options,omitempty"`
}

// A menuOption is one thing in a menu. Its Value is a custom id like that of a
// button: choosing it is pressing that.
type menuOption struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// A customKind tells what a press means.
type customKind byte

// The kinds of custom id, which these begin with.
const (
	// presses carry the Data of a bot.Button.
	presses customKind = 'w'
	// privately pressed ones count in the presser's direct messages.
	privately customKind = 'p'
	// asks open a form, for which the rest is the question and the hint.
	asks customKind = 'a'
	// chooses is a menu: what was chosen is a custom id itself.
	chooses customKind = 's'
)

// customID is the id of a component: its kind, a number where another component
// of the message would have the same id, a colon and the data.
func customID(kind customKind, data string, seen map[string]bool) string {
	id := string(kind) + ":" + data
	for n := 2; seen[id]; n++ {
		id = string(kind) + strconv.Itoa(n) + ":" + data
	}
	seen[id] = true
	return id
}

// parseCustomID is the opposite of customID. ok is false for an id that is none
// of the bot's.
func parseCustomID(id string) (kind customKind, data string, ok bool) {
	head, data, ok := strings.Cut(id, ":")
	if !ok || head == "" || strings.IndexByte("wpas", head[0]) < 0 || strings.Trim(head[1:], "0123456789") != "" {
		return 0, "", false
	}
	return customKind(head[0]), data, true
}

// components are the rows below a message; more of them than a message can have
// go with further messages. Buttons that nothing can be made of are left out.
func components(m bot.Message, o renderOptions) []row {
	seen := map[string]bool{}
	var rows [][]key
	total := 0
	for _, buttons := range m.Buttons {
		var keys []key
		for _, b := range buttons {
			if c, ok := button(b, o, seen); ok {
				keys = append(keys, c)
			}
		}
		total += len(keys)
		if len(keys) > 0 {
			rows = append(rows, even(keys)...)
		}
	}
	if m.Ask != "" && total < rowButtons*rowsHigh && (!o.private || o.forms) {
		rows = append(rows, []key{question(m.Question, m.Ask, seen)})
		total++
	}
	switch rows = lower(rows); {
	case total <= rowButtons && labels(rows) <= rowLabels:
		return rowsOf(slices.DeleteFunc([][]key{slices.Concat(rows...)}, func(keys []key) bool { return len(keys) == 0 }))
	case total > rowButtons*rowsHigh:
		return menus(slices.Concat(rows...), seen)
	case len(rows) > rowsHigh:
		rows = slices.Collect(slices.Chunk(slices.Concat(rows...), rowButtons))
	}
	return rowsOf(rows)
}

func rowsOf(rows [][]key) []row {
	out := make([]row, len(rows))
	for i, keys := range rows {
		out[i] = row{rowComponent, keys}
	}
	return out
}

func button(b bot.Button, o renderOptions, seen map[string]bool) (c key, ok bool) {
	c = key{Type: buttonComponent, Style: secondaryStyle, Label: inert(short(b.Label, labelUnits-2))}
	if c.Label == "" || units(c.Label) > labelUnits {
		return c, false
	}
	switch {
	case b.URL != "":
		c.Style, c.URL = linkStyle, webURL(b.URL, buttonUnits)
		return c, c.URL != "" && !o.linkless
	case b.Data == "" || len(b.Data) > bot.MaxButtonData || !utf8.ValidString(b.Data):
		return c, false
	case b.Private && !o.private:
		c.CustomID = customID(privately, b.Data, seen)
	default:
		c.CustomID = customID(presses, b.Data, seen)
	}
	return c, true
}

// labels is how long the labels of rows are together.
func labels(rows [][]key) int {
	n := 0
	for _, k := range slices.Concat(rows...) {
		n += units(k.Label)
	}
	return n
}

// questionUnits is how long a question may be that the id of a button holds.
const questionUnits = 40

// cutQuestion reads what asks carry: the question, "" in buttons that were made
// without, and the hint.
func cutQuestion(data string) (asked, hint string) {
	asked, hint, ok := strings.Cut(data, ":")
	if !ok {
		return "", data
	}
	return asked, hint
}

// joinQuestion is the opposite of cutQuestion.
func joinQuestion(asked, hint string) string {
	if asked == "" && !strings.Contains(hint, ":") {
		return hint
	}
	return asked + ":" + hint
}

// question is the button that opens the form for an answer, called by the hint.
func question(asked, hint string, seen map[string]bool) key {
	if units(asked) > questionUnits || strings.Contains(asked, ":") {
		asked = ""
	}
	hint = short(hint, labelUnits-10-units(asked)-1)
	first, n := utf8.DecodeRuneInString(hint)
	return key{
		Type: buttonComponent, Style: primaryStyle, Label: inert(string(unicode.ToUpper(first))+hint[n:]) + "…",
		CustomID: customID(asks, joinQuestion(asked, hint), seen),
	}
}

// even parts a row that is too wide into rows of about equal length.
func even(keys []key) [][]key {
	rows := (len(keys) + rowButtons - 1) / rowButtons
	return slices.Collect(slices.Chunk(keys, (len(keys)+rows-1)/rows))
}

// lower joins rows that follow each other, the shortest first, until there are
// few enough.
func lower(rows [][]key) [][]key {
	for len(rows) > rowsHigh {
		best, least := 0, rowButtons+1
		for i := range rows[1:] {
			if n := len(rows[i]) + len(rows[i+1]); n < least {
				best, least = i, n
			}
		}
		if least > rowButtons {
			break
		}
		rows[best] = append(slices.Clip(rows[best]), rows[best+1]...)
		rows = slices.Delete(rows, best+1, best+2)
	}
	return rows
}

// menus are the rows of more buttons than a message can have: what leads to an
// address stays a button, all else is to be chosen from menus.
func menus(keys []key, seen map[string]bool) []row {
	var links, others []key
	for _, k := range keys {
		if k.URL != "" {
			links = append(links, k)
		} else {
			others = append(others, k)
		}
	}
	var out []row
	for part := range slices.Chunk(others, selectOptions) {
		menu := key{Type: selectComponent, CustomID: customID(chooses, "", seen)}
		for _, k := range part {
			menu.Options = append(menu.Options, menuOption{k.Label, k.CustomID})
		}
		out = append(out, row{rowComponent, []key{menu}})
	}
	return append(out, rowsOf(slices.Collect(slices.Chunk(links, rowButtons)))...)
}

// withComponents puts rows below the last message, and what that cannot hold
// below further ones.
func withComponents(out []payload, rows []row) []payload {
	if len(out) == 0 || len(rows) == 0 {
		return out
	}
	for i, part := range slices.Collect(slices.Chunk(rows, rowsHigh)) {
		if i > 0 {
			out = append(out, payload{Content: "…", lines: []line{{spans: []span{{text: "…"}}}}})
		}
		out[len(out)-1].Components = part
	}
	return out
}

// withoutLinks are rows without the buttons that lead to an address.
func withoutLinks(rows []row) []row {
	var out []row
	for _, r := range rows {
		kept := slices.DeleteFunc(slices.Clone(r.Components), func(c key) bool { return c.URL != "" })
		if len(kept) > 0 {
			out = append(out, row{rowComponent, kept})
		}
	}
	return out
}
