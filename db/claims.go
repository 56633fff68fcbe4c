package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"wirebrief/bot"
)

// ClaimDeliveries implements bot.DeliveryStore.
func (d *DB) ClaimDeliveries(ctx context.Context, c bot.Claim) (list []bot.Delivery, err error) {
	nothing, err := d.nothingToClaim(ctx, &c)
	if err != nil || nothing {
		return nil, err
	}
	err = d.update(ctx, "take deliveries from", func(t tx) error {
		if lost, err := t.lostLease(c.Holder); err != nil || lost {
			return err
		}
		if err := t.expireClaims(&c); err != nil {
			return err
		}
		taken, err := t.pickDeliveries(&c)
		if err != nil {
			return err
		}
		for _, p := range taken {
			if err := t.claimDelivery(&c, p); err != nil {
				return err
			}
		}
		list, err = t.claimed(taken)
		return err
	})
	return list, err
}

// nothingToClaim looks without the write lock, which an idle courier would
// otherwise ask for several times a second.
func (d *DB) nothingToClaim(ctx context.Context, c *bot.Claim) (nothing bool, err error) {
	uncertain, err := uncertainArgs(c)
	if err != nil {
		return false, err
	}
	err = d.view(ctx, "look for deliveries in", func(t tx) error {
		now := t.now.UnixMilli()
		var some bool
		err := t.row(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE state IN ('claimed', 'sending')`+expired+`)`,
			c.Platform, now, c.Sole, c.Owner).Scan(&some)
		if err == nil && !some {
			err = t.row(`SELECT EXISTS (`+uncertainDeliveries+`)`, uncertain(now)...).Scan(&some)
		}
		for p := 0; p <= leastUrgent && err == nil && !some; p++ {
			err = t.row(`SELECT EXISTS (SELECT 1 FROM deliveries WHERE state = 'ready' AND platform = ? AND priority = ? AND due <= ?)`,
				c.Platform, p, now).Scan(&some)
		}
		nothing = !some
		return err
	})
	return nothing, err
}

// lostLease reports whether another than holder holds the service lease now.
func (t tx) lostLease(holder string) (lost bool, err error) {
	if holder == "" {
		return false, nil
	}
	return lost, t.row(`SELECT EXISTS (SELECT 1 FROM service_lease WHERE owner <> ? AND expires > ?)`, holder, t.now.UnixMilli()).Scan(&lost)
}

// expireClaims ends claims that have run out. What was about to be sent may
// have been; what was only claimed is as it was before. A repeat that a crash
// cut short may never have gone out, so it may be repeated again: each crash
// can double what was in flight, and a digest that is owed does arrive.
func (t tx) expireClaims(c *bot.Claim) error {
	for _, query := range []string{expiredSendings, expiredClaims} {
		if _, err := t.exec(query, c.Platform, t.now.UnixMilli(), c.Sole, c.Owner); err != nil {
			return err
		}
	}
	return nil
}

const (
	expired         = ` AND state IN ('claimed', 'sending') AND platform = ?1 AND (lease <= ?2 OR ?3 AND owner <> ?4)`
	expiredSendings = `UPDATE deliveries SET state = 'uncertain', doubtful = 0, repeated = 0, owner = '', lease = NULL,
		class = '` + bot.ClassUncertain + `', problem = 'the service stopped while it was being sent' WHERE state = 'sending'` + expired
	expiredClaims = `UPDATE deliveries SET ` + givenBack + ` WHERE state = 'claimed'` + expired
	takenChats    = `SELECT chat FROM deliveries WHERE state IN ('claimed', 'sending') AND platform = ?`
)

// givenBack makes a claimed delivery what it was before.
const givenBack = `state = CASE WHEN doubtful THEN 'uncertain' ELSE 'ready' END, doubtful = 0, repeated = 0, owner = '', lease = NULL`

// A picked is a delivery that is about to be claimed.
type picked struct {
	id, chat int64
	// doubtful: it is uncertain. repeat: it may be sent once more.
	doubtful, repeat bool
}

// pickDeliveries chooses what to claim: by urgency, and within that by when it
// is due. What is uncertain comes first, for its key grows old.
func (t tx) pickDeliveries(c *bot.Claim) (list []picked, err error) {
	busy := map[int64]bool{} // chats that have one in flight or one here
	chats, err := t.numbers(takenChats, c.Platform)
	if err != nil {
		return nil, err
	}
	for _, chat := range chats {
		busy[chat] = true
	}
	if list, err = t.pickUncertain(c, busy); err != nil {
		return nil, err
	}
	for p := 0; p <= leastUrgent && len(list) < c.Limit; p++ {
		if list, err = t.pickReady(c, p, busy, list); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// pickUncertain chooses among what is uncertain.
func (t tx) pickUncertain(c *bot.Claim, busy map[int64]bool) (list []picked, err error) {
	args, err := uncertainArgs(c)
	if err != nil {
		return nil, err
	}
	scan := func(rows *sql.Rows) error {
		p := picked{doubtful: true}
		if err := rows.Scan(&p.id, &p.chat, &p.repeat); err != nil {
			return err
		}
		if !busy[p.chat] && len(list) < c.Limit {
			busy[p.chat] = true
			list = append(list, p)
		}
		return nil
	}
	err = t.each(scan, uncertainDeliveries, args(t.now.UnixMilli())...)
	return list, err
}

// uncertainArgs returns the arguments of uncertainDeliveries at a time.
func uncertainArgs(c *bot.Claim) (func(now int64) []any, error) {
	kinds, err := json.Marshal(c.Repeat)
	return func(now int64) []any { return []any{c.Platform, now, millis(c.KeySince), string(kinds)} }, err
}

// What is uncertain for good is little: what was in flight when the service
// was killed, for as long as the ledger is kept.
const uncertainDeliveries = `SELECT id, chat, edits = '' AND coalesce(first < ?3, 1) FROM deliveries
	WHERE state = 'uncertain' AND platform = ?1 AND due <= ?2
	AND (edits <> '' OR first >= ?3 OR class = '` + bot.ClassUncertain + `' AND kind IN (SELECT value FROM json_each(?4)))
	AND (SELECT stopped FROM chats WHERE id = chat) = ''
	ORDER BY priority, due, id`

// pickReady goes through what is ready of one urgency, due longest first, and
// takes of each chat its oldest.
func (t tx) pickReady(c *bot.Claim, priority int, busy map[int64]bool, list []picked) ([]picked, error) {
	now := t.now.UnixMilli()
	due, id := int64(-1<<62), int64(0)
	for len(list) < c.Limit {
		var chats []int64
		step := 2 * (c.Limit + len(busy))
		rows := 0
		if err := t.each(func(r *sql.Rows) error {
			var chat int64
			rows++
			if err := r.Scan(&due, &id, &chat); err != nil {
				return err
			}
			if !busy[chat] && !slices.Contains(chats, chat) && len(list)+len(chats) < c.Limit {
				chats = append(chats, chat)
			}
			return nil
		}, readyDeliveries, c.Platform, priority, now, due, id, step); err != nil {
			return nil, err
		}
		for _, chat := range chats {
			busy[chat] = true
			oldest, err := t.oldestReady(c, chat, priority)
			if err != nil {
				return nil, err
			}
			if oldest != 0 {
				list = append(list, picked{id: oldest, chat: chat})
			}
		}
		if rows < step {
			break
		}
	}
	return list, nil
}

const readyDeliveries = `SELECT due, id, chat FROM deliveries WHERE state = 'ready' AND platform = ? AND priority = ? AND due <= ?
	AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?`

// oldestReady returns the oldest delivery of a chat that is due in its
// urgency, 0 if it has to wait for one that is to be tried again later. What a
// stopped chat is owed is given up.
func (t tx) oldestReady(c *bot.Claim, chat int64, priority int) (id int64, err error) {
	var waits, corrects, told bool
	var stopped string
	err = t.row(oldestDelivery, chat, priority, t.now.UnixMilli()).Scan(&id, &waits, &stopped, &corrects, &told)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case err != nil:
		return 0, err
	case stopped != "":
		return 0, t.giveUp(chat, stopped)
	case waits:
		_, err := t.exec(putOff, chat, priority, t.now.UnixMilli(), id)
		return 0, err
	}
	if corrects {
		if made, err := t.correctionMade(id); err != nil || !made {
			return id, err
		}
		return t.oldestReady(c, chat, priority)
	}
	if told {
		if admitted, err := t.admitDigest(id); err != nil || admitted {
			return id, err
		}
		return t.oldestReady(c, chat, priority)
	}
	if priority == alertPriority {
		if admitted, err := t.admitAlert(c.Alerts, chat, id); err != nil {
			return 0, err
		} else if !admitted {
			return t.oldestReady(c, chat, priority) // that one waits, or is given up
		}
	}
	return id, nil
}

// putOff lets what waits for another be due with it, so that it is not looked
// at again before: what a chat refuses may wait for hours.
const putOff = `UPDATE deliveries SET due = (SELECT due FROM deliveries WHERE id = ?4)
	WHERE state = 'ready' AND chat = ?1 AND priority = ?2 AND due <= ?3`

// A delivery that was tried before and is due later holds up those that are no
// more urgent. Whether it corrects a message by editing it, and whether it is a
// digest of which other messages have told something, is asked along with it:
// most are neither, and then nothing more is asked.
const oldestDelivery = `SELECT w.id, w.waits, (SELECT stopped FROM chats WHERE id = ?1), w.kind = 'correction' AND w.edits <> '',
	w.kind = 'digest' AND EXISTS (SELECT 1` + otherMessages + `w.id AND d.state = 'sent')
	FROM (SELECT id, due > ?3 AS waits, kind, edits FROM deliveries WHERE state = 'ready' AND chat = ?1 AND priority <= ?2
		AND (priority = ?2 AND due <= ?3 OR first IS NOT NULL AND due > ?3) ORDER BY due <= ?3, id LIMIT 1) w`

func (t tx) claimDelivery(c *bot.Claim, p picked) error {
	_, err := t.exec(`UPDATE deliveries SET state = 'claimed', doubtful = ?, repeated = ?, owner = ?, attempt = attempt + 1, lease = ? WHERE id = ?`,
		p.doubtful, p.repeat, c.Owner, t.now.Add(c.Lease).UnixMilli(), p.id)
	return err
}

// claimed reads deliveries that were just claimed, in the order of taken. One
// that cannot be read fails: it must not be in the way of others.
func (t tx) claimed(taken []picked) (list []bot.Delivery, err error) {
	ids := make([]int64, len(taken))
	read := make(map[int64]bot.Delivery, len(taken))
	for i, p := range taken {
		ids[i] = p.id
	}
	var broken []int64
	if err := t.each(func(rows *sql.Rows) error {
		d, err := scanDelivery(rows)
		if errors.Is(err, ErrBroken) {
			broken = append(broken, d.ID)
			return nil
		}
		read[d.ID] = d
		return err
	}, `SELECT `+deliveryColumns+` FROM deliveries d JOIN chats c ON c.id = d.chat WHERE d.id IN (SELECT value FROM json_each(?))`, encodeIDs(ids)); err != nil {
		return nil, err
	}
	for _, p := range taken {
		d, ok := read[p.id]
		if !ok {
			continue
		}
		if p.repeat {
			d.Class = bot.ClassRepeated
		}
		list = append(list, d)
	}
	if len(broken) > 0 {
		_, err = t.exec(brokenDeliveries, t.now.UnixMilli(), encodeIDs(broken))
	}
	return list, err
}

const brokenDeliveries = `UPDATE deliveries SET state = 'failed', class = 'internal', problem = 'what it says cannot be read', ended = ?1,
	doubtful = 0, repeated = 0, owner = '', lease = NULL WHERE id IN (SELECT value FROM json_each(?2))`

// BeginDelivery implements bot.DeliveryStore. The connection that writes is
// always synced.
func (d *DB) BeginDelivery(ctx context.Context, id int64, owner string, attempt int) (ok bool, err error) {
	err = d.update(ctx, "begin a delivery in", func(t tx) error {
		done, err := t.exec(`UPDATE deliveries SET state = 'sending', first = coalesce(first, ?),
			class = CASE WHEN repeated THEN '`+bot.ClassRepeated+`' ELSE class END
			WHERE id = ? AND owner = ? AND attempt = ? AND state = 'claimed' AND lease > ?`,
			t.now.UnixMilli(), id, owner, attempt, t.now.UnixMilli())
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		ok = n > 0
		return err
	})
	return ok && err == nil, err
}

// ReleaseDeliveries implements bot.DeliveryStore.
func (d *DB) ReleaseDeliveries(ctx context.Context, owner string) error {
	return d.update(ctx, "give back deliveries of", func(t tx) error {
		_, err := t.exec(`UPDATE deliveries SET `+givenBack+` WHERE state IN ('claimed', 'sending') AND state = 'claimed' AND owner = ?`, owner)
		return err
	})
}
