package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A draft is an article on its way into the store, with what can be worked out
// before the transaction begins.
type draft struct {
	*bot.Incoming
	identity []byte
	// content and received tell whether an article has changed: as cleaned,
	// and as it came.
	content, received []byte
	source            []byte // see received.go
	fingerprint       []byte
}

// newDraft prepares an article. What readers see as quoted must stand in the
// stored text, so an extraction with other words than its spans is refused.
func newDraft(in *bot.Incoming) (draft, error) {
	a := &in.Extraction.Article
	if err := checkExtraction(&in.Extraction); err != nil {
		return draft{}, fmt.Errorf("store article %.80q: %w", a.Title, err)
	}
	return draft{
		Incoming: in,
		identity: digest(briefing.Identity(*a)),
		content:  digest(a.Title, a.Text),
		received: digest(string(flatten(&in.Source))),
		source:   encodeSource(&in.Source, a),

		fingerprint: encodeFingerprint(briefing.FingerprintOf(*a)),
	}, nil
}

func newDrafts(n int, at func(int) *bot.Incoming) ([]draft, error) {
	drafts := make([]draft, n)
	for i := range drafts {
		var err error
		if drafts[i], err = newDraft(at(i)); err != nil {
			return nil, err
		}
	}
	return drafts, nil
}

// digest is half a SHA-256, which is enough to tell articles apart and saves
// space in the indexes.
func digest(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write([]byte(p))
	}
	return h.Sum(nil)[:16]
}

// checkExtraction makes sure that what will be cut from the text when it is
// read is what was extracted, and that SQLite can hold its numbers.
func checkExtraction(e *briefing.Extraction) error {
	text := e.Article.Text
	wrong := func(kind string, s briefing.Span, words string) error {
		return fmt.Errorf("%s %.60q at [%d:%d]: %w", kind, words, s.Start, s.End, bot.ErrBadExtraction)
	}
	for i := range e.Quotes {
		if q := &e.Quotes[i]; q.Span.Of(text) != q.Text || math.IsNaN(q.Confidence) {
			return wrong("quote", q.Span, q.Text)
		}
	}
	for i := range e.Figures {
		if f := &e.Figures[i]; f.Span.Of(text) != f.Text || math.IsNaN(f.Value) || math.IsNaN(f.High) || math.IsNaN(f.Confidence) {
			return wrong("figure", f.Span, f.Text)
		}
	}
	for i := range e.Denials {
		if d := &e.Denials[i]; d.Span.Of(text) != d.Text {
			return wrong("denial", d.Span, d.Text)
		}
	}
	return nil
}

// StoreArticles implements bot.ArticleStore. It costs about as long as the
// index takes to write, well under a millisecond an article; a caller keeps
// the transaction short by the size of its batches.
func (d *DB) StoreArticles(ctx context.Context, batch []bot.Incoming) ([]bot.Storing, error) {
	drafts, err := newDrafts(len(batch), func(i int) *bot.Incoming { return &batch[i] })
	if err != nil {
		return nil, err
	}
	stored := make([]bot.Storing, len(batch))
	err = d.store(ctx, "store articles in", func(s *storing) error {
		for i := range drafts {
			if err := ctx.Err(); err != nil {
				return err
			}
			var err error
			if stored[i], err = s.article(drafts[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

// storing is the work of one transaction that stores articles, with what is
// written once at its end.
type storing struct {
	tx
	ids        minutes
	publishers map[string]sql.NullInt64
	names      map[string]int64 // arrived_seq by name
	keys       []keyed
	// arrived and revision are the last numbers given.
	arrived, revision counter
}

// store runs do in a transaction and then writes what it has gathered. The
// full-text index comes last: any other statement in between may make it write
// out what it holds, and many small writes are dear.
func (d *DB) store(ctx context.Context, doing string, do func(*storing) error) error {
	return d.update(ctx, doing, func(t tx) error {
		s := &storing{tx: t, ids: d.ids, publishers: map[string]sql.NullInt64{}, names: map[string]int64{},
			arrived: counter{name: "arrived"}, revision: counter{name: "revision"}}
		for _, c := range []*counter{&s.arrived, &s.revision} {
			if err := c.read(t); err != nil {
				return err
			}
		}
		if err := do(s); err != nil {
			return err
		}
		for _, c := range []*counter{&s.arrived, &s.revision} {
			if err := c.write(t); err != nil {
				return err
			}
		}
		if err := d.storeNames(t, s.names); err != nil {
			return err
		}
		return t.writeIndex(s.keys)
	})
}

// A current is what an identity has stored under it already.
type current struct {
	article, revision int64
	seq, number       int64
	content, received []byte

	publisher, byline, lang string
	published               sql.NullInt64
	excerpt, copied         bool
}

// corrects reports whether an article with the headline and text of old tells
// something else, or more, about itself. Cleaning may have read that from the
// text, and a source may leave out today what it told yesterday, so a field
// that is empty now says nothing.
func corrects(a *briefing.Article, old *current) bool {
	differs := func(now, before string) bool { return now != "" && now != before }
	published := millis(a.Published)
	return differs(a.Publisher, old.publisher) || differs(a.Byline, old.byline) || differs(a.Lang, old.lang) ||
		published.Valid && published != old.published
}

func (s *storing) article(d draft) (bot.Storing, error) {
	old, err := s.find(d.identity)
	if errors.Is(err, sql.ErrNoRows) {
		return s.createUnlessWithdrawn(d)
	}
	if err != nil {
		return bot.Storing{}, err
	}
	unchanged := bot.Storing{Article: old.article, Revision: old.revision, Outcome: bot.Unchanged}
	switch whole := !d.Extraction.Article.Excerpt; {
	case !whole && !old.excerpt: // a teaser says nothing against the whole text
		return unchanged, nil
	case bytes.Equal(old.received, d.received) && whole != old.excerpt: // whatever newer rules make of it
		return unchanged, nil
	case !bytes.Equal(old.content, d.content):
		return s.revise(old, d)
	case corrects(&d.Extraction.Article, &old) || whole && old.excerpt:
		return bot.Storing{Article: old.article, Revision: old.revision, Outcome: bot.Revised},
			s.replace(old, d)
	}
	return unchanged, nil // only what stands around the article on its page is new
}

func (s *storing) find(identity []byte) (c current, err error) {
	err = s.row(`SELECT a.id, a.revision, a.arrived_seq, r.number, r.content, r.received,
		coalesce(p.name, ''), r.byline, r.lang, r.published,
		EXISTS (SELECT 1 FROM excerpts WHERE revision = r.id), EXISTS (SELECT 1 FROM copies WHERE article = a.id)
		FROM articles a JOIN revisions r ON r.id = a.revision LEFT JOIN publishers p ON p.id = r.publisher
		WHERE a.identity = ?`, identity).
		Scan(&c.article, &c.revision, &c.seq, &c.number, &c.content, &c.received,
			&c.publisher, &c.byline, &c.lang, &c.published, &c.excerpt, &c.copied)
	return c, err
}

// createUnlessWithdrawn stores an article that is not there, unless an operator
// has taken it back.
func (s *storing) createUnlessWithdrawn(d draft) (bot.Storing, error) {
	var withdrawn bool
	err := s.row(`SELECT EXISTS (SELECT 1 FROM withdrawals WHERE identity = ?)`, d.identity).Scan(&withdrawn)
	if err != nil || withdrawn {
		return bot.Storing{Outcome: bot.Withdrawn}, err
	}
	return s.create(d)
}

func (s *storing) create(d draft) (bot.Storing, error) {
	// A date in the future counts as now.
	at := d.Extraction.Article.Published
	if at.IsZero() || at.After(s.now) {
		at = s.now
	}
	id, err := s.ids.next(s.tx, at)
	if err != nil {
		return bot.Storing{}, err
	}
	seq, revision := s.arrived.next(), s.revision.next()
	publisher, err := s.publisher(d.Extraction.Article.Publisher)
	if err != nil {
		return bot.Storing{}, err
	}
	// The revision first, and its article later: as long as an article names a
	// revision that is not there yet, storing one makes SQLite read all
	// articles to see whether it is the missing one.
	if err := s.content(d, 0, revision, 1, publisher); err != nil {
		return bot.Storing{}, err
	}
	if _, err := s.exec(`INSERT INTO articles
		(id, identity, arrived_seq, arrived, at, revision, rules, publisher, backlog) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, d.identity, seq, s.now.UnixMilli(), at.UnixMilli(), revision, d.Extraction.Rules, publisher, d.Backlog); err != nil {
		return bot.Storing{}, err
	}
	if _, err := s.exec(`UPDATE revisions SET article = ? WHERE id = ?`, id, revision); err != nil {
		return bot.Storing{}, err
	}
	if err := s.setFingerprint(id, d.fingerprint); err != nil {
		return bot.Storing{}, err
	}
	s.note(&d.Extraction, seq)
	s.keys = append(s.keys, keyed{article: id, keys: d.Keys})
	return bot.Storing{Article: id, Revision: revision, Outcome: bot.Stored}, nil
}

// revise adds a revision to an article and makes it the current one.
func (s *storing) revise(old current, d draft) (bot.Storing, error) {
	old.revision = s.revision.next()
	publisher, err := s.publisher(d.Extraction.Article.Publisher)
	if err != nil {
		return bot.Storing{}, err
	}
	if err := s.content(d, old.article, old.revision, old.number+1, publisher); err != nil {
		return bot.Storing{}, err
	}
	return bot.Storing{Article: old.article, Revision: old.revision, Outcome: bot.Revised},
		s.setCurrent(old, publisher, d)
}

// replace puts what is now known or extracted of a current revision in its
// place. The identity stays as it was at first store.
func (s *storing) replace(c current, d draft) error {
	publisher, err := s.publisher(d.Extraction.Article.Publisher)
	if err != nil {
		return err
	}
	if err := s.updateRevision(d, c.revision, publisher); err != nil {
		return err
	}
	if err := s.deleteExtraction(c.revision); err != nil {
		return err
	}
	if err := s.insertExtraction(c.revision, &d.Extraction); err != nil {
		return err
	}
	return s.setCurrent(c, publisher, d)
}

// setCurrent makes a revision the one that is shown and found. The id stays;
// the time searched by moves back only, to a publication that was not known
// before. Another revision than before is to be processed. A copy stays out of
// sight until it is.
func (s *storing) setCurrent(c current, publisher sql.NullInt64, d draft) error {
	if c.copied {
		publisher = sql.NullInt64{}
	}
	if _, err := s.exec(`UPDATE articles SET revision = ?, rules = ?, publisher = ?, at = min(at, coalesce(?, at)),
		processed = processed AND revision = ? WHERE id = ?`,
		c.revision, d.Extraction.Rules, publisher, millis(d.Extraction.Article.Published), c.revision, c.article); err != nil {
		return err
	}
	if err := s.setFingerprint(c.article, d.fingerprint); err != nil {
		return err
	}
	s.note(&d.Extraction, c.seq)
	if !c.copied {
		s.keys = append(s.keys, keyed{article: c.article, keys: d.Keys, replaces: true})
	}
	return nil
}

// content writes a revision with everything extracted from it, for no article
// yet if that is 0.
func (s *storing) content(d draft, article, revision, number int64, publisher sql.NullInt64) error {
	if err := s.insertRevision(d, article, revision, number, publisher); err != nil {
		return err
	}
	return s.insertExtraction(revision, &d.Extraction)
}

// publisher returns the row of a publisher, making it if need be, and NULL for
// the empty name.
func (s *storing) publisher(name string) (id sql.NullInt64, err error) {
	if name == "" {
		return id, nil
	}
	if id, ok := s.publishers[name]; ok {
		return id, nil
	}
	err = s.row(`SELECT id FROM publishers WHERE name = ?`, name).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = s.row(`INSERT INTO publishers (name) VALUES (?) RETURNING id`, name).Scan(&id)
	}
	if err == nil {
		s.publishers[name] = id
	}
	return id, err
}

// note keeps the names of an article for names.go.
func (s *storing) note(e *briefing.Extraction, seq int64) {
	for _, list := range [][]string{e.Speakers, e.Names} {
		for _, name := range list {
			s.names[name] = max(s.names[name], seq)
		}
	}
}
