package discordtest

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Reader is who looks at a text: on them it depends how times and names
// look. The zero value knows nobody.
type Reader struct {
	// Now is the instant that relative times count from, in the time zone of the
	// others.
	Now time.Time
	// Name returns how a user, role or channel is called, without @ or #; ""
	// if it is not known.
	Name func(kind NodeKind, id ID) string
}

// Plain is what somebody reads: the text without its markdown.
func (r Reader) Plain(nodes []Node) string {
	var b strings.Builder
	r.write(&b, nodes)
	return b.String()
}

func (r Reader) write(b *strings.Builder, nodes []Node) {
	after := false // a block stands before
	for _, n := range nodes {
		if (after || n.isBlock()) && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
		after = n.isBlock()
		if n.Kind == ListNode {
			r.writeList(b, n)
			continue
		}
		b.WriteString(r.text(n))
		r.write(b, n.Nodes)
	}
}

func (r Reader) writeList(b *strings.Builder, list Node) {
	for i, item := range list.Nodes {
		if i > 0 {
			b.WriteByte('\n')
		}
		if list.Number > 0 {
			fmt.Fprintf(b, "%d. ", list.Number+i)
		} else {
			b.WriteString("• ")
		}
		b.WriteString(strings.ReplaceAll(r.Plain(item.Nodes), "\n", "\n  "))
	}
}

// isBlock reports whether a node stands on lines of its own.
func (n Node) isBlock() bool {
	switch n.Kind {
	case QuoteNode, HeadingNode, SubtextNode, ListNode, ItemNode, FenceNode:
		return true
	}
	return false
}

// text is what a node shows besides what is in it.
func (r Reader) text(n Node) string {
	switch n.Kind {
	case UserNode, RoleNode:
		return "@" + r.name(n)
	case ChannelNode:
		return "#" + r.name(n)
	case GuideNode:
		return "#" + n.Target
	case TimeNode:
		return r.Time(n.Unix, n.Style)
	}
	return n.Text
}

func (r Reader) name(n Node) string {
	if r.Name != nil {
		if name := r.Name(n.Kind, ParseID(n.Target)); name != "" {
			return name
		}
	}
	return "unknown-" + string(n.Kind)
}

// timeLayouts are the styles of an instant as the documentation shows them.
var timeLayouts = map[string]string{
	"t": "15:04", "T": "15:04:05", "d": "02/01/2006", "D": "2 January 2006", "f": "2 January 2006 15:04", "": "2 January 2006 15:04",
	"F": "Monday, 2 January 2006 15:04", "s": "02/01/2006, 15:04", "S": "02/01/2006, 15:04:05",
}

// Time is an instant as a client shows it, in British English: the language is
// that of the client.
func (r Reader) Time(unix int64, style string) string {
	t := time.Unix(unix, 0).In(r.Now.Location())
	if style == "R" {
		return relative(t.Sub(r.Now))
	}
	return t.Format(timeLayouts[style])
}

// relative tells a distance in words: "3 hours ago", "in 2 days".
func relative(d time.Duration) string {
	words := amount(d.Abs())
	if d > 0 {
		return "in " + words
	}
	return words + " ago"
}

// amount is a duration in the largest unit that it has at least one of, where
// nearly one counts, too, as clients do it.
func amount(d time.Duration) string {
	count := func(unit time.Duration) int { return int(math.Round(float64(d) / float64(unit))) }
	const day = 24 * time.Hour
	switch seconds, minutes, hours, days := count(time.Second), count(time.Minute), count(time.Hour), count(day); {
	case seconds < 45:
		return "a few seconds"
	case minutes <= 1:
		return "a minute"
	case minutes < 45:
		return strconv.Itoa(minutes) + " minutes"
	case hours <= 1:
		return "an hour"
	case hours < 22:
		return strconv.Itoa(hours) + " hours"
	case days <= 1:
		return "a day"
	case days < 26:
		return strconv.Itoa(days) + " days"
	case days < 46:
		return "a month"
	case days < 320:
		return strconv.Itoa(int(math.Round(float64(days)/30.44))) + " months"
	case days < 548:
		return "a year"
	default:
		return strconv.Itoa(int(math.Round(float64(days)/365.25))) + " years"
	}
}

// A Live is something in a text that is more than letters.
type Live struct {
	Kind NodeKind
	// Text is what is shown, Target where it leads or whom it means.
	Text, Target string
}

// Live returns all that in a text is more than letters, in order, what is in
// something else behind it: styles, too.
func (r Reader) Live(nodes []Node) []Live {
	var out []Live
	for _, n := range nodes {
		if n.Kind != PlainNode && n.Kind != ItemNode {
			out = append(out, Live{Kind: n.Kind, Text: r.Plain([]Node{n}), Target: n.Target})
		}
		out = append(out, r.Live(n.Nodes)...)
	}
	return out
}
