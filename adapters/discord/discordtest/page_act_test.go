package discordtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

func TestPageSaysSomething(t *testing.T) {
	p := playPaged(t)
	if r := p.act("say", p.ben, p.room, object{"text": "hello"}); len(r) > 0 {
		t.Errorf("answered %v", r)
	}
	first := p.newest(p.ana, p.room)
	p.act("say", p.ana, p.room, object{"text": "yes?", "message": first.ID})
	if got := p.newest(p.ben, p.room); sketch(got.Text) != "yes?" || got.Reply == nil || got.Reply.Text != "hello" {
		t.Errorf("the reply is %+v", got)
	}
	p.act("say", p.ben, p.ben.Private(), object{"text": "in private"})
	if e := p.wantEvent("MESSAGE_CREATE"); !strings.Contains(string(e.D), "in private") {
		t.Errorf("the bot hears %s", e.D)
	}
	p.room.Deny(p.ben, discordtest.SendMessages)
	if r := p.act("say", p.ben, p.room, object{"text": "hello"}); r["error"] == nil {
		t.Error("who may not write can")
	}
}

func TestPageUsesCommands(t *testing.T) {
	p := playPaged(t)
	more := object{"command": "latest", "options": object{"topic": "rain in: place", "only_me": "true", "channel": p.room.ID().String()}}
	p.whileActing("command", p.ben, p.room, more, func(i discordtest.Interaction) {
		given := map[string]string{}
		for _, o := range i.Data.Options {
			given[o.Name] = string(o.Value)
		}
		if i.Data.Name != "latest" || given["topic"] != `"rain in: place"` || given["only_me"] != "true" || given["channel"] != fmt.Sprintf("%q", p.room.ID()) {
			t.Errorf("the bot gets %+v", i.Data)
		}
		p.answer(i, discordtest.AnswerDeferred, object{"flags": discordtest.FlagEphemeral})
		if got := p.newest(p.ben, p.room); !got.Thinking || !got.Private || got.Used == nil || got.Used.Command != "latest" || got.Used.By != "Ben" {
			t.Errorf("before the answer: %+v", got)
		}
		p.original("PATCH", i, object{"content": "Dry"})
	})
	if got := p.newest(p.ben, p.room); got.Thinking || sketch(got.Text) != "Dry" {
		t.Errorf("the answer is %+v", got)
	}
	if l := p.look(p.ana, p.room); len(l.Open.Posts) != 0 {
		t.Errorf("Ana sees %+v", l.Open.Posts)
	}
	r := p.whileActing("complete", p.ben, p.room, object{"command": "latest", "option": "topic", "text": "ra", "options": object{"count": "3"}}, func(i discordtest.Interaction) {
		p.answer(i, discordtest.AnswerChoices, object{"choices": []object{{"name": "Rain", "value": "rain"}}})
	})
	if fmt.Sprint(r["choices"]) != "[map[name:Rain value:rain]]" {
		t.Errorf("offered is %v", r)
	}
	said := p.ana.Say(p.room, "https://wire.example/1")
	p.whileActing("useon", p.ben, p.room, object{"message": said.ID, "command": "Brief this"}, func(i discordtest.Interaction) {
		if i.Data.TargetID != said.ID {
			t.Errorf("the bot gets %+v", i.Data)
		}
		p.answer(i, discordtest.AnswerMessage, object{"content": "Brief"})
	})
	if got := p.newest(p.ana, p.room); sketch(got.Text) != "Brief" || got.Private {
		t.Errorf("the answer is %+v", got)
	}
	for name, more := range map[string]object{
		"NoSuchCommand": {"command": "weather"}, "ForAdministrators": {"command": "follow", "options": object{"topic": "rain"}},
		"NoSuchOption": {"command": "latest", "options": object{"mood": "calm"}}, "BadValue": {"command": "latest", "options": object{"count": "many"}},
	} {
		if r := p.act("command", p.ben, p.room, more); r["error"] == nil {
			t.Errorf("%s: answered %v", name, r)
		}
	}
	if r := p.act("complete", p.ben, p.room, object{"command": "latest", "option": "place"}); r["error"] == nil {
		t.Errorf("an option that does not complete: %v", r)
	}
}

func TestPagePresses(t *testing.T) {
	p := playPaged(t)
	post := p.post(object{"content": "Sure?", "components": append(row(object{"type": 2, "style": 1, "label": "Yes", "custom_id": "y"}, object{"type": 2, "style": 2, "label": "Off", "custom_id": "o", "disabled": true}),
		row(object{"type": 3, "custom_id": "s", "options": []object{{"label": "One", "value": "1"}}})...)})
	form := object{"custom_id": "f", "title": "Which topic?", "components": row(object{"type": 4, "custom_id": "v", "style": 1, "label": "Topic", "max_length": 5})}
	r := p.whileActing("press", p.ben, p.room, object{"message": post.ID, "customid": "y"}, func(i discordtest.Interaction) {
		if i.Data.CustomID != "y" || i.Message == nil {
			t.Errorf("the bot gets %+v", i.Data)
		}
		p.answer(i, discordtest.AnswerModal, form)
	})
	if shown, _ := r["form"].(object); shown["Title"] != "Which topic?" {
		t.Errorf("shown is %v", r)
	}
	if r := p.act("submit", p.ben, p.room, object{"values": []string{"far too long"}}); r["error"] == nil {
		t.Error("a value that is too long is sent")
	}
	p.whileActing("submit", p.ben, p.room, object{"values": []string{"rain"}}, func(i discordtest.Interaction) {
		if i.Data.CustomID != "f" {
			t.Errorf("the bot gets %+v", i.Data)
		}
		p.answer(i, discordtest.AnswerUpdate, object{"content": "rain it is", "components": []object{}})
	})
	if got := p.newest(p.ana, p.room); sketch(got.Text) != "rain it is" || got.Edited == 0 {
		t.Errorf("the post is %+v", got)
	}
	post = p.post(object{"content": "Which?", "components": row(object{"type": 3, "custom_id": "s", "options": []object{{"label": "One", "value": "1"}}})})
	p.whileActing("press", p.ben, p.room, object{"message": post.ID, "customid": "s", "values": []string{"1"}}, func(i discordtest.Interaction) {
		if !slices.Equal(i.Data.Values, []string{"1"}) || i.Data.ComponentType != discordtest.StringSelect {
			t.Errorf("the bot gets %+v", i.Data)
		}
		p.answer(i, discordtest.AnswerDeferredUpdate, nil)
	})
	for name, more := range map[string]object{
		"NoSuchButton": {"message": post.ID, "customid": "x"}, "NoSuchMessage": {"message": "5", "customid": "s"}, "NoSuchOption": {"message": post.ID, "customid": "s", "values": []string{"2"}},
	} {
		if r := p.act("press", p.ben, p.room, more); r["error"] == nil {
			t.Errorf("%s: answered %v", name, r)
		}
	}
	if r := p.act("submit", p.ana, p.room, object{"values": []string{"x"}}); r["error"] == nil {
		t.Error("a form is sent that was shown to nobody")
	}
}

// TestPageWaitsInVain lets the bot say nothing.
func TestPageWaitsInVain(t *testing.T) {
	p := playPaged(t)
	r := p.whileActing("command", p.ben, p.room, object{"command": "latest"}, func(discordtest.Interaction) { p.Advance(4 * time.Second) })
	if r["error"] != "the application did not respond" {
		t.Errorf("answered %v", r)
	}
}

func TestPageChangesStanding(t *testing.T) {
	p := playPaged(t)
	for range 2 {
		p.act("account", p.ben, p.room, object{"text": "install"})
		p.act("account", p.ben, p.room, object{"text": "block"})
		if me := p.look(p.ben, p.room).People[1]; me.Installed != me.Closed {
			t.Errorf("Ben is %+v", me)
		}
	}
	if me := p.look(p.ben, p.room).People[1]; me.Installed || me.Closed {
		t.Errorf("Ben is still %+v", me)
	}
	p.act("bot", p.ana, p.room, object{"text": "kick"})
	if p.wantEvent("GUILD_DELETE"); p.look(p.ana, p.room).Homes[0].HasBot {
		t.Error("the bot is still there")
	}
	p.act("bot", p.ana, p.room, object{"text": "kick"}) // nobody is there
	p.act("bot", p.ana, p.room, object{"text": "invite"})
	if p.wantEvent("GUILD_CREATE"); !p.look(p.ana, p.room).Homes[0].HasBot {
		t.Error("the bot is not back")
	}
	for name, room := range map[string]*discordtest.Room{"account": p.room, "bot": p.ana.Private()} {
		if r := p.act(name, p.ana, room, object{"text": "promote"}); r["error"] == nil {
			t.Errorf("%s: answered %v", name, r)
		}
	}
}
