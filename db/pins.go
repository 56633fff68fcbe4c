package db

import (
	"cmp"
	"slices"
)

// pinBlockBits is how many of the last bits of a delivery's id are the same in a
// block of pins: 1,024 deliveries that follow each other. In larger blocks the
// digests of a transaction write to more pages, in smaller ones a revision is
// looked for in more places. pinBlock is the same in queries.
const (
	pinBlockBits = 10
	pinBlock     = `>> 10`
)

// A pinned is a revision that a delivery names.
type pinned struct{ revision, delivery int64 }

// pin keeps revisions for as long as a delivery that names them.
func (t tx) pin(delivery int64, revisions []int64) error {
	pins := make([]pinned, len(revisions))
	for i, r := range revisions {
		pins[i] = pinned{r, delivery}
	}
	return t.pinAll(pins)
}

var pinRows = insertRows(`INSERT OR IGNORE INTO pins (block, revision, delivery) VALUES`, `($2 `+pinBlock+`, $1, $2)`)

// pinAll is pin for many deliveries. It goes through the table in its order:
// they name the same revisions, whose rows are in the same place.
func (t tx) pinAll(pins []pinned) error {
	slices.SortFunc(pins, func(x, y pinned) int {
		return cmp.Or(cmp.Compare(x.block(), y.block()), cmp.Compare(x.revision, y.revision), cmp.Compare(x.delivery, y.delivery))
	})
	rows, last := t.rows(pinRows), int64(-1)
	for _, p := range slices.Compact(pins) {
		if block := p.block(); block != last {
			last = block
			if _, err := t.exec(`INSERT OR IGNORE INTO pin_blocks (block) VALUES (?)`, block); err != nil {
				return err
			}
		}
		if err := rows.add(p.revision, p.delivery); err != nil {
			return err
		}
	}
	return rows.flush()
}

// block is the block of a pin.
func (p pinned) block() int64 { return p.delivery >> pinBlockBits }

// pinCurrent keeps the revision that an article has now.
func (t tx) pinCurrent(article, delivery int64) error {
	revisions, err := t.numbers(`SELECT revision FROM articles WHERE id = ?`, article)
	if err != nil {
		return err
	}
	return t.pin(delivery, revisions)
}

// copyPins has a delivery name what another names.
func (t tx) copyPins(from, to int64) error {
	revisions, err := t.numbers(`SELECT revision FROM pins WHERE delivery = ?`, from)
	if err != nil {
		return err
	}
	return t.pin(to, revisions)
}

// emptyBlocks are the blocks of pins before the first that there is.
const emptyBlocks = `DELETE FROM pin_blocks WHERE block < coalesce((SELECT min(delivery) FROM pins) ` + pinBlock + `, 0)`
