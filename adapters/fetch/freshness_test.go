package fetch_test

import (
	"net/http"
	"testing"
	"time"

	"wirebrief/adapters/fetch"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func header(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Add(pairs[i], pairs[i+1])
	}
	return h
}

func TestRetryAfter(t *testing.T) {
	for name, test := range map[string]struct {
		h    http.Header
		want time.Duration
	}{
		"none":                    {header(), 0},
		"seconds":                 {header("Retry-After", " 90 "), 90 * time.Second},
		"a fraction":              {header("Retry-After", "1.5"), time.Second},
		"beyond a day":            {header("Retry-After", "999999"), 24 * time.Hour},
		"beyond every number":     {header("Retry-After", "99999999999999999999999999"), 24 * time.Hour},
		"negative":                {header("Retry-After", "-5"), 0},
		"words":                   {header("Retry-After", "soon"), 0},
		"a date":                  {header("Retry-After", "Wed, 04 Mar 2026 12:10:00 GMT"), 10 * time.Minute},
		"a date of a fast server": {header("Retry-After", "Wed, 04 Mar 2026 14:10:00 GMT", "Date", "Wed, 04 Mar 2026 14:00:00 GMT"), 10 * time.Minute},
		"a date long gone":        {header("Retry-After", "Wed, 04 Mar 2020 12:10:00 GMT"), 0},
		"a date far ahead":        {header("Retry-After", "Wed, 04 Mar 2099 12:10:00 GMT"), 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fetch.RetryAfter(test.h, noon); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestFreshness(t *testing.T) {
	for name, test := range map[string]struct {
		h    http.Header
		want time.Duration
		told bool
	}{
		"none":                   {header(), 0, false},
		"max-age":                {header("Cache-Control", "public, MAX-AGE = 600"), 10 * time.Minute, true},
		"quoted":                 {header("Cache-Control", `max-age="600"`), 10 * time.Minute, true},
		"in the second line":     {header("Cache-Control", "public", "Cache-Control", "max-age=60"), time.Minute, true},
		"less age":               {header("Cache-Control", "max-age=600", "Age", "500"), 100 * time.Second, true},
		"aged":                   {header("Cache-Control", "max-age=600", "Age", "5000"), 0, true},
		"aged without end":       {header("Cache-Control", "max-age=600", "Age", "99999999999999999999"), 0, true},
		"no-cache":               {header("Cache-Control", "max-age=600, no-cache"), 0, true},
		"no-store":               {header("Cache-Control", "no-store", "Expires", "Wed, 04 Mar 2026 13:00:00 GMT"), 0, true},
		"beyond a day":           {header("Cache-Control", "max-age=31536000"), 24 * time.Hour, true},
		"for others":             {header("Cache-Control", "s-maxage=600"), 0, false},
		"unreadable":             {header("Cache-Control", "max-age=long,,=,max-age"), 0, false},
		"expires":                {header("Expires", "Wed, 04 Mar 2026 13:00:00 GMT"), time.Hour, true},
		"expires by their clock": {header("Expires", "Wed, 04 Mar 2026 13:00:00 GMT", "Date", "Wed, 04 Mar 2026 12:59:00 GMT"), time.Minute, true},
		"expired":                {header("Expires", "Wed, 04 Mar 2026 11:00:00 GMT"), 0, true},
		"expires in a century":   {header("Expires", "Wed, 04 Mar 2126 11:00:00 GMT"), 24 * time.Hour, true},
		"expires: 0":             {header("Expires", "0"), 0, true},
		"max-age before expires": {header("Expires", "Wed, 04 Mar 2026 13:00:00 GMT", "Cache-Control", "max-age=60"), time.Minute, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got, told := fetch.Freshness(test.h, noon); got != test.want || told != test.told {
				t.Errorf("got %v, %v; want %v, %v", got, told, test.want, test.told)
			}
		})
	}
}

// FuzzDeclaredTimes checks that no header leads beyond 0 to 24 hours.
func FuzzDeclaredTimes(f *testing.F) {
	f.Add("90", "max-age=600", "10", "Wed, 04 Mar 2026 13:00:00 GMT", "Wed, 04 Mar 2026 12:00:00 GMT")
	f.Add("Wed, 04 Mar 2026 13:00:00 GMT", "no-cache,", "x", "0", "")
	f.Add("99999999999999999999", "max-age=-1", "-9", "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT")
	f.Fuzz(func(t *testing.T, retry, cache, age, expires, date string) {
		h := header("Retry-After", retry, "Cache-Control", cache, "Age", age, "Expires", expires, "Date", date)
		if d := fetch.RetryAfter(h, noon); d < 0 || d > 24*time.Hour {
			t.Errorf("Retry-After %q gives %v", retry, d)
		}
		if d, told := fetch.Freshness(h, noon); d < 0 || d > 24*time.Hour || d > 0 && !told {
			t.Errorf("Cache-Control %q, Age %q, Expires %q give %v, %v", cache, age, expires, d, told)
		}
	})
}
