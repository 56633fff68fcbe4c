package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"wirebrief/bot"
)

// Codes of Discord's API that are looked at elsewhere, too.
const (
	noPermission   = 50013
	invalidForm    = 50035
	harmfulLink    = 240000
	archivedThread = 50083
	tagRequired    = 40067
	blockedByRule  = 200000
	blockedTitle   = 200001
	directTooFast  = 40003
)

// codeKinds are the classes of codes that say it all, whatever the status.
// Gone stops a chat at once and keeps its settings; Forbidden does so when it is
// refused for a day, and somebody who can mend it is told.
var codeKinds = map[int]bot.SendKind{
	10003: bot.Gone, // unknown channel, or a thread that was deleted
	10004: bot.Gone, // unknown guild
	10008: bot.Gone, // unknown message, of an edit
	10013: bot.Gone, // unknown user
	10015: bot.Gone, // unknown webhook
	10062: bot.Gone, // unknown interaction
	30046: bot.Gone, // too many edits of an old message
	40060: bot.Gone, // interaction acknowledged already
	50005: bot.Gone, // message of somebody else
	50007: bot.Gone, // takes no direct messages
	50021: bot.Gone, // system message
	50027: bot.Gone, // token of a webhook that is no more
	50033: bot.Gone, // nobody to open direct messages with
	50278: bot.Gone, // no server in common any more

	30033:  bot.Forbidden, // too many members in a thread
	40002:  bot.Forbidden, // the account is not verified
	40067:  bot.Forbidden, // a forum that requires tags and has none
	50001:  bot.Forbidden, // the channel cannot be seen
	50008:  bot.Forbidden, // a channel without text
	50009:  bot.Forbidden, // verification level
	50013:  bot.Forbidden, // a right is missing
	50024:  bot.Forbidden, // a wrong type of channel
	50083:  bot.Forbidden, // an archived thread that cannot be opened again
	160005: bot.Forbidden, // a locked thread
	160006: bot.Forbidden, // too many threads
	220001: bot.Forbidden, // webhooks in forums
	220002: bot.Forbidden,
	220003: bot.Forbidden,
	220004: bot.Forbidden,

	20009:  bot.Content, // explicit content
	40005:  bot.Content, // too large
	40094:  bot.Content, // too many follow-ups
	50006:  bot.Content, // empty
	50035:  bot.Content, // invalid form
	50045:  bot.Content, // too large a file
	50109:  bot.Content, // invalid JSON
	200000: bot.Content, // blocked by the server's own rules
	200001: bot.Content,
	240000: bot.Content, // links thought harmful

	40001: bot.Auth,
	50014: bot.Auth,

	20016: bot.RetryAfter, // slow mode
	20022: bot.RetryAfter, // edits of announcements
	20028: bot.RetryAfter, // the channel's own limit of writing
	20029: bot.RetryAfter, // the server's
	40003: bot.RetryAfter, // direct messages opened too fast
	40062: bot.RetryAfter,

	40004:  bot.Transient, // sending is turned off for a time
	40006:  bot.Transient, // so is a feature
	40333:  bot.Transient, // whoever stands before the API
	130000: bot.Transient, // overloaded
}

// usualWait is how long to wait when Discord asks to and does not say how long.
const usualWait = 5 * time.Second

// sendError classifies why a request was not answered with success.
func sendError(err error) *bot.SendError {
	var done *bot.SendError
	if errors.As(err, &done) {
		return done
	}
	var f *failure
	if !errors.As(err, &f) {
		return &bot.SendError{Kind: bot.Transient, Message: err.Error()}
	}
	e := &bot.SendError{Kind: f.kind(), Message: f.Error()}
	if e.Kind == bot.RetryAfter {
		e.RetryAfter, e.Global = f.RetryAfter, f.Global
		if e.RetryAfter <= 0 {
			e.RetryAfter = usualWait
		}
	}
	return e
}

// kind is the class of a failure.
func (f *failure) kind() bot.SendKind {
	kind, known := codeKinds[f.Code]
	switch {
	case known && !f.sent:
		return kind
	case f.Status == http.StatusTooManyRequests:
		return bot.RetryAfter
	case f.Status == http.StatusUnauthorized:
		return bot.Auth
	case f.sent && kind != bot.Transient:
		return bot.Uncertain
	case f.Status == http.StatusForbidden && f.Code != 0:
		return bot.Forbidden
	case f.Status == http.StatusNotFound && f.Code != 0:
		return bot.Gone
	case f.Status == http.StatusBadRequest || f.Status == http.StatusMethodNotAllowed || f.Status == http.StatusRequestEntityTooLarge:
		return bot.Content
	}
	return bot.Transient
}

// codeOf is the code of Discord's API that an error is about, 0 for none.
func codeOf(err error) int {
	var f *failure
	if !errors.As(err, &f) {
		return 0
	}
	return f.Code
}

// cancelled is the error for a request that was never made.
func cancelled(ctx context.Context) *bot.SendError {
	return &bot.SendError{Kind: bot.Transient, Message: fmt.Sprintf("not sent: %v", ctx.Err())}
}
