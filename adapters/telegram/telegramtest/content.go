package telegramtest

import (
	"strings"
	"unicode/utf8"
)

const (
	maxText    = 4096 // code points, after parsing
	maxCaption = 1024 // the same
)

// A content is a text with what its parameters say of it.
type content struct {
	plain    string
	entities []Entity
	preview  *LinkPreviewOptions
}

// readText reads text with its markup or entities. Faults of the markup are
// told before the server looks at the chat, and faults of the length after it.
func (c *Call) readText() (t content, err error) {
	if c.Values["text"] == "" {
		return t, badRequest("message text is empty")
	}
	if t.plain, t.entities, err = c.formatted("text", "parse_mode", "entities"); err != nil {
		return t, err
	}
	t.preview, err = c.readPreview()
	return t, err
}

func (m *stored) setText(t content) error {
	if utf8.RuneCountInString(t.plain) > maxText {
		return badRequest("message is too long")
	}
	m.Text, m.Entities, m.LinkPreviewOptions = t.plain, t.entities, t.preview
	return nil
}

func (m *stored) setCaption(c *Call) error {
	if strings.TrimSpace(c.Values["caption"]) == "" {
		return nil
	}
	plain, entities, err := c.formatted("caption", "parse_mode", "caption_entities")
	if err != nil {
		return err
	}
	if utf8.RuneCountInString(plain) > maxCaption {
		return badRequest("message caption is too long")
	}
	m.Caption, m.CaptionEntities = plain, entities
	return nil
}

// formatted reads a text with its markup or entities.
func (c *Call) formatted(text, mode, list string) (string, []Entity, error) {
	var explicit []Entity
	given, err := c.object(list, "message entities", &explicit)
	if err != nil {
		return "", nil, err
	}
	if given && c.Values[mode] == "" {
		return withEntities(c.Values[text], explicit)
	}
	plain, entities, err := parseText(c.Values[text], c.Values[mode])
	if err != nil {
		return "", nil, badRequest("%v", err)
	}
	return plain, entities, nil
}

// withEntities is text with the entities of the caller, and those that the
// server finds itself where there are none.
func withEntities(text string, explicit []Entity) (string, []Entity, error) {
	if err := checkEntities(explicit); err != nil {
		return "", nil, badRequest("%v", err)
	}
	plain, entities, err := tidyText(text, explicit)
	if err != nil {
		return "", nil, badRequest("%v", err)
	}
	return plain, entities, nil
}

// readPreview reads link_preview_options, or the parameter that was there
// before it.
func (c *Call) readPreview() (*LinkPreviewOptions, error) {
	var o LinkPreviewOptions
	given, err := c.object("link_preview_options", "link preview options", &o)
	switch {
	case err != nil:
		return nil, err
	case given:
		return &o, nil
	case c.truth("disable_web_page_preview"):
		return &LinkPreviewOptions{IsDisabled: true}, nil
	}
	return nil, nil
}
