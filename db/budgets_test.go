package db_test

import (
	"path/filepath"
	"testing"
	"time"

	"wirebrief/db"
)

// TestBudgetIsKeptOverRestarts spends what is allowed, in two processes.
func TestBudgetIsKeptOverRestarts(t *testing.T) {
	c := &clock{at: noon}
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	d := open(t, path, db.Options{Now: c.now})
	spend := func(what string, want int) {
		t.Helper()
		if left, err := d.SpendBudget(t.Context(), "discord", what, 3, time.Hour); err != nil || left != want {
			t.Errorf("left %d of %s, %v, want %d", left, what, err, want)
		}
	}
	spend("identify", 3)
	spend("identify", 2)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = open(t, path, db.Options{Now: c.now})
	c.add(30 * time.Minute)
	spend("identify", 1)
	spend("identify", 0)
	spend("something else", 3)
	c.add(30 * time.Minute)
	spend("identify", 2) // the first two are an hour old
	c.add(-10 * time.Hour)
	spend("identify", 3) // the clock was wrong before
}
