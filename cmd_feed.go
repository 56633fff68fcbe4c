package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wirebrief/bot"
	"wirebrief/bot/text"
	"wirebrief/briefing"
	"wirebrief/config"
	"wirebrief/db"
)

// feedCommand holds what keeps the list of feeds. All of it works beside a
// running service, which notices within seconds.
type feedCommand struct {
	Add    feedAddCommand    `cmd:"" help:"Add feeds; the address of a site finds its feed."`
	List   feedListCommand   `cmd:"" help:"The feeds, and how they are doing."`
	Test   feedTestCommand   `cmd:"" help:"Read a feed without storing anything."`
	Pause  feedPauseCommand  `cmd:"" help:"Stop polling feeds for now."`
	Resume feedResumeCommand `cmd:"" help:"Poll paused feeds again, or ones that were given up."`
	Remove feedRemoveCommand `cmd:"" help:"Remove feeds; their articles stay."`
	Import feedImportCommand `cmd:"" help:"Add the feeds of an OPML list."`
	Export feedExportCommand `cmd:"" help:"Write the feeds as an OPML list."`
}

// feedsNamed finds the sources that inputs name, by id or address, and hands
// each to work. What is not there is complained of, and the others are done
// even so.
func (a *app) feedsNamed(inputs []string, work func(store *db.DB, s bot.SourceStat) error) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		all, err := store.FindSources(a.ctx)
		if err != nil {
			return err
		}
		failed := false
		fail := func(what string) {
			failed = true
			complain(a.stderr, what)
		}
		for _, in := range inputs {
			s, ok := findFeed(all, in)
			if !ok {
				fail(noSuchFeed(in))
				continue
			}
			err := work(store, s)
			if errors.Is(err, bot.ErrNotFound) { // removed by another a moment ago
				fail(noSuchFeed(in))
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

func noSuchFeed(input string) string {
	return fmt.Sprintf("there is no feed %s; 'wirebrief feed list' shows them", input)
}

// findFeed finds a source by its id or its address, the scheme of which may be
// left out.
func findFeed(all []bot.SourceStat, input string) (bot.SourceStat, bool) {
	id, err := strconv.ParseInt(input, 10, 64)
	wanted := addressKey(input)
	for _, s := range all {
		if err == nil && s.ID == id || err != nil && wanted != "" && addressKey(s.URL) == wanted {
			return s, true
		}
	}
	return bot.SourceStat{}, false
}

// addressKey is the same for addresses that differ in their scheme only.
func addressKey(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	_, key, _ := strings.Cut(briefing.CanonicalURL(address), "://")
	return key
}

// feedName is a source as messages name it.
func feedName(s bot.Source) string {
	return fmt.Sprintf("%d, %s", s.ID, plainOr(s.Title, shownAddress(s.URL)))
}

// plainOr is foreign text fit for display, or what stands in for it.
func plainOr(s, other string) string {
	if s = strings.TrimSpace(bot.Plain(s)); s == "" {
		return bot.Plain(other)
	}
	return s
}

// isServed reports whether a service runs on the store.
func isServed(ctx context.Context, leases bot.LeaseStore) (bool, error) {
	holder, err := leases.FindLease(ctx)
	return holder != "", err
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return text.Number(n) + " " + many
}

type feedPauseCommand struct {
	Feeds []string `arg:"" name:"feed" help:"Ids or addresses, see 'wirebrief feed list'."`
}

// Run implements the command.
func (c *feedPauseCommand) Run(a *app) error {
	return a.feedsNamed(c.Feeds, func(store *db.DB, s bot.SourceStat) error {
		if s.State == bot.SourcePaused {
			return a.say("Paused already: %s.", feedName(s.Source))
		}
		s.State = bot.SourcePaused
		if err := store.UpdateSource(a.ctx, s.Source); err != nil {
			return err
		}
		return a.say("Paused: %s. 'wirebrief feed resume %d' goes on.", feedName(s.Source), s.ID)
	})
}

type feedResumeCommand struct {
	Feeds []string `arg:"" name:"feed" help:"Ids or addresses, see 'wirebrief feed list'."`
}

// Run implements the command.
func (c *feedResumeCommand) Run(a *app) error {
	return a.feedsNamed(c.Feeds, func(store *db.DB, s bot.SourceStat) error {
		was := s.State
		s.State = bot.SourceActive
		if err := store.UpdateSource(a.ctx, s.Source); err != nil {
			return err
		}
		if was == bot.SourceActive {
			return a.say("Was not paused: %s. It is due now.", feedName(s.Source))
		}
		return a.say("Resumed: %s. It is due now.", feedName(s.Source))
	})
}

type feedRemoveCommand struct {
	Feeds []string `arg:"" name:"feed" help:"Ids or addresses, see 'wirebrief feed list'."`
}

// Run implements the command.
func (c *feedRemoveCommand) Run(a *app) error {
	return a.feedsNamed(c.Feeds, func(store *db.DB, s bot.SourceStat) error {
		if err := store.DeleteSource(a.ctx, s.ID); err != nil {
			return err
		}
		stay := "its " + count(s.Articles, "article stays", "articles stay")
		if s.Articles == 0 {
			stay = "it had brought no article"
		}
		return a.say("Removed: %s; %s.", feedName(s.Source), stay)
	})
}

// say prints a line.
func (a *app) say(format string, args ...any) error {
	_, err := fmt.Fprintf(a.stdout, format+"\n", args...)
	return err
}
