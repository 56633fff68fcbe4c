package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wirebrief/bot/text"
)

// nowWord asks /digest for a look at the next one.
const nowWord = "now"

// A DigestPreviewer composes the next digest of a chat without using it up.
type DigestPreviewer interface {
	// Preview returns what the chat's next digest would show now.
	Preview(ctx context.Context, chat ChatRef) (Message, error)
}

// digest answers /digest: when digests come, a change of that, or a look at
// the next one.
func (b *Bot) digest(ctx context.Context, r *request, args string) (Reply, error) {
	switch typed := strings.ToLower(strings.TrimSpace(args)); typed {
	case "":
		return b.showDigest(ctx, r)
	case nowWord:
		return b.previewDigest(ctx, r)
	case offWord, "none", "never":
		return b.setDigest(ctx, r, nil)
	case "twice a day", "twice", "twice daily":
		return b.setDigest(ctx, r, []DigestTime{{Minute: 8 * 60, Days: EveryDay}, {Minute: 19 * 60, Days: EveryDay}})
	default:
		if days, ok := parseDays(typed); ok {
			return b.setDigestDays(ctx, r, days)
		}
		times, ok := ParseDigestTimes(typed)
		if !ok {
			return answer(b.digestPresets(b.row(ctx)), 2, b.noTime(args, text.ID("digest.not-understood")))
		}
		if len(times) > maxDigestTimes {
			return b.sentence("digest.too-many", text.Data{"Limit": maxDigestTimes}), nil
		}
		return b.setDigest(ctx, r, times)
	}
}

// noTime says what is wrong with a time that was typed: that there is none like
// it, else what id says.
func (b *Bot) noTime(typed string, id text.ID) string {
	if wrong := impossibleTime(typed); wrong != "" {
		return b.say.T("digest.no-such-time", text.Data{"Time": wrong})
	}
	return b.say.T(id, text.Data{"Typed": shorten(typed, 60)})
}

// meansDigest reports whether what follows "digest", without a slash, is meant
// for the command.
func meansDigest(rest string) bool {
	_, ok := ParseDigestTimes(rest)
	return ok || rest == offWord || rest == nowWord
}

// setDigestDays sets the days of the digest at the time of day that the chat has
// already, 08:00 if it has none.
func (b *Bot) setDigestDays(ctx context.Context, r *request, days Days) (Reply, error) {
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	minute := 8 * 60
	if len(s.Digests) > 0 {
		minute = s.Digests[0].Minute
	}
	return b.setDigest(ctx, r, []DigestTime{{Minute: minute, Days: days}})
}

// showDigest tells when digests come, with buttons for the usual times.
func (b *Bot) showDigest(ctx context.Context, r *request) (Reply, error) {
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx).typing(b.say.T("button.digest-now", nil), "/digest "+nowWord)
	r.waits("digest", "")
	if r.mayChange() {
		w = b.digestPresets(w)
		if len(s.Digests) > 0 {
			w.typing(b.say.T("button.digest-off", nil), "/digest "+offWord)
		}
	}
	return answer(w, 2, b.digestSaid(r, s))
}

// digestSaid tells when digests come and when the next one does.
func (b *Bot) digestSaid(r *request, s Settings) string {
	t := b.local(s, r.now)
	if len(s.Digests) == 0 {
		return b.say.T("digest.none", nil)
	}
	return b.say.T("digest.shown", text.Data{"Times": t.named(t.times(s.Digests)), "Next": t.nextSaid(s)})
}

// digestPresets adds buttons for the usual times.
func (b *Bot) digestPresets(w *row) *row {
	for _, preset := range []struct {
		label text.ID
		times string
	}{
		{text.ID("button.digest-daily"), "08:00"},
		{text.ID("button.digest-weekdays"), "weekdays 07:30"},
		{text.ID("button.digest-twice"), "daily 08:00 daily 19:00"},
		{text.ID("button.digest-sunday"), "sun 18:00"},
	} {
		w.typing(b.say.T(preset.label, nil), "/digest "+preset.times)
	}
	return w
}

func (b *Bot) setDigest(ctx context.Context, r *request, times []DigestTime) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	before, after, err := b.change(ctx, r, SettingsChange{Digests: &times})
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx)
	if !b.local(after, r.now).known && len(after.Digests) > 0 {
		b.addSetZone(w, r)
	}
	w.typing(b.say.T("button.undo", nil), "/digest "+timesTyped(before.Digests))
	if len(after.Digests) == 0 {
		return answer(w, 2, b.say.T("digest.off", nil))
	}
	return answer(w, 2, b.digestSaid(r, after))
}

// previewDigest shows what the next digest would hold.
func (b *Bot) previewDigest(ctx context.Context, r *request) (Reply, error) {
	if b.preview == nil {
		return b.sentence("digest.no-preview", nil), nil
	}
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	if len(list) == 0 {
		return b.topicList(ctx, r, nil, 0, "")
	}
	if !slices.ContainsFunc(list, func(s Subscription) bool { return !s.Paused }) {
		return b.sentence("digest.all-paused", nil), nil
	}
	m, err := b.preview.Preview(ctx, r.Chat)
	if err != nil {
		return Reply{}, fmt.Errorf("compose a digest to look at: %w", err)
	}
	return Reply{Messages: []Message{m}}, nil
}
