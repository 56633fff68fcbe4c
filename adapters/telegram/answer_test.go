package telegram_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

func TestAnswersWaitOutAFlood(t *testing.T) {
	t.Parallel()
	s := play(t, func(c bot.Command) bot.Reply { return said("re " + c.Text) })
	s.ann.Start("")
	s.Fail("sendMessage", s.ann.ID(), telegramtest.Flooding(2))
	s.ann.Say(s.ann.Private(), "one")
	posts := s.ann.Private().WaitPosts(2, within)
	if len(posts) != 2 || posts[1].Text != "re one" {
		t.Fatalf("the chat reads %+v", posts)
	}
	var refused time.Time
	for _, r := range s.Refused() {
		refused = r.Time
	}
	calls := s.LastCalls("sendMessage")
	if gap := calls[len(calls)-1].Time.Sub(refused); gap < 2*time.Second || len(calls) != 3 {
		t.Errorf("%d requests, the last %v after it was asked to wait 2 s", len(calls), gap)
	}
}

func TestAFloodOfTwoChatsHoldsAll(t *testing.T) {
	t.Parallel()
	pacing := bot.NewPacing(bot.Pace{})
	s := playPaced(t, pacing, func(c bot.Command) bot.Reply { return said("re " + c.Text) })
	now := time.Now()
	s.stands.Store(&now) // or on a slow machine the second would come too late to count
	chris := s.AddPerson(telegramtest.User{FirstName: "Chris"})
	for _, p := range []*telegramtest.Person{s.ann, s.ben, chris} {
		p.Start("")
		p.Private().WaitPosts(1, within)
	}
	s.Fail("sendMessage", s.ann.ID(), telegramtest.Flooding(3))
	s.ann.Say(s.ann.Private(), "one")
	s.Wait(within, func() bool { return len(s.Refused()) == 1 })
	s.Fail("sendMessage", s.ben.ID(), telegramtest.Flooding(1))
	s.ben.Say(s.ben.Private(), "two")
	s.Wait(within, func() bool { return len(s.Refused()) == 2 })
	eventually(t, "the second is understood", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second) // or it might end before it is looked at
		defer cancel()
		return pacing.Wait(ctx, refOf(chris.Private()), false, bot.Interactive) != nil
	})
	chris.Say(chris.Private(), "three")
	for _, p := range []*telegramtest.Person{s.ann, s.ben, chris} {
		if posts := p.Private().WaitPosts(2, within); len(posts) != 2 {
			t.Fatalf("%s reads %+v", p.Name(), posts)
		}
	}
	first := s.Refused()[0].Time
	calls := s.LastCalls("sendMessage")
	for _, c := range calls[len(calls)-3:] {
		if c.Time.Sub(first) < 3*time.Second-20*time.Millisecond {
			t.Errorf("chat %s gets a message %v after all were asked to wait 3 s", c.Values["chat_id"], c.Time.Sub(first))
		}
	}
}

func TestAFloodTooLongIsNotWaitedFor(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply { return said("re " + c.Text) })
	s.ann.Start("")
	s.ann.Private().WaitPosts(1, within)
	s.Fail("sendMessage", s.ann.ID(), telegramtest.Flooding(600))
	s.ann.Say(s.ann.Private(), "one")
	s.heard(t, 2)
	s.settled(t)
	if n := s.Calls("sendMessage"); n != 2 {
		t.Errorf("%d requests were made", n)
	}
}

func TestAnAnswerFollowsItsGroup(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply {
		return bot.Reply{Messages: append(said("one").Messages, said("two").Messages...)}
	})
	g := s.AddGroup("Ellery readers", s.ann, s.ben)
	g.Add(s.ann, s.Bot())
	bigger := s.AddSupergroup("Ellery readers", s.ann, s.ben)
	bigger.Add(s.ann, s.Bot())
	s.Fail("sendMessage", g.ID(), telegramtest.Fault{Refuse: &telegramtest.Refusal{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: bigger.ID()}})
	s.ben.Say(g, "/latest@wirebrief_test_bot")
	posts := bigger.WaitPosts(2, within)
	if len(posts) != 2 || posts[0].Text != "one" || posts[1].Text != "two" || len(g.BotPosts()) != 0 {
		t.Errorf("the new group reads %+v, the old one %+v", posts, g.BotPosts())
	}
}

func TestAnAnswerGoesRoundInNoCircle(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply { return said("one") })
	g := s.AddGroup("Ellery readers", s.ann)
	g.Add(s.ann, s.Bot())
	s.Fail("sendMessage", 0, telegramtest.Fault{Times: -1, Refuse: &telegramtest.Refusal{Code: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: g.ID()}})
	s.ann.Say(g, "/latest@wirebrief_test_bot")
	s.heard(t, 1)
	s.settled(t)
	if n := s.Calls("sendMessage"); n != 2 {
		t.Errorf("%d requests were made", n)
	}
}

func TestAnAnswerToALostTopicGoesToTheGroup(t *testing.T) {
	t.Parallel()
	s := play(t, nil)
	g := s.AddForum("Ellery forum", s.ann)
	g.Add(s.ann, s.Bot())
	ports := g.AddTopic(s.ann, "Ports")
	s.mu.Lock()
	s.answer = func(c bot.Command) bot.Reply {
		g.DeleteTopic(ports)
		return said("answer")
	}
	s.mu.Unlock()
	s.ann.SayIn(g, ports, "/latest@wirebrief_test_bot ports")
	posts := g.WaitPosts(1, within)
	if len(posts) != 1 || posts[0].Text != "answer" || posts[0].Topic != 0 {
		t.Fatalf("the group reads %+v", posts)
	}
	if calls := s.LastCalls("sendMessage"); len(calls) != 3 || calls[1].Values["message_thread_id"] == "" || calls[2].Values["message_thread_id"] != "" {
		t.Errorf("the requests are %+v: the first refusal may be a mistake", calls)
	}
}

func TestGeneralHasNoNumber(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply { return said("answer") })
	g := s.AddForum("Ellery forum", s.ann)
	g.Add(s.ann, s.Bot())
	// Some servers say of messages in General that they are in topic 1.
	if _, err := s.Inject([]byte(`{"message":{"message_id":900,"message_thread_id":1,"is_topic_message":true,"date":1780000000,"text":"/latest@wirebrief_test_bot",` +
		`"chat":{"id":` + id(g.ID()) + `,"type":"supergroup","title":"Ellery forum","is_forum":true},"from":{"id":` + id(s.ann.ID()) + `,"first_name":"Ann"}}}`)); err != nil {
		t.Fatal(err)
	}
	if c := s.heard(t, 1)[0]; c.Chat.ID != id(g.ID()) || c.Within != (bot.ChatRef{}) {
		t.Errorf("got %+v", c)
	}
	if posts := g.WaitPosts(1, within); len(posts) != 1 || posts[0].Topic != 0 {
		t.Errorf("the group reads %+v", posts)
	}
	whole := bot.ChatRef{Platform: telegram.Platform, ID: id(g.ID())}
	g.CloseTopic(s.ann, 0)
	s.refusedAs(t, whole, bot.Forbidden)
}

func TestRepliesOutsideOfTopicsHaveNoTopic(t *testing.T) {
	s := play(t, func(c bot.Command) bot.Reply { return said("answer") })
	g := s.AddSupergroup("Ellery readers", s.ann)
	g.Add(s.ann, s.Bot())
	first := s.ann.Say(g, "about ports")
	s.ann.Reply(g, first.MessageID, "/latest@wirebrief_test_bot")
	if c := s.heard(t, 1)[0]; c.Chat.ID != id(g.ID()) || c.Answers {
		t.Errorf("got %+v", c)
	}
	if posts := g.WaitPosts(1, within); len(posts) != 1 {
		t.Error("there is no answer: a thread of replies was taken for a topic")
	}
}

func TestAReplyToADeletedMessageArrives(t *testing.T) {
	s := play(t, nil)
	g := s.AddSupergroup("Ellery readers", s.ann)
	g.Add(s.ann, s.Bot())
	s.mu.Lock()
	s.answer = func(bot.Command) bot.Reply {
		for _, p := range g.Posts() {
			g.DeletePost(p.ID)
		}
		return said("answer")
	}
	s.mu.Unlock()
	s.ann.Say(g, "/latest@wirebrief_test_bot")
	if posts := g.WaitPosts(1, within); len(posts) != 1 || posts[0].ReplyTo != 0 || posts[0].Text != "answer" {
		t.Errorf("the group reads %+v", posts)
	}
}

func TestOnlyTheFirstMessageIsAReply(t *testing.T) {
	s := play(t, func(bot.Command) bot.Reply {
		return bot.Reply{Messages: append([]bot.Message{long(2)}, said("last").Messages...)}
	})
	g := s.AddSupergroup("Ellery readers", s.ann)
	g.Add(s.ann, s.Bot())
	asked := s.ann.Say(g, "/latest@wirebrief_test_bot")
	s.ann.Start("")
	posts := g.WaitPosts(3, within)
	if len(posts) != 3 || posts[0].ReplyTo != asked.MessageID || posts[1].ReplyTo != 0 || posts[2].ReplyTo != 0 || !strings.HasPrefix(posts[2].Text, "last") {
		t.Errorf("the group reads %+v", posts)
	}
	if posts := s.ann.Private().WaitPosts(1, within); posts[0].ReplyTo != 0 {
		t.Error("in a private chat there is nobody else to reply to")
	}
}
