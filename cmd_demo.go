package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"wirebrief/adapters/file"
	"wirebrief/adapters/terminal"
	"wirebrief/bot"
	"wirebrief/briefing"
	"wirebrief/config"
	"wirebrief/db"
)

// samples are the articles of the demonstration, all invented.
//
//go:embed docs/samples/*.md
var samples embed.FS

// demoQuestion is what the demonstration asks first.
const demoQuestion = "/latest karabakh"

// demoCommand is the chat on sample articles in a database that is thrown
// away. It reads no configuration.
type demoCommand struct{}

// Run implements the command.
func (demoCommand) Run(a *app) (err error) {
	folder, err := os.MkdirTemp("", "wirebrief-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demonstration's database: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	store, err := db.Open(a.ctx, filepath.Join(folder, "demo.db"), db.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	n, err := storeSamples(a.ctx, store, time.Now())
	if err != nil {
		return err
	}
	client, err := newChatClient(config.Config{})
	if err != nil {
		return err
	}
	defer client.Close()
	h := newBot(store, config.Config{}, reach{pages: sentPages{client}}, a.logger(config.Log{Level: "warn"})).Handle
	o := terminal.ForFiles(a.stdin, a.stdout, a.getenv)
	fmt.Fprintf(a.stdout, "wirebrief demo: %d invented sample articles, in a database that is thrown away.\n", n)
	if !o.Interactive {
		fmt.Fprintf(a.stdout, "> %s\n\n", demoQuestion)
		return terminal.New(o).Ask(a.ctx, h, demoQuestion)
	}
	fmt.Fprint(a.stdout, "Try /latest, /latest ports, /subscribe grain, /help; quit leaves.\n\n")
	o.First = demoQuestion
	return terminal.New(o).Run(a.ctx, h)
}

// storeSamples stores the samples as if they had just come in, and returns how
// many there are. Their times are told as ages, so that "today" is never empty.
func storeSamples(ctx context.Context, store *db.DB, now time.Time) (int, error) {
	articles, err := sampleArticles(now)
	if err != nil {
		return 0, err
	}
	ingester := bot.NewIngester(store, store, bot.IngesterOptions{})
	additions, err := ingester.Add(ctx, articles, false)
	if err != nil {
		return 0, err
	}
	for i, addition := range additions {
		if addition.Refused != nil {
			return 0, fmt.Errorf("store the sample %q: %w", articles[i].Title, addition.Refused)
		}
	}
	_, err = ingester.Process(ctx)
	return len(articles), err
}

// sampleArticles reads the samples, oldest first.
func sampleArticles(now time.Time) ([]briefing.Article, error) {
	names, err := fs.Glob(samples, "docs/samples/*.md")
	if err != nil {
		return nil, err
	}
	var articles []briefing.Article
	for _, name := range names {
		content, err := fs.ReadFile(samples, name)
		if err != nil {
			return nil, err
		}
		item := file.Parse(name, content, file.Options{})
		if item.Err != nil {
			return nil, item.Err
		}
		age, err := parseAge(item.Meta["age"])
		if err != nil {
			return nil, fmt.Errorf("%s: read the age in its front matter: %w", name, err)
		}
		item.Article.Published = now.Add(-age)
		articles = append(articles, item.Article)
	}
	return articles, nil
}

// parseAge reads a duration that may begin with days: "2d6h", "45m".
func parseAge(s string) (time.Duration, error) {
	days, rest, ok := strings.Cut(s, "d")
	if !ok {
		return time.ParseDuration(s)
	}
	n, err := strconv.Atoi(days)
	if err != nil || rest == "" {
		return time.Duration(n) * 24 * time.Hour, err
	}
	age, err := time.ParseDuration(rest)
	return age + time.Duration(n)*24*time.Hour, err
}
