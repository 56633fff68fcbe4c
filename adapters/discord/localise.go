package discord

import (
	"slices"
	"strings"

	"wirebrief/bot"
)

// locales are those that Discord has besides English, which is what a command
// is called where no other name is given.
var locales = []string{
	"ar", "bg", "cs", "da", "de", "el", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl",
	"no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
}

// localesOf are the locales of Discord whose speakers read a language: those of
// that very name, or for a language without a region all that have it.
func localesOf(lang string) []string {
	if slices.Contains(locales, lang) {
		return []string{lang}
	}
	var found []string
	for _, l := range locales {
		if strings.HasPrefix(l, lang+"-") || lang == "nb" && l == "no" {
			found = append(found, l)
		}
	}
	return found
}

// localise adds the names and descriptions of commands in one language.
func localise(all []definition, commands []bot.CommandInfo, in []string) {
	for _, c := range commands {
		i := slices.IndexFunc(all, func(d definition) bool { return d.Name == c.Name && d.Type == slashCommand })
		if i < 0 {
			continue
		}
		for _, locale := range in {
			addLocal(&all[i].Descriptions, locale, c.Description, describedUnits)
			for _, arg := range c.Arguments {
				if k := slices.IndexFunc(all[i].Options, func(o optionDefinition) bool { return o.Name == arg.Name }); k >= 0 {
					addLocal(&all[i].Options[k].Descriptions, locale, arg.Description, describedUnits)
				}
			}
		}
	}
}

func addLocal(all *map[string]string, locale, words string, limit int) {
	if words == "" {
		return
	}
	if *all == nil {
		*all = map[string]string{}
	}
	(*all)[locale] = short(words, limit)
}
