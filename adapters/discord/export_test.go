package discord

import "time"

// WaitForLibrary makes Run wait at its end as it does outside tests: each time
// it is a second.
func (a *Adapter) WaitForLibrary() { a.waits.farewell = usualWaits().farewell }

// Waiting is how many events wait to be stored.
func (a *Adapter) Waiting() int {
	a.inbound.mu.RLock()
	defer a.inbound.mu.RUnlock()
	return len(a.inbound.queue)
}

// Completing is how many lists of choices are being made, or on their way.
func (a *Adapter) Completing() int { return len(a.completions) }

// Impatiently makes an adapter give up a connection soon that does not come up.
func (a *Adapter) Impatiently() { a.waits.opening = time.Second }

// SetWaits makes an adapter wait no longer than so where it would wait for
// seconds, and 16 times so where it would wait for minutes. It waits as long as
// in life for a connection to come up.
func (a *Adapter) SetWaits(d time.Duration) {
	a.waits = waits{
		first: d, last: 16 * d, lastUnreached: 4 * d, stable: 40 * d, opening: a.waits.opening, invalid: d, invalidMore: 4 * d,
		identify: 5 * d, spent: 16 * d, grace: 20 * d, abandon: a.waits.abandon,
	}
}
