package discordtest

import (
	"regexp"
	"strconv"
	"strings"
)

// The things that stand between "<" and ">".
var (
	mention    = regexp.MustCompile(`^<(@!?|@&|#)(\d+)>`)
	instant    = regexp.MustCompile(`^<t:(-?\d{1,17})(?::([tTdDfFsSR]))?>`)
	picture    = regexp.MustCompile(`^<a?:(\w{2,}):(\d+)>`)
	slash      = regexp.MustCompile(`^</([-_'\p{L}\p{N} ]{1,100}):(\d+)>`)
	guide      = regexp.MustCompile(`^<id:([a-z-]+)(?::\d+)?>`)
	angled     = regexp.MustCompile(`^<((?:https?|mailto|tel|sms):[^\s<>]+|\+[\d ()-]{5,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>`)
	shortcode  = regexp.MustCompile(`^:([a-z0-9_+-]+)(?:::skin-tone-[1-5])?:`)
	everyoneOf = regexp.MustCompile(`^@(everyone|here)\b`)
)

// bracketed reads mentions, times, emoji, commands and addresses in angle
// brackets.
func (p parser) bracketed(rest string, _ bool) (Node, int) {
	if rest[0] != '<' {
		return Node{}, 0
	}
	if m := instant.FindStringSubmatch(rest); m != nil {
		unix, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil || unix < -farthest || unix > farthest {
			return Node{}, 0
		}
		return Node{Kind: TimeNode, Unix: unix, Style: m[2]}, len(m[0])
	}
	if m := picture.FindStringSubmatch(rest); m != nil {
		return Node{Kind: EmojiNode, Text: ":" + m[1] + ":", Target: m[2]}, len(m[0])
	}
	if p.spot != InBody {
		return Node{}, 0
	}
	if m := mention.FindStringSubmatch(rest); m != nil {
		kind := map[string]NodeKind{"@": UserNode, "@!": UserNode, "@&": RoleNode, "#": ChannelNode}[m[1]]
		return Node{Kind: kind, Target: m[2]}, len(m[0])
	}
	if m := slash.FindStringSubmatch(rest); m != nil {
		return Node{Kind: CommandNode, Text: "/" + m[1], Target: m[2]}, len(m[0])
	}
	if m := guide.FindStringSubmatch(rest); m != nil {
		return Node{Kind: GuideNode, Target: m[1]}, len(m[0])
	}
	if m := angled.FindStringSubmatch(rest); m != nil && !p.linked {
		return Node{Kind: LinkNode, Target: m[1], Nodes: []Node{{Kind: PlainNode, Text: m[1]}}}, len(m[0])
	}
	return Node{}, 0
}

// farthest is the farthest instant from 1970 that a client shows, in seconds.
const farthest = 8_640_000_000_000

// everyone reads @everyone and @here.
func (p parser) everyone(rest string, _ bool) (Node, int) {
	if p.spot != InBody {
		return Node{}, 0
	}
	m := everyoneOf.FindString(rest)
	return Node{Kind: EveryoneNode, Text: m}, len(m)
}

// shortcodes are some of the names that clients draw as emoji. There are
// thousands.
var shortcodes = map[string]string{
	"smile": "😄", "smiley": "😃", "grin": "😁", "joy": "😂", "laughing": "😆", "wink": "😉", "heart": "❤️", "fire": "🔥", "eyes": "👀", "tada": "🎉",
	"thumbsup": "👍", "+1": "👍", "thumbsdown": "👎", "-1": "👎", "cry": "😢", "sob": "😭", "rage": "😡", "skull": "💀", "warning": "⚠️", "x": "❌",
	"white_check_mark": "✅", "rocket": "🚀", "star": "⭐", "100": "💯", "bell": "🔔", "newspaper": "📰", "wave": "👋", "pray": "🙏", "ok": "🆗", "sos": "🆘",
}

// emoji reads a name between colons.
func (p parser) emoji(rest string, _ bool) (Node, int) {
	if rest[0] != ':' {
		return Node{}, 0
	}
	m := shortcode.FindStringSubmatch(rest)
	if m == nil || shortcodes[strings.ToLower(m[1])] == "" {
		return Node{}, 0
	}
	return Node{Kind: EmojiNode, Text: shortcodes[m[1]]}, len(m[0])
}
