package feed

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

func TestWordsOf(t *testing.T) {
	for in, want := range map[string]string{
		"The <b>Pier</b>'s 2.4&nbsp;m":                 "the pier s 2 4 m",
		"&lt;p class=x&gt;one&lt;/p&gt;two":            "one two",
		"a<script>var b;</script>c<STYLE>d{}</STYLE>e": "a c e",
		"<script>never ends":                           "never ends",
		"5 < 6, 7>3":                                   "5 6 7 3",
		"open <a href=":                                "open a href",
		"Größe İzmir":                                  "größe i̇zmir",
		"":                                             "",
		"<" + strings.Repeat("x", maxTag+5) + "> end": strings.Repeat("x", maxTag+5) + " end",
	} {
		got := strings.Join(slices.Collect(wordsOf(in)), " ")
		if strings.ReplaceAll(got, "i̇", "i") != strings.ReplaceAll(want, "i̇", "i") {
			t.Errorf("%.40q: got %.60q, want %.60q", in, got, want)
		}
	}
	for range wordsOf("one two") {
		break
	}
	for range wordsOf("one<b>two") {
		break
	}
}

func FuzzWordsOf(f *testing.F) {
	for _, s := range []string{"a <b>c</b>", "&lt;script&gt;x", "<style>", "\xff<a", "ß İ ΰ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for w := range wordsOf(s) {
			if w == "" || strings.ContainsFunc(w, func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' }) {
				t.Errorf("%q is no word of %q", w, s)
			}
		}
	})
}

func TestWordsTakeLinearTime(t *testing.T) {
	start := time.Now()
	for _, s := range []string{"<", "<a ", "<script>", "&lt;", "<style", "a<"} {
		digestOf(strings.Repeat(s, 1<<18))
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}

func TestSimilar(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"Board puts off pier vote", "Board puts off vote on pier", true},
		{"Board puts off pier vote", "UPDATE: Board puts off pier vote to April", true},
		{"Board puts off pier vote", "Snow closes the mountain road", false},
		{"港務局、桟橋の採決を延期", "港務局、桟橋の採決をまた延期", true},
		{"港務局、桟橋の採決を延期", "山道、雪のため通行止め", false},
		{"", "", true}, {"", "Pier", false}, {"A", "B", false},
	}
	for _, tt := range tests {
		if got := similar(tt.a, tt.b); got != tt.want {
			t.Errorf("%q, %q: got %v", tt.a, tt.b, got)
		}
	}
}

func TestRelated(t *testing.T) {
	tests := map[string]struct {
		title, summary, headline, text string
		want                           bool
	}{
		"HeadlineIsAlike":   {"Board puts off pier vote", "", "Board puts off pier vote again", "", true},
		"WordsAreShared":    {"Engineers count cracks below the eastern pier", "", "Not much longer", "The engineers went below the pier and found cracks.", true},
		"Cookies":           {"Engineers count cracks below the eastern pier", "", "Your privacy", "We store cookies on your device and read them again.", false},
		"OtherScript":       {"港務局、桟橋の採決を延期", "", "お知らせ", "港務局は桟橋の採決を四月に延期した", true},
		"OtherScriptCookie": {"港務局、桟橋の採決を延期", "", "プライバシー", "クッキーを使用します", false},
		"TooLittleToTell":   {"Oh no", "", "Your privacy", "Cookies", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := related(tt.title, tt.summary, tt.headline, tt.text); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestWaitOf(t *testing.T) {
	noon := time.Date(2026, 3, 10, 12, 30, 0, 0, time.UTC) // a Tuesday
	tests := map[string]struct {
		feed  Feed
		fresh time.Duration
		want  time.Duration
	}{
		"Silent":           {Feed{}, 0, 0},
		"TTL":              {Feed{TTL: time.Hour}, time.Minute, time.Hour},
		"CacheHeader":      {Feed{TTL: time.Minute}, time.Hour, time.Hour},
		"SkippedHours":     {Feed{SkipHours: []int{12, 13}}, 0, 90 * time.Minute},
		"OtherHours":       {Feed{SkipHours: []int{3}}, 0, 0},
		"SkippedDay":       {Feed{SkipDays: []time.Weekday{time.Tuesday}}, 0, 11*time.Hour + 30*time.Minute},
		"WholeWeekIsADay":  {Feed{SkipDays: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}, 0, 24 * time.Hour},
		"AYearIsADay":      {Feed{TTL: 365 * 24 * time.Hour}, 0, 24 * time.Hour},
		"NegativeIsSilent": {Feed{TTL: -time.Hour}, -time.Hour, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := document{feed: tt.feed}
			d.response.Fresh = tt.fresh
			if got := waitOf(d, noon); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
