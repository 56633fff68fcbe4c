package discord

import (
	"context"
	"net/http"
	"slices"
	"time"

	"wirebrief/bot"
)

// Edit implements bot.Editor. A message of several parts is changed part by
// part; parts that it does not need any more are deleted. Whoever presses a
// button while it is edited sees one state or the other.
func (a *Adapter) Edit(ctx context.Context, ref bot.MessageRef, m bot.Message) (bot.MessageRef, error) {
	to, err := parsePlace(ref.Chat)
	if err != nil {
		return ref, &bot.SendError{Kind: bot.Gone, Message: err.Error()}
	}
	old, err := parseMessage(ref.ID)
	if err != nil {
		return ref, &bot.SendError{Kind: bot.Gone, Message: err.Error()}
	}
	if ctx.Err() != nil {
		return ref, cancelled(ctx)
	}
	m.Silent, m.Files = false, nil // what was said cannot be said again without a sound, and files stay
	parts := render(m, renderOptions{private: to.kind == inPrivate, commands: a.out.commands.ids()})
	if len(parts) == 0 {
		return ref, &bot.SendError{Kind: bot.Content, Message: "the message has no text"}
	}
	d := &sending{a: a, to: to, chat: ref.Chat, thread: old.thread}
	if old.thread != 0 {
		d.to = place{kind: inChannel, id: old.thread}
	}
	old.parts, err = d.edit(ctx, old.parts, parts)
	now := bot.MessageRef{Chat: ref.Chat, ID: old.String()}
	if err != nil {
		return now, editError(err)
	}
	return now, nil
}

// edit makes messages show parts: it changes those that are there, deletes those
// that are too many, sends what is missing, and returns those that there are then,
// also with an error.
func (d *sending) edit(ctx context.Context, ids []snowflake, parts []payload) ([]snowflake, error) {
	left := ids
	change := func(ctx context.Context, p payload) error {
		if len(left) == 0 {
			return d.create(ctx, p)
		}
		r := d.request(http.MethodPatch, left[0].String(), p)
		err := d.a.call(ctx, r, nil)
		if codeOf(err) == archivedThread && d.a.unarchive(ctx, d.to) {
			err = d.a.call(ctx, r, nil)
		}
		if err == nil {
			left = left[1:]
		}
		return err
	}
	for _, p := range parts {
		if err := d.part(ctx, p, "", change); err != nil {
			return slices.Concat(ids, d.ids), err
		}
	}
	for _, id := range left {
		if err := d.a.call(ctx, d.request(http.MethodDelete, id.String(), nil), nil); err != nil && codeOf(err) != unknownMessage {
			return ids, err
		}
	}
	return slices.Concat(ids[:len(ids)-len(left)], d.ids), nil
}

// editPatience is how long an edit may be asked to wait. Discord lets old and
// published messages be changed a few times an hour: what else there is to say
// in the chat does not wait for that.
const editPatience = time.Minute

// editError is sendError for an edit, which does no harm when it is made twice.
func editError(err error) *bot.SendError {
	e := sendError(err)
	switch {
	case e.Kind == bot.Uncertain:
		e.Kind = bot.Transient
	case e.Kind == bot.RetryAfter && !e.Global && e.RetryAfter > editPatience:
		return &bot.SendError{Kind: bot.Gone, Message: "the message cannot be changed for now: " + e.Message}
	}
	return e
}
