package feed

import (
	"net/url"
	"slices"
	"strings"

	"wirebrief/briefing"
)

// withoutCache returns the publisher's own address for that of an AMP cache or
// viewer, and any other address as it is.
func withoutCache(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" {
		return link
	}
	host := strings.ToLower(u.Hostname())
	path := strings.Trim(u.EscapedPath(), "/")
	switch {
	case strings.HasSuffix(host, ".ampproject.org"):
		// /c/s/host/path; s stands for https, and kinds of content are one
		// letter: https://amp.dev documents the form.
		_, rest, ok := strings.Cut(path, "/")
		if !ok {
			return link
		}
		path = rest
	case strings.HasPrefix(path, "amp/") && (strings.HasPrefix(host, "www.google.") || strings.HasSuffix(host, ".bing.com")):
		path = strings.TrimPrefix(path, "amp/")
	default:
		return link
	}
	scheme := "http://"
	if rest, ok := strings.CutPrefix(path, "s/"); ok {
		scheme, path = "https://", rest
	}
	own := scheme + path
	if u.RawQuery != "" {
		own += "?" + u.RawQuery
	}
	if v, err := url.Parse(own); err != nil || !strings.Contains(v.Hostname(), ".") {
		return link
	}
	return own
}

// looksAMP reports whether a link leads to the AMP form of a page, whose own
// address only the page tells.
func looksAMP(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	q := u.Query()
	parts := strings.Split(strings.Trim(strings.ToLower(u.Path), "/"), "/")
	return strings.HasPrefix(strings.ToLower(u.Host), "amp.") || parts[0] == "amp" || parts[len(parts)-1] == "amp" ||
		strings.HasSuffix(parts[len(parts)-1], ".amp.html") || strings.HasSuffix(parts[len(parts)-1], ".amp") ||
		q.Has("amp") || strings.EqualFold(q.Get("outputType"), "amp")
}

// isFrontPage reports whether an address leads to the front page of a site.
func isFrontPage(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.RawQuery != "" {
		return false
	}
	path := strings.ToLower(strings.Trim(u.Path, "/"))
	return path == "" && u.Host != "" || path == "index.html" || path == "index.php" || path == "home"
}

// siteOf is the host of an address without what sites use for other views of
// themselves.
func siteOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "amp.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}

// gates are the words in an address where readers must log in, pay or agree to
// something first.
var gates = []string{"login", "log-in", "signin", "sign-in", "signup", "sign-up", "register", "registration", "consent", "consentement",
	"cookie-consent", "cookiewall", "subscribe", "auth", "sso", "account", "accounts", "paywall", "privacy-gate", "challenge", "captcha"}

// gateAt returns the word that shows that an address is a gate which the link
// that led there was not, or "".
func gateAt(link, arrived string) string {
	before, after := addressWords(link), addressWords(arrived)
	for _, g := range gates {
		if slices.Contains(after, g) && !slices.Contains(before, g) {
			return g
		}
	}
	return ""
}

// addressWords are the labels of the host and the segments of the path.
func addressWords(link string) []string {
	u, err := url.Parse(link)
	if err != nil {
		return nil
	}
	words := append(strings.Split(u.Hostname(), "."), strings.Split(u.Path, "/")...)
	for i, w := range words {
		w = strings.ToLower(w)
		for _, end := range []string{".html", ".php", ".aspx", ".htm"} {
			w = strings.TrimSuffix(w, end)
		}
		words[i] = w
	}
	return words
}

// articleAddress chooses the address of an article whose page was found at
// arrived and calls itself canonical (arrived if it does not say): its own
// word; else where redirects led to another path; else the link, without what
// a redirect added.
func articleAddress(link, arrived, canonical string) string {
	switch {
	case canonical != "" && canonical != arrived:
		return briefing.CanonicalURL(canonical)
	case samePath(link, arrived):
		return briefing.CanonicalURL(link)
	}
	return briefing.CanonicalURL(arrived)
}

func samePath(a, b string) bool {
	u, err := url.Parse(a)
	v, err2 := url.Parse(b)
	return err == nil && err2 == nil && siteOf(a) == siteOf(b) && strings.Trim(u.Path, "/") == strings.Trim(v.Path, "/")
}
