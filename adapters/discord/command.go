package discord

import (
	"context"
	"errors"
	"slices"

	"wirebrief/bot"
)

// The types of command.
const (
	slashCommand   = 1
	messageCommand = 3
)

// interacted answers an interaction.
func (a *Adapter) interacted(ctx context.Context, h bot.Handler, e *event) error {
	k := e.answer
	if k.timer != nil {
		defer k.timer.Stop()
	}
	c := bot.Command{EventID: e.key, Awaited: true, Forms: k.i.hasOthers() || !a.hearsMessages(), Aside: k.i.hasOthers() && !k.i.mayBePublic()}
	if err := a.locate(ctx, k.i, &c); err != nil {
		say := bot.TryAgain()
		if isClosed(err) {
			say, err = bot.PrivateClosed(), nil
		}
		return errors.Join(err, k.reply(ctx, bot.Reply{Messages: []bot.Message{say}}, audience{}))
	}
	switch k.i.Type {
	case typeCommand:
		return a.commanded(ctx, h, k, c)
	case typePress:
		return a.pressed(ctx, h, k, c)
	case typeForm:
		return a.filledIn(ctx, h, k, c)
	}
	return nil
}

// locate tells where an interaction comes from and who sent it. Where only a
// person has installed the bot it can send nothing: what is said there is said
// in their private chat.
func (a *Adapter) locate(ctx context.Context, i *interaction, c *bot.Command) error {
	who := i.sender()
	c.User = bot.User{ID: who.ID.String(), Name: who.name()}
	switch {
	case !i.reaches():
		chat, err := a.PrivateChat(ctx, c.User.ID)
		c.Chat, c.Kind, c.Elsewhere = chat, bot.Private, true
		return err
	case i.context() == inBotDM:
		c.Chat, c.Kind = place{kind: inPrivate, id: i.ChannelID}.ref(), bot.Private
		a.out.direct.learn(who.ID, i.ChannelID)
		return nil
	}
	where := channel{ID: i.ChannelID}
	if i.Channel != nil {
		where = *i.Channel
		where.ID = i.ChannelID
	}
	if i.Member != nil {
		where.Permissions = i.Member.Permissions
	}
	where.in(i.GuildID, c)
	return nil
}

// in makes c a command about the channel, for somebody who has the rights that
// the channel tells.
func (ch *channel) in(guild snowflake, c *bot.Command) {
	c.Chat, c.Kind, c.ChatName, c.Community = ch.place().ref(), ch.chatKind(), ch.called(), bot.AServer
	c.Within, c.Forum = place{kind: aGuild, id: guild}.ref(), bot.ChatRef{}
	if ch.isThread() && ch.Parent != 0 {
		// What it is if it is a post. That the parent may be no forum does no
		// harm: then nothing has that name.
		c.Forum = place{kind: inForum, id: ch.Parent}.ref()
	}
	c.User.Admin = ch.Permissions.administers()
}

// commanded answers a slash command, or one that was chosen on a message.
func (a *Adapter) commanded(ctx context.Context, h bot.Handler, k *answer, c bot.Command) error {
	if k.i.Data.Type == messageCommand {
		return a.briefThis(ctx, h, k, c)
	}
	to := audience{public: k.i.mayBePublic(), chat: fallback(k.i, c)}
	info := k.i.info()
	if info.Name == "" {
		return k.reply(ctx, bot.Reply{Messages: []bot.Message{bot.OldCommand()}}, to)
	}
	where, has := k.i.Channel, k.i.AppPermissions
	if target := k.i.target(); target != nil && k.i.reaches() && c.Kind != bot.Private {
		target.in(k.i.GuildID, &c)
		c.Elsewhere = target.ID != k.i.ChannelID
		a.out.named.learn(target.ID, c.ChatName)
		to.mark = a.mark(subject{chat: c.Chat, kind: target.Type, admin: c.User.Admin}, k.i.sender().ID)
		where, has = target, target.AppPermissions
	}
	if names := lackingFor(info, c, where, has); len(names) > 0 {
		return k.reply(ctx, bot.Reply{Messages: []bot.Message{bot.CannotPost(c.ChatName, names)}}, to)
	}
	c.Text = k.i.typed()
	return a.ask(ctx, h, k, c, to)
}

// ask has the bot answer a command, and shows the answer. What the end of the
// program has cut off is left to the next one.
func (a *Adapter) ask(ctx context.Context, h bot.Handler, k *answer, c bot.Command, to audience) error {
	reply, err := h(ctx, c)
	if err != nil && ctx.Err() != nil {
		return err
	}
	if err != nil {
		a.o.Logger.Error("an interaction was not answered as it should be", "platform", Platform, "err", err)
	}
	return k.reply(ctx, reply, to)
}

// posting are the commands after which the bot posts in a chat. The others may
// be given where it cannot: above all those that stop it.
var posting = []string{"subscribe", "digest", "resume"}

// lackingFor are the names of the rights that the bot needs in a channel before
// a command makes sense. Somebody who may not give the command hears that first,
// from the bot itself.
func lackingFor(info bot.CommandInfo, c bot.Command, where *channel, has permissions) []string {
	if c.Kind == bot.Private || !c.User.Admin || where == nil || !slices.Contains(posting, info.Name) {
		return nil
	}
	return lacking(where, has)
}

// mayBePublic reports whether stories in the answer to an interaction are for
// all to read.
func (i *interaction) mayBePublic() bool {
	if !i.hasOthers() {
		return true
	}
	if !i.reaches() && i.info().AboutChat {
		return false // it is about the asker's own chat, which others do not see
	}
	return i.Type == typeCommand && i.Data.Type != messageCommand && i.info().Public && !i.forOneOnly()
}

// fallback is the chat in which an answer is said that came too late: only in
// direct messages is that where the question was asked.
func fallback(i *interaction, c bot.Command) bot.ChatRef {
	if i.context() == inBotDM || !i.reaches() {
		return c.Chat
	}
	return bot.ChatRef{}
}
