package briefing

import (
	"strconv"
	"testing"
)

// TestDecimalIsTheNearest: what is added up is the same number as the library
// reads, to the last bit; digits with two marks are none.
func TestDecimalIsTheNearest(t *testing.T) {
	for _, digits := range []string{
		"", "0", "7", "007", "1.5", "0.1", ".5", "7.", ".", "3.14159", "0.000001", "123456.789", "999999999999999", "99999999999999.9",
		"12345678901234567890", "0.12345678901234567", "1.2.3", "..", "1234567890.12345678.9",
	} {
		want, err := strconv.ParseFloat(digits, 64)
		if err != nil {
			want = 0
		}
		if got := decimal([]byte(digits)); got != want {
			t.Errorf("%q is %v, want %v", digits, got, want)
		}
	}
}
