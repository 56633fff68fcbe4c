package db

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// insertExtraction stores quotes, figures and denials of a revision, without
// their words.
func (t tx) insertExtraction(revision int64, e *briefing.Extraction) error {
	for i := range e.Quotes {
		if err := t.insertQuote(revision, i, &e.Quotes[i]); err != nil {
			return err
		}
	}
	for i := range e.Figures {
		if err := t.insertFigure(revision, i, &e.Figures[i]); err != nil {
			return err
		}
	}
	for i, d := range e.Denials {
		if _, err := t.exec(`INSERT INTO denials (revision, number, start, finish) VALUES (?, ?, ?, ?)`,
			revision, i, d.Start, d.End); err != nil {
			return err
		}
	}
	return nil
}

func (t tx) insertQuote(revision int64, number int, q *briefing.Quote) error {
	_, err := t.exec(`INSERT INTO quotes (revision, number, start, finish, parts, speaker, speaker_start, speaker_end,
		role, cue, clause_start, clause_end, partial, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		revision, number, q.Start, q.End, encodeParts(q), q.Speaker, q.SpeakerSpan.Start, q.SpeakerSpan.End,
		q.Role, q.Cue, q.Clause.Start, q.Clause.End, q.Partial, q.Confidence)
	return err
}

func (t tx) insertFigure(revision int64, number int, f *briefing.Figure) error {
	_, err := t.exec(`INSERT INTO figures (revision, number, start, finish, value, high, unit, qualifier, counts, direction,
		rate, as_of, source, clause_start, clause_end, casualty, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		revision, number, f.Start, f.End, f.Value, sql.NullFloat64{Float64: f.High, Valid: f.HasHigh()}, f.Unit, f.Qualifier,
		f.Counts, f.Direction, f.Rate, f.AsOf, f.Source, f.Clause.Start, f.Clause.End, f.Casualty, f.Confidence)
	return err
}

func (t tx) deleteExtraction(revision int64) error {
	for _, table := range []string{"quotes", "figures", "denials"} {
		if _, err := t.exec(`DELETE FROM `+table+` WHERE revision = ?`, revision); err != nil {
			return err
		}
	}
	return nil
}

// encodeParts is the stored form of the parts of a quote: NULL in the usual
// case that the whole stretch is the only one.
func encodeParts(q *briefing.Quote) sql.NullString {
	if slices.Equal(q.Parts, []briefing.Span{q.Span}) {
		return sql.NullString{}
	}
	pairs := make([][2]int, len(q.Parts))
	for i, p := range q.Parts {
		pairs[i] = [2]int{p.Start, p.End}
	}
	b, _ := json.Marshal(pairs) // numbers always marshal
	return sql.NullString{String: string(b), Valid: true}
}

func decodeParts(s sql.NullString, whole briefing.Span) ([]briefing.Span, error) {
	if !s.Valid {
		return []briefing.Span{whole}, nil
	}
	var pairs [][2]int
	if err := json.Unmarshal([]byte(s.String), &pairs); err != nil {
		return nil, err
	}
	var parts []briefing.Span
	for _, p := range pairs {
		parts = append(parts, briefing.Span{Start: p[0], End: p[1]})
	}
	return parts, nil
}

// fillExtractions reads quotes, figures and denials into a list of revisions.
func (t tx) fillExtractions(list []bot.StoredArticle) error {
	ids := make([]int64, len(list))
	byRevision := make(map[int64]*briefing.Extraction, len(list))
	for i := range list {
		ids[i] = list[i].Revision
		byRevision[list[i].Revision] = &list[i].Extraction
	}
	wanted := encodeIDs(ids)
	if err := t.fillQuotes(byRevision, wanted); err != nil {
		return err
	}
	if err := t.fillFigures(byRevision, wanted); err != nil {
		return err
	}
	return t.fillDenials(wanted, func(revision int64) *briefing.Extraction { return byRevision[revision] })
}

// fillDenials reads the denials of revisions.
func (t tx) fillDenials(wanted string, find func(revision int64) *briefing.Extraction) error {
	return t.each(func(rows *sql.Rows) error {
		var revision int64
		var d briefing.Denial
		if err := rows.Scan(&revision, &d.Start, &d.End); err != nil {
			return err
		}
		e := find(revision)
		d.Text = d.Span.Of(e.Article.Text)
		e.Denials = append(e.Denials, d)
		return nil
	}, `SELECT revision, start, finish FROM denials
		WHERE revision IN (SELECT value FROM json_each(?)) ORDER BY revision, number`, wanted)
}

func (t tx) fillQuotes(byRevision map[int64]*briefing.Extraction, wanted string) error {
	return t.each(func(rows *sql.Rows) error {
		var revision int64
		var q briefing.Quote
		var parts sql.NullString
		if err := rows.Scan(&revision, &q.Start, &q.End, &parts, &q.Speaker, &q.SpeakerSpan.Start, &q.SpeakerSpan.End,
			&q.Role, &q.Cue, &q.Clause.Start, &q.Clause.End, &q.Partial, &q.Confidence); err != nil {
			return err
		}
		var err error
		if q.Parts, err = decodeParts(parts, q.Span); err != nil {
			return fmt.Errorf("parts of a quote of revision %d: %w: %w", revision, err, ErrBroken)
		}
		e := byRevision[revision]
		q.Text = q.Span.Of(e.Article.Text)
		e.Quotes = append(e.Quotes, q)
		return nil
	}, `SELECT revision, start, finish, parts, speaker, speaker_start, speaker_end, role, cue, clause_start, clause_end,
		partial, confidence FROM quotes WHERE revision IN (SELECT value FROM json_each(?)) ORDER BY revision, number`, wanted)
}

func (t tx) fillFigures(byRevision map[int64]*briefing.Extraction, wanted string) error {
	return t.each(func(rows *sql.Rows) error {
		var revision int64
		var f briefing.Figure
		var high sql.NullFloat64
		if err := rows.Scan(&revision, &f.Start, &f.End, &f.Value, &high, &f.Unit, &f.Qualifier, &f.Counts, &f.Direction,
			&f.Rate, &f.AsOf, &f.Source, &f.Clause.Start, &f.Clause.End, &f.Casualty, &f.Confidence); err != nil {
			return err
		}
		f.High = f.Value
		if high.Valid {
			f.High = high.Float64
		}
		e := byRevision[revision]
		f.Text = f.Span.Of(e.Article.Text)
		e.Figures = append(e.Figures, f)
		return nil
	}, `SELECT revision, start, finish, value, high, unit, qualifier, counts, direction, rate, as_of, source,
		clause_start, clause_end, casualty, confidence FROM figures
		WHERE revision IN (SELECT value FROM json_each(?)) ORDER BY revision, number`, wanted)
}
