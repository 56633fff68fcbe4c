package bot

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot/text"
)

// friday is a Friday afternoon.
var friday = time.Date(2026, time.November, 6, 15, 30, 0, 0, time.UTC)

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func TestCutPeriod(t *testing.T) {
	today := day(2026, 11, 6)
	tests := []struct {
		question, topic string
		since, until    time.Time
	}{
		{"", "", time.Time{}, time.Time{}},
		{"karabakh", "karabakh", time.Time{}, time.Time{}},
		{"karabakh today", "karabakh", today, time.Time{}},
		{"karabakh Today?", "karabakh", today, time.Time{}},
		{"today", "", today, time.Time{}},
		{"grain ports yesterday", "grain ports", day(2026, 11, 5), today},
		{"karabakh this week", "karabakh", day(2026, 11, 2), time.Time{}},
		{"karabakh last week", "karabakh", day(2026, 10, 26), day(2026, 11, 2)},
		{"karabakh this year", "karabakh", day(2026, 1, 1), time.Time{}},
		{"karabakh last year", "karabakh", day(2025, 1, 1), day(2026, 1, 1)},
		{"karabakh this month", "karabakh", day(2026, 11, 1), time.Time{}},
		{"karabakh since Nov 3", "karabakh", day(2026, 11, 3), time.Time{}},
		{"karabakh since 3 Nov.", "karabakh", day(2026, 11, 3), time.Time{}},
		{"karabakh since November 3rd", "karabakh", day(2026, 11, 3), time.Time{}},
		{"karabakh since nov 6", "karabakh", today, time.Time{}},
		{"karabakh since Nov 7", "karabakh", day(2025, 11, 7), time.Time{}},
		{"karabakh since Dec 24", "karabakh", day(2025, 12, 24), time.Time{}},
		{"karabakh since 29 Feb", "karabakh", day(2024, 2, 29), time.Time{}},
		{"karabakh since March 3, 2024", "karabakh", day(2024, 3, 3), time.Time{}},
		{"karabakh since 2026-10-31", "karabakh", day(2026, 10, 31), time.Time{}},
		{"karabakh since yesterday", "karabakh", day(2026, 11, 5), time.Time{}},
		{"karabakh since Monday", "karabakh", day(2026, 11, 2), time.Time{}},
		{"karabakh since friday", "karabakh", today, time.Time{}},
		{"karabakh since 2 days", "karabakh", friday.AddDate(0, 0, -2), time.Time{}},
		{"karabakh since 2 days ago", "karabakh", friday.AddDate(0, 0, -2), time.Time{}},
		{"karabakh last 24 hours", "karabakh", friday.Add(-24 * time.Hour), time.Time{}},
		{"karabakh past week", "karabakh", friday.AddDate(0, 0, -7), time.Time{}},
		{"karabakh since an hour", "karabakh", friday.Add(-time.Hour), time.Time{}},
		// What is no period belongs to the topic.
		{"since", "since", time.Time{}, time.Time{}},
		{"karabakh since forever", "karabakh since forever", time.Time{}, time.Time{}},
		{"karabakh since Nov 31", "karabakh since Nov 31", time.Time{}, time.Time{}},
		{"karabakh since 2027-01-01", "karabakh since 2027-01-01", time.Time{}, time.Time{}},
		{"karabakh last 99999999999999999999 days", "karabakh last 99999999999999999999 days", time.Time{}, time.Time{}},
		{"karabakh last 0 days", "karabakh last 0 days", time.Time{}, time.Time{}},
		{`"paper today"`, `"paper today"`, time.Time{}, time.Time{}},
		{"the last of us", "the last of us", time.Time{}, time.Time{}},
	}
	for _, test := range tests {
		t.Run(test.question, func(t *testing.T) {
			topic, p := cutPeriod(test.question, friday)
			if topic != test.topic || !p.Since.Equal(test.since) || !p.Until.Equal(test.until) {
				t.Errorf("got topic %q, %v to %v; want %q, %v to %v", topic, p.Since, p.Until, test.topic, test.since, test.until)
			}
		})
	}
}

func TestMistakenDate(t *testing.T) {
	for topic, want := range map[string]string{
		"karabakh since Foo": "Foo", "karabakh Since Feb 30?": "Feb 30", "since forever": "forever", `"grain ports" since Foo`: "Foo",
		"since": "", "karabakh since": "", "karabakh": "", "life since the old war": "", `"life since independence"`: "", `"life since the war"`: "",
		`"life since independence`: "", "“life since independence”": "", "": "",
	} {
		if got := mistakenDate(topic); got != want {
			t.Errorf("%q: got %q, want %q", topic, got, want)
		}
	}
}

func TestPeriodLabel(t *testing.T) {
	w := teller{text.For("en"), friday}
	for question, want := range map[string]string{
		"x today": "today", "x yesterday": "yesterday", "x since Nov 3": "since Nov 3",
		"x since Nov 7": "since Nov 7, 2025", "x last 2 hours": "since Nov 6, 13:30 UTC",
		"x last week": "from Oct 26 to Nov 1", "x since today": "today",
		"x last year": "in 2025", "x this year": "since Jan 1",
	} {
		_, p := cutPeriod(question, friday)
		if got := w.label(p); got != want {
			t.Errorf("%q is shown as %q, want %q", question, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	w := teller{text.For("en"), friday}
	tests := map[string]struct {
		t    time.Time
		want string
	}{
		"the future is now": {friday.Add(time.Hour), "just now"},
		"seconds":           {friday.Add(-59 * time.Second), "just now"},
		"a minute":          {friday.Add(-time.Minute), "1 minute ago"},
		"minutes":           {friday.Add(-59 * time.Minute), "59 minutes ago"},
		"an hour":           {friday.Add(-time.Hour), "1 hour ago"},
		"hours":             {friday.Add(-23 * time.Hour), "23 hours ago"},
		"yesterday":         {friday.Add(-24 * time.Hour), "yesterday"},
		"days by calendar":  {friday.Add(-40 * time.Hour), "2 days ago"},
		"six days":          {friday.AddDate(0, 0, -6), "6 days ago"},
		"a week":            {friday.AddDate(0, 0, -7), "Oct 30"},
		"another year":      {friday.AddDate(-1, 0, 0), "Nov 6, 2025"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := w.age(test.t); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	added := map[string]time.Time{
		"no date given, added today": friday.Add(-15 * time.Hour), "no date given, added yesterday": friday.Add(-16 * time.Hour),
		"no date given, added Nov 1": day(2026, 11, 1), "no date given": {},
	}
	for want, at := range added {
		if got := w.added(at); got != want {
			t.Errorf("arrived %v: got %q, want %q", at, got, want)
		}
	}
}

func FuzzTyped(f *testing.F) {
	for _, s := range []string{"/latest karabakh today", "/subscribe a\n/unsubscribe b", "x since nov 31 2024", "since an hour ago", "/@", "last 2 days", "since 9999-99-99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range parseTyped(s) {
			if l.args != strings.TrimSpace(l.args) || strings.ContainsAny(l.name, " \n@") {
				t.Errorf("%q was read as %+v", s, l)
			}
			topic, p := cutPeriod(l.args, friday)
			if !strings.HasPrefix(strings.Join(strings.Fields(l.args), " "), strings.Join(strings.Fields(topic), " ")) {
				t.Errorf("the topic of %q became %q", l.args, topic)
			}
			if p.Since.After(friday) || !p.Until.IsZero() && p.Until.Before(p.Since) {
				t.Errorf("%q asks for %v to %v", l.args, p.Since, p.Until)
			}
		}
	})
}
