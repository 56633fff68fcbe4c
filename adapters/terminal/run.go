package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"wirebrief/bot"
)

// Run reads lines and hands them to h, one at a time, until the input ends,
// someone types quit, or ctx ends; each of these returns nil. An error means
// that the input cannot be read or nothing can be shown any more. The terminal
// is given back as it was found. A number presses a button; other text is the
// Text of a command. A line longer than 64 KiB is refused with a sentence.
// Commands have no EventID, because no line comes twice.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	in, release := interruptible(ctx, a.o.In)
	defer release()
	lines, stop := a.lines(in)
	defer stop()
	if a.o.First != "" {
		a.echo(a.o.First)
		if err := a.take(ctx, h, a.o.First); err != nil {
			return endOf(err)
		}
	}
	for ctx.Err() == nil {
		line, err := lines.readLine()
		if ctx.Err() != nil {
			break
		}
		if err == nil || line != "" {
			err = errors.Join(a.take(ctx, h, line), endOf(err))
		}
		var refused *refusal
		if errors.As(err, &refused) {
			err = a.remark(refused.hint)
		}
		if err != nil {
			return endOf(err)
		}
	}
	return nil
}

// errLeft says that the user left.
var errLeft = errors.New("the user left")

// endOf returns what Run returns for err: leaving is no error.
func endOf(err error) error {
	if errors.Is(err, errLeft) || errors.Is(err, io.EOF) || errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

// Ask has h answer text once, without buttons, and returns the error of h, if
// any, or the first of sending. The answer is shown even if h returns an
// error.
func (a *Adapter) Ask(ctx context.Context, h bot.Handler, text string) error {
	reply, err := h(ctx, a.command(tidy(text)))
	return errors.Join(err, reply.Ended(a.showReply(ctx, reply, false)))
}

func (a *Adapter) command(text string) bot.Command {
	return bot.Command{Chat: Chat, Kind: bot.Private, User: bot.User{ID: Chat.ID, Name: a.o.Name, Admin: true}, Text: text}
}

// tidy makes typed text valid UTF-8 without spaces around it.
func tidy(line string) string {
	return strings.TrimSpace(strings.ToValidUTF8(line, string(utf8.RuneError)))
}

// take answers one line. It returns errLeft, or an error after which nothing
// can be shown any more.
func (a *Adapter) take(ctx context.Context, h bot.Handler, line string) error {
	text := tidy(line)
	if text == "" {
		return nil
	}
	if slices.Contains(leave, strings.ToLower(text)) {
		return errLeft
	}
	b, pressed, hint := a.pick(text)
	own := hint != "" || pressed && b.Data == ""
	a.entered(!own)
	switch {
	case hint != "":
		return a.remark(hint)
	case own:
		return a.remark(cleanURL(b.URL))
	}
	c := a.command(text)
	if pressed {
		c.Text, c.Button = "", b.Data
	}
	return a.answer(ctx, h, c)
}

// entered notes that a line was typed, and whether the bot answers it: then
// the buttons that are shown from now on are new ones.
func (a *Adapter) entered(asked bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if asked {
		a.offered = false
	}
	a.wrote = a.wrote || a.o.Interactive
}

// answer has h answer c and shows the reply. Errors are logged here, except
// one that says that nobody reads any more.
func (a *Adapter) answer(ctx context.Context, h bot.Handler, c bot.Command) error {
	reply, err := h(ctx, c)
	if ctx.Err() != nil {
		return nil // the chat is over
	}
	if err != nil {
		a.log.Error("answer a command", "error", err)
	}
	return a.survive(reply.Ended(a.showReply(ctx, reply, a.o.Interactive)))
}

// survive logs an error of showing something, unless it says that nobody reads
// any more: only that one is returned.
func (a *Adapter) survive(err error) error {
	if send := (*bot.SendError)(nil); err == nil || errors.As(err, &send) && send.Kind == bot.Gone {
		return err
	}
	a.log.Error("show an answer", "error", err)
	return nil
}

// remark says something while the chat goes on.
func (a *Adapter) remark(text string) error { return a.survive(a.say(text)) }

// showReply shows the notice and all messages; one that cannot be shown does
// not keep the next ones back.
func (a *Adapter) showReply(ctx context.Context, reply bot.Reply, withButtons bool) error {
	var errs []error
	if notice := cleanLine(reply.Notice); notice != "" && !says(reply.Messages, reply.Notice) {
		errs = append(errs, a.say(notice))
	}
	for _, m := range reply.Messages {
		if ctx.Err() != nil {
			return errors.Join(append(errs, fmt.Errorf("show an answer: %w", ctx.Err()))...)
		}
		a.mu.Lock()
		_, err := a.show(m, withButtons)
		a.mu.Unlock()
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// says reports whether the messages are no more than that text, as they are
// where a notice is given for platforms without notices, too.
func says(list []bot.Message, text string) bool {
	return len(list) == 1 && len(list[0].Blocks) == 1 && len(list[0].Blocks[0].Runs) == 1 && list[0].Blocks[0].Runs[0].Text == text
}

// say writes a sentence of the terminal's own.
func (a *Adapter) say(text string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	m := bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: text}}}}}
	return a.write(Render(m, RenderOptions{Width: a.width(), Color: a.o.Color}))
}

// echo shows a line as if it had been typed.
func (a *Adapter) echo(line string) {
	if !a.o.Interactive {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.write(prompt + cleanLine(line)) // an error comes again with the answer
}
