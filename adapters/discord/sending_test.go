package discord_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// An outbox is an adapter that only sends: to a channel of a guild, a forum, an
// announcement channel and the direct messages of one person.
type outbox struct {
	*discordtest.Server
	adapter              *discord.Adapter
	ann                  *discordtest.Person
	guild                *discordtest.Guild
	channel, forum, news *discordtest.Room
}

// sendingTo returns an outbox. The adapter was never connected: sending does not
// need it.
func sendingTo(t testing.TB, so discordtest.Options, o discord.Options) *outbox {
	t.Helper()
	if so.Limits == nil {
		so.Limits = &discordtest.Limits{}
	}
	s := newServer(t, so)
	b := &outbox{Server: s, ann: s.AddPerson(discordtest.User{Username: "ann"})}
	b.guild = s.AddGuild("Ellery readers", b.ann)
	b.channel, b.forum, b.news = b.guild.AddTextChannel("news"), b.guild.AddForum("briefings", "ports", "grain"), b.guild.AddNews("wire")
	o.Timeout = within
	b.adapter = offline(t, s, o)
	return b
}

// offline returns an adapter that is not slowed down and does not run.
func offline(t testing.TB, s *discordtest.Server, o discord.Options) *discord.Adapter {
	t.Helper()
	store := newStore(t)
	o.Token, o.BaseURL, o.Inbox, o.Budget, o.Desk = s.Token(), s.URL(), store, store, quietDesk{}
	if o.Pacing == nil {
		o.Pacing = bot.NewPacing(bot.Pace{})
	}
	a, err := discord.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// refOf names a room as the adapter does.
func refOf(r *discordtest.Room) bot.ChatRef {
	id := r.ID().String()
	switch r.Channel().Type {
	case discordtest.ForumChannel:
		id = "forum-" + id
	case discordtest.DirectMessage:
		id = "dm-" + id
	}
	return bot.ChatRef{Platform: discord.Platform, ID: id}
}

func (b *outbox) send(t *testing.T, r *discordtest.Room, m bot.Message) bot.MessageRef {
	t.Helper()
	ref, err := b.adapter.Send(t.Context(), refOf(r), m)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// fails sends a message that must fail so.
func (b *outbox) fails(t *testing.T, r *discordtest.Room, m bot.Message, kind bot.SendKind) *bot.SendError {
	t.Helper()
	_, err := b.adapter.Send(t.Context(), refOf(r), m)
	return isKind(t, err, kind)
}

func isKind(t *testing.T, err error, kind bot.SendKind) *bot.SendError {
	t.Helper()
	var e *bot.SendError
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("it fails with %v, want %v", err, kind)
	}
	return e
}

// passing lets one request pass, for faults of those after it.
var passing = discordtest.Stalling(time.Nanosecond)

func talk(s string) bot.Message {
	return bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: s}}}}}
}

// story is one that is shown as an embed.
func story(title string) bot.Message {
	return bot.Message{Topic: "ports", Blocks: []bot.Block{
		{Kind: bot.Headline, Runs: []bot.Run{{Text: title, URL: "https://wire.example/1"}}},
		{Kind: bot.Quotation, Runs: []bot.Run{{Text: "“No crane moves until the night rate is paid”"}}},
		{Kind: bot.Attribution, Runs: []bot.Run{{Text: "Ana Varga", Bold: true}, {Text: " said"}}},
	}, Buttons: [][]bot.Button{{{Label: "Read", URL: "https://wire.example/1"}, {Label: "More", Data: "more"}}}}
}

// long is a message of so many parts.
func long(parts int) bot.Message {
	m := story("Stories")
	m.Silent, m.Blocks = true, []bot.Block{{Kind: bot.Header, Runs: []bot.Run{{Text: "Stories"}}}}
	for i := range parts {
		m.Blocks = append(m.Blocks,
			bot.Block{Kind: bot.Headline, Runs: []bot.Run{{Text: fmt.Sprintf("Story %d", i+1)}}},
			bot.Block{Runs: []bot.Run{{Text: strings.Repeat("word ", 700)}}})
	}
	return m
}

func TestALongMessageIsSentInParts(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	ref := b.send(t, b.channel, long(3))
	posts := b.channel.BotPosts()
	if len(posts) != 3 {
		t.Fatalf("it is %d messages", len(posts))
	}
	var ids []string
	for i, p := range posts {
		ids = append(ids, p.ID.String())
		e := p.Embeds[0]
		if e.Footer.Text != fmt.Sprintf("%d/3", i+1) || !strings.HasPrefix(e.Description, fmt.Sprintf("**Story %d**\n", i+1)) {
			t.Errorf("part %d reads %.20q … %q", i+1, e.Description, e.Footer.Text)
		}
		if !p.Silent {
			t.Errorf("part %d makes a sound", i+1)
		}
		if last := i == 2; (len(p.Labels()) == 2) != last || len(p.Labels()) == 1 {
			t.Errorf("part %d has the buttons %q", i+1, p.Labels())
		}
		if first := i == 0; (e.Title == "Stories") != first {
			t.Errorf("part %d is called %q", i+1, e.Title)
		}
	}
	if ref.ID != strings.Join(ids, ",") || ref.Chat != refOf(b.channel) {
		t.Errorf("it is called %v, the parts are %v", ref, ids)
	}
}

// TestNobodyIsMentioned is D13.
func TestNobodyIsMentioned(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	m := story("@everyone @here <@1> <@&2>")
	m.Blocks = append(m.Blocks, bot.Block{Runs: []bot.Run{{Text: "@everyone and <@" + b.ann.ID().String() + ">"}}})
	b.send(t, b.channel, m)
	b.send(t, b.channel, talk("@everyone and <@"+b.ann.ID().String()+">"))
	b.send(t, b.forum, m)
	for _, call := range b.LastCalls("") {
		if call.Method == "POST" && !strings.Contains(string(call.Body), `"allowed_mentions":{"parse":[]}`) {
			t.Errorf("%s mentions whom the text names: %s", call.Route, call.Body)
		}
	}
	for _, p := range append(b.channel.BotPosts(), b.forum.Threads()[0].BotPosts()...) {
		if p.MentionsEveryone || len(p.Message.Mentions) > 0 {
			t.Errorf("it rings: %q", p.Text)
		}
	}
}

// TestARepeatIsTheSameMessage is D14.
func TestARepeatIsTheSameMessage(t *testing.T) {
	b := sendingTo(t, discordtest.Options{NonceLife: 5 * time.Minute}, discord.Options{})
	keyed := func(m bot.Message, key string) (bot.MessageRef, error) {
		return b.adapter.SendKeyed(t.Context(), refOf(b.channel), m, key)
	}
	first, err := keyed(long(2), "digest 1 of chat 2, "+strings.Repeat("a long key ", 9))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := keyed(long(2), "digest 1 of chat 2, "+strings.Repeat("a long key ", 9)); err != nil || again != first {
		t.Errorf("the repeat is %v, %v, want %v", again, err, first)
	}
	other, err := keyed(long(2), "digest 2")
	if err != nil || other == first {
		t.Errorf("another key gives %v, %v", other, err)
	}
	if n := len(b.channel.BotPosts()); n != 4 {
		t.Errorf("%d messages, want 4", n)
	}
	for _, call := range b.LastCalls(discordtest.SendRoute) {
		var sent struct {
			Nonce   string `json:"nonce"`
			Enforce bool   `json:"enforce_nonce"`
		}
		if json.Unmarshal(call.Body, &sent) != nil || len(sent.Nonce) != 25 || !sent.Enforce {
			t.Errorf("the nonce is %q, %v", sent.Nonce, sent.Enforce)
		}
	}
	b.send(t, b.channel, talk("no key"))
	b.send(t, b.channel, talk("no key"))
	if n := len(b.channel.BotPosts()); n != 6 {
		t.Errorf("without a key there are %d messages, want 6", n)
	}
}

// TestAMessageThatIsStoredIsNotSentTwice is D26.
func TestAMessageThatIsStoredIsNotSentTwice(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	for name, fault := range map[string]discordtest.Fault{"BadGateway": discordtest.StoredBadGateway(), "LostAnswer": discordtest.LostAnswer()} {
		t.Run(name, func(t *testing.T) {
			before := len(b.channel.BotPosts())
			b.Fail(discordtest.SendRoute, 0, fault)
			_, err := b.adapter.SendKeyed(t.Context(), refOf(b.channel), story(name), name)
			isKind(t, err, bot.Uncertain)
			ref, err := b.adapter.SendKeyed(t.Context(), refOf(b.channel), story(name), name)
			if err != nil {
				t.Fatal(err)
			}
			if posts := b.channel.BotPosts(); len(posts) != before+1 || posts[before].ID.String() != ref.ID {
				t.Errorf("%d messages, the repeat is %s", len(posts)-before, ref.ID)
			}
		})
	}
	t.Run("InTheMiddle", func(t *testing.T) {
		before := len(b.channel.BotPosts())
		b.Fail(discordtest.SendRoute, 0, passing)
		b.Fail(discordtest.SendRoute, 0, discordtest.StoredBadGateway())
		if _, err := b.adapter.SendKeyed(t.Context(), refOf(b.channel), long(3), "middle"); err != nil {
			t.Fatal(err)
		}
		if n := len(b.channel.BotPosts()) - before; n != 3 {
			t.Errorf("%d parts, want 3", n)
		}
	})
}

func TestKeysLiveWhereDiscordKnowsThem(t *testing.T) {
	b := sendingTo(t, discordtest.Options{}, discord.Options{})
	for name, tt := range map[string]struct {
		ref  bot.ChatRef
		want time.Duration
	}{"Zero": {bot.ChatRef{}, 2 * time.Minute}, "Channel": {refOf(b.channel), 2 * time.Minute}, "Direct": {refOf(b.ann.Private()), 2 * time.Minute}, "Forum": {refOf(b.forum), 0}} {
		if got := b.adapter.KeyLife(tt.ref); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestAPartInTheMiddleFails(t *testing.T) {
	t.Run("Flood", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.Fail(discordtest.SendRoute, 0, passing)
		b.Fail(discordtest.SendRoute, 0, discordtest.Flooding(300*time.Millisecond))
		b.send(t, b.channel, long(3))
		calls := b.LastCalls(discordtest.SendRoute)
		if len(calls) != 4 || calls[2].Time.Sub(calls[1].Time) < 300*time.Millisecond {
			t.Errorf("%d requests, the third %v after the second", len(calls), calls[2].Time.Sub(calls[1].Time))
		}
		if n := len(b.channel.BotPosts()); n != 3 {
			t.Errorf("%d parts arrived", n)
		}
	})
	t.Run("LongFlood", func(t *testing.T) {
		pacing := bot.NewPacing(bot.Pace{})
		b := sendingTo(t, discordtest.Options{}, discord.Options{Pacing: pacing})
		b.Fail(discordtest.SendRoute, 0, passing)
		b.Fail(discordtest.SendRoute, 0, discordtest.Flooding(5*time.Minute))
		b.fails(t, b.channel, long(3), bot.Uncertain)
		if n := b.Calls(discordtest.SendRoute); n != 2 {
			t.Errorf("it was asked to wait and made %d requests", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if pacing.Wait(ctx, refOf(b.channel), false, bot.Interactive) == nil {
			t.Error("others do not wait")
		}
		if err := pacing.Wait(t.Context(), refOf(b.news), true, bot.Interactive); err != nil {
			t.Error(err)
		}
	})
	t.Run("Deleted", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.Fail(discordtest.SendRoute, 0, passing)
		b.Fail(discordtest.SendRoute, 0, discordtest.Refusing(10003))
		b.fails(t, b.channel, long(3), bot.Uncertain)
		if n := b.Calls(discordtest.SendRoute); n != 2 {
			t.Errorf("%d requests were made", n)
		}
	})
	t.Run("AnswerLost", func(t *testing.T) {
		b := sendingTo(t, discordtest.Options{}, discord.Options{})
		b.Fail(discordtest.SendRoute, 0, passing)
		b.Fail(discordtest.SendRoute, 0, discordtest.LostAnswer())
		b.fails(t, b.channel, long(3), bot.Uncertain)
		if n := len(b.channel.BotPosts()); n != 2 {
			t.Errorf("%d parts arrived, want none twice", n)
		}
	})
}

// TestBucketsAreObeyedBeforeTheyRefuse and the next are D15.
func TestBucketsAreObeyedBeforeTheyRefuse(t *testing.T) {
	t.Parallel() // most of it is waiting
	limits := discordtest.Limits{Routes: map[string]discordtest.Rate{discordtest.SendRoute: {N: 5, Per: 6 * time.Second}}}
	pacing := bot.NewPacing(bot.Pace{})
	b := sendingTo(t, discordtest.Options{Limits: &limits}, discord.Options{Pacing: pacing})
	for i := range 12 {
		if err := pacing.Wait(t.Context(), refOf(b.channel), true, bot.Unhurried); err != nil {
			t.Fatal(err)
		}
		b.send(t, b.channel, talk(fmt.Sprint("message ", i)))
		if i == 4 { // another channel has a bucket of its own
			began, stood := time.Now(), b.Stood()
			if err := pacing.Wait(t.Context(), refOf(b.news), true, bot.Unhurried); err != nil {
				t.Fatal(err)
			}
			b.send(t, b.news, talk("elsewhere"))
			if d := time.Since(began) - (b.Stood() - stood); d > 5*time.Second {
				t.Errorf("the other channel waited %v", d)
			}
		}
	}
	if b.TooMany() != 0 || len(b.channel.BotPosts()) != 12 {
		t.Errorf("%d requests came too soon, %d messages arrived", b.TooMany(), len(b.channel.BotPosts()))
	}
}

func TestABucketThatIsEmptySaysHowLong(t *testing.T) {
	limits := discordtest.Limits{Routes: map[string]discordtest.Rate{discordtest.SendRoute: {N: 5, Per: time.Hour}}}
	b := sendingTo(t, discordtest.Options{Limits: &limits}, discord.Options{})
	for i := range 5 {
		b.send(t, b.channel, talk(fmt.Sprint("message ", i)))
	}
	e := b.fails(t, b.channel, talk("the sixth"), bot.RetryAfter)
	if e.Global || e.RetryAfter <= 0 || e.RetryAfter > time.Hour {
		t.Errorf("got %+v", e)
	}
	b.send(t, b.news, talk("another channel"))
}
