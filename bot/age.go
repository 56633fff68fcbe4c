package bot

import (
	"strings"
	"time"

	"wirebrief/bot/text"
)

// A teller tells times in words, in UTC.
type teller struct {
	say text.Catalogue
	now time.Time
}

// age tells how long ago t was; the future counts as now.
func (w teller) age(t time.Time) string {
	d := w.now.Sub(t)
	switch days := w.daysAgo(t); {
	case d < time.Minute:
		return w.say.T("just-now", nil)
	case d < time.Hour:
		return w.say.N("minutes-ago", int(d.Minutes()), nil)
	case d < 24*time.Hour:
		return w.say.N("hours-ago", int(d.Hours()), nil)
	case days == 1:
		return w.say.T("yesterday", nil)
	case days < 7:
		return w.say.N("days-ago", days, nil)
	}
	return w.date(t)
}

// added tells when an article without a date arrived.
func (w teller) added(t time.Time) string {
	switch days := w.daysAgo(t); {
	case t.IsZero():
		return w.say.T("no-date", nil)
	case days <= 0:
		return w.say.T("added-today", nil)
	case days == 1:
		return w.say.T("added", text.Data{"When": w.say.T("yesterday", nil)})
	}
	return w.say.T("added", text.Data{"When": w.date(t)})
}

// date tells a day, with the year only when it is not this one.
func (w teller) date(t time.Time) string {
	t = t.UTC()
	months := strings.Fields(w.say.T("months", nil))
	data := text.Data{"Day": t.Day(), "Month": months[t.Month()-1], "Year": t.Year()}
	if t.Year() == w.now.UTC().Year() {
		return w.say.T("date", data)
	}
	return w.say.T("date-year", data)
}

func (w teller) daysAgo(t time.Time) int {
	return int(midnight(w.now).Sub(midnight(t)) / (24 * time.Hour))
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
