package db

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"wirebrief/bot"
)

// chat returns the row of a chat, making it if need be. What is new to a chat
// that begins now is what arrives from now on.
func (t tx) chat(ref bot.ChatRef) (id int64, err error) {
	if id, err = t.findChat(ref); id != 0 || err != nil {
		return id, err
	}
	err = t.row(`INSERT INTO chats (platform, ref, created, next_slot, seen_seq)
		VALUES (?, ?, ?, '', (SELECT value FROM counters WHERE name = 'arrived')) RETURNING id`,
		ref.Platform, ref.ID, t.now.UnixMilli()).Scan(&id)
	return id, err
}

// findChat returns the row of a chat, 0 if it has none.
func (t tx) findChat(ref bot.ChatRef) (id int64, err error) {
	err = t.row(`SELECT id FROM chats WHERE platform = ? AND ref = ?`, ref.Platform, ref.ID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// findChats returns the rows of those chats that have one.
func (t tx) findChats(refs []bot.ChatRef) (ids map[int64]bot.ChatRef, err error) {
	list := make([][2]string, len(refs))
	for i, ref := range refs {
		list[i] = [2]string{string(ref.Platform), ref.ID}
	}
	b, _ := json.Marshal(list) // strings always marshal
	ids = make(map[int64]bot.ChatRef, len(refs))
	err = t.each(func(rows *sql.Rows) error {
		var id int64
		var ref bot.ChatRef
		err := rows.Scan(&id, &ref.Platform, &ref.ID)
		ids[id] = ref
		return err
	}, chatsByRef, string(b))
	return ids, err
}

const chatsByRef = `SELECT c.id, c.platform, c.ref FROM json_each(?) j CROSS JOIN chats c
	ON c.platform = j.value ->> 0 AND c.ref = j.value ->> 1`

// hear notes what an event tells about the chat that it came from, or about the
// whole of which that is a part. A name that it does not tell, as the press of a
// button elsewhere does not, stays. A chat that somebody speaks in is neither gone
// nor closed to the bot.
func (t tx) hear(chat int64, ev bot.Event) error {
	if ev.Kind != bot.Private || ev.ChatName != "" {
		if _, err := t.exec(`UPDATE chats SET kind = ?1, name = iif(ref = ?3 OR ?2 = '', name, ?2), within = iif(ref = ?3, '', ?3)
			WHERE id = ?4 AND (kind <> ?1 OR ref <> ?3 AND (?2 <> '' AND name <> ?2 OR within <> ?3))`,
			ev.Kind, ev.ChatName, ev.Within.ID, chat); err != nil {
			return err
		}
	}
	return t.forgive(chat)
}

// defaults are the settings of a chat that never set anything.
func defaults(ref bot.ChatRef) bot.Settings {
	return bot.Settings{Chat: ref, Digests: []bot.DigestTime{{Minute: 8 * 60, Days: bot.EveryDay}}, Asking: bot.AskAll}
}

// settingsColumns are what scanSettings reads, of the table chats as c.
const settingsColumns = `c.platform, c.ref, c.kind, c.name, c.zone, c.digests, c.quiet_from, c.quiet_to, c.quiet_hold, c.paused,
	c.paused_until, c.language, c.reading, c.say_nothing, c.asking, c.ask_in, c.stopped, c.strikes, c.next_digest, coalesce(c.next_slot, ''), c.last_digest`

// settingsScan is where settingsColumns are read to.
type settingsScan struct {
	s                 bot.Settings
	digests, reading  string
	until, next, last sql.NullInt64
}

func (x *settingsScan) columns() []any {
	s := &x.s
	return []any{&s.Chat.Platform, &s.Chat.ID, &s.Kind, &s.Name, &s.Zone, &x.digests, &s.Quiet.From, &s.Quiet.To, &s.Quiet.Hold,
		&s.Paused, &x.until, &s.Language, &x.reading, &s.SayNothing, &s.Asking, &s.AskIn, &s.Stopped, &s.Strikes, &x.next, &s.NextSlot, &x.last}
}

// settings returns what was read. A pause that is over is none.
func (x *settingsScan) settings(now time.Time) (s bot.Settings, err error) {
	s = x.s
	s.PausedUntil, s.NextDigest, s.LastDigest = instant(x.until), instant(x.next), instant(x.last)
	if s.Paused && x.until.Valid && !s.PausedUntil.After(now) {
		s.Paused, s.PausedUntil = false, time.Time{}
	}
	if s.Digests, err = decodeDigestTimes(x.digests); err != nil {
		return s, fmt.Errorf("digest times of chat %s: %w: %w", s.Chat.ID, err, ErrBroken)
	}
	if s.Reading, err = decodeList(x.reading); err != nil {
		return s, fmt.Errorf("languages of chat %s: %w: %w", s.Chat.ID, err, ErrBroken)
	}
	return s, nil
}

// settings reads those of a chat by its row.
func (t tx) settings(chat int64) (bot.Settings, error) {
	var x settingsScan
	if err := t.row(`SELECT `+settingsColumns+` FROM chats c WHERE c.id = ?`, chat).Scan(x.columns()...); err != nil {
		return bot.Settings{}, err
	}
	return x.settings(t.now)
}

func encodeDigestTimes(times []bot.DigestTime) string {
	list := make([][2]int, len(times))
	for i, d := range times {
		list[i] = [2]int{d.Minute, int(d.Days)}
	}
	b, _ := json.Marshal(list) // numbers always marshal
	return string(b)
}

func decodeDigestTimes(s string) (times []bot.DigestTime, err error) {
	var list [][2]int
	if err := json.Unmarshal([]byte(s), &list); err != nil {
		return nil, err
	}
	for _, d := range list {
		times = append(times, bot.DigestTime{Minute: d[0], Days: bot.Days(d[1])})
	}
	return times, nil
}
