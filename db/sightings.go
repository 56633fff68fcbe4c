package db

import (
	"sync"
	"time"
)

// An item is forgotten once its source has not carried it for itemsKept. When
// it was seen last is noted at most once in seenLag, and for each source at
// another time, because writing every entry at every poll would be dear.
const (
	itemsKept = 90 * 24 * time.Hour
	seenLag   = 7 * 24 * time.Hour
	// maxTouches and maxDeletions bound what one SavePolls does for this.
	maxTouches   = 1000
	maxDeletions = 500
)

// staleBefore is since when an item must have been noted as seen, to be left
// alone. Sources that were added together differ by up to another seenLag.
func staleBefore(source int64, now time.Time) time.Time {
	return now.Add(-seenLag - time.Duration(source%7)*seenLag/7)
}

// sightings are the items that FindItems found in sources since their last
// SavePolls and whose note of it is old, as hexadecimal digests. Losing them
// does no harm: nothing is forgotten of a source without them.
type sightings struct {
	mu       sync.Mutex
	bySource map[int64][]string
}

// maxSightings bounds the sources of sightings.
const maxSightings = 4096

func (s *sightings) add(source int64, stale []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bySource == nil || len(s.bySource) >= maxSightings {
		s.bySource = map[int64][]string{}
	}
	s.bySource[source] = append(s.bySource[source], stale...)
}

// take returns what was seen of a source and forgets it here.
func (s *sightings) take(source int64) (seen sighting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen.stale, seen.looked = s.bySource[source]
	delete(s.bySource, source)
	return seen
}

type sighting struct {
	stale []string
	// looked tells that all that the source carries was looked up.
	looked bool
}

// pruning notes what sources still carry and forgets what they do not, within
// the bounds of one transaction.
type pruning struct {
	tx
	touches, deletions int
}

// source keeps the items of one source. Nothing is forgotten unless all that it
// still carries has been noted.
func (p *pruning) source(id int64, seen sighting) error {
	if !seen.looked || len(seen.stale) > p.touches {
		return nil
	}
	if len(seen.stale) > 0 {
		p.touches -= len(seen.stale)
		if _, err := p.exec(`UPDATE source_items SET seen = ? WHERE source = ? AND key IN (SELECT unhex(value) FROM json_each(?))`,
			p.now.UnixMilli(), id, encodeStrings(seen.stale)); err != nil {
			return err
		}
	}
	if p.deletions == 0 {
		return nil
	}
	return p.forget(id)
}

// forget deletes what a source has not carried for long. It reads all that is
// known of the source, so it does so once in seenLag only, or again soon if
// there is more than may be deleted at once.
func (p *pruning) forget(id int64) error {
	done, err := p.exec(`UPDATE sources SET pruned = ?1 WHERE id = ?2 AND pruned NOT BETWEEN ?3 AND ?1`,
		p.now.UnixMilli(), id, p.now.Add(-seenLag).UnixMilli())
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return err
	}
	done, err = p.exec(`DELETE FROM source_items WHERE source = ?1 AND key IN
		(SELECT key FROM source_items WHERE source = ?1 AND seen < ?2 LIMIT ?3)`,
		id, p.now.Add(-itemsKept).UnixMilli(), p.deletions)
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err != nil {
		return err
	}
	if p.deletions -= int(n); p.deletions > 0 {
		return nil
	}
	_, err = p.exec(`UPDATE sources SET pruned = 0 WHERE id = ?`, id)
	return err
}
