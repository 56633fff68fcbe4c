package discordtest

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Spot is where a text stands, on which it depends what of its markdown a
// client draws.
type Spot int

const (
	// InBody is the content of a message, the description of an embed, the
	// value of a field and a text display: everything is drawn.
	InBody Spot = iota
	// InTitle is the title of an embed or the name of a field, where styles,
	// times and emoji are drawn, but no links, mentions, lists or quotes.
	InTitle
	// InLabel is a footer, an author, a button and whatever else is shown as it
	// is.
	InLabel
)

// A NodeKind tells how a Node looks.
type NodeKind string

// The kinds of Node.
const (
	PlainNode     NodeKind = "text"
	BoldNode      NodeKind = "bold"
	ItalicNode    NodeKind = "italic"
	UnderlineNode NodeKind = "underline"
	StrikeNode    NodeKind = "strike"
	SpoilerNode   NodeKind = "spoiler"
	CodeNode      NodeKind = "code"
	// FenceNode is a block of code; Target is its language.
	FenceNode NodeKind = "fence"
	QuoteNode NodeKind = "quote"
	// HeadingNode has a Level of 1 to 3.
	HeadingNode NodeKind = "heading"
	SubtextNode NodeKind = "subtext"
	// ListNode holds ItemNodes; Number is that of the first, 0 for bullets.
	ListNode NodeKind = "list"
	ItemNode NodeKind = "item"
	// LinkNode leads to Target. Masked tells that its text is another.
	LinkNode NodeKind = "link"
	// UserNode, RoleNode and ChannelNode mention the one whose id is Target.
	UserNode    NodeKind = "user"
	RoleNode    NodeKind = "role"
	ChannelNode NodeKind = "channel"
	// EveryoneNode is @everyone or @here, as Text has it.
	EveryoneNode NodeKind = "everyone"
	// CommandNode is a slash command to press; Text is its name, Target its id.
	CommandNode NodeKind = "command"
	// GuideNode leads to a part of the server, such as Target "customize".
	GuideNode NodeKind = "guide"
	// EmojiNode is a picture; Text is its name.
	EmojiNode NodeKind = "emoji"
	// TimeNode is the instant Unix in the Style of one letter.
	TimeNode NodeKind = "time"
)

// A Node is a stretch of a text as a client draws it.
type Node struct {
	Kind  NodeKind `json:"kind"`
	Text  string   `json:"text,omitempty"`
	Nodes []Node   `json:"nodes,omitempty"`
	// Target is an address, an id or a name, see the kinds.
	Target string `json:"target,omitempty"`
	Masked bool   `json:"masked,omitempty"`
	Level  int    `json:"level,omitempty"`
	Number int    `json:"number,omitempty"`
	Unix   int64  `json:"unix,omitempty"`
	Style  string `json:"style,omitempty"`
}

// Markdown reads a text as Discord's clients do. These draw markdown by a list
// of rules that are tried one after the other at each place; Discord does not
// publish them, so they are put down here as they were observed by others.
// Where observers differ, more is drawn here: what a bot must not let become
// live does so rather here than there.
func Markdown(text string, spot Spot) []Node {
	if spot == InLabel {
		return joined([]Node{{Kind: PlainNode, Text: text}})
	}
	p := parser{spot: spot}
	return p.parse(text, true)
}

// A parser holds what is known around the text that is read.
type parser struct {
	spot Spot
	// quoted tells that it is in a quote, where none begins, and linked that it
	// is the text of a link, where none begins either.
	quoted, linked bool
	// depth is how many nodes are around; clients stop somewhere, too.
	depth int
}

// maxDepth bounds how deep nodes stand in one another.
const maxDepth = 30

// A rule reads what it is about at the start of rest and returns how many
// bytes that takes, 0 if it is not there. start tells that nothing but blanks
// stands before rest in its line.
type rule func(p parser, rest string, start bool) (Node, int)

// blockRules and inlineRules are tried in this order.
var blockRules, inlineRules []rule

func init() { // they lead to each other, which a declaration may not
	blockRules = []rule{parser.quote, parser.subtext, parser.heading, parser.list}
	inlineRules = []rule{
		parser.escape, parser.bold, parser.underline, parser.italic, parser.strike, parser.spoiler, parser.fence, parser.code,
		parser.link, parser.bracketed, parser.everyone, parser.emoji, parser.address,
	}
}

// parse reads a text. start tells that it begins a line.
func (p parser) parse(text string, start bool) []Node {
	if p.depth > maxDepth {
		return []Node{{Kind: PlainNode, Text: text}}
	}
	p.depth++
	var out []Node
	for at := 0; at < len(text); {
		node, n := p.try(text[at:], start)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(text[at:])
			node = Node{Kind: PlainNode, Text: text[at : at+n]}
		}
		start = startsLine(text[at:at+n], start)
		out = append(out, node)
		at += n
	}
	return joined(out)
}

// try tries the rules. Few characters begin anything.
func (p parser) try(rest string, start bool) (Node, int) {
	if start && p.spot == InBody {
		for _, r := range blockRules {
			if node, n := r(p, rest, start); n > 0 {
				return node, n
			}
		}
	}
	if !strings.ContainsRune("\\*_~|`[<@:h", rune(rest[0])) {
		return Node{}, 0
	}
	for _, r := range inlineRules {
		if node, n := r(p, rest, start); n > 0 {
			return node, n
		}
	}
	return Node{}, 0
}

// startsLine tells whether what follows read stands at the start of a line,
// only blanks before it.
func startsLine(read string, before bool) bool {
	if i := strings.LastIndexByte(read, '\n'); i >= 0 {
		read, before = read[i+1:], true
	}
	return before && strings.TrimSpace(read) == ""
}

// joined makes one node of plain ones that follow each other.
func joined(nodes []Node) []Node {
	var out []Node
	for _, n := range nodes {
		switch last := len(out) - 1; {
		case n.Kind == PlainNode && n.Text == "":
		case n.Kind == PlainNode && last >= 0 && out[last].Kind == PlainNode:
			out[last].Text += n.Text
		default:
			out = append(out, n)
		}
	}
	return out
}

// isWord reports whether a character is a letter or digit of English, or "_".
func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// escape reads a backslash that takes the meaning of the character behind it.
func (p parser) escape(rest string, _ bool) (Node, int) {
	if rest[0] != '\\' || len(rest) == 1 {
		return Node{}, 0
	}
	r, n := utf8.DecodeRuneInString(rest[1:])
	if unicode.IsSpace(r) || r < utf8.RuneSelf && isWord(byte(r)) && r != '_' {
		return Node{}, 0
	}
	return Node{Kind: PlainNode, Text: rest[1 : 1+n]}, 1 + n
}
