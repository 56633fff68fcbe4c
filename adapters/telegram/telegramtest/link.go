package telegramtest

import (
	"net/url"
	"strconv"
	"strings"
)

// linkEntity returns the entity of a link to target: a mention of a user for
// tg://user?id=…, else a link. It is false for what the server cannot use as
// a link; then the text stays and the link is gone, without an error.
func linkEntity(target string) (Entity, bool) {
	if id, ok := strings.CutPrefix(target, "tg://user?id="); ok {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 {
			return Entity{Type: "text_mention", User: &User{ID: n}}, true
		}
	}
	link := checkedLink(target)
	return Entity{Type: "text_link", URL: link}, link != ""
}

// checkedLink returns target as the server keeps it: with a scheme, a lower
// case host and a path. It is empty for what is no link: another scheme than
// http, https, tg and ton, a host without a dot, a senseless port.
func checkedLink(target string) string {
	target = strings.TrimSpace(target)
	if strings.ContainsAny(target, "\x00\n\r\t") {
		return ""
	}
	scheme, rest, found := strings.Cut(target, "://")
	if !found {
		scheme, rest = "http", target
	}
	scheme = asciiLower(scheme)
	switch scheme {
	case "http", "https":
	case "tg", "ton", "tonsite":
		if rest == "" {
			return ""
		}
		return scheme + "://" + rest
	default:
		return ""
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, path := rest[:end], rest[end:]
	user, host := "", authority
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		user, host = authority[:at+1], authority[at+1:]
	}
	host, usable := checkedHost(host)
	if !usable {
		return ""
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return scheme + "://" + user + host + strings.ReplaceAll(path, " ", "%20")
}

// checkedHost returns a host, with its port if it has one, in lower case.
func checkedHost(host string) (string, bool) {
	name, port, hasPort := strings.Cut(host, ":")
	if strings.HasPrefix(host, "[") { // an IPv6 address
		if _, err := url.Parse("http://" + host); err != nil {
			return "", false
		}
		return asciiLower(host), true
	}
	if n, err := strconv.Atoi(port); hasPort && (err != nil || n < 1 || n > 65535) {
		return "", false
	}
	if dot := strings.IndexByte(name, '.'); dot <= 0 || strings.HasSuffix(name, ".") || strings.Contains(name, "..") {
		return "", false
	}
	for i := range len(name) {
		if c := name[i]; !isNameByte(c) && c < 0x80 && !strings.ContainsRune(".-~%", rune(c)) {
			return "", false
		}
	}
	return asciiLower(host), true
}
