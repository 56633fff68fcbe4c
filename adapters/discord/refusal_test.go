package discord_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// TestNoBriefingIsLostForItsLooks is D20.
func TestNoBriefingIsLostForItsLooks(t *testing.T) {
	t.Run("EmbedsNotAllowed", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.channel.Deny(b.Bot(), discordtest.EmbedLinks)
		b.send(t, b.channel, story("Dock strike *enters* second week"))
		p := b.channel.BotPosts()[0]
		if len(p.Embeds) != 0 || len(p.Labels()) != 2 || !strings.Contains(p.Text, "Dock strike *enters* second week") || !strings.Contains(p.Content, "<https://wire.example/1>") || b.Calls(discordtest.SendRoute) != 2 {
			t.Errorf("after %d requests the chat reads %q with %q", b.Calls(discordtest.SendRoute), p.Content, p.Labels())
		}
	})
	t.Run("LongOnes", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.channel.Deny(b.Bot(), discordtest.EmbedLinks)
		ref := b.send(t, b.channel, long(2))
		posts := b.channel.BotPosts()
		var got strings.Builder
		for i, p := range posts {
			got.WriteString(p.Text)
			if last := i == len(posts)-1; len(p.Embeds) != 0 || !p.Silent || (len(p.Labels()) > 0) != last {
				t.Errorf("message %d: %d embeds, the buttons %q", i, len(p.Embeds), p.Labels())
			}
		}
		if n := strings.Count(got.String(), "word"); n != 1400 || strings.Count(ref.ID, ",") != len(posts)-1 {
			t.Errorf("%d of 1400 words arrived in %d messages, called %s", n, len(posts), ref.ID)
		}
		if n := len(b.Refused()); n != 1 {
			t.Errorf("%d requests were refused, want no more than one", n)
		}
	})
	t.Run("FormRefused", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.Fail(discordtest.SendRoute, 0, discordtest.Refusing(50035))
		b.send(t, b.channel, story("Dock strike"))
		if p := b.channel.BotPosts()[0]; len(p.Embeds) != 0 || !strings.Contains(p.Text, "Dock strike") {
			t.Errorf("the chat reads %+v", p)
		}
		b.Fail(discordtest.SendRoute, 0, discordtest.Fault{Times: -1, Refuse: discordtest.Refuse(50035)})
		b.fails(t, b.channel, story("Dock strike"), bot.Content)
		if n := b.Calls(discordtest.SendRoute); n != 4 {
			t.Errorf("%d requests were made", n)
		}
	})
	t.Run("FormOfTheEmbedRefused", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		for field, labels := range map[string]int{"embeds": 2, "components": 0} {
			refusal := discordtest.Refuse(50035)
			refusal.Errors = discordtest.FieldErrors{{Path: []string{field, "0"}, Code: "BASE_TYPE_MAX_LENGTH", Message: "Too long."}}
			b.Fail(discordtest.SendRoute, 0, discordtest.Fault{Refuse: refusal})
			b.send(t, b.channel, story("Dock strike"))
			posts := b.channel.BotPosts()
			if p := posts[len(posts)-1]; len(p.Embeds) != 0 || len(p.Labels()) != labels {
				t.Errorf("%s: %d embeds and the buttons %q are left", field, len(p.Embeds), p.Labels())
			}
		}
	})
	t.Run("LinkThoughtHarmful", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.Fail(discordtest.SendRoute, 0, discordtest.Refusing(240000))
		b.send(t, b.channel, story("Dock strike"))
		if p := b.channel.BotPosts()[0]; strings.Contains(p.Content, "wire.example") || !strings.Contains(p.Text, "Dock strike") || len(p.Labels()) != 1 {
			t.Errorf("the chat reads %q with %q", p.Content, p.Labels())
		}
	})
	t.Run("BlockedByTheServersRules", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.Fail(discordtest.SendRoute, 0, discordtest.Refusing(200000))
		b.fails(t, b.channel, story("Dock strike"), bot.Content)
		if n := b.Calls(discordtest.SendRoute); n != 1 {
			t.Errorf("%d requests were made", n)
		}
	})
	t.Run("NoRightAtAll", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.channel.Deny(b.Bot(), discordtest.SendMessages)
		b.fails(t, b.channel, story("Dock strike"), bot.Forbidden)
		if n := b.Calls(discordtest.SendRoute); n > 2 {
			t.Errorf("%d requests were made", n)
		}
	})
}

func TestRefusalsSayWhatBecomesOfTheChat(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	gone := b.guild.AddTextChannel("gone")
	gone.Delete()
	hidden := b.guild.AddTextChannel("hidden")
	hidden.Deny(b.Bot(), discordtest.ViewChannel)
	b.ann.Private()
	b.ann.Block()
	locked := b.channel.AddThread("locked", b.ann)
	locked.Lock()
	for name, tt := range map[string]struct {
		ref  bot.ChatRef
		want bot.SendKind
	}{
		"Deleted":        {refOf(gone), bot.Gone},
		"Hidden":         {refOf(hidden), bot.Forbidden},
		"Blocked":        {refOf(b.ann.Private()), bot.Gone},
		"Locked":         {refOf(locked), bot.Forbidden},
		"ForumAsChannel": {bot.ChatRef{Platform: discord.Platform, ID: b.forum.ID().String()}, bot.Forbidden},
		"Guild":          {bot.ChatRef{Platform: discord.Platform, ID: "guild-" + b.guild.ID().String()}, bot.Gone},
		"NoChat":         {bot.ChatRef{Platform: discord.Platform, ID: "x"}, bot.Gone},
		"OtherPlatform":  {bot.ChatRef{Platform: "telegram", ID: "1"}, bot.Gone},
	} {
		t.Run(name, func(t *testing.T) {
			before := b.Calls("")
			_, err := b.adapter.Send(t.Context(), tt.ref, talk("to nobody"))
			isKind(t, err, tt.want)
			if n := b.Calls("") - before; n > 2 {
				t.Errorf("%d requests were made", n)
			}
		})
	}
}

// TestAnArchivedThreadIsOpenedByWriting is D21, with TestAForumThatRequiresTags.
func TestAnArchivedThreadIsOpenedByWriting(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	thread := b.channel.AddThread("strike", b.ann)
	thread.Archive()
	b.send(t, thread, talk("one"))
	if thread.Archived() {
		t.Error("it is archived")
	}
	b.Fail(discordtest.SendRoute, 0, discordtest.Refusing(50083))
	b.send(t, thread, talk("two"))
	if n := len(thread.BotPosts()); n != 2 || b.Calls(discordtest.EditChannelRoute) != 1 {
		t.Errorf("%d messages arrived, the thread was opened %d times", n, b.Calls(discordtest.EditChannelRoute))
	}
	b.Fail(discordtest.SendRoute, 0, discordtest.Fault{Times: -1, Refuse: discordtest.Refuse(50083)})
	b.fails(t, thread, talk("three"), bot.Forbidden)
}

// TestRefusalsStopAtOnce is D18: it answers with each code that ends or pauses what goes to
// a chat, and counts what is still sent there.
func TestRefusalsStopAtOnce(t *testing.T) {
	for code, want := range map[int]bot.SendKind{
		50001: bot.Forbidden, 50013: bot.Forbidden, 10003: bot.Gone, 10004: bot.Gone, 50007: bot.Gone, 50278: bot.Gone, 10015: bot.Gone,
		160005: bot.Forbidden, 50008: bot.Forbidden, 200000: bot.Content, 40333: bot.Transient, 130000: bot.Transient,
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			b := sendingTo(t, discordtest.Options{}, discord.Options{})
			b.Fail(discordtest.SendRoute, 0, discordtest.Fault{Times: -1, Refuse: discordtest.Refuse(code)})
			e := b.fails(t, b.channel, story("Dock strike"), want)
			most := 1
			if code == 50013 {
				most = 2 // once without its looks
			}
			if n := b.Calls(discordtest.SendRoute); n != most {
				t.Errorf("%d requests were made, want %d", n, most)
			}
			if strings.Contains(e.Message, b.Token()) || strings.Contains(e.Message, "Dock") {
				t.Errorf("the error tells what it must not: %s", e.Message)
			}
		})
	}
}

func TestNothingIsSentInVain(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.adapter.Send(ctx, refOf(b.channel), talk("never"))
	isKind(t, err, bot.Transient)
	_, err = b.adapter.PrivateChat(ctx, b.ann.ID().String())
	isKind(t, err, bot.Transient)
	_, err = b.adapter.Edit(ctx, bot.MessageRef{Chat: refOf(b.channel), ID: "1"}, talk("never"))
	isKind(t, err, bot.Transient)
	b.fails(t, b.channel, bot.Message{Buttons: [][]bot.Button{{{Label: "Press", Data: "x"}}}}, bot.Content)
	if n := b.Calls(""); n != 0 {
		t.Errorf("%d requests were made", n)
	}
	b.Revoke()
	b.fails(t, b.channel, talk("one"), bot.Auth)
	b.fails(t, b.channel, talk("two"), bot.Auth)
	b.fails(t, b.forum, talk("three"), bot.Auth)
	if n := b.Calls(""); n != 1 {
		t.Errorf("%d requests were made after the token was refused", n)
	}
}
