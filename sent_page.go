package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"wirebrief/adapters/fetch"
	"wirebrief/adapters/file"
	"wirebrief/bot"
	"wirebrief/briefing"
)

const (
	// sentPageBytes bounds a page that somebody in a chat has sent.
	sentPageBytes = 5 << 20
	// sentPageTime is how long it is fetched: less than they wait, because it
	// is read afterwards.
	sentPageTime = 15 * time.Second
)

// A sentPages reads the pages that people send to the bot. It is a
// bot.PageReader. Unlike what an operator names, such an address may be
// anybody's idea, so the guard of the client and robots.txt hold for it.
type sentPages struct{ client *fetch.Client }

// ReadPage implements bot.PageReader.
func (p sentPages) ReadPage(ctx context.Context, url string) (briefing.Article, error) {
	if !file.IsAddress(url) { // nothing else is read for people in chats, files least of all
		return briefing.Article{}, &bot.PageError{Reason: "refused", Cause: errors.New("not an address of the web")}
	}
	o := file.Options{Incomplete: true, Now: time.Now(), Format: file.HTML, MaxBytes: sentPageBytes, Fetch: p.fetch}
	for item := range file.Walk(ctx, []string{url}, nil, o) {
		if item.Err != nil {
			return briefing.Article{}, &bot.PageError{Reason: pageReason(item.Err), Cause: item.Err}
		}
		// A page for subscribers may show its headline alone; any other page
		// without text is no article.
		if strings.TrimSpace(item.Article.Text) == "" && !item.Article.Excerpt {
			break
		}
		return item.Article, nil
	}
	if err := ctx.Err(); err != nil {
		return briefing.Article{}, &bot.PageError{Reason: pageReason(err), Cause: err}
	}
	return briefing.Article{}, &bot.PageError{Reason: "no-article", Cause: errors.New("the page holds no article")}
}

func (p sentPages) fetch(ctx context.Context, address string) (file.Document, error) {
	ctx, cancel := context.WithTimeout(ctx, sentPageTime)
	defer cancel()
	r, err := p.client.Fetch(ctx, fetch.Request{URL: address, Accept: "text/html, application/xhtml+xml", MaxBytes: sentPageBytes, Robots: true})
	if err != nil {
		return file.Document{}, err
	}
	return file.Document{URL: r.URL, Body: r.Body, ContentType: r.ContentType()}, nil
}

// pageReason is why a page was not read, as a bot.PageError has it. A name that
// leads into the operator's network is as unknown as one that does not exist:
// who asks must not learn which is which.
func pageReason(err error) string {
	var failed *fetch.Error
	switch {
	case errors.Is(err, fetch.ErrGuarded):
		return "missing"
	case errors.Is(err, context.DeadlineExceeded):
		return "slow"
	case !errors.As(err, &failed):
		return "no-article"
	}
	switch failed.Kind {
	case fetch.Refused, fetch.Denied:
		return "refused"
	case fetch.Missing, fetch.Gone, fetch.Unreachable:
		return "missing"
	case fetch.TooLarge:
		return "no-article"
	}
	return "failed"
}
