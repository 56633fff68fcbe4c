package discord

import (
	"context"
	"fmt"
	"time"

	"wirebrief/bot"
)

// A guild is a server of Discord's users, as far as it is of use here.
type guild struct {
	ID   snowflake `json:"id"`
	Name string    `json:"name"`
	// Unavailable tells that Discord itself has lost it for a while, which
	// changes nothing.
	Unavailable bool `json:"unavailable"`
	// JoinedAt is when the bot came there.
	JoinedAt time.Time `json:"joined_at"`
	// SystemChannel is where a guild has its notices, 0 for nowhere.
	SystemChannel snowflake `json:"system_channel_id"`
}

// placeChanged takes note that the bot came to a guild or is there no more, or
// that a channel or thread is no more.
func (a *Adapter) placeChanged(ctx context.Context, e *event) error {
	c := bot.ChatChange{EventID: e.key, Kind: bot.Group}
	switch e.kind {
	case channelDeleted, threadDeleted:
		ch, err := readAs[channel](e.raw)
		if err != nil {
			return unread(e)
		}
		if ch.Type == directChannel {
			return nil // closed, not deleted
		}
		c.Change, c.Chat, c.Kind, c.ChatName = bot.ChatDeleted, ch.place().ref(), ch.chatKind(), ch.called()
		return a.changed(ctx, c, 0)
	}
	g, err := readAs[guild](e.raw)
	if err != nil {
		return unread(e)
	}
	if g.Unavailable {
		return nil
	}
	c.Chat, c.ChatName = place{kind: aGuild, id: g.ID}.ref(), g.Name
	if e.kind == guildDeleted {
		c.Change = bot.BotRemoved
		return a.changed(ctx, c, 0)
	}
	c.Change = bot.BotAdded
	return a.changed(ctx, c, g.SystemChannel)
}

func unread(e *event) error {
	return fmt.Errorf("read an event %s of %d bytes: it has another form than expected", e.kind, len(e.raw))
}

// changed passes a change on, and says in a channel what there is to say about
// it; 0 is nowhere.
func (a *Adapter) changed(ctx context.Context, c bot.ChatChange, in snowflake) error {
	reply, err := a.o.Desk.ChatChanged(ctx, c)
	if err != nil {
		return fmt.Errorf("take note of a change to a chat: %w", err)
	}
	if in == 0 || reply.ForUser || len(reply.Messages) == 0 {
		return nil
	}
	if err := a.answerIn(ctx, place{id: in}.ref(), reply.Messages); err != nil {
		// Mostly a channel that the bot may not write in.
		a.o.Logger.Info("what a change to a chat asks for could not be said", "platform", Platform, "err", err)
	}
	return nil
}
