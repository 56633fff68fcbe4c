package bot

import (
	"slices"
	"sync"
	"time"
)

const (
	// chatChecks is how many addresses a chat may have looked at within
	// checkWindow: enough to find the feeds of a few sites by trying, and too
	// few to make this machine knock at doors.
	chatChecks, checkWindow = 10, time.Hour
	// maxChecked bounds the chats that are remembered. Where so many have
	// addresses looked at within an hour, others wait.
	maxChecked = 10_000
)

// sourceChecks remember when chats had addresses looked at, which is a fetch
// from this machine that they decide on. A restart forgets them.
type sourceChecks struct {
	mu     sync.Mutex
	byChat map[ChatRef][]time.Time
}

// take notes a look at an address for a chat. If it has had too many, nothing
// is noted, and wait is the time until the next one.
func (c *sourceChecks) take(chat ChatRef, now time.Time) (wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byChat == nil {
		c.byChat = map[ChatRef][]time.Time{}
	}
	if len(c.byChat) >= maxChecked {
		for chat, times := range c.byChat {
			if c.byChat[chat] = recentChecks(times, now); len(c.byChat[chat]) == 0 {
				delete(c.byChat, chat)
			}
		}
	}
	times := recentChecks(c.byChat[chat], now)
	switch {
	case len(times) >= chatChecks:
		return times[0].Add(checkWindow).Sub(now)
	case len(times) == 0 && len(c.byChat) >= maxChecked:
		return checkWindow
	}
	c.byChat[chat] = append(times, now)
	return 0
}

// recentChecks leaves out what is over at now, or was noted under a wrong clock.
func recentChecks(times []time.Time, now time.Time) []time.Time {
	return slices.DeleteFunc(times, func(t time.Time) bool { return t.After(now) || now.Sub(t) >= checkWindow })
}
