package bot

import (
	"slices"

	"wirebrief/bot/text"
)

// menuNames are the commands that a menu shows, in its order; the others are
// typed. memberNames are those of them for people who may not change the
// settings of a group.
var (
	menuNames   = []string{latestName, "subscribe", "topics", "digest", quotesName, "settings", "help"}
	memberNames = []string{latestName, quotesName, "help"}
)

// Menu returns the commands that platforms show in their menu, in order.
func Menu() []CommandInfo { return pickCommands(menuNames) }

// MembersMenu is the Menu for those who may not change the settings of a group.
func MembersMenu() []CommandInfo { return pickCommands(memberNames) }

func pickCommands(names []string) []CommandInfo {
	var menu []CommandInfo
	all := Commands()
	for _, name := range names {
		if i := slices.IndexFunc(all, func(c CommandInfo) bool { return c.Name == name }); i >= 0 {
			menu = append(menu, all[i])
		}
	}
	return menu
}

// About says what the bot is for, in at most 500 characters, for the page that
// a platform shows before anybody has written; short has at most 120.
func About() (long, short string) {
	say := text.For("en")
	return say.T("about.long", nil), say.T("about.short", nil)
}
