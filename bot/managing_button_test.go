package bot_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestButtonsStayWithTheirChannel: also when managing has ended, or another
// channel is managed.
func TestButtonsStayWithTheirChannel(t *testing.T) {
	for name, meanwhile := range map[string]func(n *newsroom){
		"while it is managed": func(*newsroom) {},
		"when managing ended": func(n *newsroom) { n.clock.t = n.clock.t.Add(24 * time.Hour); n.restart() },
		"while another one is": func(n *newsroom) {
			n.presses("ann", n.added("ann", valleyNews, "Valley News"), "Settings of Valley News")
		},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
			n.begins("ann")
			first, quiet, list := n.says("ann", "/subscribe lorne"), n.says("ann", "/quiet 22-7"), n.says("ann", "/topics")
			meanwhile(n)
			changed := n.presses("ann", list, "Change lorne")
			n.presses("ann", changed, "Alert me at once")
			if list, _ := n.store.FindSubscriptions(t.Context(), harbourNews); len(list) != 1 || list[0].Mode != bot.Instant {
				t.Errorf("followed: %+v", list)
			}
			reply := n.presses("ann", first, "Undo")
			if !strings.HasPrefix(said(reply), forHarbour) {
				t.Errorf("undone: %s", show(reply))
			}
			n.follows(harbourNews)
			n.presses("ann", reply, "Undo")
			n.follows(harbourNews, "lorne")
			n.presses("ann", quiet, "Undo")
			if s := n.settings(harbourNews); !s.Quiet.IsZero() {
				t.Errorf("quiet hours: %+v", s.Quiet)
			}
			n.follows(private("ann"))
			n.follows(valleyNews)
			now := name == "while it is managed"
			if hasButton(changed, "Done with Harbour News") != now || hasButton(changed, "Settings of Harbour News") == now {
				t.Errorf("buttons of %s", show(changed))
			}
			if name == "when managing ended" {
				n.says("ann", "/subscribe grain") // an old button begins nothing
				n.follows(private("ann"), "grain")
			}
		})
	}
}

// TestButtonsOfThePrivateChatStayThere: also while a channel is managed.
func TestButtonsOfThePrivateChatStayThere(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	own, settings := n.says("ann", "/subscribe lorne"), n.says("ann", "/quiet 22-7")
	n.begins("ann")
	n.presses("ann", own, "Undo")
	n.presses("ann", settings, "Undo")
	n.follows(private("ann"))
	if s := n.settings(private("ann")); !s.Quiet.IsZero() {
		t.Errorf("quiet hours: %+v", s.Quiet)
	}
}

// TestLongNames: the data of buttons is never too long, whatever the channel
// and the topics are called.
func TestLongNames(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	long := bot.ChatRef{Platform: "test", ID: "server!" + strings.Repeat("9", 40) + "#channel@" + strings.Repeat("7", 40)}
	topic := `"` + strings.Repeat("harbour lights ", 10) + `gate"`
	told := n.added("ann", long, strings.Repeat("Very long name ", 20))
	n.pressesData("ann", told.Messages[0].Buttons[0][0].Data)
	reply := n.says("ann", "/subscribe "+topic)
	n.says("ann", "/subscribe") // a question is kept, too
	n.says("ann", "grain")
	n.clock.t = n.clock.t.Add(time.Hour)
	reply = n.presses("ann", reply, "Undo")
	n.follows(long, "grain")
	n.presses("ann", reply, "Undo")
	if list, err := n.store.FindSubscriptions(t.Context(), long); err != nil || len(list) != 2 {
		t.Errorf("followed: %+v, %v", list, err)
	}
	n.follows(private("ann"))
}

// TestForgedButtons: data that people make up gives nobody any right, and does
// not tell what others have.
func TestForgedButtons(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	reply := n.begins("ann")
	n.says("ann", "/subscribe lorne")
	group := bot.ChatRef{Platform: "test", ID: "-100200"}
	n.rights.set("bob", group, true)
	if _, _, err := n.store.CreateSubscription(t.Context(), bot.Event{Platform: "test", Kind: bot.Group, ChatName: "A group"},
		bot.Subscription{Chat: group, Topic: mustTopic(t, "grain"), Mode: bot.Daily}); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"manage a foreign channel":      "1b:" + harbourNews.ID,
		"end it":                        "1b1:" + harbourNews.ID,
		"follow in a foreign channel":   "1y" + harbourNews.ID + "!f1:grain",
		"remove there":                  "1y" + harbourNews.ID + "!d1",
		"say something there":           "1y" + harbourNews.ID + "!s:/pause",
		"list what it follows":          "1y" + harbourNews.ID + "!t",
		"manage a group":                "1b:" + group.ID,
		"follow in a group":             "1y" + group.ID + "!f1:lorne",
		"manage an unknown chat":        "1b:-1",
		"manage nothing":                "1b",
		"a private chat":                "1y" + private("ann").ID + "!f1:lorne",
		"no channel":                    "1y!f1:lorne",
		"no end":                        "1y" + harbourNews.ID,
		"nothing inside":                "1y" + harbourNews.ID + "!",
		"one in another":                "1y" + harbourNews.ID + "!y" + harbourNews.ID + "!f1:lorne",
		"a channel of a phrase":         "1y#abc!f1:lorne",
		"forgetting":                    "1y" + harbourNews.ID + "!x1",
		"asking":                        "1y" + harbourNews.ID + "!a:lorne",
		"what is about no settings":     "1y" + harbourNews.ID + "!s:/mydata",
		"where to ask":                  "1y" + harbourNews.ID + "!w:x",
		"two commands":                  "1y" + harbourNews.ID + "!s:/pause\n/mydata",
		"managing inside":               "1y" + harbourNews.ID + "!b:" + harbourNews.ID,
		"a link instead of a press":     "",
		"a press in a group":            "",
		"the data of ann's own buttons": button(t, reply, "Pause").Data,
	} {
		t.Run(name, func(t *testing.T) {
			var reply bot.Reply
			switch name {
			case "a link instead of a press":
				key, err := n.bot.LinkKey(t.Context(), harbourNews, "1y"+harbourNews.ID+"!f1:grain")
				if err != nil {
					t.Fatal(err)
				}
				reply = n.says("ann", "/start "+key) // who may does not by a link either
			case "a press in a group":
				reply = n.handle(bot.Command{Chat: group, Kind: bot.Group, User: bot.User{ID: "ann", Admin: true}, Button: "1y" + harbourNews.ID + "!f1:grain"})
			default:
				reply = n.pressesData("bob", data)
			}
			if s := said(reply); s == "" || strings.Contains(s, "Harbour") || strings.Contains(s, "lorne") || n.failed != nil {
				t.Errorf("%s, %v", show(reply), n.failed)
			}
			n.follows(harbourNews, "lorne")
			n.follows(group, "grain")
			n.follows(private("ann"))
			if s := n.settings(harbourNews); s.Paused {
				t.Error("paused")
			}
			if s := n.settings(group); s.Kind != bot.Group {
				t.Errorf("the group is of kind %d", s.Kind)
			}
		})
	}
	n.says("bob", "/subscribe tides")
	n.follows(private("bob"), "tides")
	n.says("ann", "/subscribe tides") // ann manages on
	n.follows(harbourNews, "lorne", "tides")
}

// TestAChannelWhoseAnswersOnlyThePresserSees has no need of a private chat.
func TestAChannelWhoseAnswersOnlyThePresserSees(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.added("ann", harbourNews, "Harbour News")
	here := bot.Command{Chat: harbourNews, Kind: bot.Channel, ChatName: "Harbour News", User: bot.User{ID: "bob", Admin: true}, Aside: true, Text: "/subscribe lorne"}
	first := n.handle(here)
	n.follows(harbourNews, "lorne")
	here.Text, here.Button = "", button(t, first, "Undo").Data
	if reply := n.handle(here); hasButton(reply, "Settings of Harbour News") {
		t.Errorf("an administrator is led away: %s", show(reply))
	}
	n.follows(harbourNews)
}

// TestAnotherAdministrator: is led from a button in the channel to the private
// chat, where the same rights hold; readers are not.
func TestAnotherAdministrator(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.added("ann", harbourNews, "Harbour News")
	press := bot.Command{Chat: harbourNews, Kind: bot.Channel, ChatName: "Harbour News", User: bot.User{ID: "bob"}, Button: "1s:/settings"}
	if reply := n.handle(press); reply.Notice != "Only admins of a channel change what comes there." || !reply.ForUser {
		t.Errorf("a reader: %s", show(reply))
	}
	press.EventID, press.User.Unsure = "unsure", true
	if reply := n.handle(press); !strings.HasPrefix(reply.Notice, "I couldn't check your rights") {
		t.Errorf("not sure: %s", show(reply))
	}
	press.EventID, press.User = "sure", bot.User{ID: "bob", Admin: true}
	reply := n.handle(press)
	led := button(t, reply, "Settings of Harbour News")
	if !reply.ForUser || !led.Private || reply.Notice != "" {
		t.Fatalf("an administrator: %s", show(reply))
	}
	key, err := n.bot.LinkKey(t.Context(), harbourNews, led.Data)
	if err != nil {
		t.Fatal(err)
	}
	if reply := n.says("bob", "/start "+key); said(reply) == "" || hasButton(reply, "Settings of Harbour News") {
		t.Errorf("who may not: %s", show(reply))
	}
	n.rights.set("bob", harbourNews, true)
	if reply := n.says("bob", "/start "+key); !strings.HasPrefix(said(reply), forHarbour) || reply.Replace {
		t.Errorf("begun: %s", show(reply))
	}
	n.says("bob", "/subscribe lorne")
	n.follows(harbourNews, "lorne")
	n.follows(private("bob"))
	if reply := n.says("bob", "/settings"); !strings.HasPrefix(said(reply), forHarbour) {
		t.Errorf("managed: %s", show(reply))
	}
}

// TestSlipsAreForTheChannel: what was meant is for the channel, too.
func TestSlipsAreForTheChannel(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	begun := n.begins("ann")
	meant := n.says("ann", "/subscrib lorne")
	n.presses("ann", begun, "Done with Harbour News")
	n.presses("ann", meant, "/subscribe lorne")
	n.follows(harbourNews, "lorne")
	n.follows(private("ann"))
	if reply := n.says("ann", "/latst lorne"); strings.HasPrefix(said(reply), "For ") {
		t.Errorf("%s", show(reply))
	}
}

// TestRefusedChecksAreCounted: nobody makes the bot ask a platform without end.
func TestRefusedChecksAreCounted(t *testing.T) {
	n := newNewsroom(t, bot.Access{Mode: bot.AccessOpen})
	n.begins("ann")
	d := n.store
	n.bot = bot.New(bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Settings: d, Rights: n.rights, Managers: d, Now: n.clock.now, Rates: bot.DefaultRates(),
	})
	n.rights.asked = 0
	for range 300 {
		n.pressesData("bob", "1y"+harbourNews.ID+"!s:/pause")
		n.pressesData("bob", "1b:"+harbourNews.ID)
	}
	if n.rights.asked == 0 || n.rights.asked > 60 {
		t.Errorf("asked %d times", n.rights.asked)
	}
}
