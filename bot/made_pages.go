package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"wirebrief/briefing"
)

// madeKept is how many pages of each kind are kept of one finding: most ask for
// the first.
const madeKept = 8

// madePages remember what was made of a finding, as long as that is remembered
// itself: all who ask the same are shown the same, but for the buttons. It is
// safe for use by several goroutines; nil remembers nothing.
type madePages struct {
	stories lately[*storyBody]
	lists   lately[*listBody]
}

// newMadePages returns madePages, or nil if nothing is to be remembered.
func newMadePages(life time.Duration) *madePages {
	if life == 0 {
		return nil
	}
	return &madePages{stories: lately[*storyBody]{life: life, most: madeKept}, lists: lately[*listBody]{life: life, most: madeKept}}
}

// A storyBody is a story as a message shows it, but for the buttons. Many
// messages may share one.
type storyBody struct {
	blocks []Block
	shared *SharedBlocks
	// first is the article that shown was picked from.
	first StoredArticle
	shown briefing.Briefing
}

// A listBody is a list of stories as a message shows it, but for the buttons,
// each of which opens the articles of some ids. Many messages may share one.
type listBody struct {
	blocks []Block
	shared *SharedBlocks
	ids    [][]int64
}

// story returns the body of a page of one story, or makes it; nil if there is no
// story to show any more.
func (m *madePages) story(ctx context.Context, now time.Time, p latestPage, make func() (*storyBody, error)) (*storyBody, error) {
	if m == nil {
		return make()
	}
	return m.stories.get(ctx, madeKey(now, p), func(s *storyBody) bool { return s != nil }, func() (*storyBody, error) {
		s, err := make()
		if s != nil {
			s.shared = ShareBlocks(s.blocks)
		}
		return s, err
	})
}

// list returns the body of a page of several stories, or makes it.
func (m *madePages) list(ctx context.Context, now time.Time, p latestPage, make func() (*listBody, error)) (*listBody, error) {
	if m == nil {
		return make()
	}
	return m.lists.get(ctx, madeKey(now, p), func(l *listBody) bool { return len(l.ids) > 0 }, func() (*listBody, error) {
		l, err := make()
		if l != nil {
			l.shared = ShareBlocks(l.blocks)
		}
		return l, err
	})
}

// madeKey tells the pages of one finding apart. How old an article is changes
// from minute to minute.
func madeKey(now time.Time, p latestPage) string {
	return fmt.Sprint(now.Unix()/60, p.offset, p.some)
}

// story shows the first article of s as a full briefing, with the publishers of
// all, below what is above it.
func (w *renderer) story(s shownStory, above ...Block) *storyBody {
	first := s.articles[0]
	shown := briefing.Pick(first.Extraction, briefing.Options{})
	// Clipped, so that who adds to it does not add to that of others.
	return &storyBody{blocks: slices.Clip(append(above, w.briefing(shown, w.meta(s))...)), first: first, shown: shown}
}
