package bot

import (
	"context"
	"strings"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// maxLines is how many commands one message may hold.
const maxLines = 5

// A line is one command as typed.
type line struct {
	// name is what stood after the slash, in lower case, without "@botname";
	// "" for free text.
	name string
	// args is the rest, or all of a free text.
	args string
}

// parseTyped reads what someone typed: one command or question, or several
// commands, each on a line that begins with a slash. Other lines belong to
// the one above them.
func parseTyped(s string) []line {
	var lines []line
	for raw := range strings.Lines(s) {
		l := strings.TrimSpace(Plain(raw))
		if l == "" {
			continue
		}
		if strings.HasPrefix(l, "/") || len(lines) == 0 {
			lines = append(lines, parseLine(l))
			continue
		}
		last := &lines[len(lines)-1]
		last.args = strings.TrimSpace(last.args + " " + l)
	}
	return lines
}

func parseLine(l string) line {
	if !strings.HasPrefix(l, "/") {
		return line{args: l}
	}
	name, args, _ := strings.Cut(strings.TrimLeft(l, "/ "), " ")
	name, _, _ = strings.Cut(name, "@")
	return line{name: strings.ToLower(name), args: strings.TrimSpace(args)}
}

// typed answers what someone typed, or a button that says it.
func (b *Bot) typed(ctx context.Context, r *request, s string) (Reply, error) {
	if len(s) > b.limits.TextBytes {
		// In a group a long text without a command is not meant for us.
		if r.Kind != Private && !r.Awaited && !strings.HasPrefix(s, "/") {
			return Reply{}, nil
		}
		if url := sentAddress(s); r.Kind == Private && b.pages != nil && url == strings.TrimSpace(s) && url != "" {
			return b.pageSent(ctx, r, url)
		}
		return b.counted(r, text.ID("trouble.too-long"))
	}
	lines := parseTyped(s)
	if len(lines) == 0 {
		if r.Kind != Private && !r.Awaited {
			return Reply{}, nil
		}
		return b.counted(r, text.ID("trouble.empty"))
	}
	if len(lines) == 1 {
		return b.line(ctx, r, lines[0])
	}
	return b.lines(ctx, r, lines[:min(len(lines), maxLines)])
}

// counted says a sentence, unless the person has had many answers lately.
func (b *Bot) counted(r *request, id text.ID) (Reply, error) {
	if reply, ok := b.hurried(r); !ok {
		return reply, nil
	}
	return b.sentence(id, nil), nil
}

// lines answers several commands of one message in turn. Each has an event key
// of its own, made from that of the message. What was answered before one of
// them fails is said all the same.
func (b *Bot) lines(ctx context.Context, r *request, lines []line) (Reply, error) {
	var all Reply
	key := r.EventID
	for i, l := range lines {
		if key != "" && i > 0 {
			r.EventID = key + "/" + text.Number(i)
		}
		r.counted = false
		reply, err := b.line(ctx, r, l)
		if err != nil && len(reply.Messages) == 0 {
			reply, err = b.explain(err)
		}
		all.Messages = append(all.Messages, reply.Messages...)
		all.ForUser = all.ForUser || reply.ForUser
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

func (b *Bot) line(ctx context.Context, r *request, l line) (Reply, error) {
	if l.name == "" {
		return b.free(ctx, r, l.args)
	}
	if err := b.dropQuestion(ctx, r); err != nil {
		return Reply{}, err
	}
	if c, ok := findCommand(b.commands, l.name); ok {
		return b.forManaged(ctx, r, c.Name, func(r *request) (Reply, error) { return b.command(ctx, r, c, l.args) })
	}
	if reply, ok := b.hurried(r); !ok {
		return reply, nil
	}
	return b.unknown(ctx, r, l)
}

// command carries a command out, unless the person may not ask that here, or
// not so often.
func (b *Bot) command(ctx context.Context, r *request, c command, args string) (Reply, error) {
	if reply, ok, err := b.mayAsk(ctx, r, c.Name, args); !ok {
		return reply, err
	}
	r.back = questionBack{}
	reply, err := c.run(b, ctx, r, args)
	if err != nil {
		return reply, err
	}
	return b.asked(ctx, r, reply)
}

// free answers text without a slash: a command all the same if it begins with
// the name of one, else a question about the latest. In a group nobody means
// the bot by it.
func (b *Bot) free(ctx context.Context, r *request, s string) (Reply, error) {
	if reply, ok, err := b.answered(ctx, r, s); ok || err != nil {
		return reply, err
	}
	if r.Kind != Private {
		return Reply{}, nil
	}
	first, rest, _ := strings.Cut(s, " ")
	c, ok := findCommand(b.commands, strings.ToLower(first))
	// "sources" is the command, "sources of lithium" is a topic.
	if rest = strings.TrimSpace(rest); ok && c.meant(rest) {
		return b.forManaged(ctx, r, c.Name, func(r *request) (Reply, error) { return b.command(ctx, r, c, rest) })
	}
	if url := sentAddress(s); url != "" && b.pages != nil {
		return b.pageSent(ctx, r, url)
	}
	c, _ = findCommand(b.commands, latestName)
	return b.command(ctx, r, c, s)
}

// unknown answers a command that does not exist with the nearest that does.
func (b *Bot) unknown(ctx context.Context, r *request, l line) (Reply, error) {
	typed := shorten(l.name, 32)
	var names []string
	for _, c := range b.commands {
		names = append(names, c.Name)
	}
	near := briefing.Nearest(typed, names, 1)
	if len(near) == 0 {
		return b.sentence("trouble.unknown-command", text.Data{"Command": typed}), nil
	}
	return b.forManaged(ctx, r, near[0], func(*request) (Reply, error) {
		said := strings.TrimSpace("/" + near[0] + " " + l.args)
		w := b.row(ctx).add(shorten(said, 40), payload{action: actSay, text: said})
		return answer(w, 1, b.say.T("trouble.did-you-mean", text.Data{"Command": typed, "Name": near[0]}))
	})
}
