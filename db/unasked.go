package db

import (
	"sync"

	"wirebrief/bot"
)

// unasked remembers who was asked nothing, as far as was looked: that is almost
// everybody, at each command. Who was never looked for is not remembered, so a
// start changes nothing. The zero value is ready, and safe for use by several
// goroutines.
type unasked struct {
	mu   sync.Mutex
	none map[asked]bool
	// answered are those who have answered something: when such an event comes
	// again, it is to return what it returned before.
	answered map[asked]bool
	// changes counts what may have ended that somebody is asked nothing.
	changes int
}

// asked is who may be asked something, and where.
type asked struct {
	chat   bot.ChatRef
	person string
}

// maxUnasked bounds the memory of unasked; forgetting costs only time.
const maxUnasked = 20_000

// knows reports whether somebody is asked nothing. mark is for note.
func (u *unasked) knows(a asked) (known bool, mark int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.none[a], u.changes
}

// note remembers that somebody is asked nothing, as was read after knows, unless
// somebody was asked meanwhile.
func (u *unasked) note(a asked, mark int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.changes != mark || u.answered[a] {
		return
	}
	if u.none == nil || len(u.none) >= maxUnasked {
		u.none = map[asked]bool{}
	}
	u.none[a] = true
}

// ask forgets that somebody is asked nothing, when a question was stored.
func (u *unasked) ask(a asked) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.none, a)
	u.changes++
}

// answer has somebody looked for each time from now on.
func (u *unasked) answer(a asked) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.none, a)
	if u.answered == nil || len(u.answered) >= maxUnasked {
		u.answered = map[asked]bool{}
	}
	u.answered[a] = true
}

// forget forgets who is asked nothing, when questions have moved.
func (u *unasked) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.none = nil
	u.changes++
}
