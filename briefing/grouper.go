package briefing

import (
	"math"
	"time"
)

const (
	// groupedFor is how far apart in time copies of a text may be.
	groupedFor = 72 * time.Hour
	// sameDay is how far apart reports of one publisher may be that are alike
	// and no copies, and reports of several that differ in their numbers:
	// what is alike day after day is a weather report or a table of prices.
	sameDay = 24 * time.Hour
	// updateShare is nearShare of a report whose numbers are not those of
	// another by the same publisher: an update leaves more of it as it was
	// than the filling in of a form.
	updateShare = 0.8
	// formWords: shorter texts that a publisher prints under several
	// headlines stand on all its pages, and those that it prints day after
	// day announce something else each time.
	formWords = 200
	// halfDay is how far apart short texts may be, which "What you need to
	// know this morning" is.
	halfDay = 12 * time.Hour
)

// A Grouped is what a Grouper needs to know of an article.
type Grouped struct {
	Article int64
	// Story that it is in, 0 if it has none yet.
	Story     int64
	Publisher string
	// At is the time it counts as: when it was published, or when it arrived
	// if that is not known or lies after it.
	At          time.Time
	Fingerprint Fingerprint
}

// A Grouper finds the copies of a text as articles arrive. Articles with one
// story are copies of a text that several publishers print, or versions of it;
// one that its own publisher has already, word for word, is a duplicate. It
// remembers what it was given as long as copies may follow, within bounds (see
// groupedMemory). Of the same articles in the same order it always makes the
// same stories. Only one goroutine may use it.
type Grouper struct {
	memory groupedMemory
}

// NewGrouper returns a Grouper that knows no article.
func NewGrouper() *Grouper { return &Grouper{} }

// Load tells the grouper of an article that it does not know, which has its
// story already and is no duplicate.
func (g *Grouper) Load(a Grouped) { g.memory.keep(newGroupedEntry(a)) }

// Add returns the story of an article that has arrived or changed, and the
// article of that story that it duplicates, or 0. An article with a story stays
// in it, and no two stories are ever made one: of several that an article is
// near to, the earliest has it. An article that is near to none begins a story,
// which has its id.
func (g *Grouper) Add(a Grouped) (story, duplicate int64) {
	e := newGroupedEntry(a)
	if e.story != 0 {
		g.memory.forget(e.article)
	}
	var original, relative *groupedEntry
	g.memory.candidates(&e.print, func(c *groupedEntry) {
		switch relationOf(&e, c) {
		case isCopy:
			original = earlier(original, c)
		case isRelated:
			relative = earlier(relative, c)
		}
	})
	if e.story == 0 {
		e.story = e.article
		if first := firstOf(original, relative); first != nil {
			e.story = first.story
		}
	}
	if original != nil && original.story == e.story {
		return e.story, original.article // not kept: what is near to it is near to the original
	}
	g.memory.keep(e)
	return e.story, 0
}

func firstOf(original, relative *groupedEntry) *groupedEntry {
	if original != nil {
		return original
	}
	return relative
}

// earlier returns the earlier of two articles, whatever the order they are
// looked at in; x may be nil.
func earlier(x, y *groupedEntry) *groupedEntry {
	if x == nil || y.at < x.at || y.at == x.at && y.article < x.article {
		return y
	}
	return x
}

// A groupedEntry is an article as it is remembered.
type groupedEntry struct {
	article, story int64
	// at in milliseconds since 1970.
	at int64
	// publisher is a hash of the name, 0 if that is not known.
	publisher uint64
	print     Fingerprint
}

func newGroupedEntry(a Grouped) groupedEntry {
	e := groupedEntry{article: a.Article, story: a.Story, at: a.At.UnixMilli(), print: a.Fingerprint}
	if name := letters(a.Publisher); name != "" {
		e.publisher = hashOf(name)
	}
	return e
}

// A relation is what two articles are to one another.
type relation int

const (
	isUnrelated relation = iota
	// isRelated: two publishers print one text, or one publisher two versions
	// of it.
	isRelated
	// isCopy: one publisher has the text twice.
	isCopy
)

func relationOf(a, b *groupedEntry) relation {
	onePublisher := a.publisher == b.publisher || a.publisher == 0 || b.publisher == 0
	switch {
	case tooFarApart(a, b, onePublisher):
		return isUnrelated
	case onePublisher && a.print.same(&b.print):
		return isCopy
	case near(&a.print, &b.print, shareNeeded(a, b, onePublisher)):
		return isRelated
	}
	return isUnrelated
}

// tooFarApart reports whether two articles are too far apart in time to have
// anything to do with each other, however alike they are.
func tooFarApart(a, b *groupedEntry, onePublisher bool) bool {
	apart := time.Duration(max(a.at, b.at)-min(a.at, b.at)) * time.Millisecond
	words := min(a.print.Words, b.print.Words)
	switch {
	case words < shortText:
		return apart > halfDay
	case onePublisher && words < formWords, a.print.Numbers != b.print.Numbers:
		return apart > sameDay
	case onePublisher && !a.print.same(&b.print):
		return apart > sameDay
	}
	return apart > groupedFor
}

// shareNeeded is how much two articles must share to be in one story.
func shareNeeded(a, b *groupedEntry, onePublisher bool) float64 {
	switch {
	case onePublisher && a.print.Numbers != b.print.Numbers:
		return updateShare
	case onePublisher && a.print.Title != b.print.Title && min(a.print.Words, b.print.Words) < formWords:
		return math.Inf(1)
	}
	return nearShare
}
