package feed

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

func TestTitleOf(t *testing.T) {
	sites := []string{"The Lorne Ledger", "lorneledger.example"}
	tests := map[string]struct{ feed, page, want string }{
		"FeedFirst":               {"Board puts off pier vote", "Pier: what happens next", "Board puts off pier vote"},
		"CutOffIsCompleted":       {"Board puts off pier vote as…", "Board puts off pier vote as engineer counts cracks", "Board puts off pier vote as engineer counts cracks"},
		"CutOffWithDots":          {"Board puts off ...", "Board puts off pier vote", "Board puts off pier vote"},
		"FullerForm":              {"Board puts off pier vote", "Board puts off pier vote, cracks found", "Board puts off pier vote, cracks found"},
		"GluedWordIsNoFullerForm": {"Board puts off pier", "Board puts off piercing", "Board puts off pier"},
		"PluralIsNoFullerForm":    {"The boards", "The boards’ votes", "The boards"},
		"SiteInThePage":           {"Board puts off pier vote", "Board puts off pier vote | The Lorne Ledger", "Board puts off pier vote"},
		"SiteInTheFeed":           {"Board puts off pier vote - The Lorne Ledger", "", "Board puts off pier vote"},
		"SiteOfAnother":           {"Board puts off pier vote - Old Harrow News", "Board puts off pier vote", "Board puts off pier vote"},
		"UnknownTailOfThePage":    {"Board puts off pier vote", "Board puts off pier vote – Harbour", "Board puts off pier vote"},
		"DashOfItsOwn":            {"Pier vote – a history", "", "Pier vote – a history"},
		"NoneInTheFeed":           {"", "Board puts off pier vote", "Board puts off pier vote"},
		"NoneInThePage":           {" Board  puts\noff pier vote ", "", "Board puts off pier vote"},
		"None":                    {"", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := titleOf(tt.feed, tt.page, sites...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPublishedOf(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	hour, day := time.Hour, 24*time.Hour
	tests := map[string]struct{ feed, updated, page, want time.Time }{
		"FeedFirst":            {now.Add(-hour), time.Time{}, now.Add(-3 * hour), now.Add(-hour)},
		"PageIfTheFeedIsBlank": {time.Time{}, now, now.Add(-3 * hour), now.Add(-3 * hour)},
		"UpdateIfAllIsBlank":   {time.Time{}, now.Add(-hour), time.Time{}, now.Add(-hour)},
		"PageMonthsOlder":      {now.Add(-hour), time.Time{}, now.Add(-90 * day), now.Add(-90 * day)},
		"PageDaysOlder":        {now.Add(-hour), time.Time{}, now.Add(-9 * day), now.Add(-hour)},
		"PageYounger":          {now.Add(-90 * day), time.Time{}, now.Add(-hour), now.Add(-90 * day)},
		"FutureIsRefused":      {now.Add(9 * day), time.Time{}, now.Add(-hour), now.Add(-hour)},
		"EpochIsRefused":       {time.Unix(0, 0), time.Time{}, time.Time{}, time.Time{}},
		"EpochOfThePage":       {now.Add(-hour), time.Time{}, time.Unix(0, 0), now.Add(-hour)},
		"None":                 {},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := publishedOf(Item{Published: tt.feed, Updated: tt.updated}, &briefing.Article{Published: tt.page}, now)
			if !got.Equal(tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestBylineOf(t *testing.T) {
	tests := map[string]struct {
		authors    []string
		page, want string
	}{
		"Feed":          {[]string{"Rosa Finch", "Karl Ostby"}, "R. Finch", "Rosa Finch, Karl Ostby"},
		"UserOfTheSite": {[]string{"admin"}, "Rosa Finch", "Rosa Finch"},
		"OneName":       {[]string{"Финч"}, "", "Финч"},
		"MailAddress":   {[]string{"desk@example.com"}, "Rosa Finch", "Rosa Finch"},
		"Page":          {nil, "Rosa Finch", "Rosa Finch"},
		"None":          {[]string{" "}, "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := bylineOf(tt.authors, tt.page); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestMergeByTrust(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	s := bot.Source{URL: "https://lorne.example/feed", Title: "Ledger", Lang: "fr"}
	f := Feed{Title: "Ledger feed", Lang: "de"}
	it := Item{Title: "Pier", Publisher: "Harbour Agency", GUID: "g", Published: now.Add(-2 * time.Hour), Updated: now.Add(-time.Hour)}
	p := &briefing.Article{Publisher: "The Lorne Ledger", Lang: "en", Updated: now.Add(-30 * time.Minute)}
	a := merge(s, f, it, p, now)
	if a.Publisher != "The Lorne Ledger" || a.Lang != "en" || !a.Updated.Equal(p.Updated) || a.Source != s.URL || a.GUID != "g" {
		t.Errorf("with a page: %+v", a)
	}
	if a := merge(s, f, it, nil, now); a.Publisher != "Harbour Agency" || a.Lang != "de" || !a.Updated.Equal(it.Updated) {
		t.Errorf("without a page: %+v", a)
	}
	it.Publisher, it.Lang = "", "az"
	if a := merge(s, f, it, p, now); a.Lang != "az" {
		t.Errorf("language of the entry: %+v", a)
	}
	if a := merge(s, Feed{}, Item{Title: "Pier"}, nil, now); a.Publisher != "Ledger" || a.Lang != "fr" || !a.Updated.IsZero() {
		t.Errorf("source alone: %+v", a)
	}
	if a := merge(bot.Source{URL: s.URL}, Feed{}, Item{Title: "Pier"}, nil, now); a.Publisher != "lorne.example" {
		t.Errorf("host alone: %+v", a)
	}
	s.Publisher = "Ledger of Lorne"
	if a := merge(s, f, it, p, now); a.Publisher != "Ledger of Lorne" {
		t.Errorf("publisher of the operator: %+v", a)
	}
}

func TestHeadlineOfANote(t *testing.T) {
	long := strings.Repeat("harbour board ", 30)
	tests := map[string]struct{ text, want string }{
		"FirstSentence":     {"The board has met in Lorne. It votes today.", "The board has met in Lorne."},
		"WholeLine":         {"Board meets\nIt votes", "Board meets"},
		"NumberIsNoEnd":     {"The pier of the harbour is 2.4 metres wide", "The pier of the harbour is 2.4 metres wide"},
		"OtherScript":       {strings.Repeat("港", 22) + "。今日投票", strings.Repeat("港", 22) + "。"},
		"CutBetweenWords":   {long, strings.TrimSpace(strings.Repeat("harbour board ", 8)+"harbour") + "…"},
		"CutWithoutBlanks":  {strings.Repeat("港", 200), strings.Repeat("港", 120) + "…"},
		"Nothing":           {"", ""},
		"NothingButBlanks":  {" \n", ""},
		"ShortFirstPhrase!": {"Oh! The board has met in Lorne", "Oh! The board has met in Lorne"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := headline(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
