package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"wirebrief/briefing"
)

// An alertRound is the work on some matches. What is read and compared of a
// story is shared by all chats that are told of it.
type alertRound struct {
	*Alerter
	now   time.Time
	zones map[string]*time.Location
	cards map[cardKey]*alertCard
	// told are revisions that chats were told of, nil if not stored any more.
	told map[int64]*StoredArticle
}

func newAlertRound(a *Alerter) *alertRound {
	return &alertRound{
		Alerter: a, now: a.Now().UTC(), zones: map[string]*time.Location{},
		cards: map[cardKey]*alertCard{}, told: map[int64]*StoredArticle{},
	}
}

// An alertCard is what alerts show of a story: a digestCard with the report
// that it is cut from.
type alertCard struct {
	*digestCard
	report *StoredArticle
	// changes remembers how it differs from what chats were told.
	changes map[string]storyChange
}

// An alertStory is a story with news for a chat: its new articles, the last to
// arrive first, and the topics they match.
type alertStory struct {
	story  int64
	key    cardKey
	topics []int64
	names  []string
}

// gather sorts matches by chat, and the news of each by story, in the order of
// arrival. Chats that nothing is sent to and news that are too old are left
// out.
func (r *alertRound) gather(matches []AlertMatch) []*alertChat {
	var chats []*alertChat
	places := map[ChatRef]*alertChat{}
	for i := range matches {
		m := &matches[i]
		if r.now.Sub(m.At) > alertSpan {
			continue
		}
		for _, s := range m.Chats {
			if s.Stopped != "" || s.pausedAt(r.now) {
				continue
			}
			c := places[s.Chat]
			if c == nil {
				c = &alertChat{Settings: s, zone: r.zone(s.Zone)}
				places[s.Chat] = c
				chats = append(chats, c)
			}
			c.add(m)
		}
	}
	return chats
}

// zone is the zone of a chat; each is read once in a round.
func (r *alertRound) zone(name string) *time.Location {
	zone, ok := r.zones[name]
	if !ok {
		zone = loadZone(name, r.DefaultZone)
		r.zones[name] = zone
	}
	return zone
}

// add takes a match into the news of a chat.
func (c *alertChat) add(m *AlertMatch) {
	i := slices.IndexFunc(c.stories, func(s alertStory) bool { return s.story == m.Story })
	if i < 0 || m.Story == 0 {
		i = len(c.stories)
		c.stories = append(c.stories, alertStory{story: m.Story})
	}
	s := &c.stories[i]
	if !slices.Contains(s.key[:], m.Article) {
		copy(s.key[1:], s.key[:])
		s.key[0] = m.Article
	}
	if !slices.Contains(s.topics, m.Topic) {
		s.topics, s.names = append(s.topics, m.Topic), append(s.names, m.Name)
	}
}

// owe decides what chats are owed of their news, and writes it. When a message
// that it would have changed has been sent meanwhile, it decides again.
func (r *alertRound) owe(ctx context.Context, chats []*alertChat, upTo int64) error {
	for try := 0; ; try++ {
		done, err := r.decide(ctx, chats)
		if err != nil {
			return err
		}
		if err = r.store.SaveAlerts(ctx, done, upTo); err == nil {
			return nil
		}
		if !errors.Is(err, ErrTaken) || try == takenRetries {
			return fmt.Errorf("write %d alerts: %w", len(done), err)
		}
	}
}

// decide returns what chats are owed of their news.
func (r *alertRound) decide(ctx context.Context, chats []*alertChat) (done []AlertDone, err error) {
	if len(chats) == 0 {
		return nil, nil
	}
	if err := r.remember(ctx, chats); err != nil {
		return nil, err
	}
	for _, c := range chats {
		for _, s := range c.stories {
			if err := r.tell(ctx, c, s); err != nil {
				return nil, err
			}
		}
		done = append(done, c.done...)
	}
	return done, nil
}

// remember reads which alerts chats have had.
func (r *alertRound) remember(ctx context.Context, chats []*alertChat) error {
	places := make(map[ChatRef]*alertChat, len(chats))
	refs := make([]ChatRef, len(chats))
	var stories []int64
	for i, c := range chats {
		refs[i], places[c.Chat] = c.Chat, c
		for _, s := range c.stories {
			stories = append(stories, s.story)
		}
	}
	slices.Sort(stories)
	alerted, err := r.store.FindAlerted(ctx, refs, slices.Compact(stories))
	if err != nil {
		return fmt.Errorf("find the alerts that chats have had: %w", err)
	}
	counts, err := r.store.CountAlerts(ctx, refs, r.now.Add(-time.Hour))
	if err != nil {
		return fmt.Errorf("count the alerts of chats: %w", err)
	}
	for _, c := range chats {
		c.begin(counts[c.Chat])
	}
	slices.SortStableFunc(alerted, func(x, y Alerted) int { return x.At.Compare(y.At) })
	for i := range alerted {
		if c := places[alerted[i].Chat]; c != nil {
			c.had[alerted[i].Story] = append(c.had[alerted[i].Story], &alerted[i])
		}
	}
	return nil
}

// tell decides what a chat is told of a story.
func (r *alertRound) tell(ctx context.Context, c *alertChat, s alertStory) error {
	card, err := r.card(ctx, s.key)
	if err != nil || card == nil {
		return err
	}
	story := card.story(s)
	had := c.had[s.story]
	if len(had) == 0 || s.story == 0 {
		c.alert(story, false, r.now, r.rules())
		return nil
	}
	last := had[len(had)-1]
	change, err := r.change(ctx, card, last.Figures)
	if err != nil {
		return err
	}
	switch {
	case !change.any:
		return nil
	case c.waits(s.story):
		c.takeIn(story)
		return nil
	case change.casualties && len(had) == 1 && !last.Waits && r.now.Sub(last.At) >= alertAgain:
		story.Update, story.Changed = true, change.was
		c.alert(story, true, r.now, r.rules())
		return nil
	case last.Folded || !last.Waits && (last.Message == (MessageRef{}) || change.same):
		// Nothing to edit by itself: the next digest has it. A report that
		// was itself changed is corrected, which edits the message, too.
		return nil
	}
	if last.Again {
		// Still against what the first of the two said.
		if change, err = r.change(ctx, card, had[0].Figures); err != nil {
			return err
		}
		story.Update, story.Changed = true, change.was
	}
	if last.Waits {
		c.renew(story, last, r.now)
	} else {
		c.edit(story, last, r.now)
	}
	return nil
}

// card returns what is shown of the articles of a story, nil if none of them
// is stored any more or can be new.
func (r *alertRound) card(ctx context.Context, key cardKey) (*alertCard, error) {
	if card, ok := r.cards[key]; ok {
		return card, nil
	}
	list, err := r.finder.FindArticles(ctx, slices.DeleteFunc(slices.Clone(key[:]), func(id int64) bool { return id == 0 }))
	if err != nil {
		return nil, fmt.Errorf("find the articles of an alert: %w", err)
	}
	list = slices.DeleteFunc(list, func(a StoredArticle) bool { return r.now.Sub(a.Article.Published) > alertSpan })
	var card *alertCard
	if d := makeCard(list); d.dated {
		i := slices.IndexFunc(list, func(a StoredArticle) bool { return a.ID == d.article })
		card = &alertCard{digestCard: d, report: &list[i], changes: map[string]storyChange{}}
	}
	r.cards[key] = card
	return card, nil
}

// story is the card as it is kept for a chat.
func (c *alertCard) story(s alertStory) DigestStory {
	story := DigestStory{
		Story: s.story, Article: c.article, Revision: c.revision, Topics: s.topics, Names: s.names,
		Quote: c.quote, Others: c.others, Publishers: []string{c.publisher},
	}
	for _, f := range c.figures {
		story.Figures = append(story.Figures, f.number)
	}
	return story
}

// A storyChange is how a card differs from figures that a chat was told.
type storyChange struct {
	// any tells that there is another number, casualties that one of people
	// killed or injured has changed or is new.
	any, casualties bool
	// same tells that they were told of an earlier state of the same report.
	same bool
	// was has, for each figure of the card, what was told before.
	was []ShownFigure
}

// change compares a card with the figures that a chat was told.
func (r *alertRound) change(ctx context.Context, card *alertCard, told []ShownFigure) (storyChange, error) {
	key := fmt.Sprint(told)
	if c, ok := card.changes[key]; ok {
		return c, nil
	}
	var before []toldFigure
	for _, t := range told {
		report, err := r.revision(ctx, t.Revision)
		if err != nil {
			return storyChange{}, err
		}
		if report != nil && t.Number >= 0 && t.Number < len(report.Figures) {
			before = append(before, toldFigure{t, report})
		}
	}
	c := compareFigures(card, before)
	card.changes[key] = c
	return c, nil
}

// revision reads a revision that was shown; each is read once in a round.
func (r *alertRound) revision(ctx context.Context, id int64) (*StoredArticle, error) {
	if a, ok := r.told[id]; ok {
		return a, nil
	}
	a, err := r.finder.FindRevision(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		r.told[id] = nil
	case err != nil:
		return nil, fmt.Errorf("find a revision that was shown: %w", err)
	default:
		r.told[id] = &a
	}
	return r.told[id], nil
}

// A toldFigure is a figure that a chat was told, with its report.
type toldFigure struct {
	ShownFigure
	report *StoredArticle
}

// compareFigures tells how the figures of a card differ from those told
// before: where both count the same, and, for people killed or injured, in
// whatever words that is said.
func compareFigures(card *alertCard, told []toldFigure) storyChange {
	c := storyChange{was: make([]ShownFigure, len(card.figures)), same: true}
	harmed := map[string]bool{}
	for i, f := range card.figures {
		now := card.report.Figures[f.number]
		harm := briefing.HarmOf(now, card.report.Article)
		counterpart := false
		for _, t := range told {
			was := t.report.Figures[t.Number]
			alike := countFigure(t.report, t.Number).counts
			if harm != "" && harm == briefing.HarmOf(was, t.report.Article) || harm == "" && alike != 0 && alike == f.counts {
				counterpart = true
				if !sameNumber(was.Value, now.Value) || !sameNumber(was.High, now.High) {
					c.was[i], c.any = t.ShownFigure, true
				}
				break
			}
		}
		if harm != "" && !harmed[harm] {
			// The first that is told of the dead, or of the injured, is the
			// toll; others may be a part of it.
			harmed[harm] = true
			if !counterpart || c.was[i] != (ShownFigure{}) {
				c.any, c.casualties = true, true
			}
		} else if harm != "" {
			c.was[i] = ShownFigure{}
		}
	}
	for _, t := range told {
		c.same = c.same && t.report.ID == card.article
	}
	c.same = c.same && len(told) > 0
	return c
}
