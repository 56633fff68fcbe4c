package db

import (
	"fmt"
	"slices"
	"time"

	"wirebrief/bot"
)

// The kinds of showing a story to a chat.
const (
	shownDigest      = "digest"
	shownAlert       = "alert"
	shownAgain       = "again" // the second alert of a story
	shownFolded      = "folded"
	shownFoldedAgain = "folded again"
)

func kindOfAlert(a *bot.Alert) string {
	switch {
	case a.Folded && a.Again:
		return shownFoldedAgain
	case a.Folded:
		return shownFolded
	case a.Again:
		return shownAgain
	}
	return shownAlert
}

// markings gathers what one delivery shows, so that it is written at once.
type markings struct {
	kind string
	at   time.Time
	// stories are pairs of a story and its figures as stored.
	stories [][2]any
	pins    []int64
}

func (m *markings) add(stories []bot.DigestStory) {
	for i := range stories {
		s := &stories[i]
		m.stories = append(m.stories, [2]any{s.Story, figuresShown(s)})
		m.pins = append(m.pins, s.Revision)
		for _, f := range slices.Concat(s.Changed, s.Others) {
			if f.Revision != 0 {
				m.pins = append(m.pins, f.Revision)
			}
		}
	}
}

// figuresShown are the figures of a story as stored.
func figuresShown(s *bot.DigestStory) string {
	if len(s.Figures) == 0 {
		return ""
	}
	figures := make([]bot.ShownFigure, len(s.Figures))
	for i, n := range s.Figures {
		figures[i] = bot.ShownFigure{Revision: s.Revision, Number: n}
	}
	return encodeFigures(figures)
}

// markRows is how many rows mark writes with one statement; a digest shows
// ten stories.
const markRows = 10

// markQueries has the statement for each number of rows. It takes the chat, the
// delivery, when and how it was shown, and then of each row story and figures.
var markQueries = func() (queries [markRows + 1]string) {
	q := `INSERT OR REPLACE INTO shown (chat, delivery, at, kind, story, figures) VALUES`
	for n := 1; n <= markRows; n++ {
		q += fmt.Sprintf(` (?1, ?2, ?3, ?4, ?%d, ?%d)`, 2*n+3, 2*n+4)
		queries[n] = q
		q += ","
	}
	return queries
}()

// mark writes what a delivery shows its chat.
func (t tx) mark(chat, delivery int64, m *markings) error {
	for stories := range slices.Chunk(m.stories, markRows) {
		args := []any{chat, delivery, m.at.UnixMilli(), m.kind}
		for _, s := range stories {
			args = append(args, s[0], s[1])
		}
		if _, err := t.exec(markQueries[len(stories)], args...); err != nil {
			return err
		}
	}
	return t.pin(delivery, m.pins)
}
