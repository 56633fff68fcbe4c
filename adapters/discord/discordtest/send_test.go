package discordtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

func TestSend(t *testing.T) {
	b := start(t, discordtest.Options{})
	m := b.send(b.news, `{"content":"  **Ports** reopen  ","flags":4096,"embeds":[{"title":"Grain","url":"https://example.org/1","description":"> up <t:1000:R>",
		"color":255,"fields":[{"name":"Tonnes","value":"12"}],"footer":{"text":"grain"}}],
		"components":[{"type":1,"components":[{"type":2,"style":1,"label":"More","custom_id":"m"},{"type":2,"style":5,"label":"Read","url":"https://example.org/1"}]},
		{"type":1,"components":[{"type":3,"custom_id":"s","placeholder":"Choose","options":[{"label":"A","value":"a"}]}]}]}`)
	if m.Content != "**Ports** reopen" || m.Embeds[0].Type != "rich" || m.Author.ID != b.Bot().ID() || !m.Author.Bot || m.ChannelID != b.news.ID() {
		t.Errorf("the message is %+v", m)
	}
	if choose := m.Components[1].Components[0]; choose.ID == 0 || *choose.MinValues != 1 || *choose.MaxValues != 1 {
		t.Errorf("the select is %+v", choose)
	}
	p := b.last(b.news)
	want := "Ports reopen\nGrain\nup 56 years ago\nTonnes\n12\ngrain"
	if !strings.HasPrefix(p.Text, "Ports reopen\nGrain\nup ") || !strings.HasSuffix(p.Text, " ago\nTonnes\n12\ngrain") {
		t.Errorf("Text is %q, want about %q", p.Text, want)
	}
	if !p.Silent || !p.FromBot || p.From != "Wirebrief" || p.Edited || p.EphemeralFor != nil || p.Thinking {
		t.Errorf("the post is %+v", p)
	}
	if got := p.Labels(); !slices.Equal(got, []string{"More", "Read"}) {
		t.Errorf("Labels %q", got)
	}
	if c, ok := p.Button("Choose"); !ok || c.CustomID != "s" {
		t.Errorf("the select is %+v", c)
	}
	if _, ok := p.Button("Nothing"); ok {
		t.Error("there is a button that nobody sent")
	}
	if got := p.Marked(discordtest.BoldNode); !slices.Equal(got, []string{"Ports"}) {
		t.Errorf("bold is %q", got)
	}
	if got := p.Links(); !slices.Equal(got, []string{"https://example.org/1"}) {
		t.Errorf("Links %q", got)
	}
}

// Embeds of the same address are one to clients.
func TestEmbedsAreMerged(t *testing.T) {
	b := start(t, discordtest.Options{})
	b.send(b.news, `{"embeds":[{"title":"A","url":"https://example.org/1"},{"title":"B"},{"title":"C","url":"https://example.org/1"},{"title":"D"}]}`)
	if p := b.last(b.news); p.Text != "A\nB\nD" || len(p.Embeds) != 4 {
		t.Errorf("shown is %q of %d embeds", p.Text, len(p.Embeds))
	}
}

func TestEditAndDelete(t *testing.T) {
	b := start(t, discordtest.Options{})
	m := b.send(b.news, `{"content":"one","embeds":[{"title":"T"}],"components":[{"type":1,"components":[{"type":2,"style":1,"label":"More","custom_id":"m"}]}]}`)
	at := message(b.news, m.ID)
	t.Run("OnlyWhatStandsInTheRequest", func(t *testing.T) {
		got := good[discordtest.Message](b, "PATCH", at, `{"content":"two"}`)
		if got.Content != "two" || len(got.Embeds) != 1 || len(got.Components) != 1 || got.EditedTimestamp == nil || !b.last(b.news).Edited {
			t.Errorf("the message is %+v", got)
		}
	})
	t.Run("NullTakesAway", func(t *testing.T) {
		got := good[discordtest.Message](b, "PATCH", at, `{"content":null,"components":[]}`)
		if got.Content != "" || len(got.Embeds) != 1 || len(got.Components) != 0 {
			t.Errorf("the message is %+v", got)
		}
	})
	t.Run("NotToNothing", func(t *testing.T) { b.bad(400, 50006, "PATCH", at, `{"embeds":[]}`) })
	t.Run("NotAnothers", func(t *testing.T) {
		said := b.ana.Say(b.news, "mine")
		b.bad(403, 50005, "PATCH", message(b.news, said.ID), `{"content":"yours"}`)
		b.bad(403, 50013, "DELETE", message(b.news, said.ID), nil)
		dm := b.ana.Say(b.ana.Private(), "mine")
		b.bad(403, 50003, "DELETE", message(b.ana.Private(), dm.ID), nil)
	})
	t.Run("Delete", func(t *testing.T) {
		if a := b.call("DELETE", at, nil); a.Status != 204 || len(a.Body) != 0 {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
		b.bad(404, 10008, "PATCH", at, `{"content":"x"}`)
		b.bad(404, 10008, "GET", at, nil)
		if len(b.news.BotPosts()) != 0 || b.Sent() != 1 {
			t.Errorf("posts %v, Sent %d", b.news.BotPosts(), b.Sent())
		}
	})
}

func TestReadMessages(t *testing.T) {
	b := start(t, discordtest.Options{})
	first, second := b.send(b.news, "one"), b.send(b.news, "two")
	texts := func(query string) (texts []string) {
		for _, m := range good[[]discordtest.Message](b, "GET", messages(b.news)+query, nil) {
			texts = append(texts, m.Content)
		}
		return texts
	}
	for query, want := range map[string][]string{
		"": {"two", "one"}, "?limit=1": {"two"}, "?before=" + second.ID.String(): {"one"}, "?after=" + first.ID.String(): {"two"},
	} {
		if got := texts(query); !slices.Equal(got, want) {
			t.Errorf("messages%s are %q, want %q", query, got, want)
		}
	}
	if got := good[discordtest.Message](b, "GET", message(b.news, first.ID), nil); got.ID != first.ID {
		t.Errorf("the message is %+v", got)
	}
	b.news.Deny(b.Bot(), discordtest.ReadMessageHistory)
	if got := texts(""); len(got) != 0 {
		t.Errorf("without the right to read the past: %q", got)
	}
	b.bad(403, 50013, "GET", message(b.news, first.ID), nil)
}

func TestFiles(t *testing.T) {
	b := start(t, discordtest.Options{})
	payload := `{"content":"see","embeds":[{"title":"Chart","image":{"url":"attachment://a.png"}}],"attachments":[{"id":"0","description":"a line that rises"}]}`
	a := b.upload("POST", messages(b.news), payload, discordtest.File{Name: "a.png", Content: []byte("\x89PNG")})
	if a.Status != 200 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	p := b.last(b.news)
	if len(p.Files) != 1 || p.Files[0].Name != "a.png" || string(p.Files[0].Content) != "\x89PNG" || p.Files[0].Description != "a line that rises" {
		t.Errorf("Files %+v", p.Files)
	}
	file := p.Message.Attachments[0]
	if p.Embeds[0].Image.URL != file.URL {
		t.Errorf("the embed shows %s, the file is at %s", p.Embeds[0].Image.URL, file.URL)
	}
	resp, err := b.client.Get(file.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got, err := io.ReadAll(resp.Body); err != nil || string(got) != "\x89PNG" {
		t.Errorf("at its address is %q, %v", got, err)
	}
	if got := good[discordtest.Message](b, "PATCH", message(b.news, p.ID), `{"attachments":[]}`); len(got.Attachments) != 0 {
		t.Errorf("after its file was taken away: %+v", got)
	}
	t.Run("NotAllowed", func(t *testing.T) {
		b.news.Deny(b.Bot(), discordtest.AttachFiles)
		if a := b.upload("POST", messages(b.news), `{"content":"a"}`, discordtest.File{Name: "a.txt", Content: []byte("x")}); a.Code != 50013 {
			t.Errorf("answer %s", a.Body)
		}
	})
	t.Run("TooBig", func(t *testing.T) {
		if a := b.upload("POST", messages(b.ana.Private()), `{"content":"a"}`, discordtest.File{Name: "a", Content: make([]byte, 10<<20+1)}); a.Status != 413 || a.Code != 40005 {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
	})
}

func TestReplies(t *testing.T) {
	b := start(t, discordtest.Options{})
	said := b.ana.Say(b.news, "What about grain?")
	m := b.send(b.news, map[string]any{"content": "Up.", "message_reference": map[string]any{"message_id": said.ID}})
	if m.Type != discordtest.ReplyMessage || m.ReferencedMessage.Content != said.Content || b.last(b.news).ReplyTo != said.ID {
		t.Errorf("the reply is %+v", m)
	}
	a := b.bad(400, 50035, "POST", messages(b.news), `{"content":"x","message_reference":{"message_id":"5"}}`)
	if !a.hasError("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE") {
		t.Errorf("errors %s", a.Errors)
	}
}

// D13
func TestMentions(t *testing.T) {
	b := start(t, discordtest.Options{})
	role := b.guild.AddRole("Traders", 0)
	text := "@everyone <@" + b.ana.ID().String() + "> <@&" + role.ID().String() + "> `@here`"
	send := func(allowed string) discordtest.Message {
		t.Helper()
		body := map[string]any{"content": text}
		if allowed != "" {
			body["allowed_mentions"] = json.RawMessage(allowed)
		}
		return b.send(b.news, body)
	}
	for name, c := range map[string]struct {
		allowed     string
		everyone    bool
		users, role int
	}{
		"AllByDefault": {"", true, 1, 1}, "None": {`{"parse":[]}`, false, 0, 0}, "OneUser": {`{"parse":[],"users":["` + b.ana.ID().String() + `"]}`, false, 1, 0},
		"Roles": {`{"parse":["roles"]}`, false, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			m := send(c.allowed)
			if m.MentionEveryone != c.everyone || len(m.Mentions) != c.users || len(m.MentionRoles) != c.role || b.last(b.news).MentionsEveryone != c.everyone {
				t.Errorf("mentions everyone %v, users %v, roles %v", m.MentionEveryone, m.Mentions, m.MentionRoles)
			}
		})
	}
	t.Run("NotInCode", func(t *testing.T) {
		if m := b.send(b.news, "`@everyone`"); m.MentionEveryone {
			t.Error("code mentions everyone")
		}
	})
	t.Run("NotInEmbeds", func(t *testing.T) {
		if m := b.send(b.news, `{"embeds":[{"description":"@everyone"}]}`); m.MentionEveryone {
			t.Error("an embed mentions everyone")
		}
	})
	t.Run("NotBoth", func(t *testing.T) {
		a := b.bad(400, 50035, "POST", messages(b.news), map[string]any{"content": "a", "allowed_mentions": map[string]any{"parse": []string{"users"}, "users": []string{"5"}}})
		if !a.hasError("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE") {
			t.Errorf("errors %s", a.Errors)
		}
	})
}

// D14, D26
func TestNonce(t *testing.T) {
	b := start(t, discordtest.Options{})
	body := `{"content":"once","nonce":"abc","enforce_nonce":true}`
	first := b.send(b.news, body)
	t.Run("RepeatIsTheFirst", func(t *testing.T) {
		if again := b.send(b.news, body); again.ID != first.ID || len(b.news.BotPosts()) != 1 {
			t.Errorf("%v after %v, %d posts", again.ID, first.ID, len(b.news.BotPosts()))
		}
	})
	t.Run("OnlyIfEnforced", func(t *testing.T) {
		if again := b.send(b.news, `{"content":"once","nonce":"abc"}`); again.ID == first.ID {
			t.Error("the first came back")
		}
	})
	t.Run("Expires", func(t *testing.T) {
		first := b.send(b.news, `{"content":"once","nonce":77,"enforce_nonce":true}`)
		b.Advance(4 * 60e9)
		if again := b.send(b.news, `{"content":"once","nonce":77,"enforce_nonce":true}`); again.ID != first.ID {
			t.Error("a repeat after four minutes is another message")
		}
		b.Advance(60e9)
		if again := b.send(b.news, `{"content":"once","nonce":77,"enforce_nonce":true}`); again.ID == first.ID {
			t.Error("a repeat after five minutes is still the first message")
		}
	})
	for name, fault := range map[string]discordtest.Fault{"StoredBadGateway": discordtest.StoredBadGateway(), "AnswerLost": discordtest.LostAnswer()} {
		t.Run(name, func(t *testing.T) {
			b.Fail(discordtest.SendRoute, b.news.ID(), fault)
			before := len(b.news.BotPosts())
			body := `{"content":"x","nonce":"` + name + `","enforce_nonce":true}`
			a, err := b.request("POST", messages(b.news), strings.NewReader(body), nil)
			if fault.Status != 0 && (err != nil || a.Status != http.StatusBadGateway || !strings.HasPrefix(string(a.Body), "<html>")) || fault.HangUp && err == nil {
				t.Errorf("answer %d %s, %v", a.Status, a.Body, err)
			}
			b.send(b.news, body)
			if got := len(b.news.BotPosts()) - before; got != 1 {
				t.Errorf("%d messages, want 1", got)
			}
		})
	}
}

func TestCrosspost(t *testing.T) {
	b := start(t, discordtest.Options{Limits: &discordtest.Limits{PublishedEdits: discordtest.Rate{N: 1, Per: 3600e9}}})
	wire := b.guild.AddNews("wire")
	m := b.send(wire, "public")
	if got := good[discordtest.Message](b, "POST", message(wire, m.ID)+"/crosspost", nil); got.Flags&discordtest.FlagCrossposted == 0 || !b.last(wire).Crossposted {
		t.Errorf("the message is %+v", got)
	}
	b.bad(400, 40033, "POST", message(wire, m.ID)+"/crosspost", nil)
	b.bad(400, 50024, "POST", message(b.news, b.send(b.news, "a").ID)+"/crosspost", nil)
	good[discordtest.Message](b, "PATCH", message(wire, m.ID), `{"content":"changed"}`)
	if a := b.bad(429, 20022, "PATCH", message(wire, m.ID), `{"content":"again"}`); a.RetryAfter < 3590 {
		t.Errorf("retry_after %v", a.RetryAfter)
	}
	wire.Deny(b.Bot(), discordtest.SendMessages)
	b.bad(403, 50013, "POST", message(wire, m.ID)+"/crosspost", nil)
}

// 30046
func TestOldEdits(t *testing.T) {
	b := start(t, discordtest.Options{Limits: &discordtest.Limits{OldEdits: discordtest.Rate{N: 2, Per: 3600e9}}})
	m := b.send(b.news, "a")
	for range 4 {
		good[discordtest.Message](b, "PATCH", message(b.news, m.ID), `{"content":"young"}`)
	}
	b.Advance(61 * 60e9)
	for range 2 {
		good[discordtest.Message](b, "PATCH", message(b.news, m.ID), `{"content":"old"}`)
	}
	b.bad(429, 30046, "PATCH", message(b.news, m.ID), `{"content":"older"}`)
	b.Advance(3601e9)
	good[discordtest.Message](b, "PATCH", message(b.news, m.ID), `{"content":"oldest"}`)
}
