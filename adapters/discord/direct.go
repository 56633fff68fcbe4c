package discord

import (
	"context"
	"fmt"
	"strings"
	"time"

	"wirebrief/bot"
)

// A message is one as Discord tells it, as far as it is of use here.
type message struct {
	ID        snowflake `json:"id"`
	Type      int       `json:"type"`
	ChannelID snowflake `json:"channel_id"`
	GuildID   snowflake `json:"guild_id"`
	Author    *user     `json:"author"`
	Content   string    `json:"content"`
	Embeds    []linked  `json:"embeds"`
	Flags     int       `json:"flags"`
	Timestamp time.Time `json:"timestamp"`
	// Webhook is set for what is posted by a webhook, such as that of a channel
	// which this one follows.
	Webhook snowflake `json:"webhook_id"`
	// Answers is the message that this one replies to.
	Answers *message `json:"referenced_message"`
	// Snapshots are the messages that this one passes on.
	Snapshots []snapshot `json:"message_snapshots"`
	// Metadata tells which interaction the message answers.
	Metadata *metadata `json:"interaction_metadata"`
}

// linked is what an embed leads to.
type linked struct {
	URL         string `json:"url"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

type snapshot struct {
	Message message `json:"message"`
}

type metadata struct {
	User *user `json:"user"`
}

// The types of message that people write; all others tell what happened.
const (
	plainMessage = 0
	replyMessage = 19
)

// said answers a direct message.
func (a *Adapter) said(ctx context.Context, h bot.Handler, e *event) error {
	m, err := readAs[message](e.raw)
	if err != nil {
		return fmt.Errorf("read a direct message of %d bytes: it has another form than expected", len(e.raw))
	}
	if m.GuildID != 0 || m.Author == nil || m.Author.Bot || m.Webhook != 0 || m.Type != plainMessage && m.Type != replyMessage {
		return nil
	}
	c := bot.Command{
		EventID: e.key, Kind: bot.Private, Chat: place{kind: inPrivate, id: m.ChannelID}.ref(),
		User: bot.User{ID: m.Author.ID.String(), Name: m.Author.name()}, Text: a.unaddressed(m.Content),
		Answers: m.Answers != nil && m.Answers.Author != nil && m.Answers.Author.ID == a.botID() && a.botID() != 0,
	}
	if len(m.Snapshots) > 0 {
		passed := m.Snapshots[0].Message
		c.Forward, c.Text = passed.forward(), passed.words()
	}
	a.out.direct.learn(m.Author.ID, m.ChannelID)
	reply, err := h(ctx, c)
	if err != nil {
		a.o.Logger.Error("a message was not answered as it should be", "platform", Platform, "err", err)
	}
	return reply.Ended(a.answerIn(ctx, c.Chat, reply.Messages))
}

// unaddressed takes the mention of the bot off the beginning of a message.
func (a *Adapter) unaddressed(s string) string {
	s = strings.TrimSpace(s)
	if a.botID() == 0 {
		return s
	}
	for _, form := range []string{"<@", "<@!"} {
		if rest, ok := strings.CutPrefix(s, form+a.botID().String()+">"); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// learn remembers a channel that somebody writes in.
func (d *directChannels) learn(user, channel snowflake) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.of == nil || len(d.of) >= maxDirect {
		d.of = map[snowflake]snowflake{}
	}
	d.of[user] = channel
}
