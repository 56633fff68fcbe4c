package discord

import (
	"context"
	"net/http"
	"strings"

	"wirebrief/bot"
)

// postUnits is how long the name of a post may be.
const postUnits = 100

// requiresTag is the flag of a forum in which every post must have a tag.
const requiresTag = 1 << 4

// A post is a thread of its own in a forum, with its first message.
type post struct {
	Name    string      `json:"name"`
	Tags    []snowflake `json:"applied_tags,omitempty"`
	Message payload     `json:"message"`
}

// A tag is one that the posts of a forum can have.
type tag struct {
	ID   snowflake `json:"id"`
	Name string    `json:"name"`
	// Moderated ones can be given only by moderators.
	Moderated bool `json:"moderated"`
}

// post makes a post of a message: its first part begins the thread, and the
// others follow in it.
func (d *sending) post(ctx context.Context, m bot.Message, parts []payload) error {
	info, err := d.a.channelInfo(ctx, d.to.id)
	if err != nil {
		return err
	}
	p := post{Name: postName(m), Tags: info.tags(m.Topic)}
	create := func(ctx context.Context, first payload) error {
		if d.thread != 0 {
			return d.create(ctx, first)
		}
		p.Message = first
		err := d.begin(ctx, p)
		if codeOf(err) == tagRequired { // since it was looked at
			d.a.out.channels.forget(d.to.id)
			if info, err = d.a.channelInfo(ctx, d.to.id); err != nil {
				return err
			}
			p.Tags = info.tags(m.Topic)
			err = d.begin(ctx, p)
		}
		return err
	}
	for _, each := range parts {
		if err := d.part(ctx, each, "", create); err != nil {
			return err
		}
	}
	return nil
}

// begin makes the thread, in which the sending goes on.
func (d *sending) begin(ctx context.Context, p post) error {
	var made struct {
		ID snowflake `json:"id"`
	}
	err := d.a.call(ctx, request{
		method: http.MethodPost, path: "/channels/" + d.to.id.String() + "/threads", route: "/channels/{channel}/threads",
		body: p, files: p.Message.files, chat: d.chat,
	}, &made)
	if err != nil {
		return err
	}
	d.thread = made.ID
	d.to = place{kind: inChannel, id: made.ID}
	d.ids = append(d.ids, made.ID) // the first message has the id of its thread
	return nil
}

// postName is what a post is called: its headline or title, else how it begins.
func postName(m bot.Message) string {
	all, _ := lines(m, nil)
	name := ""
	for _, l := range all {
		if l.kind == bot.Header || l.kind == bot.Headline {
			name = textOf(l.spans)
			break
		}
	}
	if name == "" && len(all) > 0 {
		name = textOf(all[0].spans)
	}
	if name = short(name, postUnits); name == "" {
		return "…" // it has files alone
	}
	return name
}

// tags are those that a post on a topic gets: the one of its name, and where
// posts must have one, else the first.
func (c channelInfo) tags(topic string) []snowflake {
	topic = oneLine(topic)
	var first snowflake
	for _, t := range c.Tags {
		if topic != "" && !t.Moderated && strings.EqualFold(oneLine(t.Name), topic) {
			return []snowflake{t.ID}
		}
		if first == 0 && !t.Moderated {
			first = t.ID
		}
	}
	if c.Flags&requiresTag == 0 || len(c.Tags) == 0 {
		return nil
	}
	if first == 0 {
		first = c.Tags[0].ID
	}
	return []snowflake{first}
}

// unarchive opens an archived thread again, and reports whether it could.
func (a *Adapter) unarchive(ctx context.Context, thread place) bool {
	err := a.call(ctx, request{
		method: http.MethodPatch, path: "/channels/" + thread.id.String(), route: "/channels/{channel}",
		body: map[string]bool{"archived": false},
	}, nil)
	if err != nil {
		a.o.Logger.Info("an archived thread was not opened again", "platform", Platform, "err", err)
	}
	return err == nil
}
