package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"wirebrief/adapters/file"
	"wirebrief/adapters/terminal"
	"wirebrief/bot"
	"wirebrief/briefing"
)

// briefCommand prints briefings of files and pages. It needs no database, and its JSON
// is the interface that extraction is measured by.
type briefCommand struct {
	JSON     bool     `name:"json" help:"One JSON object a line."`
	JSONL    bool     `name:"jsonl" help:"Read articles as JSON lines (id, title, text, language, published, publisher, url) and print one JSON object a line."`
	All      bool     `help:"Everything that was found and the cleaned text, not only what is picked."`
	Verbatim bool     `help:"Leave the text as it came: nothing is cleaned away."`
	Files    []string `arg:"" optional:"" name:"file" help:"Article files, folders, addresses of pages, or - for standard input."`
}

// A composer makes a briefing, as briefing.Compose does.
type composer func(briefing.Article, briefing.Options) briefing.Briefing

// Run implements the command.
func (c *briefCommand) Run(a *app) error { return c.run(a, briefing.Compose) }

func (c *briefCommand) run(a *app, compose composer) error {
	inputs := c.Files
	o := file.Options{Incomplete: true, Now: time.Now()}
	switch {
	case c.JSONL:
		o.Format = file.JSONLines
		if len(inputs) == 0 {
			inputs = []string{"-"}
		}
	case len(inputs) == 0:
		return usageError{"brief needs a file, an address, or - for standard input"}
	}
	stop, err := c.readAddresses(a, &o)
	if err != nil {
		return err
	}
	defer stop()
	p := c.printer(a)
	failed := false
	fail := func(err error) {
		failed = true
		complain(a.stderr, err.Error())
	}
	for item := range file.Walk(a.ctx, inputs, a.stdin, o) {
		switch {
		case file.IsSkipped(item.Err):
		case item.Err != nil:
			fail(item.Err)
		default:
			b, err := safely(compose, item, briefing.Options{All: c.All, Verbatim: c.Verbatim})
			if err != nil {
				fail(err)
				continue
			}
			if err := p(item, b); err != nil {
				return fmt.Errorf("print the briefing of %s: %w", item.Name, err)
			}
		}
	}
	if err := a.ctx.Err(); err != nil {
		return err
	}
	if failed {
		return errReported
	}
	return nil
}

// readAddresses has o fetch the addresses among the inputs. Only for them is
// the configuration read.
func (c *briefCommand) readAddresses(a *app, o *file.Options) (stop func(), err error) {
	if !slices.ContainsFunc(c.Files, file.IsAddress) {
		return func() {}, nil
	}
	conf, _, err := a.configuration()
	if err != nil {
		return nil, err
	}
	o.Fetch, stop, err = fetchInputs(conf, c.Files)
	return stop, err
}

// safely composes; a panic, which only a mistake in the rules can cause, is an
// error of this article alone.
func safely(compose composer, item file.Item, o briefing.Options) (b briefing.Briefing, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %w (%v)", item.Name, bot.ErrExtraction, r)
		}
	}()
	return compose(item.Article, o), nil
}

// printer returns what prints one briefing.
func (c *briefCommand) printer(a *app) func(file.Item, briefing.Briefing) error {
	if !c.JSON && !c.JSONL {
		return c.printText(a)
	}
	encoder := newEncoder(a.stdout)
	return func(item file.Item, b briefing.Briefing) error {
		out := newBriefJSON(b)
		if c.JSONL {
			out.ID = item.Article.GUID
		} else {
			out.Input = item.Name
		}
		return encoder.Encode(out)
	}
}

// printText prints for people, as the chat shows it.
func (c *briefCommand) printText(a *app) func(file.Item, briefing.Briefing) error {
	look := terminal.ForFiles(a.stdin, a.stdout, a.getenv)
	o := terminal.RenderOptions{Color: look.Color}
	if look.Width != nil {
		o.Width = look.Width()
	}
	now, first := time.Now(), true
	return func(item file.Item, b briefing.Briefing) error {
		separator := "\n"
		if first {
			first, separator = false, ""
		}
		_, err := io.WriteString(a.stdout, separator+terminal.Render(bot.BriefingMessage(b, now), o)+"\n")
		return err
	}
}
