package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// value is a value as its option wants it.
func (t *typing) value(o CommandOption, given any, resolved *Resolved) (InteractionOption, error) {
	if len(o.Choices) > 0 {
		for _, c := range o.Choices {
			if c.Name == fmt.Sprint(given) || text(c.Value) == fmt.Sprint(given) {
				return InteractionOption{Name: o.Name, Type: o.Type, Value: c.Value}, nil
			}
		}
		return InteractionOption{}, errors.New("it is none of the choices")
	}
	switch o.Type {
	case ChannelOption:
		return t.channelValue(o, given, resolved)
	case UserOption:
		return t.userValue(o, given, resolved)
	}
	text := fmt.Sprint(given)
	var value any = text
	var err error
	switch o.Type {
	case StringOption:
		if n := len([]rune(text)); n > 6000 || o.MaxLength != nil && n > *o.MaxLength || o.MinLength != nil && n < *o.MinLength || n == 0 {
			err = errors.New("it is too short or too long")
		}
	case BooleanOption:
		value, err = strconv.ParseBool(text)
	case IntegerOption:
		var n int64
		n, err = strconv.ParseInt(text, 10, 64)
		value, err = n, errors.Join(err, o.within(float64(n)))
	case NumberOption:
		var n float64
		n, err = strconv.ParseFloat(text, 64)
		value, err = n, errors.Join(err, o.within(n))
	default:
		err = fmt.Errorf("options of type %d are not played here", o.Type)
	}
	if err != nil {
		return InteractionOption{}, err
	}
	return option(o.Name, o.Type, value)
}

func (o CommandOption) within(n float64) error {
	if o.MinValue != nil && n < *o.MinValue || o.MaxValue != nil && n > *o.MaxValue {
		return errors.New("it is out of its bounds")
	}
	return nil
}

// channelValue finds a channel by *Room, id or #name.
func (t *typing) channelValue(o CommandOption, given any, resolved *Resolved) (InteractionOption, error) {
	r, ok := given.(*Room)
	if !ok && t.room.guild != nil {
		text := fmt.Sprint(given)
		i := slices.IndexFunc(t.room.guild.rooms, func(r *Room) bool {
			return r.channel.ID.String() == text || "#"+r.channel.Name == text || r.channel.Name == text
		})
		if i >= 0 {
			r = t.room.guild.rooms[i]
		}
	}
	switch {
	case r == nil || r.guild != t.room.guild || r.deleted:
		return InteractionOption{}, errors.New("there is no such channel")
	case !r.may(t.by).Has(ViewChannel):
		return InteractionOption{}, errors.New("they do not see that channel")
	case len(o.ChannelTypes) > 0 && !slices.Contains(o.ChannelTypes, r.channel.Type):
		return InteractionOption{}, fmt.Errorf("channels of type %d are not offered", r.channel.Type)
	}
	if resolved.Channels == nil {
		resolved.Channels = map[ID]Channel{}
	}
	c := r.shownTo(t.by)
	c.AppPermissions = new(r.may(t.by.s.bot))
	resolved.Channels[r.channel.ID] = c
	return option(o.Name, o.Type, r.channel.ID)
}

// userValue finds somebody by *Person, id or @name.
func (t *typing) userValue(o CommandOption, given any, resolved *Resolved) (InteractionOption, error) {
	p, ok := given.(*Person)
	if !ok {
		text := fmt.Sprint(given)
		for _, other := range t.by.s.people {
			if other.user.ID.String() == text || "@"+other.user.Name() == text || "@"+other.user.Username == text {
				p = other
			}
		}
	}
	if p == nil {
		return InteractionOption{}, errors.New("there is no such person")
	}
	if resolved.Users == nil {
		resolved.Users, resolved.Members = map[ID]User{}, map[ID]Member{}
	}
	resolved.Users[p.user.ID] = p.user
	if g := t.room.guild; g != nil && g.seats[p.user.ID] != nil {
		m := *g.member(p)
		m.User, m.Permissions = nil, new(t.room.may(p))
		resolved.Members[p.user.ID] = m
	}
	return option(o.Name, o.Type, p.user.ID)
}

// text is a value of JSON without its quotes, or as it stands.
func text(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) != nil {
		return string(value)
	}
	return s
}

// option is one option of a command as the bot gets it.
func option(name string, kind int, value any) (InteractionOption, error) {
	v, err := json.Marshal(value)
	return InteractionOption{Name: name, Type: kind, Value: v}, err
}
