package bot

import (
	"strings"

	"wirebrief/bot/text"
)

// Languages returns the languages in which the bot has its words, as BCP 47
// tags. English is among them.
func Languages() []string { return text.Languages() }

// CommandsIn is Commands in one of the Languages.
func CommandsIn(lang string) []CommandInfo { return infosOf(commandTable(text.For(lang))) }

// The words that only some platforms have a use for: those of menus on
// messages, of forms, and of rights that the bot has or has not.

// BriefThis is the name, at most 32 characters long, of what people choose on a
// message to have what it links to briefed.
func BriefThis() string { return text.For("en").T("elsewhere.brief-this", nil) }

// OnlyMe describes the choice to have an answer shown to the asker alone.
func OnlyMe() string { return text.For("en").T("elsewhere.only-me", nil) }

// ToChannel describes the choice of the channel that a setting is for.
func ToChannel() string { return text.For("en").T("elsewhere.to-channel", nil) }

// AnswerTitle is the title, at most 45 characters long, of a form to answer a
// question in.
func AnswerTitle() string { return text.For("en").T("elsewhere.answer-title", nil) }

// CannotPost says that the bot may not post in a channel, and what it needs
// there. rights are the names that the platform gives them in its settings.
func CannotPost(where string, rights []string) Message {
	say := text.For("en")
	if where == "" {
		where = say.T("elsewhere.here", nil)
	}
	needs := strings.Join(rights, ", ")
	if n := len(rights); n > 1 {
		needs = say.T("elsewhere.and", text.Data{"First": strings.Join(rights[:n-1], ", "), "Last": rights[n-1]})
	}
	return inWords(text.ID("elsewhere.cannot-post"), text.Data{"Where": Plain(where), "Rights": needs})
}

// NothingToSay is shown where a platform waits for words and there are none:
// most often somebody asks more than is answered.
func NothingToSay() Message { return inWords(text.ID("elsewhere.nothing"), nil) }

// PrivateClosed tells somebody that they let nothing be written to them in
// private, where the answer would be.
func PrivateClosed() Message { return inWords(text.ID("elsewhere.private-closed"), nil) }

// TryAgain says that something went wrong which may pass.
func TryAgain() Message { return inWords(text.ID("trouble.internal"), nil) }

// OldCommand says that a command of a menu is none of this version.
func OldCommand() Message { return inWords(text.ID("elsewhere.old-command"), nil) }

// OldButton says that a button is none of this version.
func OldButton() Message { return inWords(text.ID("trouble.button"), nil) }

func inWords(id text.ID, data text.Data) Message {
	return Message{Blocks: []Block{paragraph(text.For("en").T(id, data))}}
}
