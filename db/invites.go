package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"wirebrief/bot"
)

// CreateInvite implements bot.InviteStore.
func (d *DB) CreateInvite(ctx context.Context, i bot.Invite) (id int64, err error) {
	err = d.update(ctx, "store an invite in", func(t tx) error {
		if err := t.row(`INSERT INTO invites (code, operator, note, uses, created, expires) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
			i.Code[:], i.Operator, i.Note, i.Uses, t.now.UnixMilli(), millis(i.Expires)).Scan(&id); err != nil {
			return err
		}
		return t.recordAccess("invite made", "", "", "", sql.NullInt64{Int64: id, Valid: true}, "")
	})
	return id, err
}

// FindInvites implements bot.InviteStore.
func (d *DB) FindInvites(ctx context.Context) (list []bot.Invite, err error) {
	err = d.view(ctx, "read invites from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var i bot.Invite
			var created, expires, revoked sql.NullInt64
			err := rows.Scan(&i.ID, &i.Operator, &i.Note, &i.Uses, &i.Used, &created, &expires, &revoked)
			i.Created, i.Expires, i.Revoked = instant(created), instant(expires), instant(revoked)
			list = append(list, i)
			return err
		}, `SELECT id, operator, note, uses, used, created, expires, revoked FROM invites ORDER BY id`)
	})
	return list, err
}

// RevokeInvite implements bot.InviteStore.
func (d *DB) RevokeInvite(ctx context.Context, id int64) error {
	return d.update(ctx, "revoke an invite in", func(t tx) error {
		done, err := t.exec(`UPDATE invites SET revoked = coalesce(revoked, ?) WHERE id = ?`, t.now.UnixMilli(), id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return notThere(fmt.Sprintf("invite %d", id), err)
		}
		return t.recordAccess("invite revoked", "", "", "", sql.NullInt64{Int64: id, Valid: true}, "")
	})
}

// notThere is err, or that what does not exist.
func notThere(what string, err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("%s: %w", what, bot.ErrNotFound)
}

// FindGrants implements bot.GrantStore.
func (d *DB) FindGrants(ctx context.Context) (list []bot.Grant, err error) {
	err = d.view(ctx, "read who was let in from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var g bot.Grant
			var invite, at sql.NullInt64
			err := rows.Scan(&g.Platform, &g.Kind, &g.ID, &g.Name, &invite, &g.By, &at)
			g.Invite, g.At = invite.Int64, instant(at)
			list = append(list, g)
			return err
		}, `SELECT platform, kind, ref, name, invite, giver, created FROM grants ORDER BY created, platform, kind, ref`)
	})
	return list, err
}

// DeleteGrant implements bot.GrantStore.
func (d *DB) DeleteGrant(ctx context.Context, kind bot.GrantKind, p bot.Platform, id string) error {
	return d.update(ctx, "take back access in", func(t tx) error {
		var chat string
		err := t.row(`DELETE FROM grants WHERE platform = ? AND kind = ? AND ref = ? RETURNING chat`, p, kind, id).Scan(&chat)
		if errors.Is(err, sql.ErrNoRows) {
			return notThere(fmt.Sprintf("access of %s %s", kind, id), nil)
		}
		if err != nil {
			return err
		}
		if kind == bot.ChatGrant {
			chat = id
		}
		if err := t.putOutUnlessIn(kind, bot.ChatRef{Platform: p, ID: chat}, id); err != nil {
			return err
		}
		return t.recordAccess("taken back", p, kind, id, sql.NullInt64{}, "")
	})
}

// putOutUnlessIn puts a chat out whose grant was taken back, unless the person
// behind it is let in by another: operators may be people who were invited.
func (t tx) putOutUnlessIn(kind bot.GrantKind, chat bot.ChatRef, id string) error {
	if chat.ID == "" {
		return nil
	}
	if kind != bot.ChatGrant {
		s, err := t.standing(chat, id)
		if err != nil || s.Operator || s.User || s.Chat {
			return err
		}
	}
	return t.putOut(chat)
}
