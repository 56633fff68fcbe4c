package telegram

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// A failure says why a request had no success. It never holds the token.
type failure struct {
	// Code is the error_code of the answer, which is its HTTP status, too; of
	// an answer that is none of the Bot API it is that status, or 502 where
	// the status says that the request was refused: whoever stands before the
	// server knows nothing about chats. 0 means that no answer came.
	Code int
	// Description is that of the answer, or says what went wrong.
	Description string
	// RetryAfter is how long the server asks to wait, 0 if it does not.
	RetryAfter time.Duration
	// MovedTo is the new id of the chat, 0 if it has none.
	MovedTo int64
	// sent tells that the request may have taken effect.
	sent bool
	// cause is what went wrong on the way, nil for an answer of the server.
	cause error
}

// Error implements error.
func (f *failure) Error() string {
	if f.Code == 0 {
		return "reach telegram: " + f.Description
	}
	return fmt.Sprintf("telegram answers %d %s", f.Code, f.Description)
}

// Unwrap returns what went wrong on the way, such as the end of the context.
func (f *failure) Unwrap() error { return f.cause }

// broken is the failure of a request that had no answer. sent tells that it was
// on its way already.
func broken(ctx context.Context, err error, sent bool, token string) *failure {
	f := &failure{sent: sent}
	switch {
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), errNoAnswer):
		f.cause, f.Description = context.DeadlineExceeded, errNoAnswer.Error()
	case ctx.Err() != nil:
		f.cause, f.Description = ctx.Err(), ctx.Err().Error()
	default:
		f.cause = redacted(err, token)
		f.Description = f.cause.Error()
	}
	return f
}

// errNoAnswer is why a request was given up.
var errNoAnswer = errors.New("no answer in time")

// unread is the failure of an answer with a status that is none of the Bot
// API.
func unread(status int, what string) *failure {
	f := &failure{Code: status, Description: what, sent: status < 300 || status >= 500}
	if status >= 300 && status < 500 && status != 413 && status != 429 {
		f.Code, f.Description = 502, fmt.Sprintf("%s (its status is %d; is telegram.base_url right?)", what, status)
	}
	return f
}

// redacted returns err, or if that shows the token an error of the same words
// without it.
func redacted(err error, token string) error {
	shown := err.Error()
	if clean := conceal(shown, token); clean != shown {
		return errors.New(clean)
	}
	return err
}

// conceal takes the token out of s, and its secret part alone: an address that
// cannot be parsed is shown in pieces.
func conceal(s, token string) string {
	if token == "" {
		return s
	}
	s = strings.ReplaceAll(s, token, hidden)
	if _, secret, _ := strings.Cut(token, ":"); secret != "" {
		s = strings.ReplaceAll(s, secret, hidden)
	}
	return s
}

// hidden stands where the token was.
const hidden = "[redacted]"
