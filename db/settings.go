package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
)

// FindSettings implements bot.SettingsStore.
func (d *DB) FindSettings(ctx context.Context, chat bot.ChatRef) (s bot.Settings, err error) {
	err = d.look(ctx, "read settings from", func(t tx) error {
		var x settingsScan
		err := t.row(`SELECT `+settingsColumns+` FROM chats c WHERE c.platform = ? AND c.ref = ?`, chat.Platform, chat.ID).Scan(x.columns()...)
		if errors.Is(err, sql.ErrNoRows) {
			s = defaults(chat)
			return nil
		}
		if err != nil {
			return err
		}
		s, err = x.settings(t.now)
		return err
	})
	return s, err
}

// A changed is what an event on settings resulted in, as stored.
type changed struct{ Before, After bot.Settings }

// ChangeSettings implements bot.SettingsStore. A digest that is due already
// stays due, unless the change is that there are none.
func (d *DB) ChangeSettings(ctx context.Context, ev bot.Event, chat bot.ChatRef, c bot.SettingsChange) (before, after bot.Settings, err error) {
	act := "settings " + chat.ID
	var r changed
	err = d.update(ctx, "change settings in", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &r); ok || err != nil {
			return err
		}
		var err error
		if r, err = t.changeSettings(ev, chat, &c); err != nil {
			return err
		}
		return t.recordEvent(ev, act, r)
	})
	return r.Before, r.After, err
}

func (t tx) changeSettings(ev bot.Event, ref bot.ChatRef, c *bot.SettingsChange) (r changed, err error) {
	chat, err := t.chat(ref)
	if err != nil {
		return r, err
	}
	if r.Before, err = t.settings(chat); err != nil {
		return r, err
	}
	if err := t.hear(chat, ev); err != nil {
		return r, err
	}
	s := r.Before
	details := applyChange(&s, c)
	if err := t.writeSettings(chat, &s); err != nil {
		return r, err
	}
	if c.Quiet != nil || c.Zone != nil { // what alerts wait for
		if err := t.reviewAlerts(chat); err != nil {
			return r, err
		}
	}
	if err := t.plan(chat, c.Digests == nil || len(*c.Digests) > 0); err != nil {
		return r, err
	}
	if len(details) > 0 {
		if err := t.recordChange(chat, ev, "settings", strings.Join(details, "; ")); err != nil {
			return r, err
		}
	}
	r.After, err = t.settings(chat)
	return r, err
}

// applyChange changes settings and says how, in words for exports.
func applyChange(s *bot.Settings, c *bot.SettingsChange) (details []string) {
	note := func(name string, now, before any) {
		if a, b := fmt.Sprint(now), fmt.Sprint(before); a != b {
			details = append(details, fmt.Sprintf("%s: %s, was %s", name, orNone(a), orNone(b)))
		}
	}
	if c.Zone != nil {
		note("zone", *c.Zone, s.Zone)
		s.Zone = *c.Zone
	}
	if c.Digests != nil {
		note("digests", digestTimesText(*c.Digests), digestTimesText(s.Digests))
		s.Digests = *c.Digests
	}
	if c.Quiet != nil {
		note("quiet", quietText(*c.Quiet), quietText(s.Quiet))
		s.Quiet = *c.Quiet
	}
	if c.Paused != nil {
		var until time.Time
		if c.PausedUntil != nil && *c.Paused {
			until = *c.PausedUntil
		}
		note("pause", pauseText(*c.Paused, until), pauseText(s.Paused, s.PausedUntil))
		s.Paused, s.PausedUntil = *c.Paused, until
	}
	if c.Language != nil {
		note("language", *c.Language, s.Language)
		s.Language = *c.Language
	}
	if c.Reading != nil {
		note("reading", strings.Join(*c.Reading, ", "), strings.Join(s.Reading, ", "))
		s.Reading = *c.Reading
	}
	if c.SayNothing != nil {
		note("nothing new", *c.SayNothing, s.SayNothing)
		s.SayNothing = *c.SayNothing
	}
	if c.Asking != nil {
		note("asking", *c.Asking, s.Asking)
		s.Asking = *c.Asking
	}
	if c.AskIn != nil {
		if *c.AskIn != s.AskIn {
			details = append(details, askInText(*c.AskIn, s.AskIn))
		}
		s.AskIn = *c.AskIn
	}
	return details
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// askInText says where a group may be asked now. It names no place, so that one
// that is forgotten stands nowhere.
func askInText(now, before string) string {
	switch {
	case now == "":
		return "asked: anywhere, was in one place"
	case before == "":
		return "asked: in one place, was anywhere"
	}
	return "asked: in another place"
}

func clockText(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// digestTimesText writes out digest times: "08:00 Mon Tue, 18:00 every day".
func digestTimesText(times []bot.DigestTime) string {
	var list []string
	for _, d := range times {
		words := []string{clockText(d.Minute)}
		for day := time.Sunday; day <= time.Saturday && d.Days != bot.EveryDay; day++ {
			if d.Days.Has(day) {
				words = append(words, day.String()[:3])
			}
		}
		if d.Days == bot.EveryDay {
			words = append(words, "every day")
		}
		list = append(list, strings.Join(words, " "))
	}
	return strings.Join(list, ", ")
}

func quietText(q bot.Quiet) string {
	if q.From == q.To {
		return ""
	}
	how := "silent"
	if q.Hold {
		how = "held"
	}
	return clockText(q.From) + "-" + clockText(q.To) + " " + how
}

func pauseText(paused bool, until time.Time) string {
	switch {
	case !paused:
		return ""
	case until.IsZero():
		return "until resumed"
	}
	return "until " + until.UTC().Format(time.RFC3339)
}

// writeSettings writes what a chat may set.
func (t tx) writeSettings(chat int64, s *bot.Settings) error {
	_, err := t.exec(`UPDATE chats SET zone = ?, digests = ?, quiet_from = ?, quiet_to = ?, quiet_hold = ?, paused = ?, paused_until = ?,
		language = ?, reading = ?, say_nothing = ?, asking = ?, ask_in = ? WHERE id = ?`,
		s.Zone, encodeDigestTimes(s.Digests), s.Quiet.From, s.Quiet.To, s.Quiet.Hold, s.Paused, millis(s.PausedUntil),
		s.Language, encodeList(s.Reading), s.SayNothing, s.Asking, s.AskIn, chat)
	return err
}
