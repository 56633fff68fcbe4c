package discord

import (
	"cmp"
	"context"
	"encoding/json"

	"wirebrief/bot"
)

const (
	// formLabel is how long the label of a field in a form may be, formHint how
	// long the hint in it, formTitle the title, and formValue what is typed:
	// the bot reads no more.
	formLabel, formHint, formTitle, formValue = 45, 100, 45, 1000
	// answerField is the id of the one field.
	answerField = "answer"
	// textInput is the kind of component, oneLineInput its style.
	textInput, oneLineInput = 4, 1
)

// A form asks for one line.
type form struct {
	CustomID   string    `json:"custom_id"`
	Title      string    `json:"title"`
	Components []formRow `json:"components"`
}

type formRow struct {
	Type       int         `json:"type"`
	Components []formField `json:"components"`
}

type formField struct {
	Type        int    `json:"type"`
	CustomID    string `json:"custom_id"`
	Style       int    `json:"style"`
	Label       string `json:"label"`
	Placeholder string `json:"placeholder,omitempty"`
	MaxLength   int    `json:"max_length"`
	Required    bool   `json:"required"`
}

// opensForm reports whether a press is answered with a form. That must come at
// once: there is no form after a deferral.
func (i *interaction) opensForm() bool {
	kind, _, _ := readID(i.pressed())
	return i.Type == typePress && kind == asks
}

// askInForm opens the form for an answer to what was asked back. Its id is that
// of the button, so that the answer is about the same channel and question.
func (a *Adapter) askInForm(ctx context.Context, k *answer, data string) error {
	_, hint := cutQuestion(data)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != unanswered {
		return nil // too late: the button can be pressed again
	}
	title := bot.AnswerTitle()
	err := k.respond(ctx, callback{Type: openForm, Data: form{
		CustomID: k.i.Data.CustomID, Title: short(title, formTitle),
		Components: []formRow{{Type: rowComponent, Components: []formField{{
			Type: textInput, CustomID: answerField, Style: oneLineInput, Label: short(cmp.Or(hint, title), formLabel),
			Placeholder: short(hint, formHint), MaxLength: formValue, Required: true,
		}}}},
	}}, nil)
	if err == nil {
		k.state = answered
	}
	return lossless(err)
}

// filledIn answers a form: what stands in it is the answer to what was asked.
func (a *Adapter) filledIn(ctx context.Context, h bot.Handler, k *answer, c bot.Command) error {
	kind, mark, data := readID(k.i.Data.CustomID)
	to := audience{chat: fallback(k.i, c), mark: mark}
	if kind != asks || !a.aimed(k.i, &c, mark) {
		return k.reply(ctx, bot.Reply{ForUser: true, Messages: []bot.Message{bot.OldButton()}}, audience{})
	}
	c.Text, c.Answers = fieldOf(k.i.Data.Components), true
	c.AnswerTo, _ = cutQuestion(data)
	return a.ask(ctx, h, k, c, to)
}

// fieldOf is what stands in the one field of a form, wherever that is.
func fieldOf(components []component) string {
	for i := range components {
		c := &components[i]
		if c.CustomID == answerField {
			var s string
			_ = json.Unmarshal(c.Value, &s) // what is no text is no answer
			return s
		}
		below := c.Components
		if c.Component != nil {
			below = append(below[:len(below):len(below)], *c.Component)
		}
		if s := fieldOf(below); s != "" {
			return s
		}
	}
	return ""
}
