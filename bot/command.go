package bot

import (
	"context"
	"slices"

	"wirebrief/bot/text"
)

// An Argument is what may follow a command, for platforms that offer each in
// a field of its own.
type Argument struct {
	Name, Description string
	Required          bool
	// Choices are the only values, if any are given.
	Choices []string
	// Default is what holds when the argument is left out.
	Default string
}

// A CommandInfo tells adapters and readers what a command does.
type CommandInfo struct {
	// Name is what is typed, without the slash.
	Name string
	// Aliases are other words for it; they appear in no menu.
	Aliases []string
	// Description says what it does in a few words.
	Description string
	// Usage shows the arguments as people write them, "" if there are none.
	Usage string
	// Arguments in the order in which they are typed.
	Arguments []Argument
}

// A command is a CommandInfo with what answers it.
type command struct {
	CommandInfo
	run func(*Bot, context.Context, *request, string) (Reply, error)
}

// Commands returns every command that exists, in the order of the help, in
// English.
func Commands() []CommandInfo {
	table := commandTable(text.For("en"))
	infos := make([]CommandInfo, len(table))
	for i, c := range table {
		infos[i] = c.CommandInfo
	}
	return infos
}

// commandTable is the one place where commands are named. Each works without
// arguments too: it asks back.
func commandTable(say text.Catalogue) []command {
	topic := Argument{Name: "topic", Description: say.T("argument.topic", nil)}
	return []command{
		{CommandInfo{
			Name: "latest", Aliases: []string{"news"},
			Description: say.T("command.latest", nil), Usage: say.T("command.latest-arguments", nil),
			Arguments: []Argument{topic, {Name: "period", Description: say.T("argument.period", nil)}},
		}, (*Bot).latest},
		{CommandInfo{
			Name: "subscribe", Aliases: []string{"follow"},
			Description: say.T("command.subscribe", nil), Usage: say.T("command.subscribe-arguments", nil),
			Arguments: []Argument{topic, {
				Name: "mode", Description: say.T("argument.mode", nil),
				Choices: []string{string(Instant), string(Daily), string(Weekly)}, Default: string(Daily),
			}},
		}, (*Bot).subscribe},
		{CommandInfo{
			Name: "unsubscribe", Aliases: []string{"unfollow"},
			Description: say.T("command.unsubscribe", nil), Usage: say.T("command.unsubscribe-arguments", nil),
			Arguments: []Argument{topic},
		}, (*Bot).unsubscribe},
		{CommandInfo{Name: "topics", Description: say.T("command.topics", nil)}, (*Bot).topics},
		{CommandInfo{Name: sourcesName, Description: say.T("command.sources", nil)}, (*Bot).sources},
		{CommandInfo{Name: "settings", Description: say.T("command.settings", nil)}, (*Bot).settings},
		{CommandInfo{Name: "help", Aliases: []string{"?"}, Description: say.T("command.help", nil)}, (*Bot).help},
		{CommandInfo{Name: "start", Description: say.T("command.start", nil)}, (*Bot).start},
	}
}

func findCommand(table []command, name string) (command, bool) {
	i := slices.IndexFunc(table, func(c command) bool { return c.Name == name || slices.Contains(c.Aliases, name) })
	if i < 0 {
		return command{}, false
	}
	return table[i], true
}
