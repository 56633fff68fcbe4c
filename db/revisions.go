package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"wirebrief/bot"
)

func (s *storing) insertRevision(d draft, article, revision, number int64, publisher sql.NullInt64) error {
	a := &d.Extraction.Article
	_, err := s.exec(`INSERT INTO revisions (id, article, number, created, rules, supported, published, updated,
		publisher, lang, url, source, guid, path, title, byline, speakers, names, content, received, text, as_came)
		VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		revision, article, number, s.now.UnixMilli(), d.Extraction.Rules, d.Extraction.Supported,
		millis(a.Published), millis(a.Updated), publisher, a.Lang, a.URL, a.Source, a.GUID, a.Path,
		a.Title, a.Byline, encodeList(d.Extraction.Speakers), encodeList(d.Extraction.Names),
		d.content, d.received, a.Text, d.source)
	if err != nil || !a.Excerpt {
		return err
	}
	return s.setExcerpt(revision, true)
}

// setExcerpt notes whether the text of a revision is only the beginning.
func (t tx) setExcerpt(revision int64, excerpt bool) error {
	query := `DELETE FROM excerpts WHERE revision = ?`
	if excerpt {
		query = `INSERT OR IGNORE INTO excerpts (revision) VALUES (?)`
	}
	_, err := t.exec(query, revision)
	return err
}

func encodeList(list []string) string {
	if len(list) == 0 {
		return ""
	}
	b, _ := json.Marshal(list) // strings always marshal
	return string(b)
}

func decodeList(s string) (list []string, err error) {
	if s == "" {
		return nil, nil
	}
	err = json.Unmarshal([]byte(s), &list)
	return list, err
}

// revisionColumns are what scanRevision reads, from the tables of
// revisionTables.
const (
	revisionColumns = `r.id, coalesce(r.article, 0), coalesce(a.story, 0), r.number, coalesce(a.arrived, r.created), r.created,
		r.rules, r.supported, r.published, r.updated, coalesce(p.name, ''), r.lang, r.url, r.source, r.guid, r.path,
		r.title, r.byline, r.speakers, r.names, EXISTS (SELECT 1 FROM excerpts WHERE revision = r.id), r.text`
	revisionTables = ` revisions r LEFT JOIN articles a ON a.id = r.article LEFT JOIN publishers p ON p.id = r.publisher`
)

func scanRevision(rows *sql.Rows, more ...any) (s bot.StoredArticle, err error) {
	var arrived, revised, published, updated sql.NullInt64
	var speakers, names string
	a := &s.Article
	dest := append([]any{&s.Revision, &s.ID, &s.Story, &s.Number, &arrived, &revised, &s.Rules, &s.Supported, &published, &updated,
		&a.Publisher, &a.Lang, &a.URL, &a.Source, &a.GUID, &a.Path, &a.Title, &a.Byline, &speakers, &names, &a.Excerpt, &a.Text}, more...)
	if err := rows.Scan(dest...); err != nil {
		return s, err
	}
	s.Arrived, s.Revised, a.Published, a.Updated = instant(arrived), instant(revised), instant(published), instant(updated)
	if s.Speakers, err = decodeList(speakers); err != nil {
		return s, fmt.Errorf("speakers of revision %d: %w: %w", s.Revision, err, ErrBroken)
	}
	if s.Names, err = decodeList(names); err != nil {
		return s, fmt.Errorf("names of revision %d: %w: %w", s.Revision, err, ErrBroken)
	}
	return s, nil
}

// revisions reads the revisions that a condition on r or a selects, with what
// was extracted from them.
func (t tx) revisions(where string, args ...any) ([]bot.StoredArticle, error) {
	var list []bot.StoredArticle
	err := t.each(func(rows *sql.Rows) error {
		s, err := scanRevision(rows)
		list = append(list, s)
		return err
	}, `SELECT `+revisionColumns+` FROM`+revisionTables+` WHERE `+where, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list, t.fillExtractions(list)
}

// encodeIDs makes a list of numbers that a query takes apart with json_each:
// the query stays the same however many there are.
func encodeIDs(ids []int64) string {
	if ids == nil {
		return "[]" // null would be a list of one NULL, which nothing is not in
	}
	b, _ := json.Marshal(ids) // numbers always marshal
	return string(b)
}

// FindArticles implements bot.ArticleFinder.
func (d *DB) FindArticles(ctx context.Context, ids []int64) (list []bot.StoredArticle, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = d.view(ctx, "read articles from", func(t tx) error {
		list, err = t.articles(ids)
		return err
	})
	return list, err
}

// articles returns the current revisions of ids in that order.
func (t tx) articles(ids []int64) ([]bot.StoredArticle, error) {
	found, err := t.revisions(
		`r.id IN (SELECT revision FROM articles WHERE id IN (SELECT value FROM json_each(?)))`, encodeIDs(ids))
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*bot.StoredArticle, len(found))
	for i := range found {
		byID[found[i].ID] = &found[i]
	}
	list := make([]bot.StoredArticle, 0, len(ids))
	for _, id := range ids {
		if s := byID[id]; s != nil {
			list = append(list, *s)
		}
	}
	return list, nil
}

// FindRevision implements bot.ArticleFinder. ID and Story are 0 if the article
// is not stored any more.
func (d *DB) FindRevision(ctx context.Context, revision int64) (s bot.StoredArticle, err error) {
	err = d.view(ctx, "read a revision from", func(t tx) error {
		found, err := t.revisions(`r.id = ?`, revision)
		if err != nil {
			return err
		}
		if len(found) > 0 && found[0].ID != 0 {
			s = found[0]
			return nil
		}
		withdrawn, err := t.withdrawalOf(revision)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			s.Withdrawn = withdrawn
			return fmt.Errorf("revision %d: %w", revision, bot.ErrNotFound)
		}
		s = found[0]
		s.Withdrawn = withdrawn
		return nil
	})
	return s, err
}

// FindOutdated implements bot.ArticleStore, newest articles first.
func (d *DB) FindOutdated(ctx context.Context, rules, limit int) (list []bot.Outdated, err error) {
	err = d.view(ctx, "look for outdated articles in", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var stored []byte
			s, err := scanRevision(rows, &stored)
			if err != nil {
				return err
			}
			source, err := decodeSource(stored, s.Article)
			if err != nil {
				return fmt.Errorf("revision %d as it came: %w", s.Revision, err)
			}
			list = append(list, bot.Outdated{Article: s.ID, Revision: s.Revision, Source: source})
			return nil
		}, `SELECT `+revisionColumns+`, r.as_came FROM articles a JOIN revisions r ON r.id = a.revision
			LEFT JOIN publishers p ON p.id = r.publisher
			WHERE a.rules < ? ORDER BY a.rules DESC, a.id DESC LIMIT ?`, rules, limit)
	})
	return list, err
}

// UpdateExtractions implements bot.ArticleStore, in one transaction. A
// revision that is not the current one any more is left as it is.
func (d *DB) UpdateExtractions(ctx context.Context, batch []bot.Reextracted) error {
	drafts, err := newDrafts(len(batch), func(i int) *bot.Incoming { return &batch[i].Incoming })
	if err != nil {
		return err
	}
	return d.store(ctx, "update extractions in", func(s *storing) error {
		for i := range drafts {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.reextract(batch[i].Article, batch[i].Revision, drafts[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// reextract replaces what was extracted from a revision if it is current.
func (s *storing) reextract(article, revision int64, d draft) error {
	c := current{article: article, revision: revision}
	err := s.row(`SELECT arrived_seq, EXISTS (SELECT 1 FROM copies WHERE article = id) FROM articles WHERE id = ? AND revision = ?`,
		article, revision).Scan(&c.seq, &c.copied)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.replace(c, d)
}

func (s *storing) updateRevision(d draft, revision int64, publisher sql.NullInt64) error {
	a := &d.Extraction.Article
	_, err := s.exec(`UPDATE revisions SET rules = ?, supported = ?, published = ?, updated = ?, publisher = ?, lang = ?,
		title = ?, byline = ?, speakers = ?, names = ?, content = ?, received = ?, text = ?, as_came = ? WHERE id = ?`,
		d.Extraction.Rules, d.Extraction.Supported, millis(a.Published), millis(a.Updated), publisher, a.Lang,
		a.Title, a.Byline, encodeList(d.Extraction.Speakers), encodeList(d.Extraction.Names),
		d.content, d.received, a.Text, d.source, revision)
	if err != nil {
		return err
	}
	return s.setExcerpt(revision, a.Excerpt)
}
