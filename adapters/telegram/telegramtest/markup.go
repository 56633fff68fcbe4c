package telegramtest

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

const (
	// maxButtons and maxRow bound an inline keyboard; they are second-hand.
	maxButtons, maxRow = 100, 8
	maxCallbackData    = 64 // bytes
	maxCopyText        = 256
)

// forceReply makes a reader's client ask for a reply.
type forceReply struct {
	Force       bool   `json:"force_reply"`
	Placeholder string `json:"input_field_placeholder"`
	Selective   bool   `json:"selective"`
}

// replyKeyboard stands in place of the reader's keyboard.
type replyKeyboard struct {
	Rows [][]keyButton `json:"keyboard"`
}

// A keyButton is written as an object or as its text alone.
type keyButton struct {
	Text        string       `json:"text"`
	RequestChat *requestChat `json:"request_chat"`
}

// requestChat makes a button ask the reader for a chat.
type requestChat struct {
	RequestID int  `json:"request_id"`
	IsChannel bool `json:"chat_is_channel"`
	Title     bool `json:"request_title"`
}

// UnmarshalJSON reads either form.
func (b *keyButton) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		return json.Unmarshal(text, &b.Text)
	}
	type plain keyButton
	return json.Unmarshal(text, (*plain)(b))
}

func (k *replyKeyboard) labels() (labels [][]string) {
	for _, row := range k.Rows {
		var texts []string
		for _, b := range row {
			texts = append(texts, b.Text)
		}
		labels = append(labels, texts)
	}
	return labels
}

// A markupParam is reply_markup in any of its forms.
type markupParam struct {
	inline   *InlineKeyboard
	force    *forceReply
	keyboard *replyKeyboard
}

// readMarkup reads and checks reply_markup.
func (c *Call) readMarkup() (m markupParam, err error) {
	var raw map[string]json.RawMessage
	given, err := c.object("reply_markup", "reply keyboard markup", &raw)
	if err != nil || !given {
		return m, err
	}
	text := []byte(c.Values["reply_markup"])
	switch {
	case raw["inline_keyboard"] != nil:
		m.inline = new(InlineKeyboard)
		if json.Unmarshal(text, m.inline) != nil {
			return m, badRequest("field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays")
		}
		if err := m.inline.check(); err != nil {
			return m, err
		}
		m.inline.tidy()
		if len(m.inline.Rows) == 0 {
			m.inline = nil
		}
	case raw["keyboard"] != nil:
		m.keyboard = new(replyKeyboard)
		if json.Unmarshal(text, m.keyboard) != nil {
			return m, badRequest("field \"keyboard\" of the ReplyKeyboardMarkup must be an Array of Arrays")
		}
	case raw["force_reply"] != nil:
		m.force = new(forceReply)
		if json.Unmarshal(text, m.force) != nil {
			return m, badRequest("can't parse reply keyboard markup JSON object")
		}
		if !m.force.Force {
			m.force = nil
		}
	}
	return m, nil
}

// tidy drops empty rows.
func (k *InlineKeyboard) tidy() {
	rows := k.Rows[:0]
	for _, row := range k.Rows {
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	k.Rows = rows
}

// check refuses what the server refuses.
func (k *InlineKeyboard) check() error {
	count := 0
	for _, row := range k.Rows {
		count += len(row)
		if len(row) > maxRow {
			return badRequest("reply markup is too long")
		}
		for _, b := range row {
			if err := b.check(); err != nil {
				return err
			}
		}
	}
	if count > maxButtons {
		return badRequest("reply markup is too long")
	}
	return nil
}

func (b Button) check() error {
	if strings.TrimSpace(b.Text) == "" {
		return badRequest("can't parse inline keyboard button: button text must be non-empty")
	}
	kinds := 0
	for _, has := range []bool{b.URL != "", b.CallbackData != "", b.SwitchInline != nil, b.SwitchCurrent != nil, b.CopyText != nil} {
		if has {
			kinds++
		}
	}
	switch {
	case kinds == 0:
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	case kinds > 1:
		return badRequest("can't parse inline keyboard button: exactly one action must be specified")
	case len(b.CallbackData) > maxCallbackData:
		return badRequest("BUTTON_DATA_INVALID")
	case b.URL != "" && checkedLink(b.URL) == "":
		return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
	case b.CopyText != nil && (b.CopyText.Text == "" || utf8.RuneCountInString(b.CopyText.Text) > maxCopyText):
		return badRequest("can't parse inline keyboard button: copy text must be 1 to 256 characters long")
	case b.Style != "" && b.Style != "danger" && b.Style != "success" && b.Style != "primary":
		return badRequest("can't parse inline keyboard button: invalid button style specified")
	}
	return nil
}
