package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

const (
	// digestUnits bounds a digest, in UTF-16 code units of its text, so that
	// it fits one message of every platform.
	digestUnits = 3000
	// digestQuote is how long a quote in a digest may be, and digestSentence
	// how long its first sentence, which is not cut if that can be helped.
	digestQuote, digestSentence = 320, 560
	// lineHeadline is how long a headline in one line may be.
	lineHeadline = 160
	// namedTopics is how many topics a digest names.
	namedTopics = 6
)

// A digestWriter puts one digest into words.
type digestWriter struct {
	*renderer
	d    *Digest
	s    Settings
	zone *time.Location
	// told introduces what the chat was told before.
	told text.ID
	// revisions are those that the digest names, as far as they are stored.
	revisions map[int64]*StoredArticle
}

// speaking is r with the words of a language.
func (r *Renderer) speaking(lang string) *Renderer {
	in := *r
	in.say = text.For(lang)
	return &in
}

// digestMessage puts a digest into the words of r, in the zone of the chat. An
// error means that the store could not be read.
func digestMessage(ctx context.Context, r *Renderer, d *Digest, s Settings) (Message, error) {
	w := &digestWriter{
		renderer: newRenderer(r.say, r.now()), d: d, s: s, zone: loadZone(s.Zone, r.defaultZone),
		told: text.ID("edition.told"), revisions: map[int64]*StoredArticle{},
	}
	if d.Total == 0 {
		return w.nothing(ctx, r.finder)
	}
	if err := w.load(ctx, r.finder); err != nil {
		return Message{}, fmt.Errorf("put a digest into words: %w", err)
	}
	return w.message(), nil
}

// load reads the revisions that the digest names.
func (w *digestWriter) load(ctx context.Context, finder ArticleFinder) error {
	var names []int64
	for _, s := range append(w.d.Stories[:len(w.d.Stories):len(w.d.Stories)], w.d.Also...) {
		names = append(names, s.Revision)
		for _, f := range append(s.Others[:len(s.Others):len(s.Others)], s.Changed...) {
			names = append(names, f.Revision)
		}
	}
	for _, revision := range names {
		if _, known := w.revisions[revision]; known || revision == 0 {
			continue
		}
		a, err := finder.FindRevision(ctx, revision)
		switch {
		case errors.Is(err, ErrNotFound):
			w.revisions[revision] = nil
		case err != nil:
			return fmt.Errorf("find a revision: %w", err)
		default:
			w.revisions[revision] = &a
		}
	}
	return nil
}

// title is the line above a digest.
func (w *digestWriter) title() Block {
	at := w.d.Due
	if w.d.Late || at.IsZero() {
		at = w.d.Composed
	}
	local := at.In(w.zone)
	id := text.ID("edition.evening")
	switch hour := local.Hour(); {
	case w.d.Weekly:
		id = text.ID("edition.weekly")
	case hour < 4:
		id = text.ID("edition.night")
	case hour < 12:
		id = text.ID("edition.morning")
	case hour < 17:
		id = text.ID("edition.afternoon")
	}
	when := w.say.T("edition.when", text.Data{"Day": w.day(local), "Clock": local.Format("15:04"), "Place": zoneLabel(w.zone.String())})
	return Block{Kind: Header, Runs: []Run{{Text: w.say.T(id, nil), Bold: true}, {Text: metaSeparator + when}}}
}

// day names a day, "Friday 6 November".
func (w *digestWriter) day(local time.Time) string {
	months := strings.Fields(w.say.T("edition.months", nil))
	return w.say.T("edition.day", text.Data{"Weekday": w.weekday(local), "Day": local.Day(), "Month": months[local.Month()-1]})
}

func (w *digestWriter) weekday(local time.Time) string {
	return strings.Fields(w.say.T("edition.weekdays", nil))[local.Weekday()]
}

// moment names a time of the past week by its day and time, an older one by
// its day.
func (w *digestWriter) moment(t time.Time) string {
	local := t.In(w.zone)
	data := text.Data{"Clock": local.Format("15:04"), "Day": w.weekday(local)}
	switch days := w.daysBack(t); {
	case days <= 0:
		return w.say.T("edition.moment-today", data)
	case days == 1:
		return w.say.T("edition.moment-yesterday", data)
	case days < 7:
		return w.say.T("edition.moment-weekday", data)
	}
	return w.day(local)
}

// daysBack is how many days of the chat's calendar lie between t and the time
// at which the digest was composed.
func (w *digestWriter) daysBack(t time.Time) int {
	year, month, day := t.In(w.zone).Date()
	y, m, d := w.d.Composed.In(w.zone).Date()
	return int(date(y, m, d).Sub(date(year, month, day)) / (24 * time.Hour))
}

// about is the line below the title: how many stories on what, and since when.
func (w *digestWriter) about(shown int) Block {
	line := w.say.N("edition.stories", w.d.Total, text.Data{"Shown": text.Number(shown), "Topics": w.list(w.d.Topics)})
	if !w.d.Since.IsZero() {
		line += metaSeparator + w.say.T("edition.since", text.Data{"When": w.moment(w.d.Since)})
	}
	if len(w.d.Week) > 0 {
		line += metaSeparator + w.say.T("edition.week", text.Data{"Topics": w.list(w.d.Week)})
	}
	return Block{Kind: Meta, Runs: []Run{{Text: line}}}
}

// list names topics, a few of them; more says how many others there are.
func (w *digestWriter) list(names []string) string {
	if len(names) <= namedTopics {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:namedTopics], ", ") + " " + w.say.N("edition.and-more", len(names)-namedTopics, nil)
}

// lateness says when a late digest was due.
func (w *digestWriter) lateness() []Block {
	if !w.d.Late {
		return nil
	}
	local := w.d.Due.In(w.zone)
	line := w.say.T("edition.late", text.Data{"Clock": local.Format("15:04")})
	if w.daysBack(w.d.Due) > 0 {
		line = w.say.T("edition.late-day", text.Data{"Clock": local.Format("15:04"), "Day": w.day(local)})
	}
	return []Block{{Kind: Meta, Runs: []Run{{Text: line}}}}
}

// failures says how many sources could not be read.
func (w *digestWriter) failures() string {
	if w.d.Failed <= 0 {
		return ""
	}
	return w.say.N("edition.failed", w.d.Sources, text.Data{"Failed": text.Number(w.d.Failed)})
}

// nothing says that nothing is new, and what was the last.
func (w *digestWriter) nothing(ctx context.Context, finder ArticleFinder) (Message, error) {
	if len(w.d.Followed) == 0 {
		return Message{Blocks: []Block{paragraph(w.say.T("edition.no-topics", nil))}}, nil
	}
	data := text.Data{"Topics": w.either(w.d.Followed)}
	line := w.say.T("edition.nothing", data)
	if !w.d.Since.IsZero() {
		data["When"] = w.moment(w.d.Since)
		line = w.say.T("edition.nothing-since", data)
	}
	runs := []Run{{Text: line}}
	if w.d.LastArticle != 0 {
		last, err := finder.FindArticles(ctx, []int64{w.d.LastArticle})
		if err != nil {
			return Message{}, fmt.Errorf("put a digest into words: find the last story: %w", err)
		}
		if len(last) > 0 {
			when := w.say.T("edition.last", text.Data{"When": w.past(countsAt(last[0]))})
			headline := w.headline(last[0].Article, "").Runs[0]
			runs = append(runs, Run{Text: " " + when + " "}, headline)
		}
	}
	blocks := []Block{{Kind: Paragraph, Runs: runs}}
	if failed := w.failures(); failed != "" {
		blocks = append(blocks, paragraph(failed))
	}
	return Message{Blocks: append(w.lateness(), blocks...), Buttons: [][]Button{{w.settingsButton()}}}, nil
}

// either names topics, the last after "or".
func (w *digestWriter) either(names []string) string {
	last := names[len(names)-1]
	if len(names) > namedTopics {
		last = w.say.N("edition.other-topics", len(names)-namedTopics, nil)
		names = names[:namedTopics+1]
	}
	if len(names) == 1 {
		return last
	}
	return w.say.T("edition.or", text.Data{"Names": strings.Join(names[:len(names)-1], ", "), "Name": last})
}

// past names the day of a time of the past.
func (w *digestWriter) past(t time.Time) string {
	local := t.In(w.zone)
	switch days := w.daysBack(t); {
	case days <= 0:
		return w.say.T("edition.today", nil)
	case days == 1:
		return w.say.T("edition.yesterday", nil)
	case days < 7:
		return w.weekday(local)
	}
	return w.date(local)
}

// language says in which language an article is that the chat does not read,
// or of which nothing is taken.
func (w *digestWriter) language(a *StoredArticle) string {
	name := shorten(briefing.LanguageName(a.Article.Lang), 40)
	if a.Article.Lang == "" || name == "" || a.Supported && reads(w.s.Reading, a.Article.Lang) {
		return ""
	}
	return w.say.T("edition.language", text.Data{"Language": name})
}

// shortAge tells how long ago t was in as few letters as possible.
func (w *digestWriter) shortAge(t time.Time) string {
	switch d := w.now.Sub(t); {
	case d < time.Minute:
		return w.say.T("just-now", nil)
	case d < time.Hour:
		return w.say.T("edition.minutes", text.Data{"Count": int(d.Minutes())})
	case d < 48*time.Hour:
		return w.say.T("edition.hours", text.Data{"Count": int(d.Hours())})
	default:
		return w.say.T("edition.days", text.Data{"Count": int(d.Hours() / 24)})
	}
}

func (w *digestWriter) settingsButton() Button {
	return Button{Label: w.say.T("edition.settings", nil), Data: payload{action: actSay}.head() + ":/settings"}
}

// buttons are a number for each story, which opens it as it was sent, in rows
// of about equal length, and what is below.
func (w *digestWriter) buttons(stories []DigestStory, more int, rest []int64) [][]Button {
	var rows [][]Button
	wide := len(stories)
	if wide > 5 {
		wide = (wide + 1) / 2
	}
	for i, s := range stories {
		if i%wide == 0 {
			rows = append(rows, nil)
		}
		row := &rows[len(rows)-1]
		*row = append(*row, Button{Label: strconv.Itoa(i + 1), Data: sentStory(s).head()})
	}
	var last []Button
	if more > 0 && len(rest) > 0 {
		last = append(last, Button{Label: w.say.N("edition.more-button", more, nil), Data: restPayload(rest).head()})
	}
	return append(rows, append(last, w.settingsButton()))
}
