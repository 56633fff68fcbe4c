package adaptertest

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Seed is what a test of chance draws from, and logs it: 1, so that what passes
// once passes again, or the number in WIREBRIEF_SEED. "new" there draws one, to
// look for faults that nobody has met yet.
func Seed(t testing.TB) uint64 {
	t.Helper()
	seed := uint64(1)
	switch text := os.Getenv("WIREBRIEF_SEED"); text {
	case "":
	case "new":
		seed = rand.Uint64()
	default:
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("WIREBRIEF_SEED=%q is neither a number nor %q", text, "new")
		}
		seed = n
	}
	t.Logf("WIREBRIEF_SEED=%d repeats this", seed)
	return seed
}
