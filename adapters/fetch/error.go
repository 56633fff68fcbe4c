package fetch

import (
	"fmt"
	"time"
)

// A Kind classifies why nothing was fetched: what to do next follows from it.
type Kind int

// The kinds of failure.
const (
	// Unreachable: no answer: name, connection, TLS, time-out. It may pass.
	Unreachable Kind = iota + 1
	// Busy: 429 or 503: come back after Error.RetryAfter, or later.
	Busy
	// Failed: another answer of 5xx, or 408, 421, 425. It may pass.
	Failed
	// Denied: 401, 403, 451 and all else of 4xx and beyond 5xx.
	Denied
	// Missing: 404.
	Missing
	// Gone: 410: it will not come back.
	Gone
	// Refused: this program will not ask there: no http, a guarded network,
	// a redirect it does not follow, robots.txt.
	Refused
	// TooLarge: the body is beyond the bounds.
	TooLarge
	// Garbled: the answer breaks the protocol or its own compression, is cut
	// off, or fits no question: 304 and 206 unasked, 3xx leading nowhere.
	Garbled
)

// An Error says why nothing was fetched. Its text names the address without
// user, password and query, says what happened and what to do, and holds no
// secret.
type Error struct {
	Kind   Kind
	Status int // 0 if there was no answer
	// RetryAfter is what the server asked for, 0 if it did not, at most a day.
	RetryAfter time.Duration
	// URL is the address, fit for showing.
	URL string
	// Message says what happened, with the remedy where there is one.
	Message string
	// cause may be looked at with errors.Is; it stands in no text.
	cause error
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.URL, e.Message) }

// Unwrap returns the cause: context.Canceled, context.DeadlineExceeded,
// ErrGuarded, or nil.
func (e *Error) Unwrap() error { return e.cause }
