package bot

import (
	"context"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// quietCommand is what buttons say that set quiet hours.
const quietCommand = "/quiet "

// quiet answers /quiet: shows the quiet hours, or sets them.
func (b *Bot) quiet(ctx context.Context, r *request, args string) (Reply, error) {
	if args == "" {
		return b.showQuiet(ctx, r)
	}
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	q, ok := ParseQuiet(args)
	if how := strings.ToLower(args); how == holdWord || how == silentWord {
		s, err := b.settingsOf(ctx, r)
		if err != nil {
			return Reply{}, err
		}
		q, ok = s.Quiet, !s.Quiet.IsZero()
		q.Hold = how == holdWord
	}
	if !ok {
		return answer(b.quietPresets(b.row(ctx)), 2, b.noTime(args, text.ID("quiet.not-understood")))
	}
	before, after, err := b.change(ctx, r, SettingsChange{Quiet: &q})
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx)
	if !after.Quiet.IsZero() && !b.local(after, r.now).known {
		b.addSetZone(w, r)
	}
	if q := after.Quiet; !q.IsZero() {
		q.Hold = !q.Hold
		label := text.ID("button.quiet-silent")
		if q.Hold {
			label = text.ID("button.quiet-hold")
		}
		w.typing(b.say.T(label, nil), quietCommand+quietTyped(q))
	}
	w.typing(b.say.T("button.undo", nil), quietCommand+quietTyped(before.Quiet))
	return answer(w, 3, b.quietSaid(r, after))
}

func meansQuiet(rest string) bool {
	_, ok := ParseQuiet(rest)
	return ok
}

func (b *Bot) showQuiet(ctx context.Context, r *request) (Reply, error) {
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	r.waits("quiet", "")
	w := b.row(ctx)
	if r.mayChange() {
		b.quietPresets(w)
		if !s.Quiet.IsZero() {
			w.typing(b.say.T("button.quiet-off", nil), quietCommand+offWord)
		}
	}
	return answer(w, 2, b.quietSaid(r, s))
}

// quietPresets adds buttons for the usual hours.
func (b *Bot) quietPresets(w *row) *row {
	for _, q := range []Quiet{{From: 22 * 60, To: 7 * 60, Hold: true}, {From: 23 * 60, To: 8 * 60, Hold: true}} {
		w.typing(clockTime(q.From)+"–"+clockTime(q.To), quietCommand+quietTyped(q))
	}
	return w
}

// quietSaid tells what the quiet hours do.
func (b *Bot) quietSaid(r *request, s Settings) string {
	if s.Quiet.IsZero() {
		return b.say.T("quiet.none", nil)
	}
	t := b.local(s, r.now)
	id := text.ID("quiet.silent")
	if s.Quiet.Hold {
		id = text.ID("quiet.hold")
	}
	return b.say.T(id, text.Data{"From": clockTime(s.Quiet.From), "To": t.named(clockTime(s.Quiet.To)), "End": clockTime(s.Quiet.To)})
}

// pauseCommand and resumeCommand are what buttons say.
const (
	pauseCommand  = "/pause "
	resumeCommand = "/resume"
)

// pause answers /pause and /stop.
func (b *Bot) pause(ctx context.Context, r *request, args string) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	until, ok := parsePause(args, r.now.In(b.local(s, r.now).zone))
	if !ok {
		return answer(b.pausePresets(b.row(ctx)), 3, b.say.T("pause.not-understood", text.Data{"Typed": shorten(args, 60)}))
	}
	paused := true
	_, after, err := b.change(ctx, r, SettingsChange{Paused: &paused, PausedUntil: &until})
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx).typing(b.say.T("button.resume", nil), resumeCommand)
	if after.PausedUntil.IsZero() {
		r.waits("pause", "")
		b.pausePresets(w)
	}
	return answer(w, 4, b.pauseSaid(r, after))
}

// pauseTyped writes the pause of a chat so that /pause reads it again, to the
// minute.
func (b *Bot) pauseTyped(s Settings, now time.Time) string {
	if s.PausedUntil.IsZero() {
		return strings.TrimSpace(pauseCommand)
	}
	return pauseCommand + "until " + s.PausedUntil.In(b.local(s, now).zone).Format("2006-01-02 15:04")
}

func meansPause(rest string) bool {
	_, ok := parsePause(rest, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
	return ok || strings.HasPrefix(rest, "until ")
}

// pausePresets adds buttons for the usual lengths.
func (b *Bot) pausePresets(w *row) *row {
	return w.typing(b.say.T("button.pause-day", nil), pauseCommand+"1 day").
		typing(b.say.T("button.pause-days", nil), pauseCommand+"3 days").
		typing(b.say.T("button.pause-week", nil), pauseCommand+"1 week")
}

// pauseSaid tells that nothing is sent, and until when.
func (b *Bot) pauseSaid(r *request, s Settings) string {
	if s.PausedUntil.IsZero() {
		return b.say.T("pause.paused", nil)
	}
	t := b.local(s, r.now)
	return b.say.T("pause.paused-until", text.Data{"Day": t.comingDay(s.PausedUntil), "Clock": t.clock(s.PausedUntil)})
}

// resume answers /resume.
func (b *Bot) resume(ctx context.Context, r *request, _ string) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	var paused bool
	var until time.Time
	before, after, err := b.change(ctx, r, SettingsChange{Paused: &paused, PausedUntil: &until})
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx)
	if before.Paused {
		w.typing(b.say.T("button.undo", nil), b.pauseTyped(before, r.now))
	}
	return answer(w, 1, b.say.T("pause.resumed", text.Data{"Next": b.local(after, r.now).nextSaid(after)}))
}
