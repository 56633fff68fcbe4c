package discord_test

import (
	"testing"

	"wirebrief/db"
	"wirebrief/db/dbtest"
)

// newStore is an empty store.
func newStore(t testing.TB) *db.DB { return dbtest.Open(t, db.Options{}) }
