package briefing

import "strings"

// A listMarker is the label of an item in a list: "2.", "2)", "b.", "•".
type listMarker struct {
	// kind is the label without its number: ".", ")", ".)", "•"; a letter
	// list has 'a' added. Zero means that there is no label.
	kind byte
	n    int
}

const (
	dotMarker    byte = '.'
	parenMarker  byte = ')'
	bothMarker   byte = 'b'
	letterMarker byte = 'a'
	bulletMarker byte = '*'
)

// follows reports whether m is the label after the label before.
func (m listMarker) follows(before listMarker) bool {
	return m.kind != 0 && m.kind == before.kind && (m.kind == bulletMarker || m.n == before.n+1)
}

// first reports whether a list may begin with m.
func (m listMarker) first() bool { return m.kind == bulletMarker || m.n == 1 }

// listMarkerAt reads the label that stands at i, the zero value if none does.
// Only marks that start a list in running text count, followed by a word.
func listMarkerAt(text string, i, end int) listMarker {
	s := text[i:end]
	for _, bullet := range [...]string{"•", "⁃", "▪", "‣", "●", "◦"} {
		if strings.HasPrefix(s, bullet) {
			return listMarker{kind: bulletMarker}
		}
	}
	n, digits := 0, 0
	for digits < len(s) && digits < 3 && s[digits] >= '0' && s[digits] <= '9' {
		n = n*10 + int(s[digits]-'0')
		digits++
	}
	if digits == 0 && len(s) > 1 && s[0] >= 'a' && s[0] <= 'z' && s[1] == '.' {
		return labelEnd(s[1:], listMarker{kind: letterMarker, n: int(s[0]-'a') + 1})
	}
	if digits == 0 {
		return listMarker{}
	}
	s = s[digits:]
	switch {
	case strings.HasPrefix(s, ".)"):
		return labelEnd(s[1:], listMarker{kind: bothMarker, n: n})
	case strings.HasPrefix(s, "."):
		return labelEnd(s, listMarker{kind: dotMarker, n: n})
	case strings.HasPrefix(s, ")"):
		return labelEnd(s, listMarker{kind: parenMarker, n: n})
	}
	return listMarker{}
}

// labelEnd returns m if its last mark, s[0], is followed by a space and a
// capital: "2. The second".
func labelEnd(s string, m listMarker) listMarker {
	if len(s) > 2 && s[1] == ' ' && s[2] >= 'A' && s[2] <= 'Z' {
		return m
	}
	return listMarker{}
}

// isLabel reports whether s is nothing but the label of a list item, at most
// three digits or one letter with a stop or bracket.
func isLabel(s string) bool {
	t := strings.TrimRight(trimMarks(s, "(•⁃▪‣●◦ "), ".)")
	if t == s || t == "" || len(t) > 3 {
		return false
	}
	if len(t) == 1 && (t[0] >= 'a' && t[0] <= 'z' || t[0] >= 'A' && t[0] <= 'Z') {
		return true
	}
	return strings.Trim(t, "0123456789") == ""
}
