package telegramtest_test

import (
	"slices"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

func TestBeingAdded(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	group := b.AddGroup("Dockers", ana)
	group.Add(ana, b.Bot())
	got := b.drain()
	if len(got) != 2 || got[0].MyChatMember == nil || got[0].MyChatMember.Old.Status != "left" || got[0].MyChatMember.New.Status != "member" ||
		got[0].MyChatMember.From.ID != ana.ID() || got[1].Message == nil || len(got[1].Message.NewChatMembers) != 1 {
		t.Errorf("updates %+v, want my_chat_member and new_chat_members", got)
	}
	channel := b.AddChannel("Port news", ana)
	channel.Promote(ana, b.Bot(), telegramtest.AllRights())
	if got := b.drain(); len(got) != 1 || got[0].MyChatMember.New.Status != "administrator" || got[0].MyChatMember.Chat.Type != "channel" {
		t.Errorf("updates %+v, want my_chat_member of the channel alone", got)
	}
	ana.Say(channel, "first post")
	got = b.drain()
	if len(got) != 1 || got[0].ChannelPost == nil || got[0].ChannelPost.From != nil || got[0].ChannelPost.SenderChat.ID != channel.ID() {
		t.Errorf("updates %+v, want a post without an author", got)
	}
	good[bool](b, "leaveChat", "chat_id", group.ID())
	if got := b.drain(); len(got) != 2 || got[0].MyChatMember.New.Status != "left" || got[1].Message.LeftChatMember.ID != b.Bot().ID() {
		t.Errorf("updates %+v, want that the bot left", got)
	}
}

// T22
func TestStandings(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana, ben, eva := b.friend("Ana"), b.friend("Ben"), b.friend("Eva")
	group := b.AddSupergroup("Dockers", ana, ben)
	group.Promote(ana, b.Bot(), telegramtest.AllRights())
	status := func(p *telegramtest.Person) string {
		t.Helper()
		return good[member](b, "getChatMember", "chat_id", group.ID(), "user_id", p.ID()).Status
	}
	for name, tt := range map[string]struct {
		p    *telegramtest.Person
		want string
	}{"Creator": {ana, "creator"}, "Member": {ben, "member"}, "Stranger": {eva, "left"}, "Bot": {b.Bot(), "administrator"}} {
		if got := status(tt.p); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	group.Promote(ana, ben, telegramtest.Rights{CanManageChat: true, CanChangeInfo: true})
	admins := good[[]member](b, "getChatAdministrators", "chat_id", group.ID())
	if len(admins) != 3 || admins[0].Status != "creator" || status(ben) != "administrator" {
		t.Errorf("administrators %+v", admins)
	}
	group.Restrict(ana, ben, telegramtest.Permissions{})
	if got := status(ben); got != "restricted" {
		t.Errorf("a muted member is %q", got)
	}
	group.Kick(ana, ben)
	if got := status(ben); got != "kicked" {
		t.Errorf("a removed member is %q", got)
	}
	if n := good[int](b, "getChatMemberCount", "chat_id", group.ID()); n != 2 {
		t.Errorf("%d members, want 2", n)
	}
	b.bad(400, "Bad Request: user not found", "getChatMember", "chat_id", group.ID(), "user_id", 5)
	b.bad(400, "Bad Request: there are no administrators in the private chat", "getChatAdministrators", "chat_id", ana.ID())

	channel := b.AddChannel("Port news", ana, ben)
	channel.Add(ana, b.Bot())
	b.bad(400, "Bad Request: member list is inaccessible", "getChatMember", "chat_id", channel.ID(), "user_id", ben.ID())
}

func TestGetChat(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	forum := b.AddForum("Dockers", ana)
	forum.Add(ana, b.Bot())
	forum.SetUsername("dockers_of_ellery")
	chat := good[telegramtest.Chat](b, "getChat", "chat_id", "@Dockers_of_Ellery")
	if chat.ID != forum.ID() || !chat.IsForum || chat.Title != "Dockers" || chat.Type != "supergroup" {
		t.Errorf("chat %+v", chat)
	}
	if chat := good[telegramtest.Chat](b, "getChat", "chat_id", ana.ID()); chat.Type != "private" || chat.FirstName != "Ana" {
		t.Errorf("chat %+v", chat)
	}
	b.bad(400, "Bad Request: chat not found", "getChat", "chat_id", b.AddPerson(telegramtest.User{}).ID())
	good[bool](b, "sendChatAction", "chat_id", ana.ID(), "action", "typing")
}

// T23
func TestAnonymousAdministrator(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	group := b.AddSupergroup("Dockers", ana)
	group.Add(ana, b.Bot())
	group.SetAnonymous(ana, true)
	b.forget()
	ana.Say(group, "/settings@wirebrief_test_bot")
	got := b.drain()
	if len(got) != 1 || got[0].Message.From.ID != 1087968824 || got[0].Message.SenderChat.ID != group.ID() {
		t.Fatalf("updates %+v, want one from the group", got)
	}
	if posts := group.Posts(); posts[len(posts)-1].From != "Dockers" {
		t.Errorf("readers see %q as its author", posts[len(posts)-1].From)
	}
}

func TestLinkedChannelAndChannelAsUser(t *testing.T) {
	b := start(t, telegramtest.Options{ReadsAll: true})
	ana := b.friend("Ana")
	channel := b.AddChannel("Port news", ana)
	group := b.AddSupergroup("Talk", ana)
	channel.LinkTo(group)
	group.Add(ana, b.Bot())
	b.forget()
	ana.Say(channel, "a post")
	ana.SayAs(channel, group, "as the channel")
	got := b.drain()
	if len(got) != 2 {
		t.Fatalf("updates %+v", got)
	}
	if m := got[0].Message; !m.IsAutomaticForward || m.SenderChat.ID != channel.ID() || m.ForwardOrigin.Chat.ID != channel.ID() || m.From.ID != 777000 {
		t.Errorf("the forwarded post is %+v", m)
	}
	if m := got[1].Message; m.IsAutomaticForward || m.SenderChat.ID != channel.ID() || m.From.ID != 136817688 {
		t.Errorf("the channel's message is %+v", m)
	}
}

// T24
func TestPrivacyMode(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	robot := b.AddPerson(telegramtest.User{FirstName: "Robot", IsBot: true, Username: "other_bot"})
	group := b.AddSupergroup("Dockers", ana, robot)
	group.Add(ana, b.Bot())
	b.forget()
	sees := func(name string, want bool, act func() telegramtest.Message) {
		t.Helper()
		m := act()
		if got := slices.Contains(texts(b.drain()), m.Text); got != want || m.Text == "" {
			t.Errorf("%s: the bot sees it: %v, want %v", name, got, want)
		}
	}
	say := func(text string) func() telegramtest.Message {
		return func() telegramtest.Message { return ana.Say(group, text) }
	}
	sees("PlainText", false, say("good morning"))
	sees("CommandOfAnother", false, say("/help@otherbot"))
	sees("OwnCommand", true, say("/help@wirebrief_test_bot"))
	sees("OwnCommandInOtherCase", true, say("/help@Wirebrief_Test_Bot now"))
	sees("BareCommand", false, say("/help"))
	posted := b.send(group, "here I am")
	sees("BareCommandAfterItPosted", true, say("/help me"))
	sees("Reply", true, func() telegramtest.Message { return ana.Reply(group, posted.MessageID, "yes") })
	robot.Say(group, "beep")
	b.forget()
	sees("BareCommandAfterAnotherBot", false, say("/help"))
	said := ana.Say(group, "to myself")
	sees("ReplyToSomebody", false, func() telegramtest.Message { return ana.Reply(group, said.MessageID, "no") })
	group.Promote(ana, b.Bot(), telegramtest.AllRights())
	sees("AsAdministrator", true, say("good evening"))
	sees("CommandOfAnotherAsAdministrator", true, say("/help@otherbot"))
}

func TestForwardEditAndShare(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	channel := b.AddChannel("Port news", ana)
	post := ana.Say(channel, "Dock strike https://example.com/a")
	ana.Forward(channel, post.MessageID, ana.Private())
	said := ana.Say(ana.Private(), "karabah")
	ana.Edit(ana.Private(), said.MessageID, "karabakh")
	b.send(ana.Private(), "Which channel?", "reply_markup",
		`{"keyboard":[[{"text":"Choose","request_chat":{"request_id":3,"chat_is_channel":true,"request_title":true}}]]}`)
	ana.ShareChat(ana.Private(), "Choose", channel)
	got := b.drain()
	if len(got) != 4 {
		t.Fatalf("updates %+v", got)
	}
	if m := got[0].Message; m.ForwardOrigin == nil || m.ForwardOrigin.Type != "channel" || m.ForwardOrigin.MessageID != post.MessageID || m.Entities[0].Type != "url" {
		t.Errorf("forwarded %+v", m)
	}
	if m := got[2].Edited; m == nil || m.Text != "karabakh" || m.EditDate == 0 {
		t.Errorf("edited %+v", m)
	}
	if m := got[3].Message; m.ChatShared == nil || m.ChatShared.ChatID != channel.ID() || m.ChatShared.RequestID != 3 || m.ChatShared.Title != "Port news" {
		t.Errorf("shared %+v", m)
	}
}

// Who may write where is as in the clients.
func TestWhoMayWrite(t *testing.T) {
	s, err := telegramtest.New(telegramtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ana, ben := s.AddPerson(telegramtest.User{FirstName: "Ana"}), s.AddPerson(telegramtest.User{FirstName: "Ben"})
	gone := s.AddPerson(telegramtest.User{FirstName: "Gone"})
	group, muted, closed := s.AddSupergroup("Open", ana, ben, gone), s.AddSupergroup("Muted", ana, ben), s.AddSupergroup("Closed", ana, ben)
	muted.Restrict(ana, ben, telegramtest.Permissions{})
	closed.SetClosed(true)
	channel, forum := s.AddChannel("Port news", ana, ben), s.AddForum("Topics", ana, ben)
	topic, shut := forum.AddTopic(ana, "Grain"), forum.AddTopic(ana, "Shut")
	forum.CloseTopic(ana, shut)
	deleted := s.AddGroup("Deleted", ana)
	deleted.Delete()
	gone.Deactivate()
	if got := forum.Topics(); got["Grain"] != topic || len(got) != 2 {
		t.Errorf("topics %v", got)
	}
	for name, tt := range map[string]struct {
		may bool
		act func() telegramtest.Message
	}{
		"Member":           {true, func() telegramtest.Message { return ben.Say(group, "a") }},
		"Muted":            {false, func() telegramtest.Message { return ben.Say(muted, "a") }},
		"Closed":           {false, func() telegramtest.Message { return ben.Say(closed, "a") }},
		"Administrator":    {true, func() telegramtest.Message { return ana.Say(closed, "a") }},
		"Follower":         {false, func() telegramtest.Message { return ben.Say(channel, "a") }},
		"InTopic":          {true, func() telegramtest.Message { return ben.SayIn(forum, topic, "a") }},
		"InClosedTopic":    {false, func() telegramtest.Message { return ben.SayIn(forum, shut, "a") }},
		"InNoTopic":        {false, func() telegramtest.Message { return ben.SayIn(forum, 999, "a") }},
		"DeletedGroup":     {false, func() telegramtest.Message { return ana.Say(deleted, "a") }},
		"DeletedAccount":   {false, func() telegramtest.Message { return gone.Say(group, "a") }},
		"AsForeignChannel": {false, func() telegramtest.Message { return ben.SayAs(channel, group, "a") }},
		"Bot":              {false, func() telegramtest.Message { return s.Bot().Say(group, "a") }},
		"Empty":            {false, func() telegramtest.Message { return ben.Say(group, " ") }},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(s.Violations())
			m, violations := tt.act(), s.Violations()[before:]
			if (m.MessageID != 0) != tt.may || (len(violations) == 0) != tt.may {
				t.Errorf("message %d, violations %q; may write: %v", m.MessageID, violations, tt.may)
			}
		})
	}
}

func TestFilesOfPeopleAndDeletion(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	m := ana.SendFile(ana.Private(), telegramtest.File{Name: "feeds.opml", MIME: "text/x-opml", Content: []byte("<opml/>")}, "my feeds")
	got := b.drain()
	if len(got) != 1 || got[0].Message.Document.FileName != "feeds.opml" || got[0].Message.Caption != "my feeds" || got[0].Message.Text != "" {
		t.Errorf("updates %+v, want the file", got)
	}
	posts := ana.Private().Posts()
	if p := posts[len(posts)-1]; p.Text != "my feeds" || string(p.Files[0].Content) != "<opml/>" {
		t.Errorf("the post is %+v", p)
	}
	b.send(ana.Private(), "thanks", "reply_markup", oneButton)
	post := ana.Private().BotPosts()[0]
	if button, ok := post.Button("Read"); !ok || button.URL == "" || b.Sent() != 1 {
		t.Errorf("button %+v, %v; %d sent", button, ok, b.Sent())
	}
	ana.Private().DeletePost(m.MessageID)
	ana.Private().DeletePost(post.ID)
	if left := ana.Private().Posts(); len(left) != 1 || len(ana.Private().WaitPosts(0, wait)) != 0 {
		t.Errorf("posts %+v are left", left)
	}
	ana.Forward(ana.Private(), ana.Say(ana.Private(), "forward me").MessageID, ana.Private())
	posts = ana.Private().Posts()
	if p := posts[len(posts)-1]; p.Forwarded != "Ana" || p.Message.ForwardOrigin.Type != "user" {
		t.Errorf("forwarded %+v", p)
	}
}
