package discordtest

import (
	"errors"
	"fmt"
	"slices"
)

// Press presses the button of a label under a message. A button that leads out
// of Discord opens its address, see Use.URL, and the bot does not hear of it.
func (p *Person) Press(post Post, label string) *Use {
	var url string
	u := p.act(func() (*interaction, error) {
		m, err := p.seen(post)
		if err != nil {
			return nil, fmt.Errorf("press %q: %w", label, err)
		}
		b, ok := findComponent(m.Components, func(c Component) bool { return c.Type == Button && c.Label == label })
		switch {
		case !ok:
			return nil, fmt.Errorf("press %q: there is no such button", label)
		case b.Disabled:
			return nil, fmt.Errorf("press %q: it is disabled", label)
		case b.Style == Link:
			url = b.URL
			return nil, nil
		}
		return p.touchComponent(m, b.CustomID, Button, nil), nil
	})
	u.url = url
	return u
}

// PressForged presses a button that is not there: a client of one's own can
// send whatever custom_id it likes.
func (p *Person) PressForged(post Post, customID string) *Use {
	return p.act(func() (*interaction, error) {
		m, err := p.seen(post)
		if err != nil {
			return nil, fmt.Errorf("press %q: %w", customID, err)
		}
		return p.touchComponent(m, customID, Button, nil), nil
	})
}

// Select chooses options of the select with a placeholder under a message, of
// the first one if placeholder is empty: by their labels or values, or in a
// select of channels or people by their ids.
func (p *Person) Select(post Post, placeholder string, choices ...string) *Use {
	return p.act(func() (*interaction, error) {
		m, err := p.seen(post)
		if err != nil {
			return nil, fmt.Errorf("select in %q: %w", placeholder, err)
		}
		c, ok := findComponent(m.Components, func(c Component) bool {
			return (c.Type == StringSelect || c.Type >= UserSelect && c.Type <= ChannelSelect) && (placeholder == "" || c.Placeholder == placeholder)
		})
		switch {
		case !ok:
			return nil, fmt.Errorf("select in %q: there is no such select", placeholder)
		case c.Disabled:
			return nil, fmt.Errorf("select in %q: it is disabled", placeholder)
		}
		values, err := c.choose(choices)
		if err != nil {
			return nil, fmt.Errorf("select %v in %q: %w", choices, placeholder, err)
		}
		i := p.touchComponent(m, c.CustomID, c.Type, values)
		i.body.Data.Resolved = p.resolve(c, values, m.room)
		return i, nil
	})
}

// choose returns the values of options that were chosen.
func (c Component) choose(choices []string) (values []string, err error) {
	least, most := 1, 1
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	if len(choices) < least || len(choices) > most {
		return nil, fmt.Errorf("between %d and %d must be chosen", least, most)
	}
	for _, choice := range choices {
		if c.Type != StringSelect {
			values = append(values, choice)
			continue
		}
		i := slices.IndexFunc(c.Options, func(o SelectOption) bool { return o.Label == choice || o.Value == choice })
		if i < 0 {
			return nil, fmt.Errorf("there is no option %q", choice)
		}
		values = append(values, c.Options[i].Value)
	}
	return values, nil
}

// resolve shows what the ids of a select of channels or people stand for.
func (p *Person) resolve(c Component, values []string, r *Room) *Resolved {
	if c.Type == StringSelect {
		return nil
	}
	resolved := &Resolved{Users: map[ID]User{}, Channels: map[ID]Channel{}}
	for _, v := range values {
		if one := p.s.people[ParseID(v)]; one != nil {
			resolved.Users[one.user.ID] = one.user
		}
		if room := p.s.rooms[ParseID(v)]; room != nil && room.guild == r.guild {
			shown := room.shownTo(p)
			shown.AppPermissions = new(room.may(p.s.bot))
			resolved.Channels[room.channel.ID] = shown
		}
	}
	return resolved
}

// seen finds the message of a post that a person sees. It is called with mu
// held.
func (p *Person) seen(post Post) (*stored, error) {
	r := p.s.rooms[post.Message.ChannelID]
	switch {
	case r == nil || r.byID[post.Message.ID] == nil:
		return nil, errors.New("the message is no more")
	case !r.byID[post.Message.ID].seenBy(p):
		return nil, errors.New("they do not see the message")
	}
	return r.byID[post.Message.ID], nil
}

// touchComponent makes the interaction of a press or a selection.
func (p *Person) touchComponent(m *stored, customID string, kind int, values []string) *interaction {
	i := p.s.newInteraction(ComponentInteraction, p, m.room, &InteractionData{CustomID: customID, ComponentType: kind, Values: values})
	i.pressed, i.body.Message = m, &m.Message
	if d := m.InteractionMetadata; d != nil {
		i.inherit(d.AuthorizingIntegrationOwners)
	}
	return i
}

// findComponent looks for a component in rows, sections and containers.
func findComponent(components []Component, is func(Component) bool) (Component, bool) {
	for _, c := range components {
		if is(c) {
			return c, true
		}
		inner := c.Components
		for _, one := range []*Component{c.Accessory, c.Component} {
			if one != nil {
				inner = append(slices.Clone(inner), *one)
			}
		}
		if found, ok := findComponent(inner, is); ok {
			return found, true
		}
	}
	return Component{}, false
}
