package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot"
)

const (
	// partTries is how often a further part of a message is tried: what was
	// begun is to be finished.
	partTries = 4
	// partWait bounds the wait between two tries.
	partWait = 30 * time.Second
)

var (
	_ bot.KeyedSender   = (*Adapter)(nil)
	_ bot.Editor        = (*Adapter)(nil)
	_ bot.PrivateFinder = (*Adapter)(nil)
)

// outgoing is what an adapter remembers of where it sends to.
type outgoing struct {
	direct   directChannels
	channels channelCache
	publish  publishing
	commands knownCommands
	named    channelNames
}

// Send implements bot.ChatAdapter. A message longer than Discord takes is sent
// in several parts. It does not wait for the Pacing before the first of them:
// the caller has.
func (a *Adapter) Send(ctx context.Context, to bot.ChatRef, m bot.Message) (bot.MessageRef, error) {
	return a.SendKeyed(ctx, to, m, "")
}

// SendKeyed implements bot.KeyedSender: what is sent again with its key within
// KeyLife is the message that is there already, part by part.
func (a *Adapter) SendKeyed(ctx context.Context, to bot.ChatRef, m bot.Message, key string) (bot.MessageRef, error) {
	p, err := parsePlace(to)
	if err == nil && p.kind == aGuild {
		err = errors.New("a server is no place to write to, only its channels are")
	}
	if err != nil {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Gone, Message: err.Error()}
	}
	if ctx.Err() != nil {
		return bot.MessageRef{}, cancelled(ctx)
	}
	parts := render(m, renderOptions{private: p.kind == inPrivate, forms: !a.hearsMessages(), commands: a.out.commands.ids()})
	if len(parts) == 0 {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Content, Message: "the message has no text"}
	}
	d := &sending{a: a, to: p, chat: to, key: key}
	if p.kind == inForum {
		err = d.post(ctx, m, parts)
	} else {
		err = d.send(ctx, parts)
	}
	if err != nil {
		return bot.MessageRef{}, d.broken(err)
	}
	a.crosspost(ctx, d)
	return bot.MessageRef{Chat: to, ID: d.message().String()}, nil
}

// KeyLife implements bot.KeyedSender. Posts in forums know no keys.
func (a *Adapter) KeyLife(to bot.ChatRef) time.Duration {
	if p, err := parsePlace(to); err == nil && p.kind == inForum {
		return 0
	}
	return nonceLife
}

// A sending is one message on its way, part by part.
type sending struct {
	a *Adapter
	// to is where the parts go: in a forum, the thread of the post once there
	// is one.
	to place
	// chat is whose turn it is to wait for, as the courier knows it.
	chat bot.ChatRef
	key  string
	// thread is that of a post in a forum, 0 elsewhere.
	thread snowflake
	ids    []snowflake
	// plain tells that no embeds are allowed there.
	plain bool
}

// message names what was sent.
func (d *sending) message() messageID { return messageID{thread: d.thread, parts: d.ids} }

// broken is the error of a message of which something was sent, or nothing.
func (d *sending) broken(err error) error {
	e := sendError(err)
	if len(d.ids) > 0 {
		return &bot.SendError{Kind: bot.Uncertain, Rest: e.Kind, Message: "only a part of the message was sent: " + e.Message}
	}
	return e
}

// send sends parts one after the other.
func (d *sending) send(ctx context.Context, parts []payload) error {
	for i, p := range parts {
		if err := d.part(ctx, p, strconv.Itoa(i), d.create); err != nil {
			return err
		}
	}
	return nil
}

// part sends a part: as it is, and if that is refused for what makes it more
// than text, as text. A briefing is never lost for its looks. create makes one
// message.
func (d *sending) part(ctx context.Context, p payload, name string, create func(context.Context, payload) error) error {
	if !d.plain || len(p.Embeds) == 0 {
		p.Nonce, p.EnforceNonce = d.nonce(name)
		err := d.insist(ctx, len(d.ids) > 0, func() error { return create(ctx, p) })
		if isBlocked(err) && countStories(p.lines) > 1 {
			return d.halves(ctx, p, name, create, err)
		}
		plainer := d.a.plainer(p, err)
		if plainer == nil {
			return err
		}
		d.plain = d.plain || codeOf(err) == noPermission
		return d.plainly(ctx, plainer, name, create)
	}
	return d.plainly(ctx, p.plainly(false), name, create)
}

// plainly sends what a part is as text, which may take several messages.
func (d *sending) plainly(ctx context.Context, parts []payload, name string, create func(context.Context, payload) error) error {
	for j, p := range parts {
		p.Nonce, p.EnforceNonce = d.nonce(name + " plain " + strconv.Itoa(j))
		if err := d.insist(ctx, true, func() error { return create(ctx, p) }); err != nil {
			return err
		}
	}
	return nil
}

// plainer is what to send in the place of a message that was refused: the same
// as text, for lack of the right to embeds or because its form was found wrong,
// which is our mistake; without links, if one of them is thought harmful. nil
// if nothing can be done.
func (a *Adapter) plainer(p payload, err error) []payload {
	var f *failure
	if !errors.As(err, &f) {
		return nil
	}
	switch {
	case f.Code == noPermission && len(p.Embeds) > 0:
		return p.plainly(false)
	case f.Code == invalidForm:
		a.o.Logger.Error("discord refused the form of a message; it is sent as plain text", "platform", Platform, "err", f)
		if !f.names("embeds") && !f.names("content") || f.names("components") {
			p.Components = nil // they would be refused again
		}
		if f.names("attachments") {
			p.files = nil
		}
		return p.plainly(false)
	case f.Code == harmfulLink:
		return p.plainly(true)
	}
	return nil
}

// names reports whether an answer says that a field of the form is wrong.
func (f *failure) names(field string) bool {
	return slices.ContainsFunc(f.fields(), func(s string) bool { return strings.HasPrefix(s, field) })
}

// create sends one message.
func (d *sending) create(ctx context.Context, p payload) error {
	var sent struct {
		ID snowflake `json:"id"`
	}
	r := d.request(http.MethodPost, "", p)
	err := d.a.call(ctx, r, &sent)
	if codeOf(err) == archivedThread && d.a.unarchive(ctx, d.to) {
		err = d.a.call(ctx, r, &sent)
	}
	if err != nil {
		return err
	}
	d.ids = append(d.ids, sent.ID)
	return nil
}

// request is one about the messages of the place, or one of them.
func (d *sending) request(method, id string, body any) request {
	path, route := "/channels/"+d.to.id.String()+"/messages", "/channels/{channel}/messages"
	if id != "" {
		path, route = path+"/"+id, route+"/{message}"
	}
	r := request{method: method, path: path, route: route, body: body}
	if p, ok := body.(payload); ok {
		r.files = p.files
	}
	if method == http.MethodPost {
		r.chat = d.chat // changes have limits of their own, which hold up no messages
	}
	return r
}

// insist makes a request. A further one waits for its turn and is tried several
// times, but not before Discord lets it.
func (d *sending) insist(ctx context.Context, further bool, request func() error) error {
	if !further {
		return request()
	}
	for try := 1; ; try++ {
		if err := d.a.pacing.Wait(ctx, d.chat, false, bot.Interactive); err != nil {
			return err
		}
		err := request()
		d.a.pacing.Done(d.chat)
		if err == nil {
			return nil
		}
		e := sendError(err)
		again := e.Kind == bot.RetryAfter || e.Kind == bot.Transient || e.Kind == bot.Uncertain && d.key != "" && d.thread == 0
		if !again || try == partTries || e.RetryAfter > partWait {
			return err
		}
		if sleep(ctx, max(e.RetryAfter, time.Duration(try)*250*time.Millisecond)) != nil {
			return err
		}
	}
}

// A messageID names the parts of a message, and the thread of its own that a
// post in a forum has.
type messageID struct {
	thread snowflake // 0 for none
	parts  []snowflake
}

// String is the id as the bot keeps it: "12,13", or "11:11,12" in a forum.
func (m messageID) String() string {
	words := make([]string, len(m.parts))
	for i, id := range m.parts {
		words[i] = id.String()
	}
	s := strings.Join(words, ",")
	if m.thread != 0 {
		return m.thread.String() + ":" + s
	}
	return s
}

// parseMessage is the opposite of String.
func parseMessage(s string) (m messageID, err error) {
	thread, parts, found := strings.Cut(s, ":")
	if !found {
		thread, parts = "", s
	} else if err := m.thread.UnmarshalText([]byte(thread)); err != nil || m.thread == 0 {
		return messageID{}, fmt.Errorf("%q is no message of Discord", s)
	}
	for word := range strings.SplitSeq(parts, ",") {
		var id snowflake
		if err := id.UnmarshalText([]byte(word)); err != nil || id == 0 {
			return messageID{}, fmt.Errorf("%q is no message of Discord", s)
		}
		m.parts = append(m.parts, id)
	}
	return m, nil
}
