package discordtest

import (
	"slices"
	"time"
)

// A Room is a channel, a forum, a thread, or direct messages, with everything
// that was written there.
type Room struct {
	s     *Server
	guild *Guild
	// parent is the channel of a thread.
	parent  *Room
	channel Channel
	// with are those who talk in private.
	with     []*Person
	messages []*stored
	byID     map[ID]*stored
	// fromBot counts the messages of the bot that were sent there; total all.
	fromBot, total int
	deleted        bool
	// opened tells that the bot has seen the direct messages: it opened them,
	// or somebody wrote there.
	opened bool
	// edits are the times of changes to old messages, and published those to
	// messages that were published, as far as limits look back.
	edits, published []time.Time
}

// addRoom makes a place. It is called with mu held.
func (s *Server) addRoom(c Channel, g *Guild) *Room {
	c.ID = s.newID()
	r := &Room{s: s, channel: c, guild: g, byID: map[ID]*stored{}}
	if g != nil {
		r.channel.GuildID = g.id
		g.rooms = append(g.rooms, r)
	}
	s.rooms[c.ID] = r
	s.places = append(s.places, r)
	return r
}

func (g *Guild) addChannel(typ int, name string, change func(*Channel)) *Room {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	c := Channel{Type: typ, Name: name, Position: new(len(g.rooms))}
	if typ != Category {
		c.Topic = new(Nullable)
	}
	if change != nil {
		change(&c)
	}
	r := g.s.addRoom(c, g)
	g.s.dispatch("CHANNEL_CREATE", g.id, IntentGuilds, r.shown())
	g.s.touch()
	return r
}

// AddTextChannel makes a channel.
func (g *Guild) AddTextChannel(name string) *Room { return g.addChannel(TextChannel, name, nil) }

// AddNews makes an announcement channel, whose messages can be published.
func (g *Guild) AddNews(name string) *Room { return g.addChannel(AnnouncementChannel, name, nil) }

// AddVoice makes a voice channel, which is of no use to the bot.
func (g *Guild) AddVoice(name string) *Room { return g.addChannel(VoiceChannel, name, nil) }

// AddCategory makes a heading above channels, into which nothing is sent.
func (g *Guild) AddCategory(name string) *Room { return g.addChannel(Category, name, nil) }

// AddForum makes a forum, whose posts can have the tags. See RequireTags.
func (g *Guild) AddForum(name string, tags ...string) *Room {
	return g.addChannel(ForumChannel, name, func(c *Channel) {
		c.AvailableTags = []Tag{}
		for _, name := range tags {
			c.AvailableTags = append(c.AvailableTags, Tag{ID: g.s.newID(), Name: name})
		}
	})
}

// RequireTags tells whether each post of a forum must have a tag.
func (r *Room) RequireTags(require bool) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	r.channel.Flags &^= RequireTag
	if require {
		r.channel.Flags |= RequireTag
	}
	r.s.touch()
}

// AddThread makes a thread, or a post of a forum without a message, which
// owner has begun.
func (r *Room) AddThread(name string, owner *Person) *Room {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	t := r.addThread(name, owner, 1440)
	created := t.shown()
	created.NewlyCreated = true
	r.s.dispatch("THREAD_CREATE", r.guild.id, IntentGuilds, created)
	r.s.touch()
	return t
}

// addThread is AddThread with mu held, without telling the gateway.
func (r *Room) addThread(name string, owner *Person, minutes int) *Room {
	now := r.s.now().UTC()
	typ := PublicThread
	if r.channel.Type == AnnouncementChannel {
		typ = AnnouncementThread
	}
	t := r.s.addRoom(Channel{Type: typ, Name: name, ParentID: r.channel.ID, OwnerID: owner.user.ID, MemberCount: new(1),
		Metadata: &ThreadMetadata{AutoArchiveDuration: minutes, ArchiveTimestamp: now, CreateTimestamp: now}}, r.guild)
	t.parent = r
	return t
}

// AddPrivate makes the channel of direct messages between two people, where
// the bot is not: only those who have installed it can use it there.
func (s *Server) AddPrivate(a, b *Person) *Room {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.addRoom(Channel{Type: DirectMessage, Recipients: []User{b.user}}, nil)
	r.with = []*Person{a, b}
	return r
}

// ID is the id of the channel.
func (r *Room) ID() ID { return r.channel.ID }

// Name is its name, empty for direct messages.
func (r *Room) Name() string { return r.channel.Name }

// Guild is the guild that it is in, nil for direct messages.
func (r *Room) Guild() *Guild { return r.guild }

// Parent is the channel or forum of a thread, nil for others.
func (r *Room) Parent() *Room { return r.parent }

// Tags are the names of the tags of a forum post.
func (r *Room) Tags() (names []string) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.parent == nil {
		return nil
	}
	for _, tag := range r.parent.channel.AvailableTags {
		if slices.Contains(r.channel.AppliedTags, tag.ID) {
			names = append(names, tag.Name)
		}
	}
	return names
}

// Channel is the room as the API shows it.
func (r *Room) Channel() Channel {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.shown()
}

// Threads are the threads of a channel or the posts of a forum, oldest first.
func (r *Room) Threads() (threads []*Room) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	for _, t := range r.s.places {
		if t.parent == r && !t.deleted {
			threads = append(threads, t)
		}
	}
	return threads
}

// thread reports whether it is one.
func (r *Room) thread() bool { return r.channel.Metadata != nil }

// shown is the room as the API shows it. It is called with mu held.
func (r *Room) shown() Channel {
	c := r.channel
	if n := len(r.messages); n > 0 {
		c.LastMessageID = new(r.messages[n-1].ID)
	}
	if r.thread() {
		// The message that begins a forum post does not count.
		count := len(r.messages)
		if r.byID[c.ID] != nil {
			count--
		}
		c.MessageCount, c.TotalSent = new(count), new(r.total)
		c.Metadata = new(*c.Metadata)
	}
	return c
}

// may is what somebody may do there: the rights of the guild as the overwrites
// change them. Without seeing the channel nobody may do anything. It is called
// with mu held.
func (r *Room) may(p *Person) Permissions {
	if r.guild == nil {
		if slices.Contains(r.with, p) {
			return EverybodyPermissions
		}
		return 0
	}
	all := r.guild.may(p)
	if all == AllPermissions || all == 0 {
		return all
	}
	from := r
	if r.parent != nil {
		from = r.parent
	}
	all = from.overwrite(all, r.guild.seats[p.user.ID])
	if !all.Has(ViewChannel) {
		return 0
	}
	return all
}

// overwrite applies the overwrites in their order: that of everybody, those of
// roles together, that of the member.
func (r *Room) overwrite(all Permissions, who *seat) Permissions {
	var allow, deny Permissions
	for _, o := range r.channel.Overwrites {
		switch {
		case o.ID == r.guild.id:
			all = all&^o.Deny | o.Allow
		case slices.ContainsFunc(who.roles, func(role *Role) bool { return role.info.ID == o.ID }):
			allow, deny = allow|o.Allow, deny|o.Deny
		}
	}
	all = all&^deny | allow
	for _, o := range r.channel.Overwrites {
		if o.ID == who.person.user.ID {
			all = all&^o.Deny | o.Allow
		}
	}
	return all
}

// Overwrite sets what a role or a member may and may not do there, whatever
// the guild says. who is the id of a Role, of a Person, or of the Guild for
// everybody.
func (r *Room) Overwrite(who ID, allow, deny Permissions) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	typ := 0
	if r.s.people[who] != nil {
		typ = 1
	}
	o := Overwrite{ID: who, Type: typ, Allow: allow, Deny: deny}
	at := slices.IndexFunc(r.channel.Overwrites, func(o Overwrite) bool { return o.ID == who })
	if at < 0 {
		// That of everybody comes first.
		at = len(r.channel.Overwrites)
		if who == r.guild.id {
			at = 0
		}
		r.channel.Overwrites = slices.Insert(r.channel.Overwrites, at, o)
	}
	r.channel.Overwrites[at] = o
	r.s.touch()
}

// Deny takes rights from a member there, such as SendMessages from the bot,
// and Allow gives them back.
func (r *Room) Deny(p *Person, rights Permissions) { r.Overwrite(p.ID(), 0, rights) }

// Allow gives rights to a member there, and takes none.
func (r *Room) Allow(p *Person, rights Permissions) { r.Overwrite(p.ID(), rights, 0) }

// May is what somebody may do there.
func (r *Room) May(p *Person) Permissions {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.may(p)
}

// Archive puts a thread away, as happens after days without a message. A
// message brings it back.
func (r *Room) Archive() { r.setThread(func(m *ThreadMetadata) { m.Archived = true }) }

// Lock closes a thread and puts it away: only who may manage threads can write
// there.
func (r *Room) Lock() { r.setThread(func(m *ThreadMetadata) { m.Archived, m.Locked = true, true }) }

// Unlock opens a thread again.
func (r *Room) Unlock() {
	r.setThread(func(m *ThreadMetadata) { m.Archived, m.Locked = false, false })
}

func (r *Room) setThread(change func(*ThreadMetadata)) {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if !r.thread() {
		r.s.violateLocked("", r.channel.Name+" is put away or opened, but is no thread")
		return
	}
	change(r.channel.Metadata)
	r.channel.Metadata.ArchiveTimestamp = r.s.now().UTC()
	r.s.dispatch("THREAD_UPDATE", r.guild.id, IntentGuilds, r.shown())
	r.s.touch()
}

// Archived reports whether a thread is put away.
func (r *Room) Archived() bool {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	return r.thread() && r.channel.Metadata.Archived
}

// drop removes a room with its threads. It is called with mu held.
func (r *Room) drop() {
	for _, t := range r.s.places {
		if t.parent == r && !t.deleted {
			t.drop()
		}
	}
	r.deleted = true
	delete(r.s.rooms, r.channel.ID)
	if r.guild != nil {
		r.guild.rooms = slices.DeleteFunc(r.guild.rooms, func(other *Room) bool { return other == r })
	}
}
