package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A setting is one key of the configuration.
type setting struct {
	// key as in the file, "section.name".
	key string
	// doc is what the example says about it, a line each.
	doc []string
	// standard is the default as it stands in the file. The default of a
	// path or a secret is found elsewhere or empty.
	standard string
	kind     kind
	// oneOf are the allowed words; low and high bound a number, inclusively.
	oneOf     []string
	low, high int64
	// valid checks a value besides its kind, of a list each entry,
	// and returns what is wrong with it and the remedy, or "". It repeats
	// nothing that might be a secret.
	valid func(v string) string
	// also names environment variables besides the regular one.
	also []string
	// set puts a valid value into c; get reads it as it would stand in the
	// file, secrets redacted.
	set func(c *Config, v string)
	get func(c Config) string
}

// A kind is the type of a setting.
type kind int

const (
	word   kind = iota // one of a list
	number             // an integer in a range
	path               // a file name
	secret             // a token; key_file names a file that holds it
	list               // texts without commas, parted by commas
	line               // any text of one line
)

// env returns the regular environment variable of the setting.
func (s setting) env() string {
	return "WIREBRIEF_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// settings are all there is, section by section, in the order of the example.
var settings = []setting{
	{
		key: "database.path", kind: path, also: []string{"WIREBRIEF_DB"},
		doc: []string{
			"The SQLite file that holds everything. Relative to this file. Without it:",
			"STATE_DIRECTORY (set by systemd and the container image), else the folder",
			"for your data, ~/.local/share/wirebrief on Linux. Also: --db, WIREBRIEF_DB.",
		},
		set: func(c *Config, v string) { c.Database.Path = v },
		get: func(c Config) string { return c.Database.Path },
	},
	{
		key: "log.level", kind: word, standard: "info", oneOf: []string{"debug", "info", "warn", "error"},
		doc: []string{"How much is logged: debug, info, warn or error. Also: --log-level."},
		set: func(c *Config, v string) { c.Log.Level = v },
		get: func(c Config) string { return c.Log.Level },
	},
	{
		key: "log.format", kind: word, standard: "text", oneOf: []string{"text", "json", "auto"},
		doc: []string{
			"How it is logged: text for people, json for machines, auto for text on a",
			"terminal and json elsewhere.",
		},
		set: func(c *Config, v string) { c.Log.Format = v },
		get: func(c Config) string { return c.Log.Format },
	},
	{
		key: "access.mode", kind: word, standard: "invite", oneOf: []string{"open", "invite", "listed"},
		doc: []string{
			"Who may use the bot: open lets everybody in, invite those who were given a",
			"code (\"wirebrief invite\") and groups they bring it into, listed only those",
			"named below. The chat in your own terminal is always yours.",
		},
		set: func(c *Config, v string) { c.Access.Mode = v },
		get: func(c Config) string { return c.Access.Mode },
	},
	{
		key: "access.listed", kind: list, valid: checkListed,
		doc: []string{
			"People and chats that need no invitation, each as platform:id, for example",
			"[\"telegram:123456789\", \"discord:80351110224678912\"].",
		},
		set: func(c *Config, v string) { c.Access.Listed = entries(v) },
		get: func(c Config) string { return strings.Join(c.Access.Listed, ", ") },
	},
	{
		key: "limits.topics", kind: number, standard: "50", low: 1, high: 10_000,
		doc: []string{"How many topics one chat may follow, 1 to 10000."},
		set: func(c *Config, v string) { c.Limits.Topics = int(mustInt(v)) },
		get: func(c Config) string { return strconv.Itoa(c.Limits.Topics) },
	},
	{
		key: "limits.file_mib", kind: number, standard: "64", low: 1, high: 1024,
		doc: []string{
			"The largest article file that is read, in MiB, 1 to 1024. However large the",
			"file, the text of one article may have at most 4 MB.",
		},
		set: func(c *Config, v string) { c.Limits.FileMiB = int(mustInt(v)) },
		get: func(c Config) string { return strconv.Itoa(c.Limits.FileMiB) },
	},
	{
		key: "limits.chat_sources", kind: number, standard: "0", low: 0, high: 1000,
		doc: []string{
			"How many feeds the people of one chat may add with /sources add, 0 to 1000.",
			"With 0 only you add any, with \"wirebrief feed add\".",
		},
		set: func(c *Config, v string) { c.Limits.ChatSources = int(mustInt(v)) },
		get: func(c Config) string { return strconv.Itoa(c.Limits.ChatSources) },
	},
	{
		key: "limits.alerts", kind: number, standard: "4", low: 1, high: 60,
		doc: []string{
			"How many alerts a chat gets in an hour, 1 to 60. What comes beyond that is",
			"gathered in one message.",
		},
		set: func(c *Config, v string) { c.Limits.Alerts = int(mustInt(v)) },
		get: func(c Config) string { return strconv.Itoa(c.Limits.Alerts) },
	},
	{
		key: "digest.zone", kind: line, standard: "UTC", valid: checkZone,
		doc: []string{
			"The time zone of chats that have not told theirs, a name such as",
			"\"Europe/Berlin\".",
		},
		set: func(c *Config, v string) { c.Digest.Zone = v },
		get: func(c Config) string { return c.Digest.Zone },
	},
	{
		key: "digest.spread_minutes", kind: number, standard: "0", low: 0, high: 5,
		doc: []string{
			"By how many minutes digests may come before or after their time, 0 to 5, each",
			"chat always at its own place: for where thousands choose the same minute.",
		},
		set: func(c *Config, v string) { c.Digest.SpreadMinutes = int(mustInt(v)) },
		get: func(c Config) string { return strconv.Itoa(c.Digest.SpreadMinutes) },
	},
	{
		key: "fetch.allow", kind: list, valid: checkNetwork,
		doc: []string{
			"Networks of your own that feeds and pages may be read from: private and local",
			"addresses are refused otherwise. For example [\"192.168.1.0/24\", \"10.0.0.5\"];",
			"in the environment parted by commas.",
		},
		set: func(c *Config, v string) { c.Fetch.Allow = networks(v) },
		get: func(c Config) string { return networkNames(c.Fetch.Allow) },
	},
	{
		key: "fetch.allow_chats", kind: list, valid: checkNetwork,
		doc: []string{
			"Networks of your own that people in chats may have pages read from, by",
			"sending an address: all who may use the bot then see what your machines show",
			"to this one. fetch.allow does not hold for them.",
		},
		set: func(c *Config, v string) { c.Fetch.AllowChats = networks(v) },
		get: func(c Config) string { return networkNames(c.Fetch.AllowChats) },
	},
	{
		key: "fetch.proxy", kind: secret, valid: checkProxy,
		doc: []string{
			"A proxy for everything that is fetched, such as http://proxy.example:3128 or",
			"socks5://user:password@proxy.example:1080. With a password better in",
			"proxy_file. It resolves the names, so guarding your own network is its task.",
		},
		set: func(c *Config, v string) { c.Fetch.Proxy = NewSecret(v) },
		get: func(c Config) string { return c.Fetch.Proxy.String() },
	},
	{
		key: "fetch.contact", kind: line, valid: checkContact,
		doc: []string{
			"A mail or page address at which the people who run the sites reach you. It is",
			"sent with every request, so that they write instead of blocking you.",
		},
		set: func(c *Config, v string) { c.Fetch.Contact = v },
		get: func(c Config) string { return c.Fetch.Contact },
	},
	{
		key: "sources.fastest_minutes", kind: number, standard: "3", low: 2, high: 60,
		doc: []string{"The least time between two looks at a busy feed, in minutes, 2 to 60."},
		set: func(c *Config, v string) { c.Sources.FastestMinutes = int(mustInt(v)) },
		get: func(c Config) string { return strconv.Itoa(c.Sources.FastestMinutes) },
	},
	{
		key: "sources.slowest_minutes", kind: number, standard: "60", low: 10, high: 1440,
		doc: []string{
			"The most time between two looks at a quiet feed, in minutes, 10 to 1440. A",
			"feed that fails or asks to be left alone may wait longer.",
		},
		set: func(c *Config, v string) { c.Sources.SlowestMinutes = int(mustInt(v)) },
		get: func(c Config) string { return strconv.Itoa(c.Sources.SlowestMinutes) },
	},
	{
		key: "sources.folder", kind: path,
		doc: []string{
			"A folder to drop article files into: \"wirebrief run\" stores them and moves",
			"them to done/ or failed/ in it. Relative to this file. Empty for none.",
		},
		set: func(c *Config, v string) { c.Sources.Folder = v },
		get: func(c Config) string { return c.Sources.Folder },
	},
	{
		key: "web.listen", kind: line, valid: checkListen,
		doc: []string{"The port of the service, such as 127.0.0.1:8080. Empty for none."},
		set: func(c *Config, v string) { c.Web.Listen = v },
		get: func(c Config) string { return c.Web.Listen },
	},
	{
		key: "web.public_url", kind: line, valid: checkPublicURL,
		doc: []string{
			"The address at which the Internet reaches that port, such as",
			"https://news.example.com. With it feeds that can (WebSub) push their news.",
		},
		set: func(c *Config, v string) { c.Web.PublicURL = strings.TrimRight(v, "/") },
		get: func(c Config) string { return c.Web.PublicURL },
	},
	{
		key: "telegram.token", kind: secret,
		doc: []string{
			"The token that @BotFather gave you. Better keep it in a file that only the",
			"program can read, and name that file in token_file.",
		},
		set: func(c *Config, v string) { c.Telegram.Token = NewSecret(v) },
		get: func(c Config) string { return c.Telegram.Token.String() },
	},
	{
		key: "telegram.base_url", kind: line, standard: "https://api.telegram.org", valid: checkBaseURL,
		doc: []string{
			"The Bot API server. Change it only if you run a server of your own, such as",
			"http://127.0.0.1:8081; the token is part of every address asked there.",
		},
		set: func(c *Config, v string) { c.Telegram.BaseURL = strings.TrimRight(v, "/") },
		get: func(c Config) string { return c.Telegram.BaseURL },
	},
	{
		key: "telegram.webhook", kind: word, standard: "off", oneOf: []string{"off", "on"},
		doc: []string{
			"How messages come in: off asks Telegram for them, which works everywhere; on",
			"has them pushed to web.public_url, which must be https and end at this",
			"program. The address and the secret for that are made up by themselves.",
		},
		set: func(c *Config, v string) { c.Telegram.Webhook = v == "on" },
		get: func(c Config) string { return onOff(c.Telegram.Webhook) },
	},
	{
		key: "discord.token", kind: secret,
		doc: []string{
			"The bot token from the Bot page of your application at",
			"https://discord.com/developers/applications. Better in token_file, too.",
		},
		set: func(c *Config, v string) { c.Discord.Token = NewSecret(v) },
		get: func(c Config) string { return c.Discord.Token.String() },
	},
	{
		key: "discord.base_url", kind: line, standard: "https://discord.com/api/v10", valid: checkBaseURL,
		doc: []string{"The address of Discord's API with its version. Change it only for tests."},
		set: func(c *Config, v string) { c.Discord.BaseURL = strings.TrimRight(v, "/") },
		get: func(c Config) string { return c.Discord.BaseURL },
	},
	{
		key: "discord.public_key", kind: line, valid: checkPublicKey,
		doc: []string{
			"How commands come in: empty keeps a connection (the gateway), which works",
			"everywhere. With the Public Key of your application they are pushed to",
			"web.public_url instead: enter that address with /discord/interactions behind",
			"it as the Interactions Endpoint URL there. Direct messages are then not heard.",
		},
		set: func(c *Config, v string) { c.Discord.PublicKey = v },
		get: func(c Config) string { return c.Discord.PublicKey },
	},
	{
		key: "discord.shards", kind: number, standard: "0", low: 0, high: 1000,
		doc: []string{"How many connections the servers are divided among; 0 does as Discord advises."},
		set: func(c *Config, v string) { c.Discord.Shards, _ = strconv.Atoi(v) },
		get: func(c Config) string { return strconv.Itoa(c.Discord.Shards) },
	},
	{
		key: "discord.crosspost", kind: word, standard: "off", oneOf: []string{"off", "on"},
		doc: []string{"Whether what is posted in announcement channels goes to their followers, too."},
		set: func(c *Config, v string) { c.Discord.Crosspost = v == "on" },
		get: func(c Config) string { return onOff(c.Discord.Crosspost) },
	},
}

// onOff is the opposite of v == "on".
func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// mustInt reads a number that check has let pass.
func mustInt(v string) int64 {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		panic("config: unchecked number")
	}
	return n
}

// check returns what is wrong with the value v, with the remedy, or "". It
// never repeats a secret.
func (s setting) check(v string) string {
	switch s.kind {
	case list:
		return s.checkEntries(v)
	case line:
		if strings.ContainsFunc(v, unicode.IsControl) {
			return "line ends and control characters do not belong here"
		}
	case word:
		if !slices.Contains(s.oneOf, v) {
			return fmt.Sprintf("%s is not known: use %s", quoted(v), orList(s.oneOf))
		}
	case number:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return fmt.Sprintf("%s is not a whole number: use one from %d to %d", quoted(v), s.low, s.high)
		}
		if n < s.low || n > s.high {
			return fmt.Sprintf("%d is out of range: use a number from %d to %d", n, s.low, s.high)
		}
	case path:
		if strings.ContainsRune(v, 0) {
			return "a file name cannot hold a NUL character"
		}
	case secret:
		if strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
			return "a token holds no spaces or line ends: copy it again"
		}
	}
	if s.valid != nil {
		return s.valid(v)
	}
	return ""
}

// checkEntries checks each entry of a list. Entries are named by their place.
func (s setting) checkEntries(v string) string {
	for i, e := range entries(v) {
		if what := s.valid(e); what != "" {
			return fmt.Sprintf("entry %d %s", i+1, what)
		}
	}
	return ""
}

// entries are those of a list.
func entries(v string) []string {
	var out []string
	for e := range strings.SplitSeq(v, ",") {
		if e = strings.TrimSpace(e); e != "" {
			out = append(out, e)
		}
	}
	return out
}

// plainWord is what a value looks like that can be no secret.
var plainWord = regexp.MustCompile(`^[a-z0-9_-]{1,16}$`)

// quoted shows a value in an error, unless it might be a secret that was put
// into the wrong place.
func quoted(v string) string {
	if plainWord.MatchString(v) {
		return strconv.Quote(v)
	}
	return "the value"
}

func orList(words []string) string {
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
