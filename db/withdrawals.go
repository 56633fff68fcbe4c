package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// FindArticle implements bot.ArticleKeeper.
func (d *DB) FindArticle(ctx context.Context, named string) (a bot.KeptArticle, err error) {
	err = d.view(ctx, "look for an article in", func(t tx) error {
		id, err := t.articleNamed(named)
		if err != nil {
			return err
		}
		list, err := t.articles([]int64{id})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			var w *bot.Withdrawal
			w, err = t.withdrawal(id)
			if a = withdrawnArticle(w); w == nil && err == nil {
				err = fmt.Errorf("article %s: %w", named, bot.ErrNotFound)
			}
			return err
		}
		a.StoredArticle = list[0]
		return t.row(`SELECT coalesce((SELECT original FROM copies WHERE article = ?), 0)`, id).Scan(&a.CopyOf)
	})
	return a, err
}

// articleNamed returns the id that a number or an address names, stored or
// withdrawn; 0 for none.
func (t tx) articleNamed(named string) (id int64, err error) {
	if id, err := strconv.ParseInt(named, 10, 64); err == nil {
		return id, nil
	}
	address := named
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	identity := digest(briefing.Identity(briefing.Article{URL: address}))
	err = t.row(`SELECT coalesce((SELECT id FROM articles WHERE identity = ?1),
		(SELECT article FROM withdrawals WHERE identity = ?1), 0)`, identity).Scan(&id)
	return id, err
}

func withdrawnArticle(w *bot.Withdrawal) (a bot.KeptArticle) {
	if w != nil {
		a.ID, a.Withdrawn = w.Article, w
		a.Article = briefing.Article{Title: w.Title, Publisher: w.Publisher, URL: w.URL}
	}
	return a
}

// withdrawal returns how an article was withdrawn, nil if it was not.
func (t tx) withdrawal(article int64) (w *bot.Withdrawal, err error) {
	err = t.withdrawals(func(found bot.Withdrawal) { w = &found }, `WHERE w.article = ?`, article)
	return w, err
}

// withdrawalOf returns how the article of a revision was withdrawn, nil if it
// was not.
func (t tx) withdrawalOf(revision int64) (w *bot.Withdrawal, err error) {
	err = t.withdrawals(func(found bot.Withdrawal) { w = &found },
		`JOIN withdrawn_revisions v ON v.article = w.article WHERE v.revision = ?`, revision)
	return w, err
}

func (t tx) withdrawals(take func(bot.Withdrawal), rest string, args ...any) error {
	return t.each(func(rows *sql.Rows) error {
		var w bot.Withdrawal
		var at sql.NullInt64
		if err := rows.Scan(&w.Article, &w.Title, &w.Publisher, &w.URL, &w.Reason, &at); err != nil {
			return err
		}
		w.At = instant(at)
		take(w)
		return nil
	}, `SELECT w.article, w.title, w.publisher, w.url, w.reason, w.at FROM withdrawals w `+rest, args...)
}

// ListArticles implements bot.ArticleKeeper.
func (d *DB) ListArticles(ctx context.Context, l bot.ArticleList) (list []bot.KeptArticle, err error) {
	err = d.view(ctx, "list articles of", func(t tx) error {
		since := l.Since.UnixMilli()
		if l.Since.IsZero() {
			since = 0
		}
		if l.Withdrawn {
			return t.withdrawals(func(w bot.Withdrawal) { list = append(list, withdrawnArticle(&w)) },
				`WHERE w.at >= ? AND (?2 = '' OR w.publisher = ?2 COLLATE NOCASE) ORDER BY w.at DESC, w.article DESC LIMIT ?`,
				since, l.Publisher, l.Limit)
		}
		return t.each(func(rows *sql.Rows) error {
			var original int64
			s, err := scanRevision(rows, &original)
			list = append(list, bot.KeptArticle{StoredArticle: s, CopyOf: original})
			return err
		}, `SELECT `+revisionColumns+`, coalesce(c.original, 0) FROM articles a JOIN revisions r ON r.id = a.revision
			LEFT JOIN publishers p ON p.id = r.publisher LEFT JOIN copies c ON c.article = a.id
			WHERE a.arrived >= ? AND (?2 = '' OR p.name = ?2 COLLATE NOCASE) ORDER BY a.arrived_seq DESC LIMIT ?`,
			since, l.Publisher, l.Limit)
	})
	return list, err
}

// WithdrawArticle implements bot.ArticleKeeper. Copies of the article stay
// hidden: they say the same.
func (d *DB) WithdrawArticle(ctx context.Context, article int64, reason string) (w bot.Withdrawal, err error) {
	err = d.update(ctx, "withdraw an article from", func(t tx) error {
		seq := counter{name: "revision"}
		if err := seq.read(t); err != nil {
			return err
		}
		found, err := t.exec(`INSERT INTO withdrawals (article, seq, identity, title, publisher, url, reason, at)
			SELECT a.id, ?, a.identity, r.title, coalesce(p.name, ''), r.url, ?, ? FROM articles a
			JOIN revisions r ON r.id = a.revision LEFT JOIN publishers p ON p.id = r.publisher WHERE a.id = ?`,
			seq.next(), reason, t.now.UnixMilli(), article)
		if err != nil {
			return err
		}
		if n, err := found.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("article %d: %w", article, bot.ErrNotFound))
		}
		if err := seq.write(t); err != nil {
			return err
		}
		if err := t.deleteWithdrawn(article); err != nil {
			return err
		}
		stored, err := t.withdrawal(article)
		if err != nil {
			return err
		}
		w = *stored
		return nil
	})
	return w, err
}

// deleteWithdrawn deletes an article with all that no delivery names.
func (t tx) deleteWithdrawn(article int64) error {
	for _, statement := range []string{
		`INSERT INTO withdrawn_revisions (revision, article) SELECT id, article FROM revisions WHERE article = ?`,
		`DELETE FROM articles WHERE id = ?`,
		`DELETE FROM revisions WHERE id IN (SELECT revision FROM withdrawn_revisions WHERE article = ?)
			AND NOT EXISTS (SELECT 1 FROM pin_blocks b CROSS JOIN pins p ON p.block = b.block AND p.revision = revisions.id)`,
		`DELETE FROM article_index WHERE rowid = ?`, // last, see store
	} {
		if _, err := t.exec(statement, article); err != nil {
			return err
		}
	}
	return nil
}
