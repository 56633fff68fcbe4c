package discordtest

import (
	"regexp"
	"strings"
)

// between reads what stands between two marks, at least one character, where
// the second is not followed by the character after.
func (p parser) between(kind NodeKind, rest, mark string, after byte, start bool) (Node, int) {
	if !strings.HasPrefix(rest, mark) {
		return Node{}, 0
	}
	for end := len(mark) + 1; ; end++ {
		i := strings.Index(rest[min(end, len(rest)):], mark)
		if i < 0 {
			return Node{}, 0
		}
		end += i
		if behind := end + len(mark); after == 0 || behind == len(rest) || rest[behind] != after {
			return Node{Kind: kind, Nodes: p.parse(rest[len(mark):end], start)}, behind
		}
	}
}

func (p parser) bold(rest string, start bool) (Node, int) {
	return p.between(BoldNode, rest, "**", '*', start)
}

func (p parser) underline(rest string, start bool) (Node, int) {
	return p.between(UnderlineNode, rest, "__", '_', start)
}

func (p parser) strike(rest string, start bool) (Node, int) {
	return p.between(StrikeNode, rest, "~~", 0, start)
}

func (p parser) spoiler(rest string, start bool) (Node, int) {
	return p.between(SpoilerNode, rest, "||", 0, start)
}

// italic reads *a* and _a_.
func (p parser) italic(rest string, start bool) (Node, int) {
	end := 0
	switch rest[0] {
	case '_':
		end = endOfUnderscored(rest)
	case '*':
		end = endOfStarred(rest)
	}
	if end < 2 {
		return Node{}, 0
	}
	return Node{Kind: ItalicNode, Nodes: p.parse(rest[1:end], start)}, end + 1
}

// endOfUnderscored is where the "_" stands that ends what rest begins with,
// which must be the end of a word; 0 if there is none. A pair of "_" and what
// is escaped end nothing.
func endOfUnderscored(rest string) int {
	for i := 1; i < len(rest); i++ {
		switch {
		case rest[i] == '\\' || strings.HasPrefix(rest[i:], "__"):
			i++
		case rest[i] == '_':
			if i+1 == len(rest) || !isWord(rest[i+1]) {
				return i
			}
			return 0
		}
	}
	return 0
}

// endOfStarred is where the "*" stands that ends what rest begins with; 0 if
// there is none. Neither mark may have a blank on its inner side.
func endOfStarred(rest string) int {
	if len(rest) < 2 || isBlank(rest[1]) {
		return 0
	}
	for i := 1; i < len(rest); i++ {
		switch {
		case strings.HasPrefix(rest[i:], `\*`) || strings.HasPrefix(rest[i:], "**"):
			i++
		case rest[i] == '*':
			if isBlank(rest[i-1]) {
				return 0
			}
			return i
		}
	}
	return 0
}

func isBlank(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// code reads `a` and “a“, with one or two marks on each side.
func (p parser) code(rest string, _ bool) (Node, int) {
	for _, mark := range []string{"``", "`"} {
		inner, ok := strings.CutPrefix(rest, mark)
		if !ok {
			continue
		}
		content, _, closed := strings.Cut(inner, mark)
		if closed && strings.Trim(content, "`") != "" {
			return Node{Kind: CodeNode, Text: content}, len(content) + 2*len(mark)
		}
	}
	return Node{}, 0
}

// linkAddress is what stands in round brackets behind the text of a link. The
// address may hold pairs of round brackets.
var linkAddress = regexp.MustCompile(`^\(\s*<?(https?://(?:\([^)\s]*\)|\\[^\s]|[^\s\\()<>])+)>?(?:\s+["'][^)]*["'])?\s*\)`)

// endOfBrackets is where the "]" stands that ends what rest begins with; 0 if
// there is none. A pair of brackets within and what is escaped end nothing.
func endOfBrackets(rest string) int {
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '[':
			inner := strings.IndexByte(rest[i:], ']')
			if inner < 0 {
				return 0
			}
			i += inner
		case ']':
			return i
		}
	}
	return 0
}

// shownAddress is an address in the text of a link, which may not be there.
var shownAddress = regexp.MustCompile(`(?i)https?://\w`)

// link reads [text](address).
func (p parser) link(rest string, _ bool) (Node, int) {
	if p.spot != InBody || p.linked || rest[0] != '[' {
		return Node{}, 0
	}
	end := endOfBrackets(rest)
	if end == 0 {
		return Node{}, 0
	}
	text := rest[1:end]
	m := linkAddress.FindStringSubmatch(rest[end+1:])
	if m == nil || strings.TrimSpace(text) == "" || shownAddress.MatchString(text) {
		return Node{}, 0
	}
	p.linked = true
	return Node{Kind: LinkNode, Target: unescaped(m[1]), Masked: true, Nodes: p.parse(text, false)}, end + 1 + len(m[0])
}

var escaped = regexp.MustCompile(`\\([^0-9A-Za-z\s])`)

func unescaped(text string) string { return escaped.ReplaceAllString(text, "$1") }

// bareAddress is an address without anything around it. What ends a sentence
// does not belong to it.
var bareAddress = regexp.MustCompile(`^https?://[^\s<]+[^<.,:;"')\]\s]`)

// address reads an address that stands in the text.
func (p parser) address(rest string, _ bool) (Node, int) {
	if p.spot != InBody || p.linked || rest[0] != 'h' {
		return Node{}, 0
	}
	m := bareAddress.FindString(rest)
	if m == "" {
		return Node{}, 0
	}
	return Node{Kind: LinkNode, Target: m, Nodes: []Node{{Kind: PlainNode, Text: m}}}, len(m)
}
