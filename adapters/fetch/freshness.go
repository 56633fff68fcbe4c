package fetch

import (
	"net/http"
	"strings"
	"time"
)

// maxDeclared bounds every stretch of time that a server declares.
const maxDeclared = 24 * time.Hour

// retryAfter returns how long the server asks to be left alone (RFC 9110,
// section 10.2.3), 0 if it does not say, at most a day.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if d, ok := seconds(v); ok {
		return d
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	return bounded(at.Sub(serverTime(h, now)))
}

// freshness returns for how long the server declares its answer fresh (RFC
// 9111, section 4.2), at most a day; told is false if it does not say.
func freshness(h http.Header, now time.Time) (fresh time.Duration, told bool) {
	var age time.Duration
	if a, ok := seconds(strings.TrimSpace(h.Get("Age"))); ok {
		age = a
	}
	for directive := range strings.SplitSeq(strings.Join(h.Values("Cache-Control"), ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "no-store", "no-cache":
			return 0, true
		case "max-age":
			if d, ok := seconds(strings.Trim(value, "\" \t")); ok {
				fresh, told = max(d-age, 0), true
			}
		}
	}
	if v := h.Get("Expires"); !told && v != "" {
		// What is no date has expired (RFC 9111, section 5.3).
		at, err := http.ParseTime(v)
		if err != nil {
			return 0, true
		}
		return bounded(at.Sub(serverTime(h, now))), true
	}
	return fresh, told
}

// serverTime is the Date of an answer, so that a wrong clock on either side
// does no harm; now if it has none.
func serverTime(h http.Header, now time.Time) time.Time {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		return date
	}
	return now
}

// seconds reads a number of seconds, at most a day; a fraction is dropped.
func seconds(s string) (time.Duration, bool) {
	s, _, _ = strings.Cut(s, ".")
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		// Stops growing before it could overflow.
		n = min(n*10+int(s[i]-'0'), int(maxDeclared/time.Second))
	}
	return time.Duration(n) * time.Second, true
}

func bounded(d time.Duration) time.Duration { return min(max(d, 0), maxDeclared) }
