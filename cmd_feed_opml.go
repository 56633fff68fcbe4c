package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"wirebrief/adapters/feed"
	"wirebrief/adapters/file"
	"wirebrief/bot"
	"wirebrief/bot/text"
	"wirebrief/config"
	"wirebrief/db"
)

// feedImportCommand adds the feeds of an OPML list, without asking any of
// them: the service does, in its own time.
type feedImportCommand struct {
	File string `arg:"" help:"OPML file, or - for standard input."`
}

// Run implements the command.
func (c *feedImportCommand) Run(a *app) error {
	list, err := c.read(a)
	if err != nil {
		return err
	}
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		added, there := 0, 0
		for _, o := range list.Outlines {
			created, err := addOutline(a, store, o)
			switch {
			case err != nil:
				return errors.Join(err, a.say("%s added before that", text.Number(added)))
			case created:
				added++
			default:
				there++
			}
		}
		if err := sayImported(a, list, added, there); err != nil {
			return err
		}
		if added > 0 {
			if err := sayWhoReads(a, store); err != nil {
				return err
			}
		}
		if list.Unusable+list.Beyond > 0 {
			return errReported
		}
		return nil
	})
}

// sayImported tells what became of the feeds of a list.
func sayImported(a *app, list feed.List, added, there int) error {
	refuse := func(n int, reason string) {
		if n > 0 {
			fmt.Fprintf(a.stderr, "refused: %s %s\n", text.Number(n), reason)
		}
	}
	refuse(list.Unusable, "without an address that begins with http:// or https://")
	for _, name := range list.UnusableNames {
		fmt.Fprintf(a.stderr, "  %s\n", bot.Plain(name))
	}
	if more := list.Unusable - len(list.UnusableNames); more > 0 {
		fmt.Fprintf(a.stderr, "  and %s more\n", text.Number(more))
	}
	refuse(list.Beyond, "over the number of feeds that one list may have; split it")
	note := ""
	if list.Duplicates > 0 {
		note += "; " + text.Number(list.Duplicates) + " named more than once in the list"
	}
	if list.Mended != "" {
		note += "; the list was broken and could be mended: " + bot.Plain(list.Mended)
	}
	return a.say("%s added, %s there already, %s refused%s", text.Number(added), text.Number(there), text.Number(list.Unusable+list.Beyond), note)
}

// sayWhoReads tells when the feeds of a list are read.
func sayWhoReads(a *app, leases bot.LeaseStore) error {
	served, err := isServed(a.ctx, leases)
	switch {
	case err != nil:
		return err
	case served:
		return a.say("The running service reads them now. What they hold is stored quietly.")
	}
	return a.say("No service is running: 'wirebrief run' will read them. What they hold then is stored quietly.")
}

// read reads the list.
func (c *feedImportCommand) read(a *app) (feed.List, error) {
	in, stop := file.Interruptible(a.ctx, a.stdin)
	defer stop()
	if c.File != file.Stdin {
		f, err := os.Open(c.File)
		if err != nil {
			return feed.List{}, fmt.Errorf("read the list of feeds: %w", err)
		}
		defer f.Close()
		in = f
	}
	list, err := feed.ReadList(in)
	if err != nil {
		return feed.List{}, fmt.Errorf("read the list of feeds %s: %w", c.File, err)
	}
	if len(list.Outlines)+list.Unusable == 0 {
		return feed.List{}, fmt.Errorf("there is no feed in %s: an OPML list has outlines with xmlUrl", c.File)
	}
	return list, nil
}

// sitemapOutline is the type attribute by which exported sitemaps are known
// again.
const sitemapOutline = "sitemap"

// addOutline stores one feed of a list.
func addOutline(a *app, store bot.SourceStore, o feed.Outline) (created bool, err error) {
	s := bot.Source{Kind: bot.FeedSource, URL: o.URL, Title: o.Title, Site: o.Site, Folder: o.Folder, Full: bot.FullAuto}
	if o.Kind == sitemapOutline {
		s.Kind = bot.SitemapSource
	}
	_, created, err = store.CreateSource(a.ctx, s)
	return created, err
}

// feedExportCommand writes the feeds as an OPML list.
type feedExportCommand struct {
	File string `arg:"" optional:"" help:"File to write; standard output without it."`
}

// Run implements the command.
func (c *feedExportCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		list, err := store.FindSources(a.ctx)
		if err != nil {
			return err
		}
		outlines := make([]feed.Outline, len(list))
		for i, s := range list {
			outlines[i] = outlineOf(s.Source)
		}
		write := func(out io.Writer) error {
			return feed.WriteOPML(out, "Feeds of wirebrief", time.Now(), outlines)
		}
		if c.File == "" || c.File == file.Stdin {
			return write(a.stdout)
		}
		if err := writeFile(c.File, write); err != nil {
			return fmt.Errorf("write the list of feeds: %w", err)
		}
		return a.say("%s written to %s", count(len(list), "feed", "feeds"), bot.Plain(c.File))
	})
}

func outlineOf(s bot.Source) feed.Outline {
	o := feed.Outline{URL: s.URL, Title: s.Title, Site: s.Site, Folder: slices.Clone(s.Folder), Kind: "rss"}
	if s.Kind == bot.SitemapSource {
		o.Kind = sitemapOutline
	}
	return o
}

// writeFile writes a file that is there as a whole or not at all. It is for
// its owner only: addresses of feeds may hold passwords.
func writeFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".wirebrief-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
