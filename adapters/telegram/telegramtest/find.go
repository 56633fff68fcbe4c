package telegramtest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
)

// shortNames are the user names of less than four characters that the server
// takes for mentions.
var shortNames = []string{"gif", "pic", "vid", "cap", "ya", "yt", "av"}

// A found stretch is what findEntities sees, in bytes.
type found struct {
	kind     string
	from, to int
}

// findEntities returns what the server makes live in a text without being
// told: mentions, commands, tags, addresses.
func findEntities(text string) []Entity {
	if !strings.ContainsAny(text, "@/#$.") {
		return nil
	}
	var all []found
	for i := range len(text) {
		switch text[i] {
		case '@':
			all = appendFound(all, "mention", text, i, mentionEnd)
		case '/':
			all = appendFound(all, "bot_command", text, i, commandEnd)
		case '#':
			all = appendFound(all, "hashtag", text, i, hashtagEnd)
		case '$':
			all = appendFound(all, "cashtag", text, i, cashtagEnd)
		}
	}
	all = append(all, findAddresses(text)...)
	slices.SortStableFunc(all, func(a, b found) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	return located(text, all)
}

// appendFound adds what begins at from, if end finds an end.
func appendFound(all []found, kind, text string, from int, end func(string, int) int) []found {
	if to := end(text, from); to > 0 {
		all = append(all, found{kind, from, to})
	}
	return all
}

// located turns stretches of bytes, which are sorted, into entities and drops
// what overlaps an earlier one.
func located(text string, all []found) []Entity {
	var out []Entity
	units, at, end := 0, 0, 0
	for _, f := range all {
		if f.from < end {
			continue
		}
		units += utf16Length(text[at:f.from])
		out = append(out, Entity{Type: f.kind, Offset: units, Length: utf16Length(text[f.from:f.to])})
		at, end = f.from, f.to
	}
	return out
}

// before is the character before i, 0 if there is none.
func before(s string, i int) rune {
	if i == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

// after is the character at i, 0 if there is none.
func after(s string, i int) rune {
	if i >= len(s) {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// isWord tells the characters of words.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' }

// isTag tells the characters of hashtags.
func isTag(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.Nd, r) || r == '_' || r == 0x200C || r == 0xB7 || 0xD80 <= r && r <= 0xDFF
}

// nameEnd is the end of the user name or command that begins at i.
func nameEnd(s string, i int) int {
	for i < len(s) && isNameByte(s[i]) {
		i++
	}
	return i
}

// mentionEnd is the end of the @name at i, 0 if it is none.
func mentionEnd(s string, i int) int {
	end := nameEnd(s, i+1)
	name := s[i+1 : end]
	if isWord(before(s, i)) || isWord(after(s, end)) || len(name) > 32 {
		return 0
	}
	if len(name) < 4 && !slices.Contains(shortNames, asciiLower(name)) {
		return 0
	}
	return end
}

// commandEnd is the end of the /command or /command@bot at i, 0 if it is none.
func commandEnd(s string, i int) int {
	if r := before(s, i); isWord(r) || strings.ContainsRune("/<>", r) {
		return 0
	}
	end := nameEnd(s, i+1)
	if n := end - i - 1; n < 1 || n > 64 {
		return 0
	}
	if after(s, end) == '@' {
		bot := nameEnd(s, end+1)
		if n := bot - end - 1; n < 3 || n > 32 {
			return 0
		}
		end = bot
	}
	if r := after(s, end); isWord(r) || strings.ContainsRune("/<>", r) {
		return 0
	}
	return end
}

// maxTag is the longest hashtag in characters.
const maxTag = 256

// hashtagEnd is the end of the #tag at i, 0 if it is none: a number alone is
// not.
func hashtagEnd(s string, i int) int {
	if isTag(before(s, i)) {
		return 0
	}
	end, n, letters := i+1, 0, false
	for end < len(s) && isTag(after(s, end)) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if n < maxTag {
			letters = letters || unicode.IsLetter(r)
		}
		if n++; n > maxTag {
			return 0
		}
		end += size
	}
	if !letters || after(s, end) == '#' {
		return 0
	}
	return end
}

// cashtagEnd is the end of the $TAG at i, 0 if it is none.
func cashtagEnd(s string, i int) int {
	if r := before(s, i); isTag(r) || r == '$' {
		return 0
	}
	end := i + 1
	for end < len(s) && 'A' <= s[end] && s[end] <= 'Z' {
		end++
	}
	if n := end - i - 1; n < 1 || n > 8 {
		return 0
	}
	if r := after(s, end); isTag(r) || r == '$' {
		return 0
	}
	return end
}

// findAddresses returns addresses of pages and of mail: they are looked for
// around the full stops of the text.
func findAddresses(s string) (all []found) {
	for from := 0; from < len(s); {
		dot := strings.IndexByte(s[from:], '.')
		if dot < 0 {
			break
		}
		dot += from
		f, ok := addressAround(s, from, dot)
		if ok {
			all = append(all, f)
		}
		from = max(dot+1, f.to)
	}
	return all
}

// isHostRune tells what a host consists of.
func isHostRune(r rune) bool {
	if r < 0xC0 {
		return r == '.' || r == '-' || r == '~' || r < 0x80 && isNameByte(byte(r))
	}
	return isAddressRune(r)
}

// isAddressRune tells what stands in an address without ending it.
func isAddressRune(r rune) bool {
	if 0x2000 <= r && r <= 0x206F {
		return r == 0x200C || r == 0x200D || 0x2010 <= r && r <= 0x2015
	}
	return !unicode.Is(unicode.Z, r)
}

// isUserRune tells what stands before the @ of an address.
func isUserRune(r rune) bool {
	return !strings.ContainsRune("\n/[]{}()'`<>\"@«»", r) && isAddressRune(r)
}

// isPathRune tells what stands behind the host.
func isPathRune(r rune) bool { return !strings.ContainsRune("\n<>\"«»", r) && isAddressRune(r) }

// back goes left from i while the characters are of a kind, not below limit.
func back(s string, limit, i int, of func(rune) bool) int {
	for i > limit {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if !of(r) {
			break
		}
		i -= size
	}
	return i
}

// forth goes right from i while the characters are of a kind.
func forth(s string, i int, of func(rune) bool) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !of(r) {
			break
		}
		i += size
	}
	return i
}

// addressAround looks for an address whose host holds the full stop at dot
// and which does not begin before limit. Where there is none, the stretch
// says how far the text has been looked at.
func addressAround(s string, limit, dot int) (found, bool) {
	begin := back(s, limit, dot, isHostRune)
	end := forth(s, dot, isHostRune)
	seen := found{to: dot + 1}
	user := begin
	if before(s, begin) == '@' && begin > limit {
		user = back(s, limit, begin-1, isUserRune)
	} else if after(s, end) == '@' { // the full stop stands in the name before the @
		at := end
		if end = forth(s, at+1, isHostRune); end == at+1 {
			return seen, false
		}
		user, begin = back(s, limit, begin, isUserRune), at+1
	}
	seen.to = max(seen.to, end) // no need to look at this host again
	for end > begin && s[end-1] == '.' {
		end--
	}
	host := s[begin:end]
	if user < begin && mail.MatchString(s[user:end]) && knownHost(host, false) {
		return found{"email", user, end}, true
	}
	from, protocol, ok := protocolBefore(s, limit, user)
	if !ok || !knownHost(host, protocol) {
		return seen, false
	}
	return found{"url", from, addressEnd(s, end)}, true
}

// mail is what the server takes for an address of mail.
var mail = regexp.MustCompile(`(?i)^([a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(([a-z0-9][a-z0-9_-]{0,28})?[a-z0-9][.]){1,6}[a-z]{2,8}$`)

// protocolBefore returns where the address that goes on at i begins and
// whether with a protocol. It is false where no address can begin.
func protocolBefore(s string, limit, i int) (from int, protocol, ok bool) {
	prefix := s[limit:i]
	if strings.HasSuffix(prefix, "://") {
		for _, p := range []string{"https://", "http://", "ftp://"} {
			if strings.HasSuffix(asciiLower(prefix), p) {
				return i - len(p), true, true
			}
		}
		return 0, false, false
	}
	r := before(s, i)
	return i, false, !isWord(r) && !strings.ContainsRune("/#@", r)
}

// knownHost reports whether host can be one: with a protocol any, without one
// only below a top level domain that exists.
func knownHost(host string, protocol bool) bool {
	labels := strings.Split(host, ".")
	numeric := true
	for _, label := range labels {
		if label == "" || len(label) >= 64 || strings.HasSuffix(label, "-") || strings.Contains(label, "~") {
			return false
		}
		numeric = numeric && strings.Trim(label, "0123456789") == ""
	}
	if len(labels) < 2 {
		return false
	}
	if numeric {
		return len(labels) == 4 && !slices.ContainsFunc(labels, func(l string) bool { n, err := strconv.Atoi(l); return err != nil || n > 255 })
	}
	top := labels[len(labels)-1]
	if utf8.RuneCountInString(top) < 2 || strings.ContainsAny(top, "_-") && !strings.HasPrefix(top, "xn--") {
		return false
	}
	if protocol || strings.HasPrefix(top, "xn--") {
		return true
	}
	_, known := publicsuffix.PublicSuffix(asciiLower(top))
	return known
}

// addressEnd is the end of an address whose host ends at i: behind its port,
// path, query and fragment, without punctuation that belongs to the sentence.
func addressEnd(s string, i int) int {
	if after(s, i) == ':' {
		end := i + 1
		for end < len(s) && isDigit(s[end]) {
			end++
		}
		if port, err := strconv.Atoi(s[i+1 : end]); err == nil && port > 0 && port <= 65535 {
			i = end
		}
	}
	if !strings.ContainsRune("/?#", after(s, i)) || i >= len(s) {
		return i
	}
	end := forth(s, i, isPathRune)
	for end > i+1 && strings.IndexByte(".:;,('?!`", s[end-1]) >= 0 {
		end--
	}
	end = i + len(balanced(s[i:end]))
	if end == i+1 && s[i] != '/' {
		return i
	}
	return end
}

// balanced cuts a path before a closing bracket that nothing in it opens.
func balanced(path string) string {
	depth := map[byte]int{}
	opening := map[byte]byte{')': '(', ']': '[', '}': '{'}
	for i := range len(path) {
		switch c := path[i]; c {
		case '(', '[', '{':
			depth[c]++
		case ')', ']', '}':
			if depth[opening[c]]--; depth[opening[c]] < 0 {
				return path[:i]
			}
		}
	}
	return path
}
