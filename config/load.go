package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Options are what Load is told. The zero value reads no environment.
type Options struct {
	// Path is the file of --config, "" if it was not given. It must exist.
	Path string
	// Database and LogLevel are --db and --log-level, "" if not given. They
	// outweigh everything else.
	Database, LogLevel string
	// Getenv reads the environment; nil means an empty one.
	Getenv func(string) string
	// Environ lists the environment as "NAME=value", so that a misspelt name
	// is noticed; nil means that it cannot be listed.
	Environ func() []string
}

// An Origin tells where a configuration comes from.
type Origin struct {
	// File is the file that was read, "" if there is none.
	File string
	// Warnings are about what works and should be changed, such as a file
	// with a secret that others can read.
	Warnings []string
	sources  map[string]string
}

// Of returns what set key ("log.level"): "default", "wirebrief.toml:3",
// "WIREBRIEF_LOG_LEVEL", "--log-level"; "" for an unknown key.
func (o Origin) Of(key string) string { return o.sources[key] }

// Load returns the configuration that o, the environment and the first file
// found make. Files are looked for in this order: o.Path, WIREBRIEF_CONFIG
// (both must exist), ./wirebrief.toml, wirebrief/wirebrief.toml in the user's
// configuration folder, /etc/wirebrief/wirebrief.toml. The file outweighs the
// defaults, the environment the file, o the environment. All that is wrong is
// reported at once, a line each, with the place and the remedy; no secret is
// in an error. What is invalid is so even if something else outweighs it.
func Load(o Options) (Config, Origin, error) {
	if o.Getenv == nil {
		o.Getenv = func(string) string { return "" }
	}
	file, err := findFile(o)
	if err != nil {
		return Config{}, Origin{}, err
	}
	l := loader{o: o, origin: Origin{File: file.name, sources: map[string]string{}}, winners: map[string]value{}}
	l.read(file)
	l.checkNames()
	var c Config
	for _, s := range settings {
		l.resolve(&c, s)
	}
	l.checkTogether(c)
	if len(l.problems) > 0 {
		return Config{}, Origin{}, l.err()
	}
	return c, l.origin, nil
}

// A loader collects values and what is wrong with them.
type loader struct {
	o        Options
	origin   Origin
	file     map[string]value
	winners  map[string]value
	problems []problem
}

// A value is one given value, as text, with who gave it.
type value struct {
	text   string
	source string
	line   int
	// dir is what a relative path is relative to; "" is the working folder.
	dir string
}

// A problem is a complaint at a line of the file; 0 is elsewhere.
type problem struct {
	line int
	text string
}

// fail notes that what source gave for key is wrong.
func (l *loader) fail(line int, source, key, what string) {
	l.problems = append(l.problems, problem{line, fmt.Sprintf("%s: %s: %s", source, key, what)})
}

// err returns all problems, those of the file in the order of its lines.
func (l *loader) err() error {
	slices.SortStableFunc(l.problems, func(a, b problem) int { return cmp.Compare(a.line, b.line) })
	texts := make([]string, len(l.problems))
	for i, p := range l.problems {
		texts[i] = p.text
	}
	return errors.New("configuration: " + strings.Join(texts, "\nconfiguration: "))
}

// resolve sets s in c to the weightiest value given.
func (l *loader) resolve(c *Config, s setting) {
	winner := value{text: s.standard, source: "default"}
	if s.key == "database.path" {
		winner = defaultDatabase(l.o.Getenv)
	}
	for _, v := range []value{l.fromFile(s), l.fromEnv(s), l.fromFlags(s)} {
		if v.text == "" {
			continue
		}
		if what := s.check(v.text); what != "" {
			l.fail(v.line, v.source, s.key, what)
			continue
		}
		winner = v
	}
	if s.kind == path {
		winner.text = winner.absolute(l.o.Getenv)
	}
	s.set(c, winner.text)
	l.origin.sources[s.key] = winner.source
	l.winners[s.key] = winner
}

// checkTogether notes values that are valid each and make no sense together.
func (l *loader) checkTogether(c Config) {
	wrong := func(key, what string) {
		v := l.winners[key]
		l.fail(v.line, v.source, key, what)
	}
	if fast, slow := c.Sources.FastestMinutes, c.Sources.SlowestMinutes; fast > slow {
		key := "sources.slowest_minutes"
		if l.winners[key].source == "default" {
			key = "sources.fastest_minutes"
		}
		wrong(key, fmt.Sprintf("sources.fastest_minutes is %d and sources.slowest_minutes %d: make the slowest the larger one", fast, slow))
	}
	if c.Web.PublicURL != "" && c.Web.Listen == "" {
		wrong("web.public_url", "nothing would answer there: set web.listen, too, such as \"127.0.0.1:8080\"")
	}
	if c.Telegram.Webhook && c.Web.PublicURL == "" {
		wrong("telegram.webhook", "there is no address to push to: set web.public_url, or telegram.webhook to \"off\"")
	}
	if c.Discord.PublicKey != "" && c.Web.PublicURL == "" {
		wrong("discord.public_key", "there is no address to push to: set web.public_url, or leave discord.public_key out")
	}
}

func (l *loader) fromFlags(s setting) value {
	switch s.key {
	case "database.path":
		return value{text: l.o.Database, source: "--db"}
	case "log.level":
		return value{text: l.o.LogLevel, source: "--log-level"}
	}
	return value{}
}

func (l *loader) fromFile(s setting) value {
	v, named := l.file[s.key], l.file[s.key+fileSuffix]
	return l.orFile(s, v, named)
}

func (l *loader) fromEnv(s setting) value {
	var v value
	for _, name := range append([]string{s.env()}, s.also...) {
		if text := l.o.Getenv(name); text != "" && v.text == "" {
			v = value{text: text, source: name}
		}
	}
	name := s.env() + strings.ToUpper(fileSuffix)
	return l.orFile(s, v, value{text: l.o.Getenv(name), source: name})
}
