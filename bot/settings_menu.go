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
	sayWord         = "say"
	skipWord        = "skip"
)

// meansSettings reports whether what follows "settings", without a slash, is
// meant for the command.
func meansSettings(rest string) bool {
	verb, _, _ := strings.Cut(rest, " ")
	return slices.Contains([]string{nothingWord, askWord, whereWord}, verb) || slices.Contains(settingNames, verb)
}

// settingNames are the commands of single settings, which are understood after
// /settings, too.
var settingNames = []string{"digest", "timezone", "tz", "quiet", "pause", "resume", "language"}

// settings answers /settings with what is set for the chat, and a button for
// all that can be changed.
func (b *Bot) settings(ctx context.Context, r *request, args string) (Reply, error) {
	verb, rest, _ := strings.Cut(args, " ")
	verb, rest = strings.ToLower(verb), strings.TrimSpace(rest)
	switch {
	case verb == nothingWord:
		return b.setNothing(ctx, r, strings.ToLower(rest))
	case verb == askWord:
		return b.setAsking(ctx, r, Asking(strings.ToLower(rest)))
	case verb == whereWord:
		return b.askWhere(ctx, r, strings.ToLower(rest))
	case slices.Contains(settingNames, verb):
		c, _ := findCommand(b.commands, verb)
		return b.command(ctx, r, c, rest)
	}
	reply, err := b.showSettings(ctx, r)
	if err != nil {
		return reply, err
	}
	return b.offerChannels(ctx, r, reply)
}

// showSettings tells all that is set.
func (b *Bot) showSettings(ctx context.Context, r *request) (Reply, error) {
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	var blocks []Block
	if r.private == (ChatRef{}) { // else the answer says already which channel it is about
		blocks = append(blocks, Block{Kind: Header, Runs: []Run{{Text: b.say.T("settings.title", nil), Bold: true}}})
	}
	lines := slices.Concat(b.topicLines(list), b.settingLines(r, s))
	if r.hasAskers() {
		whole, err := b.wholeSettings(ctx, r)
		if err != nil {
			return Reply{}, err
		}
		lines = append(append(lines, b.askingLines(r, whole)...), b.say.T("settings.admins", nil))
	}
	for _, line := range lines {
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
	limit := text.Number(b.limits.Topics)
	if first := list[0].Mode; !slices.ContainsFunc(list, func(s Subscription) bool { return s.Mode != first }) {
		return []string{b.say.N("settings.topics-alike", len(list), text.Data{"Limit": limit, "Mode": b.modeName(first)})}
	}
	lines := []string{b.say.N("settings.topics", len(list), text.Data{"Limit": limit})}
	for _, m := range modes {
		n := 0
		for _, s := range list {
			if s.Mode == m {
				n++
			}
		}
		if n > 0 {
			lines = append(lines, b.say.T("settings.mode", text.Data{"Mode": b.modeName(m), "Count": text.Number(n)}))
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
	return append(lines, b.quietSaid(r, s), b.nothingSaid(r, s), b.readingSaid(s))
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
	if r.hasAskers() {
		w.typing(b.say.T("button.asking", nil), settingsCommand+askWord)
		w.typing(b.say.T("button.where", nil), settingsCommand+whereWord)
	}
	if r.Kind != Channel || r.hasAskers() {
		w.typing(b.say.T("button.my-data", nil), "/privacy")
	}
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
		return b.adminsChange(r), nil
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

func item(s string) Block { return Block{Kind: Item, Runs: []Run{{Text: s}}} }
