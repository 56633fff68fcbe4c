package config

import (
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// network reads a network, "192.168.1.0/24", or a single address.
func network(v string) (netip.Prefix, bool) {
	if p, err := netip.ParsePrefix(v); err == nil {
		return p.Masked(), true
	}
	a, err := netip.ParseAddr(v)
	if err != nil || a.Zone() != "" {
		return netip.Prefix{}, false
	}
	a = a.Unmap()
	return netip.PrefixFrom(a, a.BitLen()), true
}

func checkNetwork(v string) string {
	if _, ok := network(v); !ok {
		return "is no network: write it as 192.168.1.0/24, as fd00::/8 or as a single address, 192.168.1.5 (names are not possible)"
	}
	return ""
}

// networks reads a list that has been checked.
func networks(v string) []netip.Prefix {
	var out []netip.Prefix
	for _, e := range entries(v) {
		if p, ok := network(e); ok {
			out = append(out, p)
		}
	}
	return out
}

func networkNames(list []netip.Prefix) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.String()
	}
	return strings.Join(names, ", ")
}

// checkProxy never repeats the value: it may hold a password, and so may the
// errors of net/url.
func checkProxy(v string) string {
	u, err := url.Parse(v)
	switch {
	case err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme):
		return "this is no address of a proxy: write it as http://proxy.example:3128 or socks5://user:password@proxy.example:1080, special characters in the password as %40 and so on"
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return "the address of a proxy ends after the port: take away what follows"
	}
	return ""
}

// maxContact keeps the header that holds the contact short, in bytes.
const maxContact = 200

// checkContact lets pass what may stand in a header, inside parentheses.
func checkContact(v string) string {
	const remedy = "use a mail address, news@example.com, or the address of a page, https://example.com/bot"
	if len(v) > maxContact || strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("()<>\\\"", r) }) {
		return "this can be no contact in a header: " + remedy
	}
	if u, err := url.Parse(v); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil {
		return ""
	}
	if a, err := mail.ParseAddress(strings.TrimPrefix(v, "mailto:")); err == nil && a.Name == "" {
		return ""
	}
	return "this is neither a mail address nor one of a page: " + remedy
}

func checkListen(v string) string {
	const remedy = "write it as 127.0.0.1:8080, or as :8080 to be reachable from other machines, too"
	host, port, err := net.SplitHostPort(v)
	if err != nil || strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || strings.ContainsRune("/@", r) }) {
		return "this is no host and port: " + remedy
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return "the port is no number up to 65535: " + remedy
	}
	return ""
}

// isSite reports whether v is the address of a site and nothing more.
func isSite(v string) bool {
	u, err := url.Parse(v)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

func checkBaseURL(v string) string {
	if !isSite(v) {
		return "this is no address of a server: write it as http://127.0.0.1:8081, without user, password and parameters"
	}
	return ""
}

// publicKey is an Ed25519 key as Discord shows it.
var publicKey = regexp.MustCompile(`^[0-9a-f]{64}$`)

func checkPublicKey(v string) string {
	if v != "" && !publicKey.MatchString(v) {
		return "this is no public key: copy the 64 digits of Public Key from the General Information page of your application"
	}
	return ""
}

func checkPublicURL(v string) string {
	if !isSite(v) {
		return "this is no address of a site: write it as https://news.example.com, without user, password and parameters"
	}
	return ""
}
