package discordtest

import (
	"reflect"
	"slices"
	"time"
)

// A commandStore holds the commands of the bot that are the same everywhere.
type commandStore struct {
	all []Command
	// creates are the times at which one was made that was not there before,
	// within a day; overwrites counts those of all commands.
	creates    []time.Time
	overwrites int
}

// Commands are those that the bot has registered, in their order.
func (s *Server) Commands() []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shownCommands(true)
}

// Command is the registered command of a name; ok is false if there is none.
func (s *Server) Command(name string) (c Command, ok bool) {
	for _, c := range s.Commands() {
		if c.Name == name {
			return c, true
		}
	}
	return c, false
}

// CommandCreates is how many commands were made within the last day that were
// not there before.
func (s *Server) CommandCreates() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(since(s.commands.creates, s.now().Add(-24*time.Hour)))
}

// SetCommandCreates has it that a number of commands were made just now.
func (s *Server) SetCommandCreates(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands.creates = slices.Repeat([]time.Time{s.now()}, n)
}

// ofApplication refuses the application of the path if it is another's.
func (s *Server) ofApplication(c *Call) error {
	if c.id("application") != s.app {
		return Refuse(10002)
	}
	return nil
}

// getCommands shows the commands, those for localisations only if asked.
func (s *Server) getCommands(c *Call) (any, error) {
	if err := s.ofApplication(c); err != nil {
		return nil, err
	}
	return s.shownCommands(c.Query.Get("with_localizations") == "true"), nil
}

func (s *Server) shownCommands(localized bool) []Command {
	shown := []Command{}
	for _, one := range s.commands.all {
		if !localized {
			one.NameLocalizations, one.DescriptionLocalizations = nil, nil
			one.Options = unlocalized(one.Options)
		}
		shown = append(shown, one)
	}
	return shown
}

func unlocalized(options []CommandOption) []CommandOption {
	options = slices.Clone(options)
	for i := range options {
		o := &options[i]
		o.NameLocalizations, o.DescriptionLocalizations = nil, nil
		o.Options = unlocalized(o.Options)
		o.Choices = slices.Clone(o.Choices)
		for j := range o.Choices {
			o.Choices[j].NameLocalizations = nil
		}
	}
	return options
}

// A nameKey is what no two commands may share.
type nameKey struct {
	typ  int
	name string
}

// putCommands replaces all commands. Those of a type and name that was there
// keep their ids and are not made anew.
func (s *Server) putCommands(c *Call) (any, error) {
	if err := s.ofApplication(c); err != nil {
		return nil, err
	}
	var given []Command
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	var e FieldErrors
	counts := map[int]int{}
	seen := map[nameKey]bool{}
	for i := range given {
		cmd := &given[i]
		cmd.settle(s.app)
		cmd.check(&e, []any{i})
		counts[cmd.Type]++
		key := nameKey{cmd.Type, cmd.Name}
		if seen[key] {
			e.add([]any{i}, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
		}
		seen[key] = true
	}
	for typ, n := range counts {
		if n > maxCommands[typ] {
			e.add(nil, "APPLICATION_COMMAND_MAX_EXCEEDED", "Maximum number of application commands of type %d reached (%d).", typ, maxCommands[typ])
		}
	}
	if err := e.refusal(); err != nil {
		return nil, err
	}
	if err := s.register(given); err != nil {
		return nil, err
	}
	s.commands.overwrites++
	return s.shownCommands(true), nil
}

// createCommand makes one command, or changes that of its type and name.
func (s *Server) createCommand(c *Call) (any, error) {
	if err := s.ofApplication(c); err != nil {
		return nil, err
	}
	var cmd Command
	if err := c.decode(&cmd); err != nil {
		return nil, err
	}
	cmd.settle(s.app)
	var e FieldErrors
	cmd.check(&e, nil)
	if err := e.refusal(); err != nil {
		return nil, err
	}
	isNew := s.command(cmd.Type, cmd.Name) == nil
	if isNew && s.commands.count(cmd.Type) >= maxCommands[cmd.Type] {
		return nil, Refuse(30032)
	}
	var all []Command
	for _, other := range s.commands.all {
		if other.Type != cmd.Type || other.Name != cmd.Name {
			all = append(all, other)
		}
	}
	if err := s.register(append(all, cmd)); err != nil {
		return nil, err
	}
	made := s.commands.all[len(s.commands.all)-1]
	if isNew {
		return created{made}, nil
	}
	return made, nil
}

func (c *commandStore) count(typ int) (n int) {
	for _, c := range c.all {
		if c.Type == typ {
			n++
		}
	}
	return n
}

// deleteCommand removes a command.
func (s *Server) deleteCommand(c *Call) (any, error) {
	if err := s.ofApplication(c); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.commands.all, func(cmd Command) bool { return cmd.ID == c.id("command") })
	if i < 0 {
		return nil, Refuse(10063)
	}
	s.commands.all = slices.Delete(slices.Clone(s.commands.all), i, i+1)
	return nil, nil
}

// register makes commands all that there are, and counts those that are new.
func (s *Server) register(all []Command) error {
	now := s.now()
	s.commands.creates = since(s.commands.creates, now.Add(-24*time.Hour))
	creates := 0
	for i := range all {
		cmd := &all[i]
		old := s.command(cmd.Type, cmd.Name)
		if old == nil {
			creates++
			cmd.ID, cmd.Version = s.newID(), s.newID()
			continue
		}
		cmd.ID, cmd.Version = old.ID, old.Version
		if !reflect.DeepEqual(old, cmd) {
			cmd.Version = s.newID()
		}
	}
	if len(s.commands.creates)+creates > maxDailyCreates {
		return Refuse(30034)
	}
	for range creates {
		s.commands.creates = append(s.commands.creates, now)
	}
	s.commands.all = all
	return nil
}

// settle fills in what a command has by default.
func (c *Command) settle(app ID) {
	c.ApplicationID, c.GuildID = app, 0
	if c.Type == 0 {
		c.Type = SlashCommand
	}
	if c.IntegrationTypes == nil {
		c.IntegrationTypes = []int{0}
	}
	if len(c.NameLocalizations) == 0 {
		c.NameLocalizations = nil
	}
	if len(c.DescriptionLocalizations) == 0 {
		c.DescriptionLocalizations = nil
	}
}
