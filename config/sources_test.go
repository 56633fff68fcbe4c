package config_test

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wirebrief/config"
)

func TestNetworksAreRead(t *testing.T) {
	t.Chdir(t.TempDir())
	prefixes := func(names ...string) (list []netip.Prefix) {
		for _, n := range names {
			list = append(list, netip.MustParsePrefix(n))
		}
		return list
	}
	for name, tt := range map[string]struct {
		file, env string
		want      []netip.Prefix
	}{
		"None":             {"", "", nil},
		"EmptyList":        {"[fetch]\nallow = []", "", nil},
		"List":             {"[fetch]\nallow = [\"192.168.1.0/24\",\n \"fd00::/8\"]", "", prefixes("192.168.1.0/24", "fd00::/8")},
		"OneText":          {"[fetch]\nallow = \"192.168.1.0/24\"", "", prefixes("192.168.1.0/24")},
		"SingleAddress":    {"[fetch]\nallow = [\"10.0.0.5\", \"::1\"]", "", prefixes("10.0.0.5/32", "::1/128")},
		"AddressInNetwork": {"[fetch]\nallow = [\"192.168.1.5/24\"]", "", prefixes("192.168.1.0/24")},
		"MappedAddress":    {"[fetch]\nallow = [\"::ffff:10.0.0.5\"]", "", prefixes("10.0.0.5/32")},
		"Environment":      {"[fetch]\nallow = [\"192.168.1.0/24\"]", "127.0.0.1, 10.0.0.0/8,", prefixes("127.0.0.1/32", "10.0.0.0/8")},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := mustLoad(t, config.Options{Path: write(t, "w.toml", tt.file), Getenv: env("WIREBRIEF_FETCH_ALLOW=" + tt.env)})
			if !slices.Equal(c.Fetch.Allow, tt.want) {
				t.Errorf("got %v, want %v", c.Fetch.Allow, tt.want)
			}
		})
	}
}

func TestSourceSettingsAreRead(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "proxy"), "http://user:pass%40word@proxy.example:3128\n")
	file := write(t, filepath.Join(dir, "w.toml"), "[fetch]\nproxy_file = \"proxy\"\ncontact = \"https://example.com/bot\"\n[sources]\nfolder = \"drop\"\nfastest_minutes = 60\n"+
		"[web]\nlisten = \"[::1]:0\"\npublic_url = \"https://news.example.com/wb/\"\n[limits]\nchat_sources = 5\n")
	c, origin := mustLoad(t, config.Options{Path: file})
	if got := c.Fetch.Proxy.Reveal(); got != "http://user:pass%40word@proxy.example:3128" {
		t.Errorf("proxy %q", got)
	}
	if report := config.Effective(c, origin); strings.Contains(report, "pass") || !strings.Contains(report, `proxy = "[redacted]"`) {
		t.Errorf("the report shows the proxy as it is:\n%s", report)
	}
	got := fmt.Sprint(c.Fetch.Contact, " ", c.Sources, " ", c.Web, " ", c.Limits.ChatSources)
	if want := "https://example.com/bot {60 60 " + filepath.Join(dir, "drop") + "} {[::1]:0 https://news.example.com/wb} 5"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestSourceSettingsAreChecked(t *testing.T) {
	for name, tt := range map[string]struct{ file, want string }{
		"NoNetwork":      {"[fetch]\nallow = [\"192.168.1.0/24\", \"10.0.0.0/33\"]", "w.toml:2: fetch.allow: entry 2 is no network: write it as 192.168.1.0/24"},
		"NameForNetwork": {"[fetch]\nallow = [\"intranet.example\"]", "w.toml:2: fetch.allow: entry 1 is no network"},
		"Zone":           {"[fetch]\nallow = [\"fe80::1%eth0\"]", "w.toml:2: fetch.allow: entry 1 is no network"},
		"NumberInList":   {"[fetch]\nallow = [10]", "w.toml:2: fetch.allow: entry 1 is a number: use texts"},
		"NumberForList":  {"[fetch]\nallow = 10", "w.toml:2: fetch.allow: this is a number: use a list of texts"},
		"ListForLine":    {"[web]\nlisten = [\":8080\"]", "w.toml:2: web.listen: this is a list: use a text"},
		"ProxyScheme":    {"[fetch]\nproxy = \"ftp://u:geheim@p.example\"", "w.toml:2: fetch.proxy: this is no address of a proxy"},
		"ProxyPath":      {"[fetch]\nproxy = \"http://u:geheim@p.example/x\"", "w.toml:2: fetch.proxy: the address of a proxy ends after the port"},
		"ProxyEscape":    {"[fetch]\nproxy = \"http://u:geheim%zz@p.example\"", "w.toml:2: fetch.proxy: this is no address of a proxy"},
		"ProxyPort":      {"[fetch]\nproxy = \"http://u:geheim@p.example:x\"", "w.toml:2: fetch.proxy: this is no address of a proxy"},
		"ProxyNoHost":    {"[fetch]\nproxy = \"p.example:3128\"", "w.toml:2: fetch.proxy: this is no address of a proxy"},
		"Contact":        {"[fetch]\ncontact = \"ask Ann\"", "w.toml:2: fetch.contact: this can be no contact in a header: use a mail address"},
		"ContactWord":    {"[fetch]\ncontact = \"ann\"", "w.toml:2: fetch.contact: this is neither a mail address nor one of a page"},
		"ContactLines":   {"[fetch]\ncontact = \"a@b.example\\r\\nX: y\"", "w.toml:2: fetch.contact: line ends and control characters do not belong here"},
		"ContactParen":   {"[fetch]\ncontact = \"a@b.example)\"", "w.toml:2: fetch.contact: this can be no contact in a header"},
		"TooFast":        {"[sources]\nfastest_minutes = 1", "w.toml:2: sources.fastest_minutes: 1 is out of range: use a number from 2 to 60"},
		"TooSlow":        {"[sources]\nslowest_minutes = 2000", "w.toml:2: sources.slowest_minutes: 2000 is out of range"},
		"FasterThanSlow": {"[sources]\nfastest_minutes = 30\nslowest_minutes = 20", "w.toml:3: sources.slowest_minutes: sources.fastest_minutes is 30 and sources.slowest_minutes 20: make the slowest the larger one"},
		"ManyFeeds":      {"[limits]\nchat_sources = -1", "w.toml:2: limits.chat_sources: -1 is out of range: use a number from 0 to 1000"},
		"NoZone":         {"[digest]\nzone = \"Yerewan\"", "w.toml:2: digest.zone: this is no time zone: use a name such as Europe/Berlin"},
		"LocalZone":      {"[digest]\nzone = \"Local\"", "w.toml:2: digest.zone: this is no time zone"},
		"NoPort":         {"[web]\nlisten = \"localhost\"", "w.toml:2: web.listen: this is no host and port: write it as 127.0.0.1:8080"},
		"NamedPort":      {"[web]\nlisten = \"localhost:http\"", "w.toml:2: web.listen: the port is no number up to 65535"},
		"AddressAsPort":  {"[web]\nlisten = \"http://localhost:80\"", "w.toml:2: web.listen: this is no host and port"},
		"PublicPath":     {"[web]\nlisten = \":80\"\npublic_url = \"news.example.com\"", "w.toml:3: web.public_url: this is no address of a site"},
		"PublicPassword": {"[web]\nlisten = \":80\"\npublic_url = \"https://u:geheim@news.example.com\"", "w.toml:3: web.public_url: this is no address of a site"},
		"PublicAlone":    {"[web]\npublic_url = \"https://news.example.com\"", "w.toml:2: web.public_url: nothing would answer there: set web.listen, too"},
		"NoServer":       {"[telegram]\nbase_url = \"api.telegram.org\"", "w.toml:2: telegram.base_url: this is no address of a server: write it as http://127.0.0.1:8081"},
		"ServerPassword": {"[telegram]\nbase_url = \"http://u:geheim@127.0.0.1:8081\"", "w.toml:2: telegram.base_url: this is no address of a server"},
		"WebhookIsTrue":  {"[telegram]\nwebhook = true", "w.toml:2: telegram.webhook: this is true or false"},
		"WebhookToWhere": {"[telegram]\nwebhook = \"on\"", "w.toml:2: telegram.webhook: there is no address to push to: set web.public_url"},
		"ShortKey":       {"[discord]\npublic_key = \"abc\"", "w.toml:2: discord.public_key: this is no public key: copy the 64 digits"},
		"KeyToWhere":     {"[discord]\npublic_key = \"" + strings.Repeat("0a", 32) + "\"", "w.toml:2: discord.public_key: there is no address to push to: set web.public_url"},
		"ManyShards":     {"[discord]\nshards = -1", "w.toml:2: discord.shards: -1 is out of range"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := config.Load(config.Options{Path: write(t, "w.toml", tt.file)})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("got %v, want it to hold %q", err, tt.want)
			}
		})
	}
}

func TestFileAndEnvironmentAreCheckedTogether(t *testing.T) {
	file := write(t, "w.toml", "[sources]\nslowest_minutes = 10\n")
	_, _, err := config.Load(config.Options{Path: file, Getenv: env("WIREBRIEF_SOURCES_FASTEST_MINUTES=20")})
	if err == nil || !strings.Contains(err.Error(), file+":2: sources.slowest_minutes: sources.fastest_minutes is 20") {
		t.Errorf("got %v", err)
	}
}
