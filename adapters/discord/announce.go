package discord

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// publishing remembers which channels may not publish before when: Discord
// takes ten publications an hour of a channel.
type publishing struct {
	mu   sync.Mutex
	held map[snowflake]time.Time
}

// maxHeld bounds the channels that are remembered.
const maxHeld = 10_000

func (p *publishing) hold(channel snowflake, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held == nil || len(p.held) >= maxHeld {
		p.held = map[snowflake]time.Time{}
	}
	p.held[channel] = until
}

func (p *publishing) may(channel snowflake, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	until, held := p.held[channel]
	if held && !now.Before(until) {
		delete(p.held, channel)
		return true
	}
	return !held
}

// crosspost publishes what was sent to an announcement channel to the servers
// that follow it, if the operator wants that. The message is there in any case:
// what goes wrong is only logged.
func (a *Adapter) crosspost(ctx context.Context, d *sending) {
	if !a.o.Crosspost || d.to.kind != inChannel || d.thread != 0 || !a.out.publish.may(d.to.id, a.o.Now()) {
		return
	}
	info, err := a.channelInfo(ctx, d.to.id)
	if err == nil && info.Type != newsChannel {
		return
	}
	for _, id := range d.ids {
		if err == nil {
			err = a.call(ctx, request{
				method: http.MethodPost, path: "/channels/" + d.to.id.String() + "/messages/" + id.String() + "/crosspost",
				route: "/channels/{channel}/messages/{message}/crosspost",
			}, nil)
		}
	}
	if err == nil || codeOf(err) == alreadyPublished {
		return
	}
	var f *failure
	if errors.As(err, &f) && f.RetryAfter > 0 {
		a.out.publish.hold(d.to.id, a.o.Now().Add(f.RetryAfter))
	}
	a.o.Logger.Warn("a message was sent and not published to the servers that follow the channel", "platform", Platform, "channel", d.to.id.String(), "err", err)
}

// alreadyPublished is the code for a message that is published already.
const alreadyPublished = 40033
