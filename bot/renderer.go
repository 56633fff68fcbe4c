package bot

import (
	"context"
	"fmt"
	"time"

	"wirebrief/bot/text"
)

// RendererOptions are what a Renderer may be given. The zero value works.
type RendererOptions struct {
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// DefaultZone holds for chats that have not told theirs; UTC by default.
	DefaultZone *time.Location
	// Settings tell the language and zone of a chat; without it every chat
	// has the defaults.
	Settings SettingsStore
	// MaxLate is as in DigesterOptions.
	MaxLate time.Duration
}

// A Renderer puts what chats are owed into words: content names revisions,
// quotes and figures, and their words are read when the message is sent, from
// the very revisions named. It keeps nothing, so any number of goroutines may
// use it.
type Renderer struct {
	finder      ArticleFinder
	settings    SettingsStore
	now         func() time.Time
	defaultZone *time.Location
	maxLate     time.Duration
	// say is the catalogue of the message being made.
	say text.Catalogue
}

// NewRenderer returns a Renderer that reads revisions from a finder.
func NewRenderer(finder ArticleFinder, o RendererOptions) *Renderer {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.DefaultZone == nil {
		o.DefaultZone = time.UTC
	}
	if o.MaxLate <= 0 {
		o.MaxLate = maxLate
	}
	return &Renderer{finder: finder, settings: o.Settings, now: o.Now, defaultZone: o.DefaultZone, maxLate: o.MaxLate, say: text.For("en")}
}

// Message returns the words of a delivery. A revision that is not stored any
// more is said so in the message; an error means that the store could not be
// read, or that the content is of no kind that is known.
func (r *Renderer) Message(ctx context.Context, d Delivery) (Message, error) {
	s := Settings{Chat: d.Chat}
	if r.settings != nil {
		var err error
		if s, err = r.settings.FindSettings(ctx, d.Chat); err != nil {
			return Message{}, fmt.Errorf("put a delivery into words: find the settings of its chat: %w", err)
		}
	}
	in := *r
	in.say = text.For(s.Language)
	m, err := in.content(ctx, r.lateNow(d), s)
	if err != nil {
		return Message{}, fmt.Errorf("put a delivery into words: %w", err)
	}
	m.Silent = d.Silent
	return m, nil
}

// lateNow is what a delivery says, a digest of the ledger marked as late where it
// is sent long after it was due, for whatever reason.
func (r *Renderer) lateNow(d Delivery) any {
	g, ok := d.Content.(*Digest)
	if !ok || d.ID == 0 {
		return d.Content
	}
	return r.lateAt(g, r.now())
}

// lateAt is a digest as it is sent at a time.
func (r *Renderer) lateAt(g *Digest, at time.Time) *Digest {
	if g.Due.IsZero() || at.Sub(g.Due) <= r.maxLate {
		return g
	}
	late := *g
	late.Late = true
	return &late
}

// content dispatches on what is delivered.
func (r *Renderer) content(ctx context.Context, content any, s Settings) (Message, error) {
	switch c := content.(type) {
	case *Digest:
		return digestMessage(ctx, r, c, s)
	case *Correction:
		return correctionMessage(ctx, r, c)
	case *Alert:
		m, err := alertMessage(ctx, r, c, s)
		if err != nil {
			return m, err
		}
		lines, err := r.corrections(ctx, c.Before, correctedUnits-unitsOf(m.Blocks))
		m.Blocks = append(lines, m.Blocks...)
		return m, err
	case *Notice:
		return r.notice(c), nil
	}
	return Message{}, fmt.Errorf("content of type %T is not known", content)
}

// notice is a sentence of the bot itself.
func (r *Renderer) notice(n *Notice) Message {
	data := make(text.Data, len(n.Data))
	for k, v := range n.Data {
		data[k] = v
	}
	return Message{Blocks: []Block{paragraph(r.say.T(text.ID(n.Key), data))}}
}
