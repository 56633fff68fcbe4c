package discordtest

import "slices"

// settling is one walk over the components of a message that is stored.
type settling struct {
	m    *stored
	next int
}

// settled are components as they are stored: each has a number, and what was
// left to its default is there.
func (m *stored) settled(all []Component) []Component {
	return (&settling{m: m}).all(all)
}

func (k *settling) all(all []Component) []Component {
	done := make([]Component, len(all))
	for i, c := range all {
		done[i] = k.one(c)
	}
	return done
}

func (k *settling) one(c Component) Component {
	if k.next++; c.ID == 0 {
		c.ID = k.next
	}
	switch c.Type {
	case StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect:
		if c.MinValues == nil {
			c.MinValues = new(1)
		}
		if c.MaxValues == nil {
			c.MaxValues = new(1)
		}
	case Separator:
		if c.Divider == nil {
			c.Divider = new(true)
		}
		c.Spacing = max(1, c.Spacing)
	case MediaGallery:
		c.Items = slices.Clone(c.Items)
		for i := range c.Items {
			c.Items[i].Media = k.media(c.Items[i].Media)
		}
	}
	for _, media := range []**Media{&c.Media, &c.File} {
		if *media != nil {
			*media = new(k.media(**media))
		}
	}
	if c.Components != nil {
		c.Components = k.all(c.Components)
	}
	if c.Accessory != nil {
		c.Accessory = new(k.one(*c.Accessory))
	}
	return c
}

// media is a picture or file with the address at which it is found.
func (k *settling) media(media Media) Media {
	media.URL = k.m.fileURL(media.URL)
	media.ID, media.ProxyURL = k.m.room.s.newID(), media.URL
	return media
}
