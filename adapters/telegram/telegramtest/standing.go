package telegramtest

import "fmt"

// Block blocks the bot, as somebody does who has had enough.
func (p *Person) Block() { p.setBlocked(true) }

// Unblock lets the bot write again.
func (p *Person) Unblock() { p.setBlocked(false) }

func (p *Person) setBlocked(blocked bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if p.blocked == blocked {
		return
	}
	p.blocked = blocked
	old, now := ChatMember{Status: Member}, ChatMember{Status: Kicked}
	if !blocked {
		old, now = now, old
	}
	p.s.moved(p.private, p, p.s.bot, old, now)
}

// Deactivate deletes the account.
func (p *Person) Deactivate() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.gone = true
	p.s.touch()
}

// moved tells the bot that somebody's standing has changed: its own always,
// that of others if it administers the chat. It is called with mu held.
func (s *Server) moved(r *Room, by, whom *Person, old, now ChatMember) {
	s.touch()
	old.User, now.User = whom.user, whom.user
	old.User.LanguageCode, now.User.LanguageCode = "", ""
	change := &ChatMemberUpdated{Chat: r.chat, From: by.user, Date: s.now().Unix(), Old: old, New: now}
	switch {
	case whom == s.bot:
		s.enqueue("my_chat_member", r.chat.ID, Update{MyChatMember: change})
	case r.member(s.bot).admin():
		s.enqueue("chat_member", r.chat.ID, Update{ChatMember: change})
	}
}

// setStanding changes somebody's standing in a group or channel, with the
// service messages that go with it.
func (r *Room) setStanding(by, whom *Person, now ChatMember) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.chat.Type == Private {
		r.s.violateLocked("", fmt.Sprintf("%s cannot change who is in a private chat", by.Name()))
		return
	}
	r.change(by, whom, now)
}

func (r *Room) change(by, whom *Person, now ChatMember) {
	old := r.member(whom)
	if old.in() && !now.in() && r.chat.Type != Channel {
		what := whom.Name() + " left"
		if by != whom {
			what = by.Name() + " removed " + whom.Name()
		}
		r.seat(whom, now)
		r.s.moved(r, by, whom, old, r.member(whom))
		r.serve(by, what, Message{LeftChatMember: new(whom.public())})
		return
	}
	r.seat(whom, now)
	r.s.moved(r, by, whom, old, r.member(whom))
	if !old.in() && now.in() && r.chat.Type != Channel {
		r.serve(by, by.Name()+" added "+whom.Name(), Message{NewChatMembers: []User{whom.public()}})
	}
}

// public is an account as others see it.
func (p *Person) public() User {
	u := p.user
	u.LanguageCode = ""
	return u
}

// serve stores a service message.
func (r *Room) serve(by *Person, what string, m Message) *stored {
	m.Chat = r.chat
	s := &stored{Message: m, room: r, author: by, service: what}
	s.sign(by, nil)
	r.s.publish(s)
	return s
}

// Add makes somebody a member; the bot is Server.Bot.
func (r *Room) Add(by, whom *Person) { r.setStanding(by, whom, ChatMember{Status: Member}) }

// Kick removes somebody, who cannot come back by oneself.
func (r *Room) Kick(by, whom *Person) { r.setStanding(by, whom, ChatMember{Status: Kicked}) }

// Leave is when somebody goes.
func (r *Room) Leave(whom *Person) { r.setStanding(whom, whom, ChatMember{Status: Left}) }

// Promote makes somebody an administrator, who need not have been a member.
func (r *Room) Promote(by, whom *Person, rights Rights) {
	r.setStanding(by, whom, ChatMember{Status: Administrator, Rights: rights, Anonymous: rights.IsAnonymous})
}

// Demote makes an administrator a mere member.
func (r *Room) Demote(by, whom *Person) { r.setStanding(by, whom, ChatMember{Status: Member}) }

// Restrict lets a member do only what p allows; the zero Permissions mute.
func (r *Room) Restrict(by, whom *Person, p Permissions) {
	r.setStanding(by, whom, ChatMember{Status: Restricted, CanSend: p})
}

// SetAnonymous makes the creator or an administrator write as the chat, or
// under one's own name again.
func (r *Room) SetAnonymous(whom *Person, anonymous bool) {
	r.s.mu.Lock()
	m := r.member(whom)
	r.s.mu.Unlock()
	m.Anonymous, m.Rights.IsAnonymous = anonymous, anonymous
	if !m.admin() {
		whom.impossible(fmt.Errorf("be anonymous in %s: not an administrator", r.chat.Title))
		return
	}
	r.setStanding(whom, whom, m)
}

// SetClosed lets only administrators write, or everybody again.
func (r *Room) SetClosed(closed bool) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.closed = closed
	r.s.touch()
}

// Delete deletes a group or channel.
func (r *Room) Delete() {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.deleted = true
	r.s.touch()
}

// Upgrade makes a supergroup of a basic group, with another id. The old one
// refuses everything from then on.
func (r *Room) Upgrade(by *Person) *Room {
	members := r.Members()
	up := r.s.addGroup(Supergroup, r.chat.Title, false, nil)
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	for _, m := range members {
		up.seat(r.s.people[m.User.ID], m)
	}
	r.serve(by, "upgraded to a supergroup", Message{MigrateToChatID: up.chat.ID})
	r.moved = up
	up.serve(by, "upgraded from a group", Message{MigrateFromChatID: r.chat.ID})
	return up
}

// LinkTo makes a group the discussion of a channel: posts are forwarded there
// by Telegram.
func (r *Room) LinkTo(group *Room) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.discussion = group
}

// AddTopic opens a topic in a forum and returns its thread id.
func (r *Room) AddTopic(by *Person, name string) int {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if !r.chat.IsForum {
		r.s.violateLocked("", r.chat.Title+" is no forum: it has no topics")
		return 0
	}
	*r.nextID = max(*r.nextID, 2) // 1 is General
	id := *r.nextID
	r.topics[id] = &topic{name: name}
	r.serve(by, "topic "+name, Message{MessageThreadID: id, IsTopicMessage: true, ForumTopicCreated: &ForumTopicCreated{Name: name, IconColor: 7322096}})
	return id
}

// CloseTopic closes a topic: only administrators who manage topics write
// there. Topic 0 is General.
func (r *Room) CloseTopic(by *Person, id int) { r.setTopic(by, id, true) }

// ReopenTopic opens a closed topic again.
func (r *Room) ReopenTopic(by *Person, id int) { r.setTopic(by, id, false) }

func (r *Room) setTopic(by *Person, id int, closed bool) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	t := r.topics[id]
	switch {
	case id == 0:
		r.general = closed
	case t == nil:
		r.s.violateLocked("", fmt.Sprintf("%s has no topic %d", r.chat.Title, id))
		return
	default:
		t.closed = closed
	}
	m, what := Message{MessageThreadID: id, IsTopicMessage: id != 0, ForumTopicReopened: &struct{}{}}, "topic reopened"
	if closed {
		m.ForumTopicClosed, m.ForumTopicReopened, what = &struct{}{}, nil, "topic closed"
	}
	r.serve(by, what, m)
}

// DeleteTopic deletes a topic with its messages. Telegram tells the bot
// nothing of it.
func (r *Room) DeleteTopic(id int) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	delete(r.topics, id)
	for _, m := range append([]*stored(nil), r.messages...) {
		if m.MessageThreadID == id {
			r.remove(m)
		}
	}
}

// DeletePost removes a message, as an administrator can.
func (r *Room) DeletePost(id int) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if m := r.byID[id]; m != nil {
		r.remove(m)
	}
}

// Forget makes a message inaccessible to the bot, as old ones are: presses of
// its buttons come without its text and with date 0.
func (r *Room) Forget(id int) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if m := r.byID[id]; m != nil {
		m.inaccessible = true
	}
}
