package discord

import (
	"context"
	"net/http"
	"sync"
	"time"

	"wirebrief/bot"
)

const (
	// maxDirect is how many channels of direct messages are remembered.
	maxDirect = 10_000
	// firstDirectPause and lastDirectPause bound the time in which none is
	// opened after Discord found that too fast; it doubles with each time.
	firstDirectPause = time.Minute
	lastDirectPause  = time.Hour
)

// directChannels remembers the channels of direct messages with people, and for
// how long no other may be opened.
type directChannels struct {
	mu    sync.Mutex
	of    map[snowflake]snowflake
	until time.Time
	pause time.Duration
}

// find returns the channel with a user, 0 if it is not known, and how long none
// may be opened.
func (d *directChannels) find(user snowflake, now time.Time) (channel snowflake, wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.of[user], d.until.Sub(now)
}

func (d *directChannels) opened(user, channel snowflake) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of == nil || len(d.of) >= maxDirect {
		d.of = map[snowflake]snowflake{}
	}
	d.of[user] = channel
	d.pause = 0
}

// tooFast notes that too many were opened, and returns how long to wait.
func (d *directChannels) tooFast(now time.Time, asked time.Duration) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pause = max(asked, min(max(2*d.pause, firstDirectPause), lastDirectPause))
	d.until = now.Add(d.pause)
	return d.pause
}

// PrivateChat implements bot.PrivateFinder: it opens the direct messages with a
// user, who sees nothing of it.
func (a *Adapter) PrivateChat(ctx context.Context, user string) (bot.ChatRef, error) {
	var id snowflake
	if err := id.UnmarshalText([]byte(user)); err != nil || id == 0 {
		return bot.ChatRef{}, &bot.SendError{Kind: bot.Gone, Message: "a user was named that is none of Discord"}
	}
	if ctx.Err() != nil {
		return bot.ChatRef{}, cancelled(ctx)
	}
	known, wait := a.out.direct.find(id, a.o.Now())
	if known != 0 {
		return place{kind: inPrivate, id: known}.ref(), nil
	}
	if wait > 0 {
		return bot.ChatRef{}, &bot.SendError{Kind: bot.RetryAfter, RetryAfter: wait, Message: "direct messages were opened too fast"}
	}
	var opened struct {
		ID snowflake `json:"id"`
	}
	err := a.call(ctx, request{
		method: http.MethodPost, path: "/users/@me/channels", route: "/users/@me/channels", body: map[string]snowflake{"recipient_id": id},
	}, &opened)
	if err != nil {
		e := sendError(err)
		if e.Kind == bot.Uncertain {
			e.Kind = bot.Transient // to open it twice does no harm
		}
		if codeOf(err) == directTooFast {
			e.RetryAfter = a.out.direct.tooFast(a.o.Now(), e.RetryAfter)
		}
		return bot.ChatRef{}, e
	}
	a.out.direct.opened(id, opened.ID)
	return place{kind: inPrivate, id: opened.ID}.ref(), nil
}
