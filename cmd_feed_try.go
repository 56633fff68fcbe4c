package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/bot"
	"wirebrief/bot/text"
	"wirebrief/briefing"
	"wirebrief/db"
)

// feedTestCommand reads a feed and stores nothing.
type feedTestCommand struct {
	Feed string `arg:"" help:"Id or address of a feed, or the address of a site."`
}

// testedEntries is how many entries are shown, and how many pages are fetched.
const testedEntries = 5

// Run implements the command. A feed with an id is read as the service would
// read it; only for that is the database opened.
func (c *feedTestCommand) Run(a *app) error {
	known := bot.Source{URL: c.Feed}
	if _, err := strconv.ParseInt(c.Feed, 10, 64); err == nil {
		err := a.feedsNamed([]string{c.Feed}, func(_ *db.DB, s bot.SourceStat) error {
			known = s.Source
			return nil
		})
		if err != nil {
			return err
		}
	}
	return c.try(a, known)
}

// try reads what is at an address and prints it. known has an id if it is
// stored.
func (c *feedTestCommand) try(a *app, known bot.Source) error {
	conf, _, err := a.configuration()
	if err != nil {
		return err
	}
	o := feed.ReaderOptions{MaxNew: testedEntries, MaxPages: testedEntries}
	return withReader(conf, o, func(reader *feed.Reader) error {
		return c.tryWith(a, reader, reader, known)
	})
}

func (c *feedTestCommand) tryWith(a *app, checker bot.SourceChecker, reader bot.SourceReader, known bot.Source) error {
	found, err := checker.CheckSource(a.ctx, known.URL)
	if err != nil {
		return a.sourceTrouble(err)
	}
	now := time.Now()
	if err := a.say("%s", checkedText(found, known, now)); err != nil {
		return err
	}
	s := found[0].Source
	if known.ID != 0 {
		s.Title, s.Publisher, s.Lang, s.Full = known.Title, known.Publisher, known.Lang, known.Full
	}
	reading, err := reader.ReadSource(a.ctx, s, nothingKnown{})
	if err != nil {
		return a.sourceTrouble(err)
	}
	return a.say("\n%s", strings.TrimSuffix(entriesText(reading.Entries, now), "\n"))
}

// sourceTrouble words why a source could not be read.
func (a *app) sourceTrouble(err error) error {
	var trouble *bot.SourceError
	if a.ctx.Err() == nil && errors.As(err, &trouble) {
		return errors.New(trouble.Message)
	}
	return errors.Join(a.ctx.Err(), err)
}

// checkedText is what the first source says of itself, and what others there
// are.
func checkedText(found []bot.CheckedSource, known bot.Source, now time.Time) string {
	var b strings.Builder
	s := found[0]
	fmt.Fprintf(&b, "%s (%s, %s)\n  %s", plainOr(s.Title, "without a title"), s.Format, count(s.Entries, "entry", "entries"), bot.Plain(shownAddress(s.URL)))
	if known.ID != 0 {
		fmt.Fprintf(&b, "\n  stored as %s (%s)", feedName(known), healthOf(known).text(now))
	}
	if s.Newest != "" {
		fmt.Fprintf(&b, "\n  newest: %s (%s)", clipWidth(bot.Plain(s.Newest), 120), dateOf(s.NewestAt, now))
	}
	if s.Mended != "" {
		fmt.Fprintf(&b, "\n  mended: %s", bot.Plain(s.Mended))
	}
	for _, other := range found[1:] {
		fmt.Fprintf(&b, "\n  also found: %s, %s", plainOr(other.Title, "without a title"), bot.Plain(shownAddress(other.URL)))
	}
	return b.String()
}

// entriesText lists entries with what would be stored of them.
func entriesText(entries []bot.Entry, now time.Time) string {
	var b strings.Builder
	for _, e := range entries[:min(len(entries), testedEntries)] {
		if e.Report == nil {
			fmt.Fprintf(&b, "- nothing to store: %s\n", plainOr(e.Trouble, "it has neither headline nor text"))
			continue
		}
		fmt.Fprintf(&b, "- %s\n  %s; %s\n", plainOr(e.Report.Title, "without a headline"), dateOf(e.Report.Published, now), amountText(*e.Report))
		if e.Trouble != "" {
			fmt.Fprintf(&b, "  trouble: %s\n", bot.Plain(e.Trouble))
		}
	}
	if b.Len() == 0 {
		return "No entries that could be stored.\n"
	}
	return b.String()
}

// amountText says how much of a report there is.
func amountText(r briefing.Article) string {
	words := len(strings.Fields(r.Text))
	switch {
	case words == 0:
		return "headline only"
	case r.Excerpt:
		return "only a teaser, " + wordCount(words)
	}
	return "full text, " + wordCount(words)
}

func wordCount(n int) string {
	if n == 1 {
		return "1 word"
	}
	return text.Number(n) + " words"
}

// nothingKnown is the store of a source that is read for the first time.
type nothingKnown struct{}

// FindItems implements bot.ItemStore.
func (nothingKnown) FindItems(context.Context, int64, []string) ([]bot.KnownItem, error) {
	return nil, nil
}

var _ bot.ItemStore = nothingKnown{}
