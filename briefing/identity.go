package briefing

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// Identity returns the key by which an article is known again: two articles
// with one identity are revisions of the same report. It is the canonical URL
// without its scheme; else source and guid; else the absolute file path; else
// a hash of publisher, headline and day of publication. Each kind has a prefix
// of its own, so that kinds never meet.
func Identity(a Article) string {
	if u := CanonicalURL(a.URL); u != "" {
		_, rest, _ := strings.Cut(u, "://")
		return "url:" + rest
	}
	if a.GUID != "" {
		return "guid:" + a.Source + "\x1f" + a.GUID
	}
	if a.Path != "" {
		return "path:" + a.Path
	}
	day := ""
	if !a.Published.IsZero() {
		day = a.Published.UTC().Format("2006-01-02")
	}
	sum := sha256.Sum256([]byte(letters(a.Publisher) + "\x1f" + letters(a.Title) + "\x1f" + day))
	return "hash:" + hex.EncodeToString(sum[:16])
}

// CanonicalURL returns the address of a page in one form: scheme and host in
// lower case, no default port, no user, no fragment, no tracking parameters,
// no slash at the end of a path, "/" for an empty path. The other parameters
// keep their order. An address in a cache of AMP pages, or in Google's viewer
// of them, becomes that of the page itself, and parameters that ask for the
// AMP view go. It returns "" for what is no absolute http or https address.
func CanonicalURL(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Opaque != "" {
		return ""
	}
	u = withoutAMPCache(u)
	scheme, host := strings.ToLower(u.Scheme), strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "" || scheme != "http" && scheme != "https" {
		return ""
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && !(scheme == "http" && p == "80") && !(scheme == "https" && p == "443") {
		host += ":" + p
	}
	path := "/" + strings.Trim(u.EscapedPath(), "/")
	if query := withoutTracking(u.RawQuery); query != "" {
		path += "?" + query
	}
	return scheme + "://" + host + path
}

// withoutTracking drops the parameters that say where a reader came from.
func withoutTracking(query string) string {
	var kept []string
	for p := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(p, "=")
		if p != "" && !isTracking(strings.ToLower(name)) && !isAMPParameter(strings.ToLower(p)) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "&")
}

// trackers are the parameters that advertising and mailing services add.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "yclid": true,
	"ysclid": true, "igshid": true, "igsh": true, "twclid": true, "ttclid": true, "mc_cid": true, "mc_eid": true,
	"_ga": true, "_gl": true, "_hsenc": true, "_hsmi": true, "mkt_tok": true, "vero_id": true, "oly_anon_id": true,
	"oly_enc_id": true, "rb_clickid": true, "s_cid": true, "wickedid": true, "cmpid": true, "at_medium": true,
	"at_campaign": true, "ocid": true, "ref_src": true, "ref_url": true, "spm": true,
}

func isTracking(name string) bool {
	return trackers[name] || strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "pk_") ||
		strings.HasPrefix(name, "at_custom")
}

// letters keeps the letters and digits of s, in lower case.
func letters(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if isWordRune(r) {
			b.WriteRune(lowerRune(r))
		}
	}
	return b.String()
}
