package discord

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// channelLife is for how long a channel is believed to be as it was, and
// maxChannels how many are remembered.
const (
	channelLife = 10 * time.Minute
	maxChannels = 10_000
)

// A channelInfo is what sending needs to know of some channels.
type channelInfo struct {
	Type  int   `json:"type"`
	Flags int   `json:"flags"`
	Tags  []tag `json:"available_tags"`
	at    time.Time
}

// A channelCache remembers channels that were looked at.
type channelCache struct {
	mu   sync.Mutex
	seen map[snowflake]channelInfo
}

func (c *channelCache) find(id snowflake, now time.Time) (info channelInfo, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	info, ok = c.seen[id]
	return info, ok && now.Sub(info.at) < channelLife
}

func (c *channelCache) put(id snowflake, info channelInfo) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil || len(c.seen) >= maxChannels {
		c.seen = map[snowflake]channelInfo{}
	}
	c.seen[id] = info
}

func (c *channelCache) forget(id snowflake) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.seen, id)
}

// channelInfo looks at a channel, or remembers it.
func (a *Adapter) channelInfo(ctx context.Context, id snowflake) (channelInfo, error) {
	now := a.o.Now()
	if info, ok := a.out.channels.find(id, now); ok {
		return info, nil
	}
	var info channelInfo
	err := a.call(ctx, request{method: http.MethodGet, path: "/channels/" + id.String(), route: "/channels/{channel}"}, &info)
	if err != nil {
		return channelInfo{}, looked(err)
	}
	info.at = now
	a.out.channels.put(id, info)
	return info, nil
}

// looked is the failure of a request that changes nothing: that it may have
// arrived is no harm.
func looked(err error) error {
	if f, ok := err.(*failure); ok && f.sent {
		unsent := *f
		unsent.sent = false
		return &unsent
	}
	return err
}
