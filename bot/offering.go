package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

const (
	// offerLife is how long a platform may give the same offers again.
	offerLife = time.Minute
	// offerTopic is how long a topic that is typed may be, in bytes: it is
	// searched for at every key.
	offerTopic = 200
	// maxOffers is how many offers are made at once, whatever is asked for.
	maxOffers = 50
)

// Offer implements Offerer. It offers the latest stories on a topic to whoever
// may use the bot.
func (b *Bot) Offer(ctx context.Context, q Inquiry) (Offers, error) {
	r := &request{now: b.now().UTC(), Command: Command{Chat: ChatRef{Platform: q.Platform, ID: q.User.ID}, User: q.User, Text: q.Text}}
	ctx = answering(ctx, r.Chat)
	offers, err := b.offer(ctx, r, q)
	if err != nil {
		return Offers{Notice: b.say.T("offer.trouble", nil), NoticeKey: helloKey, Personal: true}, fmt.Errorf("answer an inquiry: %w", err)
	}
	return offers, nil
}

func (b *Bot) offer(ctx context.Context, r *request, q Inquiry) (Offers, error) {
	_, allowed, err := b.gate.standing(ctx, r)
	if err != nil {
		return Offers{}, err
	}
	if !allowed {
		return Offers{Notice: b.say.T("offer.stranger", nil), NoticeKey: helloKey, Personal: true, Life: offerLife}, nil
	}
	// What the rate keeps back is empty rather than an answer: it is asked for
	// at every key.
	if pass, _ := b.limiters.inquiry.take(r.person(), r.now); !pass || len(q.Text) > offerTopic {
		return Offers{Personal: true}, nil
	}
	topic, trouble := b.parseTopic(q.Text)
	if trouble != nil {
		return Offers{Personal: true}, nil
	}
	offset, arrived := readOfferPage(q.Page)
	f, err := b.find(ctx, question{topic: topic, arrived: arrived})
	if err != nil {
		return Offers{}, err
	}
	offset = min(offset, len(f.stories))
	upTo := min(offset+min(max(q.Limit, 1), maxOffers), len(f.stories))
	stories, err := b.loadShown(ctx, f.stories[offset:upTo], f)
	if err != nil {
		return Offers{}, err
	}
	o := Offers{Life: offerLife, Personal: b.gate.Mode != AccessOpen && b.gate.Mode != ""}
	for _, s := range stories {
		one, err := b.offered(ctx, r, s, topic)
		if err != nil {
			return Offers{}, err
		}
		o.Offers = append(o.Offers, one)
	}
	if upTo < len(f.stories) {
		o.Next = offerPage(upTo, f.arrived)
	}
	if len(o.Offers) == 0 && offset == 0 {
		o.Notice, o.NoticeKey = b.say.T("offer.nothing", nil), helloKey
	}
	return o, nil
}

// offerPage and readOfferPage are opposites. A page names the last arrival that
// the first one looked at, so that pages do not shift while articles arrive.
// What is no page is the first.
func offerPage(offset int, arrived int64) string {
	return strconv.Itoa(offset) + "." + strconv.FormatInt(arrived, 36)
}

func readOfferPage(s string) (offset int, arrived int64) {
	first, last, ok := strings.Cut(s, ".")
	offset, err := strconv.Atoi(first)
	arrived, err2 := strconv.ParseInt(last, 36, 64)
	if !ok || err != nil || err2 != nil || offset < 0 || arrived < 0 {
		return 0, 0
	}
	return offset, arrived
}

// offered makes an offer of a story: its briefing, with links alone.
func (b *Bot) offered(ctx context.Context, r *request, s shownStory, topic briefing.Topic) (Offer, error) {
	first := s.articles[0]
	w := newRenderer(b.say, r.now)
	shown := briefing.Pick(first.Extraction, briefing.Options{})
	m := Message{Blocks: w.briefing(shown, w.meta(s))}
	buttons := b.row(ctx).link(b.say.T("button.read", nil), first.Article.URL)
	// What is typed is searched for at every key: words too long for the button
	// itself would have to be stored each time.
	follow := followPayload(topic, Daily)
	if data := follow.head() + ":" + follow.text; !topic.IsZero() && len(data) <= MaxButtonData {
		buttons.buttons = append(buttons.buttons, Button{Label: shorten(b.say.T("button.follow", text.Data{"Topic": buttonTopic(topic)}), 60), Data: data, Private: true})
	}
	m.Buttons = buttons.rows(2)
	o := Offer{ID: strconv.FormatInt(first.Revision, 36), Title: shorten(first.Article.Title, headlineBytes), Message: m}
	if o.Title == "" {
		o.Title = b.say.T("briefing.untitled", nil)
	}
	var meta strings.Builder
	for _, run := range w.meta(s).Runs {
		meta.WriteString(run.Text)
	}
	o.Description = meta.String()
	if webURL(first.Article.URL) {
		o.URL, o.Message.Preview = first.Article.URL, first.Article.URL
	}
	return o, buttons.err
}
