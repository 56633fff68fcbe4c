package page

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/publicsuffix"

	"wirebrief/briefing"
)

// address chooses the canonical address. What a page says counts only for
// its own site; a page of AMP may name one anywhere below the same registered
// domain, as it often stands on a host of its own. The front page of a site
// and its sections are no article.
func (m *metadata) address(known string) string {
	for _, s := range []string{m.canonical, m.tag("og:url"), m.article.url} {
		u, err := url.Parse(originalAddress(s))
		if s == "" || err != nil {
			continue
		}
		if m.base != nil && m.base.Host != "" {
			u = m.base.ResolveReference(u)
			if !m.ownHost(u) || isSection(u, m.base) {
				continue
			}
		}
		if (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil && (strings.Trim(u.Path, "/") != "" || u.RawQuery != "") {
			u.Fragment = ""
			return u.String()
		}
	}
	return known
}

// ownHost reports whether u is on the site of the page.
func (m *metadata) ownHost(u *url.URL) bool {
	if site(u.Host) == site(m.base.Host) {
		return true
	}
	if !m.amp {
		return false
	}
	theirs, err := publicsuffix.EffectiveTLDPlusOne(u.Hostname())
	ours, err2 := publicsuffix.EffectiveTLDPlusOne(m.base.Hostname())
	return err == nil && err2 == nil && theirs == ours
}

// isSection reports whether u, which the page at base gives for itself, is the
// address of a section: at most two plain words, where the page's own last part is
// a headline or a number.
func isSection(u, base *url.URL) bool {
	theirs, ours := lastPart(u), lastPart(base)
	return u.RawQuery == "" && !namesArticle(theirs) && strings.Count(strings.Trim(u.Path, "/"), "/") < 2 && namesArticle(ours)
}

// lastPart is the last part of the path that is no view of the page.
func lastPart(u *url.URL) string {
	path := strings.Trim(u.Path, "/")
	for _, view := range []string{"/amp", "/print", "/index.html", "/index.php"} {
		path = strings.TrimSuffix(path, view)
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// namesArticle reports whether a part of a path is a headline, which has three
// words or more, or has a number of four digits or more.
func namesArticle(part string) bool {
	digits := 0
	for _, r := range part {
		if !unicode.IsDigit(r) {
			digits = 0
			continue
		}
		if digits++; digits >= 4 {
			return true
		}
	}
	return strings.Count(part, "-")+strings.Count(part, "_")+strings.Count(part, "+") >= 2
}

// originalAddress returns the address of the page that s is a cached copy of,
// as briefing.CanonicalURL knows it; else s.
func originalAddress(s string) string {
	given, err := url.Parse(s)
	if err != nil || given.Host == "" || given.User != nil {
		return s
	}
	canonical := briefing.CanonicalURL(s)
	if u, err := url.Parse(canonical); err == nil && canonical != "" && site(u.Hostname()) != site(given.Hostname()) {
		return canonical
	}
	return s
}

// site strips from a host what sites use for other views of one page.
func site(host string) string {
	host = strings.ToLower(host)
	for _, prefix := range []string{"www.", "m.", "amp.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}

// isAMP reports whether <html> is marked as a page of AMP.
func isAMP(root *html.Node) bool {
	return slices.ContainsFunc(root.Attr, func(a html.Attribute) bool {
		return a.Key == "amp" || a.Key == "\u26a1" || a.Key == "\u26a1\ufe0f"
	})
}
