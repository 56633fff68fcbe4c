package feed

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strings"

	"wirebrief/adapters/fetch"
	"wirebrief/bot"
)

// sourceTroubles maps why nothing was fetched to what the Poller understands.
var sourceTroubles = map[fetch.Kind]bot.SourceTrouble{
	fetch.Unreachable: bot.SourceUnreachable,
	fetch.Failed:      bot.SourceUnreachable,
	fetch.Garbled:     bot.SourceUnreachable,
	fetch.Busy:        bot.SourceBusy,
	fetch.Denied:      bot.SourceRefused,
	fetch.Refused:     bot.SourceRefused,
	fetch.Missing:     bot.SourceMissing,
	fetch.Gone:        bot.SourceGone,
	fetch.TooLarge:    bot.SourceUnreadable,
}

// remedies are said where the message of the fetch does not name one.
var remedies = map[fetch.Kind]string{
	fetch.Missing: "; if the feed has moved, run 'wirebrief feed test' with the address of its site",
	fetch.Gone:    "; the site says that it will not come back: run 'wirebrief feed test' with the address of its site, or remove it",
	fetch.Denied:  "; see whether the feed opens in a browser, or whether it asks for a password",
}

// fetchTrouble makes a SourceError of an error of the client.
func fetchTrouble(err error) *bot.SourceError {
	var fe *fetch.Error
	if !errors.As(err, &fe) {
		return &bot.SourceError{Trouble: bot.SourceUnreachable, Message: err.Error(), Cause: err}
	}
	trouble, ok := sourceTroubles[fe.Kind]
	if !ok {
		trouble = bot.SourceUnreachable
	}
	return &bot.SourceError{Trouble: trouble, RetryAfter: fe.RetryAfter, Message: fe.Error() + remedies[fe.Kind], Cause: err}
}

// parseTrouble makes a SourceError of a document that is no feed.
func parseTrouble(err error, resp fetch.Response) *bot.SourceError {
	where := showable(resp.URL)
	message := where + ": " + err.Error()
	switch {
	case len(bytes.TrimSpace(resp.Body)) == 0:
		message = where + " answers with an empty document; it may be mended at its site"
	case isPage(resp):
		message = where + " answers with a web page, not a feed; if it has moved, run 'wirebrief feed test " + siteOfPage(resp.URL) + "'"
	}
	return &bot.SourceError{Trouble: bot.SourceUnreadable, Message: message, Cause: err}
}

// siteOfPage is the front page of the site of an address, as it can be typed.
func siteOfPage(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return hostOf(address)
	}
	return u.Scheme + "://" + u.Host + "/"
}

// isPage reports whether an answer is a web page.
func isPage(resp fetch.Response) bool {
	head := strings.ToLower(string(bytes.TrimSpace(resp.Body[:min(len(resp.Body), 1<<10)])))
	if strings.HasPrefix(head, "<?xml") && !strings.Contains(head, "<html") {
		return false
	}
	return strings.Contains(head, "<html") || strings.Contains(head, "<!doctype html") ||
		strings.Contains(strings.ToLower(resp.ContentType()), "html")
}

// showable is an address without user, password and query.
func showable(address string) string {
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	host, path, _ := strings.Cut(rest, "/")
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	return scheme + "://" + host + "/" + path
}

// storeTrouble is a failure of our own store, which is none of the source's.
func storeTrouble(err error) *bot.SourceError {
	return &bot.SourceError{Trouble: bot.SourceUnreachable, Message: "what is known of it could not be read from the database: " + err.Error(), Cause: err}
}

// passing reports whether a page that was not had may be had another time.
func passing(err error) bool {
	var fe *fetch.Error
	if !errors.As(err, &fe) {
		return errors.Is(err, context.DeadlineExceeded)
	}
	switch fe.Kind {
	case fetch.Unreachable, fetch.Busy, fetch.Failed, fetch.Garbled:
		return true
	}
	return false
}
