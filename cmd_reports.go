package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// reportsCommand holds what operators do about the mistakes that readers
// report.
type reportsCommand struct {
	All    bool                 `help:"Those that were exported before, too."`
	List   reportsListCommand   `cmd:"" default:"withargs" help:"What was reported and not exported yet."`
	Export reportsExportCommand `cmd:"" help:"Write each report as a draft of a golden case, for mending the rules."`
}

type reportsListCommand struct {
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Run implements the command.
func (c *reportsListCommand) Run(a *app) error {
	return a.withReports(func(_ *db.DB, list []bot.Report) error {
		switch {
		case c.JSON:
			return printReportsJSON(a.stdout, list)
		case len(list) == 0 && a.flags.Reports.All:
			return a.say("Nothing was reported.")
		case len(list) == 0:
			return a.say("Nothing new was reported ('wirebrief reports --all' shows what was exported).")
		}
		return printReports(a, list, time.Now())
	})
}

// withReports opens the store and has work done on the reports.
func (a *app) withReports(work func(*db.DB, []bot.Report) error) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		list, err := store.FindReports(a.ctx, a.flags.Reports.All)
		if err != nil {
			return err
		}
		return work(store, list)
	})
}

func printReports(a *app, list []bot.Report, now time.Time) error {
	rows := [][]string{{"ID", "REPORTED", "BY", "ARTICLE", "WHAT", "WORDS", "HEADLINE"}}
	for _, r := range list {
		rows = append(rows, []string{fmt.Sprint(r.ID), agoOf(r.At, now), bot.Plain(string(r.Chat.Platform) + " " + r.User),
			fmt.Sprint(r.Article), string(r.Kind), bot.Plain(r.Words), plainOr(r.Title, "(no headline)")})
	}
	_, err := io.WriteString(a.stdout, table(rows, a.width(), 2, 5, 6)+
		"\n"+count(len(list), "report", "reports")+": 'wirebrief reports export FOLDER' makes golden cases of them, 'wirebrief article show ID' shows the article.\n")
	return err
}

// reportJSON is a report as programs read it; keys may be added.
type reportJSON struct {
	ID        int64      `json:"id"`
	At        time.Time  `json:"at"`
	Platform  string     `json:"platform"`
	Chat      string     `json:"chat"`
	User      string     `json:"user"`
	Article   int64      `json:"article"`
	Revision  int64      `json:"revision"`
	Kind      string     `json:"kind"`
	Start     int        `json:"start"`
	End       int        `json:"end"`
	Words     string     `json:"words"`
	Headline  string     `json:"headline"`
	Publisher string     `json:"publisher"`
	URL       string     `json:"url"`
	Exported  *time.Time `json:"exported,omitempty"`
}

func printReportsJSON(out io.Writer, list []bot.Report) error {
	encoder := newEncoder(out)
	for _, r := range list {
		if err := encoder.Encode(reportJSON{ID: r.ID, At: r.At, Platform: string(r.Chat.Platform), Chat: r.Chat.ID, User: r.User,
			Article: r.Article, Revision: r.Revision, Kind: string(r.Kind), Start: r.Span.Start, End: r.Span.End, Words: r.Words,
			Headline: r.Title, Publisher: r.Publisher, URL: r.URL, Exported: known(r.Exported)}); err != nil {
			return err
		}
	}
	return nil
}

type reportsExportCommand struct {
	Folder string `arg:"" help:"Where the files go; it is made if it is not there."`
}

// Run implements the command. A file that is there already is left alone:
// somebody may have worked on it.
func (c *reportsExportCommand) Run(a *app) error {
	return a.withReports(func(store *db.DB, list []bot.Report) error {
		if err := os.MkdirAll(c.Folder, 0o777); err != nil {
			return err
		}
		var done []int64
		gone := 0
		for _, r := range list {
			written, err := c.export(a, store, r)
			switch {
			case err != nil:
				return err
			case written:
				done = append(done, r.ID)
			default:
				gone++
			}
		}
		if err := store.MarkReportsExported(a.ctx, done); err != nil {
			return err
		}
		if gone > 0 {
			complain(a.stderr, count(gone, "report is", "reports are")+" about a text that is no longer stored: 'wirebrief reports --all' shows the words")
		}
		return a.say("%s written to %s; write into each what should have come of the article.", count(len(done), "draft", "drafts"), c.Folder)
	})
}

// export writes the draft of one report; written is false if its revision is
// not stored any more.
func (c *reportsExportCommand) export(a *app, store bot.ArticleFinder, r bot.Report) (written bool, err error) {
	article, found, err := findRevision(a, store, r.Revision)
	if err != nil || !found {
		return false, err
	}
	path := filepath.Join(c.Folder, fmt.Sprintf("report-%d.txtar", r.ID))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if os.IsExist(err) {
		complain(a.stderr, path+" is there already, and was left as it is")
		return true, nil
	}
	if err != nil {
		return false, err
	}
	_, err = io.WriteString(f, goldenDraft(r, article))
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return false, fmt.Errorf("write %s: %w", path, err)
	}
	return true, nil
}

// findRevision reads a revision; found is false if it is not stored any more.
func findRevision(a *app, store bot.ArticleFinder, revision int64) (s bot.StoredArticle, found bool, err error) {
	s, err = store.FindRevision(a.ctx, revision)
	if errors.Is(err, bot.ErrNotFound) {
		return s, false, nil
	}
	return s, err == nil, err
}
