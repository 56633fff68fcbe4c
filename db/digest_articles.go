package db

import (
	"context"
	"database/sql"
	"fmt"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// FindDigestArticles implements bot.DigestArticleFinder.
func (d *DB) FindDigestArticles(ctx context.Context, ids []int64) (list []bot.StoredArticle, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = d.view(ctx, "read articles for digests from", func(t tx) error {
		if list, err = t.digestArticles(ids); err != nil {
			return err
		}
		revisions := make([]int64, len(list))
		at := make(map[int64]int, len(list))
		for i := range list {
			revisions[i] = list[i].Revision
			at[list[i].Revision] = i
		}
		wanted := encodeIDs(revisions)
		find := func(revision int64) *briefing.Extraction { return &list[at[revision]].Extraction }
		if err := t.digestQuotes(wanted, find); err != nil {
			return err
		}
		if err := t.digestFigures(wanted, find); err != nil {
			return err
		}
		return t.fillDenials(wanted, find)
	})
	return list, err
}

// digestArticles reads articles without what is extracted from them.
func (t tx) digestArticles(ids []int64) ([]bot.StoredArticle, error) {
	list := make([]bot.StoredArticle, 0, len(ids))
	var s bot.StoredArticle
	var arrived, published sql.NullInt64
	a := &s.Article
	dest := []any{&s.ID, &s.Revision, &arrived, &s.Supported, &published, &a.Publisher, &a.Lang, &a.Title, &a.Excerpt, &a.Text}
	err := t.each(func(rows *sql.Rows) error {
		err := rows.Scan(dest...)
		s.Arrived, a.Published = instant(arrived), instant(published)
		list = append(list, s)
		return err
	}, digestArticles, encodeIDs(ids))
	return list, err
}

const digestArticles = `SELECT a.id, r.id, a.arrived, r.supported, r.published, coalesce(p.name, ''), r.lang, r.title,
	EXISTS (SELECT 1 FROM excerpts WHERE revision = r.id), r.text FROM json_each(?) j CROSS JOIN articles a ON a.id = j.value
	CROSS JOIN revisions r ON r.id = a.revision LEFT JOIN publishers p ON p.id = r.publisher`

// digestQuotes and digestFigures read what digests show. The rows of a revision
// come together, so those of all share one piece of memory.
func (t tx) digestQuotes(wanted string, find func(revision int64) *briefing.Extraction) error {
	var revision int64
	var q briefing.Quote
	var parts sql.NullString
	dest := []any{&revision, &q.Start, &q.End, &parts, &q.Speaker, &q.SpeakerSpan.Start, &q.SpeakerSpan.End,
		&q.Role, &q.Clause.Start, &q.Clause.End, &q.Partial, &q.Confidence}
	all := make([]briefing.Quote, 0, 4*loadedAtOnce)
	return t.each(func(rows *sql.Rows) error {
		err := rows.Scan(dest...)
		if err != nil {
			return err
		}
		if q.Parts, err = decodeParts(parts, q.Span); err != nil {
			return fmt.Errorf("parts of a quote of revision %d: %w: %w", revision, err, ErrBroken)
		}
		e := find(revision)
		q.Text = q.Span.Of(e.Article.Text)
		all = append(all, q)
		e.Quotes = lastOf(all, len(e.Quotes)+1)
		return nil
	}, `SELECT revision, start, finish, parts, speaker, speaker_start, speaker_end, role, clause_start, clause_end,
		partial, confidence FROM quotes WHERE revision IN (SELECT value FROM json_each(?)) ORDER BY revision, number`, wanted)
}

func (t tx) digestFigures(wanted string, find func(revision int64) *briefing.Extraction) error {
	var revision int64
	var f briefing.Figure
	var high sql.NullFloat64
	dest := []any{&revision, &f.Start, &f.End, &f.Value, &high, &f.Unit, &f.Counts, &f.Direction,
		&f.Rate, &f.Source, &f.Clause.Start, &f.Clause.End, &f.Casualty, &f.Confidence}
	all := make([]briefing.Figure, 0, 12*loadedAtOnce)
	return t.each(func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if f.High = f.Value; high.Valid {
			f.High = high.Float64
		}
		e := find(revision)
		f.Text = f.Span.Of(e.Article.Text)
		all = append(all, f)
		e.Figures = lastOf(all, len(e.Figures)+1)
		return nil
	}, `SELECT revision, start, finish, value, high, unit, counts, direction, rate, source,
		clause_start, clause_end, casualty, confidence FROM figures
		WHERE revision IN (SELECT value FROM json_each(?)) ORDER BY revision, number`, wanted)
}

// loadedAtOnce is how many articles are mostly read at once.
const loadedAtOnce = 64

// lastOf is the last n elements of a list, as a list that does not grow into it.
func lastOf[T any](list []T, n int) []T { return list[len(list)-n : len(list) : len(list)] }
