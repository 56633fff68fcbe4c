package bot_test

import (
	"testing"

	"wirebrief/bot"
)

func TestParseQuiet(t *testing.T) {
	night := bot.Quiet{From: 22 * 60, To: 7 * 60, Hold: true}
	silent := night
	silent.Hold = false
	for typed, want := range map[string]*bot.Quiet{
		"22:00-07:00":               &night,
		"22:00–07:00":               &night,
		"22-7":                      &night,
		"22:00 07:00":               &night,
		"10pm-7am":                  &night,
		"10 pm to 7 am":             &night,
		"from 22:00 to 07:00":       &night,
		"between 22:00 and 07:00":   &night,
		"From 22 until 7":           &night,
		"22:00-07:00 hold":          &night,
		"22:00-07:00 SILENT":        &silent,
		"10 pm to 7 am silently":    &silent,
		"13:00-14:30":               {From: 13 * 60, To: 14*60 + 30, Hold: true},
		"7-8pm":                     {From: 19 * 60, To: 20 * 60, Hold: true},
		"7-7:30pm":                  {From: 19 * 60, To: 19*60 + 30, Hold: true},
		"10-7am":                    &night,
		"9 to 5 pm":                 {From: 9 * 60, To: 17 * 60, Hold: true},
		"10-12am":                   {From: 22 * 60, To: 0, Hold: true},
		"12-8am":                    {From: 0, To: 8 * 60, Hold: true},
		"midnight to noon":          {To: 12 * 60, Hold: true},
		"22:00-24:00":               {From: 22 * 60, To: 0, Hold: true},
		"22-24 silent":              {From: 22 * 60, To: 0},
		"24:00-07:00":               nil,
		"0:00-24:00":                nil,
		"off":                       {},
		"none":                      {},
		"":                          nil,
		"22:00":                     nil,
		"22:00-22:00":               nil,
		"22:00-07:00-09:00":         nil,
		"22:00 - 07:00 on weekdays": nil,
		"night":                     nil,
		"mon-fri":                   nil,
		"silent":                    nil,
		"22:00-25:00":               nil,
		"off 22":                    nil,
	} {
		t.Run(typed, func(t *testing.T) {
			got, ok := bot.ParseQuiet(typed)
			if ok != (want != nil) || ok && got != *want {
				t.Errorf("read %+v, %v, want %+v", got, ok, want)
			}
		})
	}
}

// FuzzParseQuiet: what is understood is understood again, the same, when it is
// written the way buttons say it.
func FuzzParseQuiet(f *testing.F) {
	for _, s := range []string{"22:00-07:00", "10 pm to 7 am silently", "off", "between 1 and 2", "silent hold 1 2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q, ok := bot.ParseQuiet(typed)
		if !ok {
			return
		}
		if q.From < 0 || q.To < 0 || max(q.From, q.To) >= 24*60 {
			t.Fatalf("%q: %+v", typed, q)
		}
		if again, ok := bot.ParseQuiet(bot.QuietTyped(q)); !ok || again != q {
			t.Fatalf("%q: %+v is written %q, which is read as %+v", typed, q, bot.QuietTyped(q), again)
		}
	})
}
