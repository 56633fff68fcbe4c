package briefing

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Nearest returns the names that typed may be meant for, nearest first, at
// most max. A name is near if it, or a word of it, becomes what was typed by
// one to three slips of the fingers, depending on the length: a letter wrong,
// missing, too many, or two swapped. Case, marks and script do not count. The
// name that is typed exactly is not among them. It takes time linear in names.
func Nearest(typed string, names []string, max int) []string {
	seekers := newSeekers(typed)
	if len(seekers) == 0 || max <= 0 {
		return nil
	}
	type found struct {
		name     string
		distance int
	}
	var near []found
	for _, name := range names {
		best := tooFar
		for i := range seekers {
			best = min(best, seekers[i].distance(name))
		}
		if best < tooFar && best > 0 {
			near = append(near, found{name, best})
		}
	}
	slices.SortStableFunc(near, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(len(a.name), len(b.name)))
	})
	var out []string
	for _, f := range near {
		if len(out) == max {
			break
		}
		out = appendNew(out, f.name)
	}
	return out
}

// tooFar is a distance beyond every bound.
const tooFar = 100

// A seeker looks for one spelling of what was typed.
type seeker struct {
	want  []rune
	mask  uint64
	bound int
	// words: want is one word, and is looked for among the words of names.
	words bool
	room  nearRoom
}

// A nearRoom is reused between names.
type nearRoom struct {
	fold []byte
	name []rune
	rows [3][]int
}

// maxSought is the longest text, in characters, that is searched for slips.
const maxSought = 48

// newSeekers prepares what was typed, and for another script its Latin form.
func newSeekers(typed string) []seeker {
	words := scanAll(compose(typed))
	if len(words) == 0 {
		return nil
	}
	folded, roman := make([]string, len(words)), make([]string, len(words))
	for i := range words {
		folded[i], roman[i] = words[i].folded, romanise(words[i].folded, words[i].script)
	}
	var seekers []seeker
	for _, want := range appendNew([]string{strings.Join(folded, " ")}, strings.Join(roman, " ")) {
		runes := []rune(want)
		bound := slips(len(runes))
		if bound == 0 || len(runes) > maxSought {
			continue
		}
		seekers = append(seekers, seeker{want: runes, mask: letterMask(want), bound: bound, words: len(words) == 1})
	}
	return seekers
}

// slips is how many slips a text of n letters is forgiven.
func slips(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 6:
		return 1
	case n < 11:
		return 2
	}
	return 3
}

// letterMask has a bit for every kind of letter in s. Each slip changes at
// most two bits, which rules most names out cheaply.
func letterMask(s string) uint64 {
	var mask uint64
	for _, r := range s {
		mask |= letterBit(r)
	}
	return mask
}

func letterBit(r rune) uint64 {
	if r >= 'a' && r <= 'z' {
		return 1 << (r - 'a')
	}
	return 1 << (26 + uint(r)%38)
}

// distance returns the slips between want and name, or the nearest word of
// it: tooFar beyond the bound. A slip in one word of several counts one more,
// so that whole names come first.
func (s *seeker) distance(name string) int {
	s.room.fold = foldName(s.room.fold[:0], name)
	folded, ascii := s.room.fold, isASCII(name)
	whole := s.near(folded, ascii)
	if !s.words || whole == 0 {
		return whole
	}
	best, begin := tooFar, 0
	for i, c := range folded {
		if c == ' ' {
			best = min(best, s.near(folded[begin:i], ascii))
			begin = i + 1
		}
	}
	if begin > 0 {
		best = min(best, s.near(folded[begin:], ascii))
	}
	if best < tooFar {
		best++
	}
	return min(whole, best)
}

// foldName appends name folded, with one space for all that is no letter or
// digit.
func foldName(b []byte, name string) []byte {
	for i := 0; i < len(name); {
		c := name[i]
		if c < utf8.RuneSelf {
			if f := asciiFold[c]; f != ' ' || len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, f)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(name[i:])
		switch classOf(r) {
		case wordRune:
			b = appendFolded(b, r)
		case cutRune:
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
		}
		i += n
	}
	if n := len(b); n > 0 && b[n-1] == ' ' {
		b = b[:n-1]
	}
	return b
}

// asciiFold holds small letters and digits for themselves and capitals, space
// for the rest.
var asciiFold = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case asciiClass[c] != wordRune:
			t[c] = ' '
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		default:
			t[c] = byte(c)
		}
	}
	return t
}()

// near returns the slips between want and the folded name, tooFar beyond the
// bound. What is cheap to see comes first: most names are nowhere near.
func (s *seeker) near(name []byte, ascii bool) int {
	letters := len(name)
	if !ascii {
		letters = utf8.RuneCount(name)
	}
	if letters < len(s.want)-s.bound || letters > len(s.want)+s.bound {
		return tooFar
	}
	var mask uint64
	if ascii {
		for _, c := range name {
			mask |= asciiBits[c]
		}
	} else {
		mask = letterMask(string(name))
	}
	if bits.OnesCount64(mask^s.mask) > 2*s.bound {
		return tooFar
	}
	s.room.name = s.room.name[:0]
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRune(name[i:])
		s.room.name = append(s.room.name, r)
		i += n
	}
	return s.room.slips(s.want, s.room.name, s.bound)
}

var asciiBits = func() (t [256]uint64) {
	for c := range t {
		t[c] = letterBit(rune(c))
	}
	return t
}()

// slips is the Damerau-Levenshtein distance (adjacent swaps) of a and b, or
// tooFar if it is above bound.
func (room *nearRoom) slips(a, b []rune, bound int) int {
	for i := range room.rows {
		room.rows[i] = slices.Grow(room.rows[i][:0], len(b)+1)[:len(b)+1]
	}
	before, last, row := room.rows[0], room.rows[1], room.rows[2]
	for j := range row {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > bound {
			return tooFar
		}
		before, last, row = last, row, before
	}
	if last[len(b)] > bound {
		return tooFar
	}
	return last[len(b)]
}
