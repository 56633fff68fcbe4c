package bot_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// The groups of these tests; the second is a topic of the first.
var (
	club      = bot.ChatRef{Platform: "test", ID: "-500"}
	clubTopic = bot.ChatRef{Platform: "test", ID: "-500:7"}
)

func joined(change bot.ChatChangeKind, user string) bot.ChatChange {
	return bot.ChatChange{Change: change, Chat: club, Kind: bot.Group, ChatName: "The club", User: bot.User{ID: user}}
}

// inClub is what an administrator says in the group, or in a topic of it.
func (n *newsroom) inClub(chat bot.ChatRef, typed string) bot.Reply {
	n.t.Helper()
	c := bot.Command{Chat: chat, Kind: bot.Group, ChatName: "The club", User: bot.User{ID: "ann", Admin: true}, Text: typed}
	if chat != club {
		c.Within = club
	}
	return n.handle(c)
}

func TestGroupIsGreetedOnce(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	if reply := n.changes(joined(bot.BotAdded, "ann")); !strings.HasPrefix(said(reply), "Hello.") || len(reply.Messages) != 1 || reply.ForUser {
		t.Errorf("greeted: %s", show(reply))
	}
	n.restart()
	if reply := n.changes(joined(bot.BotAdded, "ann")); len(reply.Messages) != 0 {
		t.Errorf("told once more: %s", show(reply))
	}
	n.changes(joined(bot.BotRemoved, "ann"))
	if reply := n.changes(joined(bot.BotAdded, "ann")); !strings.HasPrefix(said(reply), "Hello.") {
		t.Errorf("brought back: %s", show(reply))
	}
	supergroup := joined(bot.BotAdded, "ann")
	supergroup.Chat.ID = "-100500"
	moved := joined(bot.ChatMoved, "")
	moved.MovedTo = supergroup.Chat
	if reply := n.changes(moved); len(reply.Messages) != 0 {
		t.Errorf("moved: %s", show(reply))
	}
	if reply := n.changes(supergroup); len(reply.Messages) != 0 {
		t.Errorf("in the group that it has become: %s", show(reply))
	}
}

func TestRemovedFromAGroup(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.inClub(club, "/subscribe lorne")
	n.inClub(clubTopic, "/subscribe grain")
	n.says("ann", "/subscribe ports")
	for _, chat := range []bot.ChatRef{club, clubTopic} {
		if s := n.settings(chat); s.NextDigest.IsZero() || s.Kind != bot.Group {
			t.Fatalf("%s: %+v", chat.ID, s)
		}
	}
	if reply := n.changes(joined(bot.BotRemoved, "ann")); len(reply.Messages) != 0 {
		t.Errorf("said %s", show(reply))
	}
	for _, chat := range []bot.ChatRef{club, clubTopic} {
		if s := n.settings(chat); s.Stopped != "gone" || !s.NextDigest.IsZero() {
			t.Errorf("%s: %+v", chat.ID, s)
		}
	}
	if s := n.settings(private("ann")); s.Stopped != "" || s.NextDigest.IsZero() {
		t.Errorf("the private chat: %+v", s)
	}
	if got := said(n.changes(joined(bot.BotAdded, "ann"))); !strings.HasPrefix(got, "Hello again. The one topic that this chat follows comes as before") {
		t.Errorf("brought back said %q", got)
	}
	for chat, topic := range map[bot.ChatRef]string{club: "lorne", clubTopic: "grain"} {
		if s := n.settings(chat); s.Stopped != "" || s.NextDigest.IsZero() {
			t.Errorf("brought back, %s: %+v", chat.ID, s)
		}
		n.follows(chat, topic)
	}
}

// TestMovedGroup: platforms tell that the bot has left the old group, before or
// after they tell where it is now.
func TestMovedGroup(t *testing.T) {
	moved := joined(bot.ChatMoved, "")
	moved.MovedTo = bot.ChatRef{Platform: "test", ID: "-100500"}
	left := joined(bot.BotRemoved, "ann")
	for name, changes := range map[string][]bot.ChatChange{
		"moved":            {moved, moved},
		"left, then moved": {left, moved},
		"moved, then left": {moved, left},
		"known already":    {{Change: bot.BotAdded, Chat: moved.MovedTo, Kind: bot.Group, User: bot.User{ID: "ann"}}, moved},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
			n.inClub(club, "/subscribe lorne")
			n.inClub(club, "/quiet 22-7")
			for _, c := range changes {
				n.changes(c)
			}
			if s := n.settings(moved.MovedTo); s.Stopped != "" || s.NextDigest.IsZero() || s.Quiet.From != 22*60 || s.Kind != bot.Group {
				t.Errorf("%+v", s)
			}
			n.follows(moved.MovedTo, "lorne")
			n.follows(club)
		})
	}
}

func TestBlockedAndBack(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.says("ann", "/subscribe lorne")
	own := bot.ChatChange{Change: bot.BotRemoved, Chat: private("ann"), User: bot.User{ID: "ann"}}
	n.changes(own)
	if s := n.settings(private("ann")); s.Stopped != "gone" {
		t.Fatalf("blocked: %+v", s)
	}
	own.Change = bot.BotUnblocked
	if reply := n.changes(own); len(reply.Messages) != 0 {
		t.Errorf("unblocked: %s", show(reply))
	}
	if s := n.settings(private("ann")); s.Stopped != "gone" || !s.NextDigest.IsZero() {
		t.Errorf("unblocked, without a word yet: %+v", s)
	}
	if reply := n.says("ann", "/topics"); !strings.Contains(said(reply), "Nothing is sent at the moment") {
		t.Errorf("what is followed then: %s", show(reply))
	}
	reply := n.says("ann", "/start")
	if !strings.HasPrefix(said(reply), "I can write to you again, and your topic comes as before. Next digest: ") {
		t.Errorf("back: %s", show(reply))
	}
	if s := n.settings(private("ann")); s.Stopped != "" || s.NextDigest.IsZero() {
		t.Errorf("back: %+v", s)
	}
	if reply := n.says("ann", "/start"); strings.Contains(said(reply), "again") {
		t.Errorf("started once more: %s", show(reply))
	}
	if reply := n.says("ann", "/topics"); strings.Contains(said(reply), "Nothing is sent") {
		t.Errorf("what is followed in the end: %s", show(reply))
	}
	if s := n.settings(private("bob")); s.Stopped != "" {
		t.Errorf("somebody else: %+v", s)
	}
}

// TestStrangersGroup: by invitation, the bot works in the groups and channels of
// who was let in; other groups are told once, channels never.
func TestStrangersGroup(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessInvite})
	code := invite(t, n.store, bot.Invite{Uses: 1, Expires: morning.Add(24 * time.Hour)})
	n.says("ann", "/start "+code)
	if reply := n.changes(joined(bot.BotAdded, "bob")); !strings.HasPrefix(said(reply), "I was not invited") {
		t.Errorf("a stranger's group: %s", show(reply))
	}
	n.restart()
	if reply := n.changes(joined(bot.BotAdded, "bob")); len(reply.Messages) != 0 {
		t.Errorf("once more: %s", show(reply))
	}
	if reply := n.added("bob", harbourNews, "Harbour News"); len(reply.Messages) != 0 {
		t.Errorf("a stranger's channel: %s", show(reply))
	}
	if reply := n.pressesData("bob", "1b:"+harbourNews.ID); strings.HasPrefix(said(reply), "For ") {
		t.Errorf("a stranger manages: %s", show(reply))
	}
	if reply := n.changes(joined(bot.BotAdded, "ann")); !strings.HasPrefix(said(reply), "Hello.") {
		t.Errorf("by who was let in: %s", show(reply))
	}
	if reply := n.inClub(club, "/topics"); strings.Contains(said(reply), "not invited") || len(reply.Messages) == 0 {
		t.Errorf("then: %s", show(reply))
	}
}

// TestManagingByInvitation: who is let in manages channels, and nobody else.
func TestManagingByInvitation(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessInvite})
	code := invite(t, n.store, bot.Invite{Uses: 1, Expires: morning.Add(24 * time.Hour)})
	n.says("ann", "/start "+code)
	n.begins("ann")
	n.says("ann", "/subscribe lorne")
	n.follows(harbourNews, "lorne")
	s, err := n.store.FindStanding(t.Context(), harbourNews, "")
	if err != nil || !s.Chat {
		t.Errorf("the channel is let in: %v, %v", s.Chat, err)
	}
	n.rights.set("bob", harbourNews, true) // an administrator who was not let in
	if reply := n.pressesData("bob", "1b:"+harbourNews.ID); !strings.HasPrefix(said(reply), "This bot is by invitation.") {
		t.Errorf("a stranger: %s", show(reply))
	}
	n.says("ann", "/subscribe grain")
	// Put out again, ann may stop what comes to her own chat, and no more.
	n.presses("ann", n.says("ann", "/topics"), "Done with Harbour News")
	n.says("ann", "/subscribe ports")
	n.pressesData("ann", "1b:"+harbourNews.ID)
	if err := n.store.DeleteGrant(t.Context(), bot.UserGrant, "test", "ann"); err != nil {
		t.Fatal(err)
	}
	n.says("ann", "/pause")
	n.says("ann", "/unsubscribe ports")
	if n.settings(harbourNews).Paused || !n.settings(private("ann")).Paused {
		t.Error("who was put out has paused a channel")
	}
	n.pressesData("ann", "1y"+harbourNews.ID+"!s:/pause")
	n.follows(harbourNews, "lorne", "grain")
	n.follows(private("ann"))
	if n.settings(harbourNews).Paused {
		t.Error("who was put out has paused a channel by its button")
	}
}

// TestManagingByList: only the channels that the operator named.
func TestManagingByList(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessListed, Listed: []string{"test:ann", "test:" + harbourNews.ID}})
	n.begins("ann")
	n.says("ann", "/subscribe lorne")
	n.follows(harbourNews, "lorne")
	told := n.added("ann", valleyNews, "Valley News")
	if !told.ForUser || !strings.Contains(said(told), "Valley News yet") || !strings.Contains(said(told), "test:"+valleyNews.ID) || hasButton(told, "Settings of Valley News") {
		t.Errorf("a channel that is not named: %s", show(told))
	}
	if reply := n.added("bob", valleyNews, "Valley News"); len(reply.Messages) != 0 {
		t.Errorf("a stranger: %s", show(reply))
	}
	n.access.Listed = []string{"test:ann"}
	n.restart()
	if reply := n.says("ann", "/subscribe grain"); !strings.Contains(said(reply), "test:"+harbourNews.ID) {
		t.Errorf("named no more: %s", show(reply))
	}
	n.follows(harbourNews, "lorne")
}

// TestUnsure: where rights could not be checked, that is what is said.
func TestUnsure(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	own := n.inClub(club, "/subscribe lorne")
	for _, c := range []bot.Command{
		{Text: "/subscribe grain"}, {Text: "/unsubscribe lorne"}, {Text: "/digest 9:00"}, {Text: "/timezone yerevan"}, {Text: "/quiet 22-7"}, {Text: "/pause"},
		{Text: "/resume"}, {Text: "/language en"}, {Text: "/language reading en"}, {Text: "/settings nothing say"}, {Text: "/settings ask all"},
		{Text: "/settings where here"}, {Text: "/mydata"}, {Text: "/delete_my_data"}, {Button: button(t, own, "Undo").Data}, {Button: "1f1:grain"},
		{Button: "1g1"}, {Button: "1k1.1"}, {Button: "1m1.0"}, {Button: "1x1"},
	} {
		c.Chat, c.Kind, c.User = club, bot.Group, bot.User{ID: "ann", Unsure: true}
		if reply := n.handle(c); said(reply) != "I couldn't check your rights just now. Try again in a moment.\n" || !reply.ForUser || len(reply.Messages[0].Buttons) > 0 {
			t.Errorf("%s%s: %s", c.Text, c.Button, show(reply))
		}
	}
	n.follows(club, "lorne")
	n.inClub(club, "/settings ask admins")
	if reply := n.handle(bot.Command{Chat: club, Kind: bot.Group, User: bot.User{ID: "ann", Unsure: true}, Text: "/latest lorne"}); !strings.HasPrefix(said(reply), "I couldn't check") {
		t.Errorf("asked: %s", show(reply))
	}
}

// TestChannelGoesOnWhenTheBotMayPostAgain: nobody speaks in a channel.
func TestChannelGoesOnWhenTheBotMayPostAgain(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.begins("ann")
	n.says("ann", "/subscribe lorne")
	n.changes(bot.ChatChange{Change: bot.BotRemoved, Chat: harbourNews, Kind: bot.Channel, User: bot.User{ID: "ann"}})
	if s := n.settings(harbourNews); s.Stopped != "gone" {
		t.Fatalf("removed: %+v", s)
	}
	n.added("ann", harbourNews, "Harbour News Daily")
	if s := n.settings(harbourNews); s.Stopped != "" || s.NextDigest.IsZero() || s.Name != "Harbour News Daily" {
		t.Errorf("back: %+v", s)
	}
}
