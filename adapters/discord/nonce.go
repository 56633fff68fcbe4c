package discord

import (
	"crypto/sha256"
	"encoding/base64"
	"time"
)

const (
	// nonceLife is how long after a message another with its nonce is the same
	// message: Discord says a few minutes.
	nonceLife = 2 * time.Minute
	// nonceLetters is how long a nonce can be.
	nonceLetters = 25
)

// nonce is that of one message of a sending, and whether Discord is to heed it.
// A forum's posts have none.
func (d *sending) nonce(name string) (nonce string, enforce bool) {
	if d.key == "" || d.to.kind == inForum || d.thread != 0 {
		return "", false
	}
	return nonceOf(d.key, name), true
}

// nonceOf is the same for the same two texts, and different for others.
func nonceOf(key, name string) string {
	sum := sha256.Sum256([]byte(key + "\x00" + name))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:nonceLetters]
}
