package bot_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

var update = flag.Bool("update", false, "write what the bot says into the dialogues")

// TestDialogues plays the files of testdata/dialogues. A line that begins with
// ">>> " is typed, "[Label]" presses a button of the answer above it, and the
// lines below are what the bot says to it, as show writes it. Further lines:
//
//	>>> !group        from here on in a group (!private: in a private chat)
//	>>> !user bob     from here on as bob (!admin bob: who may change settings)
//	>>> !again        the last event comes a second time
//	>>> !wait 2h      time passes
//
// A line that begins with "//" is a remark.
// A file whose name begins with "empty" starts without articles.
func TestDialogues(t *testing.T) {
	paths, err := filepath.Glob("testdata/dialogues/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no dialogues: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			c := &clock{morning}
			d := newStore(t, c)
			if !strings.HasPrefix(filepath.Base(path), "empty") {
				store(t, d, news...)
			}
			p := &player{t: t, bot: newBot(d, c), clock: c, chat: bot.ChatRef{Platform: "test", ID: "1"}, user: bot.User{ID: "ann"}}
			got := p.play(string(want))
			if got == string(want) {
				return
			}
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("the dialogue went differently (go test -update writes it down):\n%s", firstDifference(string(want), got))
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d\n want %q\n got  %q", i+1, w[i], strings.Join(g[min(i, len(g)):min(i+1, len(g))], ""))
		}
	}
	return fmt.Sprintf("more was said: %q", strings.Join(g[len(w):], "\n"))
}

// A player plays one dialogue.
type player struct {
	t       *testing.T
	bot     *bot.Bot
	clock   *clock
	chat    bot.ChatRef
	kind    bot.ChatKind
	user    bot.User
	events  int
	last    bot.Command
	buttons []bot.Button
}

func (p *player) play(script string) string {
	var out strings.Builder
	for l := range strings.Lines(script) {
		switch {
		case strings.HasPrefix(l, "//"):
			out.WriteString(l)
		case strings.HasPrefix(l, ">>> "):
			if out.Len() > 0 && !strings.HasSuffix(out.String(), "\n\n") && !strings.HasSuffix(out.String(), "!\n") {
				out.WriteString("\n")
			}
			out.WriteString(l)
			out.WriteString(p.step(strings.TrimSpace(strings.TrimPrefix(l, ">>> "))))
		}
	}
	return out.String()
}

func (p *player) step(s string) string {
	word, rest, _ := strings.Cut(s, " ")
	switch word {
	case "!group":
		p.kind, p.chat.ID = bot.Group, "2"
	case "!private":
		p.kind, p.chat.ID = bot.Private, "1"
	case "!user":
		p.user = bot.User{ID: rest}
	case "!admin":
		p.user = bot.User{ID: rest, Admin: true}
	case "!wait":
		d, err := time.ParseDuration(rest)
		if err != nil {
			p.t.Fatal(err)
		}
		p.clock.t = p.clock.t.Add(d)
	case "!again":
		return p.handle(p.last)
	default:
		p.events++
		return p.handle(p.command(s))
	}
	return ""
}

func (p *player) command(s string) bot.Command {
	c := bot.Command{EventID: fmt.Sprint("event", p.events), Chat: p.chat, Kind: p.kind, User: p.user}
	if !strings.HasPrefix(s, "[") {
		c.Text = strings.ReplaceAll(s, `\n`, "\n")
		return c
	}
	for _, b := range p.buttons {
		if "["+b.Label+"]" == s && b.Data != "" {
			c.Button = b.Data
			return c
		}
	}
	p.t.Fatalf("there is no button %s to press", s)
	return c
}

func (p *player) handle(c bot.Command) string {
	p.last = c
	reply, err := p.bot.Handle(context.Background(), c)
	if err != nil {
		p.t.Errorf("%q: %v", c.Text+c.Button, err)
	}
	for _, m := range reply.Messages {
		checkMessage(p.t, m)
		if len(m.Buttons) > 0 {
			p.buttons = nil
		}
	}
	for _, m := range reply.Messages {
		for _, row := range m.Buttons {
			p.buttons = append(p.buttons, row...)
		}
	}
	return show(reply)
}

// checkMessage checks what holds for every message.
func checkMessage(t testing.TB, m bot.Message) {
	t.Helper()
	if len(m.Blocks) == 0 {
		t.Error("a message says nothing")
	}
	for _, b := range m.Blocks {
		for _, r := range b.Runs {
			if r.Text != bot.Plain(r.Text) {
				t.Errorf("a run is not plain: %q", r.Text)
			}
		}
	}
	for _, row := range m.Buttons {
		for _, b := range row {
			checkButton(t, b)
		}
	}
}

func checkButton(t testing.TB, b bot.Button) {
	t.Helper()
	if b.Label == "" || b.Label != bot.Plain(b.Label) || len([]rune(b.Label)) > 64 {
		t.Errorf("a button has the label %q", b.Label)
	}
	if (b.Data == "") == (b.URL == "") {
		t.Errorf("a button has data %q and address %q", b.Data, b.URL)
	}
	if len(b.Data) > bot.MaxButtonData {
		t.Errorf("the data of a button has %d bytes: %q", len(b.Data), b.Data)
	}
}

// show writes a reply as plain text, a line for each block.
func show(r bot.Reply) string {
	var out strings.Builder
	var notes []string
	if r.Replace {
		notes = append(notes, "in place")
	}
	if r.ForUser {
		notes = append(notes, "for the asker only")
	}
	if len(notes) > 0 {
		fmt.Fprintf(&out, "(%s)\n", strings.Join(notes, ", "))
	}
	if len(r.Messages) == 0 {
		return "(silence)\n"
	}
	for i, m := range r.Messages {
		if i > 0 {
			out.WriteString("-----\n")
		}
		for _, b := range m.Blocks {
			out.WriteString(showBlock(b))
		}
		for _, row := range m.Buttons {
			out.WriteString(showRow(row))
		}
	}
	return out.String()
}

var marks = map[bot.BlockKind]string{
	bot.Paragraph: "", bot.Header: "== ", bot.Headline: "# ", bot.Meta: "~ ", bot.Quotation: "| ", bot.Attribution: "   ", bot.Section: "## ", bot.Item: "* ",
}

func showBlock(b bot.Block) string {
	line := marks[b.Kind]
	for _, r := range b.Runs {
		s := r.Text
		if r.Bold && b.Kind != bot.Headline && b.Kind != bot.Header && b.Kind != bot.Section {
			s = "**" + s + "**"
		}
		if r.URL != "" {
			s += " <" + r.URL + ">"
		}
		if !r.Time.IsZero() {
			s += " (" + r.Time.Format("15:04") + ")"
		}
		line += s
	}
	if b.Right != "" {
		line += " ~~ " + b.Right
	}
	return line + "\n"
}

func showRow(row []bot.Button) string {
	labels := make([]string, len(row))
	for i, b := range row {
		labels[i] = "[" + b.Label + "]"
	}
	return strings.Join(labels, " ") + "\n"
}
