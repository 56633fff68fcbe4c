package discordtest

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// quoteAll is a quote to the end of the text, quoteLines one of lines that
	// follow each other.
	quoteAll   = regexp.MustCompile(`^ *>>> +([\s\S]*)`)
	quoteLines = regexp.MustCompile(`^(?: *> [^\n]*(?:\n|$))+`)
	quoteMark  = regexp.MustCompile(`(?m)^ *> ?`)
	heading    = regexp.MustCompile(`^(#{1,3}) +([^\n#][^\n]*)(?:\n|$)`)
	subtext    = regexp.MustCompile(`^-# +([^\n]+)(?:\n|$)`)
	// listLine is the first line of an item: blanks, mark, number, text.
	listLine = regexp.MustCompile(`^( *)([+*-]|(\d{1,9})\.) +([^\n]+)(?:\n|$)`)
	fence    = regexp.MustCompile("^```(?:([\\w+\\-.#]*)[ \t]*\n)?([\\s\\S]+?)\n*```")
)

// quote reads "> a" and ">>> a". Quotes do not stand in quotes.
func (p parser) quote(rest string, _ bool) (Node, int) {
	if p.quoted {
		return Node{}, 0
	}
	p.quoted = true
	if m := quoteAll.FindStringSubmatch(rest); m != nil {
		return Node{Kind: QuoteNode, Nodes: p.parse(strings.TrimSuffix(m[1], "\n"), true)}, len(m[0])
	}
	lines := quoteLines.FindString(rest)
	if lines == "" {
		return Node{}, 0
	}
	content := strings.TrimSuffix(quoteMark.ReplaceAllString(lines, ""), "\n")
	return Node{Kind: QuoteNode, Nodes: p.parse(content, true)}, len(lines)
}

// heading reads "# a", "## a" and "### a".
func (p parser) heading(rest string, _ bool) (Node, int) {
	m := heading.FindStringSubmatch(rest)
	if m == nil || strings.TrimSpace(m[2]) == "" {
		return Node{}, 0
	}
	return Node{Kind: HeadingNode, Level: len(m[1]), Nodes: p.parse(m[2], true)}, len(m[0])
}

// subtext reads "-# a".
func (p parser) subtext(rest string, _ bool) (Node, int) {
	m := subtext.FindStringSubmatch(rest)
	if m == nil || strings.HasPrefix(m[1], "-#") || strings.TrimSpace(m[1]) == "" {
		return Node{}, 0
	}
	return Node{Kind: SubtextNode, Nodes: p.parse(m[1], true)}, len(m[0])
}

// list reads "- a" or "1. a" with the lines and items that belong to it, which
// stand deeper by two.
func (p parser) list(rest string, _ bool) (Node, int) {
	list := Node{Kind: ListNode}
	read := 0
	for {
		m := listLine.FindStringSubmatch(rest[read:])
		if m == nil || strings.TrimSpace(m[4]) == "" || read > 0 && (m[3] != "") != (list.Number > 0) {
			break
		}
		if read == 0 && m[3] != "" {
			n, err := strconv.Atoi(m[3])
			if err != nil {
				break
			}
			list.Number = max(1, n)
		}
		read += len(m[0])
		content := m[4]
		deeper, n := linesBelow(rest[read:], m[1]+"  ")
		if n > 0 {
			content += "\n" + deeper
			read += n
		}
		list.Nodes = append(list.Nodes, Node{Kind: ItemNode, Nodes: p.parse(content, true)})
	}
	if read == 0 {
		return Node{}, 0
	}
	return list, read
}

// linesBelow are the lines that begin with indent, without it, and how many
// bytes they take.
func linesBelow(rest, indent string) (lines string, n int) {
	var out []string
	for n < len(rest) && strings.HasPrefix(rest[n:], indent) {
		line, _, more := strings.Cut(rest[n:], "\n")
		out = append(out, strings.TrimPrefix(line, indent))
		n += len(line)
		if more {
			n++
		}
	}
	return strings.Join(out, "\n"), n
}

// fence reads a block of code, which may stand in the middle of a line.
func (p parser) fence(rest string, _ bool) (Node, int) {
	m := fence.FindStringSubmatch(rest)
	if p.spot != InBody || m == nil || strings.Trim(m[2], "`\n") == "" {
		return Node{}, 0
	}
	return Node{Kind: FenceNode, Target: m[1], Text: strings.TrimPrefix(m[2], "\n")}, len(m[0])
}
