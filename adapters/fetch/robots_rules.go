package fetch

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// robotsMaxDelay bounds Crawl-delay.
	robotsMaxDelay = 30 * time.Second
	// ruleSize is what a rule takes beside its pattern, in bytes.
	ruleSize = 48
)

// robotsRules are those of one robots.txt for this program. The zero value,
// and nil, allow everything.
type robotsRules struct {
	rules []robotsRule // the one that holds comes first
	delay time.Duration
}

// A robotsRule allows or forbids the addresses that its pattern matches.
type robotsRule struct {
	pattern string
	allow   bool
}

// allows tells whether u may be fetched; robots.txt itself always may.
func (r *robotsRules) allows(u *url.URL) bool {
	if r == nil || u.Path == "/robots.txt" {
		return true
	}
	path := u.EscapedPath()
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	path = strings.NewReplacer("*", "%2A", "$", "%24").Replace(normaliseEscapes(path))
	for _, rule := range r.rules {
		if matchesRule(rule.pattern, path) {
			return rule.allow
		}
	}
	return true
}

// matchesRule tells whether path begins with what pattern describes: a star
// stands for anything, a dollar at the end for the end of path. Each piece
// between stars is taken where it first occurs, so the time is linear.
func matchesRule(pattern, path string) bool {
	pattern, toEnd := strings.CutSuffix(pattern, "$")
	piece, rest, more := strings.Cut(pattern, "*")
	path, found := strings.CutPrefix(path, piece)
	for found && more {
		piece, rest, more = strings.Cut(rest, "*")
		if toEnd && !more {
			return strings.HasSuffix(path, piece)
		}
		_, path, found = strings.Cut(path, piece)
	}
	return found && (!toEnd || path == "")
}

// size is what the rules take, in bytes, about.
func (r *robotsRules) size() int {
	if r == nil {
		return 0
	}
	n := 0
	for _, rule := range r.rules {
		n += len(rule.pattern) + ruleSize
	}
	return n
}

// productToken is the name under which robots.txt addresses a program: the
// first word of its user agent, up to the slash.
func productToken(userAgent string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(userAgent), " ")
	word, _, _ = strings.Cut(word, "/")
	return strings.ToLower(word)
}

// parseRobots reads the rules for agent: those of all groups that name it, or
// else of all groups for everybody (RFC 9309, section 2.2.1). What is no rule
// is overlooked.
func parseRobots(body []byte, agent string) *robotsRules {
	r := &robotsRules{}
	for _, line := range ourLines(string(body), agent) {
		switch {
		case line.key == "crawl-delay":
			if s, err := strconv.ParseFloat(line.value, 64); err == nil && s > 0 {
				r.delay = max(r.delay, time.Duration(min(s, robotsMaxDelay.Seconds())*float64(time.Second)))
			}
		case line.value != "": // an empty one forbids nothing
			r.rules = append(r.rules, robotsRule{rulePattern(line.value), line.key == "allow"})
		}
	}
	// The longest holds, and of two of the same length the one that allows
	// (section 2.2.2).
	slices.SortStableFunc(r.rules, func(a, b robotsRule) int {
		if d := cmp.Compare(len(b.pattern), len(a.pattern)); d != 0 || a.allow == b.allow {
			return d
		}
		if a.allow {
			return -1
		}
		return 1
	})
	return r
}

// rulePattern is a path to match as matchesRule takes it. Stars and dollars of
// addresses are escaped (section 2.2.3), and so is a dollar within.
func rulePattern(value string) string {
	if value[0] != '/' && value[0] != '*' {
		value = "/" + value
	}
	value, toEnd := strings.CutSuffix(normaliseEscapes(value), "$")
	if value = strings.ReplaceAll(value, "$", "%24"); toEnd {
		value += "$"
	}
	return value
}

// A robotsLine is a rule as it is written.
type robotsLine struct{ key, value string }

// ourLines returns the rules for agent.
func ourLines(body, agent string) []robotsLine {
	var named, common []robotsLine
	addressed := false
	us, all, open := false, false, false // whom the group is for; whether it can name more
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(body, "\ufeff"), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		switch key {
		case "user-agent", "useragent":
			if !open {
				us, all, open = false, false, true
			}
			us = us || agent != "" && productToken(value) == agent
			all = all || value == "*"
			addressed = addressed || us
		case "allow", "disallow", "crawl-delay":
			open = false
			if us {
				named = append(named, robotsLine{key, value})
			}
			if all {
				common = append(common, robotsLine{key, value})
			}
		}
	}
	if addressed {
		return named
	}
	return common
}

// normaliseEscapes writes a path in the one way in which rules and addresses
// are compared: letters, digits and marks that need no escape stand for
// themselves, all else beyond ASCII and all that would split a line is escaped
// in capitals (RFC 9309, section 2.2.2).
func normaliseEscapes(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], isEscape(s[i:])
		if escaped {
			n, _ := strconv.ParseUint(s[i+1:i+3], 16, 8) // two hex digits
			c = byte(n)
			i += 2
		}
		plain := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
		if plain || !escaped && c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
