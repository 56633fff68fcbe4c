package config_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/BurntSushi/toml"

	"wirebrief/config"
)

// keysOf lists the keys that the fields of a Config ask for.
func keysOf(t reflect.Type) []string {
	var keys []string
	for _, section := range reflect.VisibleFields(t) {
		for _, field := range reflect.VisibleFields(section.Type) {
			if section.Type.Kind() == reflect.Struct {
				keys = append(keys, snake(section.Name)+"."+snake(field.Name))
			}
		}
	}
	return keys
}

var humps = regexp.MustCompile(`([a-z])([A-Z])`)

func snake(name string) string {
	return strings.ToLower(humps.ReplaceAllString(strings.ReplaceAll(name, "MiB", "Mib"), "${1}_$2"))
}

// uncommented takes the marks off the keys of the example.
func uncommented() string {
	return regexp.MustCompile(`(?m)^#([a-z_]+ = )`).ReplaceAllString(config.Example(), "$1")
}

func TestExampleHasEveryKey(t *testing.T) {
	var sections map[string]map[string]any
	if _, err := toml.Decode(uncommented(), &sections); err != nil {
		t.Fatal(err)
	}
	var got []string
	for section, keys := range sections {
		for key := range keys {
			if key, ok := strings.CutSuffix(key, "_file"); ok && keys[key] != nil {
				continue
			}
			got = append(got, section+"."+key)
		}
	}
	want := keysOf(reflect.TypeFor[config.Config]())
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(want) < 7 {
		t.Errorf("the example has %q, the struct %q", got, want)
	}
}

func TestExampleMeansTheDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	want, _ := mustLoad(t, config.Options{Getenv: env("HOME=/home/ann")})
	for name, example := range map[string]string{"as it is": config.Example(), "uncommented": uncommented()} {
		got, _ := mustLoad(t, config.Options{Path: write(t, "w.toml", example), Getenv: env("HOME=/home/ann")})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
}

func TestExampleDocumentsEveryKey(t *testing.T) {
	lines := strings.Split(config.Example(), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "# ") && line != "#" && !strings.HasPrefix(lines[i-1], "#") {
			t.Errorf("line %d has no documentation: %s", i+1, line)
		}
		if len(line) > 80 {
			t.Errorf("line %d is longer than 80: %s", i+1, line)
		}
	}
}

func TestEveryKeyHasAnEnvironmentVariable(t *testing.T) {
	values := map[string]string{
		"database.path": "/x/y.db", "log.level": "debug", "log.format": "json", "limits.topics": "3", "limits.file_mib": "5", "telegram.token": "1:a", "discord.token": "b",
		"access.mode": "listed", "access.listed": "telegram:42, discord:7", "limits.chat_sources": "2", "limits.alerts": "6", "digest.zone": "Asia/Yerevan", "digest.spread_minutes": "5", "fetch.allow": "10.0.0.0/8", "fetch.allow_chats": "127.0.0.0/8", "fetch.proxy": "http://p.example:3128", "fetch.contact": "news@example.com",
		"sources.fastest_minutes": "5", "sources.slowest_minutes": "90", "sources.folder": "/drop", "web.listen": ":8080", "web.public_url": "https://news.example.com",
		"telegram.base_url": "http://127.0.0.1:8081", "telegram.webhook": "on",
		"discord.base_url": "http://127.0.0.1:8082/api/v10", "discord.public_key": strings.Repeat("0a", 32), "discord.shards": "2", "discord.crosspost": "on",
	}
	for _, key := range keysOf(reflect.TypeFor[config.Config]()) {
		name := "WIREBRIEF_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
		if values[key] == "" {
			t.Errorf("%s has no value in this test", key)
			continue
		}
		t.Chdir(t.TempDir())
		given := []string{name + "=" + values[key]}
		if key == "web.public_url" {
			given = append(given, "WIREBRIEF_WEB_LISTEN=:8080") // it means nothing by itself
		}
		if key == "telegram.webhook" || key == "discord.public_key" {
			given = append(given, "WIREBRIEF_WEB_LISTEN=:8080", "WIREBRIEF_WEB_PUBLIC_URL=https://news.example.com")
		}
		c, origin := mustLoad(t, config.Options{Getenv: env(given...)})
		if got := origin.Of(key); got != name {
			t.Errorf("%s comes from %q, want %s", key, got, name)
		}
		standard, _ := mustLoad(t, config.Options{})
		standard.Database.Path = "wirebrief.db"
		if reflect.DeepEqual(c, standard) {
			t.Errorf("%s changes nothing", name)
		}
	}
}

func TestEffectiveTellsValuesAndSources(t *testing.T) {
	file := write(t, "w.toml", "[log]\nlevel = \"warn\"\n[telegram]\ntoken = \""+canary+"\"\n[database]\npath = \"/a \\\"b\\\"\\n.db\"\n[fetch]\nallow = [\n\"192.168.1.7/24\",\n\"10.0.0.5\"]\n")
	c, origin := mustLoad(t, config.Options{Path: file, Getenv: env("WIREBRIEF_LIMITS_TOPICS=9")})
	want := `# file: ` + file + `

[database]
path = "/a \"b\"\u000A.db"  # ` + file + `:6

[log]
level = "warn"  # ` + file + `:2
format = "text"  # default

[access]
mode = "invite"  # default
listed = []  # default

[limits]
topics = 9  # WIREBRIEF_LIMITS_TOPICS
file_mib = 64  # default
chat_sources = 0  # default
alerts = 4  # default

[digest]
zone = "UTC"  # default
spread_minutes = 0  # default

[fetch]
allow = ["192.168.1.0/24", "10.0.0.5/32"]  # ` + file + `:8
allow_chats = []  # default
proxy = ""  # default
contact = ""  # default

[sources]
fastest_minutes = 3  # default
slowest_minutes = 60  # default
folder = ""  # default

[web]
listen = ""  # default
public_url = ""  # default

[telegram]
token = "[redacted]"  # ` + file + `:4
base_url = "https://api.telegram.org"  # default
webhook = "off"  # default

[discord]
token = ""  # default
base_url = "https://discord.com/api/v10"  # default
public_key = ""  # default
shards = 0  # default
crosspost = "off"  # default
`
	got := config.Effective(c, origin)
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if _, _, err := config.Load(config.Options{Path: write(t, "again.toml", got)}); err != nil {
		t.Errorf("what is printed is no configuration file: %v", err)
	}
}

func TestEffectiveShowsWarnings(t *testing.T) {
	c, _ := mustLoad(t, config.Options{Database: "x"})
	got := config.Effective(c, config.Origin{Warnings: []string{"mind\nthis"}})
	if !strings.HasPrefix(got, "# no configuration file\n") || !strings.Contains(got, "# warning: mind\\u000Athis\n") {
		t.Errorf("got:\n%s", got)
	}
}

func TestEffectiveSteersNoTerminal(t *testing.T) {
	name := "/news\u009b31m\x1b]0;x\a\u202e\U000e0041.db"
	c, origin, err := config.Load(config.Options{Database: name})
	if err != nil {
		t.Fatal(err)
	}
	out := config.Effective(c, origin)
	for _, r := range out {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%q is printed", r)
		}
	}
	var read struct{ Database struct{ Path string } }
	if _, err := toml.Decode(out, &read); err != nil || read.Database.Path != name {
		t.Errorf("read back as %q, %v", read.Database.Path, err)
	}
}
