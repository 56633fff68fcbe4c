package bot

import (
	"context"
	"slices"
)

// What follows /settings about asking in a group.
const (
	askWord      = "ask"
	whereWord    = "where"
	hereWord     = "here"
	anywhereWord = "anywhere"
)

// askings are who may ask, in the order of their buttons.
var askings = []Asking{AskAll, AskAdmins, AskNobody}

func (b *Bot) askingSaid(s Settings) string {
	switch s.Asking {
	case AskAdmins:
		return b.say.T("settings.ask-admins", nil)
	case AskNobody:
		return b.say.T("settings.ask-nobody", nil)
	}
	return b.say.T("settings.ask-all", nil)
}

// setAsking sets who may ask in a group.
func (b *Bot) setAsking(ctx context.Context, r *request, who Asking) (Reply, error) {
	switch {
	case !r.hasAskers():
		return b.sentence("settings.ask-private", nil), nil
	case !r.mayChange():
		return b.adminsChange(r), nil
	}
	w := b.row(ctx)
	if !slices.Contains(askings, who) {
		for _, a := range askings {
			w.typing(b.askingName(a), settingsCommand+askWord+" "+string(a))
		}
		return answer(w, 3, b.say.T("settings.ask-which", nil))
	}
	before, after, err := b.changeWhole(ctx, r, SettingsChange{Asking: &who})
	if err != nil {
		return Reply{}, err
	}
	if before.Asking == "" {
		before.Asking = AskAll
	}
	w.typing(b.say.T("button.undo", nil), settingsCommand+askWord+" "+string(before.Asking))
	return answer(w, 1, b.askingSaid(after))
}

func (b *Bot) askingName(a Asking) string {
	switch a {
	case AskAdmins:
		return b.say.T("button.ask-admins", nil)
	case AskNobody:
		return b.say.T("button.ask-nobody", nil)
	}
	return b.say.T("button.ask-all", nil)
}

// hasAskers reports whether several people may ask there: in a group, and in a
// channel that is a part of one.
func (r *request) hasAskers() bool {
	return r.Kind == Group || r.Kind == Channel && r.Within != (ChatRef{})
}

// changeWhole changes what is set for a whole group.
func (b *Bot) changeWhole(ctx context.Context, r *request, c SettingsChange) (before, after Settings, err error) {
	whole := *r
	whole.Chat = r.whole()
	return b.change(ctx, &whole, c)
}

// askingLines tell who may ask in a group, and where if that is not everywhere.
func (b *Bot) askingLines(r *request, whole Settings) []string {
	lines := []string{b.askingSaid(whole)}
	if whole.AskIn != "" {
		lines = append(lines, b.whereSaid(r, whole))
	}
	return lines
}

func (b *Bot) whereSaid(r *request, whole Settings) string {
	switch {
	case whole.AskIn == "":
		return b.say.T("settings.where-anywhere", b.named(r.Community))
	case r.isIn(whole.AskIn):
		return b.say.T("settings.where-here", b.named(r.Community))
	}
	return b.say.T("settings.where-elsewhere", b.named(r.Community))
}

// isIn reports whether the chat of r is the one with an ID, or a post in that.
func (r *request) isIn(id string) bool {
	return r.Chat.ID == id || r.Forum != (ChatRef{}) && r.Forum.ID == id
}

// askWhere answers /settings where: in which topic or thread of a group
// questions are answered.
func (b *Bot) askWhere(ctx context.Context, r *request, where string) (Reply, error) {
	switch {
	case !r.hasAskers():
		return b.sentence("settings.ask-private", nil), nil
	case !r.mayChange():
		return b.adminsChange(r), nil
	}
	switch where {
	case hereWord, "only here":
		return b.setWhere(ctx, r, r.Chat.ID)
	case anywhereWord, "everywhere", allWord:
		return b.setWhere(ctx, r, "")
	}
	w := b.row(ctx).typing(b.say.T("button.where-here", nil), settingsCommand+whereWord+" "+hereWord).
		typing(b.say.T("button.where-anywhere", b.named(r.Community)), settingsCommand+whereWord+" "+anywhereWord)
	return answer(w, 2, b.say.T("settings.where-which", b.named(r.Community)))
}

// setWhere sets the only chat of a group where it may be asked, by its ID; ""
// for everywhere.
func (b *Bot) setWhere(ctx context.Context, r *request, id string) (Reply, error) {
	if r.Kind == Private {
		return Reply{}, errButton
	}
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	before, after, err := b.changeWhole(ctx, r, SettingsChange{AskIn: &id})
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx).add(b.say.T("button.undo", nil), payload{action: actWhere, text: before.AskIn})
	return answer(w, 1, b.whereSaid(r, after))
}
