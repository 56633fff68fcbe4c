package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// An articleFinder answers each search with the function.
type articleFinder struct {
	bot.ArticleFinder
	search func() (bot.Hits, error)
}

func (f articleFinder) CountArticles(context.Context, time.Time) (bot.Totals, error) {
	return bot.Totals{Articles: 1_000_000}, nil
}

func (f articleFinder) SearchArticles(context.Context, bot.Search) (bot.Hits, error) {
	return f.search()
}

func said(r bot.Reply) string {
	var out strings.Builder
	for _, m := range r.Messages {
		for _, b := range m.Blocks {
			for _, run := range b.Runs {
				out.WriteString(run.Text)
			}
			out.WriteString("\n")
		}
	}
	return out.String()
}

func TestHandleAnswersWhateverHappens(t *testing.T) {
	broken := errors.New("database is broken")
	tests := map[string]struct {
		search func() (bot.Hits, error)
		want   string
		logged bool
	}{
		"an error":   {func() (bot.Hits, error) { return bot.Hits{}, broken }, "Something went wrong on my side.", false},
		"a time-out": {func() (bot.Hits, error) { return bot.Hits{}, context.DeadlineExceeded }, "That took too long.", false},
		"a panic":    {func() (bot.Hits, error) { panic("index out of range") }, "Something went wrong on my side.", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			b := bot.New(bot.Options{Articles: articleFinder{search: test.search}, Logger: slog.New(slog.NewTextHandler(&log, nil))})
			reply, err := b.Handle(context.Background(), bot.Command{Text: "/latest"})
			if err == nil {
				t.Error("the error is lost")
			}
			if !strings.HasPrefix(said(reply), test.want) || strings.Contains(said(reply), "broken") {
				t.Errorf("said %q, want %q", said(reply), test.want)
			}
			if got := strings.Contains(log.String(), "panic"); got != test.logged {
				t.Errorf("logged: %q", log.String())
			}
		})
	}
}

func TestHandleHostileText(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	b := newBot(d, c)
	for name, text := range map[string]string{
		"10 MB":              "/latest " + strings.Repeat("a ", 5<<20),
		"10 MB without end":  strings.Repeat("x", 10<<20),
		"slashes":            strings.Repeat("/", 900),
		"lines":              strings.Repeat("/help\n", 150),
		"nothing":            "",
		"only zero width":    "\u200b\u200b\ufeff",
		"broken UTF-8":       "/latest \xff\xfe\xfd",
		"a hidden topic":     "/latest kara\u200bbakh\u202e",
		"control characters": "/latest \x00\x1b[31m karabakh",
		"operators":          "/latest " + strings.Repeat("OR -- \"\" ", 80),
		"a long word":        "/subscribe " + strings.Repeat("ж", 400),
		"nested quotes":      `/latest ` + strings.Repeat(`"`, 700),
	} {
		t.Run(name, func(t *testing.T) {
			// A slow machine takes as much longer for what is ordinary; a busy one
			// gets three tries.
			var took, ordinary time.Duration
			for range 3 {
				took, ordinary = answerTime(t, b, text), answerTime(t, b, "/latest karabakh")
				if took < 3*time.Second || took < 50*ordinary {
					return
				}
			}
			t.Errorf("took %v, an ordinary question %v", took, ordinary)
		})
	}
}

// answerTime is how long the answer to a text takes.
func answerTime(t *testing.T, b *bot.Bot, text string) time.Duration {
	t.Helper()
	begin := time.Now()
	reply, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "9"}, Text: text})
	took := time.Since(begin)
	if err != nil || len(reply.Messages) == 0 {
		t.Fatalf("%d messages, %v", len(reply.Messages), err)
	}
	for _, m := range reply.Messages {
		checkMessage(t, m)
	}
	return took
}

func TestHandleUnknownButtons(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	b := newBot(d, c)
	for _, data := range []string{
		"x", "0l1", "2l", "1", "1z1", "unfollow_12", "1l#nosuchkey", "1f", "1f9:karabakh", "1m", "1mzzz", "1m1.9", "1m1.1", "1o", "1ozzzzzz", "1czz", "1qzz.1", "1dzzz", "1d",
		"1l1zzzzzzzzzzz:x", "1l0..zzzzzzzzzz:x", "1pzzzzzzzz", "1tzzzz", "1s", "1s:", "1s:\x00", "1l-1", strings.Repeat("1", 5000),
	} {
		t.Run(data[:min(len(data), 20)], func(t *testing.T) {
			reply, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "9"}, Button: data})
			if err != nil || len(reply.Messages) == 0 || said(reply) == "" {
				t.Fatalf("%+v, %v", reply, err)
			}
		})
	}
}

func TestButtonOfAnotherChatRemovesNothing(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	b := newBot(d, c)
	mine, other := bot.ChatRef{Platform: "test", ID: "mine"}, bot.ChatRef{Platform: "test", ID: "other"}
	reply, err := b.Handle(ctx, bot.Command{Chat: mine, Text: "/subscribe karabakh"})
	if err != nil {
		t.Fatal(err)
	}
	rows := reply.Messages[len(reply.Messages)-1].Buttons
	undo := rows[len(rows)-1][0]
	if _, err := b.Handle(ctx, bot.Command{Chat: other, Button: undo.Data}); err != nil {
		t.Fatal(err)
	}
	if list, err := d.FindSubscriptions(ctx, mine); err != nil || len(list) != 1 {
		t.Fatalf("the chat follows %d topics, %v", len(list), err)
	}
}

func TestRepeatedEventChangesNothing(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	b := newBot(d, c)
	chat := bot.ChatRef{Platform: "test", ID: "1"}
	follows := func() int {
		list, err := d.FindSubscriptions(ctx, chat)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	handle := func(c bot.Command) bot.Reply {
		t.Helper()
		c.Chat = chat
		reply, err := b.Handle(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	subscribe := bot.Command{EventID: "1", Text: "/subscribe karabakh"}
	undo := bot.Command{EventID: "2", Button: button(t, handle(subscribe), "Undo").Data}
	if first, again := show(handle(subscribe)), show(handle(subscribe)); first != again || follows() != 1 {
		t.Errorf("followed %d topics; said\n%sthen\n%s", follows(), first, again)
	}
	handle(undo)
	if handle(subscribe); follows() != 0 {
		t.Error("the repeated event followed again what was undone")
	}
	handle(bot.Command{EventID: "3", Text: "/subscribe karabakh"})
	if handle(undo); follows() != 1 {
		t.Error("the repeated undo removed what was followed later")
	}
	several := bot.Command{EventID: "4", Text: "/subscribe grain\n/subscribe ports\n/unsubscribe karabakh"}
	handle(several)
	if handle(several); follows() != 2 {
		t.Errorf("several commands in one message: %d topics", follows())
	}
}

func TestSubscribeLimit(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	b := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now, Limits: bot.Limits{Topics: 2}})
	chat := bot.ChatRef{Platform: "test", ID: "1"}
	for i, topic := range []string{"grain", "ports", "wheat", "grain"} {
		reply, err := b.Handle(ctx, bot.Command{EventID: fmt.Sprint(i), Chat: chat, Text: "/subscribe " + topic})
		if err != nil {
			t.Fatal(err)
		}
		if full := strings.Contains(said(reply), "as many as I can keep"); full != (i == 2) {
			t.Errorf("topic %d: %s", i, said(reply))
		}
	}
	if list, _ := d.FindSubscriptions(ctx, chat); len(list) != 2 {
		t.Errorf("the chat follows %d topics", len(list))
	}
}

func TestEveryCommandAnswersAlone(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	b := newBot(d, c)
	names := map[string]bool{}
	for _, info := range bot.Commands() {
		if info.Description == "" || strings.HasPrefix(info.Description, "[") || names[info.Name] {
			t.Errorf("command %+v", info)
		}
		for _, n := range append(info.Aliases, info.Name) {
			names[n] = true
			reply, err := b.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Text: "/" + strings.ToUpper(n)})
			if err != nil || len(reply.Messages) == 0 || strings.Contains(said(reply), "I don't know /") {
				t.Errorf("/%s: %q, %v", n, said(reply), err)
			}
		}
	}
	for _, want := range []string{"start", "help", "latest", "subscribe", "unsubscribe", "topics", "sources", "settings"} {
		if !names[want] {
			t.Errorf("there is no /%s", want)
		}
	}
}

func button(t testing.TB, r bot.Reply, label string) bot.Button {
	t.Helper()
	for _, m := range r.Messages {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Label == label {
					return b
				}
			}
		}
	}
	t.Fatalf("there is no button %q in %s", label, show(r))
	return bot.Button{}
}

func TestListsHavePages(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	var many []sample
	for i := range 30 {
		s := fillers(30)[i]
		s.publisher = fmt.Sprintf("Courier of %c", 'A'+i)
		many = append(many, s)
	}
	store(t, d, many...)
	b := newBot(d, c)
	chat := bot.ChatRef{Platform: "test", ID: "1"}
	for i := range 11 {
		topic := fmt.Sprintf("topic%c", 'a'+i)
		if _, err := b.Handle(ctx, bot.Command{Chat: chat, Text: "/subscribe " + topic + " " + []string{"instant", "daily", "weekly"}[i%3]}); err != nil {
			t.Fatal(err)
		}
	}
	for command, want := range map[string][]string{
		"/topics":      {"1–10 of 11", "11–11 of 11", "1–10 of 11"},
		"/unsubscribe": {"1–10 of 11", "11–11 of 11", "1–10 of 11"},
		"/sources":     {"1–12 of 30", "13–24 of 30", "1–12 of 30"},
	} {
		reply, err := b.Handle(ctx, bot.Command{Chat: chat, Text: command})
		for i, label := range []string{"Next", "Previous", ""} {
			if err != nil || reply.Messages[0].Blocks[0].Right != want[i] {
				t.Fatalf("%s, page %d: %s, %v", command, i, show(reply), err)
			}
			if label != "" {
				reply, err = b.Handle(ctx, bot.Command{Chat: chat, Button: button(t, reply, label).Data})
			}
		}
	}
	reply, err := b.Handle(ctx, bot.Command{Chat: chat, Text: "/settings"})
	if err != nil || !strings.Contains(said(reply), "Topics: 11 of 50\n4 of them at once\n4 of them daily\n3 of them weekly\n") {
		t.Errorf("settings: %s, %v", said(reply), err)
	}
}
