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

// maxSuggested is how many names are offered for a misspelt one.
const maxSuggested = 3

// nothing answers a question that no story matches with what to do next.
func (b *Bot) nothing(ctx context.Context, r *request, topic briefing.Topic, p latestPage, f finding) (Reply, error) {
	if !f.complete || p.some {
		return b.nothingMore(ctx, r, p, f)
	}
	if !p.period.isZero() {
		return b.nothingInPeriod(ctx, r, topic, p)
	}
	if topic.IsZero() {
		return b.sentence("latest.empty", nil), nil
	}
	guesses, err := b.guess(ctx, topic)
	if err != nil {
		return Reply{}, err
	}
	if len(guesses) > 0 {
		return b.didYouMean(ctx, topic, p, guesses)
	}
	return b.nothingLately(ctx, r, topic)
}

// nothingMore answers when nothing was found so far, or nothing further.
func (b *Bot) nothingMore(ctx context.Context, r *request, p latestPage, f finding) (Reply, error) {
	id := text.ID("latest.nothing-so-far")
	if f.complete {
		id = text.ID("latest.nothing-older")
	}
	reply := b.sentence(id, nil)
	w := b.row(ctx)
	b.addSearchOn(w, r, p, f)
	reply.Messages[0].Buttons = w.rows(2)
	return reply, w.err
}

// nothingInPeriod looks whether there is something outside the period.
func (b *Bot) nothingInPeriod(ctx context.Context, r *request, topic briefing.Topic, p latestPage) (Reply, error) {
	all, err := b.find(ctx, question{topic: topic})
	if err != nil {
		return Reply{}, err
	}
	label := teller{b.say, r.now}.label(p.period)
	if len(all.stories) == 0 {
		return b.nothing(ctx, r, topic, latestPage{topic: p.topic, shows: p.shows}, all)
	}
	said := b.say.T("latest.nothing-in-period", text.Data{"Period": label})
	data := text.Data{"Topic": topicLabel(topic), "Period": label, "Total": all.total()}
	button := b.say.T("button.older", nil)
	// A period with an end leaves out what is newer, too.
	if !p.period.Until.IsZero() {
		button = b.say.T("button.others", nil)
		if !topic.IsZero() {
			said = b.say.N("latest.other-ones", len(all.stories), data)
		}
	} else if !topic.IsZero() {
		said = b.say.N("latest.older-ones", len(all.stories), data)
	}
	w := b.row(ctx).add(button, p.askAgain(p.topic))
	reply := Reply{Messages: []Message{{Blocks: []Block{paragraph(said)}, Buttons: w.rows(1)}}}
	return reply, w.err
}

// A guess is a topic that a misspelt one may have meant, with its stories.
type guess struct {
	topic   briefing.Topic
	stories int
	more    bool
}

// guess finds names close to the topic that have stories.
func (b *Bot) guess(ctx context.Context, topic briefing.Topic) ([]guess, error) {
	names, err := b.suggestions.find(ctx, b.now())
	if err != nil {
		return nil, err
	}
	var guesses []guess
	near, err := b.nearest(ctx, topic.Name(), names)
	if err != nil {
		return nil, err
	}
	for _, name := range near {
		t, f, err := b.ask(ctx, name)
		if err != nil {
			return nil, err
		}
		same := func(g guess) bool { return g.topic.Key() == t.Key() }
		if len(f.stories) > 0 && !slices.ContainsFunc(guesses, same) {
			guesses = append(guesses, guess{t, len(f.stories), f.more || !f.complete})
		}
	}
	return guesses, nil
}

// nearest proposes other spellings of a whole topic, or else of those of its
// words that nothing is found for.
func (b *Bot) nearest(ctx context.Context, typed string, names []string) ([]string, error) {
	if near := briefing.Nearest(typed, names, maxSuggested); len(near) > 0 {
		return near, nil
	}
	words := strings.Fields(typed)
	if len(words) < 2 || len(words) > 4 || strings.ContainsAny(typed, "\"-:|") {
		return nil, nil
	}
	changed := false
	for i, word := range words {
		_, f, err := b.ask(ctx, word)
		if err != nil {
			return nil, err
		}
		if len(f.stories) > 0 {
			continue
		}
		if near := briefing.Nearest(word, names, 1); len(near) > 0 {
			words[i], changed = near[0], true
		}
	}
	if !changed {
		return nil, nil
	}
	return []string{strings.Join(words, " ")}, nil
}

func (b *Bot) didYouMean(ctx context.Context, topic briefing.Topic, p latestPage, guesses []guess) (Reply, error) {
	names := make([]string, len(guesses))
	for i, g := range guesses {
		names[i] = topicLabel(g.topic)
	}
	last := len(names) - 1
	// The names stand in the sentence too: where there are no buttons, it is
	// all that is seen.
	data := text.Data{"Topic": topicLabel(topic), "Names": strings.Join(names[:last], ", "), "Name": names[last]}
	said := b.say.T("latest.did-you-mean-some", data)
	if g := guesses[0]; len(guesses) == 1 && g.more {
		said = b.say.N("latest.did-you-mean-over", min(g.stories, CountLimit), data)
	} else if len(guesses) == 1 {
		said = b.say.N("latest.did-you-mean", g.stories, data)
	}
	w := b.row(ctx)
	for _, g := range guesses {
		w.add(buttonTopic(g.topic), p.askAgain(g.topic.String()))
	}
	return Reply{Messages: []Message{{Blocks: []Block{paragraph(said)}, Buttons: w.rows(3)}}}, w.err
}

// nothingLately says how much was looked through, and offers to wait for the
// topic.
func (b *Bot) nothingLately(ctx context.Context, r *request, topic briefing.Topic) (Reply, error) {
	totals, err := b.articles.CountArticles(ctx, r.now.Add(-30*24*time.Hour))
	if err != nil {
		return Reply{}, fmt.Errorf("count articles: %w", err)
	}
	id := text.ID("latest.nothing-lately")
	if totals.Articles == 0 {
		id = text.ID("latest.nothing-stored")
		if totals, err = b.articles.CountArticles(ctx, time.Time{}); err != nil {
			return Reply{}, fmt.Errorf("count articles: %w", err)
		}
	}
	if totals.Articles == 0 {
		return b.sentence("latest.empty", nil), nil
	}
	said := b.say.N(id, totals.Articles, text.Data{
		"Topic": topicLabel(topic), "Sources": b.say.N("sources.count", totals.Publishers, nil),
	})
	w := b.row(ctx)
	follow, err := b.mayFollow(ctx, r, topic)
	if err != nil {
		return Reply{}, err
	}
	if follow {
		w.add(b.say.T("button.follow-anyway", text.Data{"Topic": buttonTopic(topic)}), followPayload(topic, Daily))
	}
	w.add(b.say.T("button.news", nil), payload{action: actSay, text: "/latest"})
	return Reply{Messages: []Message{{Blocks: []Block{paragraph(said)}, Buttons: w.rows(2)}}}, w.err
}
