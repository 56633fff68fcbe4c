package bot

import (
	"context"
	"slices"
	"strings"

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
	// Completes tells that a Completer has choices for it while it is typed.
	Completes bool
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
	// Public tells that the briefings in its answers are for all in a chat.
	// Where a platform can answer one person alone, all else is.
	Public bool
	// AboutChat tells that it is about the chat in which it is given: what is
	// set for it or came there.
	AboutChat bool
	// Changes tells that it changes what is set for a chat, which in groups is
	// for administrators.
	Changes bool
}

// A command is a CommandInfo with what answers it.
type command struct {
	CommandInfo
	run func(*Bot, context.Context, *request, string) (Reply, error)
	// means reports whether what follows the name, where that was typed
	// without a slash, is meant for the command: "quiet 22:00-07:00" is, and
	// "quiet diplomacy" is a topic. nil means that anything is, if the
	// command takes arguments.
	means func(rest string) bool
}

// meant reports whether free text that begins with the command's name is meant
// for it. A command that takes nothing stands alone.
func (c command) meant(rest string) bool {
	switch {
	case rest == "":
		return true
	case c.means != nil:
		return c.means(strings.ToLower(rest))
	}
	return len(c.Arguments) > 0
}

// Commands returns every command that exists, in the order of the help, in
// English.
func Commands() []CommandInfo { return infosOf(commandTable(text.For("en"))) }

func infosOf(table []command) []CommandInfo {
	infos := make([]CommandInfo, len(table))
	for i, c := range table {
		infos[i] = c.CommandInfo
	}
	return infos
}

// commandTable is the one place where commands are named. Each works without
// arguments too: it asks back.
func commandTable(say text.Catalogue) []command {
	return describing(slices.Concat(askingCommands(say), settingCommands(say), dataCommands(say)))
}

// askingCommands are about what is in the news and what is followed of it.
func askingCommands(say text.Catalogue) []command {
	topic := Argument{Name: "topic", Description: say.T("argument.topic", nil)}
	period := Argument{Name: "period", Description: say.T("argument.period", nil)}
	return []command{
		{CommandInfo{
			Name: latestName, Aliases: []string{"news"},
			Description: say.T("command.latest", nil), Usage: say.T("command.latest-arguments", nil),
			Arguments: []Argument{topic, period},
		}, (*Bot).latest, nil},
		{CommandInfo{
			Name: "subscribe", Aliases: []string{"follow"},
			Description: say.T("command.subscribe", nil), Usage: say.T("command.subscribe-arguments", nil),
			Arguments: []Argument{topic, {
				Name: "mode", Description: say.T("argument.mode", nil),
				Choices: []string{string(Instant), string(Daily), string(Weekly)}, Default: string(Daily),
			}},
		}, (*Bot).subscribe, nil},
		{CommandInfo{
			Name: "unsubscribe", Aliases: []string{"unfollow"},
			Description: say.T("command.unsubscribe", nil), Usage: say.T("command.unsubscribe-arguments", nil),
			Arguments: []Argument{topic},
		}, (*Bot).unsubscribe, nil},
		{CommandInfo{Name: "topics", Description: say.T("command.topics", nil)}, (*Bot).topics, nil},
		{CommandInfo{
			Name: quotesName, Description: say.T("command.quotes", nil), Usage: say.T("command.quotes-arguments", nil),
			Arguments: []Argument{topic, period},
		}, (*Bot).quotes, nil},
		{CommandInfo{
			Name: figuresName, Description: say.T("command.figures", nil), Usage: say.T("command.figures-arguments", nil),
			Arguments: []Argument{topic, period},
		}, (*Bot).figures, nil},
		{CommandInfo{Name: whyName, Description: say.T("command.why", nil)}, (*Bot).why, nil},
		{CommandInfo{Name: sourcesName, Description: say.T("command.sources", nil)}, (*Bot).sources, asksOfSources},
	}
}

// alone is the means of a command that stands alone where it is typed without a
// slash.
func alone(string) bool { return false }

// settingCommands change what is set for a chat.
func settingCommands(say text.Catalogue) []command {
	argument := func(name string, description text.ID) []Argument {
		return []Argument{{Name: name, Description: say.T(description, nil)}}
	}
	return []command{
		{CommandInfo{
			Name: "digest", Description: say.T("command.digest", nil), Usage: say.T("command.digest-arguments", nil),
			Arguments: argument("when", text.ID("argument.digest")),
		}, (*Bot).digest, meansDigest},
		{CommandInfo{
			Name: "timezone", Aliases: []string{"tz"},
			Description: say.T("command.timezone", nil), Usage: say.T("command.timezone-arguments", nil),
			Arguments: argument("place", text.ID("argument.timezone")),
		}, (*Bot).timezone, meansZone},
		{CommandInfo{
			Name: "quiet", Description: say.T("command.quiet", nil), Usage: say.T("command.quiet-arguments", nil),
			Arguments: argument("hours", text.ID("argument.quiet")),
		}, (*Bot).quiet, meansQuiet},
		{CommandInfo{
			Name: "pause", Aliases: []string{"stop"},
			Description: say.T("command.pause", nil), Usage: say.T("command.pause-arguments", nil),
			Arguments: argument("length", text.ID("argument.pause")),
		}, (*Bot).pause, meansPause},
		{CommandInfo{Name: "resume", Description: say.T("command.resume", nil)}, (*Bot).resume, nil},
		{CommandInfo{
			Name: "language", Description: say.T("command.language", nil), Usage: say.T("command.language-arguments", nil),
			Arguments: argument("languages", text.ID("argument.language")),
		}, (*Bot).language, meansLanguage},
		{CommandInfo{
			Name: "settings", Description: say.T("command.settings", nil), Usage: say.T("command.settings-arguments", nil),
			Arguments: argument("what", text.ID("argument.settings")),
		}, (*Bot).settings, meansSettings},
	}
}

// dataCommands are about what is stored, and about the bot itself.
func dataCommands(say text.Catalogue) []command {
	return []command{
		{CommandInfo{Name: "privacy", Description: say.T("command.privacy", nil)}, (*Bot).privacy, nil},
		{CommandInfo{Name: "mydata", Description: say.T("command.mydata", nil)}, (*Bot).myData, nil},
		{CommandInfo{
			Name: "delete_my_data", Aliases: []string{"forget"}, Description: say.T("command.delete-my-data", nil),
		}, (*Bot).forget, nil},
		{CommandInfo{Name: "help", Aliases: []string{"?"}, Description: say.T("command.help", nil)}, (*Bot).help, nil},
		{CommandInfo{
			Name: startName, Description: say.T("command.start", nil),
			Arguments: []Argument{{Name: "code", Description: say.T("argument.start", nil)}},
		}, (*Bot).start, alone},
		{CommandInfo{Name: statusName, Description: say.T("command.status", nil)}, (*Bot).status, nil},
	}
}

// publicCommands are those whose briefings are for all in a chat, and
// changingCommands those that change what is set for it. tellingCommands tell or
// delete that, or what came.
var (
	publicCommands   = []string{latestName, quotesName, figuresName, whyName}
	tellingCommands  = []string{"topics", whyName, "privacy", "mydata", "delete_my_data"}
	changingCommands = []string{"subscribe", "unsubscribe", "digest", "timezone", "quiet", "pause", "resume", "language", "settings"}
)

// describing fills in what holds for several commands.
func describing(table []command) []command {
	for i := range table {
		c := &table[i]
		c.Public = slices.Contains(publicCommands, c.Name)
		c.Changes = slices.Contains(changingCommands, c.Name)
		c.AboutChat = c.Changes || slices.Contains(tellingCommands, c.Name)
		for j := range c.Arguments {
			c.Arguments[j].Completes = completes(c.Arguments[j])
		}
	}
	return table
}

func findCommand(table []command, name string) (command, bool) {
	i := slices.IndexFunc(table, func(c command) bool { return c.Name == name || slices.Contains(c.Aliases, name) })
	if i < 0 {
		return command{}, false
	}
	return table[i], true
}
