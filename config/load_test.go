package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"wirebrief/config"
)

// env returns a getenv of the pairs "NAME=value".
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if n, v, _ := strings.Cut(p, "="); n == name {
				return v
			}
		}
		return ""
	}
}

// write writes a file that only its owner can read and returns its name.
func write(t *testing.T, name, content string) string {
	t.Helper()
	if !filepath.IsAbs(name) {
		name = filepath.Join(t.TempDir(), name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func mustLoad(t *testing.T, o config.Options) (config.Config, config.Origin) {
	t.Helper()
	c, origin, err := config.Load(o)
	if err != nil {
		t.Fatal(err)
	}
	return c, origin
}

func TestNoConfigurationIsValid(t *testing.T) {
	t.Chdir(t.TempDir())
	c, origin := mustLoad(t, config.Options{Getenv: env("HOME=/home/ann", "XDG_DATA_HOME=/data")})
	want := config.Config{
		Database: config.Database{Path: "/data/wirebrief/wirebrief.db"},
		Log:      config.Log{Level: "info", Format: "text"},
		Access:   config.Access{Mode: "invite"},
		Limits:   config.Limits{Topics: 50, FileMiB: 64, Alerts: 4},
		Digest:   config.Digest{Zone: "UTC"},
		Sources:  config.Sources{FastestMinutes: 3, SlowestMinutes: 60},
		Telegram: config.Telegram{BaseURL: "https://api.telegram.org"},
		Discord:  config.Discord{BaseURL: "https://discord.com/api/v10"},
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v, want %+v", c, want)
	}
	if origin.File != "" || origin.Of("log.level") != "default" || len(origin.Warnings) > 0 {
		t.Errorf("got origin %+v", origin)
	}
}

func TestTheWeightierSourceWins(t *testing.T) {
	file := write(t, "w.toml", "[log]\nlevel = \"warn\"\n\n[limits]\ntopics = 7\n")
	tests := map[string]struct {
		o             config.Options
		level, origin string
	}{
		"Default":     {config.Options{}, "info", "default"},
		"File":        {config.Options{Path: file}, "warn", file + ":2"},
		"Environment": {config.Options{Path: file, Getenv: env("WIREBRIEF_LOG_LEVEL=error")}, "error", "WIREBRIEF_LOG_LEVEL"},
		"Flag":        {config.Options{Path: file, LogLevel: "debug", Getenv: env("WIREBRIEF_LOG_LEVEL=error")}, "debug", "--log-level"},
		"EmptyIsNone": {config.Options{Path: file, Getenv: env("WIREBRIEF_LOG_LEVEL=")}, "warn", file + ":2"},
	}
	t.Chdir(t.TempDir())
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, origin := mustLoad(t, tt.o)
			if c.Log.Level != tt.level || origin.Of("log.level") != tt.origin {
				t.Errorf("got %s from %s, want %s from %s", c.Log.Level, origin.Of("log.level"), tt.level, tt.origin)
			}
		})
	}
}

func TestTheFileIsFound(t *testing.T) {
	home, xdg, work := t.TempDir(), t.TempDir(), t.TempDir()
	t.Chdir(work)
	level := func(o config.Options) string {
		t.Helper()
		c, _ := mustLoad(t, o)
		return c.Log.Level
	}
	// From the least to the weightiest place.
	write(t, filepath.Join(home, ".config/wirebrief/wirebrief.toml"), "log.level = \"debug\"")
	if got := level(config.Options{Getenv: env("HOME=" + home)}); got != "debug" {
		t.Errorf("below the home folder: got %s", got)
	}
	write(t, filepath.Join(xdg, "wirebrief/wirebrief.toml"), "log.level = \"warn\"")
	if got := level(config.Options{Getenv: env("HOME="+home, "XDG_CONFIG_HOME="+xdg)}); got != "warn" {
		t.Errorf("XDG_CONFIG_HOME: got %s", got)
	}
	write(t, filepath.Join(work, "wirebrief.toml"), "log.level = \"error\"")
	if got := level(config.Options{Getenv: env("HOME="+home, "XDG_CONFIG_HOME="+xdg)}); got != "error" {
		t.Errorf("working folder: got %s", got)
	}
	named := write(t, "named.toml", "log.level = \"debug\"")
	if got := level(config.Options{Getenv: env("WIREBRIEF_CONFIG=" + named)}); got != "debug" {
		t.Errorf("WIREBRIEF_CONFIG: got %s", got)
	}
	flag := write(t, "flag.toml", "log.level = \"warn\"")
	if got := level(config.Options{Path: flag, Getenv: env("WIREBRIEF_CONFIG=" + named)}); got != "warn" {
		t.Errorf("--config: got %s", got)
	}
}

func TestDatabaseIsFound(t *testing.T) {
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "w.toml"), "[database]\npath = \"data/w.db\"")
	tilde := write(t, "w.toml", "[database]\npath = \"~/w.db\"")
	t.Chdir(t.TempDir())
	home := "HOME=/home/ann"
	tests := map[string]struct {
		o            config.Options
		path, origin string
	}{
		"Flag":              {config.Options{Path: file, Database: "x.db", Getenv: env(home, "WIREBRIEF_DB=y.db")}, "x.db", "--db"},
		"Environment":       {config.Options{Path: file, Getenv: env(home, "WIREBRIEF_DB=y.db")}, "y.db", "WIREBRIEF_DB"},
		"RegularName":       {config.Options{Getenv: env(home, "WIREBRIEF_DB=y.db", "WIREBRIEF_DATABASE_PATH=z.db")}, "z.db", "WIREBRIEF_DATABASE_PATH"},
		"RelativeToFile":    {config.Options{Path: file, Getenv: env(home, "STATE_DIRECTORY=/state")}, filepath.Join(dir, "data/w.db"), file + ":2"},
		"BelowHome":         {config.Options{Path: tilde, Getenv: env(home)}, "/home/ann/w.db", tilde + ":2"},
		"StateDirectory":    {config.Options{Getenv: env(home, "STATE_DIRECTORY=/state:/other")}, "/state/wirebrief.db", "STATE_DIRECTORY"},
		"DataHome":          {config.Options{Getenv: env(home, "XDG_DATA_HOME=/d")}, "/d/wirebrief/wirebrief.db", "default"},
		"RelativeDataHome":  {config.Options{Getenv: env(home, "XDG_DATA_HOME=d")}, "/home/ann/.local/share/wirebrief/wirebrief.db", "default"},
		"NoHomeAtAll":       {config.Options{}, "wirebrief.db", "default, for want of a home folder"},
		"EnvironmentIsHome": {config.Options{Getenv: env(home, "WIREBRIEF_DB=~/q.db")}, "/home/ann/q.db", "WIREBRIEF_DB"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, origin := mustLoad(t, tt.o)
			if c.Database.Path != tt.path || origin.Of("database.path") != tt.origin {
				t.Errorf("got %s from %s, want %s from %s", c.Database.Path, origin.Of("database.path"), tt.path, tt.origin)
			}
		})
	}
}

func TestErrorsSayWhereAndWhat(t *testing.T) {
	tests := map[string]struct{ file, want string }{
		"UnknownKey":      {"\n[log]\nlevl = \"info\"", "w.toml:3: log.levl: there is no such key: did you mean level?"},
		"UnknownOddKey":   {"[log]\nzebra = 1", "w.toml:2: log.zebra: there is no such key: known are level, format"},
		"UnknownFileKey":  {"[log]\nlevel_file = \"x\"", "w.toml:2: log.level_file: there is no such key"},
		"UnknownSection":  {"\n\n[telegramm]\ntoken = \"x\"", "w.toml:3: telegramm: there is no such section: did you mean telegram?"},
		"UnknownTopKey":   {"level = \"info\"", "w.toml:1: level: there is no such section: known are database, log"},
		"SectionAsValue":  {"log = 3", "w.toml:1: log: this is a section, not a value: write [log]"},
		"SectionList":     {"[[log]]\nlevel = \"info\"", "w.toml:1: log: this is a section"},
		"NumberForText":   {"[log]\n\nlevel = 3", `w.toml:3: log.level: this is a number: use a text in "quotes"`},
		"TextForNumber":   {"limits.topics = \"7\"", "w.toml:1: limits.topics: this is a text: use a whole number from 1 to 10000, without quotes"},
		"DecimalNumber":   {"[limits]\ntopics = 1.5", "w.toml:2: limits.topics: this is a decimal number"},
		"Truth":           {"[limits]\ntopics = true", "w.toml:2: limits.topics: this is true or false"},
		"Date":            {"[limits]\ntopics = 2026-01-01", "w.toml:2: limits.topics: this is a date"},
		"List":            {"[log]\nlevel = []", "w.toml:2: log.level: this is a list"},
		"Table":           {"[log.level]\nx = 1", "w.toml:1: log.level: this is a section"},
		"UnknownWord":     {"[log]\nlevel = \"loud\"", `w.toml:2: log.level: "loud" is not known: use debug, info, warn or error`},
		"TooSmall":        {"[limits]\ntopics = 0", "w.toml:2: limits.topics: 0 is out of range: use a number from 1 to 10000"},
		"TooLarge":        {"[limits]\nfile_mib = 9223372036854775807", "w.toml:2: limits.file_mib: 9223372036854775807 is out of range"},
		"UnknownPhrase":   {"[log]\nformat = \"TEXT, please\"", "w.toml:2: log.format: the value is not known: use text, json or auto"},
		"TokenWithSpace":  {"[telegram]\ntoken = \"12:ab cd\"", "w.toml:2: telegram.token: a token holds no spaces"},
		"NulInPath":       {"[database]\npath = \"a\\u0000b\"", "w.toml:2: database.path: a file name cannot hold a NUL"},
		"TokenAndFile":    {"[telegram]\ntoken = \"12:ab\"\ntoken_file = \"x\"", "w.toml:3: telegram.token_file: telegram.token is given as well"},
		"MissingFile":     {"[telegram]\ntoken_file = \"absent\"", "w.toml:2: telegram.token_file: read the secret: open "},
		"Duplicate":       {"[log]\nlevel = \"info\"\nlevel = \"warn\"", "w.toml:3: not valid TOML"},
		"Syntax":          {"[log]\nlevel = info", "w.toml:2: not valid TOML"},
		"Binary":          {"\x00\x01\x02", "w.toml:1: not valid TOML"},
		"InvalidUTF8":     {"[log]\n# \xff\nlevel = \"info\"", "w.toml:2: not valid TOML"},
		"OverruledButBad": {"[limits]\ntopics = -1", "w.toml:2: limits.topics: -1 is out of range"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := write(t, "w.toml", tt.file)
			_, _, err := config.Load(config.Options{Path: file, Getenv: env("WIREBRIEF_LIMITS_TOPICS=5")})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to hold %q", err, tt.want)
			}
		})
	}
}

func TestAllErrorsAreReportedInTheOrderOfLines(t *testing.T) {
	file := write(t, "w.toml", "[telegram]\nsecret = 1\n[limits]\ntopics = 0\n[log]\nformat = \"xml\"\n[nothing]\n")
	_, _, err := config.Load(config.Options{Path: file, LogLevel: "loud", Getenv: env("WIREBRIEF_LIMITS_FILE_MIB=many")})
	if err == nil {
		t.Fatal("got no error")
	}
	var got []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		_, line, _ = strings.Cut(line, "configuration: ")
		place, _, _ := strings.Cut(strings.TrimPrefix(line, file), ": ")
		got = append(got, place)
	}
	want := []string{"--log-level", "WIREBRIEF_LIMITS_FILE_MIB", ":2", ":4", ":6", ":7"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q\n%v", got, want, err)
	}
}

func TestUnreadableFilesAreErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	large := write(t, "large.toml", strings.Repeat("# much\n", 1<<18))
	tests := map[string]struct {
		o    config.Options
		want string
	}{
		"MissingFlag":        {config.Options{Path: "absent.toml"}, "the file of --config cannot be read: open absent.toml"},
		"MissingEnvironment": {config.Options{Getenv: env("WIREBRIEF_CONFIG=absent.toml")}, "the file of WIREBRIEF_CONFIG cannot be read"},
		"Folder":             {config.Options{Path: t.TempDir()}, "is a directory"},
		"TooLarge":           {config.Options{Path: large}, "larger than 1 MiB"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, _, err := config.Load(tt.o)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to hold %q", err, tt.want)
			}
		})
	}
}

func TestUnknownEnvironmentIsWarnedOf(t *testing.T) {
	t.Chdir(t.TempDir())
	known := []string{
		"WIREBRIEF_DB=x", "WIREBRIEF_LIMITS_TOPICS=5", "WIREBRIEF_TELEGRAM_TOKEN_FILE=", "WIREBRIEF_CONFIG=", "WIREBRIEF_TESTDATA=x",
		"WIREBRIEF_BENCH_ARTICLES=x", "HOME=/home/ann", "MYWIREBRIEF_X=1", "=strange",
	}
	tests := map[string]struct {
		environ []string
		want    string
	}{
		"Known":   {known, ""},
		"Similar": {append(known, "WIREBRIEF_LIMITS_TOPIX=5"), "WIREBRIEF_LIMITS_TOPIX: there is no such setting, so it is ignored: did you mean WIREBRIEF_LIMITS_TOPICS?"},
		"NoSecret": {[]string{"WIREBRIEF_LIMITS_FILE=geheim"}, "WIREBRIEF_LIMITS_FILE: there is no such setting, so it is ignored: known are WIREBRIEF_DATABASE_PATH, " +
			"WIREBRIEF_DB, WIREBRIEF_LOG_LEVEL, WIREBRIEF_LOG_FORMAT, WIREBRIEF_ACCESS_MODE, WIREBRIEF_ACCESS_LISTED, WIREBRIEF_LIMITS_TOPICS, WIREBRIEF_LIMITS_FILE_MIB, WIREBRIEF_LIMITS_CHAT_SOURCES, WIREBRIEF_LIMITS_ALERTS, WIREBRIEF_DIGEST_ZONE, WIREBRIEF_DIGEST_SPREAD_MINUTES, " +
			"WIREBRIEF_FETCH_ALLOW, WIREBRIEF_FETCH_ALLOW_CHATS, WIREBRIEF_FETCH_PROXY, WIREBRIEF_FETCH_PROXY_FILE, WIREBRIEF_FETCH_CONTACT, WIREBRIEF_SOURCES_FASTEST_MINUTES, " +
			"WIREBRIEF_SOURCES_SLOWEST_MINUTES, WIREBRIEF_SOURCES_FOLDER, WIREBRIEF_WEB_LISTEN, WIREBRIEF_WEB_PUBLIC_URL, WIREBRIEF_TELEGRAM_TOKEN, " +
			"WIREBRIEF_TELEGRAM_TOKEN_FILE, WIREBRIEF_TELEGRAM_BASE_URL, WIREBRIEF_TELEGRAM_WEBHOOK, WIREBRIEF_DISCORD_TOKEN, WIREBRIEF_DISCORD_TOKEN_FILE, WIREBRIEF_DISCORD_BASE_URL, WIREBRIEF_DISCORD_PUBLIC_KEY, WIREBRIEF_DISCORD_SHARDS, WIREBRIEF_DISCORD_CROSSPOST, WIREBRIEF_CONFIG"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, origin := mustLoad(t, config.Options{Environ: func() []string { return tt.environ }})
			if got := strings.Join(origin.Warnings, "\n"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestWindowsLineEndsAndByteOrderMarkAreRead(t *testing.T) {
	file := write(t, "w.toml", "\ufeff[log]\r\nlevel = \"warn\"\r\n")
	c, origin := mustLoad(t, config.Options{Path: file})
	if c.Log.Level != "warn" || origin.Of("log.level") != file+":2" {
		t.Errorf("got %s from %s", c.Log.Level, origin.Of("log.level"))
	}
}
