package discord_test

import (
	"context"
	"strings"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

func TestCommandsArriveFromWhereTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	news, thread := s.guild.AddNews("wire"), s.channel.AddThread("dock strike", s.ann)
	forum := s.guild.AddForum("briefings")
	post := forum.AddThread("grain", s.ben)
	ben := bot.User{ID: s.ben.ID().String(), Name: "Ben"}
	ann := bot.User{ID: s.ann.ID().String(), Name: "Ann", Admin: true}
	own := bot.User{ID: s.ann.ID().String(), Name: "Ann"}
	tests := map[string]struct {
		who  *discordtest.Person
		room *discordtest.Room
		want bot.Command
	}{
		"a member in a channel":       {s.ben, s.channel, bot.Command{Kind: bot.Group, ChatName: "#general", User: ben, Community: bot.AServer, Within: guildRef(s.guild)}},
		"an administrator":            {s.ann, s.channel, bot.Command{Kind: bot.Group, ChatName: "#general", User: ann, Community: bot.AServer, Within: guildRef(s.guild)}},
		"in an announcement channel":  {s.ann, news, bot.Command{Kind: bot.Channel, ChatName: "#wire", User: ann, Community: bot.AServer, Within: guildRef(s.guild)}},
		"in a thread":                 {s.ben, thread, bot.Command{Kind: bot.Group, ChatName: "dock strike", User: ben, Community: bot.AServer, Within: guildRef(s.guild), Forum: bot.ChatRef{Platform: discord.Platform, ID: "forum-" + s.channel.ID().String()}}},
		"in a post of a forum":        {s.ben, post, bot.Command{Kind: bot.Group, ChatName: "grain", User: ben, Community: bot.AServer, Within: guildRef(s.guild), Forum: refOf(forum)}},
		"in direct messages with her": {s.ann, s.ann.Private(), bot.Command{Kind: bot.Private, User: own}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			u := test.who.Slash(test.room, "/latest topic:port ellery period:today")
			s.shows(u, "re latest port ellery today", test.want.Kind != bot.Private)
			want := test.want
			want.EventID, want.Chat, want.Text = "i:"+u.ID().String(), refOf(test.room), "/latest port ellery today"
			want.Forms, want.Awaited = want.Kind != bot.Private, true
			if got := s.last(); got != want {
				t.Errorf("heard %+v, want %+v", got, want)
			}
		})
	}
}

func TestBriefingsAreForAllAndTheRestForTheAsker(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	alone := tells("Ports reopen")
	alone.ForUser = true
	s.says("/latest ports", tells("Ports reopen"))
	s.says("/latest alone", alone)
	s.says("/latest nothing", bot.Reply{Notice: "Nothing on that."})
	s.says("/latest silence", bot.Reply{})
	s.says("/topics", tells("a headline in a list"))
	tests := map[string]struct {
		typed, words string
		ephemeral    bool
	}{
		"a story":                   {"/latest topic:ports", "Ports reopen", false},
		"a story, for me only":      {"/latest topic:ports only_me:true", "Ports reopen", true},
		"a story, not for me only":  {"/latest topic:ports only_me:false", "Ports reopen", false},
		"what is for one":           {"/latest topic:alone", "Ports reopen", true},
		"what is no story":          {"/latest topic:port", "re latest port", true},
		"a notice":                  {"/latest topic:nothing", "Nothing on that.", true},
		"nothing":                   {"/latest topic:silence", "I have no answer for you", true},
		"a list":                    {"/topics", "a headline in a list", true},
		"a setting":                 {"/timezone place:Yerevan", "re timezone Yerevan", true},
		"a command without options": {"/help", "re help", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s.shows(s.ann.Slash(s.channel, test.typed), test.words, test.ephemeral)
			if aside := s.last().Aside; aside != (test.ephemeral && !strings.HasPrefix(test.typed, "/latest") || strings.Contains(test.typed, "only_me:true")) {
				t.Errorf("it is told as aside: %v", aside)
			}
			s.shows(s.ann.Slash(s.ann.Private(), test.typed), test.words, false)
		})
	}
	if c := s.calls(); c.callbacks != 2*len(tests) || c.edits+c.deletions+c.follows > 0 {
		t.Errorf("the answers took %+v", c)
	}
}

func TestAnswersOfSeveralMessagesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	long := saying(strings.Repeat("a sentence of words. ", 400))
	long.Messages = append(long.Messages, tells("the second").Messages...)
	long.Messages[1].Files = []bot.File{{Name: "data.json", Bytes: []byte(`{"a":1}`)}}
	s.says("/latest long", long)
	u := s.ann.Slash(s.channel, "/latest topic:long")
	posts := u.WaitPosts(3, within)
	var all strings.Builder
	for _, p := range posts {
		all.WriteString(p.Text)
	}
	if n := strings.Count(all.String(), "sentence"); n != 400 || !strings.Contains(posts[len(posts)-1].Text, "the second") {
		t.Errorf("%d of 400 sentences are shown in %d posts", n, len(posts))
	}
	if files := posts[len(posts)-1].Files; len(files) != 1 || files[0].Name != "data.json" || string(files[0].Content) != `{"a":1}` {
		t.Errorf("the files are %+v", files)
	}
}

func TestASettingMayBeForAnotherChannel(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	forum, news := s.guild.AddForum("briefings"), s.guild.AddNews("wire")
	thread := s.channel.AddThread("dock strike", s.ann)
	for _, room := range []*discordtest.Room{forum, news, thread, s.channel} {
		u := s.ann.SlashWith(s.channel, "subscribe", map[string]any{"topic": "grain", "channel": room})
		s.shows(u, "re subscribe grain", true)
		if c := s.last(); c.Chat != refOf(room) || c.Within != guildRef(s.guild) || !c.User.Admin || c.Text != "/subscribe grain" || c.ChatName == "" {
			t.Errorf("for %s it was heard as %+v", room.Name(), c)
		}
	}
	if c := s.last(); c.Kind != bot.Group {
		t.Errorf("a channel is of kind %v", c.Kind)
	}
}

func TestRightsThatTheBotLacksAreNamed(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	quiet := s.guild.AddTextChannel("quiet")
	quiet.Deny(s.Bot(), discordtest.SendMessages|discordtest.EmbedLinks|discordtest.SendMessagesInThreads)
	thread := quiet.AddThread("talk", s.ann)
	before := s.heard()
	u := s.ann.SlashWith(s.channel, "subscribe", map[string]any{"topic": "grain", "channel": quiet})
	s.shows(u, "I can't post in #quiet: I need Send Messages and Embed Links there.", true)
	u = s.ann.SlashWith(s.channel, "digest", map[string]any{"when": "08:00", "channel": thread})
	s.shows(u, "I can't post in talk: I need Send Messages in Threads and Embed Links there.", true)
	s.shows(s.ann.Slash(quiet, "/subscribe topic:grain"), "I can't post in #quiet", true)
	if n := s.heard(); n != before {
		t.Errorf("the bot heard %d commands all the same", n-before)
	}
	// Who wants less, or may not give the command at all, is not held up.
	u = s.ann.SlashWith(s.channel, "unsubscribe", map[string]any{"topic": "grain", "channel": quiet})
	s.shows(u, "re unsubscribe grain", true)
	s.shows(s.ann.Slash(quiet, "/pause"), "re pause", true)
	// What is lacking for the looks alone is not needed.
	plain := s.guild.AddTextChannel("plain")
	plain.Deny(s.Bot(), discordtest.EmbedLinks)
	s.shows(s.ann.Slash(plain, "/subscribe topic:grain"), "re subscribe grain", true)
}

// TestRightsAreThoseOfTheInteraction is D23: whoever administers a guild can let
// members use commands that are for others.
func TestRightsAreThoseOfTheInteraction(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	for _, c := range s.ben.Commands(s.channel) {
		if c.Name == "subscribe" {
			t.Error("members are offered /subscribe")
		}
	}
	s.guild.AllowCommand("subscribe")
	own := s.guild.AddTextChannel("bens")
	own.Allow(s.ben, discordtest.ManageChannels)
	s.shows(s.ben.Slash(s.channel, "/subscribe topic:grain"), "re subscribe grain", true)
	if s.last().User.Admin {
		t.Error("a member is an administrator")
	}
	s.shows(s.ben.Slash(own, "/subscribe topic:grain"), "re subscribe grain", true)
	if !s.last().User.Admin {
		t.Error("who manages a channel is none of its administrators")
	}
	s.shows(s.ben.SlashWith(s.channel, "subscribe", map[string]any{"topic": "grain", "channel": own}), "re subscribe grain", true)
	if c := s.last(); !c.User.Admin || c.Chat != refOf(own) {
		t.Errorf("heard %+v", c)
	}
	s.shows(s.ben.SlashWith(own, "subscribe", map[string]any{"topic": "grain", "channel": s.channel}), "re subscribe grain", true)
	if c := s.last(); c.User.Admin || c.Chat != refOf(s.channel) {
		t.Errorf("heard %+v", c)
	}
}

// TestWhereOnlyAPersonHasTheBot is about guilds and direct messages in which the
// bot itself is not.
func TestWhereOnlyAPersonHasTheBot(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.ann.Install()
	far := s.AddGuildWithout("Elsewhere", s.ann, s.ben).AddTextChannel("talk")
	private := s.AddPrivate(s.ann, s.ben)
	s.says("/latest ports", tells("Ports reopen"))
	for _, room := range []*discordtest.Room{far, private} {
		s.shows(s.ann.Slash(room, "/latest topic:ports"), "Ports reopen", false)
		want := bot.Command{Kind: bot.Private, User: bot.User{ID: s.ann.ID().String(), Name: "Ann"}, Chat: refOf(s.ann.Private()), Text: "/latest ports", EventID: s.last().EventID, Forms: true, Awaited: true, Elsewhere: true}
		if got := s.last(); got != want {
			t.Errorf("heard %+v, want %+v", got, want)
		}
		s.shows(s.ann.Slash(room, "/subscribe topic:ports"), "re subscribe ports", true)
		// What came to her own chat is not for those here.
		s.says("/why", tells("Ports reopen"))
		s.shows(s.ann.Slash(room, "/why"), "Ports reopen", true)
	}
	if n := s.Calls(discordtest.OpenRoute); n != 1 {
		t.Errorf("the direct messages were opened %d times", n)
	}
}

// TestManyMessagesWhereOnlyAPersonHasTheBot is D11.
func TestManyMessagesWhereOnlyAPersonHasTheBot(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.ann.Install()
	room := s.AddPrivate(s.ann, s.ben)
	var many bot.Reply
	for _, n := range strings.Fields("one two three four five six seven eight") {
		many.Messages = append(many.Messages, saying("message "+n).Messages...)
	}
	s.says("/latest many", many)
	u := s.ann.Slash(room, "/latest topic:many")
	if posts := u.WaitPosts(6, within); len(posts) != 6 || !strings.Contains(posts[5].Text, "message six") {
		t.Errorf("%d messages are there", len(posts))
	}
	posts := s.ann.Private().WaitPosts(2, within)
	if len(posts) != 2 || !strings.Contains(posts[0].Text, "message seven") || !strings.Contains(posts[1].Text, "message eight") {
		t.Errorf("in private there are %+v", posts)
	}
	for _, r := range s.Refused() {
		t.Errorf("refused: %v", r.Error())
	}
}

func TestWhoCannotBeWrittenToHearsIt(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.ann.Install()
	room := s.AddPrivate(s.ann, s.ben)
	s.Fail(discordtest.OpenRoute, 0, discordtest.Refusing(50007))
	s.shows(s.ann.Slash(room, "/latest topic:ports"), "I can't write to you in private", true)
	s.Fail(discordtest.OpenRoute, 0, discordtest.BadGateway())
	s.shows(s.ann.Slash(room, "/latest topic:ports"), "Something went wrong", true)
	if n := s.heard(); n != 0 {
		t.Errorf("%d commands were heard", n)
	}
	s.shows(s.ann.Slash(room, "/latest topic:ports"), "re latest ports", true)
}

func TestCommandsOfEarlierVersionsAreGone(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	u := s.ann.Slash(s.channel, "/help")
	s.shows(u, "re help", true)
	i := u.Interaction()
	i.Data.Name = "headlines"
	before := s.heard()
	// The interaction has its answer, so this one goes nowhere: it must only
	// not be taken for a command.
	raw := strings.Replace(mustJSON(t, i), u.ID().String(), "1", 1)
	s.Dispatch("INTERACTION_CREATE", []byte(raw))
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	if n := s.heard(); n != before+1 {
		t.Errorf("%d commands were heard", n-before)
	}
}

func TestAnErrorOfTheBotStopsNothing(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.on("/help", func(context.Context, bot.Command) (bot.Reply, error) {
		return saying("sorry"), context.DeadlineExceeded
	})
	s.on("/status", func(context.Context, bot.Command) (bot.Reply, error) { panic("out of paper") })
	s.shows(s.ann.Slash(s.channel, "/help"), "sorry", true)
	s.ann.Slash(s.channel, "/status")
	s.line.logs("panic")
	s.shows(s.ann.Slash(s.channel, "/topics"), "re topics", true)
	if strings.Contains(s.line.journal.String(), "out of paper") {
		t.Error("the words of a panic are in the log")
	}
}
