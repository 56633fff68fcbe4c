package discord

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"wirebrief/bot"
)

// The types of option.
const (
	stringOption  = 3
	booleanOption = 5
	channelOption = 7
)

// The options that commands have besides their arguments.
const (
	onlyMe    = "only_me"
	toChannel = "channel"
)

// ourCommands are the bot's commands by name.
var ourCommands = sync.OnceValue(func() map[string]bot.CommandInfo {
	all := map[string]bot.CommandInfo{}
	for _, c := range bot.Commands() {
		all[c.Name] = c
	}
	return all
})

// info is the command of an interaction, the zero value if it is none of ours:
// one that was registered by an earlier version.
func (i *interaction) info() bot.CommandInfo { return ourCommands()[i.Data.Name] }

// typed is a slash command as it is typed elsewhere, "/latest karabakh today":
// its arguments in their own order, whatever the order they were filled in.
func (i *interaction) typed() string {
	words := []string{"/" + i.Data.Name}
	for _, arg := range i.info().Arguments {
		if o := i.option(arg.Name); o != nil {
			words = append(words, o.line())
		}
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// line is what was typed, in one line: another would be another command.
func (o *option) line() string { return strings.Join(strings.Fields(o.text()), " ") }

func (i *interaction) option(name string) *option {
	k := slices.IndexFunc(i.Data.Options, func(o option) bool { return o.Name == name })
	if k < 0 {
		return nil
	}
	return &i.Data.Options[k]
}

// forOneOnly reports whether the asker wants the answer to themselves.
func (i *interaction) forOneOnly() bool {
	o := i.option(onlyMe)
	if o == nil {
		return false
	}
	yes, err := strconv.ParseBool(o.text())
	return err == nil && yes
}

// target is the channel that a command is about, nil if none is named.
func (i *interaction) target() *channel {
	o := i.option(toChannel)
	if o == nil {
		return nil
	}
	var id snowflake
	if err := id.UnmarshalText([]byte(o.text())); err != nil {
		return nil
	}
	c, ok := i.Data.Resolved.Channels[id]
	if !ok {
		return nil
	}
	return &c
}
