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

// listStories is how many stories stand in a list: two rows of numbered
// buttons.
const listStories = 6

// openArticles is how many articles of its story a numbered button names, so
// that their publishers can be shown: as many as its data surely holds.
const openArticles = 5

// maxAlso is how many other spellings of a topic are shown.
const maxAlso = 4

// latest answers /latest, and free text.
func (b *Bot) latest(ctx context.Context, r *request, args string) (Reply, error) {
	return b.askLatest(ctx, r, args, showsStories)
}

// askLatest answers a question for stories, or for what stands in them.
func (b *Bot) askLatest(ctx context.Context, r *request, args string, s shows) (Reply, error) {
	r.pageAsker = r.asker()
	topic, p := cutPeriod(args, r.now)
	if date := mistakenDate(topic); date != "" && p.isZero() {
		return b.sentence("latest.no-such-date", text.Data{"Date": shorten(date, 40)}), nil
	}
	return b.showLatest(ctx, r, latestPage{topic: b.cutAsking(topic), period: p, shows: s})
}

// cutAsking takes off the words people put before a topic when they ask in a
// sentence: "what's new on karabakh?" is about karabakh, and "what's new?"
// about everything.
func (b *Bot) cutAsking(typed string) string {
	s := strings.ReplaceAll(typed, "’", "'")
	for asking := range strings.SplitSeq(b.say.T("latest.asking", nil), "|") {
		if len(s) > len(asking) && strings.EqualFold(s[:len(asking)], asking) && s[len(asking)] == ' ' {
			return strings.TrimSpace(s[len(asking):])
		}
	}
	for all := range strings.SplitSeq(b.say.T("latest.asking-for-all", nil), "|") {
		if strings.EqualFold(strings.TrimRight(s, "?!. "), all) {
			return ""
		}
	}
	return typed
}

// A latestPage is one page of an answer, as its paging buttons carry it.
type latestPage struct {
	// topic as typed, "" for everything.
	topic  string
	period period
	// upTo and arrived as in question; upTo is 0 unless the reader searched
	// on.
	upTo, arrived int64
	// some tells, of a search that goes on, that the one before found some.
	some   bool
	offset int
	// from is the first report shown of those in a list of quotes or figures,
	// which is of the stories from offset on.
	from int
	// shows is what is shown of the stories.
	shows shows
}

// shows tells what an answer shows of the stories it finds.
type shows int64

// The stories themselves, their quotes, or their figures.
const (
	showsStories shows = iota
	showsQuotes
	showsFigures
)

// askPayload asks for the latest on a topic from the start.
func askPayload(topic string) payload { return payload{action: actAsk, text: topic} }

// askAgain asks another question of the same kind as p from the start.
func (p latestPage) askAgain(topic string) payload {
	ask := askPayload(topic)
	if p.shows != showsStories {
		ask.fields = []int64{int64(p.shows)}
	}
	return ask
}

// payload and turnLatest are opposites. Times travel in minutes.
func (p latestPage) payload(asker int64) payload {
	var some int64
	if p.some {
		some = 1
	}
	fields := []int64{int64(p.offset), p.upTo, minutes(p.period.Since), minutes(p.period.Until), some, asker, p.arrived}
	if p.shows != showsStories {
		fields = append(fields, int64(p.shows), int64(p.from))
	}
	return payload{action: actPage, text: p.topic, fields: fields}
}

func minutes(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix() / 60
}

func fromMinutes(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n*60, 0).UTC()
}

// turnLatest shows another page. Offset, times and the rest come back from
// people's devices, so none of them is believed beyond its bounds.
func (b *Bot) turnLatest(ctx context.Context, r *request, p payload) (Reply, error) {
	const lastMinute = 1 << 32 // of the year 10136
	offset, since, until := p.field(0), p.field(2), p.field(3)
	if offset > CountLimit || p.field(8) > CountLimit || since > lastMinute || until > lastMinute || len(p.text) > b.limits.TextBytes {
		return Reply{}, errButton
	}
	page := latestPage{
		topic: p.text, offset: int(offset), upTo: p.field(1), arrived: p.field(6),
		some: p.field(4) == 1, period: period{fromMinutes(since), fromMinutes(until)}, shows: shows(p.field(7)), from: int(p.field(8)),
	}
	if page.upTo != 0 {
		if reply, ok := b.costly(r); !ok {
			return reply, nil
		}
	}
	return b.turn(r, p.field(5), func() (Reply, error) { return b.showLatest(ctx, r, page) })
}

func (b *Bot) showLatest(ctx context.Context, r *request, p latestPage) (Reply, error) {
	topic, trouble := b.parseTopic(p.topic)
	if trouble != nil {
		return *trouble, nil
	}
	f, err := b.find(ctx, question{topic: topic, period: p.period, upTo: p.upTo, arrived: p.arrived})
	if err != nil {
		return Reply{}, err
	}
	p.arrived = f.arrived
	if len(f.stories) == 0 {
		return b.nothing(ctx, r, topic, p, f)
	}
	if p.shows != showsStories {
		return b.saidPage(ctx, r, topic, p, f)
	}
	// Stories may have been removed since the page before: then the last
	// page there is.
	if topic.IsZero() {
		p.offset = min(p.offset, (len(f.stories)-1)/listStories*listStories)
		return b.listPage(ctx, r, p, f)
	}
	p.offset = min(p.offset, len(f.stories)-1)
	return b.storyPage(ctx, r, topic, p, f)
}

// parseTopic reads a topic that may be empty. What cannot be read is answered
// with the reason.
func (b *Bot) parseTopic(s string) (briefing.Topic, *Reply) {
	if strings.TrimSpace(s) == "" {
		return briefing.Topic{}, nil
	}
	topic, err := b.topicsRead.parse(s)
	if err != nil {
		reply := b.topicTrouble(err)
		return topic, &reply
	}
	return topic, nil
}

// topicTrouble says why a topic cannot be read: what a *briefing.TopicError
// says is fit for readers.
func (b *Bot) topicTrouble(err error) Reply {
	return Reply{Messages: []Message{{Blocks: []Block{paragraph(err.Error())}}}}
}

// storyPage shows one story as a full briefing.
func (b *Bot) storyPage(ctx context.Context, r *request, topic briefing.Topic, p latestPage, f finding) (Reply, error) {
	body, err := f.made.story(ctx, r.now, p, func() (*storyBody, error) {
		stories, err := b.loadShown(ctx, f.stories[p.offset:p.offset+1], f)
		if err != nil || len(stories) == 0 {
			return nil, err
		}
		w := newRenderer(b.say, r.now)
		return w.story(stories[0], w.header(topic, p, 1, f)), nil
	})
	if err != nil {
		return Reply{}, err
	}
	if body == nil {
		return b.sentence("latest.gone", nil), nil
	}
	m, err := b.storyMessage(ctx, r, body, topic)
	if err != nil {
		return Reply{}, err
	}
	paging, err := b.paging(ctx, r, p, 1, f)
	m.Buttons = append(m.Buttons, paging...)
	return Reply{Messages: []Message{m}}, err
}

// story shows the first article of s as a full briefing, with the publishers
// of all, below what is above it. topic may be zero.
func (b *Bot) story(ctx context.Context, r *request, s shownStory, topic briefing.Topic, above ...Block) (Message, error) {
	return b.storyMessage(ctx, r, newRenderer(b.say, r.now).story(s, above...), topic)
}

// storyMessage is the message of a body for one reader.
func (b *Bot) storyMessage(ctx context.Context, r *request, body *storyBody, topic briefing.Topic) (Message, error) {
	buttons, err := b.storyButtons(ctx, r, body.first, body.shown, topic)
	if err != nil {
		return Message{}, err
	}
	m := Message{Blocks: body.blocks, Shared: body.shared, Buttons: buttons, Topic: topic.String()}
	if webURL(body.first.Article.URL) {
		m.Preview = body.first.Article.URL
	}
	return m, nil
}

// header is the line above a page of n stories: what was asked for, and which
// of how many stories these are.
func (w *renderer) header(topic briefing.Topic, p latestPage, n int, f finding) Block {
	data := text.Data{"First": text.Number(p.offset + 1), "Last": text.Number(p.offset + n), "Total": f.total()}
	var place string
	switch {
	case n == 1 && p.some:
		place = w.say.T("latest.of-older", data)
	case n == 1:
		place = w.say.T("latest.of", data)
	case p.some:
		place = w.say.T("latest.range-older", data)
	default:
		place = w.say.T("latest.range", data)
	}
	if !f.complete {
		place = w.say.T("latest.so-far", text.Data{"Place": place})
	}
	only := f.complete && len(f.stories) == 1 && p.period == (period{})
	return Block{Kind: Header, Runs: []Run{{Text: w.title(topic, p.period), Bold: true}}, Right: place, Spare: only}
}

// title names what was asked for: the topic with its other spellings, and the
// period.
func (w *renderer) title(topic briefing.Topic, p period) string {
	title := w.say.T("latest.newest", nil)
	if !topic.IsZero() {
		title = w.topicName(topic)
	}
	if p.isZero() {
		return title
	}
	return w.say.T("latest.period", text.Data{"Topic": title, "Period": w.label(p)})
}

// topicName is the name of a topic with its other spellings.
func (w teller) topicName(topic briefing.Topic) string {
	name, also := topicLabel(topic), topic.Also()
	if len(also) == 0 {
		return name
	}
	names := strings.Join(also[:min(len(also), maxAlso)], ", ")
	return w.say.T("latest.also", text.Data{"Topic": name, "Names": Plain(names)})
}

// topicLabel is the name of a topic, short enough for a line or a button.
func topicLabel(topic briefing.Topic) string { return shorten(topic.Name(), 60) }

// listPage shows stories as a list of headlines, each opened by a numbered
// button.
func (b *Bot) listPage(ctx context.Context, r *request, p latestPage, f finding) (Reply, error) {
	body, err := f.made.list(ctx, r.now, p, func() (*listBody, error) { return b.list(ctx, r.now, p, f) })
	if err != nil {
		return Reply{}, err
	}
	open := b.row(ctx)
	for i, ids := range body.ids {
		open.add(fmt.Sprint(i+1), payload{action: actOpen, fields: ids})
	}
	if open.err != nil {
		return Reply{}, open.err
	}
	paging, err := b.paging(ctx, r, p, listStories, f)
	if err != nil {
		return Reply{}, err
	}
	return Reply{Messages: []Message{{Blocks: body.blocks, Shared: body.shared, Buttons: append(open.rows(3), paging...)}}}, nil
}

// list is the body of listPage.
func (b *Bot) list(ctx context.Context, now time.Time, p latestPage, f finding) (*listBody, error) {
	w := newRenderer(b.say, now)
	stories := f.stories[p.offset:min(p.offset+listStories, len(f.stories))]
	loaded, err := b.loadShown(ctx, stories, f)
	if err != nil {
		return nil, err
	}
	body := &listBody{blocks: []Block{w.header(briefing.Topic{}, p, len(stories), f)}}
	for i, s := range loaded {
		body.blocks = append(body.blocks, w.headline(s.articles[0].Article, fmt.Sprint(i+1)+metaSeparator), w.meta(s))
		body.ids = append(body.ids, articleIDs(s.articles[:min(len(s.articles), openArticles)]))
	}
	body.blocks = slices.Clip(body.blocks) // so that who adds to it does not add to that of others
	return body, nil
}

func articleIDs(articles []StoredArticle) []int64 {
	ids := make([]int64, len(articles))
	for i, a := range articles {
		ids[i] = a.ID
	}
	return ids
}

// openStory shows the story of a numbered button.
func (b *Bot) openStory(ctx context.Context, r *request, ids []int64) (Reply, error) {
	s, err := b.storyOf(ctx, ids)
	if err != nil {
		return Reply{}, err
	}
	if len(s.articles) == 0 {
		return b.notice(b.say.T("latest.gone", nil)), nil
	}
	m, err := b.story(ctx, r, s, briefing.Topic{})
	if err != nil {
		return Reply{}, err
	}
	return Reply{Messages: []Message{m}}, nil
}

// storyOf loads the story of some articles, the first of which is one of it,
// with what else there is of it; without articles if none is stored any more.
func (b *Bot) storyOf(ctx context.Context, ids []int64) (shownStory, error) {
	first, err := b.articles.FindArticles(ctx, ids[:min(len(ids), 1)])
	if err != nil {
		return shownStory{}, fmt.Errorf("find the article of a button: %w", err)
	}
	// The button does not tell the question, so all of those days is looked
	// through for another report of the story.
	var f finding
	if len(first) > 0 {
		at := countsAt(first[0])
		if f, err = b.find(ctx, question{period: period{at.Add(-aloneSpan), at.Add(aloneSpan)}}); err != nil {
			return shownStory{}, err
		}
		ids = append(ids, f.ofStory(first[0].Story, ids)...)
	}
	stories, err := b.loadShown(ctx, []foundStory{{articles: ids}}, f)
	if err != nil || len(stories) == 0 {
		return shownStory{}, err
	}
	return stories[0], nil
}

// ofStory returns the articles of a story among the hits that are not in
// known: a button has room for a few of them only.
func (f finding) ofStory(story int64, known []int64) []int64 {
	var ids []int64
	for _, h := range f.hits {
		if story != 0 && h.Story == story && !slices.Contains(known, h.Article) {
			ids = append(ids, h.Article)
		}
	}
	return ids
}
