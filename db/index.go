package db

import (
	"strings"

	"wirebrief/briefing"
)

// The full-text index sees keys only, made by the normaliser of package
// briefing: runs of ASCII letters and digits and of any non-ASCII characters.
// Its tokenizer splits on what is left of ASCII, which is the space that joins
// them here.

// keyed are the keys of an article to be indexed.
type keyed struct {
	article  int64
	keys     briefing.IndexKeys
	replaces bool // what the index holds of the article
	gone     bool // there is nothing to hold any more
}

// writeIndex indexes articles, in order: one may come twice. All columns are
// written at once, because an index without content cannot change one alone.
func (t tx) writeIndex(list []keyed) error {
	for _, k := range list {
		if k.replaces || k.gone {
			if _, err := t.exec(`DELETE FROM article_index WHERE rowid = ?`, k.article); err != nil {
				return err
			}
		}
		if k.gone {
			continue
		}
		if _, err := t.exec(`INSERT INTO article_index (rowid, title, lead, body, meta) VALUES (?, ?, ?, ?, ?)`, k.article,
			strings.Join(k.keys.Title, " "), strings.Join(k.keys.Lead, " "), strings.Join(k.keys.Body, " "), strings.Join(k.keys.Meta, " ")); err != nil {
			return err
		}
	}
	return nil
}
