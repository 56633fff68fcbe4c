package discord

import (
	"encoding/json"
	"fmt"
	"slices"

	"wirebrief/bot"
)

const (
	// contentUnits is how long the text of a message may be, with room for the
	// number of a part. Discord takes 2,000 characters.
	contentUnits = 1980
	// smallPrint bounds what is set below a message.
	smallPrint = 300
)

// The flags of a message.
const (
	// flagEphemeral shows an answer only to who asked.
	flagEphemeral = 1 << 6
	// flagSilent delivers without a sound.
	flagSilent = 1 << 12
)

// A payload is one message of Discord, as its API takes it. A list that is
// empty is sent as such, so that an edit takes away what was there.
type payload struct {
	Content    string  `json:"content"`
	Embeds     []embed `json:"embeds"`
	Components []row   `json:"components"`
	// Mentions is always that of noMentions: left out, Discord would ring for
	// whomever a text names.
	Mentions     mentions     `json:"allowed_mentions"`
	Flags        int          `json:"flags,omitempty"`
	Nonce        string       `json:"nonce,omitempty"`
	EnforceNonce bool         `json:"enforce_nonce,omitempty"`
	Attachments  []attachment `json:"attachments,omitempty"`

	// lines and files are what it was made of.
	lines []line
	files []bot.File
	// number tells which part it is, "" for the only one.
	number string
}

// mentions say who may be notified.
type mentions struct {
	Parse []string `json:"parse"`
}

// noMentions is nobody.
func noMentions() mentions { return mentions{Parse: []string{}} }

// MarshalJSON makes sure that nobody can be mentioned, whatever made the payload.
func (p payload) MarshalJSON() ([]byte, error) { return json.Marshal(p.bare()) }

// A barePayload is a payload as it is written.
type barePayload payload

// flat is a body that is written in one go: what a MarshalJSON within it writes
// is read once more by its caller.
func flat(body any) any {
	switch b := body.(type) {
	case payload:
		return b.bare()
	case callback:
		if p, ok := b.Data.(payload); ok {
			b.Data = p.bare()
		}
		return b
	}
	return body
}

func (p payload) bare() barePayload {
	p.Mentions = noMentions()
	if p.Embeds == nil {
		p.Embeds = []embed{}
	}
	if p.Components == nil {
		p.Components = []row{}
	}
	return barePayload(p)
}

// renderOptions say where and how a message is shown.
type renderOptions struct {
	// plain is text alone, for where no embeds are allowed: links stand as
	// addresses behind their text.
	plain bool
	// linkless leaves links out besides, and buttons that are links.
	linkless bool
	// private tells that the message goes to the direct messages of the one
	// person who reads it: buttons that count there are buttons like any other,
	// and a question is answered by typing.
	private bool
	// forms tells that nothing that is typed is heard, in private neither.
	forms bool
	// commands are the ids of those that can be pressed where they are named.
	commands commandIDs
}

// render returns the messages that m takes, each within all limits; none if it
// shows nothing and has no files. Buttons and files are with the last of them.
func render(m bot.Message, o renderOptions) []payload {
	key := bodyKey{o.plain, o.linkless, o.commands[latestCommand], m.Topic}
	out := slices.Clone(bot.OnceOf(m, key, func() []payload { return bodies(m, o) }))
	out = withComponents(out, components(m, o))
	out = withFiles(out, m.Files)
	for i := range out {
		if m.Silent {
			out[i].Flags |= flagSilent
		}
	}
	return numbered(out)
}

// A bodyKey is the key of bot.OnceOf for what bodies makes of blocks.
type bodyKey struct {
	plain, linkless bool
	// latest is the id of a command, 0 as long as their ids are not known.
	latest snowflake
	topic  string
}

// bodies are the messages that the blocks of m take, without what is below them.
func bodies(m bot.Message, o renderOptions) []payload {
	all, spare := lines(m, o.commands)
	switch {
	case o.plain || o.linkless:
		return contents(withSpare(all, spare), plainForm(o))
	case isTalk(m):
		if out := contents(all, unpreviewed); len(out) <= 1 {
			return out
		}
		return embedded(all, "", colour(m.Topic))
	}
	return embedded(all, spare, colour(m.Topic))
}

func plainForm(o renderOptions) linkForm {
	if o.linkless {
		return unlinked
	}
	return written
}

// isTalk reports whether m is a few words rather than something to read: it is
// shown as text, as a person would write it, and not as an embed.
func isTalk(m bot.Message) bool {
	return !slices.ContainsFunc(m.Blocks, func(b bot.Block) bool {
		switch b.Kind {
		case bot.Header:
			return !b.Spare
		case bot.Headline, bot.Section, bot.Quotation, bot.Attribution:
			return true
		}
		return false
	})
}

// withSpare appends what is spare as a line of small print.
func withSpare(all []line, spare string) []line {
	if spare == "" {
		return all
	}
	return append(slices.Clip(all), line{kind: bot.Meta, spans: []span{{text: spare}}})
}

// contents are messages of text alone.
func contents(all []line, form linkForm) []payload {
	var out []payload
	for _, piece := range fill(all, contentUnits, form) {
		out = append(out, payload{Content: text(piece, form), lines: piece})
	}
	return out
}

// plainly is the message as text alone, for where it was refused as it is.
func (p payload) plainly(linkless bool) []payload {
	form := plainForm(renderOptions{linkless: linkless})
	out := contents(p.lines, form)
	rows := p.Components
	if linkless {
		rows = withoutLinks(rows)
	}
	out = withComponents(out, rows)
	out = withFiles(out, p.files)
	for i := range out {
		out[i].Flags = p.Flags
	}
	if p.number != "" && len(out) > 0 {
		out[len(out)-1].setNumber(p.number)
	}
	return out
}

// numbered tells of several messages which is which.
func numbered(out []payload) []payload {
	if len(out) > 1 {
		for i := range out {
			out[i].setNumber(fmt.Sprintf("%d/%d", i+1, len(out)))
		}
	}
	return out
}

// setNumber puts the number of a part below it.
func (p *payload) setNumber(number string) {
	p.number = number
	if n := len(p.Embeds); n > 0 {
		p.Embeds = slices.Clone(p.Embeds) // which other messages may share
		last := &p.Embeds[n-1]
		var below footer
		if last.Footer != nil {
			below = *last.Footer
		}
		last.Footer = &footer{joinParts(below.Text, number)}
		return
	}
	p.Content += "\n-# " + number
}
