package bot

import (
	"slices"
	"time"
)

// An alertChat is a chat with news, and what it is owed of them. The rules of
// how often and when a chat is alerted stand here.
type alertChat struct {
	Settings
	zone    *time.Location
	stories []alertStory
	// had are the alerts it has had, by story, the last one last.
	had   map[int64][]*Alerted
	count AlertCount
	done  []AlertDone
	// folding is the place in done of the folded alert, -1 for none.
	folding int
}

// begin forgets what was decided and begins with an account of the alerts that
// the chat was owed in the last hour.
func (c *alertChat) begin(count AlertCount) {
	c.had, c.count, c.done, c.folding = map[int64][]*Alerted{}, count, nil, -1
}

// alert tells a chat of a story: by an alert of its own, or, if the hour's
// alerts are used up or in quiet hours that hold alerts, by a folded one that
// waits and takes in what comes until then.
func (c *alertChat) alert(story DigestStory, again bool, now time.Time, rules AlertRules) {
	if c.count.Folded != nil {
		c.takeIn(story)
		return
	}
	due, silent := rules.due(c.Settings, c.zone, c.count.At, now)
	alert := Alert{Chat: c.Chat, Stories: []DigestStory{story}, Again: again, Folded: due.After(now), At: due}
	c.done = append(c.done, AlertDone{Alert: alert, Silent: silent, Due: due})
	c.count.At = append(slices.Clone(c.count.At), due)
	slices.SortFunc(c.count.At, time.Time.Compare)
	if alert.Folded {
		c.folding = len(c.done) - 1
		c.count.Folded, c.count.FoldedDelivery, c.count.FoldedDue = &alert, 0, due
	}
}

// waits reports whether the folded alert that waits tells of a story.
func (c *alertChat) waits(story int64) bool {
	return c.count.Folded != nil && slices.ContainsFunc(c.count.Folded.Stories, func(s DigestStory) bool { return s.Story == story })
}

// takeIn adds a story to the folded alert, in place of what that said of it.
func (c *alertChat) takeIn(story DigestStory) {
	alert := *c.count.Folded
	alert.Stories = append([]DigestStory{story}, slices.DeleteFunc(slices.Clone(alert.Stories), func(s DigestStory) bool {
		return s.Story == story.Story && s.Story != 0
	})...)
	c.count.Folded = &alert
	if c.folding < 0 {
		c.folding = len(c.done)
		_, silent := quietUntil(c.count.FoldedDue, c.Quiet, c.zone)
		c.done = append(c.done, AlertDone{Silent: silent, Due: c.count.FoldedDue, Replaces: c.count.FoldedDelivery})
	}
	c.done[c.folding].Alert = alert
}

// renew brings an alert that is not sent yet up to date.
func (c *alertChat) renew(story DigestStory, last *Alerted, now time.Time) {
	_, silent := quietUntil(now, c.Quiet, c.zone)
	c.done = append(c.done, AlertDone{
		Alert:  Alert{Chat: c.Chat, Stories: []DigestStory{story}, Again: last.Again, At: last.At},
		Silent: silent, Due: now, Replaces: last.Delivery,
	})
}

// edit changes the message of an alert that was sent.
func (c *alertChat) edit(story DigestStory, last *Alerted, now time.Time) {
	c.done = append(c.done, AlertDone{
		Alert:  Alert{Chat: c.Chat, Stories: []DigestStory{story}, Again: last.Again, At: now},
		Silent: true, Due: now, Edits: last.Message,
	})
}
