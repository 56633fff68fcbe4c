package db

import (
	"context"
	"time"
)

// ledgerKept is how long the ledger remembers what was sent or given up, what
// was shown, and what matched.
const ledgerKept = 30 * 24 * time.Hour

// PruneLedger forgets up to limit deliveries that were sent or given up more
// than 30 days before now, with their digests and the marks of what they have
// shown, as many matches of articles that arrived before then, and as many
// revisions of articles that are gone which no delivery names any more. It
// returns how many of these went; a caller goes on until none do. Events go,
// too, that nobody answers for a week, such as those of a platform that is not
// connected any more.
func (d *DB) PruneLedger(ctx context.Context, now time.Time, limit int) (pruned int, err error) {
	before := now.Add(-ledgerKept).UnixMilli()
	err = d.update(ctx, "forget old deliveries in", func(t tx) error {
		for _, query := range []string{oldDeliveries, oldMatches, looseRevisions} {
			done, err := t.exec(query, before, limit)
			if err != nil {
				return err
			}
			n, err := done.RowsAffected()
			if err != nil {
				return err
			}
			pruned += int(n)
		}
		if _, err := t.exec(emptyBlocks); err != nil {
			return err
		}
		return t.pruneInbox(limit)
	})
	return pruned, err
}

const (
	oldDeliveries = `DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries
		WHERE state IN ('sent', 'failed', 'uncertain') AND created < ?1 AND coalesce(ended, due) < ?1 LIMIT ?2)`
	oldMatches = `DELETE FROM matches WHERE (topic, seq) IN (SELECT topic, seq FROM matches
		WHERE seq <= (SELECT arrived_seq FROM articles WHERE arrived < ?1 ORDER BY arrived DESC LIMIT 1) LIMIT ?2)`
	looseRevisions = `DELETE FROM revisions WHERE ?1 AND id IN (SELECT id FROM revisions r
		WHERE article IS NULL AND NOT EXISTS (SELECT 1 FROM pin_blocks b CROSS JOIN pins p ON p.block = b.block AND p.revision = r.id) LIMIT ?2)`
)
