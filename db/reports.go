package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"wirebrief/bot"
)

// CreateReport implements bot.ReportStore.
func (d *DB) CreateReport(ctx context.Context, ev bot.Event, r bot.Report) (done bot.Reporting, err error) {
	act := fmt.Sprintf("report %s %d %s %d", r.Chat.ID, r.Revision, r.Kind, r.Span.Start)
	err = d.update(ctx, "store a report in", func(t tx) error {
		if ok, err := t.findEvent(ev, act, &done); ok || err != nil {
			return err
		}
		if done, err = t.createReport(r); err != nil {
			return err
		}
		return t.recordEvent(ev, act, done)
	})
	return done, err
}

func (t tx) createReport(r bot.Report) (bot.Reporting, error) {
	var again bool
	var byUser, byChat int
	since := t.now.Add(-24 * time.Hour).UnixMilli()
	if err := t.row(`SELECT EXISTS (SELECT 1 FROM reports WHERE platform = ?1 AND user = ?3 AND revision = ?5 AND kind = ?6 AND start = ?7),
		(SELECT count(*) FROM reports WHERE platform = ?1 AND user = ?3 AND at > ?4),
		(SELECT count(*) FROM reports WHERE platform = ?1 AND chat = ?2 AND at > ?4)`,
		r.Chat.Platform, r.Chat.ID, r.User, since, r.Revision, r.Kind, r.Span.Start).Scan(&again, &byUser, &byChat); err != nil {
		return 0, err
	}
	switch {
	case again:
		return bot.ReportedBefore, nil
	case byUser >= bot.MaxReports || byChat >= bot.MaxChatReports:
		return bot.ReportedTooOften, nil
	}
	_, err := t.exec(`INSERT INTO reports (at, platform, chat, user, article, revision, kind, start, finish, words, title, publisher, url)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, t.now.UnixMilli(), r.Chat.Platform, r.Chat.ID, r.User, r.Article,
		r.Revision, r.Kind, r.Span.Start, r.Span.End, r.Words, r.Title, r.Publisher, r.URL)
	return bot.Reported, err
}

// FindReports implements bot.ReportStore.
func (d *DB) FindReports(ctx context.Context, all bool) (list []bot.Report, err error) {
	err = d.view(ctx, "read reports from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var r bot.Report
			var at, exported sql.NullInt64
			err := rows.Scan(&r.ID, &at, &r.Chat.Platform, &r.Chat.ID, &r.User, &r.Article, &r.Revision, &r.Kind,
				&r.Span.Start, &r.Span.End, &r.Words, &r.Title, &r.Publisher, &r.URL, &exported)
			r.At, r.Exported = instant(at), instant(exported)
			list = append(list, r)
			return err
		}, `SELECT id, at, platform, chat, user, article, revision, kind, start, finish, words, title, publisher, url, exported
			FROM reports WHERE ? OR exported IS NULL ORDER BY id`, all)
	})
	return list, err
}

// MarkReportsExported implements bot.ReportStore.
func (d *DB) MarkReportsExported(ctx context.Context, ids []int64) error {
	return d.update(ctx, "note exported reports in", func(t tx) error {
		_, err := t.exec(`UPDATE reports SET exported = ? WHERE id IN (SELECT value FROM json_each(?))`, t.now.UnixMilli(), encodeIDs(ids))
		return err
	})
}
