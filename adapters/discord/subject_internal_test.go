package discord

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// marking is an adapter that only marks, at a time that can be set.
func marking(now *time.Time) *Adapter {
	return &Adapter{o: Options{Token: "a.b.c", Now: func() time.Time { return *now }}}
}

var markedSubjects = []subject{
	{chat: bot.ChatRef{Platform: Platform, ID: "1234567890123456789"}, kind: textChannel, admin: true},
	{chat: bot.ChatRef{Platform: Platform, ID: "1234567890123456789"}, kind: textChannel},
	{chat: bot.ChatRef{Platform: Platform, ID: "18446744073709551615"}, kind: newsChannel, admin: true},
	{chat: bot.ChatRef{Platform: Platform, ID: "forum-1"}, kind: forumChannel, admin: true},
}

func TestAMarkNamesItsSubject(t *testing.T) {
	now := time.Date(2026, 11, 6, 8, 0, 0, 0, time.UTC)
	a := marking(&now)
	for _, s := range markedSubjects {
		mark := a.mark(s, 42)
		if got, ok := a.readMark(mark, 42); !ok || got != s {
			t.Errorf("%+v is read as %+v, %v", s, got, ok)
		}
		longest := "w12:" + strings.Repeat("x", bot.MaxButtonData)
		id := markedID(longest, mark)
		if kind, m, data := readID(id); len(id) > customUnits || kind != presses || m != mark || "w12:"+data != longest {
			t.Errorf("the id of %d characters is read as %c %q %q", len(id), kind, m, data)
		}
	}
}

func TestAMarkIsNotBelieved(t *testing.T) {
	now := time.Date(2026, 11, 6, 8, 0, 0, 0, time.UTC)
	a := marking(&now)
	mark := a.mark(markedSubjects[1], 42)
	elsewhere := &Adapter{o: Options{Token: "a.b.d", Now: a.o.Now}}
	tests := map[string]struct {
		mark string
		user snowflake
		at   time.Duration
		by   *Adapter
	}{
		"of somebody else":         {mark, 43, 0, a},
		"of another bot":           {mark, 42, 0, elsewhere},
		"too old":                  {mark, 42, subjectLife, a},
		"of the future":            {mark, 42, -5 * time.Minute, a},
		"a member's made greater":  {"T" + mark[1:], 42, 0, a},
		"of another kind":          {"f" + mark[1:], 42, 0, a},
		"of another channel":       {mark[:3] + "x" + mark[4:], 42, 0, a},
		"cut":                      {mark[:len(mark)-1], 42, 0, a},
		"lengthened":               {mark + "A", 42, 0, a},
		"nothing":                  {"", 42, 0, a},
		"no letter":                {"é" + mark[1:], 42, 0, a},
		"no base64":                {"t!!!!", 42, 0, a},
		"as an earlier form would": {"forum-123", 42, 0, a},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			now = time.Date(2026, 11, 6, 8, 0, 0, 0, time.UTC).Add(test.at)
			if s, ok := test.by.readMark(test.mark, test.user); ok {
				t.Errorf("it is read as %+v", s)
			}
		})
	}
}

func TestIDsOfButtonsAreRead(t *testing.T) {
	tests := map[string]struct {
		kind       customKind
		mark, data string
	}{
		"w:1abc":       {presses, "", "1abc"},
		"w12:1abc":     {presses, "", "1abc"},
		"p:x":          {privately, "", "x"},
		"a:topic":      {asks, "", "topic"},
		"w:a:b!c:d":    {presses, "", "a:b!c:d"},
		"w2!mark:data": {presses, "mark", "data"},
		"w!:data":      {presses, "", "data"},
		"":             {},
		"w":            {},
		":":            {},
		"x:data":       {},
		"wx:data":      {},
		"wx!mark:data": {},
	}
	for id, want := range tests {
		if kind, mark, data := readID(id); kind != want.kind || mark != want.mark || data != want.data {
			t.Errorf("%q is read as %q %q %q, want %+v", id, kind, mark, data, want)
		}
	}
}

func TestMarksAreSetOnButtonsOfOurs(t *testing.T) {
	rows := []row{
		{Components: []key{{CustomID: "w:1"}, {URL: "https://wire.example"}, {CustomID: "p3:2"}, {CustomID: "foreign"}}},
		{Components: []key{{CustomID: "s:", Options: []menuOption{{Value: "w:3"}}}}},
		{Components: []key{{CustomID: "a:" + strings.Repeat("é", 49)}}},
	}
	markButtons(rows, "MARK")
	got := []string{rows[0].Components[0].CustomID, rows[0].Components[1].CustomID, rows[0].Components[2].CustomID, rows[0].Components[3].CustomID,
		rows[1].Components[0].CustomID, rows[1].Components[0].Options[0].Value}
	want := []string{"w!MARK:1", "", "p3!MARK:2", "foreign", "s:", "w!MARK:3"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
	if hint := rows[2].Components[0].CustomID; len(hint) > customUnits || !strings.HasPrefix(hint, "a!MARK:éé") || !strings.HasSuffix(hint, "é") {
		t.Errorf("the hint is %q", hint)
	}
	markButtons(rows, "")
	if rows[0].Components[0].CustomID != "w!MARK:1" {
		t.Errorf("no mark changed it to %q", rows[0].Components[0].CustomID)
	}
}

func FuzzMark(f *testing.F) {
	now := time.Date(2026, 11, 6, 8, 0, 0, 0, time.UTC)
	a := marking(&now)
	for _, s := range markedSubjects {
		f.Add(a.mark(s, 42), uint64(42))
	}
	f.Add("tAAAA", uint64(1))
	f.Fuzz(func(t *testing.T, mark string, user uint64) {
		if s, ok := a.readMark(mark, snowflake(user)); ok && a.mark(s, snowflake(user)) != mark {
			t.Errorf("%q is believed as %+v, of which the mark is %q", mark, s, a.mark(s, snowflake(user)))
		}
		kind, m, data := readID(mark)
		if kind != 0 && m != "" && !strings.HasSuffix(mark, subjectSign+m+":"+data) {
			t.Errorf("%q is read as %c, %q, %q", mark, kind, m, data)
		}
	})
}
