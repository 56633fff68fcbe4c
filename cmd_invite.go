package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// inviteCommand holds what lets people in. All of it works beside a running
// service, which notices at once.
type inviteCommand struct {
	Create inviteCreateCommand `cmd:"" default:"withargs" help:"Make a code that lets people in (the default)."`
	List   inviteListCommand   `cmd:"" help:"The codes, and who was let in."`
	Revoke inviteRevokeCommand `cmd:"" help:"Take codes back, or put people and groups out."`
}

type inviteCreateCommand struct {
	Uses int    `help:"How many people it lets in." default:"1"`
	Days int    `help:"How many days it is good for." default:"7"`
	Note string `help:"What it is for, to find it again." placeholder:"TEXT"`
}

const (
	maxInviteUses = 100_000
	maxInviteDays = 3650
)

// Run implements the command.
func (c *inviteCreateCommand) Run(a *app) error {
	switch {
	case c.Uses < 1 || c.Uses > maxInviteUses:
		return usageError{fmt.Sprintf("--uses %d is out of range; use a number from 1 to %d", c.Uses, maxInviteUses)}
	case c.Days < 1 || c.Days > maxInviteDays:
		return usageError{fmt.Sprintf("--days %d is out of range; use a number from 1 to %d", c.Days, maxInviteDays)}
	case len(c.Note) > 200:
		return usageError{"--note is too long; use at most 200 bytes"}
	}
	return a.withStore(func(conf config.Config, _ config.Origin, store *db.DB) error {
		mode := bot.AccessMode(conf.Access.Mode)
		if mode == bot.AccessListed {
			return errors.New(`access.mode is "listed", in which codes let nobody in; set it to "invite", or name people in access.listed`)
		}
		shown, hash := bot.NewCode()
		until := time.Now().AddDate(0, 0, c.Days)
		id, err := store.CreateInvite(a.ctx, bot.Invite{Code: hash, Note: c.Note, Uses: c.Uses, Expires: until})
		if err != nil {
			return err
		}
		lines := []string{
			"To be let in, send this to the bot:",
			"",
			"    /start " + shown,
			"",
			fmt.Sprintf("It lets in %s, until %s. It is shown this once; 'wirebrief invite revoke %d' takes it back.",
				count(c.Uses, "person", "people"), timeOf(until), id),
		}
		if mode == bot.AccessOpen {
			lines = append(lines, `Nobody needs it at the moment: access.mode is "open".`)
		}
		if err := a.say("%s", strings.Join(lines, "\n")); err != nil {
			return err
		}
		return a.sayLink(store, shown)
	})
}

// timeOf is an instant as the command line writes it.
func timeOf(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04 UTC") }

type inviteListCommand struct{}

// Run implements the command.
func (c *inviteListCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		invites, err := store.FindInvites(a.ctx)
		if err != nil {
			return err
		}
		grants, err := store.FindGrants(a.ctx)
		if err != nil {
			return err
		}
		var parts []string
		if len(invites) > 0 {
			parts = append(parts, inviteTable(invites, time.Now()))
		}
		if rows := grantRows(grants, bot.UserGrant, bot.ChatGrant); len(rows) > 1 {
			parts = append(parts, table(rows, 0))
		}
		if len(parts) == 0 {
			return a.say("No codes yet, and nobody was let in: 'wirebrief invite' makes a code.")
		}
		return a.say("%s", strings.TrimSuffix(strings.Join(parts, "\n"), "\n"))
	})
}

func inviteTable(invites []bot.Invite, now time.Time) string {
	rows := [][]string{{"ID", "USED", "STATE", "MADE", "NOTE"}}
	for _, i := range invites {
		note := bot.Plain(i.Note)
		if i.Operator {
			note = "makes an operator"
		}
		rows = append(rows, []string{
			fmt.Sprint(i.ID), fmt.Sprintf("%d of %d", i.Used, i.Uses), inviteState(i, now), agoOf(i.Created, now), note,
		})
	}
	return table(rows, 0)
}

// inviteState tells whether a code lets anybody in.
func inviteState(i bot.Invite, now time.Time) string {
	switch {
	case !i.Revoked.IsZero():
		return "revoked"
	case i.Used >= i.Uses:
		return "used up"
	case !now.Before(i.Expires):
		return "expired"
	}
	return "good for " + spanOf(i.Expires.Sub(now))
}

// grantRows are the rows of a table of the grants of some kinds.
func grantRows(grants []bot.Grant, kinds ...bot.GrantKind) [][]string {
	rows := [][]string{{"LET IN", "WHAT", "SINCE", "BY"}}
	for _, g := range grants {
		for _, kind := range kinds {
			if g.Kind == kind {
				rows = append(rows, []string{grantName(g), grantWhat(g), timeOf(g.At), grantBy(g)})
			}
		}
	}
	return rows
}

// grantName names who was let in, as revoke takes it.
func grantName(g bot.Grant) string { return bot.Plain(string(g.Platform) + ":" + g.ID) }

func grantWhat(g bot.Grant) string {
	if g.Kind == bot.ChatGrant {
		return plainOr(g.Name, "group")
	}
	return "person"
}

func grantBy(g bot.Grant) string {
	switch {
	case g.Invite != 0:
		return fmt.Sprintf("code %d", g.Invite)
	case g.By != "":
		return bot.Plain(string(g.Platform) + ":" + g.By)
	}
	return ""
}

type inviteRevokeCommand struct {
	People  bool     `help:"With the id of a code: put out who came in by it, too."`
	Invites []string `arg:"" name:"what" help:"Ids of codes, or people and groups as platform:id, see 'wirebrief invite list'."`
}

// Run implements the command.
func (c *inviteRevokeCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		failed := false
		for _, what := range c.Invites {
			err := c.revoke(a, store, what)
			if errors.Is(err, bot.ErrNotFound) {
				failed = true
				complain(a.stderr, fmt.Sprintf("there is no code, person or group %s; 'wirebrief invite list' shows them", what))
			} else if err != nil {
				return err
			}
		}
		if failed {
			return errReported
		}
		return nil
	})
}

func (c *inviteRevokeCommand) revoke(a *app, store *db.DB, what string) error {
	id, err := strconv.ParseInt(what, 10, 64)
	if err != nil {
		return putOut(a, store, what)
	}
	if err := store.RevokeInvite(a.ctx, id); err != nil {
		return err
	}
	if err := a.say("Revoked: code %d. It lets nobody in any more.", id); err != nil || !c.People {
		return err
	}
	grants, err := store.FindGrants(a.ctx)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Invite != id || g.Kind == bot.OperatorGrant {
			continue
		}
		if err := putOutOne(a, store, g); err != nil {
			return err
		}
	}
	return nil
}

// putOut takes access back from a person or group named as platform:id.
func putOut(a *app, store *db.DB, name string) error {
	grants, err := store.FindGrants(a.ctx)
	if err != nil {
		return err
	}
	found := false
	for _, g := range grants {
		if g.Kind != bot.OperatorGrant && string(g.Platform)+":"+g.ID == name {
			found = true
			if err := putOutOne(a, store, g); err != nil {
				return err
			}
		}
	}
	if !found {
		return bot.ErrNotFound
	}
	return nil
}

func putOutOne(a *app, store *db.DB, g bot.Grant) error {
	err := store.DeleteGrant(a.ctx, g.Kind, g.Platform, g.ID)
	if err != nil && !errors.Is(err, bot.ErrNotFound) { // gone a moment ago is gone
		return err
	}
	return a.say("Put out: %s.", grantName(g))
}
