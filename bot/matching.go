package bot

import (
	"context"

	"wirebrief/briefing"
)

// A FollowedTopic is a topic that some chat follows.
type FollowedTopic struct {
	ID    int64
	Topic briefing.Topic
	// From is the last arrival before it was first followed, or before its last
	// follower left who has come back: what arrived later is matched to it, even
	// if the matcher hears of it late.
	From int64
	// Instant tells that some chat follows it for alerts.
	Instant bool
}

// A TopicStore hands out the topics to match articles to, and keeps matches of
// topics that the matcher heard of late. Matches found while processing are
// kept by MarkProcessed. Only the holder of the service lease uses it.
type TopicStore interface {
	// FindTopics returns all topics that are followed, and a number that
	// grows with every change to them.
	FindTopics(ctx context.Context) (topics []FollowedTopic, version int64, err error)
	// FindTopicsVersion returns that number alone; it is cheap.
	FindTopicsVersion(ctx context.Context) (int64, error)
	// FindArrived returns processed articles after an arrival, in its order.
	FindArrived(ctx context.Context, after int64, limit int) ([]StoredArticle, error)
	// SaveMatches adds matches; those that are there already do nothing.
	SaveMatches(ctx context.Context, matches []Match) error
}

// A Match is an article that matches a topic.
type Match struct {
	Topic, Article int64
	// Rank is where the best match stands, as in package briefing.
	Rank int
}
