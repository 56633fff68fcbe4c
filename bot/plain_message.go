package bot

import (
	"strings"
	"unicode/utf8"
)

// plainLimit is how many characters a plain message has at most: every platform
// takes that many in one message (Discord 2,000), with room for what an adapter
// sets around them.
const plainLimit = 1800

// PlainMessage returns a message as text alone, for a platform that refused it
// as it was: no bold, no links, no times, no buttons, no invisible characters,
// and if it is longer than any platform takes, its end left out, which "…"
// tells. The blocks and their kinds stay.
func PlainMessage(m Message) Message {
	plain, room := Message{Silent: m.Silent}, plainLimit
	for _, b := range m.Blocks {
		var words strings.Builder
		for _, r := range b.Runs {
			words.WriteString(Plain(r.Text))
		}
		text, right := strings.TrimSpace(words.String()), strings.TrimSpace(Plain(b.Right))
		if text == "" && right == "" {
			continue
		}
		n := utf8.RuneCountInString(text) + utf8.RuneCountInString(right)
		if n > room {
			plain.Blocks = append(plain.Blocks, Block{Kind: b.Kind, Runs: []Run{{Text: firstRunes(text, room) + "…"}}})
			break
		}
		room -= n
		plain.Blocks = append(plain.Blocks, Block{Kind: b.Kind, Runs: []Run{{Text: text}}, Right: right})
	}
	return plain
}

// firstRunes returns the first n characters of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
