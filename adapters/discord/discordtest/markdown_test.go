package discordtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wirebrief/adapters/discord/discordtest"
)

// sketch writes nodes in short: bold(a) for what is bold, and plain text as it
// is.
func sketch(nodes []discordtest.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		if n.Kind == discordtest.PlainNode {
			b.WriteString(n.Text)
			continue
		}
		b.WriteString(string(n.Kind))
		if n.Level > 0 {
			fmt.Fprint(&b, n.Level)
		}
		if n.Number > 0 {
			fmt.Fprintf(&b, "#%d", n.Number)
		}
		if n.Masked {
			b.WriteByte('!')
		}
		b.WriteByte('(')
		b.WriteString(n.Text + sketch(n.Nodes))
		if n.Kind == discordtest.TimeNode {
			fmt.Fprintf(&b, "%d %s", n.Unix, n.Style)
		}
		if n.Target != "" && n.Target != sketch(n.Nodes) {
			b.WriteString("→" + n.Target)
		}
		b.WriteByte(')')
	}
	return b.String()
}

// bodyTests are texts and what becomes of them in the content of a message.
var bodyTests = map[string]struct{ text, want string }{
	"Plain":        {"Good morning, 3 * 4 = 12 and a_b_c", "Good morning, 3 * 4 = 12 and a_b_c"},
	"Empty":        {"", ""},
	"LineBreaks":   {"a\n\nb", "a\n\nb"},
	"Unicode":      {"Qarabağ – Карабах", "Qarabağ – Карабах"},
	"InvalidBytes": {"a\xffb", "a\xffb"},

	"Bold":             {"a **b** c", "a bold(b) c"},
	"BoldItalic":       {"***a***", "bold(italic(a))"},
	"Italic":           {"*a* and _b_", "italic(a) and italic(b)"},
	"Underline":        {"__a__", "underline(a)"},
	"Strike":           {"~~a~~", "strike(a)"},
	"Spoiler":          {"||a||", "spoiler(a)"},
	"Nested":           {"**a *b* __c__**", "bold(a italic(b) underline(c))"},
	"AcrossLines":      {"**a\nb**", "bold(a\nb)"},
	"Unclosed":         {"**a *b ~~c ||d", "**a *b ~~c ||d"},
	"EmptyMarks":       {"**** and __", "italic(**) and __"},
	"StarsApart":       {"2 * 3 * 4", "2 * 3 * 4"},
	"StarBeforeBlank":  {"*a * b", "*a * b"},
	"InWord":           {"snake_case_name", "snake_case_name"},
	"UnderscoreAtEnd":  {"_a_b_", "_aitalic(b)"},
	"BoldInItalic":     {"*a **b** c*", "italic(a bold(b) c)"},
	"BoldAfterLetters": {"Ж**b**", "Жbold(b)"},

	"Escapes":        {`\*a\* \_b\_ \~\~c\~\~ \|\|d\|\| \[e\] \<f\>`, "*a* _b_ ~~c~~ ||d|| [e] <f>"},
	"NoEscape":       {`C:\new \ a`, `C:\new \ a`},
	"BackslashLast":  {`a\`, `a\`},
	"EscapedSlash":   {`\\*a*`, `\italic(a)`},
	"EscapedBold":    {`\**a\**`, "*italic(a*)"},
	"EscapedAddress": {`https\://evil.example`, "https://evil.example"},

	"Code":           {"`**a**`", "code(**a**)"},
	"DoubleCode":     {"``a`b``", "code(a`b)"},
	"CodeUnclosed":   {"`a", "`a"},
	"CodeOfMarks":    {"````", "````"},
	"CodeHidesAll":   {"`<@1> https://a.example`", "code(<@1> https://a.example)"},
	"Fence":          {"```go\nx := 1\n```", "fence(x := 1→go)"},
	"FenceInLine":    {"a ```b``` c", "a fence(b) c"},
	"FenceUnclosed":  {"```\na", "```\na"},
	"FenceHidesAll":  {"```\n**a**\n```", "fence(**a**)"},
	"FenceBlankOnly": {"```\n```", "code(`\n)`"},

	"Quote":           {"> a\n> b\nc", "quote(a\nb)c"},
	"QuoteRest":       {"a\n>>> b\nc", "a\nquote(b\nc)"},
	"QuoteIndented":   {"a\n  > b", "a\nquote(b)"},
	"QuoteNoBlank":    {">a", ">a"},
	"QuoteInLine":     {"a > b", "a > b"},
	"QuoteInQuote":    {"> > a", "quote(> a)"},
	"QuoteStyled":     {"> **Ana Varga** said", "quote(bold(Ana Varga) said)"},
	"QuoteEmptyLine":  {"> a\n> \n> b", "quote(a\n\nb)"},
	"QuoteInBold":     {"** > a**", "bold(quote(a))"},
	"QuoteEscaped":    {`\> a`, "> a"},
	"QuoteList":       {"> - a\n> - b", "quote(list(item(a)item(b)))"},
	"Heading":         {"# a\nb", "heading1(a)b"},
	"HeadingDeep":     {"### **a**", "heading3(bold(a))"},
	"HeadingFour":     {"#### a", "#### a"},
	"HeadingNoBlank":  {"#a", "#a"},
	"HeadingInLine":   {"a # b", "a # b"},
	"HeadingEscaped":  {`\# a`, "# a"},
	"HeadingOfQuote":  {"# > a", "heading1(quote(a))"},
	"HeadingEmpty":    {"#  ", "#  "},
	"Subtext":         {"-# a", "subtext(a)"},
	"SubtextEscaped":  {`\-# a`, "-# a"},
	"Bullets":         {"- a\n- b", "list(item(a)item(b))"},
	"Stars":           {"* a", "list(item(a))"},
	"Numbers":         {"3. a\n7. b", "list#3(item(a)item(b))"},
	"Nesting":         {"- a\n  - b\n- c", "list(item(a\nlist(item(b)))item(c))"},
	"ItemGoesOn":      {"- a\n  b", "list(item(a\nb))"},
	"ItemsOfTwoKinds": {"- a\n1. b", "list(item(a))list#1(item(b))"},
	"Dash":            {"– a", "– a"},
	"DashNoBlank":     {"-a", "-a"},
	"ListEscaped":     {`\- a` + "\n" + `1\. b`, "- a\n1. b"},
	"ListAfterText":   {"a\n- b", "a\nlist(item(b))"},
	"BulletEmpty":     {"-  ", "-  "},
	"YearAtStart":     {"1984. A book", "list#1984(item(A book))"},

	"Link":             {"[Strike](https://a.example/1)", "link!(Strike→https://a.example/1)"},
	"LinkStyled":       {"**[a *b*](https://a.example)**", "bold(link!(a italic(b)→https://a.example))"},
	"LinkAngled":       {"[a](<https://a.example/x>)", "link!(a→https://a.example/x)"},
	"LinkTitle":        {`[a](https://a.example "hint")`, "link!(a→https://a.example)"},
	"LinkBrackets":     {"[a [b]](https://a.example)", "link!(a [b]→https://a.example)"},
	"LinkEscaped":      {`[a\]b](https://a.example/\_x)`, "link!(a]b→https://a.example/_x)"},
	"LinkParentheses":  {"[a](https://a.example/x_(y))", "link!(a→https://a.example/x_(y))"},
	"LinkOfAddress":    {"[https://a.example](https://b.example)", "[link(https://a.example](https://b.example))"},
	"LinkScheme":       {"[a](javascript:alert)", "[a](javascript:alert)"},
	"LinkApart":        {"[a] (https://a.example)", "[a] (link(https://a.example))"},
	"LinkEmpty":        {"[](https://a.example)", "[](link(https://a.example))"},
	"LinkEscapedStart": {`\[a](https://a.example)`, "[a](link(https://a.example))"},
	"LinkHoldsMention": {"[<@1>](https://a.example)", "link!(user(→1)→https://a.example)"},
	"Address":          {"see https://a.example/x, please", "see link(https://a.example/x), please"},
	"AddressInWord":    {"xhttp://a.example", "xlink(http://a.example)"},
	"AddressOther":     {"ftp://a.example www.a.example", "ftp://a.example www.a.example"},
	"AddressAngled":    {"<https://a.example>", "link(https://a.example)"},
	"Mail":             {"<ana@a.example>", "link(ana@a.example)"},
	"Phone":            {"<+374 10 123456>", "link(+374 10 123456)"},
	"AngledTag":        {"<b>a</b> <3", "<b>a</b> <3"},

	"User":           {"<@123> <@!123>", "user(→123) user(→123)"},
	"Role":           {"<@&7>", "role(→7)"},
	"Channel":        {"<#9>", "channel(→9)"},
	"Everyone":       {"@everyone @here @someone", "everyone(@everyone) everyone(@here) @someone"},
	"EveryoneLonger": {"@everyones", "@everyones"},
	"EveryoneJoined": {"@\u200deveryone", "@\u200deveryone"},
	"MentionEscaped": {`\<@123>`, "<@123>"},
	"Command":        {"</latest:1> </feed add:2>", "command(/latest→1) command(/feed add→2)"},
	"Guide":          {"<id:customize>", "guide(→customize)"},
	"Emoji":          {"<:harbour:12> <a:wave:3>", "emoji(:harbour:→12) emoji(:wave:→3)"},
	"Shortcode":      {":smile: :nosuchname: 12:30:45", "emoji(😄) :nosuchname: 12:30:45"},
	"Time":           {"<t:1700000000:R> <t:1700000000>", "time(1700000000 R) time(1700000000 )"},
	"TimeStyle":      {"<t:1700000000:x>", "<t:1700000000:x>"},
	"TimeTooFar":     {"<t:99999999999999999:R>", "<t:99999999999999999:R>"},
}

func TestMarkdownInBody(t *testing.T) {
	for name, tt := range bodyTests {
		t.Run(name, func(t *testing.T) {
			if got := sketch(discordtest.Markdown(tt.text, discordtest.InBody)); got != tt.want {
				t.Errorf("%q becomes\n%s\nwant\n%s", tt.text, got, tt.want)
			}
		})
	}
}

// TestMarkdownElsewhere shows what titles and labels leave as it is.
func TestMarkdownElsewhere(t *testing.T) {
	const text = "# **a** [b](https://c.example) https://d.example <@1> @everyone <t:5:R> :fire:\n> e\n- f"
	for spot, want := range map[discordtest.Spot]string{
		discordtest.InTitle: "# bold(a) [b](https://c.example) https://d.example <@1> @everyone time(5 R) emoji(🔥)\n> e\n- f",
		discordtest.InLabel: text,
	} {
		if got := sketch(discordtest.Markdown(text, spot)); got != want {
			t.Errorf("spot %d: %s\nwant\n%s", spot, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	r := discordtest.Reader{
		Now: time.Date(2026, time.November, 6, 8, 0, 0, 0, time.UTC),
		Name: func(kind discordtest.NodeKind, id discordtest.ID) string {
			return map[discordtest.ID]string{1: "Ana", 2: "editors", 3: "news"}[id]
		},
	}
	hours := func(n int) int64 { return r.Now.Add(time.Duration(n) * time.Hour).Unix() }
	tests := map[string]struct{ text, want string }{
		"Styles":   {"**a** `b` ||c||", "a b c"},
		"Blocks":   {"# a\n> b\n> c\n- d\n- e\nf", "a\nb\nc\n• d\n• e\nf"},
		"MidLine":  {"a ```b``` c", "a \nb\n c"},
		"Numbers":  {"9. a\n9. b", "9. a\n10. b"},
		"Nested":   {"- a\n  - b", "• a\n  • b"},
		"Link":     {"[a](https://b.example)", "a"},
		"Mentions": {"<@1> <@&2> <#3> <@4> </latest:5>", "@Ana @editors #news @unknown-user /latest"},
		"Guide":    {"<id:browse>", "#browse"},
		"Times":    {fmt.Sprintf("<t:%d:R>, <t:%d:F>, <t:%[1]d>", hours(-3), hours(24)), "3 hours ago, Saturday, 7 November 2026 08:00, 6 November 2026 05:00"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := r.Plain(discordtest.Markdown(tt.text, discordtest.InBody)); got != tt.want {
				t.Errorf("%q reads\n%s\nwant\n%s", tt.text, got, tt.want)
			}
		})
	}
	t.Run("NobodyKnown", func(t *testing.T) {
		if got := (discordtest.Reader{}).Plain(discordtest.Markdown("<@1>", discordtest.InBody)); got != "@unknown-user" {
			t.Error(got)
		}
	})
}

func TestRelativeTimes(t *testing.T) {
	r := discordtest.Reader{Now: time.Unix(1_700_000_000, 0).UTC()}
	for d, want := range map[time.Duration]string{
		0: "a few seconds ago", -40 * time.Second: "a few seconds ago", -80 * time.Second: "a minute ago", 10 * time.Minute: "in 10 minutes", -50 * time.Minute: "an hour ago",
		-14 * time.Hour: "14 hours ago", 23 * time.Hour: "in a day", -48 * time.Hour: "2 days ago", -30 * 24 * time.Hour: "a month ago", -90 * 24 * time.Hour: "3 months ago",
		-365 * 24 * time.Hour: "a year ago", -1000 * 24 * time.Hour: "3 years ago",
	} {
		if got := r.Time(r.Now.Add(d).Unix(), "R"); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestLive(t *testing.T) {
	got := (discordtest.Reader{}).Live(discordtest.Markdown("# **[a](https://b.example)** <@1>\n- c", discordtest.InBody))
	want := []discordtest.Live{
		{Kind: discordtest.HeadingNode, Text: "a @unknown-user"}, {Kind: discordtest.BoldNode, Text: "a"},
		{Kind: discordtest.LinkNode, Text: "a", Target: "https://b.example"}, {Kind: discordtest.UserNode, Text: "@unknown-user", Target: "1"},
		{Kind: discordtest.ListNode, Text: "• c"},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("live is\n%v\nwant\n%v", got, want)
	}
	if more := (discordtest.Reader{}).Live(discordtest.Markdown("nothing at all", discordtest.InBody)); len(more) != 0 {
		t.Errorf("live is %v", more)
	}
}

// TestMarkdownIsFast reads long texts that look like the beginning of
// something again and again.
func TestMarkdownIsFast(t *testing.T) {
	for _, unit := range []string{"*", "**a", "_a", "~~", "||", "`a", "```a", "[", "[a](", "<@", "> ", "- ", "# ", "\\", "https://", "  - a\n", "> a\n", "@everyone", ":a", "((", "**a *"} {
		begun := time.Now()
		discordtest.Markdown(strings.Repeat(unit, 6000/len(unit)), discordtest.InBody)
		if took := time.Since(begun); took > time.Minute {
			t.Errorf("%q repeated takes %v", unit, took)
		}
	}
}

// FuzzMarkdown finds no text that is lost or that holds something new: what is
// left as it is comes in the order of the text.
func FuzzMarkdown(f *testing.F) {
	for _, tt := range bodyTests {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return
		}
		for _, spot := range []discordtest.Spot{discordtest.InBody, discordtest.InTitle, discordtest.InLabel} {
			nodes := discordtest.Markdown(text, spot)
			inOrder(t, text, nodes)
			if spot == discordtest.InLabel && sketch(nodes) != text {
				t.Errorf("the label %q is shown as %q", text, sketch(nodes))
			}
			if plain := (discordtest.Reader{}).Plain(nodes); utf8.ValidString(text) && !utf8.ValidString(plain) {
				t.Errorf("%q becomes %q", text, plain)
			}
		}
	})
}

// inOrder checks that the letters of the nodes are those of the text, some left
// out. Spoken-for names of emoji are not in the text.
func inOrder(t *testing.T, text string, nodes []discordtest.Node) {
	t.Helper()
	rest := text
	var walk func(nodes []discordtest.Node)
	walk = func(nodes []discordtest.Node) {
		for _, n := range nodes {
			if n.Kind == discordtest.PlainNode || n.Kind == discordtest.CodeNode || n.Kind == discordtest.FenceNode {
				for _, c := range []byte(n.Text) {
					i := strings.IndexByte(rest, c)
					if i < 0 {
						t.Fatalf("%q has become %s", text, sketch(nodes))
					}
					rest = rest[i+1:]
				}
			}
			walk(n.Nodes)
		}
	}
	walk(nodes)
}
