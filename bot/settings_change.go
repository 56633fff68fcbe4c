package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// errNoSettings says that this bot was made without a store of settings.
var errNoSettings = errors.New("no settings are kept")

// settingsOf returns what the chat has set.
func (b *Bot) settingsOf(ctx context.Context, r *request) (Settings, error) {
	if b.chatSettings == nil {
		return Settings{Chat: r.Chat, Kind: r.Kind, Digests: []DigestTime{{Minute: 8 * 60, Days: EveryDay}}, Asking: AskAll}, nil
	}
	s, err := b.chatSettings.FindSettings(ctx, r.Chat)
	if err != nil {
		return Settings{}, fmt.Errorf("find the settings of a chat: %w", err)
	}
	return s, nil
}

// change changes what the chat has set and returns how it was and is.
func (b *Bot) change(ctx context.Context, r *request, c SettingsChange) (before, after Settings, err error) {
	if b.chatSettings == nil {
		return Settings{}, Settings{}, errNoSettings
	}
	before, after, err = b.chatSettings.ChangeSettings(ctx, r.event(), r.Chat, c)
	if err != nil {
		return Settings{}, Settings{}, fmt.Errorf("change the settings of a chat: %w", err)
	}
	return before, after, nil
}

// adminsChange answers a member of a group who would change its settings.
func (b *Bot) adminsChange(r *request) Reply {
	if r.User.Unsure {
		return b.unsure()
	}
	return b.notice(b.say.T("settings.admins", nil))
}

// answer is a reply of some paragraphs, with the buttons of w in rows of n.
func answer(w *row, n int, paragraphs ...string) (Reply, error) {
	m := Message{Buttons: w.rows(n)}
	for _, p := range paragraphs {
		m.Blocks = append(m.Blocks, paragraph(p))
	}
	return Reply{Messages: []Message{m}}, w.err
}

// typing makes a button that says a command.
func (w *row) typing(label, command string) *row {
	return w.add(label, payload{action: actSay, text: command})
}

// A localTeller tells times on the clock of a chat.
type localTeller struct {
	teller
	zone *time.Location
	// known is false if the chat has not told its zone.
	known bool
}

// local returns the teller for a chat with these settings.
func (b *Bot) local(s Settings, now time.Time) localTeller {
	w := localTeller{teller{b.say, now}, b.defaultZone, false}
	if zone, err := LoadZone(s.Zone); err == nil {
		w.zone, w.known = zone, true
	}
	return w
}

// named puts the zone behind a time of day as long as the chat has not told
// its own.
func (w localTeller) named(clock string) string {
	if w.known {
		return clock
	}
	return w.say.T("when.in-zone", text.Data{"Clock": clock, "Zone": zoneLabel(w.zone.String())})
}

func (w localTeller) clock(t time.Time) string { return w.named(t.In(w.zone).Format("15:04")) }

// comingDay tells a day that is to come: "today", "tomorrow", "Monday", and
// with the date beyond a week.
func (w localTeller) comingDay(t time.Time) string {
	day, today := localDay(t.In(w.zone)), localDay(w.now.In(w.zone))
	switch n := int(day.Sub(today) / (24 * time.Hour)); {
	case n == 0:
		return w.say.T("when.today", nil)
	case n == 1:
		return w.say.T("when.tomorrow", nil)
	case n > 1 && n < 7:
		return w.weekdayName(day)
	}
	return w.say.T("when.day", text.Data{"Weekday": w.weekdayName(day), "Date": w.date(day)})
}

func (w teller) weekdayName(t time.Time) string {
	return strings.Fields(w.say.T("when.weekdays", nil))[t.Weekday()]
}

// localDay is the date of t as if it were in UTC, so that days can be counted.
func localDay(t time.Time) time.Time { return date(t.Date()) }

// nextDigest returns when the next digest of a chat comes. ok is false if none
// does by itself: nothing is followed, no time is set, or all is paused.
func (w localTeller) nextDigest(s Settings) (at time.Time, ok bool) {
	if s.NextDigest.IsZero() || s.NextDigest.After(w.now) {
		return w.slotted(s), !s.NextDigest.IsZero()
	}
	// One is due this moment; people ask for the one after it.
	at, _, ok = NextDigest(w.now, s.Digests, w.zone)
	return at, ok
}

// slotted is the time that the next digest of a chat is for, where digests are
// spread around it.
func (w localTeller) slotted(s Settings) time.Time {
	slot, err := parseSlot(s.NextSlot)
	if err != nil {
		return s.NextDigest
	}
	if at, exists := slot.Instant(w.zone); exists && at.Sub(s.NextDigest).Abs() <= MaxSpread {
		return at
	}
	return s.NextDigest
}

// nextSaid tells when the next digest comes, "Next digest: tomorrow, 08:00.",
// or why none does.
func (w localTeller) nextSaid(s Settings) string {
	switch s.Stopped {
	case "":
	case "put out":
		return w.say.T("digest.none-put-out", nil)
	default:
		return w.say.T("digest.none-refused", nil)
	}
	at, ok := w.nextDigest(s)
	switch {
	case len(s.Digests) == 0:
		return w.say.T("digest.none", nil)
	case s.Paused && s.PausedUntil.IsZero():
		return w.say.T("digest.none-paused", nil)
	case !ok:
		return w.say.T("digest.none-followed", nil)
	}
	return w.say.T("digest.next", text.Data{"Day": w.comingDay(at), "Clock": w.clock(at)})
}
