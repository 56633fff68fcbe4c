package discordtest

// gone is the payload of GUILD_DELETE. Without unavailable the bot is in the
// guild no more.
type gone struct {
	ID          ID   `json:"id"`
	Unavailable bool `json:"unavailable,omitempty"`
}

// Kick takes a member out of the guild. If that is the bot, it is told so, and
// has access to nothing there any more.
func (g *Guild) Kick(p *Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if g.seats[p.user.ID] == nil {
		g.s.violateLocked("", p.user.Name()+" is taken out of "+g.name+", but is not a member of it")
		return
	}
	g.stand(p)
	if p == g.s.bot {
		g.s.dispatch("GUILD_DELETE", g.id, IntentGuilds, gone{ID: g.id})
	}
	g.s.touch()
}

// Invite brings the bot into the guild with BotPermissions, again or after
// Server.AddGuildWithout.
func (g *Guild) Invite() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.sit(g.s.bot, BotPermissions)
	g.s.dispatch("GUILD_CREATE", g.id, IntentGuilds, g.info())
	g.s.touch()
}

// AddGuildWithout makes a guild as AddGuild does, but without the bot.
func (s *Server) AddGuildWithout(name string, owner *Person, members ...*Person) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addGuild(name, owner, members...)
}

// Delete deletes the guild with everything in it.
func (g *Guild) Delete() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for len(g.rooms) > 0 {
		g.rooms[0].drop()
	}
	g.deleted = true
	g.s.dispatch("GUILD_DELETE", g.id, IntentGuilds, gone{ID: g.id})
	delete(g.s.guilds, g.id)
	g.s.touch()
}

// Outage makes the guild unavailable: the bot is told of it, and it changes
// nothing. Recover ends it.
func (g *Guild) Outage() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.unavailable = true
	g.s.dispatch("GUILD_DELETE", g.id, IntentGuilds, gone{ID: g.id, Unavailable: true})
	g.s.touch()
}

// Recover makes the guild available again after an Outage.
func (g *Guild) Recover() {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.unavailable = false
	g.s.dispatch("GUILD_CREATE", g.id, IntentGuilds, g.info())
	g.s.touch()
}

// Delete deletes a channel with its threads, or a thread.
func (r *Room) Delete() {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.guild == nil || r.deleted {
		r.s.violateLocked("", r.title()+" cannot be deleted")
		return
	}
	r.drop()
	if r.thread() {
		c := r.channel
		r.s.dispatch("THREAD_DELETE", r.guild.id, IntentGuilds, map[string]any{"id": c.ID, "guild_id": c.GuildID, "parent_id": c.ParentID, "type": c.Type})
		return
	}
	r.s.dispatch("CHANNEL_DELETE", r.guild.id, IntentGuilds, r.shown())
}
