package telegram

import (
	"sync"
	"time"

	"wirebrief/bot"
)

// floodSpan is within which time the refusals of two chats mean that all
// messages are too many: Telegram does not say which it means.
const floodSpan = 5 * time.Second

// floods remembers which chat was last told that there were too many messages,
// and until when it is to wait.
type floods struct {
	mu    sync.Mutex
	chat  bot.ChatRef
	at    time.Time
	until time.Time
}

// inAll notes a refusal with the time that it asks to wait, and reports whether
// it counts for all chats. Then it is to be waited for the longer of the two
// times that were asked for.
func (f *floods) inAll(chat bot.ChatRef, now time.Time, wait time.Duration) (all bool, longest time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all = f.chat != (bot.ChatRef{}) && f.chat != chat && now.Sub(f.at) < floodSpan
	until := now.Add(wait)
	if all && f.until.After(until) {
		until = f.until
	}
	f.chat, f.at, f.until = chat, now, until
	return all, until.Sub(now)
}

// lostTopics counts how often topics were not found since the last message that
// they took. There are few: only those in trouble are held.
type lostTopics struct {
	mu   sync.Mutex
	seen map[place]bool
}

// maxLost bounds the topics held.
const maxLost = 10_000

// again notes that a topic was not found and reports whether it is the second
// time.
func (l *lostTopics) again(p place) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen[p] {
		delete(l.seen, p)
		return true
	}
	if l.seen == nil || len(l.seen) >= maxLost {
		l.seen = map[place]bool{}
	}
	l.seen[p] = true
	return false
}

// found notes that a topic took a message.
func (l *lostTopics) found(p place) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.seen, p)
}
