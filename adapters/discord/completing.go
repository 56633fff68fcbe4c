package discord

import (
	"context"
	"slices"

	"wirebrief/bot"
)

const (
	// maxChoices is how many choices are shown, and choiceUnits how long the
	// name and the value of one may be.
	maxChoices, choiceUnits = 25, 100
)

// A choice is one that may be taken for an option.
type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// choices are what an autocompletion is answered with.
type choices struct {
	Choices []choice `json:"choices"`
}

// complete answers what somebody types with choices to take. Every question gets
// its answer: the client shows that it waits for one.
func (a *Adapter) complete(ctx context.Context, i *interaction) {
	made := choices{Choices: []choice{}}
	k := slices.IndexFunc(i.Data.Options, func(o option) bool { return o.Focused })
	if k >= 0 && i.info().Name != "" {
		found, err := a.o.Desk.Complete(ctx, a.completion(i, &i.Data.Options[k]))
		if err != nil && ctx.Err() == nil {
			a.o.Logger.Warn("no choices were made for what is typed", "platform", Platform, "err", err)
		}
		made.Choices = fitting(found)
	}
	answer := &answer{a: a, ctx: ctx, i: i}
	if err := answer.respond(ctx, callback{Type: sayChoices, Data: made}, nil); err != nil && ctx.Err() == nil {
		a.o.Logger.Debug("choices were not shown", "platform", Platform, "err", err)
	}
}

// completion is the question for choices.
func (a *Adapter) completion(i *interaction, o *option) bot.Completion {
	var c bot.Command
	if i.reaches() {
		// Such a place is known without a request, so there is no error.
		_ = a.locate(context.Background(), i, &c)
		if target := i.target(); target != nil && c.Kind != bot.Private {
			target.in(i.GuildID, &c)
		}
	} else {
		// A private chat that was not opened yet is not worth a request at each
		// key: nothing is known of it either.
		who := i.sender()
		c.Chat, c.Kind, c.User = bot.ChatRef{Platform: Platform}, bot.Private, bot.User{ID: who.ID.String(), Name: who.name()}
		if known, _ := a.out.direct.find(who.ID, a.o.Now()); known != 0 {
			c.Chat = place{kind: inPrivate, id: known}.ref()
		}
	}
	return bot.Completion{
		Chat: c.Chat, Within: c.Within, Kind: c.Kind, User: c.User,
		Command: i.Data.Name, Argument: o.Name, Typed: o.line(), Limit: maxChoices,
	}
}

// fitting are the choices that Discord takes.
func fitting(found []bot.Choice) []choice {
	made := []choice{}
	for _, c := range found {
		name, value := short(oneLine(c.Label), choiceUnits), c.Value
		if name == "" || value == "" || units(value) > choiceUnits || len(made) == maxChoices {
			continue
		}
		made = append(made, choice{Name: name, Value: value})
	}
	return made
}
