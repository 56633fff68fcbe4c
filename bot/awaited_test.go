package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"wirebrief/bot"
)

// TestWhoWaitsIsAlwaysTold asks twice where silence is shown as a failure: the
// second answer says what the first does.
func TestWhoWaitsIsAlwaysTold(t *testing.T) {
	group := bot.Command{EventID: "1", Chat: someGroup, Kind: bot.Group, User: bot.User{ID: "bob"}, Text: "/latest"}
	private := bot.Command{EventID: "1", Chat: bot.ChatRef{Platform: someGroup.Platform, ID: "dm"}, User: bot.User{ID: "bob"}, Text: "/latest"}
	read := group
	read.Text, read.Aside = "some words to be briefed", true
	for name, c := range map[string]bot.Command{"group": group, "private": private, "words in a group": read} {
		t.Run(name, func(t *testing.T) {
			_, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Access = bot.Access{Mode: bot.AccessInvite} })
			c.Awaited = true
			first := said(handle(t, b, c))
			c.EventID = "2"
			if got := said(handle(t, b, c)); got != first || !strings.Contains(got, "invit") {
				t.Errorf("said %q, then %q", first, got)
			}
			c.EventID, c.Awaited = "3", false
			if got := said(handle(t, b, c)); got != "" {
				t.Errorf("where nobody waits it was told again: %q", got)
			}
		})
	}
}

// TestWhoWaitsHearsOfRates asks more than is answered.
func TestWhoWaitsHearsOfRates(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, func(o *bot.Options) { o.Rates = bot.DefaultRates() })
	for n, c := range []bot.Command{{Text: "/help"}, {Button: "1s:/help"}} {
		c.Chat, c.Kind, c.User, c.Awaited = someGroup, bot.Group, bot.User{ID: "bob"}, true
		for range 30 - 25*n {
			reply := handle(t, b, c)
			if len(reply.Messages) == 0 {
				t.Fatalf("%+v is answered with silence", c)
			}
		}
		if got := said(handle(t, b, c)); !strings.Contains(got, "One at a time") {
			t.Errorf("said %q", got)
		}
	}
}

// TestAnOlderFormIsAnsweredAsWhatItAsked opens two forms and fills in the first
// last, with a word that is a command elsewhere.
func TestAnOlderFormIsAnsweredAsWhatItAsked(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	c := bot.Command{Chat: someGroup, Kind: bot.Group, User: bot.User{ID: "boss", Admin: true}, Forms: true, Awaited: true}
	ask := func(key, text string) string {
		c.EventID, c.Text = key, text
		return handle(t, b, c).Messages[0].Question
	}
	topic, zone := ask("1", "/subscribe weekly"), ask("2", "/timezone")
	if topic != "subscribe weekly" || zone != "timezone" {
		t.Fatalf("asked for %q and %q", topic, zone)
	}
	c.Answers = true
	c.EventID, c.Text, c.AnswerTo = "3", "help", topic
	if got := said(handle(t, b, c)); !strings.Contains(got, "Following help") || !strings.Contains(got, "once a week") {
		t.Errorf("the first form is answered %q", got)
	}
	c.EventID, c.Text, c.AnswerTo = "4", "Yerevan", zone
	if got := said(handle(t, b, c)); !strings.Contains(got, "in Yerevan now") {
		t.Errorf("the second form is answered %q", got)
	}
	c.User.Admin = false
	c.EventID, c.Text, c.AnswerTo = "5", "ports", topic
	if got := said(handle(t, b, c)); !strings.Contains(got, "Only admins") {
		t.Errorf("a member's form is answered %q", got)
	}
}

// TestAnswersAboutAnotherChatNameIt gives commands elsewhere.
func TestAnswersAboutAnotherChatNameIt(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	forum := bot.Command{Chat: someGroup, Kind: bot.Group, ChatName: "#news", User: bot.User{ID: "boss", Admin: true}, Elsewhere: true}
	own := bot.Command{Chat: bot.ChatRef{Platform: someGroup.Platform, ID: "dm"}, User: bot.User{ID: "boss"}, Elsewhere: true}
	for text, about := range map[string]bool{"/subscribe grain": true, "/settings": true, "/why": true, "/help": false, "/latest grain": false} {
		for want, c := range map[string]bot.Command{"For #news:": forum, "For our private chat:": own} {
			c.Text = text
			if got := said(handle(t, b, c)); strings.HasPrefix(got, want) != about {
				t.Errorf("%s is answered %q", text, got)
			}
		}
	}
	own.Text, own.Button = "", "1s:/topics"
	if got := said(handle(t, b, own)); !strings.HasPrefix(got, "For our private chat:") {
		t.Errorf("a button is answered %q", got)
	}
}

// TestAChannelOfAGroupHasAskers sets who may ask from a channel that is a part
// of a group; in one that stands alone nobody does.
func TestAChannelOfAGroupHasAskers(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	c := bot.Command{Chat: someGroup, Kind: bot.Channel, User: bot.User{ID: "boss", Admin: true}, Text: "/settings ask nobody"}
	if got := said(handle(t, b, c)); !strings.Contains(got, "where several people may ask") {
		t.Errorf("alone: said %q", got)
	}
	c.Within = bot.ChatRef{Platform: someGroup.Platform, ID: "guild"}
	if got := said(handle(t, b, c)); !strings.Contains(got, "Nobody asks me here") {
		t.Errorf("in a group: said %q", got)
	}
	c.Chat.ID, c.Kind, c.User.Admin, c.Text = "another", bot.Group, false, "/latest"
	if got := said(handle(t, b, c)); !strings.Contains(got, "Nobody asks me here") {
		t.Errorf("elsewhere in the group: said %q", got)
	}
	c.Chat, c.Kind, c.User.Admin, c.Text = someGroup, bot.Channel, true, "/settings"
	if reply := handle(t, b, c); !strings.Contains(said(reply), "Nobody asks me here") || !strings.Contains(fmt.Sprint(reply.Messages[0].Buttons), "Who may ask") {
		t.Errorf("said %q, %v", said(reply), reply.Messages[0].Buttons)
	}
}

// TestSeveralLanguagesAreThoseThatAreRead leaves out the word before them.
func TestSeveralLanguagesAreThoseThatAreRead(t *testing.T) {
	_, b := newDesk(t, &clock{morning}, nil)
	c := bot.Command{Chat: annsChat, User: annUser, Text: "/language en, tr"}
	if got := said(handle(t, b, c)); !strings.Contains(got, "You read English and Turkish") {
		t.Errorf("said %q", got)
	}
}
