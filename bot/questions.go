package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// questionLife is how long what someone writes counts as the answer to what
// they were asked back.
const questionLife = 10 * time.Minute

// A QuestionStore keeps what people were asked back: which topic, which place.
type QuestionStore interface {
	// SaveQuestion notes that the person behind ev was asked in a chat for what
	// a command needs. It takes the place of an earlier question.
	SaveQuestion(ctx context.Context, ev Event, chat ChatRef, command string) error
	// TakeQuestion returns the command that the person was asked about since a
	// time, "" for none, and forgets it. A repeated event returns what its
	// first time returned.
	TakeQuestion(ctx context.Context, ev Event, chat ChatRef, since time.Time) (command string, err error)
}

// A question back is what an answer waits for.
type questionBack struct {
	// command is what the answer completes: "subscribe", "subscribe weekly".
	command string
	// hint says what is asked for where the answer is typed; "" if the reply
	// shows something, and what is typed may be an answer to it or not.
	hint string
}

// mayAskBack reports whether what the person writes next can be known as an
// answer. Whoever writes in the name of a chat cannot be known again, so in a
// group they write out the command.
func (b *Bot) mayAskBack(r *request) bool {
	return b.questions != nil && (r.Kind == Private || r.User.ID != "")
}

// waits notes that the reply which is being made waits for the rest of a
// command.
func (r *request) waits(command, hint string) {
	r.back = questionBack{strings.TrimSpace(command), hint}
}

// spokenIn is where the person writes: the chat of r, or the private chat from
// which that is managed.
func (r *request) spokenIn() ChatRef {
	if r.private != (ChatRef{}) {
		return r.private
	}
	return r.Chat
}

// asked stores the question that a reply asks, if it asks one, and marks its
// message.
func (b *Bot) asked(ctx context.Context, r *request, reply Reply) (Reply, error) {
	back := r.back
	r.back = questionBack{}
	if back.command == "" || !r.mayChange() || !b.mayAskBack(r) || len(reply.Messages) == 0 {
		return reply, nil
	}
	if err := b.questions.SaveQuestion(ctx, r.event(), r.spokenIn(), r.managedQuestion(back.command)); err != nil {
		return reply, fmt.Errorf("note a question: %w", err)
	}
	last := &reply.Messages[len(reply.Messages)-1]
	if last.Ask = back.hint; back.hint != "" {
		last.Question = back.command
	}
	return reply, nil
}

// dropQuestion forgets what the person was asked: whoever goes on with something
// else does not mean what they write later as the answer.
func (b *Bot) dropQuestion(ctx context.Context, r *request) error {
	_, err := b.takeQuestion(ctx, r)
	return err
}

func (b *Bot) takeQuestion(ctx context.Context, r *request) (command string, err error) {
	if !b.mayAskBack(r) {
		return "", nil
	}
	command, err = b.questions.TakeQuestion(ctx, r.event(), r.spokenIn(), r.now.Add(-questionLife))
	if err != nil {
		return "", fmt.Errorf("find what was asked: %w", err)
	}
	return command, nil
}

// answered answers free text that is the answer to what was asked back. ok is
// false if it is none.
func (b *Bot) answered(ctx context.Context, r *request, said string) (reply Reply, ok bool, err error) {
	if r.Button != "" || r.Kind != Private && !r.Answers {
		return Reply{}, false, nil
	}
	asked, err := b.takeQuestion(ctx, r)
	inForm := r.AnswerTo != ""
	if inForm { // which may be older than what was asked last
		asked = r.AnswerTo
	}
	if err != nil || asked == "" {
		return Reply{}, false, err
	}
	asked, channel := readManagedQuestion(asked)
	name, rest, _ := strings.Cut(asked, " ")
	c, ok := findCommand(b.commands, name)
	args, answers := b.answerTo(r, name, said)
	switch {
	case !ok || !answers || !inForm && (b.isCommand(said) || b.pages != nil && sentAddress(said) != ""):
		return Reply{}, false, nil
	case b.isCancel(said):
		reply, err = b.counted(r, text.ID("asking.cancelled"))
		return reply, true, err
	case rest != "" && !b.cutMode(args).named:
		args += " " + rest
	}
	if channel != "" {
		reply, err = b.forChannel(ctx, r, ChatRef{r.Chat.Platform, channel}, func(m *request) (Reply, error) { return b.command(ctx, m, c, args) })
		return reply, true, err
	}
	// What was asked about this chat is for it, whatever is managed by now.
	reply, err = b.command(ctx, r, c, args)
	return reply, true, err
}

// isCommand reports whether free text begins with the name of a command and is
// meant for it.
func (b *Bot) isCommand(said string) bool {
	first, rest, _ := strings.Cut(said, " ")
	c, ok := findCommand(b.commands, strings.ToLower(first))
	return ok && c.meant(strings.TrimSpace(rest))
}

// answerTo returns what was said as the argument of the command that was asked
// about. ok is false if it is no answer: "lithium" is no time for a digest, and
// whoever types it after looking at their digest times asks for news.
func (b *Bot) answerTo(r *request, name, said string) (args string, ok bool) {
	lower := strings.ToLower(said)
	switch name {
	case "subscribe", "unsubscribe":
		return said, true
	case "timezone":
		// A reply to the very question is one, however it is spelt.
		return said, r.Answers || meansZone(lower) || len(places().near(said, 1)) > 0
	case "digest":
		_, days := parseDays(lower)
		return said, days || meansDigest(lower) || strings.HasPrefix(lower, "twice")
	case "quiet":
		return said, meansQuiet(lower) || lower == holdWord || lower == silentWord
	case "pause":
		return said, meansPause(lower)
	case "language":
		if words := strings.Fields(lower); !slices.Contains(words, readingWord) {
			said = readingWord + " " + said
		}
		return said, namesLanguages(lower)
	}
	return "", false
}

// namesLanguages reports whether all words name languages: "en, tr and German".
func namesLanguages(lower string) bool {
	words := strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(lower))
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool {
		_, ok := briefing.LanguageTag(w)
		return !ok && w != "and" && w != readingWord && !slices.Contains(allWords, w)
	})
}

// isCancel reports whether free text takes a question back.
func (b *Bot) isCancel(said string) bool {
	said = strings.TrimRight(said, ".! ")
	return slices.ContainsFunc(strings.Split(b.say.T("asking.cancel", nil), "|"), func(w string) bool { return strings.EqualFold(w, said) })
}

// askTopicWords are the words that ask for a topic. Where the answer is known as
// one, it need not be typed behind the command.
func (b *Bot) askTopicWords(r *request, choice bool) text.ID {
	switch {
	case !b.mayAskBack(r) && choice:
		return text.ID("subscribe.ask-or-take")
	case !b.mayAskBack(r):
		return text.ID("subscribe.ask")
	case r.Forms && choice:
		return text.ID("asking.topic-or-take-form")
	case r.Forms:
		return text.ID("asking.topic-form")
	case r.privately() && choice:
		return text.ID("asking.topic-or-take")
	case r.privately():
		return text.ID("asking.topic")
	case choice:
		return text.ID("asking.topic-or-take-group")
	}
	return text.ID("asking.topic-group")
}

// askZoneWords are askTopicWords for the time zone.
func (b *Bot) askZoneWords(r *request) text.ID {
	switch {
	case !b.mayAskBack(r):
		return text.ID("timezone.ask")
	case r.Forms:
		return text.ID("asking.zone-form")
	case r.privately():
		return text.ID("asking.zone")
	}
	return text.ID("asking.zone-group")
}
