package fetch_test

import (
	"context"
	"strings"
	"testing"

	"wirebrief/adapters/fetch"
)

func TestAddresses(t *testing.T) {
	for raw, want := range map[string]string{
		"http://Harbour.Example":                      "http://harbour.example/",
		" HTTPS://harbour.example:443/a#b ":           "https://harbour.example/a",
		"http://harbour.example:80?q":                 "http://harbour.example/?q",
		"http://harbour.example:/":                    "http://harbour.example/",
		"http://harbour.example:8080/":                "http://harbour.example:8080/",
		"http://bücher.example/straße?q=größe":        "http://xn--bcher-kva.example/stra%C3%9Fe?q=gr%C3%B6%C3%9Fe",
		"http://BÜCHER.example/":                      "http://xn--bcher-kva.example/",
		"http://日本語.example/":                         "http://xn--wgv71a119e.example/",
		"http://a_b.example/":                         "http://a_b.example/",
		"http://harbour.example/a b?c d":              "http://harbour.example/a%20b?c%20d",
		"http://harbour.example/50%/%zz/%4":           "http://harbour.example/50%25/%25zz/%254",
		"http://harbour.example/%2f%C3%A4":            "http://harbour.example/%2f%C3%A4",
		"http://harbour.example/a\n\tb":               "http://harbour.example/ab",
		"http://harbour.example/[x]|{y}^`\"<>\\":      "http://harbour.example/[x]%7C%7By%7D%5E%60%22%3C%3E%5C",
		"http://harbour.example?next=http://b.test/c": "http://harbour.example/?next=http://b.test/c",
		"http://8.8.8.8/":                             "http://8.8.8.8/",
		"http://[2001:DB8:0::1]/":                     "http://[2001:db8::1]/",
		"http://[::1]:8080/":                          "http://[::1]:8080/",
		"http://[fe80::1%25eth0]/":                    "http://[fe80::1]/",
	} {
		if got, err := fetch.Normalise(raw); err != nil || got != want {
			t.Errorf("%q gives %q, %v; want %q", raw, got, err, want)
		}
	}
	for raw, want := range map[string]string{
		"":                      "not one without a scheme",
		"harbour.example":       "without a scheme",
		"/feed":                 "without a scheme",
		"ftp://harbour.example": "not ftp:",
		"file:///etc/passwd":    "not file:",
		"mailto:a@b.example":    "not mailto:",
		"http:harbour.example":  "no valid host",
		"http://":               "no valid host",
		"http:///feed":          "no valid host",
		"http://:80/":           "no valid host",
		"http://a..b/":          "no valid host",
		"http://" + strings.Repeat("a", 64) + ".example/":     "no valid host",
		"http://har bour.example/":                            "cannot be read",
		"http://harbour.example:port/":                        "cannot be read",
		"http://[::1/":                                        "cannot be read",
		"http://a!b.example/":                                 "no valid host",
		"http://\u200d\u200d.example/":                        "no valid host",
		"http://1.2.3/":                                       "written as a number",
		"http://0xa9.0xfe.0xa9.0xfe/":                         "written as a number",
		"http://1.2.3.4.5":                                    "written as a number",
		"http://999.1.1.1":                                    "written as a number",
		"http://harbour.example/" + strings.Repeat("a", 9000): "more than 8192",
	} {
		if got, err := fetch.Normalise(raw); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q gives %q, %v; want %q", raw, got, err, want)
		}
	}
}

func TestShownAddress(t *testing.T) {
	for raw, want := range map[string]string{
		"https://me:geheim@harbour.example/feed?key=geheim#geheim": "https://harbour.example/feed",
		"http://me:geheim@[broken/":                                "(an address that cannot be read)",
		"http://me:ge/heim@harbour.example/":                       "(an address that cannot be read)",
		"ftp://harbour.example/x?key=geheim":                       "ftp://harbour.example/x",
		"harbour\x1b[31m\u202e?geheim":                             "harbour?[31m?",
		"http://harbour.example/" + strings.Repeat("a", 400):       "http://harbour.example/" + strings.Repeat("a", 277) + "...",
	} {
		if got := fetch.ShowAddress(raw); got != want {
			t.Errorf("%q is shown as %q, want %q", raw, got, want)
		}
	}
}

// FuzzShownAddress checks that no user, password, query or fragment gets into
// an error, whatever stands around them.
func FuzzShownAddress(f *testing.F) {
	f.Add("http", "harbour.example", "/feed", "")
	f.Add("https", "[::1", "/%zz", ":x")
	f.Add("ftp", "bücher.example:99999", " ", "/@?#")
	f.Add("http:", "\\", "\x00", "%")
	f.Add("", "", "", "@")
	c := fetch.New(fetch.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // nothing is asked
	f.Fuzz(func(t *testing.T, scheme, host, path, inside string) {
		const secret = "GEHEIM"
		if strings.Contains(scheme+host+path, secret) || strings.ContainsAny(scheme+host, "/?#") || strings.ContainsAny(inside, "/?#\\") {
			t.Skip() // then it is no user, or no secret
		}
		raw := scheme + "://" + secret + inside + ":" + secret + "@" + host + path + "?" + secret + inside + "#" + secret
		if shown := fetch.ShowAddress(raw); strings.Contains(strings.ToUpper(shown), secret) {
			t.Errorf("%q is shown as %q", raw, shown)
		}
		if _, err := c.Fetch(ctx, fetch.Request{URL: raw}); err == nil || strings.Contains(strings.ToUpper(err.Error()), secret) {
			t.Errorf("%q gives %v", raw, err)
		}
	})
}
