package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"wirebrief/bot"
)

// An event is something that Discord told, as it stands in the inbox.
type event struct {
	// key is unique, and the same if it is told twice; kind is its name on the
	// gateway, "INTERACTION_CREATE".
	key, kind string
	// raw is its data.
	raw json.RawMessage
	// stored is the whole as a storedEvent in JSON, of which raw is a part; nil
	// if it came from the inbox.
	stored []byte
	// again tells that a process before has left it.
	again bool
	// answer is how an interaction is answered, see arrived; nil for all else.
	answer *answer
	// push is the request that an interaction came with, nil from the gateway.
	push *push
}

// The kinds of event that are heard.
const (
	interactionCreated = "INTERACTION_CREATE"
	messageCreated     = "MESSAGE_CREATE"
	guildCreated       = "GUILD_CREATE"
	guildDeleted       = "GUILD_DELETE"
	channelDeleted     = "CHANNEL_DELETE"
	threadDeleted      = "THREAD_DELETE"
)

// newlyJoined is how long after the bot came to a guild it may hear of that: a
// connection begins with all guilds that it is in.
const newlyJoined = 24 * time.Hour

// wanted reports whether an event is of any use, so that it has to be kept: of
// what the gateway tells, most is not.
func (a *Adapter) wanted(kind string, raw json.RawMessage) bool {
	switch kind {
	case interactionCreated, channelDeleted, threadDeleted:
		return true
	case messageCreated:
		if isByBot(raw) {
			return false
		}
		m, err := readAs[message](raw)
		return err == nil && m.GuildID == 0 && m.Author != nil && !m.Author.Bot
	case guildCreated:
		g, err := readAs[guild](raw)
		return err == nil && !g.Unavailable && a.o.Now().Sub(g.JoinedAt) < newlyJoined
	case guildDeleted:
		g, err := readAs[guild](raw)
		return err == nil && !g.Unavailable
	}
	return false
}

// isByBot reports whether a message is surely by a bot: its own come back to it,
// in direct messages each of its answers.
func isByBot(raw json.RawMessage) (bot bool) {
	eachField(raw, func(key, value []byte) {
		if string(key) == "author" {
			eachField(value, func(key, value []byte) {
				if string(key) == "bot" {
					bot = string(value) == "true"
				}
			})
		}
	})
	return bot
}

// arrived prepares an event that is kept for its turn: from now on an
// interaction is deferred in time, however long its turn takes.
func (a *Adapter) arrived(ctx context.Context, e *event) {
	if e.kind != interactionCreated {
		return
	}
	i, err := readAs[interaction](e.raw)
	if err != nil {
		return // which handle reports
	}
	e.answer = a.newAnswer(ctx, &i, e.again)
	e.answer.begin()
}

// handle answers one event. An error means that it was not answered, for the
// log; it holds nothing that people wrote.
func (a *Adapter) handle(ctx context.Context, h bot.Handler, e *event) error {
	switch e.kind {
	case interactionCreated:
		if e.answer == nil {
			a.arrived(ctx, e)
		}
		if e.answer == nil {
			return fmt.Errorf("read an interaction of %d bytes: it has another form than expected", len(e.raw))
		}
		return a.interacted(ctx, h, e)
	case messageCreated:
		return a.said(ctx, h, e)
	case guildCreated, guildDeleted, channelDeleted, threadDeleted:
		return a.placeChanged(ctx, e)
	}
	return nil
}

// laneOf names what an event belongs to: events of one lane are answered in
// their order. Interactions have a lane for each person in a chat: one that
// takes long is not to hold up the others, each of which wants its answer
// within seconds.
func laneOf(e *event) string {
	switch e.kind {
	case interactionCreated:
		i := e.interaction()
		if i == nil {
			return ""
		}
		return i.ChannelID.String() + " by " + i.sender().ID.String()
	case messageCreated:
		m, err := readAs[message](e.raw)
		if err != nil {
			return ""
		}
		return m.ChannelID.String()
	case guildCreated, guildDeleted:
		g, err := readAs[guild](e.raw)
		if err != nil {
			return ""
		}
		return "guild " + g.ID.String()
	case channelDeleted, threadDeleted:
		c, err := readAs[channel](e.raw)
		if err != nil {
			return ""
		}
		return "guild " + c.GuildID.String()
	}
	return ""
}

// interaction is that of an event, nil if it is none.
func (e *event) interaction() *interaction {
	if e.answer != nil {
		return e.answer.i
	}
	if i, err := readAs[interaction](e.raw); err == nil {
		return &i
	}
	return nil
}

// readAs reads what Discord told.
func readAs[T any](raw json.RawMessage) (T, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}
