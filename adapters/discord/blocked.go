package discord

import (
	"context"
)

// isBlocked reports whether a rule of the server itself forbids what a message
// says.
func isBlocked(err error) bool {
	code := codeOf(err)
	return code == blockedByRule || code == blockedTitle
}

// halves sends a part of several stories that a rule of the server has blocked
// in two, each of which is parted again if it is blocked: a story that may not
// be told there is left out, and takes no other with it. It fails with why if
// none may be told.
func (d *sending) halves(ctx context.Context, p payload, name string, create func(context.Context, payload) error, why error) error {
	before := len(d.ids)
	for i, each := range p.halves() {
		err := d.part(ctx, each, name+string(rune('a'+i)), create)
		if err != nil && !isBlocked(err) {
			return err
		}
		if err != nil && countStories(each.lines) < 2 {
			d.a.o.Logger.Warn("a story is left out that a rule of the server forbids", "platform", Platform, "chat", d.chat.ID, "err", err)
		}
	}
	if len(d.ids) == before {
		return why
	}
	return nil
}

// halves are payloads of either half of the stories of one. What goes with the
// whole goes with the last.
func (p payload) halves() []payload {
	at, half := 0, countStories(p.lines)/2
	for i, l := range p.lines {
		if l.story {
			if half == 0 {
				at = i
				break
			}
			half--
		}
	}
	var out []payload
	for _, lines := range [][]line{p.lines[:at:at], p.lines[at:]} {
		if len(p.Embeds) > 0 {
			out = append(out, embedded(lines, "", p.Embeds[0].Colour)...)
		} else {
			out = append(out, contents(lines, written)...)
		}
	}
	for i := range out {
		out[i].Flags = p.Flags
	}
	last := &out[len(out)-1]
	last.Components, last.Attachments, last.files = p.Components, p.Attachments, p.files
	return out
}
