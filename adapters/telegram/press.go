package telegram

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"wirebrief/bot"
)

const (
	// pressPatience is how long a press waits for what to say to it: Telegram
	// gives it up after some seconds more.
	pressPatience = 3 * time.Second
	// noticeUnits is how long a notice may be, and toastUnits from which
	// length on it stays until it is closed.
	noticeUnits = 200
	toastUnits  = 60
)

// An ack answers a press, once.
type ack struct {
	a    *Adapter
	id   string
	once sync.Once
	// lost is why what was to be shown over the chat was not, nil if it was.
	lost error
}

// say answers with words, or with an address to open. It reports whether this
// was the answer: afterwards nothing more can be shown.
func (k *ack) say(ctx context.Context, notice, url string) bool {
	first := false
	k.once.Do(func() {
		first = true
		r := params{"callback_query_id": k.id}
		switch {
		case url != "":
			r["url"] = url
		case notice != "":
			r["text"], r["show_alert"] = notice, units(notice) > toastUnits
		}
		// If it fails, most often it came too late.
		err := k.a.client.call(ctx, "answerCallbackQuery", r, nil)
		if err != nil && ctx.Err() == nil {
			k.a.o.Logger.Debug("a press was not acknowledged", "platform", Platform, "err", err)
		}
		if notice != "" || url != "" {
			k.lost = err
		}
	})
	return first
}

// pressed answers a pressed button.
func (a *Adapter) pressed(ctx context.Context, h bot.Handler, q *callback) error {
	k := &ack{a: a, id: q.ID}
	m := q.Message
	if m == nil || q.Data == "" { // a button of a message that was put elsewhere: ours are links
		k.say(ctx, "", "")
		return nil
	}
	c := bot.Command{
		EventID: "c:" + q.ID, Kind: kindOf(m.Chat.Type), ChatName: m.Chat.Title, Button: q.Data, On: strconv.FormatInt(m.ID, 10),
		User: bot.User{ID: strconv.FormatInt(q.From.ID, 10), Name: q.From.name()},
	}
	c.Chat, c.Within = chatOf(m)
	late := time.AfterFunc(pressPatience, func() { k.say(ctx, "", "") })
	defer late.Stop()
	a.mayChange(ctx, m.Chat.ID, &c)
	reply, err := h(ctx, c)
	if err != nil {
		a.o.Logger.Error("a press was not answered as it should be", "platform", Platform, "err", err)
	}
	if reply.ForUser && !reply.Here && c.Kind != bot.Private {
		err = a.whisper(ctx, k, &c, reply)
	} else {
		err = a.respond(ctx, k, m, reply)
	}
	if reply.Replace { // what a notice says besides is not the answer
		return reply.Ended(err)
	}
	reply.Ended(cmp.Or(err, k.lost))
	return err
}

// whisper says to the presser alone what the others in the chat are not to
// read: as a notice if it is short, else in the private chat, which is opened.
func (a *Adapter) whisper(ctx context.Context, k *ack, c *bot.Command, reply bot.Reply) error {
	url, err := a.whisperLink(ctx, c, reply)
	if err != nil {
		k.say(ctx, "", "")
		return err
	}
	if k.say(ctx, cutNotice(reply.Notice), url) {
		return nil
	}
	// It took too long for that: the private chat is open to us or not.
	to, err := parsePlace(bot.ChatRef{Platform: Platform, ID: c.User.ID})
	if err != nil {
		return err
	}
	messages := reply.Messages
	if len(messages) == 0 && reply.Notice != "" {
		messages = []bot.Message{{Blocks: []bot.Block{{Runs: []bot.Run{{Text: reply.Notice}}}}}}
	}
	err = a.answer(ctx, to, messages, postOptions{})
	var e *bot.SendError
	if errors.As(err, &e) && (e.Kind == bot.Gone || e.Kind == bot.Forbidden) {
		return nil // they never wrote to the bot, or want nothing from it
	}
	return err
}

// whisperLink is the address that leads to what is said in private, "" if a
// notice says it all.
func (a *Adapter) whisperLink(ctx context.Context, c *bot.Command, reply bot.Reply) (string, error) {
	for _, m := range reply.Messages {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Private {
					return a.privateLink(ctx, c.Chat, b.Data)
				}
			}
		}
	}
	if reply.Notice != "" || len(reply.Messages) == 0 {
		return "", nil
	}
	return a.privateLink(ctx, c.Chat, c.Button)
}

// respond answers a press in the chat.
func (a *Adapter) respond(ctx context.Context, k *ack, m *message, reply bot.Reply) error {
	notice, messages, to := reply.Notice, reply.Messages, placeOf(m)
	if len(messages) == 0 {
		notice = cutNotice(notice)
	} else if units(notice) > noticeUnits {
		notice = "" // the messages say it
	}
	if shown := k.say(ctx, notice, "") && notice != ""; shown && !reply.Replace {
		return nil // the notice is the message
	}
	if reply.Replace && len(messages) > 0 && m.Date != 0 {
		replaced, err := a.replace(ctx, &to, m.ID, messages[0])
		if err != nil {
			return err
		}
		if replaced {
			messages = messages[1:]
		}
	}
	return a.answer(ctx, to, messages, postOptions{})
}

// replace puts a message in the place of that of an id. It reports false if that
// cannot be changed any more, or is in a chat that has moved, which changes to.
func (a *Adapter) replace(ctx context.Context, to *place, id int64, with bot.Message) (bool, error) {
	was := *to
	ref := bot.MessageRef{Chat: to.ref(), ID: strconv.FormatInt(id, 10)}
	err := a.patiently(ctx, to, func(ctx context.Context) (err error) {
		if *to != was { // the message has another id there
			return &bot.SendError{Kind: bot.Gone, Message: "the chat has moved"}
		}
		ref, err = a.Edit(ctx, ref, with)
		return err
	})
	var e *bot.SendError
	if errors.As(err, &e) && (e.Kind == bot.Gone || e.Kind == bot.Content) {
		return false, nil
	}
	return err == nil, err
}

// cutNotice makes a notice short enough for Telegram.
func cutNotice(s string) string {
	if units(s) <= noticeUnits {
		return s
	}
	return strings.TrimRight(s[:cutAt(s, noticeUnits-1)], " \n") + "…"
}
