package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// maxZones is how many cities are offered for a difference from UTC, and
// maxPlaces how many places where a name may mean several.
const (
	maxZones  = 4
	maxPlaces = 10
)

// zoneCommand is what buttons say that set a zone.
const zoneCommand = "/timezone "

// timezone answers /timezone: a place, a tz name, an abbreviation, or a
// difference from UTC.
func (b *Bot) timezone(ctx context.Context, r *request, args string) (Reply, error) {
	if args == "" {
		return b.askZone(ctx, r)
	}
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	switch strings.ToLower(args) {
	case offWord, "none", "default":
		return b.setZone(ctx, r, place{})
	case "utc", "z", "zulu":
		return b.setZone(ctx, r, place{label: "UTC", zone: "UTC"})
	}
	if offset, ok := parseOffset(args); ok {
		return b.offerCities(ctx, offset, r.now)
	}
	// Names of fixed differences stand in no list of places but for the tz
	// name itself, which only the button to keep one says.
	p, ok := places().find(args)
	switch {
	case !ok:
		return b.unknownZone(ctx, args)
	case p.zone == "":
		return b.offerPlaces(ctx, p)
	}
	return b.setZone(ctx, r, p)
}

// meansZone reports whether what follows "timezone", without a slash, is meant
// for the command.
func meansZone(rest string) bool {
	_, offset := parseOffset(rest)
	_, known := places().find(rest)
	return offset || known
}

// askZone tells the zone of the chat and asks for another.
func (b *Bot) askZone(ctx context.Context, r *request) (Reply, error) {
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	var said []string
	if w := b.local(s, r.now); w.known {
		said = append(said, w.zoneNow(zoneLabel(s.Zone), s))
	} else {
		id := text.ID("timezone.unknown")
		if r.Kind != Private {
			id = text.ID("timezone.unknown-group")
		}
		said = append(said, b.say.T(id, text.Data{"Zone": zoneLabel(b.defaultZone.String())}))
	}
	if !r.mayChange() {
		return answer(b.row(ctx), 1, said...)
	}
	r.waits("timezone", b.say.T("asking.hint-zone", nil))
	return answer(b.row(ctx), 1, append(said, b.say.T(b.askZoneWords(r), nil))...)
}

// zoneNow tells what the clock shows in the chat's zone now, by the name of the
// place, and when the next digest comes.
func (w localTeller) zoneNow(label string, s Settings) string {
	data := text.Data{"Clock": w.now.In(w.zone).Format("15:04"), "Zone": label, "Next": w.nextSaid(s)}
	if strings.HasPrefix(label, "UTC") {
		return w.say.T("timezone.now-at", data)
	}
	return w.say.T("timezone.now", data)
}

func (b *Bot) setZone(ctx context.Context, r *request, p place) (Reply, error) {
	if p.zone != "" {
		if _, err := LoadZone(p.zone); err != nil {
			return Reply{}, fmt.Errorf("set a time zone: %w", err)
		}
	}
	before, after, err := b.change(ctx, r, SettingsChange{Zone: &p.zone})
	if err != nil {
		return Reply{}, err
	}
	w, t := b.row(ctx), b.local(after, r.now)
	if p.zone == "" {
		w.typing(b.say.T("button.undo", nil), zoneCommand+zoneTyped(before.Zone))
		return answer(w, 1, b.say.T("timezone.unset", text.Data{"Zone": zoneLabel(b.defaultZone.String()), "Next": t.nextSaid(after)}))
	}
	w.typing(b.say.T("button.wrong", nil), strings.TrimSpace(zoneCommand))
	return answer(w, 1, t.zoneNow(p.label, after))
}

// zoneTyped writes a zone so that /timezone reads it again.
func zoneTyped(zone string) string {
	if zone == "" {
		return offWord
	}
	return zone
}

// offerCities answers a difference from UTC with cities that have it now.
func (b *Bot) offerCities(ctx context.Context, offset time.Duration, now time.Time) (Reply, error) {
	label := offsetLabel(offset)
	cities := places().citiesAt(offset, now, maxZones)
	w := b.row(ctx)
	var names []string
	for _, c := range cities {
		w.typing(c.label, zoneCommand+c.label)
		names = append(names, c.label)
	}
	id := text.ID("timezone.fixed")
	zone, fixed := fixedZone(offset)
	switch {
	case fixed:
		w.typing(b.say.T("button.keep", text.Data{"Zone": label}), zoneCommand+zone)
	case len(cities) > 0:
		id = text.ID("timezone.not-fixed")
	default:
		id = text.ID("timezone.nowhere")
	}
	return answer(w, 5, b.say.T(id, text.Data{"Zone": label, "Names": b.either(names)}))
}

// offerPlaces answers a name that may mean several places.
func (b *Bot) offerPlaces(ctx context.Context, p place) (Reply, error) {
	w, names := b.row(ctx), p.choices[:min(len(p.choices), maxPlaces)]
	for _, name := range names {
		w.typing(name, zoneCommand+name)
	}
	return answer(w, 3, b.say.T("timezone.which", text.Data{"Name": p.label, "Names": b.either(names)}))
}

// unknownZone answers a name that is no place with those that it may be a slip
// for.
func (b *Bot) unknownZone(ctx context.Context, typed string) (Reply, error) {
	typed = shorten(typed, 60)
	near := places().near(typed, maxSuggested)
	if len(near) == 0 {
		return answer(b.row(ctx), 1, b.say.T("timezone.no-such", text.Data{"Name": typed}))
	}
	w := b.row(ctx)
	for _, name := range near {
		w.typing(name, zoneCommand+name)
	}
	return answer(w, 3, b.say.T("timezone.did-you-mean", text.Data{"Name": typed, "Names": b.either(near)}))
}

// either tells names to choose from: "a", "a or b", "a, b or c". They stand in
// the sentence too: where there are no buttons, it is all that is seen.
func (b *Bot) either(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return b.say.T("timezone.or", text.Data{"First": strings.Join(names[:last], ", "), "Last": names[last]})
}

// addSetZone adds the button that asks for the zone.
func (b *Bot) addSetZone(w *row, r *request) {
	label := b.say.T("button.set-zone", nil)
	if r.Kind != Private {
		label = b.say.T("button.set-zone-group", nil)
	}
	w.typing(label, strings.TrimSpace(zoneCommand))
}
