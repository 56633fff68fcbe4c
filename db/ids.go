package db

import "time"

// Article ids grow with the time of the article and stay small, which keeps
// the full-text index small: the minute of publication, or of arrival where
// that is unknown or later, shifted by idBits, plus the next free number. A
// full minute spills into the next. An id never moves, and nothing reads a
// time out of one.
const (
	idBits    = 10
	perMinute = 1 << idBits
)

// minutes remembers where full minutes spill to, so that an import of many
// articles of one minute does not search its way there each time.
type minutes map[int64]int64

// maxSpills bounds the memory of minutes; forgetting costs only time.
const maxSpills = 4096

// minuteOf is the minute of an instant. Years before 1970 share the first.
func minuteOf(at time.Time) int64 { return max(at.UnixMilli()/60_000, 0) }

// next returns the first free id for an article of that instant.
func (m minutes) next(t tx, at time.Time) (int64, error) {
	first := minuteOf(at)
	minute := first
	if spill, ok := m[first]; ok {
		minute = spill
	}
	for ; ; minute++ {
		var last int64
		if err := t.row(lastID, minute<<idBits, minute<<idBits|(perMinute-1)).Scan(&last); err != nil {
			return 0, err
		}
		switch {
		case last < 0:
			// Zero is no id: a Search means "from the newest" by it.
			return max(minute<<idBits, 1), nil
		case last&(perMinute-1) < perMinute-1:
			return last + 1, nil
		}
		if len(m) >= maxSpills {
			clear(m)
		}
		m[first] = minute + 1
	}
}

// lastID is the last id given within bounds, -1 for none. That of an article
// that was withdrawn is not given again: deliveries may name it.
const lastID = `SELECT max(coalesce((SELECT max(id) FROM articles WHERE id BETWEEN ?1 AND ?2), -1),
	coalesce((SELECT max(article) FROM withdrawals WHERE article BETWEEN ?1 AND ?2), -1))`

// A counter gives numbers that only grow and are never given twice, even when
// what they named is deleted. It is read when a transaction begins and written
// before it ends.
type counter struct {
	name        string
	first, last int64
}

func (c *counter) read(t tx) error {
	err := t.row(`SELECT value FROM counters WHERE name = ?`, c.name).Scan(&c.last)
	c.first = c.last
	return err
}

func (c *counter) next() int64 {
	c.last++
	return c.last
}

func (c *counter) write(t tx) error {
	if c.last == c.first {
		return nil
	}
	_, err := t.exec(`UPDATE counters SET value = ? WHERE name = ?`, c.last, c.name)
	return err
}
