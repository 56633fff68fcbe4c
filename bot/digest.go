package bot

import (
	"context"
	"time"
)

// A Digest is what a chat is sent at one of its slots, kept as what it shows
// and where that stands, not as words: it is put into words when it is sent,
// from the very revisions it names.
type Digest struct {
	Chat ChatRef
	// Slot it is for, Due when that was. Since is when the last one was
	// composed, zero for the first.
	Slot       string
	Due, Since time.Time
	// Composed is when this was put together; Late tells that the service was
	// down when it was due.
	Composed time.Time
	Late     bool
	// Stories that are shown in full and as one line, in order.
	Stories, Also []DigestStory
	// Total is how many there were; what is neither in Stories nor in Also
	// is "and 7 more", of which Rest are the articles of the next ones.
	Total int
	Rest  []int64
	// Topics of the chat that had news, and all it follows, by name.
	Topics, Followed []string
	// Failed and Sources: how many of the sources could not be read.
	Failed, Sources int
	// Last is the newest story of its topics when nothing is new: its article
	// and revision, 0 if there never was one.
	LastArticle int64
	// Weekly marks the recap of weekly topics, where there are no others; Week
	// names the weekly topics that came with the others.
	Weekly bool
	Week   []string
}

// A DigestStory is one story of a Digest.
type DigestStory struct {
	Story    int64
	Article  int64
	Revision int64
	// Topics of the chat that it matches, and their Names as they are shown.
	Topics []int64  `json:",omitempty"`
	Names  []string `json:",omitempty"`
	// Quote is the number of the quote shown, -1 for none; Figures are the
	// numbers of the figures shown.
	Quote   int
	Figures []int `json:",omitempty"`
	// Sent is what was shown before a correction took something out, nil if none
	// did: it can still be read in its sentences.
	Sent *SentPart `json:",omitempty"`
	// Others are, of each figure shown, what another publisher of the story
	// says instead; zero where none differs.
	Others []ShownFigure `json:",omitempty"`
	// Publishers are all that report it, the shown one first. Alone tells that
	// there is one only, and that nothing else in the digest looks like it.
	Publishers []string `json:",omitempty"`
	Alone      bool     `json:",omitempty"`
	// Update tells that the chat was shown the story before, and Changed, of
	// each figure shown, what it was told then: revision and number, zero
	// where it did not differ.
	Update  bool          `json:",omitempty"`
	Changed []ShownFigure `json:",omitempty"`
}

// A SentPart is what was shown of a revision, by its numbers: one quote, -1 for
// none, and figures.
type SentPart struct {
	Quote   int
	Figures []int `json:",omitempty"`
}

// A ShownFigure is a figure that was shown, by where it stands.
type ShownFigure struct {
	Revision int64
	Number   int
}

// A DueChat is a chat whose digest is due, with what composing it needs.
type DueChat struct {
	Settings
	Subscriptions []Subscription
	// Topics are the ids of the subscriptions' topics, in their order.
	Topics []int64
	// Seen is the arrival up to which it was shown what is new.
	Seen int64
	// Composed is when a digest was composed for it last, with or without
	// words, zero for never.
	Composed time.Time
}

// A TopicNews is an article that matches a topic, for composing.
type TopicNews struct {
	Topic, Article, Story, Revision int64
	// Seq is its place in the order of arrival; Arrived and At as in Hit.
	Seq         int64
	Arrived, At time.Time
	Rank        int
	Publisher   string
	Lang        string
}

// A DigestStore is what the Digester works on.
type DigestStore interface {
	// FindDueChats returns chats whose digest is due, the longest due first.
	FindDueChats(ctx context.Context, now time.Time, limit int) ([]DueChat, error)
	// FindTopicNews returns what was matched to topics after an arrival and
	// published since a time, newest first, backlog and copies left out; and
	// the last arrival looked at.
	FindTopicNews(ctx context.Context, topics []int64, after int64, since time.Time) (news []TopicNews, upTo int64, err error)
	// FindShown returns which of the stories the chats were shown, and when.
	FindShown(ctx context.Context, chats []ChatRef, stories []int64) ([]Shown, error)
	// SaveDigests writes digests, their deliveries and the next time of each
	// chat in one transaction. A slot that is there already makes no delivery
	// and still moves the chat on. A chat that changed its settings meanwhile
	// keeps the next time that follows from them.
	SaveDigests(ctx context.Context, done []DigestDone) error
}

// A DigestSuperseder is a DigestStore that gives up digests which wait for longer
// than half a day, as where a platform refuses the token. What they would have
// told is news again, so the next digest is all that a chat is owed then.
type DigestSuperseder interface {
	// SupersedeDigests gives up such digests of chats and returns how many.
	SupersedeDigests(ctx context.Context, chats []ChatRef) (int, error)
}

// A DigestArticleFinder reads of articles only what digests show of them. Every
// store that is an ArticleFinder may be one.
type DigestArticleFinder interface {
	// FindDigestArticles is FindArticles without what no digest needs: who
	// wrote an article, where it is, whom it names, the cues of its quotes, how
	// exact its figures are and as of when.
	FindDigestArticles(ctx context.Context, ids []int64) ([]StoredArticle, error)
}

// A Shown says that a chat was shown a story.
type Shown struct {
	Chat  ChatRef
	Story int64
	At    time.Time
	// Figures that were shown.
	Figures []ShownFigure
}

// A DigestDone is a digest ready to be kept, or none where nothing is to be
// sent.
type DigestDone struct {
	Chat Settings
	// Digest is nil if nothing is sent.
	Digest *Digest
	Silent bool
	// After and Seen are the arrivals up to which the chat had been shown what
	// is new when this was composed, and has been now. One that has seen less
	// than After meanwhile, for a digest of it failed, stays there.
	After, Seen int64
	// Composed is when this was composed, zero if the chat gets nothing.
	Composed time.Time
	// Next and NextSlot are when the following digest is due, zero for never.
	Next     time.Time
	NextSlot string
}
