package discord_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// held has a command answered when release is called.
func (s *scene) held(text string, r bot.Reply) (release func()) {
	hold := make(chan struct{})
	s.on(text, func(ctx context.Context, _ bot.Command) (bot.Reply, error) {
		select {
		case <-hold:
		case <-ctx.Done():
		}
		return r, nil
	})
	return func() { close(hold) }
}

// defers waits for a deferral, and checks when it came and who sees it.
func (s *scene) defers(u *discordtest.Use, ephemeral bool) {
	s.t.Helper()
	if !u.WaitAcknowledged() || !u.Deferred() {
		s.t.Fatalf("it is not deferred: %v; the log:\n%s", u, s.line.journal)
	}
	if after, _ := u.Acknowledged(); u.Waited() < 1500*time.Millisecond || after > 2900*time.Millisecond {
		s.t.Errorf("it is deferred after %v, or %v without the standstills of the machine", u.Waited(), after)
	}
	if u.Answer() == discordtest.AnswerDeferred && u.Ephemeral() != ephemeral {
		s.t.Errorf("the deferral is ephemeral: %v", u.Ephemeral())
	}
}

func TestSlowAnswersAreDeferred(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.says("/topics", withButtons(tells("a list"), bot.Button{Label: "Next", Data: "next"}, bot.Button{Label: "Follow", Data: "follow"}))
	list := s.shows(s.ann.Slash(s.channel, "/topics"), "a list", true)
	next := tells("the next page")
	next.Replace = true
	two := tells("Ports reopen")
	two.Messages = append(two.Messages, saying("and more").Messages...)
	tests := map[string]struct {
		held      string
		reply     bot.Reply
		use       func() *discordtest.Use
		deferred  bool // for the asker alone
		words     string
		ephemeral bool
		want      calls
	}{
		"a briefing": {"/latest a", two, func() *discordtest.Use { return s.ann.Slash(s.channel, "/latest topic:a") },
			false, "Ports reopen", false, calls{callbacks: 1, edits: 1, follows: 1}},
		"a briefing for me": {"/latest b", tells("Ports reopen"), func() *discordtest.Use { return s.ann.Slash(s.channel, "/latest topic:b only_me:true") },
			true, "Ports reopen", true, calls{callbacks: 1, edits: 1}},
		"no briefing after all": {"/latest c", saying("No story."), func() *discordtest.Use { return s.ann.Slash(s.channel, "/latest topic:c") },
			false, "No story.", true, calls{callbacks: 1, deletions: 1, follows: 1}},
		"a setting": {"/timezone Baku", saying("It is late in Baku."), func() *discordtest.Use { return s.ann.Slash(s.channel, "/timezone place:Baku") },
			true, "It is late", true, calls{callbacks: 1, edits: 1}},
		"in direct messages": {"/timezone Oslo", saying("It is late in Oslo."), func() *discordtest.Use { return s.ben.Slash(s.ben.Private(), "/timezone place:Oslo") },
			false, "It is late", false, calls{callbacks: 1, edits: 1}},
		"a press that turns a page": {"next", next, func() *discordtest.Use { return s.ann.Press(list, "Next") },
			true, "the next page", true, calls{callbacks: 1, edits: 1}},
		"a press": {"follow", saying("Following."), func() *discordtest.Use { return s.ann.Press(list, "Follow") },
			true, "Following.", true, calls{callbacks: 1, follows: 1}},
	}
	// All at once: those of one person in one channel wait for each other, and
	// each is deferred in time all the same.
	before := s.calls()
	var sum calls
	var releases []func()
	uses := map[string]*discordtest.Use{}
	for name, test := range tests {
		releases = append(releases, s.held(test.held, test.reply))
		uses[name] = test.use()
		sum = calls{sum.callbacks + test.want.callbacks, sum.edits + test.want.edits, sum.deletions + test.want.deletions, sum.follows + test.want.follows}
	}
	for name, test := range tests {
		s.defers(uses[name], test.deferred)
	}
	for _, release := range releases {
		release()
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { s.shows(uses[name], test.words, test.ephemeral) })
	}
	eventually(t, "all is said", func() bool { return s.calls().follows-before.follows >= sum.follows })
	after := s.calls()
	got := calls{after.callbacks - before.callbacks, after.edits - before.edits, after.deletions - before.deletions, after.follows - before.follows}
	if got != sum {
		t.Errorf("it took %+v, want %+v", got, sum)
	}
	for _, r := range s.Refused() {
		t.Errorf("refused: %v", r.Error())
	}
}

// TestAnswersThatComeTooLate is the first half of D09: nothing is tried again,
// and in direct messages it is said all the same.
func TestAnswersThatComeTooLate(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	late := func(context.Context, bot.Command) (bot.Reply, error) {
		s.Advance(4 * time.Second)
		return saying("too late"), nil
	}
	s.on("/topics", late)
	before := s.calls()
	u := s.ann.Slash(s.channel, "/topics")
	eventually(t, "it is refused", func() bool { return len(s.Refused()) > 0 })
	s.ann.Slash(s.ann.Private(), "/topics")
	posts := s.ann.Private().WaitPosts(1, within)
	if len(posts) != 1 || !strings.Contains(posts[0].Text, "too late") {
		t.Errorf("in private there are %+v", posts)
	}
	after := s.calls()
	if !u.Failed() || after.callbacks-before.callbacks != 2 || after.edits+after.follows+after.deletions > 0 {
		t.Errorf("it was tried %+v, after %+v", after, before)
	}
	for _, r := range s.Refused() {
		if r.Code != 10062 {
			t.Errorf("refused: %v", r.Error())
		}
	}
}

// standing is a clock that stands still. An adapter with it goes on trying for an
// answer when the machine has stood still for longer than Discord waits.
func standing() func() time.Time {
	at := time.Now()
	return func() time.Time { return at }
}

// TestAnAnswerThatArrivedIsNotRepeated is the second half of D09: the answer to
// a callback was lost, so it is given again, which Discord refuses.
func TestAnAnswerThatArrivedIsNotRepeated(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{Now: standing()})
	s.says("/latest ports", tells("Ports reopen"))
	for name, f := range map[string]discordtest.Fault{"lost": discordtest.LostAnswer(), "hidden by a proxy": discordtest.StoredBadGateway()} {
		t.Run(name, func(t *testing.T) {
			before := len(s.channel.BotPosts())
			s.Fail(discordtest.CallbackRoute, 0, f)
			u := s.ann.Slash(s.channel, "/latest topic:ports")
			s.shows(u, "Ports reopen", false)
			eventually(t, "it is filled in", func() bool { return u.Edits() > 0 })
			if n := len(s.channel.BotPosts()) - before; n != 1 || u.FollowUps() != 0 {
				t.Errorf("%d messages are there", n)
			}
		})
	}
	refused := 0
	for _, r := range s.Refused() {
		if r.Code == 40060 {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("%d callbacks were known already", refused)
	}
}

func TestAnAnswerThatDidNotArriveIsRepeated(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{Now: standing()})
	s.says("/latest ports", tells("Ports reopen"))
	for name, f := range map[string]discordtest.Fault{
		"no connection": {HangUp: true}, "a proxy": discordtest.BadGateway(), "too many": discordtest.Shared(100 * time.Millisecond),
	} {
		t.Run(name, func(t *testing.T) {
			s.Fail(discordtest.CallbackRoute, 0, f)
			s.shows(s.ann.Slash(s.channel, "/latest topic:ports"), "Ports reopen", false)
		})
	}
}

// TestDeferredAnswersHaveFifteenMinutes is D10.
func TestDeferredAnswersHaveFifteenMinutes(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	for _, test := range []struct {
		city  string
		after time.Duration
		shown bool
	}{{"Baku", 14 * time.Minute, true}, {"Oslo", 16 * time.Minute, false}} {
		release := s.held("/timezone "+test.city, saying("It is late there."))
		u := s.ann.Slash(s.channel, "/timezone place:"+test.city)
		s.defers(u, true)
		s.Advance(test.after)
		release()
		if test.shown {
			s.shows(u, "It is late there.", true)
		} else {
			eventually(t, "it is refused", func() bool { return len(s.Refused()) > 0 })
		}
		if got := !u.Loading(); got != test.shown {
			t.Errorf("after %v it is shown: %v", test.after, got)
		}
	}
	if refused := s.Refused(); len(refused) != 1 || refused[0].Code != 50027 {
		t.Errorf("refused: %+v", refused)
	}
	// The token of an interaction that was refused is not that of the bot.
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
}

func TestWhatIsRefusedIsShownAsText(t *testing.T) {
	t.Parallel()
	s := play(t, discordtest.Options{}, discord.Options{})
	s.says("/latest ports", tells("Ports reopen"))
	for name, code := range map[string]int{"for its embeds": 50013, "for its form": 50035, "for its links": 240000} {
		t.Run(name, func(t *testing.T) {
			s.Fail(discordtest.CallbackRoute, 0, discordtest.Refusing(code))
			post := s.shows(s.ann.Slash(s.channel, "/latest topic:ports"), "Ports reopen", false)
			if len(post.Embeds) > 0 {
				t.Errorf("it is shown as %+v", post.Embeds)
			}
		})
	}
}

// TestWhatIsLeftOverIsAnswered ends the bot while it is at work on commands, and
// starts another.
func TestWhatIsLeftOverIsAnswered(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	s := play(t, discordtest.Options{}, discord.Options{Inbox: store, Budget: store})
	for _, text := range []string{"/timezone Baku", "/latest ports", "/topics", "hello"} {
		s.on(text, func(ctx context.Context, _ bot.Command) (bot.Reply, error) {
			<-ctx.Done()
			return bot.Reply{}, ctx.Err()
		})
	}
	zone := s.ann.Slash(s.channel, "/timezone place:Baku")
	briefing := s.ben.Slash(s.channel, "/latest topic:ports")
	cat := s.AddPerson(discordtest.User{Username: "cat"})
	s.guild.Add(cat)
	s.defers(zone, true)
	s.defers(briefing, false)
	quick := cat.Slash(cat.Private(), "/topics")
	s.ann.Say(s.ann.Private(), "hello")
	eventually(t, "all are heard", func() bool { return s.heard() == 4 })
	s.line.hangUp()
	inTime := quick.Deferred() // as on a machine that stood still meanwhile
	s.Advance(4 * time.Second)

	s.says("/timezone Baku", saying("It is late in Baku."))
	s.says("/latest ports", tells("Ports reopen"))
	s.says("/topics", saying("Your topics."))
	s.says("hello", saying("Hello."))
	s.line = openWith(t, s.Server, discord.Options{Inbox: store, Budget: store, Now: func() time.Time { return time.Now().Add(4 * time.Second) }}, s.answer)
	s.shows(zone, "It is late in Baku.", true)
	s.shows(briefing, "Ports reopen", false)
	if posts := s.ann.Private().WaitPosts(1, within); len(posts) != 1 || !strings.Contains(posts[0].Text, "Hello.") {
		t.Errorf("in private there are %+v", posts)
	}
	// What nobody had deferred is said in direct messages, where it can be.
	if inTime {
		s.shows(quick, "Your topics.", false)
	} else if posts := cat.Private().WaitPosts(1, within); len(posts) != 1 || !strings.Contains(posts[0].Text, "Your topics.") || !quick.Failed() {
		t.Errorf("in private there are %+v", posts)
	}
	if s.heard() != 4 {
		t.Errorf("%d commands are heard again", s.heard())
	}
}

// TestAWrongClockChangesNothing: the ids of interactions tell when Discord made
// them, by its clock.
func TestAWrongClockChangesNothing(t *testing.T) {
	t.Parallel()
	for name, skew := range map[string]time.Duration{"ahead": 20 * time.Minute, "behind": -20 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := play(t, discordtest.Options{}, discord.Options{Now: func() time.Time { return time.Now().Add(skew) }})
			s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
			release := s.held("/timezone Baku", saying("It is late in Baku."))
			u := s.ann.Slash(s.channel, "/timezone place:Baku")
			if !u.WaitAcknowledged() || !u.Deferred() {
				t.Errorf("it is not deferred: %v", u)
			}
			release()
			s.shows(u, "It is late in Baku.", true)
		})
	}
}

// TestAnotherProgramWithTheToken runs two: Discord tells neither of the other.
func TestAnotherProgramWithTheToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, discordtest.Options{Gateway: discordtest.GatewayOptions{IdentifyPause: time.Millisecond}})
	one := w.online(t, discord.Options{})
	two := open(t, w.Server, discord.Options{})
	w.connected(t, 2)
	var uses []*discordtest.Use
	for range 3 {
		uses = append(uses, w.ann.Slash(w.news, "/latest topic:karabakh"))
	}
	one.hears("/latest karabakh", "/latest karabakh", "/latest karabakh")
	two.hears("/latest karabakh", "/latest karabakh", "/latest karabakh")
	eventually(t, "one says so", func() bool {
		return strings.Contains(one.journal.String()+two.journal.String(), "another program uses the same discord token")
	})
	if n := strings.Count(one.journal.String(), "another program"); n > 1 {
		t.Errorf("it is said %d times", n)
	}
	one.hangUp()
	two.hangUp()
	for _, use := range uses {
		if posts := use.Posts(); len(posts) != 1 || use.FollowUps() != 0 || use.Edits() != 0 {
			t.Errorf("%v shows %d answers", use, len(posts))
		}
	}
}
