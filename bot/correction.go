package bot

import (
	"context"
	"slices"
	"time"
)

// A Correction tells that a report that was sent has changed or was withdrawn.
type Correction struct {
	Chat ChatRef
	// Article, with the revision that was shown and the one that is; Now is 0
	// if the article was withdrawn, for Reason.
	Article, Was, Now int64
	Title, Publisher  string
	Reason            string
	// Quote and Figures are what was shown and does not stand in the report
	// any more: numbers in Was.
	Quote   int
	Figures []int
	// NowQuote and NowFigures are what stands in their place: numbers in Now,
	// -1 for nothing. NowFigures go with Figures.
	NowQuote   int
	NowFigures []int
	At         time.Time
	// Original is the delivery that is corrected, Sent when that went out.
	Original int64
	Sent     time.Time
	// Digest or Alert is what the message says from now on, for editing it in
	// place: its content without what does not stand any more. Before are the
	// corrections that it has had. In a message of its own all are nil.
	Digest *Digest      `json:",omitempty"`
	Alert  *Alert       `json:",omitempty"`
	Before []Correction `json:",omitempty"`
}

// Alone returns the correction as a message of its own, for where the message
// that it corrects cannot be edited.
func (c Correction) Alone() Correction {
	c.Digest, c.Alert, c.Before = nil, nil, nil
	return c
}

// Covers reports whether the correction, as a message of its own, tells all that
// another one does.
func (c *Correction) Covers(o *Correction) bool {
	if c.Article != o.Article || c.Now != o.Now {
		return false
	}
	if c.Now == 0 {
		return true
	}
	named := func(f int) bool { return slices.Contains(c.Figures, f) }
	return c.Was == o.Was && (o.Quote < 0 || o.Quote == c.Quote) && !slices.ContainsFunc(o.Figures, func(f int) bool { return !named(f) })
}

// Same reports whether o is the same correction, whatever else they say.
func (c *Correction) Same(o Correction) bool {
	return c.Original == o.Original && c.Was == o.Was && c.Now == o.Now
}

// Revisions returns all revisions that the words of the correction come from.
func (c *Correction) Revisions() []int64 {
	list := []int64{c.Was}
	if c.Now != 0 {
		list = append(list, c.Now)
	}
	for i := range c.Before {
		list = append(list, c.Before[i].Revisions()...)
	}
	var stories []DigestStory
	if c.Digest != nil {
		stories = storiesOf(c.Digest)
	} else if c.Alert != nil {
		stories = storiesOf(c.Alert)
	}
	for _, s := range stories {
		list = append(list, s.Revision)
		for _, f := range slices.Concat(s.Others, s.Changed) {
			if f.Revision != 0 {
				list = append(list, f.Revision)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// A Notice is a sentence of the bot itself, by its key in the catalogue.
type Notice struct {
	Chat ChatRef
	Key  string
	Data map[string]string
}

// A CorrectionStore is what the Corrector works on. Only the holder of the
// service lease uses it.
type CorrectionStore interface {
	// FindChanges returns articles that a delivery names and that have a newer
	// revision or were withdrawn since the Corrector last looked, and upTo,
	// which SaveCorrections takes to have looked at them. Each comes again
	// once, CorrectedAgain later: what was just being sent, or composed, is
	// corrected then.
	FindChanges(ctx context.Context) (changes []Change, upTo ChangeMark, err error)
	// FindSentReports returns the digests and alerts since then that name a
	// revision of an article, sent or not, but for those that failed and those
	// whose message an alert has changed since; at most limit, in order of
	// delivery, after a delivery.
	FindSentReports(ctx context.Context, article int64, since time.Time, after int64, limit int) ([]SentReport, error)
	// SaveCorrections writes corrections with their deliveries, puts changed
	// content into deliveries that are still ready, and notes upTo unless it is
	// zero, in one transaction. A correction of the same revision that a chat has had
	// already does nothing.
	SaveCorrections(ctx context.Context, done []CorrectionDone, upTo ChangeMark) error
	// FollowFailedEdits makes a message of its own of each correction for
	// which a message could not be edited, once, and returns how many. Where
	// several messages of a chat needed the same one, it is told once.
	FollowFailedEdits(ctx context.Context) (int, error)
}

// CorrectedAgain is how long after a change what was sent is looked at again:
// longer than composing and sending take.
const CorrectedAgain = 15 * time.Minute

// A Change is an article that has another revision than before.
type Change struct {
	Article int64
	// Withdrawn tells that it was taken back, nil if it was not.
	Withdrawn *Withdrawal
}

// A ChangeMark is up to where the Corrector has looked: numbers of revisions
// and withdrawals, which share their numbers.
type ChangeMark struct{ First, Again int64 }

// A SentReport is a delivery that names a revision of an article.
type SentReport struct {
	// Delivery with its chat, kind, content, state and message.
	Delivery Delivery
	// Revisions of the article that it names.
	Revisions []int64
	// Before are the corrections that its message has had, in order.
	Before []Correction
}

// A CorrectionDone is a correction to be made, or new content of a delivery
// that was not sent yet.
type CorrectionDone struct {
	// Correction is nil if there is only new content.
	Correction *Correction
	// Edits is the message that it changes.
	Edits MessageRef
	// Delivery gets Content, if that is not nil, as long as it is ready. Drop
	// gives the delivery up: nothing is left of what it says.
	Delivery int64
	Content  any
	Drop     bool
}
