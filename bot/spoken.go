package bot

import (
	"strings"
	"sync"
	"unicode"
)

// commandNames returns the names of all commands. What commands do makes use of
// it, so that it cannot be initialised where it is declared.
var commandNames func() map[string]bool

func init() {
	commandNames = sync.OnceValue(func() map[string]bool {
		names := map[string]bool{}
		for _, c := range Commands() {
			names[c.Name] = true
		}
		return names
	})
}

// paragraph is something that the bot says in its own words: commands in it can
// be pressed where the platform allows that.
func paragraph(s string) Block { return Block{Kind: Paragraph, Runs: spoken(s)} }

// foreign is a paragraph of somebody else's words, in which nothing is live.
func foreign(s string) Block { return Block{Kind: Paragraph, Runs: []Run{{Text: s}}} }

// spoken parts what the bot says into runs, so that each of its commands begins
// one.
func spoken(s string) []Run {
	var runs []Run
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] != '/' || !strings.HasSuffix(s[:i], "‘") && i > 0 && !strings.ContainsRune(" \n(", rune(s[i-1])) {
			continue
		}
		rest := s[i+1:]
		n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLower(r) && r != '_' })
		if n < 0 {
			n = len(rest)
		}
		if !commandNames()[rest[:n]] {
			continue
		}
		if i > start {
			runs = append(runs, Run{Text: s[start:i]})
		}
		runs = append(runs, Run{Text: s[i : i+1+n], Command: true})
		start = i + 1 + n
		i = start - 1
	}
	if start < len(s) || len(runs) == 0 {
		runs = append(runs, Run{Text: s[start:]})
	}
	return runs
}
