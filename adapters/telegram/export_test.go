package telegram

import "time"

// SetWaits makes an adapter wait no longer than so between requests that fail.
func (a *Adapter) SetWaits(d time.Duration) {
	a.waits = waits{first: d, last: 4 * d, conflict: 2 * d, hasty: d, check: 4 * d}
}

// Secret is what comes with each update that is pushed.
func (a *Adapter) Secret() string { return a.o.Webhook.Secret }
