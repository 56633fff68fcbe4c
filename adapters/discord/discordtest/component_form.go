package discordtest

import (
	"slices"
	"unicode/utf8"
)

// The limits of components.
const (
	maxRows       = 5
	maxInRow      = 5
	maxParts      = 40
	maxPartsText  = 4000
	maxCustomID   = 100
	maxLabel      = 80
	maxLinkURL    = 512
	maxOptions    = 25
	maxOptionText = 100
	maxTip        = 150
)

// checking is one walk over the components of a message or form.
type checking struct {
	e *FieldErrors
	// ids are the custom_ids seen, parts how many components there are, text
	// how many characters stand in text displays.
	ids         map[string]bool
	parts, text int
}

// checkComponents finds what is wrong with the components of a message; v2
// tells whether its flag says that they are the whole message.
func checkComponents(e *FieldErrors, at []any, all []Component, v2 bool) {
	if len(all) == 0 {
		return
	}
	k := &checking{e: e, ids: map[string]bool{}}
	if !v2 && len(all) > maxRows {
		e.add(at, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxRows)
	}
	for i := range all {
		c := &all[i]
		if !v2 && c.Type != ActionRow {
			e.add(below(at, i, "type"), "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1,).`)
			continue
		}
		k.part(below(at, i), c)
	}
	if k.parts > maxParts && v2 {
		e.add(at, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components in this message exceeds the maximum of %d", maxParts)
	}
	if k.text > maxPartsText {
		e.add(at, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Displayable text size exceeds maximum size of %d", maxPartsText)
	}
}

// part checks one component and those in it.
func (k *checking) part(at []any, c *Component) {
	k.parts++
	switch c.Type {
	case ActionRow:
		k.row(at, c)
	case Button:
		k.button(at, c)
	case StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect:
		k.selection(at, c)
	case TextDisplay:
		k.e.between(below(at, "content"), c.Content, 1, maxPartsText)
		k.text += utf8.RuneCountInString(c.Content)
	case Section:
		if n := len(c.Components); n < 1 || n > 3 {
			k.e.add(below(at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 3 in length.")
		}
		if c.Accessory == nil {
			k.e.add(below(at, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
		} else {
			k.part(below(at, "accessory"), c.Accessory)
		}
		k.inside(at, c)
	case Container:
		k.inside(at, c)
	case MediaGallery:
		if n := len(c.Items); n < 1 || n > 10 {
			k.e.add(below(at, "items"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
		}
		for i, item := range c.Items {
			k.e.longest(below(at, "items", i, "description"), string(item.Description), 1024)
		}
	case Thumbnail:
		k.e.longest(below(at, "description"), c.Description, 1024)
	case FileComponent, Separator:
	default:
		k.e.add(below(at, "type"), "UNION_TYPE_CHOICES", `Value of field "type" must be one of the types of components.`)
	}
}

func (k *checking) inside(at []any, c *Component) {
	for i := range c.Components {
		k.part(below(at, "components", i), &c.Components[i])
	}
}

// row checks a row: up to five buttons, or one select.
func (k *checking) row(at []any, c *Component) {
	if n := len(c.Components); n < 1 || n > maxInRow {
		k.e.add(below(at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxInRow)
	}
	for i := range c.Components {
		inner := &c.Components[i]
		if inner.Type != Button && len(c.Components) > 1 {
			k.e.add(below(at, "components", i), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
		}
		k.part(below(at, "components", i), inner)
	}
}

// button checks a button: a link with its address, or another with an id.
func (k *checking) button(at []any, c *Component) {
	k.e.longest(below(at, "label"), c.Label, maxLabel)
	if c.Label == "" && c.Emoji == nil {
		k.e.add(at, "BUTTON_COMPONENT_INVALID", "A button must have a label or an emoji")
	}
	switch {
	case c.Style == Link:
		if c.CustomID != "" {
			k.e.add(below(at, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
		k.e.between(below(at, "url"), c.URL, 1, maxLinkURL)
		k.e.address(below(at, "url"), c.URL, "discord")
	case c.Style < Primary || c.Style > Link:
		k.e.add(below(at, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
	default:
		if c.URL != "" {
			k.e.add(below(at, "url"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
		}
		k.id(at, c)
	}
}

// id checks the custom_id of a component, which no other of the message may
// have.
func (k *checking) id(at []any, c *Component) {
	at = below(at, "custom_id")
	k.e.between(at, c.CustomID, 1, maxCustomID)
	if c.CustomID != "" && k.ids[c.CustomID] {
		k.e.add(at, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	k.ids[c.CustomID] = true
}

// selection checks a select and its options.
func (k *checking) selection(at []any, c *Component) {
	k.id(at, c)
	k.e.longest(below(at, "placeholder"), c.Placeholder, maxTip)
	least, most := 1, 1
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	if least < 0 || least > maxOptions || most < 1 || most > maxOptions || least > most {
		k.e.add(below(at, "max_values"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxOptions)
	}
	if c.Type != StringSelect {
		return
	}
	if n := len(c.Options); n < 1 || n > maxOptions {
		k.e.add(below(at, "options"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxOptions)
	}
	values := map[string]bool{}
	for i, o := range c.Options {
		at := below(at, "options", i)
		k.e.between(below(at, "label"), o.Label, 1, maxOptionText)
		k.e.between(below(at, "value"), o.Value, 1, maxOptionText)
		k.e.longest(below(at, "description"), o.Description, maxOptionText)
		if values[o.Value] {
			k.e.add(below(at, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		values[o.Value] = true
	}
}

// checkModal finds what is wrong with a form.
func checkModal(e *FieldErrors, at []any, m *Modal) {
	e.between(below(at, "custom_id"), m.CustomID, 1, maxCustomID)
	e.between(below(at, "title"), m.Title, 1, 45)
	if n := len(m.Components); n < 1 || n > maxRows {
		e.add(below(at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and %d in length.", maxRows)
	}
	k := &checking{e: e, ids: map[string]bool{}}
	for i := range m.Components {
		k.field(below(at, "components", i), &m.Components[i])
	}
}

// field checks one component of a form: a row or label with an input or
// select, or text.
func (k *checking) field(at []any, c *Component) {
	switch c.Type {
	case ActionRow:
		if len(c.Components) != 1 {
			k.e.add(below(at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.")
		}
		for i := range c.Components {
			k.input(below(at, "components", i), &c.Components[i], true)
		}
	case Label:
		k.e.between(below(at, "label"), c.Label, 1, 45)
		if c.Component == nil {
			k.e.add(below(at, "component"), "BASE_TYPE_REQUIRED", "This field is required")
			return
		}
		k.input(below(at, "component"), c.Component, false)
	case TextDisplay:
		k.e.between(below(at, "content"), c.Content, 1, maxPartsText)
	default:
		k.e.add(below(at, "type"), "UNION_TYPE_CHOICES", `Value of field "type" must be one of (1, 10, 18).`)
	}
}

// input checks what somebody fills in. In a row it has its label itself.
func (k *checking) input(at []any, c *Component, inRow bool) {
	if c.Type != TextInput {
		k.part(at, c)
		return
	}
	k.id(at, c)
	if inRow {
		k.e.between(below(at, "label"), c.Label, 1, 45)
	}
	if !slices.Contains([]int{1, 2}, c.Style) {
		k.e.add(below(at, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
	}
	k.e.longest(below(at, "value"), c.Value, 4000)
	k.e.longest(below(at, "placeholder"), c.Placeholder, 100)
}
