package feed_test

import (
	"testing"
	"time"

	"wirebrief/adapters/feed"
)

// published parses a feed with one dated item.
func published(t *testing.T, date string) time.Time {
	t.Helper()
	document := rssHead + "<item><title>One</title><pubDate>" + date + "</pubDate></item>" + rssTail
	f, err := feed.Parse([]byte(document), feed.ParseOptions{Now: now})
	if err != nil || len(f.Items) != 1 {
		t.Fatalf("got %v, %v", f.Items, err)
	}
	return f.Items[0].Published
}

func TestDates(t *testing.T) {
	tests := map[string][]string{
		"2026-03-03T09:30:00Z": {
			"Tue, 03 Mar 2026 09:30:00 GMT",
			"Mon, 03 Mar 2026 09:30:00 GMT", // the wrong day of the week
			"Tuesday, 3 March 2026 09:30:00 +0000",
			"3 Mar 2026 09:30 UT",
			"03 Mar 26 09:30:00 Z",
			"Tue, 03 Mar 2026 9:30:00 AM GMT",
			"Tue, 03 Mar 2026 10:30:00 +0100",
			"Tue, 03 Mar 2026 10:30:00 +01:00",
			"Tue, 03 Mar 2026 10:30:00 CET",
			"Tue, 03 Mar 2026 10:30:00 GMT+0100",
			"Tue, 03 Mar 2026 10:30:00 GMT+1",
			"Tue Mar 03 2026 10:30:00 GMT+0100 (Central European Standard Time)",
			"Tue, 03 Mar 2026 04:30:00 EST",
			"Tue, 03 Mar 2026 01:30:00 PST",
			"Tue, 03 Mar 2026 18:30:00 JST",
			"Tue, 03 Mar 2026 02:30:00 --0700",
			"Tue,03 Mar 2026 09:30:00 GMT",
			"Tue, 3rd Mar 2026 09:30:00",
			"Tue, 03 Mar 2026 09:30:00", // no zone
			"Tue, 03 Mar 2026 09:30:00 XYZ",
			"Tue, 03 Mar 2026 09:30:00 IST", // several countries use it
			"March 3, 2026, 9:30 a.m.",
			"Mar 3, 2026 09:30",
			"Di, 03 März 2026 10:30:00 +0100",
			"mar., 03 mars 2026 10:30:00 +0100",
			"Mar, 03 Mar 2026 09:30:00 GMT",
			"Di, 03 Mär 2026 10:30:00 +0100",
			"3 mars 2026 à 09h30", "3. marts 2026 9:30", "2026. március 3. 9:30", "3 березня 2026 09:30",
			"вт, 03 мар 2026 12:30:00 MSK",
			"03 Mart 2026 12:30 TRT",
			"2026-03-03T09:30:00Z",
			"2026-03-03T10:30:00+01:00",
			"2026-03-03T10:30:00+0100",
			"2026-03-03T09:30:00.000Z",
			"20260303T093000Z", "20260303T103000+0100",
			"2026-03-03T09:30Z",
			"2026-03-03T10:30+01:00",
			"2026-03-03 09:30:00",
			"2026-03-03 09:30:00 UTC",
			"2026-03-03 10:30:00 +0100",
			"2026/03/03 09:30",
			"03.03.2026 09:30",
			"03-Mar-2026 09:30:00",
			"03/03/2026 09:30",
			"\n  Tue, 03 Mar 2026 09:30:00 GMT\n ",
			"1772530200",
		},
		"2025-09-13T21:05:00Z": {
			"Sat, 13 Sept 2025 21:05:00 GMT",
			"Sat, 13 Sept. 2025 9:05 PM",
			"13 septembre 2025 21:05",
			"13 de setembro de 2025 21:05",
			"13/09/2025 21:05",
			"09/13/2025 9:05 pm",
			"Sa, 13. September 2025 21:05",
		},
		"2026-02-03T09:30:00Z": { // a Tuesday, mardi, martes
			"mar, 03 feb 2026 10:30:00 +0100", "mar. 3 févr. 2026 9h30",
			"mar 2026-02-03 09:30",
		},
		"2025-12-31T00:00:00Z": {"2025-12-31", "31 Dec 2025", "Wed, 31 dez 2025", "20251231", "Tue, 30 Dec 2025 24:00:00 GMT"},
		"1998-07-04T12:00:00Z": {"Sat, 04 Jul 98 12:00:00 GMT"},
		"2026-03-05T11:00:00Z": {"Thu, 05 Mar 2026 11:00:00 GMT"}, // less than a day ahead
		"": {
			"", "yesterday", "soon", "Nov 5", "5 November", "Tue, 03 Mar 09:30:00 GMT", "12:30",
			"05/06/2026",                     // which is the month?
			"03-03-03",                       // which is the year?
			"31 Nov 2025", "2026-13-01", "0", // impossible
			"Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 31 Dec 1989 23:59:59 GMT",
			"Thu, 05 Mar 2026 13:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT", // more than a day ahead
			"Mon, 01 Jan 0001 00:00:00 GMT", "9999-99-99T99:99:99Z",
			"Tue, 03 Mar 2026 99:30:00 GMT", "Tue, 03 Mar 2026 09:30:00 10:30:00 GMT",
			"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", ":::", "+", "-", "T", "+99999999999999999999", "1:2:3:4",
			"3.3", "Tue, 3 Mar 2026 12:3x:00 00-00-", "99999999999999999999 Mar 2026", "Mar 2026",
		},
	}
	for want, texts := range tests {
		for _, s := range texts {
			t.Run(s, func(t *testing.T) {
				if got := instant(published(t, s)); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		}
	}
}

func TestDatesWithoutAClock(t *testing.T) {
	document := rssHead + "<item><title>One</title><pubDate>Fri, 01 Jan 2100 00:00:00 GMT</pubDate></item>" + rssTail
	f, err := feed.Parse([]byte(document), feed.ParseOptions{})
	if err != nil || instant(f.Items[0].Published) != "2100-01-01T00:00:00Z" {
		t.Fatalf("got %v, %v", f.Items, err)
	}
}
