package bot

import (
	"context"
	"errors"
	"time"
)

// An Alert is what a chat is sent at once about one story of an instant topic,
// or, folded, about several when the hour's alerts are used up.
type Alert struct {
	Chat ChatRef
	// Stories are one, or several when folded, the newest first.
	Stories []DigestStory
	Folded  bool
	// Again marks the second alert of a story, when the people killed or
	// injured have changed; Changed of the story says from what.
	Again bool
	// At is when it is due.
	At time.Time
	// Before are, where it changes a message, the corrections that this has had:
	// it keeps their lines.
	Before []Correction `json:",omitempty"`
}

// An AlertMatch is a new article that matches instant topics.
type AlertMatch struct {
	TopicNews
	// Name of the topic, as it is shown.
	Name string
	// Chats are those that follow the topic for alerts.
	Chats []Settings
}

// An Alerted is an alert that a chat has had about a story, or is owed. At is
// when it was sent, or is to be.
type Alerted struct {
	Shown
	// Delivery is the alert's, Message what was sent, zero if not yet.
	Delivery int64
	Message  MessageRef
	// Again tells that it was the second alert of the story, Folded that it
	// tells of several stories.
	Again, Folded bool
	// Waits tells that it was not sent yet, so that it can say something else.
	Waits bool
}

// ErrTaken says that a delivery does not wait any more: it is being sent, was
// sent or was given up.
var ErrTaken = errors.New("the delivery does not wait any more")

// An AlertStore is what the Alerter works on.
type AlertStore interface {
	// FindAlertMatches returns matches of instant topics that were not looked
	// at yet, in order of arrival, without backlog and copies, and upTo, which
	// SaveAlerts takes to have looked at them.
	FindAlertMatches(ctx context.Context, limit int) (matches []AlertMatch, upTo int64, err error)
	// FindAlerted returns the alerts of chats about stories, with the figures
	// that they show since they were last changed; At does not change with
	// them. Alerts that failed are none.
	FindAlerted(ctx context.Context, chats []ChatRef, stories []int64) ([]Alerted, error)
	// CountAlerts returns which alerts of each chat were sent after a time or
	// are yet to be, edits left out, and its folded alert that waits to be sent,
	// if there is one.
	CountAlerts(ctx context.Context, chats []ChatRef, since time.Time) (map[ChatRef]AlertCount, error)
	// SaveAlerts writes alerts, their deliveries, the marks of what was shown,
	// and upTo, in one transaction; upTo never goes back. If a delivery that
	// one Replaces does not wait any more, nothing is written: ErrTaken.
	SaveAlerts(ctx context.Context, done []AlertDone, upTo int64) error
}

// An AlertCount tells of the alerts that a chat had lately and is owed.
type AlertCount struct {
	// At is when each was sent, or can be, in order: what is overdue can be
	// sent now.
	At []time.Time
	// Folded is the folded alert that waits, with its delivery and when that
	// is due.
	Folded         *Alert
	FoldedDelivery int64
	FoldedDue      time.Time
}

// An AlertDone is an alert to be owed.
type AlertDone struct {
	Alert  Alert
	Silent bool
	// Due is now, or the end of quiet hours.
	Due time.Time
	// Replaces is a waiting delivery whose content it takes over, Edits a sent
	// message that it changes; zero for a new message.
	Replaces int64
	Edits    MessageRef
}
