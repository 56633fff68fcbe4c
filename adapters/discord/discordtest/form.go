package discordtest

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// A Form is one that the bot has shown to somebody.
type Form struct {
	Title    string
	CustomID string
	Fields   []FormField
	use      *Use
}

// A FormField is one that is filled in.
type FormField struct {
	CustomID, Label, Description, Placeholder string
	// Value is what stands in it already.
	Value    string
	Required bool
	// Long tells that it has several lines.
	Long bool
	// Min and Max bound the length of what is written.
	Min, Max int
	// under is the type of the component around it: ActionRow or Label.
	under int
}

// Form returns the form that the bot has answered with, if it did.
func (u *Use) Form() (f Form, ok bool) {
	u.look(func(i *interaction) {
		if i.form == nil {
			return
		}
		f, ok = Form{Title: i.form.Title, CustomID: i.form.CustomID, Fields: i.form.fields(), use: u}, true
	})
	return f, ok
}

// WaitForm waits for the form, at most 10 s.
func (u *Use) WaitForm() (Form, bool) {
	u.WaitAcknowledged()
	return u.Form()
}

// fields are the text inputs of a form.
func (m *Modal) fields() (fields []FormField) {
	for _, c := range m.Components {
		switch {
		case c.Type == ActionRow && len(c.Components) > 0:
			fields = append(fields, field(c.Components[0], ActionRow, c.Components[0].Label, ""))
		case c.Type == Label && c.Component != nil:
			fields = append(fields, field(*c.Component, Label, c.Label, c.Description))
		}
	}
	return fields
}

// maxInput bounds a text input that names no bound.
const maxInput = 4000

func field(c Component, under int, label, description string) FormField {
	f := FormField{CustomID: c.CustomID, Label: label, Description: description, Placeholder: c.Placeholder, Value: c.Value,
		Required: c.Required == nil || *c.Required, Long: c.Style == 2, Max: maxInput, under: under}
	if c.MinLength != nil {
		f.Min = *c.MinLength
	}
	if c.MaxLength != nil {
		f.Max = *c.MaxLength
	}
	return f
}

// Submit fills in a form, a value for each field in their order, and sends it.
// Fields without a value keep what stands in them.
func (p *Person) Submit(f Form, values ...string) *Use {
	return p.act(func() (*interaction, error) { return p.submit(f, values) })
}

// submit is Submit with mu held.
func (p *Person) submit(f Form, values []string) (*interaction, error) {
	if f.use == nil || f.use.i.by != p {
		return nil, fmt.Errorf("submit the form %q: it is not shown to them", f.Title)
	}
	if len(values) > len(f.Fields) {
		return nil, fmt.Errorf("submit the form %q: it has %d fields", f.Title, len(f.Fields))
	}
	data := &InteractionData{CustomID: f.CustomID}
	for n, one := range f.Fields {
		value := one.Value
		if n < len(values) {
			value = values[n]
		}
		if err := one.check(value); err != nil {
			return nil, fmt.Errorf("submit the form %q with %q as %s: %w", f.Title, value, one.Label, err)
		}
		data.Components = append(data.Components, one.filled(n, value))
	}
	opener := f.use.i
	i := p.s.newInteraction(ModalInteraction, p, opener.room, data)
	i.opener = opener
	i.inherit(opener.owners)
	if i.pressed = opener.pressed; i.pressed != nil {
		i.body.Message = &i.pressed.Message
	}
	return i, nil
}

func (f FormField) check(value string) error {
	switch n := utf8.RuneCountInString(value); {
	case n == 0 && f.Required:
		return errors.New("it is required")
	case n > 0 && n < f.Min || n > f.Max:
		return fmt.Errorf("between %d and %d characters are asked for", f.Min, f.Max)
	}
	return nil
}

// filled is the field as the bot gets it.
func (f FormField) filled(n int, value string) Component {
	input := Component{Type: TextInput, ID: 2*n + 2, CustomID: f.CustomID, Value: value}
	if f.under == Label {
		return Component{Type: Label, ID: 2*n + 1, Component: &input}
	}
	return Component{Type: ActionRow, ID: 2*n + 1, Components: []Component{input}}
}
