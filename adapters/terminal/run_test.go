package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
)

// echo answers with what it was asked, and with the buttons of story if it was
// asked for a story.
func echo(got *[]bot.Command) bot.Handler {
	return func(_ context.Context, c bot.Command) (bot.Reply, error) {
		*got = append(*got, c)
		m := bot.Message{Blocks: []bot.Block{block(bot.Paragraph, text("You said: "+c.Text+c.Button))}}
		if c.Text == "story" {
			m.Buttons = [][]bot.Button{{{Label: "In context", Data: "ctx"}, {Label: "Read", URL: "https://wire.example/x"}}}
		}
		if c.Text == "one" {
			m.Buttons = [][]bot.Button{{{Label: "Only", Data: "only"}}}
		}
		return bot.Reply{Messages: []bot.Message{m}}, nil
	}
}

// asked returns what arrived, a button with "!" before it.
func asked(commands []bot.Command) string {
	var all []string
	for _, c := range commands {
		if c.Button != "" {
			c.Text = "!" + c.Button
		}
		all = append(all, c.Text)
	}
	return strings.Join(all, "|")
}

func TestRunReadsLines(t *testing.T) {
	long := strings.Repeat("long ", 20_000)
	tests := map[string]struct{ in, want, says string }{
		"Nothing":            {"", "", ""},
		"BlankLinesAreNone":  {"\n  \n\t\n", "", ""},
		"LastLineIsOpen":     {"first\nsecond", "first|second", "You said: second"},
		"WindowsLineEnds":    {"first\r\nsecond\r\n", "first|second", ""},
		"InvalidUTF8":        {"a\xff\xfeb\n", "a\ufffdb", ""},
		"Quit":               {"first\nquit\nsecond\n", "first", ""},
		"ExitInAnyCase":      {" ExIt \nsecond\n", "", ""},
		"CommandToQuit":      {"/quit\nsecond\n", "", ""},
		"QuitInASentence":    {"quit smoking\n", "quit smoking", ""},
		"TooLong":            {"first\n" + long + "\nsecond\n", "first|second", "too long to be a question (more than 64 KiB)"},
		"TooLongAtTheEnd":    {long, "", "too long"},
		"LongestLine":        {strings.Repeat("x", 64<<10-1) + "\nsecond\n", strings.Repeat("x", 64<<10-1) + "|second", ""},
		"Number":             {"story\n1\n", "story|!ctx", ""},
		"NumberAgain":        {"story\n1\n1\n", "story|!ctx|!ctx", ""},
		"NumberOfAddress":    {"story\n2\n", "story", "\nhttps://wire.example/x\n"},
		"TooHigh":            {"story\n3\n", "story", "There is no button 3: type a number from 1 to 2, or a question. To search for\nthe number, type /latest 3."},
		"TooHighTwice":       {"story\n3\n4\n1\n", "story|!ctx", "There is no button 4"},
		"TooHighForOne":      {"one\n2\n1\n", "one|!only", "There is no button 2: the only one is 1."},
		"Zero":               {"story\n0\n", "story", "There is no button 0"},
		"AYearIsAQuestion":   {"story\n2024\n", "story|2024", ""},
		"SignsAreQuestions":  {"story\n+1\n-1\n", "story|+1|-1", ""},
		"NoButtonsYet":       {"1\n", "1", ""},
		"AnswerToAQuestion":  {"story\nwhen\n8\n", "story|when|8", ""},
		"OlderButton":        {"story\nwhen\n1\n", "story|when|!ctx", ""},
		"NewerButtons":       {"story\none\n1\n", "story|one|!only", ""},
		"HugeNumber":         {"story\n99999999999999999999\n", "story|99999999999999999999", ""},
		"EscapeSequenceKept": {"a\x1b[Ab\n", "a\x1b[Ab", "You said: a[Ab"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []bot.Command
			var out bytes.Buffer
			a := terminal.New(terminal.Options{In: strings.NewReader(tt.in), Out: &out})
			if err := a.Run(t.Context(), echo(&got)); err != nil {
				t.Fatal(err)
			}
			if asked(got) != tt.want {
				t.Errorf("asked %.200q, want %.200q", asked(got), tt.want)
			}
			if !strings.Contains(out.String(), tt.says) {
				t.Errorf("says %.500q, want it to hold %q", out.String(), tt.says)
			}
		})
	}
}

func TestWithoutATerminalThereAreNoButtonsAndNoPrompt(t *testing.T) {
	var got []bot.Command
	var out bytes.Buffer
	a := terminal.New(terminal.Options{In: strings.NewReader("story\nwhen\n"), Out: &out, Name: "ann", First: "one"})
	if err := a.Run(t.Context(), echo(&got)); err != nil {
		t.Fatal(err)
	}
	if want := "You said: one\n\nYou said: story\n\nYou said: when\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	want := bot.Command{Chat: terminal.Chat, Kind: bot.Private, User: bot.User{ID: "local", Name: "ann", Admin: true}, Text: "one"}
	if got[0] != want {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
}

func TestInteractiveShowsThePromptAndButtons(t *testing.T) {
	var got []bot.Command
	var out bytes.Buffer
	a := terminal.New(terminal.Options{In: strings.NewReader("1\nstory\n"), Out: &out, Interactive: true, First: "one"})
	if err := a.Run(t.Context(), echo(&got)); err != nil {
		t.Fatal(err)
	}
	hint := strings.Repeat(" ", 36) + "(type a number, or another question)\n"
	want := "> one\n" +
		"\nYou said: one\n\n  1 Only" + hint +
		"\n> \nYou said: only\n" +
		"\n> \nYou said: story\n\n  1 In context   2 Read" + hint[21-6:] +
		"\n> "
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestButtonsOfOneAnswerAreNumberedOn(t *testing.T) {
	messages := []bot.Message{
		{Blocks: story.Blocks[:1], Buttons: [][]bot.Button{{{Label: "First", Data: "1st"}}}},
		{Blocks: story.Blocks[:1], Buttons: [][]bot.Button{{{Label: "Second", Data: "2nd"}}}},
	}
	var got []bot.Command
	var out bytes.Buffer
	a := terminal.New(terminal.Options{In: strings.NewReader("ask\n2\n1\n"), Out: &out, Interactive: true})
	err := a.Run(t.Context(), func(_ context.Context, c bot.Command) (bot.Reply, error) {
		got = append(got, c)
		if c.Text == "ask" {
			return bot.Reply{Messages: messages}, nil
		}
		return bot.Reply{}, nil
	})
	if err != nil || asked(got) != "ask|!2nd|!1st" || !strings.Contains(out.String(), "  2 Second") {
		t.Errorf("got %v, %s\n%s", err, asked(got), out.String())
	}
}

func TestManyButtonsStayPressable(t *testing.T) {
	rows := [][]bot.Button{{}}
	for range 90 {
		rows[0] = append(rows[0], bot.Button{Label: "x", Data: "x"})
	}
	var out bytes.Buffer
	a := terminal.New(terminal.Options{Out: &out, Interactive: true})
	for range 30 {
		out.Reset()
		if _, err := a.Send(t.Context(), terminal.Chat, bot.Message{Blocks: story.Blocks[:1], Buttons: rows}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), " 1000 x") {
			t.Fatal("a number has four digits, so typing it is a question")
		}
	}
	if !strings.Contains(out.String(), " 900 x") {
		t.Errorf("the last of 30 messages does not end the third round:\n%s", out.String())
	}
}

func TestAskAnswersOnce(t *testing.T) {
	var got []bot.Command
	var out bytes.Buffer
	a := terminal.New(terminal.Options{Out: &out, Interactive: true, In: strings.NewReader("not read\n")})
	if err := a.Ask(t.Context(), echo(&got), " story "); err != nil {
		t.Fatal(err)
	}
	if asked(got) != "story" || out.String() != "You said: story\n" {
		t.Errorf("asked %q, said %q", asked(got), out.String())
	}

	wrong := errors.New("no store")
	out.Reset()
	a = terminal.New(terminal.Options{Out: &out})
	err := a.Ask(t.Context(), func(context.Context, bot.Command) (bot.Reply, error) {
		return bot.Reply{Notice: "Sorry\x1b[2J.", Messages: []bot.Message{{Blocks: story.Blocks[7:8]}}}, wrong
	}, "x")
	if !errors.Is(err, wrong) || out.String() != "Sorry[2J.\n\n  Figures\n" {
		t.Errorf("got %v, said %q", err, out.String())
	}

	out.Reset()
	a = terminal.New(terminal.Options{Out: &out})
	err = a.Ask(t.Context(), func(context.Context, bot.Command) (bot.Reply, error) {
		return bot.Reply{Notice: "Not you.", Messages: []bot.Message{{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "Not you."}}}}}}}, nil
	}, "x")
	if err != nil || out.String() != "Not you.\n" {
		t.Errorf("a notice that is the message: got %v, said %q", err, out.String())
	}

	a = terminal.New(terminal.Options{Out: iotest.TruncateWriter(io.Discard, 0), In: strings.NewReader("")})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.Ask(ctx, echo(&got), "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// failing is a writer that writes n bytes and then fails.
type failing struct {
	n   int
	err error
}

func (f failing) Write(p []byte) (int, error) { return min(f.n, len(p)), f.err }

func TestSendTellsWhatAFailedWriteMeans(t *testing.T) {
	path := func(err error) error { return &os.PathError{Op: "write", Path: "/dev/stdout", Err: err} }
	tests := map[string]struct {
		w    failing
		want bot.SendKind
	}{
		"ClosedPipe":       {failing{0, io.ErrClosedPipe}, bot.Gone},
		"BrokenPipe":       {failing{0, path(syscall.EPIPE)}, bot.Gone},
		"BrokenPipeLater":  {failing{7, path(syscall.EPIPE)}, bot.Gone},
		"ClosedFile":       {failing{0, path(os.ErrClosed)}, bot.Gone},
		"HungUp":           {failing{0, path(syscall.EIO)}, bot.Gone},
		"NotPermitted":     {failing{0, path(syscall.EPERM)}, bot.Forbidden},
		"NoAccess":         {failing{0, path(syscall.EACCES)}, bot.Forbidden},
		"Busy":             {failing{0, path(syscall.EAGAIN)}, bot.Transient},
		"Interrupted":      {failing{0, path(syscall.EINTR)}, bot.Transient},
		"Late":             {failing{0, path(os.ErrDeadlineExceeded)}, bot.Transient},
		"DiskFull":         {failing{0, path(syscall.ENOSPC)}, bot.Transient},
		"DiskFullLater":    {failing{7, path(syscall.ENOSPC)}, bot.Uncertain},
		"Unknown":          {failing{0, errors.New("strange")}, bot.Transient},
		"UnknownLater":     {failing{7, errors.New("strange")}, bot.Uncertain},
		"ShortWrite":       {failing{7, nil}, bot.Uncertain},
		"NoWrite":          {failing{0, nil}, bot.Transient},
		"Given":            {failing{7, &bot.SendError{Kind: bot.Auth}}, bot.Auth},
		"GivenInsideOther": {failing{0, errors.Join(syscall.EPIPE, &bot.SendError{Kind: bot.Conflict})}, bot.Conflict},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := terminal.New(terminal.Options{Out: tt.w})
			_, err := a.Send(t.Context(), terminal.Chat, story)
			send, ok := err.(*bot.SendError)
			if !ok || send.Kind != tt.want {
				t.Errorf("got %v, want kind %v", err, tt.want)
			}
		})
	}
}

func TestRunEndsWhenNobodyReads(t *testing.T) {
	var got []bot.Command
	a := terminal.New(terminal.Options{In: strings.NewReader("one\ntwo\n"), Out: failing{0, syscall.EPIPE}})
	err := a.Run(t.Context(), echo(&got))
	var send *bot.SendError
	if !errors.As(err, &send) || send.Kind != bot.Gone || asked(got) != "one" {
		t.Errorf("got %v after %q, want Gone after the first answer", err, asked(got))
	}
}

func TestRunGoesOnAfterOtherFailures(t *testing.T) {
	var got []bot.Command
	a := terminal.New(terminal.Options{In: strings.NewReader("story\n7\n2\n" + strings.Repeat("x", 70_000) + "\nlast\n"), Out: failing{0, syscall.ENOSPC}})
	if err := a.Run(t.Context(), echo(&got)); err != nil || asked(got) != "story|7|2|last" {
		t.Errorf("got %v after %q", err, asked(got))
	}
}

func TestRunReportsThatItCannotRead(t *testing.T) {
	wrong := errors.New("input is broken")
	for name, in := range map[string]io.Reader{
		"AtOnce":        iotest.ErrReader(wrong),
		"AfterALine":    io.MultiReader(strings.NewReader("one\n"), iotest.ErrReader(wrong)),
		"InALongLine":   io.MultiReader(strings.NewReader(strings.Repeat("x", 70_000)), iotest.ErrReader(wrong)),
		"InAnOpenLine":  io.MultiReader(strings.NewReader("one"), iotest.ErrReader(wrong)),
		"ReadByteWise":  iotest.OneByteReader(io.MultiReader(strings.NewReader("one\n"), iotest.ErrReader(wrong))),
		"ErrorWithData": iotest.DataErrReader(io.MultiReader(strings.NewReader("one\n"), iotest.ErrReader(wrong))),
	} {
		t.Run(name, func(t *testing.T) {
			var got []bot.Command
			a := terminal.New(terminal.Options{In: in, Interactive: true})
			if err := a.Run(t.Context(), echo(&got)); !errors.Is(err, wrong) {
				t.Errorf("got %v, want %v", err, wrong)
			}
		})
	}
}

func TestForFilesWithoutATerminal(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer out.Close()
	getenv := func(name string) string { return map[string]string{"USER": "ann", "TERM": "xterm"}[name] }
	for _, o := range []terminal.Options{
		terminal.ForFiles(in, out, getenv),
		terminal.ForFiles(strings.NewReader(""), io.Discard, getenv),
		terminal.ForFiles((*os.File)(nil), (*os.File)(nil), getenv),
	} {
		if o.Color || o.Interactive || o.Width != nil || o.Name != "ann" {
			t.Errorf("got %+v", o)
		}
	}
}
