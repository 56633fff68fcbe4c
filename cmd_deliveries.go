package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"wirebrief/bot"
	"wirebrief/bot/text"
	"wirebrief/config"
	"wirebrief/db"
)

// deliveriesCommand shows and mends what chats are owed, beside a service that
// runs.
type deliveriesCommand struct {
	List  deliveriesListCommand  `cmd:"" default:"withargs" help:"List deliveries, the newest first."`
	Retry deliveriesRetryCommand `cmd:"" help:"Send failed or uncertain deliveries again: all of the last three days, or those named by number. What a chat was told meanwhile is left out."`
	Drop  deliveriesDropCommand  `cmd:"" help:"Give up deliveries: all that failed, or those named by number."`
}

// deliveriesListCommand lists the ledger.
type deliveriesListCommand struct {
	Failed bool `help:"Only those that need somebody: failed, or of uncertain fate."`
	Limit  int  `help:"How many to list at most." default:"100"`
	JSON   bool `name:"json" help:"One JSON object a line."`
}

// listedJSON is a delivery for programs.
type listedJSON struct {
	ID       int64      `json:"id"`
	Platform string     `json:"platform"`
	Chat     string     `json:"chat"`
	Kind     string     `json:"kind"`
	State    string     `json:"state"`
	Due      time.Time  `json:"due"`
	Attempts int        `json:"attempts"`
	Class    string     `json:"class,omitempty"`
	Problem  string     `json:"problem,omitempty"`
	First    *time.Time `json:"first_attempt,omitempty"`
}

// Run implements the command.
func (c *deliveriesListCommand) Run(a *app) error {
	if c.Limit < 1 {
		return usageError{"--limit is how many to list: 1 or more"}
	}
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		list, err := store.FindDeliveries(a.ctx, bot.DeliveryFilter{Failed: c.Failed, Limit: c.Limit})
		if err != nil {
			return err
		}
		if c.JSON {
			return c.printJSON(a, list)
		}
		return c.printTable(a, store, list)
	})
}

func (c *deliveriesListCommand) printJSON(a *app, list []bot.ListedDelivery) error {
	encoder := json.NewEncoder(a.stdout)
	for _, d := range list {
		out := listedJSON{ID: d.ID, Platform: string(d.Chat.Platform), Chat: d.Chat.ID, Kind: string(d.Kind), State: string(d.State),
			Due: d.Due, Attempts: d.Attempt, Class: d.Class, Problem: d.Problem}
		if !d.First.IsZero() {
			out.First = &d.First
		}
		if err := encoder.Encode(out); err != nil {
			return fmt.Errorf("print delivery %d: %w", d.ID, err)
		}
	}
	return nil
}

func (c *deliveriesListCommand) printTable(a *app, store bot.DeliveryLister, list []bot.ListedDelivery) error {
	counts, err := store.CountDeliveries(a.ctx)
	if err != nil {
		return err
	}
	for _, d := range list {
		line := fmt.Sprintf("%d  %s  %s %s  %s  due %s", d.ID, d.State, d.Chat.Platform, cmp.Or(d.ChatName, d.Chat.ID), d.Kind, d.Due.UTC().Format("2 Jan 15:04 UTC"))
		if d.Problem != "" {
			line += "  (" + cmp.Or(d.Class, "failed") + ": " + d.Problem + ")"
		}
		fmt.Fprintln(a.stdout, bot.Plain(line))
	}
	if len(list) > 0 {
		fmt.Fprintln(a.stdout)
	}
	fmt.Fprintf(a.stdout, "%s waiting, %s under way, %s sent, %s failed, %s uncertain.\n", count(counts[bot.DeliveryReady], "delivery", "deliveries"),
		text.Number(counts[bot.DeliveryClaimed]+counts[bot.DeliverySending]), text.Number(counts[bot.DeliverySent]), text.Number(counts[bot.DeliveryFailed]), text.Number(counts[bot.DeliveryUncertain]))
	if c.Failed && len(list) > 0 {
		fmt.Fprintln(a.stdout, "'wirebrief deliveries retry' sends them again, 'wirebrief deliveries drop' gives them up; both take numbers.")
	}
	return nil
}

// deliveriesRetryCommand makes deliveries ready again.
type deliveriesRetryCommand struct {
	IDs []int64 `arg:"" optional:"" name:"id" help:"Numbers of deliveries; without, all of the last three days that failed."`
}

// Run implements the command.
func (c *deliveriesRetryCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		n, err := store.RetryDeliveries(a.ctx, c.IDs)
		return reportMended(a, n, len(c.IDs), err, "to be sent again")
	})
}

// deliveriesDropCommand gives deliveries up.
type deliveriesDropCommand struct {
	IDs []int64 `arg:"" optional:"" name:"id" help:"Numbers of deliveries; all that failed without."`
}

// Run implements the command.
func (c *deliveriesDropCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		n, err := store.DropDeliveries(a.ctx, c.IDs)
		return reportMended(a, n, len(c.IDs), err, "given up")
	})
}

// reportMended prints how many deliveries were changed. Numbers that named
// nothing to change are a failure.
func reportMended(a *app, n, named int, err error, what string) error {
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s %s.\n", count(n, "delivery is", "deliveries are"), what)
	if named > n {
		return fmt.Errorf("%s of the numbers named no delivery that could be changed; 'wirebrief deliveries' lists them", text.Number(named-n))
	}
	return nil
}
