package discord

import (
	"net/http"
	"strconv"
	"time"

	"wirebrief/bot"
)

// A bucketLimit is what the headers of an answer tell of how many more requests
// of its kind may go. The zero value says nothing.
type bucketLimit struct {
	// Bucket names requests that are counted together, within a channel or
	// guild.
	Bucket string
	// Remaining of Limit may go within ResetAfter.
	Limit, Remaining int
	ResetAfter       time.Duration
}

// limitOf reads headers.
func limitOf(h http.Header) bucketLimit {
	l := bucketLimit{Bucket: h.Get("X-RateLimit-Bucket"), ResetAfter: seconds(h.Get("X-RateLimit-Reset-After"))}
	var err error
	if l.Limit, err = strconv.Atoi(h.Get("X-RateLimit-Limit")); err != nil || l.Limit <= 0 {
		return bucketLimit{}
	}
	if l.Remaining, err = strconv.Atoi(h.Get("X-RateLimit-Remaining")); err != nil || l.Remaining < 0 {
		return bucketLimit{}
	}
	return l
}

// heed keeps messages back that would only be refused: to the chat of a request
// whose bucket is used up, and to all when Discord says so. So all that send
// wait their turn, rather than hear that they came too soon.
func (a *Adapter) heed(r request, x *exchange, f *failure) {
	if f != nil && f.Global && f.RetryAfter > 0 {
		a.pacing.HoldAll(f.RetryAfter)
		return
	}
	if r.chat == (bot.ChatRef{}) {
		return
	}
	limit := limitOf(x.header)
	switch {
	case f != nil && f.RetryAfter > 0:
		a.pacing.Hold(r.chat, f.RetryAfter)
	case limit.Limit > 0 && limit.Remaining == 0:
		a.pacing.Hold(r.chat, limit.ResetAfter)
	}
}
