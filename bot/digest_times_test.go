package bot_test

import (
	"slices"
	"testing"
	"time"

	"wirebrief/bot"
)

func at(hour, minute int, days bot.Days) bot.DigestTime {
	return bot.DigestTime{Minute: hour*60 + minute, Days: days}
}

func TestParseDigestTimes(t *testing.T) {
	sunday, monday := bot.On(time.Sunday), bot.On(time.Monday)
	for typed, want := range map[string][]bot.DigestTime{
		"08:00":                         {at(8, 0, bot.EveryDay)},
		"8":                             {at(8, 0, bot.EveryDay)},
		"8am":                           {at(8, 0, bot.EveryDay)},
		"8 a.m.":                        {at(8, 0, bot.EveryDay)},
		"8:30 pm":                       {at(20, 30, bot.EveryDay)},
		"8.30PM":                        {at(20, 30, bot.EveryDay)},
		"12am":                          {at(0, 0, bot.EveryDay)},
		"12 pm":                         {at(12, 0, bot.EveryDay)},
		"18h":                           {at(18, 0, bot.EveryDay)},
		"18h30":                         {at(18, 30, bot.EveryDay)},
		"0:00":                          {at(0, 0, bot.EveryDay)},
		"23:59":                         {at(23, 59, bot.EveryDay)},
		"noon":                          {at(12, 0, bot.EveryDay)},
		"morning and evening":           {at(8, 0, bot.EveryDay), at(19, 0, bot.EveryDay)},
		"every day at 7":                {at(7, 0, bot.EveryDay)},
		"daily 08:00":                   {at(8, 0, bot.EveryDay)},
		"weekdays 07:30":                {at(7, 30, bot.Workdays)},
		"weekends 10":                   {at(10, 0, bot.Weekend)},
		"sunday 18:00":                  {at(18, 0, sunday)},
		"Sundays at 6 pm":               {at(18, 0, sunday)},
		"08:00 weekdays":                {at(8, 0, bot.Workdays)},
		"mon,wed,fri 9:00":              {at(9, 0, bot.On(time.Monday, time.Wednesday, time.Friday))},
		"tues and thurs 9":              {at(9, 0, bot.On(time.Tuesday, time.Thursday))},
		"mon-fri 7:15":                  {at(7, 15, bot.Workdays)},
		"Mon – Fri 7:15":                {at(7, 15, bot.Workdays)},
		"fri to mon 9":                  {at(9, 0, bot.On(time.Friday, time.Saturday, time.Sunday, time.Monday))},
		"07:30 and 19:00":               {at(7, 30, bot.EveryDay), at(19, 0, bot.EveryDay)},
		"19:00, 07:30":                  {at(7, 30, bot.EveryDay), at(19, 0, bot.EveryDay)},
		"weekdays 07:30 and weekends 9": {at(7, 30, bot.Workdays), at(9, 0, bot.Weekend)},
		"07:30 on weekdays and 09:00 on weekends": {at(7, 30, bot.Workdays), at(9, 0, bot.Weekend)},
		"weekdays 7:30 and 19:00":                 {at(7, 30, bot.Workdays), at(19, 0, bot.Workdays)},
		"mon 8, sun 8":                            {at(8, 0, sunday|monday)},
		"8 8 8":                                   {at(8, 0, bot.EveryDay)},
		"8:00 every day":                          {at(8, 0, bot.EveryDay)},
		"once a day at 7":                         {at(7, 0, bot.EveryDay)},
		"every 2 days":                            nil,
		"2 Days":                                  nil,
		"once in 3 days":                          nil,
		"":                                        nil,
		"tomorrow":                                nil,
		"25:00":                                   nil,
		"24:00":                                   nil,
		"8:60":                                    nil,
		"8:3":                                     nil,
		"13pm":                                    nil,
		"0am":                                     nil,
		"-8":                                      nil,
		"+8":                                      nil,
		"8-9":                                     nil,
		"weekdays":                                nil,
		"mon-":                                    nil,
		"weekdays-sun 8":                          nil,
		"08:00 weekdays 09:00 weekends sunday extra": nil,
		"8 mon 9": {at(8, 0, bot.EveryDay), at(9, 0, monday)},
		"pm":      nil,
		"Ⅷ":       nil,
		"8:00:00": nil,
		"100":     nil,
	} {
		t.Run(typed, func(t *testing.T) {
			got, ok := bot.ParseDigestTimes(typed)
			if ok != (want != nil) || !slices.Equal(got, want) {
				t.Errorf("read %v, %v, want %v", got, ok, want)
			}
		})
	}
}

// FuzzParseDigestTimes: what is understood is in order, each time once, and
// is understood again, the same, when it is written the way buttons say it.
func FuzzParseDigestTimes(f *testing.F) {
	for _, s := range []string{"08:00", "8:30 pm", "mon-fri 9", "sun 18:00 and weekdays 7", "08:00 and weekdays 07:30", "noon - mon", "o'clock", "8 am pm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		times, ok := bot.ParseDigestTimes(typed)
		if !ok {
			if times != nil {
				t.Fatalf("%q is not understood, and yet %v", typed, times)
			}
			return
		}
		for i, d := range times {
			if d.Minute < 0 || d.Minute >= 24*60 || d.Days == 0 || d.Days&^bot.EveryDay != 0 || i > 0 && times[i-1].Minute >= d.Minute {
				t.Fatalf("%q: %v", typed, times)
			}
		}
		again, ok := bot.ParseDigestTimes(bot.TimesTyped(times))
		if !ok || !slices.Equal(again, times) {
			t.Fatalf("%q: %v is written %q, which is read as %v", typed, times, bot.TimesTyped(times), again)
		}
	})
}

func TestTimesThatDoNotExist(t *testing.T) {
	for typed, want := range map[string]string{
		"24:00":                  "24:00",
		"weekdays 7:30 and 9:75": "9:75",
		"at 25:00.":              "25:00",
		"13:00pm":                "",
		"08:00":                  "",
		"8 and 23:59":            "",
		"1000:00":                "",
		"ports: daily":           "",
		"":                       "",
	} {
		if got := bot.ImpossibleTime(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
