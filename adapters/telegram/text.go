package telegram

import (
	"fmt"

	"wirebrief/bot"
)

// A text is a part of a message as it is sent.
type text struct {
	part
	// number tells which of several parts it is, "" for the only one.
	number string
	// whole is the message, and index the place of the part in it.
	whole bot.Message
	index int
}

// partsOf are the parts of a message as they are sent.
func partsOf(m bot.Message) []text {
	all := bot.OnceOf(m, partsKey{}, func() []part { return parts(lines(m)) })
	out := make([]text, len(all))
	for i, p := range all {
		out[i] = text{part: p, whole: m, index: i}
		if len(all) > 1 {
			out[i].number = fmt.Sprintf("(%d/%d)", i+1, len(all))
		}
	}
	return out
}

// html is the part in the parse mode HTML.
func (t text) html(plainTimes bool) string {
	return bot.OnceOf(t.whole, htmlKey{t.index, plainTimes}, func() string { return t.part.html(t.number, plainTimes) })
}

// plain is the part without parse mode.
func (t text) plain() string { return t.part.plain(t.number) }

// The keys of bot.OnceOf.
type (
	partsKey struct{}
	htmlKey  struct {
		index      int
		plainTimes bool
	}
)
