package bot_test

import (
	"slices"
	"strings"
	"testing"

	"wirebrief/bot"
)

// completed are the values offered to ann.
func completed(t testing.TB, b *bot.Bot, command, argument, typed string) (values []string) {
	t.Helper()
	choices, err := b.Complete(t.Context(), bot.Completion{
		Chat: annsChat, User: annUser, Command: command, Argument: argument, Typed: typed, Limit: 25,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(choices) > 25 {
		t.Errorf("%d choices, want at most 25", len(choices))
	}
	for _, c := range choices {
		if c.Value == "" || c.Label == "" || len([]rune(c.Value)) > 100 || len([]rune(c.Label)) > 100 || slices.Contains(values, c.Value) {
			t.Errorf("choice %+v of %q", c, values)
		}
		values = append(values, c.Value)
	}
	return values
}

func TestCompletesTopics(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	sends(t, b, "/subscribe port ellery")
	if got := completed(t, b, "unsubscribe", "topic", ""); !slices.Equal(got, []string{"port ellery"}) {
		t.Errorf("to unfollow: %q", got)
	}
	if got := completed(t, b, "unsubscribe", "topic", "elery"); !slices.Equal(got, []string{"port ellery"}) {
		t.Errorf("to unfollow, misspelt: %q", got)
	}
	if got := completed(t, b, "latest", "topic", ""); len(got) < 3 || got[0] != "port ellery" {
		t.Errorf("to ask for: %q", got)
	}
	if got := completed(t, b, "subscribe", "topic", ""); len(got) < 2 || slices.Contains(got, "port ellery") {
		t.Errorf("to follow: %q", got)
	}
	if got := completed(t, b, "latest", "topic", "kara"); len(got) == 0 || got[0] != "karabakh" || len(got) > 3 {
		t.Errorf("kara: %q", got)
	}
	if got := completed(t, b, "latest", "topic", "karabah"); !slices.Contains(got, "karabakh") {
		t.Errorf("karabah: %q", got)
	}
	for _, typed := range []string{strings.Repeat("a", 300), `"`, "-x", "\xff\x00", "(((((", "zzzzzzz"} {
		completed(t, b, "latest", "topic", typed)
	}
}

func TestCompletesOtherArguments(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	tests := []struct{ command, argument, typed, want string }{
		{"timezone", "place", "yer", "Yerevan"},
		{"timezone", "place", "IST", "India"},
		{"timezone", "place", "Yerevna", "Yerevan"},
		{"timezone", "place", "", "London"},
		{"timezone", "place", "UTC", "UTC"},
		{"timezone", "place", "UTC+4", "Yerevan"},
		{"timezone", "place", "+05:45", "Kathmandu"},
		{"digest", "when", "", "08:00"},
		{"digest", "when", "week", "weekdays 07:30"},
		{"digest", "when", "06:15", "06:15"},
		{"quiet", "hours", "22", "22:00-07:00"},
		{"quiet", "hours", "21:30-06:00", "21:30-06:00"},
		{"pause", "length", "", "3 days"},
		{"pause", "length", "2 weeks", "2 weeks"},
		{"language", "languages", "", "reading all"},
		{"language", "languages", "turk", "reading turkish"},
		{"language", "languages", "reading en tr", "reading en tr"},
		{"settings", "what", "", "nothing say"},
		{"settings", "what", "skip", "nothing skip"},
		{"latest", "period", "this", "this week"},
		{"latest", "period", "since monday", "since monday"},
	}
	for _, tt := range tests {
		if got := completed(t, b, tt.command, tt.argument, tt.typed); !slices.Contains(got, tt.want) {
			t.Errorf("/%s %s %q: %q, want %q among them", tt.command, tt.argument, tt.typed, got, tt.want)
		}
	}
	for _, tt := range [][3]string{{"digest", "when", "sometime"}, {"language", "languages", "reading elvish"}, {"settings", "what", "ask"}} {
		if got := completed(t, b, tt[0], tt[1], tt[2]); len(got) != 0 {
			t.Errorf("/%s %s gives %q", tt[0], tt[2], got)
		}
	}
}

// TestCompletesWhatIsSetForGroups: who may ask, and where, is set in groups
// alone, and every choice is understood.
func TestCompletesWhatIsSetForGroups(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	group := bot.ChatRef{Platform: "test", ID: "-7"}
	choices, err := b.Complete(t.Context(), bot.Completion{Chat: group, Kind: bot.Group, User: annUser, Command: "settings", Argument: "what", Typed: "", Limit: 25})
	if err != nil || len(choices) < 7 {
		t.Fatalf("%+v, %v", choices, err)
	}
	admin := annUser
	admin.Admin = true
	for _, c := range choices {
		got := said(handle(t, b, bot.Command{EventID: c.Value, Chat: group, Kind: bot.Group, User: admin, Text: "/settings " + c.Value}))
		if strings.HasPrefix(got, "Who ") || strings.HasPrefix(got, "Where ") || strings.Contains(got, "What is set") || got == "" {
			t.Errorf("/settings %s: %q", c.Value, got)
		}
	}
}

// TestEveryCompletedArgumentHasChoices compares the table of commands with what
// is answered.
func TestEveryCompletedArgumentHasChoices(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	sends(t, b, "/subscribe strike")
	n := 0
	for _, c := range bot.Commands() {
		for _, a := range c.Arguments {
			got := completed(t, b, c.Name, a.Name, "")
			if n++; a.Completes != (len(got) > 0) {
				t.Errorf("/%s %s completes: %t, and has %q", c.Name, a.Name, a.Completes, got)
			}
		}
	}
	if n == 0 {
		t.Error("no command has arguments")
	}
}

func TestCompletesNothingForStrangers(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Access.Mode = bot.AccessInvite })
	if got := completed(t, b, "latest", "topic", "kara"); len(got) != 0 {
		t.Errorf("a stranger is offered %q", got)
	}
}

// TestAsideInAGroup: what only the asker sees is nobody else's rate or rule.
func TestAsideInAGroup(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	handle(t, b, bot.Command{EventID: "1", Chat: someGroup, Kind: bot.Group, User: bot.User{ID: "boss", Admin: true}, Text: "/settings ask nobody"})
	aloud := bot.Command{EventID: "2", Chat: someGroup, Kind: bot.Group, User: annUser, Text: "/latest strike"}
	if got := said(handle(t, b, aloud)); strings.Contains(got, "No crane moves") {
		t.Fatalf("where nobody asks said %q", got)
	}
	aloud.EventID, aloud.Aside = "3", true
	if got := said(handle(t, b, aloud)); !strings.Contains(got, "No crane moves") {
		t.Errorf("to the asker alone said %q", got)
	}
}
