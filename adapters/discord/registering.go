package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"wirebrief/bot"
)

const (
	// describedUnits is how long a description may be, nameUnits a name.
	describedUnits, nameUnits = 100, 32
	// inputUnits is how much may be typed into an option: the bot reads no more.
	inputUnits = 500
)

// A definition is a command as it is registered with Discord. Two that are
// written alike in JSON are one.
type definition struct {
	Name             string             `json:"name"`
	Names            map[string]string  `json:"name_localizations,omitempty"`
	Description      string             `json:"description"`
	Descriptions     map[string]string  `json:"description_localizations,omitempty"`
	Type             int                `json:"type"`
	Options          []optionDefinition `json:"options,omitempty"`
	MemberPermission *permissions       `json:"default_member_permissions"`
	Places           []int              `json:"contexts"`
	Installs         []int              `json:"integration_types"`
}

type optionDefinition struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations,omitempty"`
	Description  string            `json:"description"`
	Descriptions map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required,omitempty"`
	Choices      []choice          `json:"choices,omitempty"`
	Channels     []int             `json:"channel_types,omitempty"`
	MaxLength    int               `json:"max_length,omitempty"`
	Autocomplete bool              `json:"autocomplete,omitempty"`
}

// postable are the types of channel that something can be brought to.
var postable = []int{textChannel, newsChannel, newsThread, publicThread, privateThread, forumChannel}

// definitions are the commands of the bot: each as a slash command, and what can
// be chosen on a message.
func definitions() []definition {
	everywhere := func(d definition) definition {
		d.Places, d.Installs = []int{inGuild, inBotDM, inOtherPlaces}, []int{0, 1}
		return d
	}
	var all []definition
	for _, c := range bot.Commands() {
		d := definition{Name: c.Name, Description: short(c.Description, describedUnits), Type: slashCommand, Options: optionsOf(c)}
		if c.Changes {
			rights := manageChannels
			d.MemberPermission = &rights
		}
		all = append(all, everywhere(d))
	}
	all = append(all, everywhere(definition{Name: short(bot.BriefThis(), nameUnits), Type: messageCommand}))
	for _, lang := range bot.Languages() {
		localise(all, bot.CommandsIn(lang), localesOf(lang))
	}
	return all
}

func optionsOf(c bot.CommandInfo) []optionDefinition {
	var options []optionDefinition
	for _, arg := range c.Arguments {
		o := optionDefinition{
			Type: stringOption, Name: arg.Name, Description: short(arg.Description, describedUnits),
			Required: arg.Required, MaxLength: inputUnits, Autocomplete: arg.Completes && len(arg.Choices) == 0,
		}
		for _, value := range arg.Choices {
			o.Choices, o.MaxLength = append(o.Choices, choice{Name: value, Value: value}), 0
		}
		options = append(options, o)
	}
	// Discord wants what is required to stand first.
	slices.SortStableFunc(options, func(a, b optionDefinition) int { return rank(a) - rank(b) })
	if c.Public {
		options = append(options, optionDefinition{Type: booleanOption, Name: onlyMe, Description: short(bot.OnlyMe(), describedUnits)})
	}
	if c.Changes {
		options = append(options, optionDefinition{Type: channelOption, Name: toChannel, Description: short(bot.ToChannel(), describedUnits), Channels: postable})
	}
	return options
}

func rank(o optionDefinition) int {
	if o.Required {
		return 0
	}
	return 1
}

// keepCommands registers the commands, as often as it takes: a start may be in
// the middle of an outage, and the next one months away. What is wrong with the
// commands themselves is not tried again.
func (a *Adapter) keepCommands(ctx context.Context) {
	defer a.survive("the commands were registered")
	t := a.trouble()
	for {
		err := a.syncCommands(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if !passes(err) {
			a.o.Logger.Warn("the slash commands are not up to date in discord; the next start tries again", "platform", Platform, "err", err)
			return
		}
		if t.wait(ctx, err) != nil {
			return
		}
	}
}

// passes reports whether a failure is one that passes by itself.
func passes(err error) bool {
	var f *failure
	return errors.As(err, &f) && (f.Status < 300 || f.Status >= 500 || f.Status == http.StatusTooManyRequests)
}

// syncCommands makes the registered commands those of this version. They are
// asked for first and only overwritten where they differ: there may be so many
// changes a day, and none is needed at most starts.
func (a *Adapter) syncCommands(ctx context.Context) error {
	r := request{
		method: http.MethodGet, path: "/applications/" + a.application().String() + "/commands",
		route: "/applications/{application}/commands",
	}
	path := r.path
	r.path += "?with_localizations=true"
	var told json.RawMessage
	if err := a.call(ctx, r, &told); err != nil {
		return fmt.Errorf("read the registered commands: %w", err)
	}
	a.out.commands.learn(told)
	want := definitions()
	// Commands that cannot be read are none of this version.
	if have, err := readAs[[]definition](told); err == nil && fingerprint(have) == fingerprint(want) {
		return nil
	}
	r.method, r.path, r.body = http.MethodPut, path, want
	if err := a.call(ctx, r, &told); err != nil {
		return fmt.Errorf("register the commands: %w", err)
	}
	a.out.commands.learn(told)
	a.o.Logger.Info("the commands are registered with discord", "platform", Platform, "count", len(want))
	return nil
}

// fingerprint is the same for commands that are, whatever their order and that
// of what has none.
func fingerprint(commands []definition) string {
	commands = slices.Clone(commands)
	for i := range commands {
		d := &commands[i]
		d.Places, d.Installs = slices.Sorted(slices.Values(d.Places)), slices.Sorted(slices.Values(d.Installs))
		d.Options = slices.Clone(d.Options)
		for j := range d.Options {
			d.Options[j].Channels = slices.Sorted(slices.Values(d.Options[j].Channels))
		}
	}
	slices.SortFunc(commands, func(a, b definition) int {
		if a.Type != b.Type {
			return a.Type - b.Type
		}
		return strings.Compare(a.Name, b.Name)
	})
	written, _ := json.Marshal(commands) // of plain values
	return string(written)
}
