package discordtest

import (
	"slices"
	"time"
)

// BotPermissions are those that the bot is invited with.
const BotPermissions = ViewChannel | SendMessages | SendMessagesInThreads | EmbedLinks | AttachFiles | ReadMessageHistory

// A Guild is what people call a server: members with roles, and channels.
type Guild struct {
	s      *Server
	id     ID
	name   string
	locale string
	owner  *Person
	// roles begin with that of everybody, which has the id of the guild.
	roles []*Role
	seats map[ID]*seat
	// order are the ids of members in the order in which they came.
	order []ID
	rooms []*Room
	// unavailable tells of an outage, deleted that the guild is no more.
	unavailable, deleted bool
	// freed are the commands that all members may use, see AllowCommand.
	freed map[string]bool
	// forbidden are the words that nobody may write, see Forbid.
	forbidden []string
}

// A Role is what several members of a guild may do.
type Role struct {
	guild *Guild
	info  RoleInfo
}

// ID is the id of the role.
func (r *Role) ID() ID { return r.info.ID }

// A seat is somebody's standing in a guild.
type seat struct {
	person *Person
	roles  []*Role
	// own is what the person may do besides the roles: those of a role of their
	// own, as each bot has one.
	own    Permissions
	joined time.Time
}

// AddGuild makes a guild of owner and members, in which the bot is with
// BotPermissions: see Kick, and AddGuildWithout.
func (s *Server) AddGuild(name string, owner *Person, members ...*Person) *Guild {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.addGuild(name, owner, members...)
	g.sit(s.bot, BotPermissions)
	s.dispatch("GUILD_CREATE", g.id, IntentGuilds, g.info())
	s.touch()
	return g
}

// addGuild makes a guild without the bot. It is called with mu held.
func (s *Server) addGuild(name string, owner *Person, members ...*Person) *Guild {
	g := &Guild{s: s, id: s.newID(), name: name, locale: "en-US", owner: owner, seats: map[ID]*seat{}}
	g.roles = []*Role{{guild: g, info: RoleInfo{ID: g.id, Name: "@everyone", Permissions: EverybodyPermissions}}}
	s.guilds[g.id] = g
	s.homes = append(s.homes, g)
	for _, p := range append([]*Person{owner}, members...) {
		g.sit(p, 0)
	}
	return g
}

// sit makes somebody a member. It is called with mu held.
func (g *Guild) sit(p *Person, own Permissions) {
	if g.seats[p.user.ID] == nil {
		g.order = append(g.order, p.user.ID)
	}
	g.seats[p.user.ID] = &seat{person: p, own: own, joined: g.s.now()}
}

// stand ends somebody's membership. It is called with mu held.
func (g *Guild) stand(p *Person) {
	delete(g.seats, p.user.ID)
	g.order = slices.DeleteFunc(g.order, func(id ID) bool { return id == p.user.ID })
}

// ID is the id of the guild.
func (g *Guild) ID() ID { return g.id }

// Name is the name of the guild.
func (g *Guild) Name() string { return g.name }

// Add makes people members.
func (g *Guild) Add(people ...*Person) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for _, p := range people {
		g.sit(p, 0)
	}
	g.s.touch()
}

// AddRole makes a role.
func (g *Guild) AddRole(name string, may Permissions) *Role {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	r := &Role{guild: g, info: RoleInfo{ID: g.s.newID(), Name: name, Permissions: may, Position: len(g.roles), Mentionable: true}}
	g.roles = append(g.roles, r)
	return r
}

// Give gives a member a role.
func (g *Guild) Give(p *Person, r *Role) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	seat := g.seats[p.user.ID]
	if seat == nil {
		g.s.violateLocked("", p.user.Name()+" gets a role in "+g.name+", but is not a member of it")
		return
	}
	seat.roles = append(seat.roles, r)
	g.s.touch()
}

// SetEverybody sets what the role of all members, the bot among them, allows.
func (g *Guild) SetEverybody(may Permissions) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.roles[0].info.Permissions = may
	g.s.touch()
}

// Grant sets what a member may do besides what their roles allow: as if they
// had a role of their own. With it, the bot loses BotPermissions.
func (g *Guild) Grant(p *Person, may Permissions) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	seat := g.seats[p.user.ID]
	if seat == nil {
		g.s.violateLocked("", p.user.Name()+" is granted rights in "+g.name+", but is not a member of it")
		return
	}
	seat.own = may
	g.s.touch()
}

// may is what somebody may do in the guild at large. It is called with mu
// held.
func (g *Guild) may(p *Person) Permissions {
	seat := g.seats[p.user.ID]
	if seat == nil {
		return 0
	}
	all := g.roles[0].info.Permissions | seat.own
	for _, r := range seat.roles {
		all |= r.info.Permissions
	}
	if p == g.owner || all.Has(Administrator) {
		return AllPermissions
	}
	return all
}

// Rooms are the channels and threads of the guild, in the order in which they
// came.
func (g *Guild) Rooms() []*Room {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return slices.Clone(g.rooms)
}

// Has reports whether somebody is a member.
func (g *Guild) Has(p *Person) bool {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.seats[p.user.ID] != nil
}

// member shows somebody's standing as the API does; nil if they are no member.
// It is called with mu held.
func (g *Guild) member(p *Person) *Member {
	seat := g.seats[p.user.ID]
	if seat == nil {
		return nil
	}
	m := &Member{User: new(p.user), Roles: []ID{}, JoinedAt: seat.joined.UTC()}
	for _, r := range seat.roles {
		m.Roles = append(m.Roles, r.info.ID)
	}
	return m
}

// info shows the guild as the gateway does when it becomes known: with the
// channels and threads that the bot sees. It is called with mu held.
func (g *Guild) info() GuildInfo {
	info := GuildInfo{ID: g.id, Name: g.name, OwnerID: g.owner.user.ID, PreferredLocale: g.locale, MemberCount: len(g.seats),
		Features: []string{}, Channels: []Channel{}, Threads: []Channel{}, Members: []Member{}}
	if seat := g.seats[g.s.app]; seat != nil {
		info.JoinedAt = new(seat.joined.UTC())
		info.Members = append(info.Members, *g.member(g.s.bot))
	}
	for _, r := range g.roles {
		info.Roles = append(info.Roles, r.info)
	}
	for _, r := range g.rooms {
		switch {
		case !r.may(g.s.bot).Has(ViewChannel):
		case r.thread():
			if !r.channel.Metadata.Archived {
				info.Threads = append(info.Threads, r.shown())
			}
		default:
			info.Channels = append(info.Channels, r.shown())
		}
	}
	return info
}
