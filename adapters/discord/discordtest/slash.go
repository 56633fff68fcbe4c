package discordtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Slash types a command with its options and sends it, such as
// "/latest topic:karabakh today": what follows the name of an option is its
// value, up to the next name of one. Words after the command without a name are
// the value of its first option. Channels are given as #name, people as @name,
// by the names that clients show.
func (p *Person) Slash(r *Room, text string) *Use {
	return p.act(func() (*interaction, error) {
		t, err := p.typed(r, text)
		if err != nil {
			return nil, err
		}
		return t.send(nil)
	})
}

// SlashWith sends a command, such as "latest" or "feeds add", with values of
// options: text, numbers, truth values, a *Room or a *Person.
func (p *Person) SlashWith(r *Room, command string, options map[string]any) *Use {
	return p.act(func() (*interaction, error) {
		t, err := p.typed(r, "/"+strings.TrimPrefix(command, "/"))
		if err != nil {
			return nil, err
		}
		return t.send(options)
	})
}

// Complete types a command up to an option, into which the person has typed
// some letters, and asks the bot what it could become. command may hold options
// that are filled in already, as for Slash.
func (p *Person) Complete(r *Room, command, option, typed string) *Use {
	return p.act(func() (*interaction, error) {
		t, err := p.typed(r, command)
		if err != nil {
			return nil, err
		}
		return t.complete(option, typed)
	})
}

// Commands are those that the person is offered in a room.
func (p *Person) Commands(r *Room) (commands []Command) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, c := range p.s.commands.all {
		if p.mayUse(r, &c) == nil {
			commands = append(commands, c)
		}
	}
	return commands
}

// typing is a command that somebody has typed.
type typing struct {
	by      *Person
	room    *Room
	command *Command
	// path are the names of subcommands, and options those of the last.
	path    []CommandOption
	options []CommandOption
	given   map[string]any
}

// typed reads what somebody typed. It is called with mu held.
func (p *Person) typed(r *Room, text string) (*typing, error) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(text, "/"), " ")
	command := p.s.command(SlashCommand, name)
	if command == nil {
		return nil, fmt.Errorf("use /%s: the bot has registered no such command", name)
	}
	if err := p.mayUse(r, command); err != nil {
		return nil, err
	}
	t := &typing{by: p, room: r, command: command, options: command.Options}
	for len(t.options) > 0 && t.options[0].Type <= SubcommandGroupOption {
		word, after, _ := strings.Cut(strings.TrimSpace(rest), " ")
		i := slices.IndexFunc(t.options, func(o CommandOption) bool { return o.Name == word })
		if i < 0 {
			return nil, fmt.Errorf("use /%s %s: there is no such subcommand", name, word)
		}
		t.path = append(t.path, t.options[i])
		t.options, rest = t.options[i].Options, after
	}
	var err error
	t.given, err = t.read(" " + rest)
	return t, err
}

// read cuts the values of options out of what was typed.
func (t *typing) read(text string) (map[string]any, error) {
	type found struct {
		name     string
		from, at int
	}
	var names []found
	for _, o := range t.options {
		if i := strings.Index(text, " "+o.Name+":"); i >= 0 {
			names = append(names, found{name: o.Name, from: i, at: i + len(o.Name) + 2})
		}
	}
	slices.SortFunc(names, func(a, b found) int { return a.from - b.from })
	given, end := map[string]any{}, len(text)
	for _, f := range slices.Backward(names) {
		given[f.name] = strings.TrimSpace(text[f.at:end])
		end = f.from
	}
	if bare := strings.TrimSpace(text[:end]); bare != "" {
		if len(t.options) == 0 || given[t.options[0].Name] != nil {
			return nil, fmt.Errorf("use /%s: %q is the value of no option", t.command.Name, bare)
		}
		given[t.options[0].Name] = bare
	}
	return given, nil
}

// send makes the interaction of the command.
func (t *typing) send(more map[string]any) (*interaction, error) {
	maps.Copy(t.given, more)
	resolved := &Resolved{}
	var filled []InteractionOption
	for _, o := range t.options {
		value, ok := t.given[o.Name]
		delete(t.given, o.Name)
		if !ok {
			if o.Required {
				return nil, fmt.Errorf("use /%s without the option %s, which is required", t.command.Name, o.Name)
			}
			continue
		}
		v, err := t.value(o, value, resolved)
		if err != nil {
			return nil, fmt.Errorf("use /%s with %v as %s: %w", t.command.Name, value, o.Name, err)
		}
		filled = append(filled, v)
	}
	for name := range t.given {
		return nil, fmt.Errorf("use /%s with the option %s: it has none", t.command.Name, name)
	}
	i := t.interaction(CommandInteraction, filled)
	if len(resolved.Channels)+len(resolved.Users) > 0 {
		i.body.Data.Resolved = resolved
	}
	return i, nil
}

// complete makes the interaction that asks for choices.
func (t *typing) complete(focus, typed string) (*interaction, error) {
	i := slices.IndexFunc(t.options, func(o CommandOption) bool { return o.Name == focus })
	if i < 0 || !t.options[i].Autocomplete {
		return nil, fmt.Errorf("type into the option %s of /%s: there is no such option that completes", focus, t.command.Name)
	}
	var filled []InteractionOption
	for _, o := range t.options {
		given, ok := t.given[o.Name]
		if o.Name == focus {
			given, ok = typed, true
		}
		if !ok {
			continue
		}
		// What is not yet sent is text, whatever it will become.
		v, err := option(o.Name, o.Type, fmt.Sprint(given))
		if err != nil {
			return nil, err
		}
		v.Focused = o.Name == focus
		filled = append(filled, v)
	}
	return t.interaction(AutocompleteInteraction, filled), nil
}

// interaction wraps options into the subcommands that they belong to.
func (t *typing) interaction(kind int, filled []InteractionOption) *interaction {
	for _, sub := range slices.Backward(t.path) {
		filled = []InteractionOption{{Name: sub.Name, Type: sub.Type, Options: filled}}
	}
	c := t.command
	i := t.by.s.newInteraction(kind, t.by, t.room, &InteractionData{ID: c.ID, Name: c.Name, Type: c.Type, Options: filled})
	i.name = c.Name
	return i
}
