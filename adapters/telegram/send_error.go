package telegram

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
)

// A refusal is a line of the error table: an answer of that code whose
// description holds the words means the kind. Descriptions are "subject to
// change", so the code counts first and the words without regard to case.
type refusal struct {
	code  int
	words string
	kind  bot.SendKind
}

// refusals are looked through from the first on. The texts are those of the
// server, tdlib/telegram-bot-api.
var refusals = []refusal{
	{403, "bot was blocked by the user", bot.Gone},
	{403, "user is deactivated", bot.Gone},
	{403, "bot can't initiate conversation with a user", bot.Gone},
	{403, "bot was kicked from the", bot.Gone},
	{403, "bot is not a member of the", bot.Gone},
	{403, "the group chat was deleted", bot.Gone},
	{403, "can't send messages to the bot", bot.Gone},
	{403, "can't send messages to bots", bot.Gone},
	{403, "", bot.Forbidden},
	{400, "chat not found", bot.Forbidden}, // wrong or never seen: strikes, then an end
	{400, "not enough rights", bot.Forbidden},
	{400, "have no write access to the chat", bot.Forbidden},
	{400, "need administrator rights in the channel", bot.Forbidden},
	{400, "CHAT_WRITE_FORBIDDEN", bot.Forbidden},
	{400, "CHAT_RESTRICTED", bot.Forbidden},
	{400, "CHAT_ADMIN_REQUIRED", bot.Forbidden},
	{400, "CHAT_SEND_", bot.Forbidden}, // CHAT_SEND_PLAIN_FORBIDDEN and its like
	{400, "TOPIC_CLOSED", bot.Forbidden},
	{400, "message to edit not found", bot.Gone},
	{400, "message can't be edited", bot.Content},
	{400, "", bot.Content},
	{401, "", bot.Auth},
	{404, "method not found", bot.Content}, // an older server of the operator's own
	{404, "", bot.Auth},                    // a token that is none makes a path that is none
	{409, "", bot.Conflict},
	{413, "", bot.Content},
}

const (
	threadLost   = "message thread not found"
	parseTrouble = "can't parse entities"
	notModified  = "message is not modified"
	notThere     = "message to delete not found"
	notDeleted   = "message can't be deleted"
)

// sendError classifies why a request to a place was not answered with success.
// The words of the answer go into the error; they hold no secret.
func (a *Adapter) sendError(to place, err error) *bot.SendError {
	var done *bot.SendError
	if errors.As(err, &done) {
		return done
	}
	var f *failure
	if !errors.As(err, &f) {
		return &bot.SendError{Kind: bot.Transient, Message: err.Error()}
	}
	e := &bot.SendError{Message: cmp.Or(f.Error(), "telegram refused")}
	switch {
	case f.RetryAfter > 0 || f.Code == 429:
		e.Kind = bot.RetryAfter
		e.Global, e.RetryAfter = a.floods.inAll(whole(to.ref()), a.o.Now(), max(f.RetryAfter, time.Second))
	case f.MovedTo != 0:
		e.Kind, e.MovedTo = bot.Migrated, place{chat: f.MovedTo}.ref()
	case f.Code == 400 && to.thread != 0 && (f.says(threadLost) || f.says("TOPIC_DELETED")):
		// Busy topics answer this now and then, and so do deleted ones.
		if e.Kind = bot.Transient; a.lost.again(to) {
			e.Kind, e.MovedTo = bot.Migrated, whole(to.ref())
		}
	case f.Code >= 400 && f.Code < 500:
		e.Kind = refused(f)
	case f.sent:
		e.Kind = bot.Uncertain
	default:
		e.Kind = bot.Transient
	}
	return e
}

func refused(f *failure) bot.SendKind {
	for _, r := range refusals {
		if r.code == f.Code && (r.words == "" || f.says(r.words)) {
			return r.kind
		}
	}
	return bot.Transient
}

// says reports whether the answer was of these words, in any case.
func (f *failure) says(words string) bool {
	return strings.Contains(strings.ToLower(f.Description), strings.ToLower(words))
}

// ofFailure reports whether err is a failure of that code that says words.
func ofFailure(err error, code int, words string) bool {
	var f *failure
	return errors.As(err, &f) && f.Code == code && f.says(words)
}

// refusesMarkup reports whether the markup of a text was refused, by the parser
// or by what comes behind it.
func refusesMarkup(err error) bool {
	return ofFailure(err, 400, parseTrouble) || ofFailure(err, 400, "ENTITIES_TOO_LONG") || ofFailure(err, 400, "ENTITY_")
}

// refusesButtonURL reports whether the address of a button was refused.
func refusesButtonURL(err error) bool {
	return ofFailure(err, 400, "BUTTON_URL_INVALID") || ofFailure(err, 400, "keyboard button URL")
}

// cancelled is the error for a request that was never made.
func cancelled(ctx context.Context) *bot.SendError {
	return &bot.SendError{Kind: bot.Transient, Message: fmt.Sprintf("not sent: %v", ctx.Err())}
}
