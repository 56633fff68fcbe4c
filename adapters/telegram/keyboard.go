package telegram

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"wirebrief/bot"
)

const (
	// keyboardWide and keyboardHigh are what fits a phone; more rows than that
	// are made wider.
	keyboardWide = 3
	keyboardHigh = 8
	// keyboardButtons is how many buttons a message can have.
	keyboardButtons = 100
	// labelUnits is how long a label may be.
	labelUnits = 64
)

// A key is a button as the API has it.
type key struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// An inlineKeyboard is what stands below a message, as the API has it.
type inlineKeyboard struct {
	Rows [][]key `json:"inline_keyboard"`
}

// keyboard is what stands below a message to a place: nil for nothing. Buttons
// that nothing can be made of are left out.
func (a *Adapter) keyboard(ctx context.Context, to place, rows [][]bot.Button) ([][]key, error) {
	var out [][]key
	total := 0
	for _, row := range rows {
		var keys []key
		for _, b := range row {
			k, ok, err := a.key(ctx, to, b)
			if err != nil {
				return nil, err
			}
			if ok && total < keyboardButtons {
				keys = append(keys, k)
				total++
			}
		}
		if len(keys) > 0 {
			out = append(out, fitting(keys)...)
		}
	}
	return lower(out), nil
}

// withoutURLs is a keyboard without the buttons that open an address; nil if it
// has no others.
func withoutURLs(rows [][]key) [][]key {
	var out [][]key
	for _, row := range rows {
		if kept := slices.DeleteFunc(slices.Clone(row), func(k key) bool { return k.URL != "" }); len(kept) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

// fitting parts a row into rows in which a phone shows every label whole: all
// buttons of a row are as wide as each other, and what is too long is cut off.
func fitting(keys []key) [][]key {
	wide := 1
	for n := 2; n < len(labelFits) && n <= len(keys); n++ {
		if !slices.ContainsFunc(keys, func(k key) bool { return units(k.Text) > labelFits[n] }) {
			wide = n
		}
	}
	if wide > 1 || len(keys) == 1 {
		rows := (len(keys) + wide - 1) / wide
		return slices.Collect(slices.Chunk(keys, (len(keys)+rows-1)/rows)) // of about equal length
	}
	// One is too long for any company; the others are not.
	long := slices.IndexFunc(keys, func(k key) bool { return units(k.Text) > labelFits[2] })
	var rows [][]key
	for _, part := range [][]key{keys[:long], keys[long : long+1], keys[long+1:]} {
		if len(part) > 0 {
			rows = append(rows, fitting(part)...)
		}
	}
	return rows
}

// labelFits is how long the labels of a row of so many buttons are at most, in
// UTF-16 code units, from looking at a phone of usual width.
var labelFits = [...]int{2: 20, 3: 12, 4: 7, 5: 4}

// lower joins short rows until there are few enough, and fills them anew if that
// is not enough.
func lower(rows [][]key) [][]key {
	for i := 0; len(rows) > keyboardHigh && i+1 < len(rows); {
		if len(rows[i])+len(rows[i+1]) > keyboardWide {
			i++
			continue
		}
		rows[i] = append(slices.Clip(rows[i]), rows[i+1]...)
		rows = slices.Delete(rows, i+1, i+2)
	}
	if len(rows) > keyboardHigh {
		return slices.Collect(slices.Chunk(slices.Concat(rows...), keyboardWide))
	}
	return rows
}

func (a *Adapter) key(ctx context.Context, to place, b bot.Button) (k key, ok bool, err error) {
	k.Text = short(b.Label, labelUnits)
	if k.Text == "" {
		return k, false, nil
	}
	switch {
	case b.URL != "":
		k.URL = buttonURL(b.URL)
	case b.Private && to.chat <= 0:
		k.URL, err = a.privateLink(ctx, to.ref(), b.Data)
	case len(b.Data) <= bot.MaxButtonData && utf8.ValidString(b.Data):
		k.Data = b.Data
	}
	return k, k.URL != "" || k.Data != "", err
}

// privateLink is the address that opens the private chat with the bot as if a
// button with data, which stands in a chat, had been pressed there; "" before
// the bot's name is known.
func (a *Adapter) privateLink(ctx context.Context, from bot.ChatRef, data string) (string, error) {
	if a.name() == "" {
		return "", nil
	}
	key, err := a.o.Desk.LinkKey(ctx, from, data)
	if err != nil {
		return "", err
	}
	return a.StartLink(key), nil
}

// short is s in one line of at most limit UTF-16 code units.
func short(s string, limit int) string {
	if s = oneLine(s); units(s) > limit {
		return strings.TrimRight(s[:cutAt(s, limit-1)], " ") + "…"
	}
	return s
}
