package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// A talk is what one person says and hears in one chat.
type talk struct {
	t     *testing.T
	bot   *bot.Bot
	clock *clock
	chat  bot.ChatRef
	kind  bot.ChatKind
	n     int
	last  bot.Command
	heard bot.Reply
}

// says gives text; "[Label]" presses a button of the answer before, "re: text"
// replies to it, "(again)" repeats the last event, and "(5m)" lets time pass.
func (k *talk) says(user bot.User, s string) string {
	k.t.Helper()
	if d, err := time.ParseDuration(strings.Trim(s, "()")); err == nil && strings.HasPrefix(s, "(") {
		k.clock.t = k.clock.t.Add(d)
		return ""
	}
	if s != "(again)" {
		k.n++
		k.last = bot.Command{EventID: fmt.Sprint("talk", k.n), Chat: k.chat, Kind: k.kind, User: user, Text: s}
		if label, ok := strings.CutPrefix(s, "["); ok {
			k.last.Text, k.last.Button = "", button(k.t, k.heard, strings.TrimSuffix(label, "]")).Data
		}
		if text, ok := strings.CutPrefix(s, "re: "); ok {
			k.last.Text, k.last.Answers = text, true
		}
	}
	reply := handle(k.t, k.bot, k.last)
	if len(reply.Messages) > 0 {
		k.heard = reply
	}
	return said(reply)
}

// TestAskingBack plays what is said one after the other; the last answer must
// begin with want.
func TestAskingBack(t *testing.T) {
	tests := map[string]struct {
		says []string
		want string
	}{
		"the answer":                      {[]string{"/subscribe", "ports"}, "Following ports"},
		"the answer to a weekly wish":     {[]string{"/subscribe weekly", "ports"}, "Following ports, once a week"},
		"its own mode":                    {[]string{"/subscribe weekly", "ports instant"}, "Following ports: I write at once"},
		"once":                            {[]string{"/subscribe", "ports", "grain"}, "grain\nPort Ellery"},
		"in time":                         {[]string{"/subscribe", "(9m)", "ports"}, "Following ports"},
		"too late":                        {[]string{"/subscribe", "(11m)", "strike"}, "strike"},
		"after a command":                 {[]string{"/subscribe", "/topics", "strike"}, "strike"},
		"after an unknown command":        {[]string{"/subscribe", "/xyzzy", "strike"}, "strike"},
		"after a press":                   {[]string{"/subscribe", "[port ellery]", "insurer"}, "insurer"},
		"a command word":                  {[]string{"/subscribe", "help"}, "What you can ask me"},
		"a command word with more":        {[]string{"/subscribe", "latest strike"}, "strike"},
		"a topic like a command":          {[]string{"/subscribe", "quiet diplomacy"}, "Following quiet diplomacy"},
		"cancelled":                       {[]string{"/subscribe", "Never mind."}, "All right. Nothing is changed."},
		"cancelled, then a topic":         {[]string{"/subscribe", "cancel", "strike"}, "strike"},
		"a repeated answer":               {[]string{"/subscribe", "ports", "(again)"}, "Following ports"},
		"a repeated answer takes no more": {[]string{"/subscribe", "ports", "(again)", "strike"}, "strike"},
		"the last question":               {[]string{"/subscribe", "/timezone", "Yerevan"}, "It is 13:00 in Yerevan now."},
		"what cannot be a topic":          {[]string{"/subscribe", "-"}, ""},
		"several lines":                   {[]string{"/subscribe", "grain\nexports"}, "Following grain exports"},
		"nothing to remove":               {[]string{"/unsubscribe", "strike"}, "strike"},
		"which to remove":                 {[]string{"/subscribe ports", "/unsubscribe", "ports"}, "No longer following ports."},
		"a place":                         {[]string{"/timezone", "Baku"}, "It is 13:00 in Baku now."},
		"a misspelt place":                {[]string{"/timezone", "Yerevann"}, "I don't know ‘Yerevann’. Did you mean Yerevan"},
		"no place at all":                 {[]string{"/timezone", "strike in the harbour"}, "strike in the harbour\nPort Ellery"},
		"a reply that is no place":        {[]string{"/timezone", "re: strike talks in the harbour"}, "I don't know ‘strike talks"},
		"an offset":                       {[]string{"/timezone", "UTC+4"}, "UTC+4 never changes"},
		"digest times":                    {[]string{"/digest", "7:30"}, "Digest: once a day at 07:30"},
		"digest days":                     {[]string{"/digest", "weekdays"}, "Digest: on weekdays at 08:00"},
		"no digest times":                 {[]string{"/digest", "lithium"}, "No story about ‘lithium’"},
		"a reply that is no digest times": {[]string{"/digest", "re: lithium"}, "No story about ‘lithium’"},
		"quiet hours":                     {[]string{"/quiet", "22-7"}, "Quiet from 22:00 to 07:00"},
		"no quiet hours":                  {[]string{"/quiet", "strike"}, "strike"},
		"how long to pause":               {[]string{"/pause", "3 days"}, "Paused: nothing is sent until Monday"},
		"languages":                       {[]string{"/language", "en, tr and Georgian"}, "You read English, Turkish and Georgian"},
		"no languages":                    {[]string{"/language", "strike"}, "strike"},
		"a button that asks":              {[]string{"/settings", "[Follow a topic]", "ports"}, "Following ports"},
		"a question that was no question": {[]string{"/topics", "strike"}, "strike"},
		"an answer with an argument":      {[]string{"/subscribe strike", "insurer"}, "insurer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := &clock{morning}
			_, b := newDesk(t, c, nil)
			k := &talk{t: t, bot: b, clock: c, chat: annsChat}
			var got string
			for _, s := range test.says {
				got = k.says(annUser, s)
			}
			if !strings.HasPrefix(got, test.want) || got == "" {
				t.Errorf("said %q, want %q", got, test.want)
			}
		})
	}
}

// TestAskingBackInAGroup: only a reply to the bot is an answer, and only that of
// who was asked.
func TestAskingBackInAGroup(t *testing.T) {
	c := &clock{morning}
	_, b := newDesk(t, c, nil)
	k := &talk{t: t, bot: b, clock: c, chat: someGroup, kind: bot.Group}
	eva := bot.User{ID: "eva", Admin: true}
	hears := func(user bot.User, s, want string) {
		t.Helper()
		if got := k.says(user, s); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s says %q and hears %q, want %q", user.ID, s, got, want)
		}
	}
	hears(admin, "/subscribe", "Which topic shall I follow here? Reply to this message")
	hears(admin, "ports", "")         // said to all
	hears(eva, "re: ports", "")       // not asked
	hears(eva, "/subscribe", "Which") // now both are
	hears(admin, "re: ports", "Following ports")
	hears(admin, "re: tides", "")
	hears(eva, "re: grain", "Following grain")
	hears(member, "/subscribe", "Only admins")
	hears(member, "re: ports", "")
	hears(member, "/digest", "Digest")
	hears(member, "re: 09:00", "")
	hears(admin, "/digest", "Digest")
	hears(admin, "re: 09:00", "Digest: once a day at 09:00")
	hears(admin, "/timezone", "I don't know the time zone of this chat yet")
	hears(admin, "re: Baku", "It is 13:00 in Baku now.")

	// Nobody in particular writes in the name of the group, so nobody is asked.
	unknown := bot.User{Admin: true}
	hears(unknown, "/subscribe", "Which topic shall I follow for you? Type it after the command")
	hears(unknown, "re: tides", "")
	if ask := k.heard.Messages[0].Ask; ask != "" {
		t.Errorf("asks %q of nobody", ask)
	}
}

func TestQuestionsSayWhatTheyAsk(t *testing.T) {
	c := &clock{morning}
	_, b := newDesk(t, c, nil)
	k := &talk{t: t, bot: b, clock: c, chat: annsChat}
	k.says(annUser, "/subscribe ports")
	for _, test := range []struct{ says, hint string }{
		{"/subscribe", "topic"}, {"/subscribe weekly", "topic"}, {"/unsubscribe", "topic"}, {"/timezone", "city or time zone"},
		{"/digest", ""}, {"/quiet", ""}, {"/settings", ""}, {"/language", ""}, {"/pause", ""}, {"/latest", ""}, {"/help", ""}, {"/subscribe grain", ""},
	} {
		k.says(annUser, test.says)
		last := k.heard.Messages[len(k.heard.Messages)-1]
		if last.Ask != test.hint {
			t.Errorf("%s asks %q, want %q", test.says, last.Ask, test.hint)
		}
	}
	k.says(annUser, "/subscribe")
	if len(k.heard.Messages[0].Buttons) == 0 {
		t.Error("no topics to choose from")
	}
	if got := k.says(annUser, "/timezone"); strings.Contains(got, "after the command") {
		t.Errorf("said %q", got)
	}
}

// TestWithoutQuestionsNothingIsAnswered: where none are kept, a topic is a
// question.
func TestWithoutQuestionsNothingIsAnswered(t *testing.T) {
	c := &clock{morning}
	_, b := newDesk(t, c, func(o *bot.Options) { o.Questions = nil })
	k := &talk{t: t, bot: b, clock: c, chat: annsChat}
	if got := k.says(annUser, "/subscribe"); !strings.Contains(got, "Type it after the command") || k.heard.Messages[0].Ask != "" {
		t.Errorf("said %q", got)
	}
	if got := k.says(annUser, "strike"); !strings.HasPrefix(got, "strike") {
		t.Errorf("said %q", got)
	}
}
