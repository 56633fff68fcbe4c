package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// findNews makes sure that the news of all topics of the plans are at hand, as
// far back as each needs them.
func (d *digestDesk) findNews(ctx context.Context, plans []digestPlan, now time.Time) error {
	if now.Sub(d.began).Abs() > workLife || d.news > mostNews {
		d.clearWork()
		d.began = now
	}
	// Topics are looked for together, those of one kind; chats that have not
	// been sent anything for long do not make the others look back as far.
	daily, far, recap := lookup{after: -1}, lookup{after: -1}, lookup{}
	near := d.nearSeen(plans)
	for i := range plans {
		for j := range plans[i].topics {
			t := &plans[i].topics[j]
			t.work = d.work[workKey{t.id, t.recap}]
			switch w := t.work; {
			case w != nil && w.after <= t.after && w.since <= t.published:
			case t.recap:
				recap.add(t)
			case t.after < near:
				far.add(t)
			default:
				daily.add(t)
			}
		}
	}
	for _, l := range []*lookup{&daily, &far, &recap} {
		if err := d.look(ctx, l, l == &recap); err != nil {
			return err
		}
	}
	if len(daily.topics)+len(far.topics)+len(recap.topics) == 0 {
		return nil
	}
	for i := range plans {
		for j := range plans[i].topics {
			t := &plans[i].topics[j]
			t.work = d.work[workKey{t.id, t.recap}]
		}
	}
	return nil
}

// nearSeen is the arrival that most chats of the plans have seen.
func (d *digestDesk) nearSeen(plans []digestPlan) int64 {
	seen := make([]int64, len(plans))
	for i := range plans {
		seen[i] = plans[i].Seen
	}
	slices.Sort(seen)
	return seen[len(seen)/10]
}

// A lookup is topics whose news are looked for together.
type lookup struct {
	topics []int64
	after  int64
	since  int64
}

func (l *lookup) add(t *plannedTopic) {
	if len(l.topics) == 0 {
		l.after, l.since = t.after, t.published
	}
	l.topics = append(l.topics, t.id)
	l.after, l.since = min(l.after, t.after), min(l.since, t.published)
}

// look finds the news of topics.
func (d *digestDesk) look(ctx context.Context, l *lookup, recap bool) error {
	if len(l.topics) == 0 {
		return nil
	}
	slices.Sort(l.topics)
	l.topics = slices.Compact(l.topics)
	news, upTo, err := d.store.FindTopicNews(ctx, l.topics, l.after, time.UnixMilli(l.since).UTC())
	if err != nil {
		return fmt.Errorf("find the news of %d topics: %w", len(l.topics), err)
	}
	for _, t := range l.topics {
		key := workKey{t, recap}
		if w := d.work[key]; w != nil {
			d.news -= len(w.news)
		}
		d.work[key] = &topicWork{after: l.after, since: l.since, upTo: upTo}
	}
	for i := range news {
		n := &news[i]
		w := d.work[workKey{n.Topic, recap}]
		if w == nil {
			continue
		}
		w.news = append(w.news, d.names.item(n))
	}
	for _, t := range l.topics {
		w := d.work[workKey{t, recap}]
		slices.SortFunc(w.news, func(x, y newsItem) int { return cmp.Compare(y.seq, x.seq) })
		w.news = slices.Clone(w.news[:min(len(w.news), topicNews)])
		d.news += len(w.news)
	}
	return nil
}
