package telegram

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"wirebrief/bot"
)

// anonymous is the account in whose name the anonymous administrators of groups
// write.
const anonymous = 1087968824

// general is the number of the topic General, to which nothing can be sent: what
// is for General is sent to the group.
const general = 1

// handle answers one update. An error means that it was not answered, for the
// log; it holds nothing that people wrote.
func (a *Adapter) handle(ctx context.Context, h bot.Handler, u *update) error {
	switch {
	case u.Message != nil:
		return a.said(ctx, h, u.Message)
	case u.Callback != nil:
		return a.pressed(ctx, h, u.Callback)
	case u.Member != nil:
		return a.memberChanged(ctx, u)
	case u.Inline != nil:
		return a.inquired(ctx, u.Inline)
	}
	return nil // posts of channels are read by their readers, not by us
}

// said answers a message.
func (a *Adapter) said(ctx context.Context, h bot.Handler, m *message) error {
	if m.MovedTo != 0 || m.MovedFrom != 0 {
		return a.moved(ctx, m)
	}
	c, ok := a.command(m)
	if !ok {
		return nil
	}
	a.mayChange(ctx, m.Chat.ID, &c)
	reply, err := h(ctx, c)
	if err != nil {
		a.o.Logger.Error("a message was not answered as it should be", "platform", Platform, "err", err)
	}
	if reply.ForUser && !reply.Here && reply.Notice == "" && c.Kind != bot.Private && len(reply.Messages) > 0 {
		return reply.Ended(a.privately(ctx, &c, m, reply))
	}
	o := postOptions{}
	if c.Kind != bot.Private {
		o.replyTo = m.ID
	}
	return reply.Ended(a.answer(ctx, placeOf(m), reply.Messages, o))
}

// command makes a command of a message. ok is false for what is not meant for
// the bot.
func (a *Adapter) command(m *message) (c bot.Command, ok bool) {
	if m.From == nil || m.Automatic || m.ViaBot != nil && m.ViaBot.ID == a.id() {
		return c, false
	}
	if m.From.IsBot && m.SenderChat == nil {
		return c, false // who writes as a chat has the account of a bot, too
	}
	c = bot.Command{
		EventID: fmt.Sprintf("m:%d:%d", m.Chat.ID, m.ID), Kind: kindOf(m.Chat.Type), ChatName: m.Chat.Title,
		User: sender(m), Text: m.Text, Answers: m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == a.id(),
	}
	c.Chat, c.Within = chatOf(m)
	if c.Text == "" {
		c.Text = m.Caption
	}
	switch {
	case c.Kind != bot.Private && m.Origin != nil:
		return c, false // who passes a command on does not give it
	case c.Kind != bot.Private:
		c.Text = a.meant(c.Text, c.Answers)
		return c, c.Text != ""
	case m.Origin != nil: // which nobody typed
		c.Forward = forward(m)
	default:
		c.Text = a.unaddressed(c.Text)
	}
	return c, c.Text != "" || m.has()
}

// sender is who wrote a message. Who writes in the name of a chat cannot be
// known again; in the name of this very group only its administrators can.
func sender(m *message) bot.User {
	switch {
	case m.SenderChat == nil:
		return bot.User{ID: strconv.FormatInt(m.From.ID, 10), Name: m.From.name()}
	case m.SenderChat.ID == m.Chat.ID && m.From.ID == anonymous:
		return bot.User{Name: m.SenderChat.Title, Admin: true}
	}
	return bot.User{Name: m.SenderChat.Title}
}

// unaddressed takes the name of this bot off commands, "/latest@thisbot".
func (a *Adapter) unaddressed(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	var b strings.Builder
	for l := range strings.Lines(text) {
		if name, whom, rest := cutCommand(l); strings.EqualFold(whom, a.name()) {
			l = name + rest
		}
		b.WriteString(l)
	}
	return b.String()
}

// meant is what of a text in a group is meant for this bot: the commands that
// name it, or no bot but are its own, each with the lines up to the next one. A
// reply to the bot is meant for it as a whole, but for commands that name another
// bot.
func (a *Adapter) meant(text string, answers bool) string {
	var b strings.Builder
	ours := answers
	for l := range strings.Lines(text) {
		name, whom, rest := cutCommand(l)
		switch {
		case whom != "":
			ours = strings.EqualFold(whom, a.name())
		case name != "" && !answers:
			ours = ourCommands()[strings.ToLower(name[1:])]
		case name != "":
			ours = true
		}
		if ours {
			b.WriteString(name + rest)
		}
	}
	return b.String()
}

// commandForm is that of a command as Telegram finds it at the beginning of a
// line.
var commandForm = regexp.MustCompile(`^\s*(/[A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?`)

// cutCommand cuts a line into a command, the bot that it names, if any, and the
// rest. A line without a command is all rest.
func cutCommand(line string) (name, whom, rest string) {
	at := commandForm.FindStringSubmatchIndex(line)
	if at == nil {
		return "", "", line
	}
	if at[4] >= 0 {
		whom = line[at[4]:at[5]]
	}
	return line[at[2]:at[3]], whom, line[at[1]:]
}

// ourCommands are the names of the bot's commands. What names no bot is heard by
// all those that administer a group.
var ourCommands = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for _, c := range bot.Commands() {
		names[c.Name] = true
		for _, alias := range c.Aliases {
			names[alias] = true
		}
	}
	return names
})

func kindOf(chatType string) bot.ChatKind {
	switch chatType {
	case "private":
		return bot.Private
	case "channel":
		return bot.Channel
	}
	return bot.Group
}

// placeOf is where an answer to m goes.
func placeOf(m *message) place {
	p := place{chat: m.Chat.ID}
	if m.InTopic && m.Thread != general {
		p.thread = m.Thread
	}
	return p
}

// chatOf is the bot's name of where m stands, and within which group if that is
// a topic.
func chatOf(m *message) (ref, within bot.ChatRef) {
	p := placeOf(m)
	if p.thread != 0 {
		within = place{chat: p.chat}.ref()
	}
	return p.ref(), within
}

// forward tells where a forwarded message is from.
func forward(m *message) *bot.Forward {
	f := &bot.Forward{URL: firstLink(m)}
	if m.Origin.Date > 0 {
		f.At = time.Unix(m.Origin.Date, 0).UTC()
	}
	switch o := m.Origin; {
	case o.Chat != nil:
		f.From = o.Chat.Title
	case o.SenderChat != nil:
		f.From = o.SenderChat.Title
	case o.Sender != nil:
		f.From = o.Sender.name()
	default:
		f.From = o.SenderName
	}
	return f
}

// firstLink is the first address in a message, written out or behind words, that
// leads out of Telegram: posts of channels name the channel itself first.
func firstLink(m *message) string {
	text, entities := m.Text, m.Entities
	if text == "" {
		text, entities = m.Caption, m.CaptionAs
	}
	coded := utf16.Encode([]rune(text))
	for _, e := range entities {
		var link string
		switch {
		case e.Type == "text_link":
			link = e.URL
		case e.Type == "url" && e.Offset >= 0 && e.Length > 0 && e.Length <= len(coded)-e.Offset:
			link = string(utf16.Decode(coded[e.Offset : e.Offset+e.Length]))
			if !strings.Contains(link, "://") {
				link = "https://" + link
			}
		}
		if u, err := url.Parse(link); err == nil && u.Host != "" && !slices.Contains(ownHosts, strings.ToLower(u.Hostname())) {
			return link
		}
	}
	return ""
}

// ownHosts lead back into Telegram.
var ownHosts = []string{"t.me", "telegram.me", "telegram.dog", "www.t.me"}

// id is the bot's own id, 0 before the first connection.
func (a *Adapter) id() int64 {
	if me := a.me.Load(); me != nil {
		return me.id
	}
	return 0
}
