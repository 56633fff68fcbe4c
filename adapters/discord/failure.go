package discord

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A failure says why a request had no success. It never holds the token, the
// token of an interaction, or what people wrote.
type failure struct {
	// Status is the HTTP status of the answer, 0 if none came or none was
	// asked for.
	Status int
	// Code is that of Discord's API, 0 if the answer has none.
	Code int
	// Message is that of the answer, or says what went wrong.
	Message string
	// Errors tell what is wrong with each field of a form, see fields. They
	// may hold what was sent.
	Errors json.RawMessage
	// RetryAfter is how long to wait, 0 if that is not known.
	RetryAfter time.Duration
	// Global tells that the wait is for all requests; Shared that others have
	// used what is allowed, too.
	Global, Shared bool
	// route is what was asked for, without ids and tokens.
	route string
	// sent tells that the request may have taken effect.
	sent bool
	// foreign tells that the answer was none of Discord's API.
	foreign bool
	// limit is what the headers told.
	limit bucketLimit
	// cause is what went wrong on the way, nil for an answer of Discord.
	cause error
}

// Error implements error.
func (f *failure) Error() string {
	var b strings.Builder
	switch {
	case f.Status == 0:
		fmt.Fprintf(&b, "ask discord for %s: %s", f.route, f.Message)
	case f.Code == 0:
		fmt.Fprintf(&b, "discord answers %d %s to %s", f.Status, f.Message, f.route)
	default:
		fmt.Fprintf(&b, "discord answers %d (%d) %s to %s", f.Status, f.Code, f.Message, f.route)
	}
	if fields := f.fields(); len(fields) > 0 {
		b.WriteString(": " + strings.Join(fields, ", "))
	}
	return b.String()
}

// Unwrap returns what went wrong on the way, such as the end of the context.
func (f *failure) Unwrap() error { return f.cause }

// maxFields is how many wrong fields are named.
const maxFields = 8

// fields names what is wrong with a form: the path of each field and the code
// of its error, "embeds.0.description BASE_TYPE_MAX_LENGTH".
func (f *failure) fields() []string {
	var tree any
	if json.Unmarshal(f.Errors, &tree) != nil {
		return nil
	}
	var found []string
	gather(tree, nil, &found)
	slices.Sort(found)
	return found[:min(len(found), maxFields)]
}

// gather finds the errors below one node of the tree.
func gather(node any, path []string, found *[]string) {
	branches, _ := node.(map[string]any)
	list, _ := branches["_errors"].([]any)
	for _, each := range list {
		told, _ := each.(map[string]any)
		code, _ := told["code"].(string)
		*found = append(*found, cmp.Or(strings.Join(path, "."), "all")+" "+code)
	}
	for name, below := range branches {
		if name != "_errors" {
			gather(below, append(path[:len(path):len(path)], name), found)
		}
	}
}

// broken is the failure of a request that had no answer. sent tells that it was
// on its way already.
func broken(ctx context.Context, err error, sent bool, token string) *failure {
	f := &failure{sent: sent}
	switch {
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), errNoAnswer):
		f.cause, f.Message = context.DeadlineExceeded, errNoAnswer.Error()
	case ctx.Err() != nil:
		f.cause, f.Message = ctx.Err(), ctx.Err().Error()
	default:
		f.cause = redacted(err, token)
		f.Message = f.cause.Error()
	}
	return f
}

// errNoAnswer is why a request was given up.
var errNoAnswer = errors.New("no answer in time")

// An answerBody is what Discord says in an answer that is not a success.
type answerBody struct {
	Code       int             `json:"code"`
	Message    string          `json:"message"`
	Errors     json.RawMessage `json:"errors"`
	RetryAfter float64         `json:"retry_after"`
	Global     bool            `json:"global"`
}

// seconds reads a time as headers and bodies tell it. What is none is 0.
func seconds(text string) time.Duration {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return ofSeconds(s)
}

// ofSeconds rounds up to milliseconds. What a server can ask for is bounded to a
// day.
func ofSeconds(s float64) time.Duration {
	if !(s > 0) { // nor NaN
		return 0
	}
	return time.Duration(math.Ceil(min(s, 24*60*60)*1000)) * time.Millisecond
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

// conceal takes a secret out of all that a failure says: an answer may repeat
// what authorised its request, in its words or in the names of fields.
func (f *failure) conceal(secret string) {
	if secret == "" {
		return
	}
	f.Message = conceal(f.Message, secret)
	if len(f.Errors) > 0 {
		f.Errors = json.RawMessage(conceal(string(f.Errors), secret))
	}
	if f.cause != nil {
		f.cause = redacted(f.cause, secret)
	}
}

// conceal takes the token out of s, and its secret part alone: an address that
// cannot be parsed is shown in pieces.
func conceal(s, token string) string {
	if token == "" {
		return s
	}
	s = strings.ReplaceAll(s, token, hidden)
	for _, secret := range []string{token[strings.IndexByte(token, '.')+1:], token[strings.LastIndexByte(token, '.')+1:]} {
		if len(secret) >= leastSecret {
			s = strings.ReplaceAll(s, secret, hidden)
		}
	}
	return s
}

// leastSecret is how long a part of the token is that nobody guesses.
const leastSecret = 8

// hidden stands where the token was.
const hidden = "[redacted]"
