package db

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// fingerprintForm numbers the stored form of a fingerprint; one of another form
// is made anew from the text when it is asked for.
const (
	fingerprintForm = 1
	fingerprintSize = 1 + 3*8 + 4 + 4*len(briefing.Fingerprint{}.Sketch)
)

// encodeFingerprint returns the stored form: its number, then the fields in
// their order, with their usual sizes.
func encodeFingerprint(f briefing.Fingerprint) []byte {
	b := []byte{fingerprintForm}
	for _, n := range []uint64{f.Hash, f.Numbers, f.Title} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(min(f.Words, math.MaxUint32)))
	for _, n := range f.Sketch {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

// decodeFingerprint is the inverse of encodeFingerprint; ok is false for
// another form.
func decodeFingerprint(b []byte) (f briefing.Fingerprint, ok bool) {
	if len(b) != fingerprintSize || b[0] != fingerprintForm {
		return f, false
	}
	b = b[1:]
	for _, n := range []*uint64{&f.Hash, &f.Numbers, &f.Title} {
		*n, b = binary.LittleEndian.Uint64(b), b[8:]
	}
	f.Words, b = int(binary.LittleEndian.Uint32(b)), b[4:]
	for i := range f.Sketch {
		f.Sketch[i], b = binary.LittleEndian.Uint32(b), b[4:]
	}
	return f, true
}

// setFingerprint keeps the fingerprint of the current revision of an article.
func (t tx) setFingerprint(article int64, stored []byte) error {
	_, err := t.exec(`INSERT OR REPLACE INTO fingerprints (article, fingerprint) VALUES (?, ?)`, article, stored)
	return err
}

// A storedFingerprint is scanned from the columns of fingerprintColumns.
type storedFingerprint struct {
	stored []byte
	// The article of one that was stored before there were fingerprints, or
	// in another form.
	title, byline, lang, text sql.NullString
}

// fingerprintColumns are read from fingerprintTables, where a is the article.
const fingerprintColumns = `f.fingerprint, r.title, r.byline, r.lang, r.text`

var fingerprintTables = fmt.Sprintf(` LEFT JOIN fingerprints f ON f.article = a.id LEFT JOIN revisions r
	ON (substr(f.fingerprint, 1, 1) IS NOT x'%02x' OR length(f.fingerprint) <> %d) AND r.id = a.revision`, fingerprintForm, fingerprintSize)

func (s *storedFingerprint) columns() []any {
	return []any{&s.stored, &s.title, &s.byline, &s.lang, &s.text}
}

func (s *storedFingerprint) fingerprint() briefing.Fingerprint {
	if f, ok := decodeFingerprint(s.stored); ok {
		return f
	}
	return briefing.FingerprintOf(briefing.Article{Title: s.title.String, Byline: s.byline.String, Lang: s.lang.String, Text: s.text.String})
}

// fillFingerprints reads the fingerprints of a list of articles.
func (t tx) fillFingerprints(list []bot.StoredArticle) error {
	ids := make([]int64, len(list))
	byID := make(map[int64]*bot.StoredArticle, len(list))
	for i := range list {
		ids[i] = list[i].ID
		byID[list[i].ID] = &list[i]
	}
	return t.each(func(rows *sql.Rows) error {
		var id int64
		var s storedFingerprint
		err := rows.Scan(append([]any{&id}, s.columns()...)...)
		byID[id].Fingerprint = s.fingerprint()
		return err
	}, `SELECT a.id, `+fingerprintColumns+` FROM articles a`+fingerprintTables+`
		WHERE a.id IN (SELECT value FROM json_each(?))`, encodeIDs(ids))
}

// FindFingerprints implements bot.GroupStore.
func (d *DB) FindFingerprints(ctx context.Context, since time.Time, each func(bot.Grouped) error) error {
	return d.view(ctx, "read fingerprints from", func(t tx) error {
		return t.each(func(rows *sql.Rows) error {
			var g bot.Grouped
			var at int64
			var s storedFingerprint
			if err := rows.Scan(append([]any{&g.Article, &g.Story, &g.Publisher, &at}, s.columns()...)...); err != nil {
				return err
			}
			g.At, g.Fingerprint = time.UnixMilli(at).UTC(), s.fingerprint()
			return each(g)
		}, fingerprintsSince, minuteOf(since)<<idBits, since.UnixMilli())
	})
}

// Ids follow time, see newWalk.
var fingerprintsSince = `SELECT a.id, coalesce(a.story, 0), coalesce(p.name, ''), a.at, ` + fingerprintColumns + `
	FROM articles a NOT INDEXED LEFT JOIN publishers p ON p.id = a.publisher` + fingerprintTables + `
	WHERE a.id >= ? AND a.at >= ? AND a.processed = 1 AND a.id NOT IN (SELECT article FROM copies) ORDER BY a.id`
