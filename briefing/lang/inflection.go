package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Inflection tells how the words of a language carry endings. The zero value is
// that of a language whose words are listed in all their forms.
type Inflection struct {
	// Dotless is set where I is the capital of ı and İ that of i.
	Dotless bool
	// Apostrophe is set where an apostrophe parts a name or a number from its
	// endings: "Ankara'da", "5'i".
	Apostrophe bool
	// Endings are the case endings that hang on a noun, longest first.
	Endings []string
	// Genitive, Ablative and Dative are those of them that mark an owner, where
	// something comes from and where it goes.
	Genitive, Ablative, Dative map[string]bool
	// Bare are those of them that leave a noun a possible subject: plural, and
	// what belongs to somebody.
	Bare map[string]bool
	// Plural begins an ending that makes a noun plural: "lara".
	Plural []string
	// Place ends words that tell where or when and are no subject.
	Place []string
	// Ordinal endings turn a number into one of a row: "5'inci".
	Ordinal []string
	// OwnerLetter stands behind the apostrophe of an owner, "Varga's", where no
	// endings do, and ends plurals that take the apostrophe alone: "the dockers'
	// union".
	OwnerLetter byte
	// OwnedBuffer stands between a vowel and the ending of what is owned,
	// "kapı-s-ı", CaseBuffer between that and an ending of case: "kapı-n-ın".
	OwnedBuffer, CaseBuffer string
}

// IsOwner reports whether a word ends in OwnerLetter with an apostrophe before it.
func (f *Inflection) IsOwner(word string) bool { return len(f.WithoutOwner(word)) < len(word) }

// WithoutOwner returns a word without such an ending.
func (f *Inflection) WithoutOwner(word string) string {
	n := len(word) - 1
	if f.OwnerLetter == 0 || n < 1 || word[n] != f.OwnerLetter {
		return word
	}
	if rest, ok := strings.CutSuffix(word[:n], "’"); ok {
		return rest
	}
	if word[n-1] == '\'' {
		return word[:n-1]
	}
	return word
}

// Inflects reports whether words carry endings at all.
func (f *Inflection) Inflects() bool { return len(f.Endings) > 0 }

// AppendLower appends a word in lower case, with ’ written as '.
func (f *Inflection) AppendLower(b []byte, word string) []byte {
	small := 0
	for small < len(word) && word[small]-'a' < 26 { // mostly all
		small++
	}
	b = append(b, word[:small]...)
	for _, r := range word[small:] {
		switch {
		case 'a' <= r && r <= 'z':
			b = append(b, byte(r))
			continue
		case r == 'I' && f.Dotless:
			r = 'ı'
		case r == 'İ' && f.Dotless:
			r = 'i'
		case r == '’':
			r = '\''
		case r == '\u0307' && f.Dotless: // the dot of an İ that was taken apart
			continue
		default:
			r = unicode.ToLower(r)
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

// shortestStem is how many bytes a word keeps at least when its ending is taken
// off.
const shortestStem = 2

// Stems calls try with each stem of a word in lower case and the ending that
// was taken off it, the longest ending first, until try returns true.
func (f *Inflection) Stems(word []byte, try func(stem []byte, ending string) bool) {
	for _, e := range f.Endings {
		if n := len(word) - len(e); n >= shortestStem && string(word[n:]) == e && try(word[:n], e) {
			return
		}
	}
}

// Case returns the part of an ending that only tells the case: "a" of "lara".
func (f *Inflection) Case(ending string) string {
	for _, p := range f.Plural {
		if rest, ok := strings.CutPrefix(ending, p); ok {
			return rest
		}
	}
	return ending
}

// IsOrdinal reports whether an ending makes a number one of a row.
func (f *Inflection) IsOrdinal(ending string) bool {
	for _, e := range f.Ordinal {
		if strings.HasPrefix(ending, e) {
			return true
		}
	}
	return false
}

// TellsPlace reports whether a word in lower case ends like one that tells where
// or when.
func (f *Inflection) TellsPlace(word []byte) bool {
	for _, e := range f.Place {
		if len(word) > len(e)+shortestStem && string(word[len(word)-len(e):]) == e {
			return true
		}
	}
	return false
}
