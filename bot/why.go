package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// whyName is the command that tells why something came.
const whyName = "why"

// A SentStore keeps what chats were sent.
type SentStore interface {
	// FindLastSent returns the last digest or alert that a chat was sent and
	// that has stories, a *Digest or an *Alert, and when it was sent; or
	// ErrNotFound.
	FindLastSent(ctx context.Context, chat ChatRef) (content any, at time.Time, err error)
}

// How a story came to a chat, in the data of buttons: never renumber.
const (
	// whyAsked: somebody asked, or opened it from a list.
	whyAsked = iota
	// whyDigest and whyAlert: it was in a digest, or an alert; whySent: in one
	// of them.
	whyDigest
	whyAlert
	whySent
)

// whyPayload asks why a story came, how, by its revision; topic is what was
// asked for, "" for nothing.
func whyPayload(how, revision int64, topic string) payload {
	return payload{action: actWhy, fields: []int64{how, revision}, text: topic}
}

// why answers /why: why the stories of the last digest or alert came, or why
// the best story on a topic is that.
func (b *Bot) why(ctx context.Context, r *request, args string) (Reply, error) {
	if args != "" {
		return b.whyTopic(ctx, r, args)
	}
	if b.sent == nil {
		return b.nothingSent(ctx)
	}
	content, at, err := b.sent.FindLastSent(ctx, r.Chat)
	if errors.Is(err, ErrNotFound) {
		return b.nothingSent(ctx)
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find what the chat was last sent: %w", err)
	}
	stories, how := shownStories(content), int64(whyDigest)
	if _, ok := content.(*Alert); ok {
		how = whyAlert
	}
	if len(stories) == 1 {
		return b.explainStory(ctx, r, how, stories[0].Revision, "")
	}
	return b.whyList(ctx, r, how, stories, at)
}

// nothingSent says that there is nothing to explain yet, and where else that
// can be asked.
func (b *Bot) nothingSent(ctx context.Context) (Reply, error) {
	reply := b.sentence("why.nothing-sent", nil)
	w := b.row(ctx).add(b.say.T("button.topics", nil), payload{action: actSay, text: "/topics"})
	reply.Messages[0].Buttons = w.rows(1)
	return reply, w.err
}

// whyTopic explains the story that an answer on a topic begins with.
func (b *Bot) whyTopic(ctx context.Context, r *request, args string) (Reply, error) {
	typed, p := cutPeriod(args, r.now)
	topic, trouble := b.parseTopic(b.cutAsking(typed))
	if trouble != nil {
		return *trouble, nil
	}
	f, err := b.find(ctx, question{topic: topic, period: p})
	if err != nil {
		return Reply{}, err
	}
	if len(f.stories) == 0 {
		return b.nothing(ctx, r, topic, latestPage{topic: topic.String(), period: p}, f)
	}
	stories, err := b.loadAll(ctx, f.stories[:1])
	if err != nil || len(stories) == 0 {
		return b.sentence("latest.gone", nil), err
	}
	return b.explainStory(ctx, r, whyAsked, stories[0].articles[0].Revision, topic.String())
}

// whyList lists the stories that were sent with the topics that brought them,
// each explained behind its number.
func (b *Bot) whyList(ctx context.Context, r *request, how int64, stories []DigestStory, at time.Time) (Reply, error) {
	w := &digestWriter{renderer: newRenderer(b.say, r.now), d: &Digest{Stories: stories, Composed: r.now}, zone: b.defaultZone, revisions: map[int64]*StoredArticle{}}
	if err := w.load(ctx, b.articles); err != nil {
		return Reply{}, fmt.Errorf("explain what the chat was last sent: %w", err)
	}
	id := text.ID("why.last-digest")
	if how == whyAlert {
		id = text.ID("why.last-alert")
	}
	blocks := []Block{
		{Kind: Header, Runs: []Run{{Text: b.say.T("why.title-all", nil), Bold: true}}},
		{Kind: Meta, Runs: []Run{{Text: b.say.T(id, text.Data{"When": w.age(at)})}}},
	}
	numbers := b.row(ctx)
	for i, s := range stories {
		lines := []Block{w.gone(i + 1)}
		if a := w.revisions[s.Revision]; a != nil && a.Withdrawn == nil {
			lines = []Block{w.headline(a.Article, number(i+1)), {Kind: Meta, Runs: []Run{{Text: w.list(s.Names)}}}}
			numbers.add(strconv.Itoa(i+1), whyPayload(how, s.Revision, ""))
		}
		if unitsOf(blocks)+unitsOf(lines) > digestUnits {
			break
		}
		blocks = append(blocks, lines...)
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: numbers.rows(3)}}}, numbers.err
}

// whyPressed answers a Why button: how the story came, revision; the text is
// the topic that was asked for.
func (b *Bot) whyPressed(ctx context.Context, r *request, p payload) (Reply, error) {
	if how := p.field(0); how > whySent || len(p.text) > b.limits.TextBytes {
		return Reply{}, errButton
	}
	return b.explainStory(ctx, r, p.field(0), p.field(1), p.text)
}

// explainStory tells why a revision was shown. In a group the presser hears it
// in one sentence over the chat: what is followed there is not what they follow
// in private.
func (b *Bot) explainStory(ctx context.Context, r *request, how, revision int64, typed string) (Reply, error) {
	a, err := b.articles.FindRevision(ctx, revision)
	if errors.Is(err, ErrNotFound) {
		return b.notice(b.goneReport(a)), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find a revision: %w", err)
	}
	topic, trouble := b.parseTopic(typed)
	if trouble != nil {
		return *trouble, nil
	}
	e, err := b.explanation(ctx, r, how, topic, a)
	if err != nil {
		return Reply{}, err
	}
	w := &whyWriter{renderer: newRenderer(b.say, r.now), group: r.Kind != Private}
	blocks := w.explanation(e)
	buttons, err := b.whyButtons(ctx, r, e)
	reply := Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons}}}
	if r.Button != "" && r.Kind != Private {
		reply.ForUser, reply.Notice = true, w.notice(e)
	}
	return reply, err
}

// An explanation is why a story was shown.
type explanation struct {
	how     int64
	article StoredArticle
	// asked is the topic that was asked for, zero for none.
	asked topicReasons
	// followed are the topics of the chat that match.
	followed []topicReasons
	// by is the report that matches, if it is another one of the story.
	by *StoredArticle
}

// topicReasons are why a topic matches.
type topicReasons struct {
	Subscription
	reasons []briefing.Reason
}

// whyOthers is how many reports of a story are looked at for a topic that the
// one shown does not match.
const whyOthers = 5

func (b *Bot) explanation(ctx context.Context, r *request, how int64, topic briefing.Topic, a StoredArticle) (explanation, error) {
	e := explanation{how: how, article: a}
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return e, err
	}
	e.match(topic, list, a)
	if e.any() || topic.IsZero() && (how == whyAsked || len(list) == 0) || a.ID == 0 {
		return e, nil
	}
	s, err := b.storyOf(ctx, []int64{a.ID})
	if err != nil {
		return e, err
	}
	for _, o := range s.articles[:min(len(s.articles), whyOthers)] {
		if e.match(topic, list, o); e.any() {
			if o.Revision != a.Revision {
				e.by = &o
			}
			break
		}
	}
	return e, nil
}

func (e *explanation) any() bool { return len(e.asked.reasons)+len(e.followed) > 0 }

// match notes which of the topics match an article, and why.
func (e *explanation) match(topic briefing.Topic, list []Subscription, a StoredArticle) {
	e.asked = topicReasons{Subscription: Subscription{Topic: topic}}
	if !topic.IsZero() {
		e.asked.reasons = briefing.Reasons(topic, a.Article)
	}
	e.followed = nil
	keys := briefing.KeysOf(a.Article)
	queries := make([]briefing.Query, len(list))
	for i, s := range list {
		queries[i] = s.Topic.Query()
	}
	briefing.NewMatcher(queries...).Each(keys, func(i, _ int) {
		if len(e.followed) < whyTopics {
			e.followed = append(e.followed, topicReasons{list[i], briefing.Reasons(list[i].Topic, a.Article)})
		}
	})
}

// whyTopics is how many topics that match are explained.
const whyTopics = 4

// whyButtons lead to what can be changed: the topics that brought the story,
// and following what was asked for.
func (b *Bot) whyButtons(ctx context.Context, r *request, e explanation) ([][]Button, error) {
	w := b.row(ctx)
	if r.mayChange() {
		for _, t := range e.followed {
			name := text.Data{"Topic": buttonTopic(t.Topic)}
			w.add(b.say.T("button.change", name), payload{action: actTopic, fields: []int64{t.ID}})
			w.add(b.say.T("button.remove", name), payload{action: actRemove, fields: []int64{t.ID}})
		}
	}
	rows := w.rows(2)
	follow, err := b.mayFollow(ctx, r, e.asked.Topic)
	if err != nil || w.err != nil {
		return nil, errors.Join(err, w.err)
	}
	if follow {
		last := b.row(ctx).add(b.say.T("button.follow", text.Data{"Topic": buttonTopic(e.asked.Topic)}), followPayload(e.asked.Topic, Daily))
		rows = append(rows, last.rows(1)...)
		err = last.err
	}
	return rows, err
}

// quoted is a stretch of text between quote marks, as notices show it.
func quoted(s string) string { return "“" + strings.TrimSpace(Plain(s)) + "”" }
