package discordtest_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

func TestSlash(t *testing.T) {
	t.Run("WhatTheBotGets", func(t *testing.T) {
		p := play(t)
		use := p.ben.Slash(p.room, "/latest topic:rain in the hills place:Far away count:3 only_me:true channel:#news who:@Ana share:0.5")
		i := p.interaction()
		if use.Interaction().Data.Name != "latest" || !strings.Contains(use.String(), "by Ben") {
			t.Errorf("the use is %v", use)
		}
		if i.ID != use.ID() || i.Type != discordtest.CommandInteraction || i.Token != use.Token() || len(i.Token) < 150 || i.ApplicationID != p.ApplicationID() {
			t.Errorf("the interaction is %+v", i)
		}
		want := map[string]string{"topic": `"rain in the hills"`, "place": `"far"`, "count": "3", "only_me": "true", "share": "0.5",
			"channel": `"` + p.room.ID().String() + `"`, "who": `"` + p.ana.ID().String() + `"`}
		for _, o := range i.Data.Options {
			if string(o.Value) != want[o.Name] {
				t.Errorf("option %s is %s, want %s", o.Name, o.Value, want[o.Name])
			}
			delete(want, o.Name)
		}
		if len(want) > 0 || i.Data.Name != "latest" {
			t.Errorf("%q lacks %v", i.Data.Name, want)
		}
		channel := i.Data.Resolved.Channels[p.room.ID()]
		if channel.AppPermissions == nil || !channel.AppPermissions.Has(discordtest.SendMessages) || channel.Permissions == nil || channel.Name != "news" {
			t.Errorf("the channel is resolved to %+v", channel)
		}
		if i.Data.Resolved.Users[p.ana.ID()].Name() != "Ana" {
			t.Errorf("the user is resolved to %+v", i.Data.Resolved.Users)
		}
	})
	t.Run("InAGuild", func(t *testing.T) {
		p := play(t)
		p.room.Deny(p.Bot(), discordtest.EmbedLinks)
		p.ben.Slash(p.room, "/latest")
		i := p.interaction()
		switch {
		case i.GuildID != p.guild.ID() || i.ChannelID != p.room.ID() || i.User != nil || i.Member.User.ID != p.ben.ID():
			t.Errorf("the interaction is %+v", i)
		case i.Member.Permissions.Has(discordtest.ManageChannels) || !i.Member.Permissions.Has(discordtest.SendMessages):
			t.Errorf("the member may %d", *i.Member.Permissions)
		case i.AppPermissions.Has(discordtest.EmbedLinks) || !i.AppPermissions.Has(discordtest.SendMessages):
			t.Errorf("the bot may %d", *i.AppPermissions)
		case *i.Context != discordtest.InGuild || len(i.AuthorizingIntegrationOwners) != 1 || i.AuthorizingIntegrationOwners["0"] != p.guild.ID():
			t.Errorf("context %d, owners %v", *i.Context, i.AuthorizingIntegrationOwners)
		case i.Locale != "en-US" || i.GuildLocale != "en-US":
			t.Errorf("locales %s and %s", i.Locale, i.GuildLocale)
		}
		p.ana.Slash(p.room, "/latest")
		if may := p.interaction().Member.Permissions; !may.Has(discordtest.Administrator) {
			t.Errorf("the owner may %d", *may)
		}
	})
	t.Run("InDirectMessages", func(t *testing.T) {
		p := play(t)
		p.ben.SetLocale("de")
		p.ben.Slash(p.ben.Private(), "/latest topic:rain")
		i := p.interaction()
		if i.GuildID != 0 || i.Member != nil || i.User.ID != p.ben.ID() || *i.Context != discordtest.InBotDM || i.Locale != "de" {
			t.Errorf("the interaction is %+v", i)
		}
		if owner, ok := i.AuthorizingIntegrationOwners["0"]; !ok || owner != 0 {
			t.Errorf("owners are %v", i.AuthorizingIntegrationOwners)
		}
	})
	t.Run("OnlyTheUserHasInstalled", func(t *testing.T) {
		p := play(t)
		elsewhere := p.AddGuildWithout("Elsewhere", p.ana, p.ben).AddTextChannel("talk")
		between := p.AddPrivate(p.ana, p.ben)
		p.ben.Install()
		for context, room := range map[int]*discordtest.Room{discordtest.InGuild: elsewhere, discordtest.InPrivateChannel: between} {
			p.ben.Slash(room, "/anywhere")
			i := p.interaction()
			if *i.Context != context || len(i.AuthorizingIntegrationOwners) != 1 || i.AuthorizingIntegrationOwners["1"] != p.ben.ID() {
				t.Errorf("context %d, owners %v", *i.Context, i.AuthorizingIntegrationOwners)
			}
			p.answer(i, 4, object{"content": "here"})
			for range 5 {
				p.followUp(i, object{"content": "more"})
			}
			status, body := restStatus(t, p.Server, "POST", fmt.Sprintf("/webhooks/%v/%s", p.ApplicationID(), i.Token), object{"content": "too much"})
			if status != 400 || !bytes.Contains(body, []byte("40094")) {
				t.Errorf("the sixth follow-up is answered %d %s", status, body)
			}
		}
	})
	t.Run("Subcommand", func(t *testing.T) {
		p := play(t)
		p.ben.Slash(p.room, "/feeds add url:https://news.example/feed")
		i := p.interaction()
		if len(i.Data.Options) != 1 || i.Data.Options[0].Name != "add" || len(i.Data.Options[0].Options) != 1 {
			t.Errorf("options are %+v", i.Data.Options)
		}
	})
	t.Run("BareWordsAreTheFirstOption", func(t *testing.T) {
		p := play(t)
		p.ben.Slash(p.room, "/latest rain")
		if i := p.interaction(); i.Data.Options[0].Name != "topic" || string(i.Data.Options[0].Value) != `"rain"` {
			t.Errorf("options are %+v", i.Data.Options)
		}
	})
	t.Run("WithValues", func(t *testing.T) {
		p := play(t)
		p.ben.SlashWith(p.room, "latest", object{"count": 2, "channel": p.room, "who": p.ana})
		if i := p.interaction(); len(i.Data.Options) != 3 {
			t.Errorf("options are %+v", i.Data.Options)
		}
	})
	t.Run("RightsCanBeOverridden", func(t *testing.T) {
		p := play(t)
		p.guild.AllowCommand("follow")
		p.ben.Slash(p.room, "/follow topic:rain")
		if may := p.interaction().Member.Permissions; may.Has(discordtest.ManageChannels) {
			t.Errorf("the member may %d", *may)
		}
	})
}

func TestCommandsThatAreOffered(t *testing.T) {
	p := play(t)
	names := func(who *discordtest.Person, room *discordtest.Room) (names []string) {
		for _, c := range who.Commands(room) {
			names = append(names, c.Name)
		}
		slices.Sort(names)
		return names
	}
	between := p.AddPrivate(p.ana, p.ben)
	p.ana.Install()
	tests := map[string]struct {
		who  *discordtest.Person
		room *discordtest.Room
		want []string
	}{
		"Owner":          {p.ana, p.room, []string{"Brief this", "anywhere", "feeds", "follow", "latest"}},
		"Member":         {p.ben, p.room, []string{"Brief this", "anywhere", "feeds", "latest"}},
		"DirectMessages": {p.ben, p.ben.Private(), []string{"Brief this", "anywhere", "feeds", "latest"}},
		"Installed":      {p.ana, between, []string{"Brief this", "anywhere"}},
		"NotInstalled":   {p.ben, between, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := names(test.who, test.room); !slices.Equal(got, test.want) {
				t.Errorf("offered are %q, want %q", got, test.want)
			}
		})
	}
}

func TestComplete(t *testing.T) {
	p := play(t)
	use := p.ben.Complete(p.room, "/latest place:far count:2", "topic", "ra")
	i := p.interaction()
	if i.Type != discordtest.AutocompleteInteraction || len(i.Data.Options) != 3 {
		t.Fatalf("the interaction is %+v", i)
	}
	for _, o := range i.Data.Options {
		if o.Focused != (o.Name == "topic") || o.Name == "topic" && string(o.Value) != `"ra"` {
			t.Errorf("option %+v", o)
		}
	}
	p.answer(i, 8, object{"choices": []object{{"name": "Rain", "value": "rain"}, {"name": "Rails", "value": "rails"}}})
	if names, ok := use.WaitChoices(); !ok || !slices.Equal(names, []string{"Rain", "Rails"}) || string(use.Choices()[0].Value) != `"rain"` {
		t.Errorf("choices are %q", names)
	}
}

func TestBriefThis(t *testing.T) {
	p := play(t)
	said := p.ana.Write(p.room, discordtest.Message{Content: "look", Embeds: []discordtest.Embed{{URL: "https://news.example/a"}}})
	use := p.ben.BriefThis(said)
	i := p.interaction()
	got := i.Data.Resolved.Messages[said.ID]
	if i.Data.Type != discordtest.MessageCommand || i.Data.TargetID != said.ID || got.Content != "look" || got.Embeds[0].URL != "https://news.example/a" || got.Author.ID != p.ana.ID() {
		t.Errorf("the interaction is %+v", i.Data)
	}
	p.answer(i, 5, object{"flags": 64})
	p.original("PATCH", i, object{"content": "In short"})
	if post, ok := use.Wait(); !ok || post.Content != "In short" {
		t.Errorf("the post is %+v", post)
	}
}
