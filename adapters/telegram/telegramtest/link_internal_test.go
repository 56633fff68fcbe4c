package telegramtest

import "testing"

func TestCheckedLink(t *testing.T) {
	tests := map[string]struct{ target, want string }{
		"AsIs":            {"https://example.com/a?b=c#d", "https://example.com/a?b=c#d"},
		"SchemeAndPath":   {"Example.COM", "http://example.com/"},
		"QueryAlone":      {"example.com?a=1", "http://example.com/?a=1"},
		"UserAndPort":     {"http://ana:x@example.com:8080/a b", "http://ana:x@example.com:8080/a%20b"},
		"Numbers":         {"http://10.0.0.1:9/", "http://10.0.0.1:9/"},
		"SixNumbers":      {"http://[::1]:80/a", "http://[::1]:80/a"},
		"BadSixNumbers":   {"http://[::1/a", ""},
		"OwnScheme":       {"TG://resolve?domain=a", "tg://resolve?domain=a"},
		"OwnSchemeEmpty":  {"tg://", ""},
		"OtherScheme":     {"javascript://example.com/", ""},
		"Script":          {"javascript:alert(1)", ""},
		"HostWithoutDot":  {"http://localhost/a", ""},
		"HostEndsWithDot": {"http://example.com./", ""},
		"TwoDots":         {"http://example..com/", ""},
		"BadPort":         {"http://example.com:99999/", ""},
		"BadHost":         {"http://exa mple.com/", ""},
		"LineBreak":       {"http://example.com/\nb", ""},
		"Empty":           {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := checkedLink(tt.target); got != tt.want {
				t.Errorf("kept is %q, want %q", got, tt.want)
			}
		})
	}
}
