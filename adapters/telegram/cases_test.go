package telegram_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// A situation is one of those that Telegram brings a bot into, T01 to T28, with
// what the adapter makes of it: shown here, or by other tests.
type situation struct {
	name, does string
	shown      func(t *testing.T)
	by         []string
}

var situations = []situation{
	{"T01", "a good token connects, an unknown one ends Run", nil, []string{"TestRunConnectsAndLeavesNothing", "TestTokenIsRefused"}},
	{"T02", "what was not confirmed comes again and is answered once", nil, []string{"TestKilledBetweenStoreAndConfirm", "TestToldAgain"}},
	{"T03", "a poll waits as long as it may, and an update ends it", shownPolls, nil},
	{"T04", "a second instance is told of, and left alone", nil, []string{"TestAnotherInstance"}},
	{"T05", "a webhook is removed before polling", nil, []string{"TestAWebhookIsRemoved"}},
	{"T06", "no negative offset forgets anything", shownPolls, []string{"TestIdsMayJump"}},
	{"T07", "what is older than a day does not come, and nobody waits for it", shownOldUpdates, nil},
	{"T08", "the kinds of updates are asked for in each poll", shownPolls, nil},
	{"T09", "answers keep the pace of a chat", shownChatPace, []string{"TestAnswersWaitOutAFlood", "TestAFloodTooLongIsNotWaitedFor"}},
	{"T10", "messages to many chats keep the pace of all", shownPaceOfAll, []string{"TestAFloodOfTwoChatsHoldsAll"}},
	{"T11", "no message is too long", nil, []string{"TestRandomMessagesAreSent", "TestEveryPartFits", "TestALongMessageIsSentInParts"}},
	{"T12", "refused markup is sent once more as plain text", nil, []string{"TestNoMessageIsLostForItsMarkup"}},
	{"T13", "nothing is markup that is none of HTML", shownNoMarkdown, nil},
	{"T14", "more than 100 links go into several messages", nil, []string{"TestNoLinkIsLost"}},
	{"T15", "a bot that was blocked hears it, and the chat is gone", shownBlocked, []string{"TestWhatHappensToChatsIsFollowed"}},
	{"T16", "where the bot may not be the chat is gone", shownGone, []string{"TestEveryRefusalHasItsClass"}},
	{"T17", "a group that moved is followed", nil, []string{"TestWhatHappensToChatsIsFollowed", "TestAnAnswerFollowsItsGroup", "TestAnAnswerGoesRoundInNoCircle"}},
	{"T18", "where the bot may not write nothing is over yet", shownMuted, nil},
	{"T19", "a closed topic refuses, a lost one leads to the group, General has no number", nil, []string{"TestAnswersStayInTheirTopic", "TestAnAnswerToALostTopicGoesToTheGroup", "TestGeneralHasNoNumber"}},
	{"T20", "a press too old does its work, a page turned twice is turned", shownLatePress, []string{"TestReplacingTwiceIsOnce", "TestEdits"}},
	{"T21", "what cannot be read any more is said anew", nil, []string{"TestPressesAreAnsweredWhereTheyShould", "TestPressesOfOldButtons"}},
	{"T22", "who presses is asked for, not who may see the button", nil, []string{"TestPressersAreWhoTheyAre"}},
	{"T23", "anonymous administrators are administrators", nil, []string{"TestAdministratorsAreKnown", "TestPressersAreWhoTheyAre", "TestAnAnonymousAdministratorAddsTheBot"}},
	{"T24", "commands for others are not answered", nil, []string{"TestInGroupsOnlyWhatIsMeantForTheBotArrives", "TestCommandsArriveAsTheyAreMeant"}},
	{"T25", "an upload that is refused has its class", shownRefusedUpload, []string{"TestFailures"}},
	{"T26", "what may have arrived is uncertain, and is not repeated", shownUncertain, []string{"TestOutages"}},
	{"T27", "a webhook without its secret is refused, and one that failed comes again", nil, []string{"TestWebhookRefuses", "TestWebhookComesAgain"}},
	{"T28", "menus hold what Telegram takes, each scope its own", nil, []string{"TestMenusHoldWhatTelegramTakes", "TestMenusAreSetOnce"}},
}

func TestCases(t *testing.T) {
	tests := testNames(t)
	for i, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			if want := "T" + strconv.Itoa(101 + i)[1:]; s.name != want || s.does == "" || s.shown == nil && len(s.by) == 0 {
				t.Errorf("case %s is not %s, or not shown", s.name, want)
			}
			for _, by := range s.by {
				if !slices.Contains(tests, by) {
					t.Errorf("%s, which shows that %s, is no test", by, s.does)
				}
			}
			if s.shown != nil {
				t.Parallel()
				s.shown(t)
			}
		})
	}
	if len(situations) != 28 {
		t.Errorf("there are %d cases", len(situations))
	}
}

// testNames are the names of the tests of this folder.
func testNames(t *testing.T) (names []string) {
	files, err := filepath.Glob("*_test.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no tests: %v", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`).FindAllStringSubmatch(string(source), -1) {
			names = append(names, found[1])
		}
	}
	return names
}

func shownPolls(t *testing.T) {
	s := freeServer(t)
	ann := someone(s, "Ann")
	l := open(t, s, telegram.Options{})
	eventually(t, "it polls", s.Polling)
	began := time.Now()
	ann.Say(ann.Private(), "hello")
	l.hears("hello")
	if took := time.Since(began); took > within/2 {
		t.Errorf("the answer took %v", took)
	}
	calls := s.LastCalls("getUpdates")
	for _, c := range calls {
		if offset, err := strconv.Atoi(c.Values["offset"]); c.Values["offset"] != "" && (err != nil || offset < 0) {
			t.Errorf("the offset is %q", c.Values["offset"])
		}
		for _, kind := range []string{"message", "channel_post", "callback_query", "my_chat_member", "inline_query"} {
			if !strings.Contains(c.Values["allowed_updates"], `"`+kind+`"`) {
				t.Errorf("it asks for %s", c.Values["allowed_updates"])
			}
		}
		if c.Values["timeout"] != "50" {
			t.Errorf("it waits %s s", c.Values["timeout"])
		}
	}
}

func shownOldUpdates(t *testing.T) {
	s := freeServer(t)
	ann := someone(s, "Ann")
	ann.Say(ann.Private(), "long ago")
	s.Advance(25 * time.Hour)
	ann.Say(ann.Private(), "now")
	l := open(t, s, telegram.Options{})
	l.hears("now")
}

// paced is a server with Telegram's limits, and a pacing that keeps them.
func paced(t *testing.T) (*telegramtest.Server, *telegram.Adapter, *bot.Pacing) {
	t.Helper()
	s := newServer(t, telegramtest.Options{})
	pacing := bot.NewPacing((&telegram.Adapter{}).Pace())
	return s, newAdapter(t, s, telegram.Options{Pacing: pacing}), pacing
}

func shownChatPace(t *testing.T) {
	s, a, _ := paced(t)
	ann := s.AddPerson(telegramtest.User{FirstName: "Ann"})
	ann.Start("")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- a.Run(ctx, func(context.Context, bot.Command) (bot.Reply, error) {
			return bot.Reply{Messages: append([]bot.Message{long(2)}, said("b").Messages...)}, nil
		})
	}()
	ann.Private().WaitPosts(3, within)
	ann.Say(ann.Private(), "more")
	posts := ann.Private().WaitPosts(6, within)
	stop()
	if err := <-ended; err != nil || len(posts) != 6 || s.TooMany() != 0 {
		t.Errorf("%d messages arrived, %d were too many; %v", len(posts), s.TooMany(), err)
	}
}

func shownPaceOfAll(t *testing.T) {
	s, a, pacing := paced(t)
	began := time.Now()
	for range 75 {
		p := s.AddPerson(telegramtest.User{FirstName: "Reader"})
		p.Start("")
		if err := pacing.Wait(t.Context(), refOf(p.Private()), false, bot.Unhurried); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Send(t.Context(), refOf(p.Private()), said("digest").Messages[0]); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); s.TooMany() != 0 || took < 2*time.Second {
		t.Errorf("75 messages took %v, %d were too many", took, s.TooMany())
	}
}

func shownNoMarkdown(t *testing.T) {
	b := writing(t, telegram.Options{})
	const text = `*a* _b_ [c](https wire) 1.5 (d) ~e~ > f ||g|| \h !`
	b.send(t, b.ann.Private(), said(text).Messages[0])
	if p := b.ann.Private().BotPosts()[0]; p.Text != text || len(p.Entities) != 0 {
		t.Errorf("the chat reads %q with %+v", p.Text, p.Entities)
	}
}

func shownBlocked(t *testing.T) {
	b := writing(t, telegram.Options{})
	b.ann.Block()
	b.fails(t, b.ann.Private(), said("x").Messages[0], bot.Gone)
	b.ann.Unblock()
	b.send(t, b.ann.Private(), said("x").Messages[0])
}

func shownGone(t *testing.T) {
	b := writing(t, telegram.Options{})
	never := b.AddPerson(telegramtest.User{FirstName: "Ben"})
	deleted := b.AddPerson(telegramtest.User{FirstName: "Chris"})
	deleted.Start("")
	deleted.Deactivate()
	kicked, channel, over := b.AddGroup("Kicked", b.ann), b.AddChannel("Channel", b.ann), b.AddGroup("Over", b.ann)
	kicked.Add(b.ann, b.Bot())
	kicked.Kick(b.ann, b.Bot())
	over.Add(b.ann, b.Bot())
	over.Delete()
	for want, r := range map[string]*telegramtest.Room{
		"can't initiate conversation": never.Private(), "deactivated": deleted.Private(), "kicked from the group": kicked, "not a member of the channel": channel, "was deleted": over,
	} {
		if e := b.fails(t, r, said("x").Messages[0], bot.Gone); !strings.Contains(e.Message, want) {
			t.Errorf("the error says %q, want %q", e.Message, want)
		}
	}
	_, err := b.adapter.Send(t.Context(), bot.ChatRef{Platform: telegram.Platform, ID: id(b.Bot().ID())}, said("x").Messages[0])
	isKind(t, err, bot.Gone)
	_, err = b.adapter.Send(t.Context(), bot.ChatRef{Platform: telegram.Platform, ID: "4711"}, said("x").Messages[0])
	isKind(t, err, bot.Forbidden) // never seen, or not yet: not believed at once
}

func shownMuted(t *testing.T) {
	b := writing(t, telegram.Options{})
	b.Fail("sendMessage", b.group.ID(), telegramtest.Refusing(400, "Bad Request: not enough rights to send text messages to the chat"))
	b.fails(t, b.group, said("x").Messages[0], bot.Forbidden)
	b.send(t, b.group, said("a false alarm").Messages[0])
	b.group.Restrict(b.ann, b.Bot(), telegramtest.Permissions{})
	b.fails(t, b.group, said("x").Messages[0], bot.Forbidden)
	channel := b.AddChannel("Channel", b.ann)
	channel.Promote(b.ann, b.Bot(), telegramtest.Rights{})
	b.fails(t, channel, said("x").Messages[0], bot.Forbidden)
}

func shownLatePress(t *testing.T) {
	s := play(t, nil)
	s.answer = func(c bot.Command) bot.Reply {
		if c.Button != "" {
			s.Advance(time.Minute) // so long it took
			return bot.Reply{Notice: "", Messages: said("the work").Messages}
		}
		return buttoned(c)
	}
	s.ann.Start("")
	s.ann.Private().WaitPosts(1, within)
	press := s.ann.Press(s.ann.Private(), "Stop")
	if posts := s.ann.Private().WaitPosts(2, within); len(posts) != 2 || posts[1].Text != "the work" {
		t.Errorf("the chat reads %+v", posts)
	}
	if press.Answered() || len(s.Refused()) != 1 {
		t.Errorf("the press was not too old: %+v", s.Refused())
	}
}

func shownRefusedUpload(t *testing.T) {
	b := writing(t, telegram.Options{})
	b.ann.Block()
	b.fails(t, b.ann.Private(), bot.Message{Files: []bot.File{{Name: "a.json", Bytes: []byte("{}")}}}, bot.Gone)
	b.ann.Unblock()
	b.Fail("sendDocument", 0, telegramtest.Flooding(7))
	if e := b.fails(t, b.ann.Private(), bot.Message{Files: []bot.File{{Name: "a.json", Bytes: []byte("{}")}}}, bot.RetryAfter); e.RetryAfter != 7*time.Second {
		t.Errorf("it is to wait %v", e.RetryAfter)
	}
}

func shownUncertain(t *testing.T) {
	for name, f := range map[string]telegramtest.Fault{"page": telegramtest.BadGateway(), "lost": telegramtest.LostAnswer(), "stalled": telegramtest.Stalling(4 * time.Second)} {
		var o telegram.Options
		if name == "stalled" {
			o.CallTimeout = 2 * time.Second
		}
		b := writing(t, o)
		b.Fail("sendMessage", 0, f)
		b.fails(t, b.ann.Private(), said("x").Messages[0], bot.Uncertain)
		if n := b.Calls("sendMessage"); n != 1 {
			t.Errorf("%s: %d requests were made", name, n)
		}
	}
	s := play(t, func(bot.Command) bot.Reply { return said("answer") })
	s.Fail("sendMessage", 0, telegramtest.LostAnswer())
	s.ann.Start("")
	s.heard(t, 1)
	s.settled(t)
	if n := len(s.ann.Private().BotPosts()); n != 1 {
		t.Errorf("an answer that may have arrived was said %d times", n)
	}
}
