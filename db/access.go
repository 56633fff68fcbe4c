package db

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"wirebrief/bot"
)

// FindStanding implements bot.AccessStore.
func (d *DB) FindStanding(ctx context.Context, chat bot.ChatRef, user string) (s bot.Standing, err error) {
	err = d.look(ctx, "look up access in", func(t tx) error {
		s, err = t.standing(chat, user)
		return err
	})
	return s, err
}

func (t tx) standing(chat bot.ChatRef, user string) (s bot.Standing, err error) {
	return s, t.row(`SELECT
		EXISTS (SELECT 1 FROM grants WHERE platform = ?1 AND kind = 'operator' AND ref = ?2),
		EXISTS (SELECT 1 FROM grants WHERE platform = ?1 AND kind = 'user' AND ref = ?2),
		EXISTS (SELECT 1 FROM grants WHERE platform = ?1 AND kind = 'chat' AND ref = ?3)`,
		chat.Platform, user, chat.ID).Scan(&s.Operator, &s.User, &s.Chat)
}

// A redeemed is what an event that used a code resulted in, as stored.
type redeemed struct {
	bot.Standing
	Used bool
}

// RedeemCode implements bot.AccessStore.
func (d *DB) RedeemCode(ctx context.Context, ev bot.Event, r bot.Redemption) (now bot.Standing, used bool, err error) {
	act := "redeem " + r.Chat.ID + " " + hex.EncodeToString(r.Code[:])
	var result redeemed
	err = d.update(ctx, "use a code in", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &result); ok || err != nil {
			return err
		}
		if result, err = t.redeem(ev, r); err != nil {
			return err
		}
		return t.recordEvent(ev, act, result)
	})
	return result.Standing, result.Used && err == nil, err
}

func (t tx) redeem(ev bot.Event, r bot.Redemption) (result redeemed, err error) {
	var invite int64
	var operator bool
	err = t.row(`SELECT id, operator FROM invites
		WHERE code = ? AND revoked IS NULL AND used < uses AND created <= ?2 AND ?2 < expires AND operator >= ?3`,
		r.Code[:], t.now.UnixMilli(), r.OperatorsOnly).Scan(&invite, &operator)
	if errors.Is(err, sql.ErrNoRows) {
		return result, fmt.Errorf("a code: %w", bot.ErrNotFound)
	}
	if err != nil {
		return result, err
	}
	before, err := t.standing(r.Chat, ev.UserID)
	if err != nil {
		return result, err
	}
	for _, kind := range gives(operator, r.Admit, before) {
		result.Used = true
		if err := t.grant(ev, kind, r.Chat, invite); err != nil {
			return result, err
		}
	}
	if result.Used {
		if _, err := t.exec(`UPDATE invites SET used = used + 1 WHERE id = ?`, invite); err != nil {
			return result, err
		}
	}
	result.Standing, err = t.standing(r.Chat, ev.UserID)
	return result, err
}

// gives lists what a code adds to what there is.
func gives(operator, admit bool, before bot.Standing) (kinds []bot.GrantKind) {
	switch {
	case operator && !before.Operator:
		kinds = append(kinds, bot.OperatorGrant)
	case !operator && !before.Operator && !before.User:
		kinds = append(kinds, bot.UserGrant)
	}
	if admit && !before.Chat {
		kinds = append(kinds, bot.ChatGrant)
	}
	return kinds
}

// grant lets the person of ev in, or the chat, and notes it; invite is 0 for
// none. What a chat had set before it was put out goes on.
func (t tx) grant(ev bot.Event, kind bot.GrantKind, chat bot.ChatRef, invite int64) error {
	ref, private, giver, name := ev.UserID, "", "", ""
	switch {
	case kind == bot.ChatGrant:
		ref, giver, name = chat.ID, ev.UserID, ev.ChatName
	case ev.Kind == bot.Private:
		private, name = chat.ID, ev.ChatName
	}
	by := sql.NullInt64{Int64: invite, Valid: invite != 0}
	if _, err := t.exec(`INSERT INTO grants (platform, kind, ref, chat, name, invite, giver, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		chat.Platform, kind, ref, private, name, by, giver, t.now.UnixMilli()); err != nil {
		return err
	}
	if _, err := t.exec(`DELETE FROM refusals WHERE platform = ? AND ref = ?`, chat.Platform, chat.ID); err != nil {
		return err
	}
	if err := t.letBack(chat); err != nil {
		return err
	}
	return t.recordAccess("let in", chat.Platform, kind, ref, by, ev.UserID)
}

// forgetAccess is what deleting a chat (platform, ref) changes here: its name is
// gone. That a person or a group was let in stays, as /privacy says, or who
// deletes their data could not come back.
var forgetAccess = []string{
	`UPDATE grants SET name = '' WHERE platform = ?1 AND (chat = ?2 OR kind = 'chat' AND ref = ?2)`,
	`DELETE FROM refusals WHERE platform = ? AND ref = ?`,
}

// stoppedPutOut is why nothing is sent to a chat that was put out.
const stoppedPutOut = "put out"

// putOut makes sure that nothing more is sent to a chat, nor to the topics or
// threads of it. What they have set stays.
func (t tx) putOut(ref bot.ChatRef) error {
	chats, err := t.withParts(ref)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		if _, err := t.exec(`UPDATE chats SET stopped = ?, next_digest = NULL, next_slot = '' WHERE id = ? AND stopped = ''`,
			stoppedPutOut, chat); err != nil {
			return err
		}
		if err := t.giveUp(chat, stoppedPutOut); err != nil {
			return err
		}
	}
	return nil
}

// withParts returns the rows of a chat and of the topics or threads of it.
func (t tx) withParts(ref bot.ChatRef) ([]int64, error) {
	return t.numbers(`SELECT id FROM chats WHERE platform = ?1 AND ref = ?2
		UNION ALL SELECT id FROM chats WHERE platform = ?1 AND within = ?2 AND within <> ''`, ref.Platform, ref.ID)
}

// letBack is the opposite of putOut: what they have set holds again.
func (t tx) letBack(ref bot.ChatRef) error {
	chats, err := t.withParts(ref)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		done, err := t.exec(`UPDATE chats SET stopped = '' WHERE id = ? AND stopped = ?`, chat, stoppedPutOut)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err == nil && n > 0 {
			err = t.plan(chat, true)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// recordAccess notes what was given or taken back, and by whom.
func (t tx) recordAccess(act string, p bot.Platform, kind bot.GrantKind, ref string, invite sql.NullInt64, actor string) error {
	_, err := t.exec(`INSERT INTO access_log (at, act, platform, kind, ref, invite, actor) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.now.UnixMilli(), act, p, kind, ref, invite, actor)
	return err
}

// AdmitChat implements bot.AccessStore.
func (d *DB) AdmitChat(ctx context.Context, ev bot.Event, chat bot.ChatRef) error {
	return d.update(ctx, "let a chat in in", func(t tx) error {
		s, err := t.standing(chat, ev.UserID)
		if err != nil || s.Chat {
			return err
		}
		return t.grant(ev, bot.ChatGrant, chat, 0)
	})
}

// maxRefusals bounds the groups that are remembered for having been told that
// they are not let in.
const maxRefusals = 10_000

// NoteRefusal implements bot.AccessStore. Where very many groups were told,
// the first of them are forgotten.
func (d *DB) NoteRefusal(ctx context.Context, _ bot.Event, chat bot.ChatRef) (first bool, err error) {
	err = d.update(ctx, "note a refusal in", func(t tx) error {
		done, err := t.exec(`INSERT INTO refusals (platform, ref, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
			chat.Platform, chat.ID, t.now.UnixMilli())
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if first = n > 0; err != nil || !first {
			return err
		}
		_, err = t.exec(`DELETE FROM refusals WHERE (platform, ref) IN
			(SELECT platform, ref FROM refusals ORDER BY at DESC LIMIT -1 OFFSET ?)`, maxRefusals)
		return err
	})
	return first && err == nil, err
}
