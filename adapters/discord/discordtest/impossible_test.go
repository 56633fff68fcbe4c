package discordtest_test

import (
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

func TestImpossible(t *testing.T) {
	tests := map[string]func(p *stage){
		"UnknownCommand":    func(p *stage) { p.ben.Slash(p.room, "/nothing") },
		"NotAllowed":        func(p *stage) { p.ben.Slash(p.room, "/follow topic:rain") },
		"WrongContext":      func(p *stage) { p.ana.Slash(p.ana.Private(), "/follow topic:rain") },
		"RequiredIsMissing": func(p *stage) { p.ana.Slash(p.room, "/follow") },
		"TooLong":           func(p *stage) { p.ana.Slash(p.room, "/follow topic:a very long topic") },
		"NoSuchOption":      func(p *stage) { p.ana.SlashWith(p.room, "latest", object{"colour": "red"}) },
		"NoSuchSubcommand":  func(p *stage) { p.ana.Slash(p.room, "/feeds remove") },
		"NoChoice":          func(p *stage) { p.ana.Slash(p.room, "/latest place:near") },
		"NoNumber":          func(p *stage) { p.ana.Slash(p.room, "/latest count:many") },
		"OutOfBounds":       func(p *stage) { p.ana.Slash(p.room, "/latest count:6") },
		"TooMuch":           func(p *stage) { p.ana.Slash(p.room, "/latest share:1.5") },
		"NoTruthValue":      func(p *stage) { p.ana.Slash(p.room, "/latest only_me:perhaps") },
		"NoSuchChannel":     func(p *stage) { p.ana.Slash(p.room, "/latest channel:#else") },
		"WrongChannelType":  func(p *stage) { p.guild.AddNews("wire"); p.ana.Slash(p.room, "/latest channel:#wire") },
		"NoSuchPerson":      func(p *stage) { p.ana.Slash(p.room, "/latest who:@Nobody") },
		"NotInstalled":      func(p *stage) { p.ben.Slash(p.AddPrivate(p.ana, p.ben), "/anywhere") },
		"ChannelUnseen":     func(p *stage) { p.room.Deny(p.ben, discordtest.ViewChannel); p.ben.Slash(p.room, "/latest") },
		"NoCommandsThere":   func(p *stage) { p.room.Deny(p.ben, discordtest.UseCommands); p.ben.Slash(p.room, "/latest") },
		"InAForum":          func(p *stage) { p.ben.Slash(p.guild.AddForum("posts"), "/latest") },
		"ChannelDeleted":    func(p *stage) { p.room.Delete(); p.ben.Slash(p.room, "/latest") },
		"NothingToComplete": func(p *stage) { p.ben.Complete(p.room, "/latest", "place", "f") },
		"NoSuchButton":      func(p *stage) { p.ben.Press(p.post(object{"content": "x"}), "More") },
		"NoSuchMessage":     func(p *stage) { p.ben.PressForged(discordtest.Post{}, "x") },
		"NoSuchSelect":      func(p *stage) { p.ben.Select(p.post(object{"content": "x"}), "", "a") },
		"FormOfAnother":     func(p *stage) { p.ben.Submit(discordtest.Form{}) },
		"MessageUnseen":     func(p *stage) { p.ben.BriefThis(discordtest.Message{}) },
		"DisabledButton": func(p *stage) {
			p.ben.Press(p.post(object{"content": "x", "components": row(object{"type": 2, "style": 1, "label": "B", "custom_id": "b", "disabled": true})}), "B")
		},
		"NoSuchLine": func(p *stage) {
			p.ben.Select(p.post(object{"content": "x", "components": row(object{"type": 3, "custom_id": "b", "options": []object{{"label": "a", "value": "a"}}})}), "", "z")
		},
		"TooManyLines": func(p *stage) {
			p.ben.Select(p.post(object{"content": "x", "components": row(object{"type": 3, "custom_id": "b", "options": []object{{"label": "a", "value": "a"}}})}), "", "a", "a")
		},
		"EphemeralOfAnother": func(p *stage) {
			use := p.ana.Slash(p.room, "/latest")
			p.answer(p.interaction(), 4, object{"content": "x", "flags": 64})
			post, _ := use.Wait()
			p.ben.PressForged(post, "x")
		},
		"FieldTooShort": func(p *stage) {
			use := p.ben.Slash(p.room, "/latest")
			p.answer(p.interaction(), 9, object{"custom_id": "a", "title": "T", "components": row(object{"type": 4, "custom_id": "b", "label": "L", "style": 1, "min_length": 5})})
			f, _ := use.WaitForm()
			p.ben.Submit(f, "abc")
		},
		"SaidToABlockedBot": func(p *stage) { p.ben.Block(); p.ben.Say(p.ben.Private(), "hi") },
		"SaidInAForum":      func(p *stage) { p.ben.Say(p.guild.AddForum("posts"), "hi") },
		"SaidWithoutRight":  func(p *stage) { p.room.Deny(p.ben, discordtest.SendMessages); p.ben.Say(p.room, "hi") },
		"ForwardedUnseen":   func(p *stage) { p.ben.Forward(discordtest.Message{}, p.room) },
		"WrongUserCommand":  func(p *stage) { p.ben.UseOn(p.ben.Say(p.room, "x"), "Brief that") },
		"TooManyFields": func(p *stage) {
			use := p.ben.Slash(p.room, "/latest")
			p.answer(p.interaction(), 9, object{"custom_id": "a", "title": "T", "components": row(object{"type": 4, "custom_id": "b", "label": "L", "style": 1})})
			f, _ := use.WaitForm()
			p.ben.Submit(f, "abc", "def")
		},
		"RequiredFieldEmpty": func(p *stage) {
			use := p.ben.Slash(p.room, "/latest")
			p.answer(p.interaction(), 9, object{"custom_id": "a", "title": "T", "components": row(object{"type": 4, "custom_id": "b", "label": "L", "style": 1})})
			f, _ := use.WaitForm()
			p.ben.Submit(f, "")
		},
		"SaidInALockedThread": func(p *stage) {
			thread := p.room.AddThread("over", p.ana)
			thread.Lock()
			p.ben.Say(thread, "hi")
		},
		"SaidInADeletedRoom": func(p *stage) { p.room.Delete(); p.ben.Say(p.room, "hi") },
		"SaidByTheBot":       func(p *stage) { p.Bot().Say(p.room, "hi") },
		"PrivateDeleted":     func(p *stage) { p.ben.Private().Delete() },
		"KickedTwice":        func(p *stage) { p.guild.Kick(p.ben); p.guild.Kick(p.ben) },
	}
	for name, do := range tests {
		t.Run(name, func(t *testing.T) {
			p := unwatched(t)
			do(p)
			if v := p.Violations(); len(v) != 1 {
				t.Errorf("violations are %q", v)
			}
		})
	}
}
