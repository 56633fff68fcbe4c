package main

import (
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/text/language"

	"wirebrief/adapters/file"
	"wirebrief/adapters/page"
	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/config"
	"wirebrief/db"
)

// importCommand stores article files and pages.
type importCommand struct {
	URL       string   `name:"url" help:"Address of the article; for one article only." placeholder:"URL"`
	Published string   `help:"When it was published: 2020-11-06, or 2020-11-06T14:05:00Z." placeholder:"TIME"`
	Publisher string   `help:"Who published it." placeholder:"NAME"`
	Lang      string   `help:"Its language, such as en." placeholder:"LANG"`
	Archive   bool     `help:"An archive: never counted as new, whatever its dates."`
	Charset   string   `help:"Encoding of texts that are not UTF-8, such as windows-1254 (else detected)." placeholder:"NAME"`
	Inputs    []string `arg:"" name:"file" help:"Article files (text, Markdown, HTML, JSON, JSON Lines), folders, addresses of pages, or - for standard input."`
}

// Run implements the command.
func (c *importCommand) Run(a *app) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	return a.withStore(func(conf config.Config, _ config.Origin, store *db.DB) error {
		o.MaxBytes = int64(conf.Limits.FileMiB) << 20
		fetcher, stop, err := fetchInputs(conf, c.Inputs)
		if err != nil {
			return err
		}
		defer stop()
		o.Fetch = fetcher
		return c.importInto(a, store, o, a.logger(conf.Log))
	})
}

// importInto stores all inputs and prints what became of them.
func (c *importCommand) importInto(a *app, store *db.DB, o file.Options, logger *slog.Logger) error {
	im := &importing{
		ingester: bot.NewIngester(store, store, bot.IngesterOptions{Logger: logger}),
		archive:  c.Archive,
		single:   c.URL != "",
		errs:     a.stderr,
		progress: newProgress(a.stderr, file.Count(a.ctx, c.Inputs)),
	}
	err := im.all(a.ctx, file.Walk(a.ctx, c.Inputs, a.stdin, o))
	im.progress.finish()
	im.summary.print(a.stdout)
	if err == nil {
		err = processUnlessServed(a.ctx, store, im.ingester)
	}
	if err == nil && im.summary.refused > 0 {
		return errReported
	}
	return err
}

// options checks the flags.
func (c *importCommand) options() (file.Options, error) {
	o := file.Options{
		URL: c.URL, Publisher: c.Publisher, Lang: c.Lang, Charset: c.Charset,
		Now: time.Now(),
	}
	switch {
	case c.URL != "" && briefing.CanonicalURL(c.URL) == "":
		return o, usageError{fmt.Sprintf("--url %q is no address of a page; write it as https://example.com/article", c.URL)}
	case c.Charset != "" && !page.IsCharset(c.Charset):
		return o, usageError{fmt.Sprintf("--charset %q is not known; write it as windows-1254, iso-8859-9 or koi8-r", c.Charset)}
	case c.Lang != "" && !isLanguage(c.Lang):
		return o, usageError{fmt.Sprintf("--lang %q is no language; write it as en, tr or pt-BR", c.Lang)}
	case c.Published == "":
		return o, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(layout, c.Published); err == nil {
			o.Published = t
			return o, nil
		}
	}
	return o, usageError{fmt.Sprintf("--published %q is no time; write it as 2020-11-06 or 2020-11-06T14:05:00Z", c.Published)}
}

// isLanguage reports whether tag is a known BCP 47 tag.
func isLanguage(tag string) bool {
	_, err := language.Parse(tag)
	return err == nil
}
