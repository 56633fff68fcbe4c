package bot

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"slices"
	"time"
)

// DigesterOptions are what a Digester may be given. The zero value works.
type DigesterOptions struct {
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// Logger hears of failures of the store. Silent by default.
	Logger *slog.Logger
	// Look is how often the store is asked for due chats; 1 s by default.
	Look time.Duration
	// Batch is how many chats are composed and saved together; 100 by default.
	Batch int
	// DefaultZone holds for chats that have not told theirs; UTC by default.
	DefaultZone *time.Location
	// MaxLate is from when on a digest says that it is late; 15 minutes by
	// default.
	MaxLate time.Duration
	// Spread is by how much digests may come before or after their time, each
	// chat always at its own place, so that not all that chose one time of day
	// are due at once; MaxSpread at most, none by default. The first digest
	// after a change of settings comes at its time.
	Spread time.Duration
	// Sources tells how many of the sources cannot be read at the moment, of
	// how many. Nothing is said of sources by default.
	Sources func(context.Context) (failed, total int, err error)
	// Topics has what is processed matched to the topics of the chats that are
	// due, see Ingester.Know: a digest uses up what is new, so it must not come
	// between an article and its match. Without, only what is matched counts.
	Topics func(ctx context.Context, topics []int64) error
	// Renderer puts previews into words; by default one over the articles and
	// the default zone.
	Renderer *Renderer
}

// maxLate is from when on a digest says that it is late, where nobody says.
const maxLate = 15 * time.Minute

// A Digester composes the digests that are due and has them delivered. It owns
// no goroutine.
type Digester struct {
	store    DigestStore
	articles ArticleFinder
	o        DigesterOptions
	desk     *digestDesk
}

// NewDigester returns a Digester over its ports. It does no I/O.
func NewDigester(store DigestStore, articles ArticleFinder, o DigesterOptions) *Digester {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Look <= 0 {
		o.Look = time.Second
	}
	if o.Batch <= 0 {
		o.Batch = 100
	}
	if o.DefaultZone == nil {
		o.DefaultZone = time.UTC
	}
	if o.MaxLate <= 0 {
		o.MaxLate = maxLate
	}
	if o.Renderer == nil {
		o.Renderer = NewRenderer(articles, RendererOptions{Now: o.Now, DefaultZone: o.DefaultZone})
	}
	return &Digester{store: store, articles: articles, o: o, desk: newDigestDesk(store, articles)}
}

// now in UTC, without the monotonic clock: it goes into the store.
func (d *Digester) now() time.Time { return d.o.Now().UTC().Round(0) }

// Run composes what is due until ctx ends, and returns nil. Failures of the
// store are logged and tried again: a digest is owed until it is saved. Only
// the holder of the service lease may call it.
func (d *Digester) Run(ctx context.Context) error {
	for failures := 0; ; {
		_, err := d.once(ctx, failures)
		switch {
		case err == nil:
			failures = 0
		case ctx.Err() == nil:
			if failures++; failures == 1 {
				d.o.Logger.Error("digests were not composed; trying again", "err", err)
			}
		}
		if !sleep(ctx, doubled(d.o.Look, failures, max(d.o.Look, maxPause))) {
			return nil
		}
	}
}

// Once composes all that is due now and returns for how many chats it did.
func (d *Digester) Once(ctx context.Context) (int, error) { return d.once(ctx, 0) }

// once is Once after so many failures in a row.
func (d *Digester) once(ctx context.Context, failures int) (total int, err error) {
	defer d.desk.rest()
	var last DueChat
	for {
		now := d.now()
		chats, err := d.dueChats(ctx, now)
		if err != nil {
			return total, err
		}
		if len(chats) == 0 {
			return total, nil
		}
		if c := chats[0]; total > 0 && c.Chat == last.Chat && c.NextDigest.Equal(last.NextDigest) {
			return total, fmt.Errorf("compose digests: the store still has the digest of %s due that was saved; is another service running?", c.NextSlot)
		}
		last = chats[0]
		done, err := d.compose(ctx, chats, now)
		if err != nil {
			return total, err
		}
		if err := d.save(ctx, done, failures); err != nil {
			return total, err
		}
		total += len(chats)
		if err := ctx.Err(); err != nil {
			return total, err
		}
	}
}

// dueChats returns the next chats whose digest is due. One that still waits gives
// way to it.
func (d *Digester) dueChats(ctx context.Context, now time.Time) ([]DueChat, error) {
	chats, err := d.store.FindDueChats(ctx, now, d.o.Batch)
	if err != nil {
		return nil, fmt.Errorf("find chats whose digest is due: %w", err)
	}
	s, ok := d.store.(DigestSuperseder)
	if !ok || len(chats) == 0 {
		return chats, nil
	}
	refs := make([]ChatRef, len(chats))
	for i := range chats {
		refs[i] = chats[i].Chat
	}
	n, err := s.SupersedeDigests(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("give up digests that still wait: %w", err)
	}
	if n == 0 {
		return chats, nil
	}
	if chats, err = d.store.FindDueChats(ctx, now, d.o.Batch); err != nil {
		return nil, fmt.Errorf("find chats whose digest is due: %w", err)
	}
	return chats, nil
}

// save saves digests; after failures one by one, so that what cannot be saved
// does not hold up the others.
func (d *Digester) save(ctx context.Context, done []DigestDone, failures int) error {
	if failures < attempts {
		if err := d.store.SaveDigests(ctx, done); err != nil {
			return fmt.Errorf("save %d digests: %w", len(done), err)
		}
		return nil
	}
	var failed []error
	for i := range done {
		if err := d.store.SaveDigests(ctx, done[i:i+1]); err != nil {
			failed = append(failed, fmt.Errorf("save the digest of a chat of %s: %w", done[i].Chat.Chat.Platform, err))
		}
		// Where nothing can be saved there is no use in trying them all.
		if len(failed) >= attempts && len(failed) == i+1 {
			break
		}
	}
	return errors.Join(failed...)
}

// compose composes the digests of a batch of chats.
func (d *Digester) compose(ctx context.Context, chats []DueChat, now time.Time) ([]DigestDone, error) {
	plans := make([]digestPlan, len(chats))
	for i, c := range chats {
		plans[i] = planDigest(c, now, d.desk.zone(c.Zone, d.o.DefaultZone), d.o.MaxLate)
	}
	if err := d.knowTopics(ctx, chats); err != nil {
		return nil, err
	}
	digests, seen, err := d.desk.compose(ctx, plans, now)
	if err != nil {
		return nil, err
	}
	failed, sources, err := d.sources(ctx)
	if err != nil {
		return nil, err
	}
	done := make([]DigestDone, len(chats))
	for i := range plans {
		done[i] = d.done(&plans[i], digests[i], seen[i])
		if digest := done[i].Digest; digest != nil {
			digest.Failed, digest.Sources = failed, sources
		}
	}
	return done, nil
}

// knowTopics has all that is new matched to what chats follow.
func (d *Digester) knowTopics(ctx context.Context, chats []DueChat) error {
	if d.o.Topics == nil {
		return nil
	}
	var topics []int64
	for i := range chats {
		topics = append(topics, chats[i].Topics...)
	}
	slices.Sort(topics)
	if err := d.o.Topics(ctx, slices.Compact(topics)); err != nil {
		return fmt.Errorf("compose digests: %w", err)
	}
	return nil
}

func (d *Digester) sources(ctx context.Context) (failed, total int, err error) {
	if d.o.Sources == nil {
		return 0, 0, nil
	}
	if failed, total, err = d.o.Sources(ctx); err != nil {
		return 0, 0, fmt.Errorf("compose digests: count the sources that cannot be read: %w", err)
	}
	return failed, total, nil
}

// done is what becomes of a chat whose digest was composed, nil for none.
func (d *Digester) done(p *digestPlan, digest *Digest, seen int64) DigestDone {
	done := DigestDone{
		Chat: p.Settings, Digest: digest, After: p.Seen, Seen: seen,
		Silent: p.Quiet.quietAt(p.now, p.zone),
	}
	if !p.held {
		done.Composed = p.now
	}
	if digest != nil && digest.Total == 0 && !p.saysNothing() {
		done.Digest = nil
	}
	// Several missed slots are made up for by one digest: the next is the
	// first that is still to come.
	if at, slot, ok := NextDigest(laterOf(p.now, p.slotted), p.Digests, p.zone); ok {
		done.Next, done.NextSlot = at.Add(d.place(p.Chat)).UTC(), slot.String()
	}
	return done
}

// saysNothing reports whether a chat is told that nothing is new.
func (p *digestPlan) saysNothing() bool {
	switch p.SayNothing {
	case "say":
		return true
	case "skip":
		return false
	}
	return p.Kind == Private
}

// place is how much before or after its time a chat has its digests.
func (d *Digester) place(chat ChatRef) time.Duration {
	spread := min(d.o.Spread, MaxSpread)
	if spread <= 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(chat.Platform))
	h.Write([]byte{0})
	h.Write([]byte(chat.ID))
	return (time.Duration(h.Sum64()%uint64(2*spread)) - spread).Truncate(time.Second)
}

// A DigestChatFinder finds a chat as FindDueChats would, whether or not its
// digest is due. Every store that is a DigestStore is one.
type DigestChatFinder interface {
	// FindDigestChat returns a chat with what composing its digest needs: one
	// without topics if it follows nothing.
	FindDigestChat(ctx context.Context, chat ChatRef) (DueChat, error)
}

// errNoPreview says that the store cannot tell what a chat is due.
var errNoPreview = errors.New("show what the next digest would hold: the store does not find single chats")

// Preview returns what the next digest of a chat would hold if it came now, in
// words, and uses nothing of it up. Any number of goroutines may call it.
func (d *Digester) Preview(ctx context.Context, chat ChatRef) (Message, error) {
	finder, ok := d.store.(DigestChatFinder)
	if !ok {
		return Message{}, errNoPreview
	}
	c, err := finder.FindDigestChat(ctx, chat)
	if err != nil {
		return Message{}, fmt.Errorf("show what the next digest would hold: find the chat: %w", err)
	}
	digest, err := d.preview(ctx, c)
	if err != nil {
		return Message{}, fmt.Errorf("show what the next digest would hold: %w", err)
	}
	return digestMessage(ctx, d.o.Renderer.speaking(c.Language), digest, c.Settings)
}

// preview composes the digest that a chat would have. It looks at the topics as
// of its next digest: Monday's brings the weekly ones, and is the next where
// there are no others.
func (d *Digester) preview(ctx context.Context, c DueChat) (*Digest, error) {
	now := d.now()
	c.Paused, c.Stopped = false, ""
	zone := loadZone(c.Zone, d.o.DefaultZone)
	at := now
	if c.NextDigest.After(now) {
		at = c.NextDigest
	}
	plan := planDigest(c, at, zone, d.o.MaxLate)
	if len(plan.topics) == 0 {
		plan = planRecap(c, now, zone)
	}
	plan.now, plan.late = now, false
	digests, _, err := newDigestDesk(d.store, d.articles).compose(ctx, []digestPlan{plan}, now)
	if err != nil {
		return nil, err
	}
	digest := digests[0]
	if digest == nil {
		digest = &Digest{Chat: c.Chat, Composed: now}
	}
	digest.Due = now
	digest.Failed, digest.Sources, err = d.sources(ctx)
	return digest, err
}
