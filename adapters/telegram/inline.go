package telegram

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"wirebrief/bot"
)

const (
	// inlineOffers is how many offers are shown at once; Telegram takes 50.
	inlineOffers = 10
	// inlineTitle and inlineNotice are how long the words in the list may be,
	// in UTF-16 code units.
	inlineTitle  = 200
	inlineNotice = 60
)

// inquired answers what is typed after the bot's name in any chat.
func (a *Adapter) inquired(ctx context.Context, q *inlineQuery) error {
	offers, err := a.o.Desk.Offer(ctx, bot.Inquiry{
		Platform: Platform, User: bot.User{ID: strconv.FormatInt(q.From.ID, 10), Name: q.From.name()},
		Text: q.Query, Page: q.Offset, Limit: inlineOffers,
	})
	if err != nil {
		a.o.Logger.Error("an inquiry was not answered as it should be", "platform", Platform, "err", err)
	}
	r := params{"inline_query_id": q.ID, "cache_time": int(offers.Life / time.Second), "is_personal": offers.Personal}
	if offers.Next != "" {
		r["next_offset"] = offers.Next
	}
	if offers.Notice != "" && offers.NoticeKey != "" {
		r["button"] = map[string]any{"text": short(offers.Notice, inlineNotice), "start_parameter": offers.NoticeKey}
	}
	if err := a.offer(ctx, r, offers.Offers); err != nil && !ofFailure(err, 400, "query is too old") {
		return fmt.Errorf("answer an inquiry: %w", err)
	}
	return nil
}

// offer makes the request r with results: as HTML, and as plain text if the
// markup of one of them is refused, which would keep back all of them.
func (a *Adapter) offer(ctx context.Context, r params, offers []bot.Offer) error {
	r["results"] = a.results(ctx, offers, false)
	err := a.client.call(ctx, "answerInlineQuery", r, nil)
	if refusesMarkup(err) {
		a.o.Logger.Error("telegram refused the markup of an offer; all are made in plain text", "platform", Platform)
		r["results"] = a.results(ctx, offers, true)
		err = a.client.call(ctx, "answerInlineQuery", r, nil)
	}
	return err
}

// results are offers as the API has them.
func (a *Adapter) results(ctx context.Context, offers []bot.Offer, plain bool) []map[string]any {
	results := []map[string]any{}
	for _, o := range offers {
		all := parts(lines(o.Message))
		if len(all) == 0 {
			continue
		}
		r := map[string]any{
			"type": "article", "id": o.ID, "title": cmp.Or(short(o.Title, inlineTitle), "…"), "input_message_content": a.offered(o, all, plain),
		}
		if d := short(o.Description, inlineTitle); d != "" {
			r["description"] = d
		}
		if u := webURL(o.URL); u != "" {
			r["url"] = u
		}
		// Offers have links only; nothing is asked for them.
		if keys, err := a.keyboard(ctx, place{}, o.Message.Buttons); err == nil && len(keys) > 0 {
			r["reply_markup"] = inlineKeyboard{keys}
		}
		results = append(results, r)
	}
	return results
}

// offered is what an offer puts into a chat. That is one message, so what it
// has no room for is left out, and that said.
func (a *Adapter) offered(o bot.Offer, all []part, plain bool) map[string]any {
	more := ""
	if len(all) > 1 {
		more = "…"
	}
	content := map[string]any{"message_text": all[0].plain(more), "link_preview_options": preview(o.Message, 0)}
	if !plain {
		content["message_text"], content["parse_mode"] = all[0].html(more, a.plainTimes.Load()), "HTML"
	}
	return content
}
