package discordtest

import (
	"fmt"
	"slices"
	"strconv"
)

// command finds a command of a type by its name; nil if there is none.
func (s *Server) command(kind int, name string) *Command {
	i := slices.IndexFunc(s.commands.all, func(c Command) bool { return c.Type == kind && c.Name == name })
	if i < 0 {
		return nil
	}
	return &s.commands.all[i]
}

// mayUse tells why a person is not offered a command in a room. It is called
// with mu held.
func (p *Person) mayUse(r *Room, c *Command) error {
	if err := p.mayTalk(r); err != nil {
		return err
	}
	owners, userOnly := p.s.owners(p, r)
	types := c.IntegrationTypes
	if len(types) == 0 {
		types = []int{0}
	}
	installed := slices.ContainsFunc(types, func(t int) bool { _, ok := owners[strconv.Itoa(t)]; return ok })
	if !installed {
		return fmt.Errorf("use %s in %s: the bot is installed neither there nor by them, or the command is not for that", c.Name, r.title())
	}
	if context := r.context(p.s); len(c.Contexts) > 0 && !slices.Contains(c.Contexts, context) {
		return fmt.Errorf("use %s in %s: the command is not for context %d", c.Name, r.title(), context)
	}
	if need := c.DefaultMemberPermissions; need != nil && r.guild != nil && !userOnly && !r.guild.freed[c.Name] {
		if may := r.may(p); may != AllPermissions && (*need == 0 || !may.Has(*need)) {
			return fmt.Errorf("use %s in %s: it is for members with the rights %d", c.Name, r.title(), uint64(*need))
		}
	}
	return nil
}

// mayTalk tells why a person cannot use apps in a room.
func (p *Person) mayTalk(r *Room) error {
	switch may := r.may(p); {
	case r.deleted || r.guild != nil && (r.guild.deleted || r.guild.unavailable):
		return fmt.Errorf("use the bot in %s: it is no more", r.title())
	case !may.Has(ViewChannel):
		return fmt.Errorf("use the bot in %s: they do not see it", r.title())
	case r.channel.Type == ForumChannel || r.channel.Type == Category:
		return fmt.Errorf("use the bot in %s: nothing can be typed there", r.title())
	case r.guild != nil && !may.Has(UseCommands):
		return fmt.Errorf("use the bot in %s: they may not use commands there", r.title())
	}
	return nil
}

// title is the name by which a room is called in findings.
func (r *Room) title() string {
	switch {
	case r.guild != nil:
		return "#" + r.channel.Name
	case slices.Contains(r.with, r.s.bot):
		return "the direct messages of " + r.with[0].user.Name()
	}
	return "other people's direct messages"
}

// AllowCommand lets all members use a command, whatever permissions it asks
// for: administrators of a guild can decide so.
func (g *Guild) AllowCommand(name string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if g.freed == nil {
		g.freed = map[string]bool{}
	}
	g.freed[name] = true
	g.s.touch()
}

// BriefThis uses the message command "Brief this" on a message, as Apps in its
// menu offers it.
func (p *Person) BriefThis(m Message) *Use { return p.UseOn(m, "Brief this") }

// UseOn uses a message command on a message.
func (p *Person) UseOn(m Message, name string) *Use {
	return p.act(func() (*interaction, error) { return p.useOn(m, name) })
}

// useOn is UseOn with mu held.
func (p *Person) useOn(m Message, name string) (*interaction, error) {
	r := p.s.rooms[m.ChannelID]
	command := p.s.command(MessageCommand, name)
	switch {
	case command == nil:
		return nil, fmt.Errorf("use %q on a message: the bot has registered no such command", name)
	case r == nil || r.byID[m.ID] == nil || !r.byID[m.ID].seenBy(p):
		return nil, fmt.Errorf("use %q on message %v: they do not see it", name, m.ID)
	}
	if err := p.mayUse(r, command); err != nil {
		return nil, err
	}
	target := r.byID[m.ID]
	i := p.s.newInteraction(CommandInteraction, p, r, &InteractionData{
		ID: command.ID, Name: command.Name, Type: MessageCommand, TargetID: m.ID, Resolved: &Resolved{Messages: map[ID]Message{m.ID: target.Message}},
	})
	i.name, i.target = command.Name, target
	return i, nil
}

// seenBy reports whether somebody sees a message.
func (m *stored) seenBy(p *Person) bool {
	return m.room.may(p).Has(ViewChannel) && (m.only == nil || m.only == p)
}
