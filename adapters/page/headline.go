package page

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// titleSeparators part a headline from the name of the site in <title>.
var titleSeparators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " ~ ", " / ", " < ", "| "}

// chooseHeadline picks the headline: as OpenGraph and JSON-LD give it, which is
// taken as it stands unless it is no more than the name of the site; then
// <title> without that name; then the first heading.
func chooseHeadline(m *metadata) string {
	names := m.siteNames()
	described := []string{m.article.headline, m.tag("og:title"), m.tag("dc.title", "dc:title", "dcterms.title", "twitter:title", "parsely-title", "sailthru.title")}
	for _, d := range described {
		if d = squash(d); d != "" && !isSiteName(d, names) {
			return untruncated(d, described, m.headings)
		}
	}
	if h := m.headingInTitle(); h != "" {
		return h
	}
	if t := trimTail(trimSite(m.title, names)); t != "" && !isSiteName(t, names) {
		return untruncated(t, m.headings)
	}
	if len(m.headings) > 0 {
		return m.headings[0]
	}
	return m.title
}

// untruncated returns the full form of a headline that was cut off for a
// search engine, if the page has it.
func untruncated(d string, lists ...[]string) string {
	stem, cut := strings.CutSuffix(d, "...")
	if !cut {
		stem, cut = strings.CutSuffix(d, "…")
	}
	if stem = strings.TrimSpace(stem); !cut || len(stem) < 20 {
		return d
	}
	for _, list := range lists {
		for _, s := range list {
			if len(s) > len(d) && strings.HasPrefix(s, stem) {
				return s
			}
		}
	}
	return d
}

// siteNames are the names under which the page knows its site, folded.
func (m *metadata) siteNames() []string {
	var names []string
	for _, s := range []string{m.tag("og:site_name"), m.tag("application-name", "apple-mobile-web-app-title", "dc.publisher", "twitter:site"), m.article.publisher, m.linked.site} {
		if f := fold(s); f != "" {
			names = append(names, f)
		}
	}
	for _, u := range []string{m.canonical, m.tag("og:url")} {
		if host := hostOf(u); host != "" {
			names = append(names, fold(host))
		}
	}
	if m.base != nil && m.base.Host != "" {
		names = append(names, fold(site(m.base.Host)))
	}
	return names
}

func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return site(host)
}

// isSiteName reports whether s is one of names, as a whole or as the label of
// a host: "example wire" for "examplewire.com".
func isSiteName(s string, names []string) bool {
	f := fold(s)
	tight := strings.ReplaceAll(f, " ", "")
	if len(tight) < 2 {
		return false
	}
	for _, n := range names {
		joined := strings.ReplaceAll(n, " ", "")
		if f == n || tight == joined {
			return true
		}
		if len(tight) >= 4 && strings.HasPrefix(joined, tight) && isHostTail(n, tight) {
			return true
		}
	}
	return false
}

// isHostTail reports whether the folded host n is label and a top domain.
func isHostTail(n, label string) bool {
	first, _, dotted := strings.Cut(n, " ")
	return dotted && first == label
}

// trimSite takes the name of the site off the end or the start of a title.
func trimSite(s string, names []string) string {
	for range 3 {
		trimmed := trimSiteOnce(s, names)
		if trimmed == s {
			break
		}
		s = trimmed
	}
	return s
}

func trimSiteOnce(s string, names []string) string {
	for _, sep := range titleSeparators {
		if i := strings.LastIndex(s, sep); i > 0 && isSiteName(s[i+len(sep):], names) {
			return strings.TrimSpace(s[:i])
		}
		if i := strings.Index(s, sep); i > 0 && isSiteName(s[:i], names) {
			return strings.TrimSpace(s[i+len(sep):])
		}
	}
	return s
}

// trimTail takes off the last part of a <title> that nothing explains: up to
// three words, as names of sites and sections are, after at least three.
func trimTail(s string) string {
	cut, sep := -1, ""
	for _, c := range titleSeparators {
		if i := strings.LastIndex(s, c); i > cut && c != " / " {
			cut, sep = i, c
		}
	}
	if cut < 0 {
		return s
	}
	head, tail := fold(s[:cut]), fold(s[cut+len(sep):])
	if strings.Count(head, " ") < 2 || strings.Count(tail, " ") > 2 {
		return s
	}
	return strings.TrimSpace(s[:cut])
}

// headingInTitle returns the part of <title> that repeats a heading.
func (m *metadata) headingInTitle() string {
	for _, sep := range titleSeparators {
		for part := range strings.SplitSeq(m.title, sep) {
			for _, h := range m.headings {
				if f := fold(h); strings.Count(f, " ") >= 2 && f == fold(part) {
					return h
				}
			}
		}
	}
	return ""
}

// choosePublisher names the publisher: as JSON-LD and OpenGraph do, else what
// <title> has after the headline.
func choosePublisher(m *metadata) string {
	for _, s := range []string{m.article.publisher, m.tag("og:site_name"), m.tag("application-name", "dc.publisher", "publisher"), m.linked.site} {
		if s = squash(s); isName(s) && len(s) <= 80 {
			return s
		}
	}
	title := m.headline
	for _, sep := range titleSeparators {
		if i := strings.LastIndex(m.title, sep); i > 0 && fold(m.title[:i]) == fold(title) {
			if s := strings.TrimSpace(m.title[i+len(sep):]); isName(s) && len(s) <= 40 {
				return s
			}
		}
	}
	return ""
}

// fold makes titles comparable: compatibility forms, lower case, and all but
// letters and digits one space.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFKC.String(s) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
