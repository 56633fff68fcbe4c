package telegram

import (
	"context"
	"strconv"
	"sync"
	"time"

	"wirebrief/bot"
)

const (
	// adminsLife is how long the list of a chat's administrators is believed, and
	// adminsDoubt how long it is of somebody who is not on it: they may have been
	// named since.
	adminsLife  = 5 * time.Minute
	adminsDoubt = 20 * time.Second
	// adminsChats bounds the chats whose list is held.
	adminsChats = 5000
)

// admins knows who administers which chat. getChatAdministrators is answered
// even to a bot that administers nothing; getChatMember is not always.
type admins struct {
	client *client
	now    func() time.Time

	mu    sync.Mutex
	chats map[int64]adminList
}

// An adminList is the administrators of one chat.
type adminList struct {
	ids map[int64]bool
	at  time.Time
}

func newAdmins(c *client, now func() time.Time) *admins {
	return &admins{client: c, now: now, chats: map[int64]adminList{}}
}

// may reports whether user administers chat. With an error nobody may: it could
// not be found out.
func (l *admins) may(ctx context.Context, chat, user int64) (bool, error) {
	now := l.now()
	l.mu.Lock()
	list, ok := l.chats[chat]
	if now.Before(list.at) { // the clock was put back
		delete(l.chats, chat)
		ok = false
	}
	l.mu.Unlock()
	if age := now.Sub(list.at); ok && (age < adminsDoubt || age < adminsLife && list.ids[user]) {
		return list.ids[user], nil
	}
	var members []member
	if err := l.client.call(ctx, "getChatAdministrators", params{"chat_id": chat}, &members); err != nil {
		return false, err
	}
	list = adminList{ids: map[int64]bool{}, at: now}
	for _, m := range members {
		list.ids[m.User.ID] = m.Status == "creator" || m.Status == "administrator"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.chats) >= adminsChats {
		clear(l.chats)
	}
	if !l.chats[chat].at.After(now) { // else somebody has asked later and was answered before
		l.chats[chat] = list
	}
	return list.ids[user], nil
}

// forget drops what is known of a chat: somebody's rights have changed.
func (l *admins) forget(chat int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.chats, chat)
}

// MayChange implements bot.RightsChecker. It asks each time: Telegram tells of no
// change of rights in a channel but the bot's own.
func (a *Adapter) MayChange(ctx context.Context, ref bot.ChatRef, user string) (bool, error) {
	if p, err := parsePlace(ref); err == nil {
		a.admins.forget(p.chat)
	}
	return a.knownToChange(ctx, ref, user)
}

// knownToChange is MayChange for those who press and type in the chat, where
// what was found out a moment ago is good enough.
func (a *Adapter) knownToChange(ctx context.Context, ref bot.ChatRef, user string) (bool, error) {
	p, err := parsePlace(ref)
	if err != nil {
		return false, err
	}
	id, err := strconv.ParseInt(user, 10, 64)
	if err != nil {
		return false, nil // who writes in the name of a chat is no administrator of another
	}
	if p.chat > 0 {
		return p.chat == id, nil
	}
	return a.admins.may(ctx, p.chat, id)
}

// mayChange finds out whether the person behind c may change the settings.
func (a *Adapter) mayChange(ctx context.Context, chat int64, c *bot.Command) {
	if c.Kind == bot.Private || c.User.Admin || c.User.ID == "" {
		return
	}
	ok, err := a.knownToChange(ctx, place{chat: chat}.ref(), c.User.ID)
	if err != nil {
		a.o.Logger.Warn("it could not be found out who administers a chat; nobody may change its settings now", "platform", Platform, "err", err)
	}
	c.User.Admin, c.User.Unsure = ok && err == nil, err != nil
}
