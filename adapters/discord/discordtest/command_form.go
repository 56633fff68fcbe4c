package discordtest

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// The limits of commands.
const (
	maxDailyCreates = 200
	maxCommandSize  = 8000
	maxChoices      = 25
	maxDescription  = 100
)

// maxCommands is how many commands of each type there may be.
var maxCommands = map[int]int{SlashCommand: 100, UserCommand: 15, MessageCommand: 15}

// commandName is what a slash command or an option may be called; it must be
// in lower case where there is one.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

func (e *FieldErrors) commandName(at []any, name string) {
	switch {
	case name == "":
		e.add(at, "BASE_TYPE_REQUIRED", "This field is required")
	case !commandName.MatchString(name) || strings.ToLower(name) != name:
		e.add(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
	}
}

// check finds what is wrong with a command.
func (c *Command) check(e *FieldErrors, at []any) {
	switch c.Type {
	case SlashCommand:
		e.commandName(below(at, "name"), c.Name)
		for locale, name := range c.NameLocalizations {
			e.locale(below(at, "name_localizations", locale), locale)
			e.commandName(below(at, "name_localizations", locale), name)
		}
		e.between(below(at, "description"), c.Description, 1, maxDescription)
		for locale, text := range c.DescriptionLocalizations {
			e.locale(below(at, "description_localizations", locale), locale)
			e.between(below(at, "description_localizations", locale), text, 1, maxDescription)
		}
	case UserCommand, MessageCommand:
		e.between(below(at, "name"), c.Name, 1, 32)
		if c.Description != "" {
			e.add(below(at, "description"), "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Context menu commands cannot have a description")
		}
		if len(c.Options) > 0 {
			e.add(below(at, "options"), "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands cannot have options")
		}
	default:
		e.add(below(at, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4).")
	}
	checkOptions(e, below(at, "options"), c.Options)
	if n := c.size(); n > maxCommandSize {
		e.add(at, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (%d)", maxCommandSize)
	}
}

// checkOptions finds what is wrong with the options of a command.
func checkOptions(e *FieldErrors, at []any, options []CommandOption) {
	if len(options) > 25 {
		e.add(at, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
	}
	names := map[string]bool{}
	optional := false
	for i := range options {
		o := &options[i]
		at := below(at, i)
		o.check(e, at)
		if names[o.Name] {
			e.add(below(at, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")
		}
		names[o.Name] = true
		if o.Required && optional {
			e.add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required
	}
}

func (o *CommandOption) check(e *FieldErrors, at []any) {
	e.commandName(below(at, "name"), o.Name)
	e.between(below(at, "description"), o.Description, 1, maxDescription)
	if o.Type < SubcommandOption || o.Type > 11 {
		e.add(below(at, "type"), "BASE_TYPE_CHOICES", "Value must be one of the types of options.")
	}
	if len(o.Choices) > maxChoices {
		e.add(below(at, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxChoices)
	}
	completes := o.Type == StringOption || o.Type == IntegerOption || o.Type == NumberOption
	if o.Autocomplete && (!completes || len(o.Choices) > 0) {
		e.add(below(at, "autocomplete"), "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_INVALID", "Autocomplete is only for options of text and numbers without choices")
	}
	for i, choice := range o.Choices {
		choice.check(e, below(at, "choices", i))
	}
	for locale, name := range o.NameLocalizations {
		e.locale(below(at, "name_localizations", locale), locale)
		e.commandName(below(at, "name_localizations", locale), name)
	}
	checkOptions(e, below(at, "options"), o.Options)
}

// check finds what is wrong with a choice.
func (c *Choice) check(e *FieldErrors, at []any) {
	e.between(below(at, "name"), c.Name, 1, 100)
	var text string
	if json.Unmarshal(c.Value, &text) == nil {
		e.between(below(at, "value"), text, 1, 100)
	}
}

// locales are those that commands can be translated into.
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

func (e *FieldErrors) locale(at []any, locale string) {
	if !slices.Contains(locales, locale) {
		e.add(at, "DICT_TYPE_KEY_INVALID", "Unknown locale")
	}
}

// size is how many characters of a command count: of each text the longest of
// its translations.
func (c *Command) size() int {
	n := longestOf(c.Name, c.NameLocalizations) + longestOf(c.Description, c.DescriptionLocalizations)
	return n + optionsSize(c.Options)
}

func optionsSize(options []CommandOption) (n int) {
	for _, o := range options {
		n += longestOf(o.Name, o.NameLocalizations) + longestOf(o.Description, o.DescriptionLocalizations)
		for _, choice := range o.Choices {
			n += longestOf(choice.Name, choice.NameLocalizations) + len(choice.Value)
		}
		n += optionsSize(o.Options)
	}
	return n
}

func longestOf(text string, translations map[string]string) int {
	n := utf8.RuneCountInString(text)
	for translation := range maps.Values(translations) {
		n = max(n, utf8.RuneCountInString(translation))
	}
	return n
}
