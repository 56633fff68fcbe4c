package discord

import (
	"context"
	"errors"
	"slices"
	"time"

	"wirebrief/bot"
)

const (
	// answerTries is how often an answer is tried, and answerWait how long one
	// waits for the next try at most: who asked does not wait for ever.
	answerTries = 4
	answerWait  = 40 * time.Second
	// answerGrace is how long a request that is under way when the program ends
	// may still take: cut off, nobody would know whether it was answered, and
	// the next start would answer again.
	answerGrace = 3 * time.Second
)

// An audience tells who may read an answer, and from where.
type audience struct {
	// public tells that all in the chat may read stories in it.
	public bool
	// chat is where an answer goes that can be shown in no other way, zero if it
	// is dropped then.
	chat bot.ChatRef
	// mark names the channel that buttons in the answer are to act on, see
	// subject; "" if that is where they are pressed.
	mark string
	// replaceable tells that the message whose button was pressed may be
	// replaced.
	replaceable bool
}

// reply shows what the bot has to say to an interaction, as long as somebody
// waits for it.
func (k *answer) reply(ctx context.Context, reply bot.Reply, to audience) error {
	return lossless(reply.Ended(k.showReply(ctx, reply, to)))
}

// showReply shows what the bot has to say. It fails with errLost if nobody could
// be shown that.
func (k *answer) showReply(ctx context.Context, reply bot.Reply, to audience) error {
	under, end := lingering(ctx, answerGrace)
	defer end()
	messages := reply.Messages
	if len(messages) == 0 && reply.Notice != "" {
		messages = []bot.Message{{Blocks: []bot.Block{{Runs: []bot.Run{{Text: reply.Notice}}}}}}
	}
	private := k.i.hasOthers() && !(to.public && !reply.ForUser && showStory(messages))
	replace := reply.Replace && to.replaceable && len(messages) > 0
	switch {
	case len(messages) > 0:
	case k.i.Type == typePress:
		return k.nothing(under)
	default:
		messages = []bot.Message{bot.NothingToSay()}
	}
	if replace {
		private = k.i.Message.Flags&flagEphemeral != 0
	}
	for n, m := range messages {
		err := k.show(under, m, to, private, replace && n == 0)
		switch {
		case errors.Is(err, errTaken):
			return nil // what else there is belongs to it
		case errors.Is(err, errLost) && to.chat != (bot.ChatRef{}):
			return k.a.answerIn(ctx, to.chat, messages[n:])
		case err != nil:
			return err
		}
	}
	return nil
}

// lossless is err unless that only tells that nobody waits any more.
func lossless(err error) error {
	if errors.Is(err, errLost) {
		return nil
	}
	return err
}

// show shows one message: as it is, and if that is refused for what makes it
// more than text, as text.
func (k *answer) show(ctx context.Context, m bot.Message, to audience, private, replace bool) error {
	for n, p := range render(m, renderOptions{private: !k.i.hasOthers(), forms: !k.a.hearsMessages(), commands: k.a.out.commands.ids()}) {
		markButtons(p.Components, to.mark)
		err := k.say(ctx, p, private, replace && n == 0)
		plainer := k.a.plainer(p, err)
		if plainer == nil && err != nil {
			return err
		}
		for j, p := range plainer {
			if err := k.say(ctx, p, private, replace && n == 0 && j == 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// showStory reports whether one of the messages shows a story.
func showStory(messages []bot.Message) bool {
	return slices.ContainsFunc(messages, func(m bot.Message) bool {
		return slices.ContainsFunc(m.Blocks, func(b bot.Block) bool { return b.Kind == bot.Headline })
	})
}

// hasOthers reports whether others read what is said where an interaction comes
// from. In direct messages with the bot nobody does, and what is shown to the
// asker alone is gone with the next start of their client.
func (i *interaction) hasOthers() bool { return i.context() != inBotDM }

// answerIn says messages that somebody waits for as ordinary ones in a chat.
// They keep their order; after one that cannot be sent the others are left out.
func (a *Adapter) answerIn(ctx context.Context, to bot.ChatRef, messages []bot.Message) error {
	for _, m := range messages {
		if err := a.patiently(ctx, to, func(ctx context.Context) error {
			_, err := a.Send(ctx, to, m)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// patiently makes a request in its turn, and again when the server has asked to
// wait or did not take it, some times and as long as somebody waits for it.
func (a *Adapter) patiently(ctx context.Context, to bot.ChatRef, request func(context.Context) error) error {
	for try := 1; ; try++ {
		if err := a.pacing.Wait(ctx, to, false, bot.Interactive); err != nil {
			return err
		}
		under, end := lingering(ctx, answerGrace)
		err := request(under)
		end()
		a.pacing.Done(to)
		if err == nil {
			return nil
		}
		var e *bot.SendError
		if !errors.As(err, &e) {
			return err
		}
		wait := time.Duration(try) * time.Second
		switch e.Kind {
		case bot.RetryAfter:
			a.hold(to, e)
			wait = e.RetryAfter
		case bot.Transient:
		default:
			return e
		}
		if try >= answerTries || wait > answerWait || sleep(ctx, wait) != nil {
			return e
		}
	}
}

// hold keeps back what else would go to a chat that must not be written to now.
func (a *Adapter) hold(to bot.ChatRef, e *bot.SendError) {
	if e.Global {
		a.pacing.HoldAll(e.RetryAfter)
		return
	}
	a.pacing.Hold(to, e.RetryAfter)
}

// lingering returns a context that ends a while after ctx, and when end is
// called.
func lingering(ctx context.Context, grace time.Duration) (later context.Context, end func()) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ended:
		}
		cancel()
	})
	return later, func() {
		close(ended)
		stop()
		cancel()
	}
}
