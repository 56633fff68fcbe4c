package fetch

import (
	"fmt"
	"net/http"
	"net/url"
)

// maxHops is how many redirects are followed.
const maxHops = 8

// redirect goes to where an answer of that status points, if that is a place
// to go to.
func (e *exchange) redirect(location string, status, hops int) *Error {
	refused := func(format string, args ...any) *Error {
		return &Error{Kind: Refused, Status: status, URL: showURL(e.at), Message: fmt.Sprintf(format, args...)}
	}
	next, err := resolveAddress(e.at, location)
	if err != nil {
		return refused("it redirects to what is not fetched: %v", err)
	}
	switch {
	case e.r.Form != nil:
		return refused("it redirects what was sent to it, to %s: use that address if it is right", showURL(next))
	case e.at.Scheme == "https" && next.Scheme == "http":
		return refused("it redirects from https to %s, which anybody on the way could read and change", showURL(next))
	case hops > maxHops:
		return refused("it is at the end of %d redirects, and leads on to %s", maxHops, showURL(next))
	}
	if next.User = nil; !sameHost(e.at, next) {
		e.user = nil
	}
	if e.seen[next.String()] {
		return refused("it redirects in a circle, back to %s", showURL(next))
	}
	permanent := status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
	if e.temporary = e.temporary || !permanent; !e.temporary {
		// Who configured a password for the host goes on needing it there.
		moved := *next
		moved.User = e.user
		e.permanent = moved.String()
	}
	e.at = next
	return nil
}

// sameHost tells whether a password for the one is one for the other: the host
// and port are the same, or the usual ports of http and https.
func sameHost(a, b *url.URL) bool {
	if a.Hostname() != b.Hostname() {
		return false
	}
	return portOf(a) == portOf(b) || portOf(a) == "80" && portOf(b) == "443" && b.Scheme == "https"
}
