package terminal

import (
	"context"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/term"

	"wirebrief/bot"
)

// Platform is the platform of the terminal's chat.
const Platform bot.Platform = "terminal"

// Chat is the one chat there is.
var Chat = bot.ChatRef{Platform: Platform, ID: "local"}

// Options say where the chat takes place. The zero value reads nothing, writes
// nothing, and is 80 columns wide.
type Options struct {
	// In is read line by line. While Run waits for a line, a file (on Unix) or
	// a network connection can be interrupted; any other reader is left to its
	// current Read when Run ends, and what that reads is lost. In must not be
	// closed before Run ends.
	In io.Reader
	// Out gets one Write for each message. Nobody closes it.
	Out io.Writer
	// Width is the width of the terminal in columns, asked for each message;
	// nil or a result below 1 mean 80.
	Width func() int
	// Color allows bold type and colour.
	Color bool
	// Interactive prompts for each line and shows the buttons.
	Interactive bool
	// Name is the name of the user.
	Name string
	// First, if not empty, is asked when Run starts, as if it were typed.
	First string
	// Log gets the errors of the handler and of sending; nil drops them.
	Log *slog.Logger
}

// ForFiles returns the options that fit in and out: interactive if both are
// terminals; as wide as the terminal out; in colour if out is a terminal,
// NO_COLOR (https://no-color.org) is empty, and TERM is not "dumb". Anything
// that is no terminal is plain text of 80 columns.
func ForFiles(in io.Reader, out io.Writer, getenv func(string) string) Options {
	o := Options{In: in, Out: out, Name: getenv("USER")}
	fd, ok := terminalFile(out)
	if !ok {
		return o
	}
	_, typed := terminalFile(in)
	o.Interactive = typed
	o.Color = getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
	o.Width = func() int { w, _ := sizeOf(fd); return w }
	return o
}

// terminalFile returns the descriptor of f if it is a terminal.
func terminalFile(f any) (fd int, ok bool) {
	file, ok := f.(*os.File)
	if !ok {
		return 0, false
	}
	fd, ok = descriptor(file)
	return fd, ok && term.IsTerminal(fd)
}

// descriptor borrows the descriptor of f, because File.Fd would take the file
// out of non-blocking mode. It is good as long as f is not closed.
func descriptor(f *os.File) (fd int, ok bool) {
	conn, err := f.SyscallConn()
	if err != nil {
		return 0, false
	}
	err = conn.Control(func(p uintptr) { fd = int(p) })
	return fd, err == nil
}

// sizeOf returns 0, 0 where the size is not known.
func sizeOf(fd int) (width, height int) {
	width, height, err := term.GetSize(fd)
	if err != nil {
		return 0, 0
	}
	return width, height
}

// An Adapter is the terminal as a chat network. It may be used by several
// goroutines at once, except that only one Run or Ask takes place at a time.
type Adapter struct {
	o   Options
	log *slog.Logger

	mu  sync.Mutex // guards all below
	out io.Writer  // o.Out, or the line editor while it waits for a line
	// buttons are those that numbers refer to; offered tells that they were
	// shown after the newest input.
	buttons []bot.Button
	offered bool
	wrote   bool
	sent    int
}

var _ bot.ChatAdapter = (*Adapter)(nil)

// New returns a terminal chat. It neither reads nor writes anything yet.
func New(o Options) *Adapter {
	if o.In == nil {
		o.In = strings.NewReader("")
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	log := o.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Adapter{o: o, log: log, out: o.Out}
}

// Platform implements bot.ChatAdapter.
func (a *Adapter) Platform() bot.Platform { return Platform }

// Send prints one message. Messages are separated by an empty line. Every
// error is a *bot.SendError; one from Options.Out is passed on as it is.
func (a *Adapter) Send(ctx context.Context, to bot.ChatRef, m bot.Message) (bot.MessageRef, error) {
	if to != Chat {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Gone, Message: "no such chat in this terminal"}
	}
	if ctx.Err() != nil {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Transient, Message: "nothing was written: " + ctx.Err().Error()}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.show(m, a.o.Interactive)
}

// show writes m; a.mu is held.
func (a *Adapter) show(m bot.Message, withButtons bool) (bot.MessageRef, error) {
	first := len(a.buttons) + 1
	if !a.offered || first > maxNumber-maxButtons {
		first = 1
	}
	s := Render(m, RenderOptions{Width: a.width(), Color: a.o.Color, Buttons: withButtons, FirstButton: first})
	if !hasText(m) {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Content, Message: "the message has no text that can be shown"}
	}
	if err := a.write(s); err != nil {
		return bot.MessageRef{}, err
	}
	a.offer(m.Buttons, first)
	a.sent++
	return bot.MessageRef{Chat: Chat, ID: strconv.Itoa(a.sent)}, nil
}

// write puts s on lines of its own, below an empty line if anything stands
// above it; a.mu is held.
func (a *Adapter) write(s string) error {
	if a.wrote {
		s = "\n" + s
	}
	n, err := io.WriteString(a.out, s+"\n")
	a.wrote = a.wrote || n > 0
	if err == nil && n < len(s)+1 {
		err = io.ErrShortWrite
	}
	if err != nil {
		return sendError(n, err)
	}
	return nil
}

func (a *Adapter) width() int {
	if a.o.Width == nil {
		return 0
	}
	return a.o.Width()
}
