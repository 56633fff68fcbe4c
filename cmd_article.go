package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/config"
	"wirebrief/db"
)

// articleCommand holds what an operator does about single articles. All of it
// works beside a running service.
type articleCommand struct {
	List   articleListCommand   `cmd:"" help:"The stored articles, the last arrived first."`
	Show   articleShowCommand   `cmd:"" help:"An article with its briefing, or with its text."`
	Remove articleRemoveCommand `cmd:"" help:"Withdraw an article: it leaves every search and list and does not come back; those who were sent it are told."`
}

// articleListCommand prints articles.
type articleListCommand struct {
	Limit     int    `default:"20" help:"How many at most (${default})." placeholder:"N"`
	Publisher string `help:"Only those of this publisher." placeholder:"NAME"`
	Since     string `help:"Only what arrived since: 36h, 7d, or a day as 2026-11-06." placeholder:"TIME"`
	Withdrawn bool   `help:"Those that were withdrawn, with the reasons."`
	JSON      bool   `name:"json" help:"One JSON object a line."`
}

// Run implements the command.
func (c *articleListCommand) Run(a *app) error {
	now := time.Now()
	since, err := sinceOf(c.Since, now)
	if err != nil {
		return err
	}
	if c.Limit < 1 {
		return usageError{"--limit must be at least 1"}
	}
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		list, err := store.ListArticles(a.ctx, bot.ArticleList{Publisher: c.Publisher, Since: since, Withdrawn: c.Withdrawn, Limit: c.Limit})
		switch {
		case err != nil:
			return err
		case c.JSON:
			return printArticlesJSON(a.stdout, list)
		case len(list) == 0 && c.Withdrawn:
			return a.say("No article was withdrawn.")
		case len(list) == 0:
			return a.say("No such articles: 'wirebrief import FILE' stores some, 'wirebrief feed add ADDRESS' adds a feed.")
		}
		return printArticles(a, list, c.Withdrawn, now)
	})
}

var lengthOfDays = regexp.MustCompile(`^(\d{1,5})d$`)

// sinceOf reads the value of --since: a length of time before now, or a day.
func sinceOf(typed string, now time.Time) (time.Time, error) {
	if typed == "" {
		return time.Time{}, nil
	}
	if m := lengthOfDays.FindStringSubmatch(typed); m != nil {
		days, _ := strconv.Atoi(m[1]) // the pattern lets numbers through only
		return now.AddDate(0, 0, -days), nil
	}
	if d, err := time.ParseDuration(typed); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, typed); err == nil {
			return t, nil
		}
	}
	return time.Time{}, usageError{fmt.Sprintf("--since %q is no time; write it as 36h, 7d, 2026-11-06 or 2026-11-06T14:05:00Z", typed)}
}

func printArticles(a *app, list []bot.KeptArticle, withdrawn bool, now time.Time) error {
	rows := [][]string{{"ID", "ARRIVED", "PUBLISHER", "REV", "HEADLINE", "ADDRESS"}}
	if withdrawn {
		rows[0] = []string{"ID", "WITHDRAWN", "PUBLISHER", "REASON", "HEADLINE", "ADDRESS"}
	}
	for _, k := range list {
		at, fourth := k.Arrived, fmt.Sprint(k.Number)
		if withdrawn {
			at, fourth = k.Withdrawn.At, bot.Plain(k.Withdrawn.Reason)
		} else if k.CopyOf != 0 {
			fourth += ", copy"
		}
		rows = append(rows, []string{fmt.Sprint(k.ID), agoOf(at, now), plainOr(k.Article.Publisher, "–"), fourth,
			plainOr(k.Article.Title, "(no headline)"), bot.Plain(shownAddress(k.Article.URL))})
	}
	_, err := io.WriteString(a.stdout, table(rows, a.width(), 2, 3, 4, 5))
	return err
}

// width is that of the terminal that is written to, 0 for any.
func (a *app) width() int {
	if look := terminal.ForFiles(a.stdin, a.stdout, a.getenv); look.Width != nil && isTerminal(a.stdout) {
		return look.Width()
	}
	return 0
}

// articleJSON is an article as programs read it; keys may be added.
type articleJSON struct {
	ID        int64      `json:"id"`
	Revision  int        `json:"revision,omitempty"`
	Headline  string     `json:"headline"`
	Publisher string     `json:"publisher"`
	URL       string     `json:"url"`
	Published *time.Time `json:"published,omitempty"`
	Arrived   *time.Time `json:"arrived,omitempty"`
	CopyOf    int64      `json:"copy_of,omitempty"`
	Withdrawn *time.Time `json:"withdrawn,omitempty"`
	Reason    string     `json:"reason,omitempty"`
}

func printArticlesJSON(out io.Writer, list []bot.KeptArticle) error {
	encoder := newEncoder(out)
	for _, k := range list {
		j := articleJSON{ID: k.ID, Revision: k.Number, Headline: k.Article.Title, Publisher: k.Article.Publisher, URL: k.Article.URL,
			Published: known(k.Article.Published), Arrived: known(k.Arrived), CopyOf: k.CopyOf}
		if w := k.Withdrawn; w != nil {
			j.Withdrawn, j.Reason = known(w.At), w.Reason
		}
		if err := encoder.Encode(j); err != nil {
			return err
		}
	}
	return nil
}

// known is nil for the zero time.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// articleShowCommand prints one article.
type articleShowCommand struct {
	Text    bool   `help:"The text as stored, instead of the briefing."`
	Article string `arg:"" help:"Id or address, see 'wirebrief article list'."`
}

// Run implements the command.
func (c *articleShowCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		k, err := findArticle(a, store, c.Article)
		if err != nil {
			return err
		}
		now := time.Now()
		if k.Withdrawn != nil {
			return a.say("%d, %s\nWithdrawn %s: %s", k.ID, articleName(k), dateOf(k.Withdrawn.At, now), bot.Plain(k.Withdrawn.Reason))
		}
		if c.Text {
			return a.say("%s\n\n%s", plainOr(k.Article.Title, "(no headline)"), plainLines(k.Article.Text))
		}
		copied := ""
		if k.CopyOf != 0 {
			copied = fmt.Sprintf("; a copy of %d, so in no search", k.CopyOf)
		}
		if err := a.say("%d, revision %d, arrived %s%s\n%s\n", k.ID, k.Number, dateOf(k.Arrived, now), copied, bot.Plain(k.Article.URL)); err != nil {
			return err
		}
		look := terminal.ForFiles(a.stdin, a.stdout, a.getenv)
		o := terminal.RenderOptions{Color: look.Color, Width: a.width()}
		return a.say("%s", terminal.Render(bot.BriefingMessage(briefing.Pick(k.Extraction, briefing.Options{}), now), o))
	})
}

// plainLines is foreign text of several paragraphs fit for display.
func plainLines(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, strings.TrimSpace(bot.Plain(line)))
	}
	return strings.Join(lines, "\n")
}

// findArticle finds what a command names.
func findArticle(a *app, store bot.ArticleKeeper, named string) (bot.KeptArticle, error) {
	k, err := store.FindArticle(a.ctx, named)
	if errors.Is(err, bot.ErrNotFound) {
		err = fmt.Errorf("there is no article %s; 'wirebrief article list' shows them", named)
	}
	return k, err
}

// articleName is an article as messages name it.
func articleName(k bot.KeptArticle) string {
	name := plainOr(k.Article.Title, "(no headline)")
	if p := bot.Plain(k.Article.Publisher); p != "" {
		name += " (" + p + ")"
	}
	return name
}

// longestReason is how long a reason may be, in bytes: readers are shown it.
const longestReason = 300

// articleRemoveCommand withdraws an article.
type articleRemoveCommand struct {
	Reason  string `required:"" help:"Why; readers who were sent it are told in these words." placeholder:"TEXT"`
	Article string `arg:"" help:"Id or address, see 'wirebrief article list'."`
}

// Run implements the command.
func (c *articleRemoveCommand) Run(a *app) error {
	reason := strings.TrimSpace(bot.Plain(c.Reason))
	switch {
	case reason == "":
		return usageError{"--reason must say why: readers who were sent the article are told"}
	case len(reason) > longestReason:
		return usageError{fmt.Sprintf("--reason is longer than %d bytes; readers are shown it in a short message", longestReason)}
	}
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		k, err := findArticle(a, store, c.Article)
		if err != nil {
			return err
		}
		if k.Withdrawn != nil {
			return a.say("Withdrawn already, %s: %d, %s. The reason: %s", agoOf(k.Withdrawn.At, time.Now()), k.ID, articleName(k), bot.Plain(k.Withdrawn.Reason))
		}
		if _, err := store.WithdrawArticle(a.ctx, k.ID, reason); err != nil {
			return err
		}
		if err := a.say("Withdrawn: %d, %s. It is in no search or list any more, and is not stored again.", k.ID, articleName(k)); err != nil {
			return err
		}
		served, err := isServed(a.ctx, store)
		if err == nil && !served {
			err = a.say("No service is running: those who were sent it are told when 'wirebrief run' is started.")
		}
		return err
	})
}
