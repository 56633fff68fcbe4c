package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// feedAddCommand adds feeds after reading each once.
type feedAddCommand struct {
	Title     string   `help:"What to call it; for one address only." placeholder:"TITLE"`
	Publisher string   `help:"Who publishes its articles, where they do not say themselves (else the title)." placeholder:"NAME"`
	Folder    string   `help:"Its folder in OPML lists, such as World/Caucasus." placeholder:"A/B"`
	Full      string   `help:"Whether to fetch the pages of its articles: auto (where it gives only a teaser), always or never." enum:"auto,always,never" default:"auto"`
	First     bool     `help:"Of several feeds of a site take the best without asking."`
	Addresses []string `arg:"" name:"address" help:"Addresses of feeds, news sitemaps or sites."`
}

// Run implements the command.
func (c *feedAddCommand) Run(a *app) error {
	if c.Title != "" && len(c.Addresses) > 1 {
		return usageError{"--title is the name of one feed; add the others by themselves"}
	}
	return a.withStore(func(conf config.Config, _ config.Origin, store *db.DB) error {
		return withReader(conf, feed.ReaderOptions{}, func(reader *feed.Reader) error {
			served, err := isServed(a.ctx, store)
			if err != nil {
				return err
			}
			return c.addAll(a, store, reader, served)
		})
	})
}

// addAll adds each address. One that cannot be read does not stop the others.
func (c *feedAddCommand) addAll(a *app, store bot.SourceStore, checker bot.SourceChecker, served bool) error {
	failed, added := false, false
	for _, address := range c.Addresses {
		found, err := checker.CheckSource(a.ctx, address)
		var trouble *bot.SourceError
		switch {
		case a.ctx.Err() != nil:
			return a.ctx.Err()
		case errors.As(err, &trouble):
			failed = true
			complain(a.stderr, trouble.Message)
			continue
		case err != nil:
			return err
		}
		created, err := c.add(a, store, found)
		if err != nil {
			return err
		}
		added = added || created
	}
	if added {
		if err := a.say("%s", servedText(served)); err != nil {
			return err
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// servedText says who reads what was added.
func servedText(served bool) string {
	if served {
		return "The running service reads it within seconds."
	}
	return "No service is running: 'wirebrief run' will read it."
}

// add stores what was found at one address, and reports whether it is new.
func (c *feedAddCommand) add(a *app, store bot.SourceStore, found []bot.CheckedSource) (bool, error) {
	i := 0
	if len(found) > 1 && !c.First && isTerminal(a.stdin) && isTerminal(a.stdout) {
		var err error
		if i, err = chooseFeed(a.stdin, a.stdout, found); err != nil {
			return false, err
		}
	}
	chosen := found[i]
	s := chosen.Source
	s.Publisher, s.Folder, s.Full = c.Publisher, folders(c.Folder), bot.FullText(c.Full)
	if c.Title != "" {
		s.Title = c.Title
	}
	stored, created, err := store.CreateSource(a.ctx, s)
	if err != nil {
		return false, err
	}
	if !created {
		return false, a.say("There already: %s%s.", feedName(stored), pausedHint(stored))
	}
	chosen.Source = stored
	_, err = io.WriteString(a.stdout, addedText(chosen, append(found[:i:i], found[i+1:]...), time.Now()))
	return true, err
}

// pausedHint says how to have a source polled that is not.
func pausedHint(s bot.Source) string {
	if s.State == bot.SourceActive {
		return ""
	}
	return fmt.Sprintf(" (%s; 'wirebrief feed resume %d' goes on)", s.State, s.ID)
}

// addedText says what was added, and what else there was.
func addedText(s bot.CheckedSource, others []bot.CheckedSource, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Added: %s (%s, %s)\n", feedName(s.Source), s.Format, count(s.Entries, "entry", "entries"))
	fmt.Fprintf(&b, "  %s\n", bot.Plain(shownAddress(s.URL)))
	if s.Newest != "" {
		fmt.Fprintf(&b, "  newest: %s (%s)\n", clipWidth(bot.Plain(s.Newest), 120), dateOf(s.NewestAt, now))
	}
	if s.Mended != "" {
		fmt.Fprintf(&b, "  mended: %s\n", bot.Plain(s.Mended))
	}
	for _, other := range others {
		fmt.Fprintf(&b, "  also found: %s, %s\n", plainOr(other.Title, "without a title"), bot.Plain(shownAddress(other.URL)))
	}
	if s.Entries > 0 {
		fmt.Fprintf(&b, "  What it holds now (%s) is stored quietly: nobody is alerted of it.\n", count(s.Entries, "article", "articles"))
	}
	return b.String()
}

// folders parts a folder from those in it.
func folders(path string) []string {
	var list []string
	for name := range strings.SplitSeq(path, "/") {
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// chooseFeed asks which of the feeds of a site is meant, and returns its
// place. The best stands first, and is taken by pressing Enter.
func chooseFeed(in io.Reader, out io.Writer, found []bot.CheckedSource) (int, error) {
	fmt.Fprintln(out, "The site offers several feeds:")
	for i, s := range found {
		fmt.Fprintf(out, "  %d  %s (%s), %s\n", i+1, plainOr(s.Title, "without a title"), count(s.Entries, "entry", "entries"), bot.Plain(shownAddress(s.URL)))
	}
	lines := bufio.NewScanner(in)
	for {
		fmt.Fprint(out, "Which one? [1] ")
		if !lines.Scan() {
			return 0, usageError{"no feed was chosen; --first takes the best without asking"}
		}
		typed := strings.TrimSpace(lines.Text())
		if typed == "" {
			return 0, nil
		}
		if n, err := strconv.Atoi(typed); err == nil && 1 <= n && n <= len(found) {
			return n - 1, nil
		}
	}
}
