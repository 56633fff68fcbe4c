package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// The longest address that is asked for, and the longest that an error shows.
const (
	maxAddress = 8 << 10
	maxShown   = 300
)

// parseAddress reads an address as people and servers write it: with spaces,
// letters of every script and stray percent signs. The host is in lower case
// and punycode, without a port that the scheme implies; a fragment is dropped.
// Its errors hold nothing of the address but its scheme.
func parseAddress(raw string) (*url.URL, error) { return resolveAddress(nil, raw) }

// resolveAddress is parseAddress for an address that may be relative to base.
func resolveAddress(base *url.URL, raw string) (*url.URL, error) {
	if len(raw) > maxAddress {
		return nil, fmt.Errorf("the address has more than %d characters", maxAddress)
	}
	u, err := url.Parse(escapeAddress(raw))
	if err != nil {
		return nil, errors.New("the address cannot be read: write it as https://host/path")
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("only http and https addresses are fetched, not %s", schemeName(u.Scheme))
	}
	if err := normaliseHost(u); err != nil {
		return nil, err
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

func schemeName(scheme string) string {
	if scheme == "" {
		return "one without a scheme"
	}
	return shorten(scheme, 20) + ":"
}

// escapeAddress escapes what net/url would refuse or send on as it is behind
// the host, and cuts the fragment off. As browsers do, it ignores line breaks.
func escapeAddress(raw string) string {
	raw = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(strings.TrimSpace(raw))
	raw, _, _ = strings.Cut(raw, "#")
	from := 0
	if i := strings.Index(raw, "//"); i >= 0 && !strings.ContainsAny(raw[:i], "/?") {
		from = len(raw)
		if j := strings.IndexAny(raw[i+2:], "/?"); j >= 0 {
			from = i + 2 + j
		}
	}
	var b strings.Builder
	b.WriteString(raw[:from])
	for i := from; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '%' && !isEscape(raw[i:]):
			b.WriteString("%25")
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isEscape tells whether s begins with a percent sign and two hex digits.
func isEscape(s string) bool { return len(s) >= 3 && s[0] == '%' && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func normaliseHost(u *url.URL) error {
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if addr, err := netip.ParseAddr(host); err == nil {
		host = addr.WithZone("").String()
	} else if host, err = hostName(host); err != nil {
		return err
	}
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = ""
	}
	switch {
	case port != "":
		u.Host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		u.Host = "[" + host + "]"
	default:
		u.Host = host
	}
	return nil
}

var errHost = errors.New("the address has no valid host name: write it as https://host/path")

// hostName returns a name in punycode.
func hostName(host string) (string, error) {
	// Left to itself the profile refuses names such as a_b.example.
	if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 }) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", errHost
		}
		host = ascii
	}
	for i := range len(host) {
		c := host[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_') {
			return "", errHost
		}
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 {
			return "", errHost
		}
	}
	// 2130706433, 0x7f.1 and 017700000001 are 127.0.0.1 to some resolvers and
	// proxies: nobody names a host so in good faith.
	if last := labels[len(labels)-1]; strings.HasPrefix(last, "0x") || strings.Trim(last, "0123456789") == "" {
		return "", errors.New("the host is written as a number: write its address as in 192.0.2.1")
	}
	return host, nil
}

// portOf returns the port that u leads to.
func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// hostKey names the host that is left in peace: lower case, with its port.
func hostKey(u *url.URL) string {
	return net.JoinHostPort(strings.TrimSuffix(u.Hostname(), "."), portOf(u))
}

// showURL returns u without user, password, query and fragment.
func showURL(u *url.URL) string {
	return shorten((&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String(), maxShown)
}

// showAddress is showURL for an address as it was given. Of one that cannot be
// read, and so may hold a password anywhere, it shows little.
func showAddress(raw string) string {
	if u, err := parseAddress(raw); err == nil {
		return showURL(u)
	}
	if strings.Contains(raw, "@") {
		return "(an address that cannot be read)"
	}
	raw, _, _ = strings.Cut(raw, "#")
	raw, _, _ = strings.Cut(raw, "?")
	return shorten(raw, maxShown)
}

// shorten returns at most n bytes of s, in printable ASCII.
func shorten(s string, n int) string {
	more := len(s) > n
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f {
			return '?'
		}
		return r
	}, s[:min(len(s), n)])
	if more {
		s += "..."
	}
	return s
}
