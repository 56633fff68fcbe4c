package config

import (
	"fmt"
	"strings"
	"unicode"
)

const exampleHead = `# The configuration of wirebrief. Every key has its default here; take away the
# "#" before a key to change it. No key is required, and neither is this file.
#
# It is read from the first of: --config FILE, WIREBRIEF_CONFIG,
# ./wirebrief.toml, wirebrief/wirebrief.toml in your configuration folder
# (~/.config on Linux), /etc/wirebrief/wirebrief.toml.
#
# The environment outweighs the file: the key "level" of [log] is there
# WIREBRIEF_LOG_LEVEL, and so on. "wirebrief config" shows what holds and why.
`

// Example returns a commented configuration file with every key there is, each
// commented out and with its default. Without the marks it is a valid file
// that means the same as no file.
func Example() string {
	var b strings.Builder
	b.WriteString(exampleHead)
	last := ""
	for _, s := range settings {
		section, name, _ := strings.Cut(s.key, ".")
		if section != last {
			fmt.Fprintf(&b, "\n[%s]\n", section)
			last = section
		}
		b.WriteByte('\n')
		for _, line := range s.doc {
			fmt.Fprintf(&b, "# %s\n", line)
		}
		fmt.Fprintf(&b, "#%s = %s\n", name, s.literal(s.standard))
		if s.kind == secret {
			fmt.Fprintf(&b, "#%s%s = \"\"\n", name, fileSuffix)
		}
	}
	return b.String()
}

// literal returns v as a TOML value.
func (s setting) literal(v string) string {
	switch s.kind {
	case number:
		return v
	case list:
		var quoted []string
		for _, e := range entries(v) {
			quoted = append(quoted, tomlString(e))
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	}
	return tomlString(v)
}

// tomlString returns v as a TOML basic string.
func tomlString(v string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(v, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r > 0xffff && !unicode.IsPrint(r):
			fmt.Fprintf(&b, "\\U%08X", r)
		case !unicode.IsPrint(r): // could steer or deceive a terminal
			fmt.Fprintf(&b, "\\u%04X", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Effective returns c as a TOML file, secrets redacted, with a remark behind
// each value that says where it comes from.
func Effective(c Config, o Origin) string {
	var b strings.Builder
	if o.File == "" {
		b.WriteString("# no configuration file\n")
	} else {
		fmt.Fprintf(&b, "# file: %s\n", oneLine(o.File))
	}
	last := ""
	for _, s := range settings {
		section, name, _ := strings.Cut(s.key, ".")
		if section != last {
			fmt.Fprintf(&b, "\n[%s]\n", section)
			last = section
		}
		fmt.Fprintf(&b, "%s = %s  # %s\n", name, s.literal(s.get(c)), oneLine(o.Of(s.key)))
	}
	for _, w := range o.Warnings {
		fmt.Fprintf(&b, "\n# warning: %s\n", oneLine(w))
	}
	return b.String()
}

// oneLine keeps a file name with strange characters inside its comment.
func oneLine(s string) string {
	quoted := tomlString(s)
	return quoted[1 : len(quoted)-1]
}
