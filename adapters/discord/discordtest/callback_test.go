package discordtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// A counter is a bench whose bot has a command /latest that works everywhere.
type counter struct{ *bench }

func startCounter(t *testing.T, o discordtest.Options) *counter {
	t.Helper()
	c := &counter{start(t, o)}
	c.register(`[{"name":"latest","description":"Newest","contexts":[0,1,2],"integration_types":[0,1],"options":[{"type":3,"name":"topic","description":"What","autocomplete":true}]},
		{"name":"Brief this","type":3,"contexts":[0,1,2],"integration_types":[0,1]}]`)
	return c
}

// register replaces all commands.
func (b *bench) register(commands string) []discordtest.Command {
	b.t.Helper()
	return good[[]discordtest.Command](b, "PUT", "/applications/"+b.ApplicationID().String()+"/commands", commands)
}

// callback is the path at which an interaction is answered, hook that of the
// messages that answer it.
func callback(u *discordtest.Use) string {
	return fmt.Sprintf("/interactions/%v/%s/callback", u.ID(), u.Token())
}

func (c *counter) hook(u *discordtest.Use) string {
	return fmt.Sprintf("/webhooks/%v/%s", c.ApplicationID(), u.Token())
}

func (c *counter) original(u *discordtest.Use) string { return c.hook(u) + "/messages/@original" }

// reply answers an interaction and expects that it is taken.
func (c *counter) reply(u *discordtest.Use, body string) {
	c.t.Helper()
	if a := c.call("POST", callback(u), body); a.Status != 204 {
		c.t.Fatalf("answer %d %s", a.Status, a.Body)
	}
}

// ask makes Ana use /latest.
func (c *counter) ask() *discordtest.Use { return c.ana.Slash(c.news, "/latest") }

// D09
func TestFirstAnswer(t *testing.T) {
	c := startCounter(t, discordtest.Options{})
	t.Run("Public", func(t *testing.T) {
		u := c.ask()
		c.reply(u, `{"type":4,"data":{"content":"@everyone <@`+c.ana.ID().String()+`>","embeds":[{"title":"T"}]}}`)
		p := c.last(c.news)
		if p.EphemeralFor != nil || p.MentionsEveryone || len(p.Message.Mentions) != 1 || p.Message.Type != discordtest.CommandMessage || p.Message.InteractionMetadata.User.ID != c.ana.ID() {
			t.Errorf("the post is %+v", p)
		}
	})
	t.Run("WithResponse", func(t *testing.T) {
		u := c.ask()
		got := good[map[string]any](c.bench, "POST", callback(u)+"?with_response=true", `{"type":4,"data":{"content":"a","flags":64}}`)
		i, resource := got["interaction"].(map[string]any), got["resource"].(map[string]any)
		if i["id"] != u.ID().String() || i["response_message_ephemeral"] != true || resource["message"].(map[string]any)["content"] != "a" {
			t.Errorf("answer %v", got)
		}
		got = good[map[string]any](c.bench, "POST", callback(c.ask())+"?with_response=true", `{"type":5}`)
		if got["interaction"].(map[string]any)["response_message_loading"] != true || got["resource"] != nil {
			t.Errorf("answer %v", got)
		}
	})
	t.Run("Ephemeral", func(t *testing.T) {
		u := c.ask()
		c.reply(u, `{"type":4,"data":{"content":"a","flags":64}}`)
		p := c.last(c.news)
		if p.EphemeralFor != c.ana {
			t.Errorf("the post is %+v", p)
		}
		c.bad(404, 10008, "PATCH", message(c.news, p.ID), `{"content":"b"}`)
		c.bad(404, 10008, "DELETE", message(c.news, p.ID), nil)
		ben := c.AddPerson(discordtest.User{Username: "ben"})
		for _, seen := range c.news.SeenBy(ben) {
			if seen.ID == p.ID {
				t.Error("somebody else sees it")
			}
		}
		if n := len(c.news.SeenBy(c.ana)); n != len(c.news.Posts()) {
			t.Errorf("Ana sees %d of %d", n, len(c.news.Posts()))
		}
	})
	t.Run("Late", func(t *testing.T) {
		u := c.ask()
		c.Advance(3100 * time.Millisecond)
		c.bad(404, 10062, "POST", callback(u), `{"type":5}`)
		c.bad(404, 10015, "PATCH", c.original(u), `{"content":"a"}`)
	})
	t.Run("Twice", func(t *testing.T) {
		u := c.ask()
		c.reply(u, `{"type":5}`)
		c.bad(400, 40060, "POST", callback(u), `{"type":5}`)
	})
	t.Run("Unknown", func(t *testing.T) {
		u := c.ask()
		c.bad(404, 10062, "POST", "/interactions/5/"+u.Token()+"/callback", `{"type":5}`)
		c.bad(404, 10062, "POST", fmt.Sprintf("/interactions/%v/abc/callback", u.ID()), `{"type":5}`)
		c.bad(404, 10015, "POST", "/webhooks/5/"+u.Token(), `{"content":"a"}`)
		c.bad(404, 10015, "POST", c.hook(u), `{"content":"before any answer"}`)
	})
	t.Run("NeedsNoToken", func(t *testing.T) {
		c.Revoke()
		defer c.Restore()
		u := c.ask()
		c.reply(u, `{"type":5}`)
		good[discordtest.Message](c.bench, "PATCH", c.original(u), `{"content":"a"}`)
	})
}

// D09, D10: what Discord answers is not documented, and can be set.
func TestLateCodesCanBeSet(t *testing.T) {
	c := startCounter(t, discordtest.Options{LateAnswer: 40060, LateEdit: 10015})
	late, old := c.ask(), c.ask()
	c.reply(old, `{"type":5}`)
	c.Advance(4 * time.Second)
	c.bad(400, 40060, "POST", callback(late), `{"type":5}`)
	c.Advance(15 * time.Minute)
	c.bad(404, 10015, "PATCH", c.original(old), `{"content":"a"}`)
}

// D10
func TestDeferred(t *testing.T) {
	c := startCounter(t, discordtest.Options{})
	t.Run("FilledWithinFifteenMinutes", func(t *testing.T) {
		u := c.ask()
		c.reply(u, `{"type":5,"data":{"flags":64}}`)
		if p := c.last(c.news); !p.Thinking || p.EphemeralFor != c.ana || p.Text != "" {
			t.Errorf("the post is %+v", p)
		}
		c.Advance(14 * time.Minute)
		got := good[discordtest.Message](c.bench, "PATCH", c.original(u), `{"content":"at last","components":[{"type":1,"components":[{"type":2,"style":1,"label":"More","custom_id":"m"}]}]}`)
		if got.Flags&discordtest.FlagEphemeral == 0 || got.Flags&discordtest.FlagLoading != 0 || got.EditedTimestamp != nil {
			t.Errorf("the message is %+v", got)
		}
		if p := c.last(c.news); p.Thinking || p.Text != "at last" || p.Edited {
			t.Errorf("the post is %+v", p)
		}
		if got := good[discordtest.Message](c.bench, "GET", c.original(u), nil); got.Content != "at last" {
			t.Errorf("the message is %+v", got)
		}
		c.Advance(2 * time.Minute)
		c.bad(401, 50027, "PATCH", c.original(u), `{"content":"too late"}`)
		c.bad(401, 50027, "POST", c.hook(u), `{"content":"too late"}`)
		c.bad(401, 50027, "GET", c.original(u), nil)
		c.bad(401, 50027, "DELETE", c.original(u), nil)
	})
	t.Run("FirstFollowUpFills", func(t *testing.T) {
		u := c.ask()
		c.reply(u, `{"type":5}`)
		m := good[discordtest.Message](c.bench, "POST", c.hook(u), `{"content":"here","flags":64}`)
		if m.Flags&discordtest.FlagEphemeral != 0 || c.last(c.news).ID != m.ID || u.FollowUps() != 0 {
			t.Errorf("the message is %+v, %d follow-ups", m, u.FollowUps())
		}
	})
	t.Run("DeletedThenEphemeral", func(t *testing.T) {
		u := c.ask()
		c.reply(u, `{"type":5}`)
		if a := c.call("DELETE", c.original(u), nil); a.Status != 204 {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
		m := good[discordtest.Message](c.bench, "POST", c.hook(u), `{"content":"for you","flags":64}`)
		if m.Flags&discordtest.FlagEphemeral == 0 || u.FollowUps() != 1 {
			t.Errorf("the message is %+v, %d follow-ups", m, u.FollowUps())
		}
		c.bad(404, 10008, "PATCH", c.original(u), `{"content":"a"}`)
		c.bad(404, 10008, "GET", c.original(u), nil)
	})
	t.Run("NothingIsNoFilling", func(t *testing.T) {
		u := c.ask()
		c.reply(u, `{"type":5}`)
		c.bad(400, 50006, "PATCH", c.original(u), `{}`)
	})
}

func TestFollowUps(t *testing.T) {
	c := startCounter(t, discordtest.Options{})
	u := c.ask()
	c.reply(u, `{"type":4,"data":{"content":"one"}}`)
	for range 6 {
		good[discordtest.Message](c.bench, "POST", c.hook(u), `{"content":"more"}`)
	}
	m := good[discordtest.Message](c.bench, "POST", c.hook(u), `{"content":"last"}`)
	at := fmt.Sprintf("%s/messages/%v", c.hook(u), m.ID)
	if got := good[discordtest.Message](c.bench, "PATCH", at, `{"content":"changed"}`); got.Content != "changed" || got.EditedTimestamp == nil {
		t.Errorf("the message is %+v", got)
	}
	good[discordtest.Message](c.bench, "PATCH", fmt.Sprintf("%s/messages/%v", c.hook(u), c.news.BotPosts()[0].ID), `{"content":"the first, by its id"}`)
	c.call("DELETE", at, nil)
	c.bad(404, 10008, "PATCH", at, `{"content":"a"}`)
	c.bad(404, 10008, "GET", c.hook(u)+"/messages/5", nil)
	if posts := u.Posts(); len(posts) != 7 || posts[0].Text != "the first, by its id" || u.Edits() != 1 {
		t.Errorf("%d posts, the first %q; %d edits", len(posts), posts[0].Text, u.Edits())
	}
}

// D11
func TestOnlyTheUserHasInstalled(t *testing.T) {
	c := startCounter(t, discordtest.Options{})
	ben := c.AddPerson(discordtest.User{Username: "ben"})
	ben.Install()
	away := c.AddGuildWithout("Elsewhere", c.ana, ben).AddTextChannel("talk")
	u := ben.Slash(away, "/latest")
	c.reply(u, `{"type":4,"data":{"content":"one"}}`)
	if p := c.last(away); p.EphemeralFor != nil {
		t.Errorf("the post is %+v", p)
	}
	for range 5 {
		good[discordtest.Message](c.bench, "POST", c.hook(u), `{"content":"more"}`)
	}
	c.bad(400, 40094, "POST", c.hook(u), `{"content":"too much"}`)
	good[discordtest.Message](c.bench, "PATCH", c.original(u), `{"content":"editing is allowed"}`)
	t.Run("EphemeralWithoutTheRight", func(t *testing.T) {
		away.Overwrite(away.Guild().ID(), 0, discordtest.UseExternalApps)
		u := ben.Slash(away, "/latest")
		c.reply(u, `{"type":4,"data":{"content":"one"}}`)
		if p := c.last(away); p.EphemeralFor != ben || !u.Ephemeral() {
			t.Errorf("the post is %+v", p)
		}
	})
	t.Run("AmongOthers", func(t *testing.T) {
		room := c.AddPrivate(ben, c.ana)
		u := ben.Slash(room, "/latest")
		c.reply(u, `{"type":4,"data":{"content":"one"}}`)
		if p := c.last(room); p.Text != "one" {
			t.Errorf("the post is %+v", p)
		}
	})
}

func TestPresses(t *testing.T) {
	c := startCounter(t, discordtest.Options{})
	c.send(c.news, `{"content":"page 1","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Next","custom_id":"n"}]}]}`)
	t.Run("Update", func(t *testing.T) {
		u := c.ana.Press(c.last(c.news), "Next")
		c.reply(u, `{"type":7,"data":{"content":"page 2"}}`)
		if p := c.last(c.news); p.Text != "page 2" || !p.Edited || !u.Updated() || len(p.Buttons) != 1 {
			t.Errorf("the post is %+v", p)
		}
		good[discordtest.Message](c.bench, "PATCH", c.original(u), `{"content":"page 3"}`)
	})
	t.Run("UpdateLater", func(t *testing.T) {
		u := c.ana.Press(c.last(c.news), "Next")
		c.reply(u, `{"type":6}`)
		good[discordtest.Message](c.bench, "PATCH", c.original(u), `{"content":"page 4"}`)
		if p := c.last(c.news); p.Text != "page 4" || !u.Updated() {
			t.Errorf("the post is %+v", p)
		}
	})
	t.Run("OfAnEphemeralMessage", func(t *testing.T) {
		first := c.ask()
		c.reply(first, `{"type":4,"data":{"content":"mine","flags":64,"components":[{"type":1,"components":[{"type":2,"style":1,"label":"Go","custom_id":"g"}]}]}}`)
		u := c.ana.Press(c.last(c.news), "Go")
		c.reply(u, `{"type":7,"data":{"content":"gone"}}`)
		if p := c.last(c.news); p.Text != "gone" || p.EphemeralFor != c.ana {
			t.Errorf("the post is %+v", p)
		}
	})
	t.Run("MessageIsGone", func(t *testing.T) {
		m := c.send(c.news, `{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Next","custom_id":"n"}]}]}`)
		u := c.ana.Press(c.last(c.news), "Next")
		c.call("DELETE", message(c.news, m.ID), nil)
		c.bad(404, 10008, "POST", callback(u), `{"type":7,"data":{"content":"b"}}`)
	})
}

// Each kind of interaction has its kinds of answers.
func TestAnswersThatDoNotFit(t *testing.T) {
	c := startCounter(t, discordtest.Options{})
	c.send(c.news, `{"content":"a","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Next","custom_id":"n"}]}]}`)
	u := c.ana.Press(c.last(c.news), "Next")
	c.reply(u, `{"type":9,"data":{"custom_id":"f","title":"Form","components":[{"type":1,"components":[{"type":4,"custom_id":"t","style":1,"label":"What"}]}]}}`)
	form, ok := u.Form()
	if !ok {
		t.Fatal("there is no form")
	}
	typing := c.ana.Complete(c.news, "/latest", "topic", "gr")
	for name, one := range map[string]struct {
		use  *discordtest.Use
		body string
	}{
		"ChoicesForCommand": {c.ask(), `{"type":8,"data":{"choices":[]}}`},
		"UpdateForCommand":  {c.ask(), `{"type":7,"data":{"content":"a"}}`},
		"LaterForCommand":   {c.ask(), `{"type":6}`},
		"TextForTyping":     {typing, `{"type":4,"data":{"content":"a"}}`},
		"FormForForm":       {c.ana.Submit(form, "x"), `{"type":9,"data":{"custom_id":"f","title":"Form","components":[{"type":1,"components":[{"type":4,"custom_id":"t","style":1,"label":"What"}]}]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			a := c.bad(400, 50035, "POST", callback(one.use), one.body)
			if !a.hasError("type", "INTERACTION_APPLICATION_CALLBACK_TYPE_INVALID") {
				t.Errorf("errors %s", a.Errors)
			}
		})
	}
	c.reply(typing, `{"type":8,"data":{"choices":[{"name":"grain","value":"grain"}]}}`)
	if names, ok := typing.WaitChoices(); !ok || len(names) != 1 {
		t.Errorf("the choices are %q", names)
	}
}

// D12
func TestAnswersBeyondLimits(t *testing.T) {
	c := &counter{startUnchecked(t, discordtest.Options{})}
	c.register(`[{"name":"latest","description":"Newest","options":[{"type":3,"name":"topic","description":"What","autocomplete":true}]}]`)
	choices := func(n int, name, value string) string {
		all := times(map[string]string{"name": name, "value": value}, n)
		body, _ := json.Marshal(map[string]any{"type": 8, "data": map[string]any{"choices": all}})
		return string(body)
	}
	field := `{"type":1,"components":[{"type":4,"custom_id":"%s","style":1,"label":"%s","value":"%s"}]}`
	form := func(id, title string, fields ...string) string {
		return `{"type":9,"data":{"custom_id":"` + id + `","title":"` + title + `","components":[` + strings.Join(fields, ",") + `]}}`
	}
	good := fmt.Sprintf(field, "t", "What", "")
	for name, one := range map[string]struct{ body, path, code string }{
		"Content":     {`{"type":4,"data":{"content":"` + long(2001) + `"}}`, "data.content", "BASE_TYPE_MAX_LENGTH"},
		"Choices":     {choices(26, "a", "a"), "data.choices", "BASE_TYPE_MAX_LENGTH"},
		"ChoiceName":  {choices(1, long(101), "a"), "data.choices.0.name", "BASE_TYPE_BAD_LENGTH"},
		"ChoiceValue": {choices(1, "a", long(101)), "data.choices.0.value", "BASE_TYPE_BAD_LENGTH"},
		"FormID":      {form(strings.Repeat("x", 101), "a", good), "data.custom_id", "BASE_TYPE_BAD_LENGTH"},
		"Title":       {form("a", long(46), good), "data.title", "BASE_TYPE_BAD_LENGTH"},
		"NoFields":    {form("a", "b"), "data.components", "BASE_TYPE_BAD_LENGTH"},
		"SixFields":   {form("a", "b", times(good, 6)...), "data.components", "BASE_TYPE_BAD_LENGTH"},
		"FieldTwice":  {form("a", "b", good, good), "data.components.1.components.0.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"},
		"Label":       {form("a", "b", fmt.Sprintf(field, "t", long(46), "")), "data.components.0.components.0.label", "BASE_TYPE_BAD_LENGTH"},
		"Value":       {form("a", "b", fmt.Sprintf(field, "t", "What", long(4001))), "data.components.0.components.0.value", "BASE_TYPE_MAX_LENGTH"},
		"Style":       {form("a", "b", `{"type":1,"components":[{"type":4,"custom_id":"t","label":"a"}]}`), "data.components.0.components.0.style", "BASE_TYPE_CHOICES"},
		"Button":      {form("a", "b", `{"type":2,"custom_id":"t","label":"a"}`), "data.components.0.type", "UNION_TYPE_CHOICES"},
		"LabelNone":   {form("a", "b", `{"type":18,"label":"a"}`), "data.components.0.component", "BASE_TYPE_REQUIRED"},
	} {
		t.Run(name, func(t *testing.T) {
			u := c.ask()
			if strings.HasPrefix(name, "Choice") {
				u = c.ana.Complete(c.news, "/latest", "topic", "a")
			}
			if a := c.bad(400, 50035, "POST", callback(u), one.body); !a.hasError(one.path, one.code) {
				t.Errorf("errors %s, want %s at %s", a.Errors, one.code, one.path)
			}
		})
	}
	t.Run("Nothing", func(t *testing.T) { c.bad(400, 50006, "POST", callback(c.ask()), `{"type":4,"data":{}}`) })
	t.Run("NoJSON", func(t *testing.T) { c.bad(400, 50109, "POST", callback(c.ask()), `{`) })
	t.Run("ModernForm", func(t *testing.T) {
		c.reply(c.ask(), form("a", "b", `{"type":18,"label":"What","component":{"type":4,"custom_id":"t","style":2}}`, `{"type":10,"content":"Say it."}`))
	})
}

// The bot's answer to a message command names the message.
func TestMessageCommandAnswer(t *testing.T) {
	c := startCounter(t, discordtest.Options{})
	m := c.ana.Say(c.news, "https://example.org/1")
	u := c.ana.BriefThis(m)
	c.reply(u, `{"type":4,"data":{"content":"briefed"}}`)
	p := c.last(c.news)
	if p.Message.Type != discordtest.ContextMessage || p.Message.InteractionMetadata.TargetMessageID != m.ID {
		t.Errorf("the message is %+v", p.Message)
	}
}
