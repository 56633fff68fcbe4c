package bot

import (
	"context"
	"slices"
	"strings"

	"wirebrief/bot/text"
)

// What may follow /settings; buttons say it.
const (
	settingsCommand = "/settings "
	nothingWord     = "nothing"
	askWord         = "ask"
	sayWord         = "say"
	skipWord        = "skip"
)

// settings answers /settings with what is set for the chat, and a button for
// all that can be changed.
func (b *Bot) settings(ctx context.Context, r *request, args string) (Reply, error) {
	verb, rest, _ := strings.Cut(strings.ToLower(args), " ")
	rest = strings.TrimSpace(rest)
	switch verb {
	case nothingWord:
		return b.setNothing(ctx, r, rest)
	case askWord:
		return b.setAsking(ctx, r, Asking(rest))
	}
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	blocks := []Block{{Kind: Header, Runs: []Run{{Text: b.say.T("settings.title", nil), Bold: true}}}}
	for _, line := range slices.Concat(b.topicLines(list), b.settingLines(r, s)) {
		blocks = append(blocks, item(line))
	}
	w := b.row(ctx)
	if len(list) > 0 {
		w.typing(b.say.T("button.topics", nil), "/topics")
	}
	if r.mayChange() {
		b.settingButtons(w, r, s)
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: w.rows(2)}}}, w.err
}

// topicLines tell how many topics the chat follows.
func (b *Bot) topicLines(list []Subscription) []string {
	if len(list) == 0 {
		return []string{b.say.T("settings.none", nil)}
	}
	lines := []string{b.say.N("settings.topics", len(list), text.Data{"Limit": text.Number(b.limits.Topics)})}
	for _, m := range modes {
		n := 0
		for _, s := range list {
			if s.Mode == m {
				n++
			}
		}
		if n > 0 && n < len(list) {
			lines = append(lines, b.say.T("settings.mode", text.Data{"Mode": b.modeName(m), "Count": text.Number(n)}))
		} else if n > 0 {
			lines = append(lines, b.say.T("settings.all-modes", text.Data{"Mode": b.modeName(m)}))
		}
	}
	return lines
}

// settingLines tell what else is set.
func (b *Bot) settingLines(r *request, s Settings) []string {
	t := b.local(s, r.now)
	var lines []string
	if s.pausedAt(r.now) {
		lines = append(lines, b.pauseSaid(r, s))
	}
	lines = append(lines, b.digestSaid(r, s))
	if t.known {
		lines = append(lines, b.say.T("settings.zone", text.Data{"Zone": zoneLabel(s.Zone), "Clock": r.now.In(t.zone).Format("15:04")}))
	} else {
		lines = append(lines, b.say.T("settings.no-zone", text.Data{"Zone": zoneLabel(t.zone.String())}))
	}
	lines = append(lines, b.quietSaid(r, s), b.nothingSaid(r, s), b.readingSaid(s))
	if r.Kind != Private {
		lines = append(lines, b.askingSaid(s), b.say.T("settings.admins", nil))
	}
	return lines
}

// settingButtons adds a button for all that can be changed.
func (b *Bot) settingButtons(w *row, r *request, s Settings) {
	w.typing(b.say.T("button.add-topic", nil), "/subscribe")
	w.typing(b.say.T("button.digest-times", nil), "/digest")
	b.addSetZone(w, r)
	w.typing(b.say.T("button.quiet", nil), strings.TrimSpace(quietCommand))
	if s.pausedAt(r.now) {
		w.typing(b.say.T("button.resume", nil), resumeCommand)
	} else {
		w.typing(b.say.T("button.pause", nil), strings.TrimSpace(pauseCommand))
	}
	if saysNothing(r, s) {
		w.typing(b.say.T("button.nothing-skip", nil), settingsCommand+nothingWord+" "+skipWord)
	} else {
		w.typing(b.say.T("button.nothing-say", nil), settingsCommand+nothingWord+" "+sayWord)
	}
	w.typing(b.say.T("button.language", nil), strings.TrimSpace(languageCommand))
	if r.Kind != Private {
		w.typing(b.say.T("button.asking", nil), settingsCommand+askWord)
	}
	w.typing(b.say.T("button.my-data", nil), "/privacy")
}

// saysNothing reports whether a digest without news says so.
func saysNothing(r *request, s Settings) bool {
	return s.SayNothing == sayWord || s.SayNothing == "" && r.Kind == Private
}

func (b *Bot) nothingSaid(r *request, s Settings) string {
	if saysNothing(r, s) {
		return b.say.T("settings.nothing-say", nil)
	}
	return b.say.T("settings.nothing-skip", nil)
}

// setNothing sets what a digest without news does.
func (b *Bot) setNothing(ctx context.Context, r *request, what string) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(), nil
	}
	if what != sayWord && what != skipWord {
		w := b.row(ctx).typing(b.say.T("button.nothing-say", nil), settingsCommand+nothingWord+" "+sayWord).
			typing(b.say.T("button.nothing-skip", nil), settingsCommand+nothingWord+" "+skipWord)
		return answer(w, 2, b.say.T("settings.nothing-ask", nil))
	}
	before, after, err := b.change(ctx, r, SettingsChange{SayNothing: &what})
	if err != nil {
		return Reply{}, err
	}
	undo := skipWord
	if saysNothing(r, before) {
		undo = sayWord
	}
	w := b.row(ctx).typing(b.say.T("button.undo", nil), settingsCommand+nothingWord+" "+undo)
	return answer(w, 1, b.nothingSaid(r, after))
}

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
	case r.Kind == Private:
		return b.sentence("settings.ask-private", nil), nil
	case !r.mayChange():
		return b.adminsChange(), nil
	}
	w := b.row(ctx)
	if !slices.Contains(askings, who) {
		for _, a := range askings {
			w.typing(b.askingName(a), settingsCommand+askWord+" "+string(a))
		}
		return answer(w, 3, b.say.T("settings.ask-which", nil))
	}
	before, after, err := b.change(ctx, r, SettingsChange{Asking: &who})
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

func item(s string) Block { return Block{Kind: Item, Runs: []Run{{Text: s}}} }
