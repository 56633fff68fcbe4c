package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"wirebrief/bot"
)

// allowedUpdates are what the bot hears of. They are told with each poll, for
// the server keeps what it was told last.
var allowedUpdates = []string{"message", "channel_post", "callback_query", "my_chat_member", "inline_query"}

const (
	// pollLimit is how many updates come at once at most: all that Telegram
	// allows.
	pollLimit = 100
	// pollGrace is how much longer than it should a poll may take.
	pollGrace = 10 * time.Second
	// hastyPoll is the time within which a poll that brings nothing does not
	// return, unless the server does not wait.
	hastyPoll = 200 * time.Millisecond
)

// poll asks for updates until ctx ends or the token is refused. Those that came
// are stored before the next poll tells Telegram so.
func (a *Adapter) poll(ctx context.Context, work *bot.Dispatcher[*update]) error {
	t := trouble{a: a}
	var offset int64
	for {
		if err := work.Room(ctx); err != nil {
			return err
		}
		began := time.Now()
		updates, err := a.getUpdates(ctx, offset)
		var last int64
		if err == nil {
			last, err = a.take(ctx, updates)
		}
		switch {
		case err != nil:
			if err := a.recover(ctx, &t, err); err != nil {
				return err
			}
			continue
		case len(updates) > 0:
			// Ids may begin anew anywhere: the last counts, not the highest.
			offset = last + 1
		case time.Since(began) < hastyPoll:
			if err := sleep(ctx, a.waits.hasty); err != nil {
				return err
			}
		}
		t.over()
	}
}

// recover does what a failed poll calls for, and waits. The error ends polling.
func (a *Adapter) recover(ctx context.Context, t *trouble, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case refusesToken(err):
		// Not believed at once: a server in trouble may have answered it.
		if err := sleep(ctx, a.waits.first); err != nil {
			return err
		}
		return a.connect(ctx)
	case ofFailure(err, 409, "webhook is active"):
		a.o.Logger.Warn("a webhook receives the messages of this bot; it is removed, for this program polls", "platform", Platform)
		// Not with drop_pending_updates: nothing is to be lost.
		if err := a.client.call(ctx, "deleteWebhook", nil, nil); err != nil {
			return t.wait(ctx, err)
		}
		if !t.removed { // whoever sets it again and again is fought slowly
			t.removed = true
			return nil
		}
	}
	return t.wait(ctx, err)
}

func (a *Adapter) getUpdates(ctx context.Context, offset int64) (updates []json.RawMessage, err error) {
	seconds := int((a.o.PollTimeout + time.Second - 1) / time.Second)
	p := params{"limit": pollLimit, "timeout": seconds, "allowed_updates": allowedUpdates}
	if offset != 0 {
		p["offset"] = offset
	}
	err = a.client.callWithin(ctx, a.o.PollTimeout+pollGrace, "getUpdates", p, &updates)
	return updates, err
}

// take stores updates and has those answered that are new; last is the id of the
// last of all. What cannot be read is passed over.
func (a *Adapter) take(ctx context.Context, updates []json.RawMessage) (last int64, err error) {
	if len(updates) == 0 {
		return 0, nil
	}
	events := make([]event, 0, len(updates))
	kept := make([]bot.InboxEvent, 0, len(updates))
	now := a.o.Now()
	for _, raw := range updates {
		ev, id, err := read(raw)
		if err != nil {
			a.o.Logger.Warn("telegram sent something unknown; it is passed over", "platform", Platform, "err", err)
		} else {
			events = append(events, ev)
			kept = append(kept, bot.InboxEvent{Key: ev.Key, Lane: ev.Lane, Payload: raw, At: now})
		}
		if id != 0 {
			last = id
		}
	}
	a.at.RLock()
	defer a.at.RUnlock()
	fresh, err := a.o.Inbox.CreateInboxEvents(ctx, Platform, kept)
	if err != nil {
		return 0, fmt.Errorf("store telegram updates: %w", err)
	}
	if a.at.work != nil {
		events = only(events, fresh)
		a.forgetAdmins(events)
		a.at.work.Add(events)
	}
	return last, nil
}

// forgetAdmins drops what is known of the chats of which events tell a change,
// before any of these is answered: a press that comes after it has a lane of its
// own, and would be judged by what was so before.
func (a *Adapter) forgetAdmins(events []event) {
	for _, ev := range events {
		if m := ev.Value.Member; m != nil {
			a.admins.forget(m.Chat.ID)
		}
	}
}

// read makes an event of an update; id is that of the update, if there is one
// even where it cannot be read. No words of it are in the error.
func read(raw []byte) (ev event, id int64, err error) {
	u := new(update)
	if json.Unmarshal(raw, u) == nil && u.ID != 0 {
		return event{Key: strconv.FormatInt(u.ID, 10), Lane: laneOf(u), Value: u}, u.ID, nil
	}
	var head struct {
		ID int64 `json:"update_id"`
	}
	if json.Unmarshal(raw, &head) != nil || head.ID == 0 {
		return event{}, 0, errors.New("an update has no id")
	}
	return event{}, head.ID, fmt.Errorf("update %d is in an unknown form", head.ID)
}

// only returns those of events that are among the fresh ones, which are in the
// same order.
func only(events []event, fresh []bot.InboxEvent) []event {
	var out []event
	for _, ev := range events {
		if len(fresh) > 0 && fresh[0].Key == ev.Key {
			out, fresh = append(out, ev), fresh[1:]
		}
	}
	return out
}

// leftover returns the updates that were stored and not answered.
func (a *Adapter) leftover(ctx context.Context) ([]event, error) {
	kept, err := a.o.Inbox.FindInboxEvents(ctx, Platform)
	if err != nil {
		return nil, err
	}
	var events []event
	var broken []string
	for _, k := range kept {
		ev, _, err := read(k.Payload)
		if err != nil {
			broken = append(broken, k.Key)
			continue
		}
		ev.Key, ev.Lane, ev.Again = k.Key, k.Lane, true
		events = append(events, ev)
	}
	if len(broken) > 0 {
		a.o.Logger.Warn("stored updates of telegram cannot be read; they are given up", "platform", Platform, "count", len(broken))
		return events, a.o.Inbox.EndInboxEvents(ctx, Platform, broken)
	}
	return events, nil
}

// readKept reads an update that was stored.
func readKept(_ context.Context, kept bot.InboxEvent) (*update, error) {
	ev, _, err := read(kept.Payload)
	return ev.Value, err
}
