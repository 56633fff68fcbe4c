package telegram

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot"
)

const (
	// partTries is how often a further part of a message is tried: what was
	// begun is to be finished.
	partTries = 4
	// partWait bounds the wait between two tries.
	partWait = 30 * time.Second
	// hintLetters is how long the hint in the field for a reply may be.
	hintLetters = 64
)

// postOptions are what a message may have besides what it says.
type postOptions struct {
	// replyTo is the message that it answers, 0 for none.
	replyTo int64
}

// Send implements bot.ChatAdapter. A message longer than Telegram takes is sent
// in several parts. It does not wait for the Pacing before the first of them:
// the caller has.
func (a *Adapter) Send(ctx context.Context, to bot.ChatRef, m bot.Message) (bot.MessageRef, error) {
	p, err := parsePlace(to)
	if err != nil {
		return bot.MessageRef{}, &bot.SendError{Kind: bot.Gone, Message: err.Error()}
	}
	ids, err := a.post(ctx, p, m, postOptions{})
	if err != nil {
		return bot.MessageRef{}, err
	}
	return bot.MessageRef{Chat: to, ID: joinIDs(ids)}, nil
}

// post sends a message and returns the ids of its parts, or of its files if it has
// no others. Every error is a
// *bot.SendError; it is Uncertain if some parts were sent and others were not.
func (a *Adapter) post(ctx context.Context, to place, m bot.Message, o postOptions) ([]int64, error) {
	if ctx.Err() != nil {
		return nil, cancelled(ctx)
	}
	all := partsOf(m)
	if len(all) == 0 && len(m.Files) == 0 {
		return nil, &bot.SendError{Kind: bot.Content, Message: "the message has no text"}
	}
	keys, err := a.keyboard(ctx, to, m.Buttons)
	if err != nil {
		return nil, a.sendError(to, err)
	}
	var ids []int64
	for i := range all {
		r := a.request(to, all, i, m, keys)
		if i == 0 && o.replyTo != 0 {
			r["reply_parameters"] = map[string]any{"message_id": o.replyTo, "allow_sending_without_reply": true}
		}
		id, err := a.postPart(ctx, to, r, all[i], len(ids) > 0)
		if err != nil {
			return nil, a.broken(to, err, len(ids) > 0)
		}
		ids = append(ids, id)
	}
	files := make([]int64, len(m.Files))
	for i, f := range m.Files {
		if files[i], err = a.postFile(ctx, to, f, m.Silent, len(ids) > 0 || i > 0); err != nil {
			return nil, a.broken(to, err, len(ids) > 0 || i > 0)
		}
	}
	a.lost.found(to)
	if len(ids) == 0 {
		return files, nil
	}
	return ids, nil // files stay when a message is edited
}

// broken is the error of a message of which something was sent, or nothing.
func (a *Adapter) broken(to place, err error, begun bool) error {
	e := a.sendError(to, err)
	if begun {
		return &bot.SendError{Kind: bot.Uncertain, Rest: e.Kind, Message: "only a part of the message was sent: " + e.Message}
	}
	return e
}

// request is the i-th part of a message, but for its text.
func (a *Adapter) request(to place, all []text, i int, m bot.Message, keys [][]key) params {
	r := params{"chat_id": to.chat, "link_preview_options": preview(m, i)}
	if to.thread != 0 {
		r["message_thread_id"] = to.thread
	}
	if m.Silent {
		r["disable_notification"] = true
	}
	switch {
	case i < len(all)-1:
	case len(keys) > 0:
		r["reply_markup"] = inlineKeyboard{keys}
	case m.Ask != "":
		force := map[string]any{"force_reply": true}
		if h := hint(m.Ask); h != "" {
			force["input_field_placeholder"] = h
		}
		if to.chat < 0 { // only for whom the message replies to; a private message replies to none
			force["selective"] = true
		}
		r["reply_markup"] = force
	}
	return r
}

// preview is what stands below the text of a part: the page of the message's
// story or nothing, never that of whatever link comes first.
func preview(m bot.Message, i int) map[string]any {
	if u := webURL(m.Preview); u != "" && i == 0 {
		return map[string]any{"url": u, "prefer_small_media": true}
	}
	return map[string]any{"is_disabled": true}
}

func hint(s string) string {
	runes := []rune(oneLine(s))
	return string(runes[:min(len(runes), hintLetters)])
}

// postPart sends one part. A further one waits for its turn, and is tried again
// rather than given up.
func (a *Adapter) postPart(ctx context.Context, to place, r params, p text, further bool) (id int64, err error) {
	var sent struct {
		ID int64 `json:"message_id"`
	}
	err = a.insist(ctx, to, further, func() error { return a.write(ctx, "sendMessage", r, p, &sent) })
	return sent.ID, err
}

// insist makes a request. A further one waits for its turn and is tried several
// times, but not before the server lets it.
func (a *Adapter) insist(ctx context.Context, to place, further bool, request func() error) error {
	if !further {
		return request()
	}
	for try := 1; ; try++ {
		if err := a.pacing.Wait(ctx, whole(to.ref()), to.chat < 0, bot.Interactive); err != nil {
			return err
		}
		err := request()
		a.pacing.Done(whole(to.ref()))
		if err == nil {
			return nil
		}
		e := a.sendError(to, err)
		if e.Kind == bot.RetryAfter {
			a.hold(to, e)
		}
		if e.Kind != bot.RetryAfter && e.Kind != bot.Transient || try == partTries || e.RetryAfter > partWait {
			return e
		}
		if sleep(ctx, max(e.RetryAfter, time.Second)) != nil {
			return e
		}
	}
}

// write makes a request with the text of a part: as HTML, without the tags of
// times if the server does not know them, as plain text if it refuses the markup
// for another reason, and without the buttons whose address it refuses. A
// briefing is never lost for its markup.
func (a *Adapter) write(ctx context.Context, method string, r params, p text, result any) error {
	plainTimes := a.plainTimes.Load()
	r["text"], r["parse_mode"] = p.html(plainTimes), "HTML"
	err := a.client.call(ctx, method, r, result)
	if ofFailure(err, 400, parseTrouble) && !plainTimes && p.hasTimes() {
		r["text"] = p.html(true)
		if err = a.client.call(ctx, method, r, result); err == nil {
			a.plainTimes.Store(true)
			a.o.Logger.Info("this Bot API server does not know times; they are shown as words", "platform", Platform)
		}
	}
	if refusesMarkup(err) {
		a.o.Logger.Error("telegram refused the markup of a message; it is sent as plain text", "platform", Platform)
		r["text"] = p.plain()
		delete(r, "parse_mode")
		err = a.client.call(ctx, method, r, result)
	}
	if markup, ok := r["reply_markup"].(inlineKeyboard); ok && refusesButtonURL(err) {
		a.o.Logger.Error("telegram refused the address of a button; the message is sent without those that open one", "platform", Platform)
		if markup.Rows = withoutURLs(markup.Rows); len(markup.Rows) > 0 {
			r["reply_markup"] = markup
		} else {
			delete(r, "reply_markup")
		}
		err = a.client.call(ctx, method, r, result)
	}
	return err
}

// Edit implements bot.Editor. A message of several parts is changed part by
// part; parts that it does not need any more are deleted.
func (a *Adapter) Edit(ctx context.Context, ref bot.MessageRef, m bot.Message) (bot.MessageRef, error) {
	to, err := parsePlace(ref.Chat)
	if err != nil {
		return ref, &bot.SendError{Kind: bot.Gone, Message: err.Error()}
	}
	ids, err := parseIDs(ref.ID)
	if err != nil {
		return ref, &bot.SendError{Kind: bot.Gone, Message: err.Error()}
	}
	if ctx.Err() != nil {
		return ref, cancelled(ctx)
	}
	all := partsOf(m)
	if len(all) == 0 {
		return ref, &bot.SendError{Kind: bot.Content, Message: "the message has no text"}
	}
	keys, err := a.keyboard(ctx, to, m.Buttons)
	if err != nil {
		return ref, a.editError(to, err)
	}
	for i := range all[:min(len(all), len(ids))] {
		r := a.request(to, all, i, m, keys)
		r["message_id"] = ids[i]
		delete(r, "message_thread_id")
		delete(r, "disable_notification")
		if m.Ask != "" && len(keys) == 0 {
			delete(r, "reply_markup") // only a new message can open the field
		}
		if err := a.write(ctx, "editMessageText", r, all[i], nil); err != nil && !ofFailure(err, 400, notModified) {
			return ref, a.editError(to, err)
		}
	}
	ids, err = a.evenOut(ctx, to, ids, all, m, keys)
	now := bot.MessageRef{Chat: ref.Chat, ID: joinIDs(ids)}
	if err != nil {
		return now, a.editError(to, err)
	}
	return now, nil
}

// evenOut deletes the parts that an edited message has too many, sends those that
// are missing, and returns those that it has then, also with an error.
func (a *Adapter) evenOut(ctx context.Context, to place, ids []int64, all []text, m bot.Message, keys [][]key) ([]int64, error) {
	kept := min(len(all), len(ids))
	for _, id := range ids[kept:] {
		r := params{"chat_id": to.chat, "message_id": id}
		err := a.client.call(ctx, "deleteMessage", r, nil)
		if ofFailure(err, 400, notDeleted) { // Telegram keeps what is older than two days: it loses its words
			err = a.write(ctx, "editMessageText", r, text{part: part{{spans: []span{{text: "…"}}}}}, nil)
		}
		if err != nil && !ofFailure(err, 400, notThere) && !ofFailure(err, 400, notModified) {
			return ids, err
		}
	}
	ids = slices.Clone(ids[:kept])
	for i := len(ids); i < len(all); i++ {
		id, err := a.postPart(ctx, to, a.request(to, all, i, m, keys), all[i], true)
		if err != nil {
			return ids, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// editError is sendError for an edit, which does no harm when it is made twice.
func (a *Adapter) editError(to place, err error) error {
	e := a.sendError(to, err)
	if e.Kind == bot.Uncertain {
		e.Kind = bot.Transient
	}
	return e
}

// joinIDs is the id of a message of several parts.
func joinIDs(ids []int64) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(words, ",")
}

// parseIDs is the opposite of joinIDs.
func parseIDs(s string) ([]int64, error) {
	var ids []int64
	for word := range strings.SplitSeq(s, ",") {
		id, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			return nil, errors.New("a message was named that is none of Telegram")
		}
		ids = append(ids, id)
	}
	return slices.Compact(ids), nil
}
