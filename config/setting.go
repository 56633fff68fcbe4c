package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
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
		key: "telegram.token", kind: secret,
		doc: []string{
			"The token that @BotFather gave you. Better keep it in a file that only the",
			"program can read, and name that file in token_file.",
		},
		set: func(c *Config, v string) { c.Telegram.Token = NewSecret(v) },
		get: func(c Config) string { return c.Telegram.Token.String() },
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
	return ""
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
