package discord_test

import (
	"context"
	"strings"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// paged are two pages of a list, each with a button to the other.
func (s *scene) paged(typed string) {
	s.says(typed, withButtons(tells("the first page"), bot.Button{Label: "Next", Data: "page 2"}))
	second := withButtons(tells("the second page"), bot.Button{Label: "Back", Data: "page 1"})
	second.Replace = true
	s.says("page 2", second)
	first := withButtons(tells("the first page"), bot.Button{Label: "Next", Data: "page 2"})
	first.Replace = true
	s.says("page 1", first)
}

func TestPagesAreTurnedInTheirPlace(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.paged("/latest ports")
	for name, test := range map[string]struct {
		room      *discordtest.Room
		typed     string
		ephemeral bool
	}{
		"for all":            {s.channel, "/latest topic:ports", false},
		"for one":            {s.channel, "/latest topic:ports only_me:true", true},
		"in direct messages": {s.ben.Private(), "/latest topic:ports", false},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(test.room.BotPosts())
			post := s.shows(s.ben.Slash(test.room, test.typed), "the first page", test.ephemeral)
			for i, label := range []string{"Next", "Back", "Next"} {
				u := s.ben.Press(post, label)
				post = s.shows(u, []string{"the second page", "the first page"}[i%2], test.ephemeral)
				if !u.Updated() {
					t.Errorf("pressing %s is answered with %v", label, u)
				}
				if c := s.last(); c.Button != "page "+string("21"[i%2]) || c.Text != "" || c.Chat != refOf(test.room) || c.User.ID != s.ben.ID().String() {
					t.Errorf("heard %+v", c)
				}
			}
			if n := len(test.room.BotPosts()) - before; n != 1 {
				t.Errorf("%d messages are there", n)
			}
		})
	}
}

func TestWhoeverElsePressesGetsAnAnswerOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.paged("/latest ports")
	cat := s.AddPerson(discordtest.User{Username: "cat"})
	s.guild.Add(cat)
	post := s.shows(s.ben.Slash(s.channel, "/latest topic:ports"), "the first page", false)
	u := cat.Press(post, "Next")
	s.shows(u, "the second page", true)
	if u.Updated() {
		t.Error("it took the place of what Ben had asked for")
	}
	// An administrator may, and anybody may where the bot itself decides: below
	// what it has sent by itself.
	u = s.ann.Press(post, "Next")
	if s.shows(u, "the second page", false); !u.Updated() {
		t.Error("an administrator's press changed nothing")
	}
	if _, err := s.line.Send(t.Context(), refOf(s.channel), withButtons(tells("a digest"), bot.Button{Label: "Next", Data: "page 2"}).Messages[0]); err != nil {
		t.Fatal(err)
	}
	posts := s.channel.BotPosts()
	if u = cat.Press(posts[len(posts)-1], "Next"); !u.WaitAcknowledged() || !u.Updated() {
		t.Errorf("a press below a digest is answered with %v", u)
	}
}

// TestWhoeverElsePressesWhereOnlyOneHasTheBot is about a message that the bot
// itself cannot tell from one in somebody's private chat.
func TestWhoeverElsePressesWhereOnlyOneHasTheBot(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.paged("/latest ports")
	s.ann.Install()
	room := s.AddGuildWithout("Elsewhere", s.ann, s.ben).AddTextChannel("talk")
	post := s.shows(s.ann.Slash(room, "/latest topic:ports"), "the first page", false)
	u := s.ben.Press(post, "Next")
	s.shows(u, "the second page", true)
	if c := s.last(); u.Updated() || c.Chat != refOf(s.ben.Private()) || c.Kind != bot.Private {
		t.Errorf("it is heard as %+v; the message of Ann was changed: %v", c, u.Updated())
	}
	if u = s.ann.Press(post, "Next"); !u.WaitAcknowledged() || !u.Updated() {
		t.Errorf("Ann's own press is answered with %v", u)
	}
}

func TestPressesAreAnsweredToThePresser(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.says("/latest ports", withButtons(tells("Ports reopen"),
		bot.Button{Label: "In context", Data: "context"}, bot.Button{Label: "Follow", Data: "follow"}, bot.Button{Label: "Quiet", Data: "quiet"},
		bot.Button{Label: "Read", URL: "https://wire.example/1"}))
	s.says("context", tells("in its sentence"))
	s.says("follow", bot.Reply{Notice: "Only admins change that.", ForUser: true})
	s.says("quiet", bot.Reply{})
	post := s.shows(s.ann.Slash(s.channel, "/latest topic:ports"), "Ports reopen", false)
	s.shows(s.ben.Press(post, "In context"), "in its sentence", true)
	s.shows(s.ben.Press(post, "Follow"), "Only admins change that.", true)
	u := s.ben.Press(post, "Quiet")
	if !u.WaitAcknowledged() || u.Answer() != discordtest.AnswerDeferredUpdate || len(u.Posts()) != 0 {
		t.Errorf("a press with nothing to say is answered with %v", u)
	}
	if u := s.ben.Press(post, "Read"); u.URL() != "https://wire.example/1" {
		t.Errorf("the link leads to %q", u.URL())
	}
	// In direct messages nobody else is there to see it.
	post = s.shows(s.ann.Slash(s.ann.Private(), "/latest topic:ports"), "Ports reopen", false)
	s.shows(s.ann.Press(post, "In context"), "in its sentence", false)
}

func TestWhatIsChosenInAMenuIsPressed(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	var row []bot.Button
	for _, label := range strings.Split("abcdefghijklmnopqrstuvwxyzABCD", "") {
		row = append(row, bot.Button{Label: label, Data: "data of " + label})
	}
	s.says("/topics", withButtons(tells("many"), row...))
	post := s.shows(s.ann.Slash(s.channel, "/topics"), "many", true)
	s.shows(s.ann.Select(post, "", "g"), "re data of g", true)
	if c := s.last(); c.Button != "data of g" {
		t.Errorf("heard %+v", c)
	}
}

func TestButtonsOfEarlierVersionsAreOld(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.says("/latest ports", withButtons(tells("Ports reopen"), bot.Button{Label: "In context", Data: "context"}))
	post := s.shows(s.ann.Slash(s.channel, "/latest topic:ports"), "Ports reopen", false)
	before := s.heard()
	for _, id := range []string{"x:1", "nonsense", "w!nonsense:follow", "w!T" + strings.Repeat("A", 28) + ":follow", "s:"} {
		s.shows(s.ben.PressForged(post, id), "does not work any more", true)
	}
	if n := s.heard(); n != before {
		t.Errorf("%d presses were heard", n-before)
	}
}

// TestButtonsOfASettingActOnItsChannel is about answers that are given in one
// channel and are about another.
func TestButtonsOfASettingActOnItsChannel(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	forum := s.guild.AddForum("briefings")
	s.says("/subscribe grain", withButtons(saying("Following grain."), bot.Button{Label: "Undo", Data: "undo"}))
	again := withButtons(saying("Undone."), bot.Button{Label: "Follow again", Data: "again"})
	again.Replace = true
	s.says("undo", again)
	u := s.ann.SlashWith(s.channel, "subscribe", map[string]any{"topic": "grain", "channel": forum})
	post := s.shows(u, "Following grain", true)
	post = s.shows(s.ann.Press(post, "Undo"), "Undone", true)
	if c := s.last(); c.Chat != refOf(forum) || !c.User.Admin || c.Within != guildRef(s.guild) || c.Kind != bot.Group || c.Button != "undo" {
		t.Errorf("heard %+v", c)
	}
	s.shows(s.ann.Press(post, "Follow again"), "re again", true)
	if c := s.last(); c.Chat != refOf(forum) || !c.User.Admin {
		t.Errorf("heard %+v", c)
	}
	// Whoever has a client of their own may press what was shown to others.
	id := post.Message.Components[0].Components[0].CustomID
	other := s.shows(s.ben.Slash(s.channel, "/help"), "re help", true)
	before := s.heard()
	s.shows(s.ben.PressForged(other, id), "does not work any more", true)
	if s.heard() != before {
		t.Errorf("Ben acts on the channel: %+v", s.last())
	}
}

func TestPrivateButtonsAreAnsweredInPrivate(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.says("/latest ports", withButtons(tells("Ports reopen"), bot.Button{Label: "Follow it privately", Data: "follow", Private: true}))
	key := "/start key-" + refOf(s.channel).ID + "-follow"
	s.says(key, saying("Follow ports here?"))
	post := s.shows(s.ann.Slash(s.channel, "/latest topic:ports"), "Ports reopen", false)
	shown := s.shows(s.ben.Press(post, "Follow it privately"), "I have answered you in our private chat", true)
	if c := s.last(); c.Chat != refOf(s.ben.Private()) || c.Kind != bot.Private || c.Within != (bot.ChatRef{}) || c.User.Admin || c.Text != key || c.Button != "" {
		t.Errorf("heard %+v", c)
	}
	if posts := s.ben.Private().BotPosts(); len(posts) != 1 || !strings.Contains(posts[0].Text, "Follow ports here?") {
		t.Errorf("in private there are %+v", posts)
	}
	if u := s.ben.Press(shown, "Private chat"); u.URL() != "https://discord.com/channels/@me/"+s.ben.Private().ID().String() {
		t.Errorf("the way there is %q", u.URL())
	}
	s.ben.Block()
	s.shows(s.ben.Press(post, "Follow it privately"), "I can't write to you in private", true)
	s.ben.Unblock()
	s.Fail(discordtest.SendRoute, 0, discordtest.Refusing(200000))
	s.shows(s.ben.Press(post, "Follow it privately"), "Something went wrong", true)
	// In private it is a button like any other.
	post = s.shows(s.ben.Slash(s.ben.Private(), "/latest topic:ports"), "Ports reopen", false)
	s.shows(s.ben.Press(post, "Follow it privately"), "re follow", false)
}

func TestQuestionsAreAnsweredInAForm(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	ask := saying("Which topic?")
	ask.Messages[0].Ask, ask.Messages[0].Question = "a topic", "subscribe weekly"
	s.says("/subscribe", ask)
	s.says(" port ellery ", saying("re port ellery"))
	forum := s.guild.AddForum("briefings")
	for name, channel := range map[string]*discordtest.Room{"for this channel": nil, "for another": forum} {
		t.Run(name, func(t *testing.T) {
			options, want := map[string]any{}, refOf(s.channel)
			if channel != nil {
				options["channel"], want = channel, refOf(channel)
			}
			post := s.shows(s.ann.SlashWith(s.channel, "subscribe", options), "Which topic?", true)
			before := s.heard()
			f, ok := s.ann.Press(post, post.Buttons[0][0].Label).WaitForm()
			if !ok || f.Title != "Your answer" || len(f.Fields) != 1 || f.Fields[0].Label != "a topic" || !f.Fields[0].Required {
				t.Fatalf("the form is %v %+v", ok, f)
			}
			s.shows(s.ann.Submit(f, " port ellery "), "re port ellery", true)
			c := s.last()
			if s.heard() != before+1 || c.Text != " port ellery " || !c.Answers || c.AnswerTo != "subscribe weekly" || c.Chat != want || !c.User.Admin || c.EventID == "" {
				t.Errorf("heard %+v", c)
			}
		})
	}
	// In direct messages the answer is typed.
	post := s.shows(s.ann.Slash(s.ann.Private(), "/subscribe"), "Which topic?", false)
	if len(post.Buttons) > 0 {
		t.Errorf("there are the buttons %+v", post.Buttons)
	}
}

func TestAFormThatIsNoneOfOurs(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	ask := saying("Which topic?")
	ask.Messages[0].Ask = "a topic"
	s.says("/subscribe", ask)
	post := s.shows(s.ann.Slash(s.channel, "/subscribe"), "Which topic?", true)
	f, ok := s.ann.Press(post, post.Buttons[0][0].Label).WaitForm()
	if !ok {
		t.Fatal("there is no form")
	}
	f.CustomID = "forged"
	before := s.heard()
	s.shows(s.ann.Submit(f, "x"), "does not work any more", true)
	f.CustomID = "a!forged:topic"
	s.shows(s.ann.Submit(f, "x"), "does not work any more", true)
	if s.heard() != before {
		t.Errorf("heard %+v", s.last())
	}
}

func TestAHandlerThatFailsOnAPress(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.says("/latest ports", withButtons(tells("Ports reopen"), bot.Button{Label: "Follow", Data: "follow"}))
	s.on("follow", func(context.Context, bot.Command) (bot.Reply, error) {
		return bot.Reply{Notice: "Something went wrong."}, context.DeadlineExceeded
	})
	post := s.shows(s.ann.Slash(s.channel, "/latest topic:ports"), "Ports reopen", false)
	s.shows(s.ann.Press(post, "Follow"), "Something went wrong.", true)
	s.line.logs("an interaction was not answered as it should be")
}
