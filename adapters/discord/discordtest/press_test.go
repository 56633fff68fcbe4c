package discordtest_test

import (
	"slices"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

func TestPress(t *testing.T) {
	buttons := object{"content": "A story", "components": row(
		object{"type": 2, "style": 1, "label": "More", "custom_id": "w:more"},
		object{"type": 2, "style": 5, "label": "Read", "url": "https://news.example/a"},
		object{"type": 2, "style": 2, "label": "Gone", "custom_id": "w:gone", "disabled": true},
	)}
	t.Run("Update", func(t *testing.T) {
		p := play(t)
		post := p.post(buttons)
		use := p.ben.Press(post, "More")
		i := p.interaction()
		if i.Type != discordtest.ComponentInteraction || i.Data.CustomID != "w:more" || i.Data.ComponentType != 2 || i.Message.ID != post.ID || i.Message.Content != "A story" {
			t.Errorf("the interaction is %+v", i)
		}
		p.answer(i, 7, object{"content": "All of it", "components": []object{}})
		if got, ok := use.Wait(); !ok || got.ID != post.ID || got.Content != "All of it" || !use.Updated() || len(got.Buttons) != 0 {
			t.Errorf("the post is %+v", got)
		}
	})
	t.Run("DeferredUpdate", func(t *testing.T) {
		p := play(t)
		use := p.ben.Press(p.post(buttons), "More")
		i := p.interaction()
		p.answer(i, 6, nil)
		if !use.WaitAcknowledged() || !use.Deferred() || use.Updated() || len(use.Posts()) != 0 {
			t.Errorf("after the deferral: %v", use)
		}
		p.original("PATCH", i, object{"content": "All of it"})
		if got, ok := use.Wait(); !ok || got.Content != "All of it" || !use.Updated() {
			t.Errorf("the post is %+v", got)
		}
	})
	t.Run("EphemeralAnswer", func(t *testing.T) {
		p := play(t)
		use := p.ana.Press(p.post(buttons), "More")
		p.answer(p.interaction(), 4, object{"content": "For you", "flags": 64})
		if got, ok := use.Wait(); !ok || got.EphemeralFor != p.ana || use.Updated() {
			t.Errorf("the post is %+v", got)
		}
	})
	t.Run("LinkOpens", func(t *testing.T) {
		p := play(t)
		if use := p.ben.Press(p.post(buttons), "Read"); use.URL() != "https://news.example/a" {
			t.Errorf("%q was opened", use.URL())
		}
		p.nothing()
	})
	t.Run("OfWhatSomebodyElseHasInstalled", func(t *testing.T) {
		p := play(t)
		between := p.AddPrivate(p.ana, p.ben)
		p.ana.Install()
		use := p.ana.Slash(between, "/anywhere")
		p.answer(p.interaction(), 4, buttons)
		post, _ := use.Wait()
		p.ben.Press(post, "More")
		if i := p.interaction(); i.User.ID != p.ben.ID() || len(i.AuthorizingIntegrationOwners) != 1 || i.AuthorizingIntegrationOwners["1"] != p.ana.ID() {
			t.Errorf("the interaction is %+v", i)
		}
	})
	t.Run("Forged", func(t *testing.T) {
		p := play(t)
		p.ben.PressForged(p.post(buttons), "x:anything")
		if i := p.interaction(); i.Data.CustomID != "x:anything" {
			t.Errorf("the interaction is %+v", i)
		}
	})
}

func TestSelect(t *testing.T) {
	p := play(t)
	post := p.post(object{"content": "Choose", "components": append(
		row(object{"type": 3, "custom_id": "w:topics", "placeholder": "Topics", "max_values": 2, "options": []object{{"label": "Rain", "value": "r"}, {"label": "Snow", "value": "s"}}}),
		row(object{"type": 8, "custom_id": "w:where", "placeholder": "Where"})...,
	)})
	p.ben.Select(post, "", "Snow", "r")
	if i := p.interaction(); i.Data.CustomID != "w:topics" || i.Data.ComponentType != 3 || !slices.Equal(i.Data.Values, []string{"s", "r"}) {
		t.Errorf("the interaction is %+v", i.Data)
	}
	p.ben.Select(post, "Where", p.room.ID().String())
	if i := p.interaction(); i.Data.ComponentType != 8 || i.Data.Resolved.Channels[p.room.ID()].Name != "news" {
		t.Errorf("the interaction is %+v", i.Data)
	}
}

func TestForm(t *testing.T) {
	form := object{"custom_id": "a:1", "title": "Which topic?", "components": append(
		row(object{"type": 4, "custom_id": "topic", "label": "Topic", "style": 1, "min_length": 2, "max_length": 10, "placeholder": "rain"}),
		object{"type": 18, "label": "Why", "description": "If you like", "component": object{"type": 4, "custom_id": "why", "style": 2, "required": false, "value": "because"}},
	)}
	p := play(t)
	use := p.ben.Slash(p.room, "/latest")
	p.answer(p.interaction(), 9, form)
	f, ok := use.WaitForm()
	if !ok || f.Title != "Which topic?" || len(f.Fields) != 2 {
		t.Fatalf("the form is %+v", f)
	}
	if topic := f.Fields[0]; topic.Label != "Topic" || !topic.Required || topic.Min != 2 || topic.Max != 10 || topic.Placeholder != "rain" || topic.Long {
		t.Errorf("the first field is %+v", topic)
	}
	if why := f.Fields[1]; why.Label != "Why" || why.Description != "If you like" || why.Required || why.Value != "because" || !why.Long {
		t.Errorf("the second field is %+v", why)
	}
	submitted := p.ben.Submit(f, "storms")
	i := p.interaction()
	if i.Type != discordtest.ModalInteraction || i.Data.CustomID != "a:1" || i.Message != nil {
		t.Fatalf("the interaction is %+v", i)
	}
	first, second := i.Data.Components[0], i.Data.Components[1]
	if first.Type != 1 || first.Components[0].CustomID != "topic" || first.Components[0].Value != "storms" || second.Type != 18 || second.Component.Value != "because" {
		t.Errorf("the components are %+v", i.Data.Components)
	}
	p.answer(i, 4, object{"content": "Storms, then"})
	if post, ok := submitted.Wait(); !ok || post.Content != "Storms, then" {
		t.Errorf("the post is %+v", post)
	}

	post := p.post(object{"content": "x", "components": row(object{"type": 2, "style": 1, "label": "Ask", "custom_id": "a:2"})})
	pressed := p.ben.Press(post, "Ask")
	p.answer(p.interaction(), 9, form)
	f, _ = pressed.WaitForm()
	updated := p.ben.Submit(f, "rain", "")
	i = p.interaction()
	if i.Message == nil || i.Message.ID != post.ID {
		t.Errorf("the interaction is of message %+v", i.Message)
	}
	p.answer(i, 7, object{"content": "done"})
	if got, ok := updated.Wait(); !ok || got.ID != post.ID || got.Content != "done" {
		t.Errorf("the post is %+v", got)
	}
}
