package briefing

import (
	"math"
	"math/bits"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"wirebrief/briefing/lang"
)

const (
	// shingleWords is how many words make a shingle: enough that texts about
	// one thing share few, few enough that a changed word spoils few.
	shingleWords = 3
	// sketchSize is how many hashes a sketch keeps.
	sketchSize = 16
	// shortText has fewer words than a fingerprint can weigh: such texts are
	// near only if they are the same, headline included. A teaser or "More
	// soon on this page" says too little by itself.
	shortText = 40
	// nearShare of the shorter text must stand in the longer one, of which it
	// must be at least mostCut. Measured: copies of which 30 % was cut are
	// estimated above 0.8, and those of which half was cut above 0.65, but for
	// one in a hundred; different reports of one event stay below 0.55.
	nearShare = 0.65
	mostCut   = 0.4
)

// A Fingerprint tells near-identical texts from others, whatever stands around
// them. The zero value is that of an article without text. A store keeps all
// of it: nothing but this package reads anything out of it.
type Fingerprint struct {
	// Hash is a SimHash of the text's shingles.
	Hash uint64
	// Numbers is a hash of the numbers in it, in order: texts that differ in
	// a number are never copies. In a language whose words for numbers are
	// not known, every word may be one.
	Numbers uint64
	// Title is a hash of the headline's letters and digits.
	Title uint64
	// Words is how many words the text has.
	Words int
	// Sketch holds the smallest hashes of the shingles, the smallest first,
	// each once, and zeros behind them in a text that has fewer. Two of them
	// tell how much of one text stands in the other.
	Sketch [sketchSize]uint32
}

// FingerprintOf returns the fingerprint of a cleaned article, in one pass over
// its text.
func FingerprintOf(a Article) Fingerprint {
	r := fingerprinter{numbers: hashSeed, spelled: spelledNumbers(a.Lang)}
	sc := newWordScanner(compose(a.Text))
	for r.plainWords(&sc); sc.next(&r.scanned); r.plainWords(&sc) {
		if w := r.scanned.folded; w != "" {
			r.word(hashOf(w), isNumber(w))
		}
	}
	if r.words == 0 {
		return Fingerprint{}
	}
	r.finish()
	return Fingerprint{Hash: r.counts.majority(), Numbers: mix(r.numbers), Title: hashOf(letters(a.Title)), Words: r.words, Sketch: r.sketch}
}

// A fingerprinter reads the words of one text.
type fingerprinter struct {
	words    int
	shingles int
	// last are the hashes of the words before, the newest first.
	last    [shingleWords - 1]uint64
	counts  bitCounts
	sketch  [sketchSize]uint32
	numbers uint64
	spelled *hashSet
	scanned scannedWord
}

// plainWords reads words of ASCII as far as nothing about them needs the
// scanner: most of an English text in a third of the time.
func (r *fingerprinter) plainWords(sc *wordScanner) {
	if sc.half >= 0 {
		return
	}
	text, i := sc.text, sc.pos
	for i < len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			break
		}
		if asciiClass[c] != wordRune {
			i++
			continue
		}
		h, end := uint64(hashSeed), i
		for end < len(text) && text[end] < utf8.RuneSelf && asciiClass[text[end]] == wordRune {
			c := text[end]
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			h = (h ^ uint64(c)) * hashPrime
			end++
		}
		if end-i > maxWordRunes || end < len(text) && !endsPlainWord(text[end], end-i) {
			break
		}
		r.word(h, c >= '0' && c <= '9')
		i = end
	}
	sc.pos = i
}

// endsPlainWord reports whether c, which is no letter, ends a word of n
// letters for good: it begins no possessive and no abbreviation.
func endsPlainWord(c byte, n int) bool {
	return c < utf8.RuneSelf && asciiClass[c] != apostropheRune && (c != '.' || n > 1)
}

// word reads the next word, of which h is the hash.
func (r *fingerprinter) word(h uint64, number bool) {
	r.words++
	if number || r.spelled == nil || r.spelled.has(h) {
		r.numbers = (r.numbers ^ h) * hashPrime
	}
	if r.words >= shingleWords {
		r.shingle(h)
	}
	r.last[1], r.last[0] = r.last[0], h
}

// shingle takes account of the shingle that the word with hash h ends.
func (r *fingerprinter) shingle(h uint64) {
	s := mix((r.last[1]*hashPrime^r.last[0])*hashPrime ^ h)
	r.shingles++
	r.counts.add(s)
	if s := uint32(s >> 32); s != 0 && (r.sketch[sketchSize-1] == 0 || s < r.sketch[sketchSize-1]) {
		r.keep(s)
	}
}

// keep puts s into its place of the sketch.
func (r *fingerprinter) keep(s uint32) {
	for i, kept := range r.sketch {
		switch {
		case kept == s:
			return
		case kept == 0 || s < kept:
			copy(r.sketch[i+1:], r.sketch[i:])
			r.sketch[i] = s
			return
		}
	}
}

// finish makes a shingle of a text too short to have one.
func (r *fingerprinter) finish() {
	if r.shingles == 0 {
		r.shingle(0)
	}
}

// isNumber reports whether a word begins with a digit.
func isNumber(folded string) bool {
	if c := folded[0]; c < utf8.RuneSelf {
		return c >= '0' && c <= '9'
	}
	first, _ := utf8.DecodeRuneInString(folded)
	return unicode.IsDigit(first)
}

// The constants of FNV-1a.
const (
	hashSeed  = 0xcbf29ce484222325
	hashPrime = 0x100000001b3
)

func hashOf(s string) uint64 {
	h := uint64(hashSeed)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * hashPrime
	}
	return h
}

// mix spreads what is in h over all bits (the finalizer of MurmurHash3).
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// bitCounts count for each of 64 bits in how many hashes it was set. Bit i of
// all counters lies in element i, so that adding a hash is a few operations and
// not 64.
type bitCounts struct {
	planes [40]uint64
	added  uint64
}

func (c *bitCounts) add(h uint64) {
	c.added++
	for i := 0; h != 0 && i < len(c.planes); i++ {
		c.planes[i], h = c.planes[i]^h, c.planes[i]&h
	}
}

// majority returns the bits that were set in more than half of the hashes.
func (c *bitCounts) majority() (hash uint64) {
	for bit := range 64 {
		count := uint64(0)
		for i, plane := range c.planes[:bits.Len64(c.added)] {
			count |= plane >> bit & 1 << i
		}
		if 2*count > c.added {
			hash |= 1 << bit
		}
	}
	return hash
}

// A hashSet holds the hashes of a few words. Most others fail its first test.
type hashSet struct {
	filter [64]uint64
	hashes []uint64
}

func (s *hashSet) add(h uint64) {
	s.filter[h>>6&63] |= 1 << (h & 63)
	s.hashes = append(s.hashes, h)
}

// has reports whether h is in s; the hashes must be sorted by then.
func (s *hashSet) has(h uint64) bool {
	if s == nil || s.filter[h>>6&63]&(1<<(h&63)) == 0 {
		return false
	}
	_, ok := slices.BinarySearch(s.hashes, h)
	return ok
}

// spelled holds, by *lang.Rules, a *hashSet of the words that spell numbers.
var spelled sync.Map

// spelledNumbers returns the words that spell numbers in a language, nil if
// there are no rules for it.
func spelledNumbers(language string) *hashSet {
	rules := lang.For(language)
	if rules == nil {
		return nil
	}
	if set, ok := spelled.Load(rules); ok {
		return set.(*hashSet)
	}
	set := &hashSet{}
	for word, w := range rules.Numbers.Words {
		if w.Is(lang.NumCardinal | lang.NumScale | lang.NumVague | lang.NumFraction | lang.NumHalf | lang.NumFold) {
			set.add(hashOf(word))
		}
	}
	slices.Sort(set.hashes)
	spelled.Store(rules, set)
	return set
}

// Near reports whether two texts are near-identical: one of them is the other,
// a few words changed, the headline changed, some lines added, or the end cut
// off. Short texts must be the same, headline included, and nothing is near a
// text without words.
func (f Fingerprint) Near(g Fingerprint) bool {
	return near(&f, &g, nearShare)
}

func near(f, g *Fingerprint, share float64) bool {
	short, long := min(f.Words, g.Words), max(f.Words, g.Words)
	switch {
	case short <= 0:
		return false
	case short < shortText:
		return *f == *g
	case float64(short) < mostCut*float64(long):
		return false
	}
	return shared(f, g) >= share
}

// shared estimates how much of the shorter text stands in the longer: about 1
// for a copy, 0 for a text of its own. It is the mean of two estimates whose
// errors are about the same (0.1) and have nothing to do with each other. If
// they disagree wholly, one of them is chance, and it is the smaller that
// counts.
func shared(f, g *Fingerprint) float64 {
	ratio := float64(min(f.Words, g.Words)) / float64(max(f.Words, g.Words))
	bySimHash := cosines[bits.OnesCount64(f.Hash^g.Hash)] / math.Sqrt(ratio)
	both := resemblance(&f.Sketch, &g.Sketch)
	bySketch := both * (1 + ratio) / ((1 + both) * ratio)
	if lower := min(bySimHash, bySketch); lower < nearShare/2 {
		return lower
	}
	return (bySimHash + bySketch) / 2
}

// same reports whether two texts differ by a word or two at most, and in no
// number.
func (f *Fingerprint) same(g *Fingerprint) bool {
	const (
		bitsApart  = 3
		wordsApart = 3
	)
	return f.Numbers == g.Numbers && f.Title == g.Title && bits.OnesCount64(f.Hash^g.Hash) <= bitsApart &&
		max(f.Words, g.Words)-min(f.Words, g.Words) <= wordsApart && near(f, g, nearShare)
}

// cosines give the angle between two sets of shingles by how many bits of
// their SimHashes differ.
var cosines = func() (t [65]float64) {
	for i := range t {
		t[i] = math.Cos(math.Pi * float64(i) / 64)
	}
	return t
}()

// resemblance estimates how many of the shingles of two texts both have
// (Broder 1997): of the smallest of all, the share that stands in both.
func resemblance(f, g *[sketchSize]uint32) float64 {
	i, j, seen, both := 0, 0, 0, 0
	for seen < sketchSize && (i < sketchSize && f[i] != 0 || j < sketchSize && g[j] != 0) {
		seen++
		switch {
		case j == sketchSize || g[j] == 0 || i < sketchSize && f[i] != 0 && f[i] < g[j]:
			i++
		case i == sketchSize || f[i] == 0 || g[j] < f[i]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(max(seen, 1))
}
