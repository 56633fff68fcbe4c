package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// operatorCommand holds who runs the bot from a chat.
type operatorCommand struct {
	Code   operatorCodeCommand   `cmd:"" default:"1" help:"Make a code whose user becomes the operator (the default)."`
	List   operatorListCommand   `cmd:"" help:"The operators."`
	Remove operatorRemoveCommand `cmd:"" help:"Make people operators no more."`
}

// operatorCodeLife is how long the code for an operator is good.
const operatorCodeLife = time.Hour

type operatorCodeCommand struct{}

// Run implements the command.
func (c *operatorCodeCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		code, err := a.printOperatorCode(store, "To become an operator, send this to the bot within an hour:")
		if err != nil {
			return err
		}
		return a.sayLink(store, code)
	})
}

// printOperatorCode makes a code that works once and prints it; it is stored
// nowhere.
func (a *app) printOperatorCode(store bot.InviteStore, what string) (code string, err error) {
	shown, hash := bot.NewCode()
	if _, err := store.CreateInvite(a.ctx, bot.Invite{Code: hash, Operator: true, Uses: 1, Expires: time.Now().Add(operatorCodeLife)}); err != nil {
		return "", err
	}
	return shown, a.say("%s\n\n    /start %s\n\nWhoever sends it first is the operator, so keep it to yourself.", what, shown)
}

// sayLink prints the address that says a code to the bot, where there is one.
func (a *app) sayLink(store *db.DB, code string) error {
	link, err := startLink(a.ctx, store, code)
	if err != nil || link == "" {
		return err
	}
	return a.say("%s", "Or open this, and press Start:\n\n    "+link)
}

// offerOperator prints a code as long as there is no operator, and returns it.
func (a *app) offerOperator(store *db.DB) (code string, err error) {
	grants, err := operators(a.ctx, store)
	if err != nil || len(grants) > 0 {
		return "", err
	}
	return a.printOperatorCode(store, "This bot has no operator yet. To become one, send this to the bot within an hour ('wirebrief operator' makes another):")
}

func operators(ctx context.Context, store bot.GrantStore) ([]bot.Grant, error) {
	grants, err := store.FindGrants(ctx)
	var list []bot.Grant
	for _, g := range grants {
		if g.Kind == bot.OperatorGrant {
			list = append(list, g)
		}
	}
	return list, err
}

type operatorListCommand struct{}

// Run implements the command.
func (c *operatorListCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		list, err := operators(a.ctx, store)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return a.say("No operator yet: 'wirebrief operator' makes a code for one.")
		}
		rows := [][]string{{"OPERATOR", "SINCE"}}
		for _, g := range list {
			rows = append(rows, []string{grantName(g), timeOf(g.At)})
		}
		return a.say("%s", strings.TrimSuffix(table(rows, 0), "\n"))
	})
}

type operatorRemoveCommand struct {
	People []string `arg:"" name:"who" help:"People as platform:id, see 'wirebrief operator list'."`
}

// Run implements the command.
func (c *operatorRemoveCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		failed := false
		for _, who := range c.People {
			platform, id, _ := strings.Cut(who, ":")
			err := store.DeleteGrant(a.ctx, bot.OperatorGrant, bot.Platform(platform), id)
			if errors.Is(err, bot.ErrNotFound) {
				failed = true
				complain(a.stderr, fmt.Sprintf("there is no operator %s; 'wirebrief operator list' shows them", who))
				continue
			}
			if err == nil {
				err = a.say("No operator any more: %s.", bot.Plain(who))
			}
			if err != nil {
				return err
			}
		}
		if failed {
			return errReported
		}
		return nil
	})
}
