package briefing

import (
	"net/url"
	"strings"
)

// ampCaches are the hosts that serve copies of AMP pages, or the ends of
// their names after a dot.
var ampCaches = []string{"cdn.ampproject.org", "bing-amp.com", "amp.cloudflare.com"}

// maxAMPWraps bounds how often a copy of a copy is unwrapped.
const maxAMPWraps = 3

// withoutAMPCache returns the address of the page that u, an address in a cache of
// AMP pages or in Google's viewer, is a copy of; else u. Such addresses hold
// the page's own after their kind: "/c/s/host/path" in a cache (with "s" for
// https; c, v and a few more are kinds), "/amp/s/host/path" in the viewer.
func withoutAMPCache(u *url.URL) *url.URL {
	for range maxAMPWraps {
		inner := cachedPage(u)
		if inner == nil {
			break
		}
		u = inner
	}
	return u
}

// cachedPage unwraps u once, nil if it is no such address.
func cachedPage(u *url.URL) *url.URL {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	kind, rest, ok := strings.Cut(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	switch {
	case !ok:
		return nil
	case isAMPCache(host):
		if kind == "wp" {
			// wp/s/… is the web package of the page.
			break
		}
		if len(kind) != 1 {
			return nil
		}
	case kind != "amp" || !isGoogle(host):
		return nil
	}
	scheme := "http"
	if inner, secure := strings.CutPrefix(rest, "s/"); secure {
		scheme, rest = "https", inner
	}
	address := scheme + "://" + rest
	if u.RawQuery != "" {
		address += "?" + u.RawQuery
	}
	inner, err := url.Parse(address)
	if err != nil || !strings.Contains(inner.Hostname(), ".") || inner.User != nil {
		return nil
	}
	return inner
}

func isAMPCache(host string) bool {
	for _, c := range ampCaches {
		if host == c || strings.HasSuffix(host, "."+c) {
			return true
		}
	}
	return false
}

// isGoogle knows google.com and the like of other countries: google.de,
// google.co.uk, google.com.tr, with www. or without.
func isGoogle(host string) bool {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(host, "www."), "google.")
	if !ok {
		return false
	}
	for _, second := range []string{"com.", "co."} {
		rest = strings.TrimPrefix(rest, second)
	}
	return rest == "com" || len(rest) == 2
}

// ampViews are the parameters, with their values, that ask a site for the AMP
// view of a page.
var ampViews = map[string]bool{
	"amp": true, "amp=": true, "amp=1": true, "amp=true": true, "outputtype=amp": true, "output=amp": true, "view=amp": true,
}

// isAMPParameter tells, in lower case, the parameters of AMP views and of the
// caches' viewers.
func isAMPParameter(p string) bool {
	return ampViews[p] || strings.HasPrefix(p, "amp_js_v=") || strings.HasPrefix(p, "amp_gsa=") ||
		strings.HasPrefix(p, "amp_ct=") || strings.HasPrefix(p, "amp_r=") || strings.HasPrefix(p, "usqp=")
}
