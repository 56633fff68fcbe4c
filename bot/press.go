package bot

import (
	"sync"
	"time"
)

// pressedAgain is within what time of its answer a press that comes again is
// taken for the same: a finger that is quicker than the network.
const pressedAgain = 3 * time.Second

// A lastPress is what somebody has pressed last in a chat.
type lastPress struct {
	on, button, event string
	at                time.Time
}

// presses remember the last press of each person in each chat. Their memory is
// bounded, and a restart forgets it. They are safe for use by several goroutines.
type presses struct {
	mu   sync.Mutex
	last generations[lastPress]
}

func newPresses() *presses { return &presses{last: generations[lastPress]{most: maxLimited}} }

func (r *request) pressKey() string {
	return string(r.Chat.Platform) + "\x00" + r.Chat.ID + "\x00" + r.User.ID
}

// again reports whether r presses what the same person has just pressed, and
// else notes it. Another press in between makes it a new one; an event that
// comes twice is none of that.
func (p *presses) again(r *request) bool {
	if r.On == "" || r.User.ID == "" {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	last, known := p.last.get(r.pressKey())
	since := r.now.Sub(last.at)
	if known && last.on == r.On && last.button == r.Button && (r.EventID == "" || last.event != r.EventID) && 0 <= since && since < pressedAgain {
		return true
	}
	p.last.put(r.pressKey(), lastPress{on: r.On, button: r.Button, event: r.EventID, at: r.now})
	return false
}

// answered notes when r had its answer, first when the bot has made it, and then
// when it was sent; one that failed may be tried again at once.
func (p *presses) answered(r *request, now time.Time, err error) {
	if r.On == "" || r.User.ID == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	last, known := p.last.get(r.pressKey())
	if !known || last.on != r.On || last.button != r.Button || last.event != r.EventID {
		return // something else was pressed meanwhile
	}
	if last.at = now; err != nil {
		last.at = time.Time{}
	}
	p.last.put(r.pressKey(), last)
}
