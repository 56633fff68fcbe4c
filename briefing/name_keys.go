package briefing

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A namePiece is one word of a name: its skeletons, or the letter of an
// initial.
type namePiece struct {
	skeletons []string
	initial   string
	// patronymic marks a father's name, which most texts leave out.
	patronymic bool
	// kinship marks "oglu" and "kyzy", which make the word before them a
	// father's name.
	kinship bool
}

// NameKeys returns the index keys of a person's name: those that KeysOf gives
// to a text with that name and a topic of that name asks for. Two names are
// one topic when they share a key.
func NameKeys(name string) []string {
	sc := newWordScanner(compose(name))
	var w scannedWord
	var words []scannedWord
	for sc.next(&w) && len(words) < 8 {
		words = append(words, w)
	}
	if len(words) == 1 {
		return wordKeys(&words[0])
	}
	pieces := make([]namePiece, 0, len(words))
	for i := range words {
		pieces = append(pieces, pieceOf(&words[i]))
	}
	return nameKeys(pieces, false)
}

// wordKeys are the keys of a name of one word: itself, and its sound.
func wordKeys(w *scannedWord) []string {
	keys := wordForms(w)
	if w.script == latin {
		for _, s := range sound(w.folded) {
			keys = append(keys, soundMark+s)
		}
	} else if s := textSound(w); s != "" {
		keys = append(keys, soundMark+s)
	}
	return keys
}

// nameKeys pairs the pieces of a name. A text gives, beside the key with the
// initial, the one without: it may be meant by who does not know the initial.
func nameKeys(pieces []namePiece, text bool) []string {
	pieces, initial := bareName(pieces)
	var keys []string
	for i := range pieces {
		for j := i + 1; j < len(pieces); j++ {
			keys = pairKeys(keys, pieces[i], pieces[j], initial)
			if initial != "" && text {
				keys = pairKeys(keys, pieces[i], pieces[j], "")
			}
		}
	}
	return keys
}

// bareName takes patronymics and initials out of a name, as long as two words
// remain.
func bareName(pieces []namePiece) (bare []namePiece, initial string) {
	full := 0
	for _, p := range pieces {
		if p.initial == "" && !p.kinship {
			full++
		}
	}
	for i, p := range pieces {
		father := i > 0 && p.patronymic || i > 0 && i+1 < len(pieces) && pieces[i+1].kinship
		switch {
		case p.initial != "":
			initial += p.initial
		case p.kinship:
		case father && full > 2:
			full--
		default:
			bare = append(bare, p)
		}
	}
	return bare, initial
}

// maxPairKeys bounds the keys of one pair of words.
const maxPairKeys = 8

// pairKeys appends the keys of a name of two words, in any order.
func pairKeys(keys []string, a, b namePiece, initial string) []string {
	n := 0
	for _, x := range a.skeletons {
		for _, y := range b.skeletons {
			if n++; n > maxPairKeys {
				return keys
			}
			if y < x {
				keys = appendNew(keys, nameMark+y+namePart+x+initial)
			} else {
				keys = appendNew(keys, nameMark+x+namePart+y+initial)
			}
		}
	}
	return keys
}

// pieceOf reads one word of a name.
func pieceOf(w *scannedWord) namePiece {
	latinForm := romanise(nominative(w.folded, w.script), w.script)
	switch {
	case utf8.RuneCountInString(w.folded) == 1 && w.script != dense:
		return namePiece{initial: namePart + skeletonLetter(latinForm)}
	case kinships[latinForm]:
		return namePiece{kinship: true}
	}
	return namePiece{
		skeletons:  skeletons(latinForm, w.script),
		patronymic: isPatronymic(latinForm),
	}
}

func skeletonLetter(latinForm string) string {
	if s := skeletons(latinForm, latin); len(s) > 0 && s[0] != "" {
		return s[0]
	}
	return latinForm
}

var kinships = setOf("oglu ogly ogli oghlu oghli ogl kyzy kizi gizi qizi kyz uulu uul uly")

func isPatronymic(latinForm string) bool {
	for _, e := range [...]string{"ovich", "evich", "ovych", "evych", "yovych", "ivich", "ovic", "evic", "ovn", "evn", "ivn", "ovna", "evna", "ivna", "ichna", "ichn"} {
		if strings.HasSuffix(latinForm, e) && len(latinForm) > len(e)+1 {
			return true
		}
	}
	return false
}

// skeletonReadings are the ways of reading a letter of a name. Russian writes
// г for the h of other languages or leaves it out; x is kh or ks, c is j in
// Turkic names, ch is kh in German.
var skeletonReadings = map[string][]string{
	"h": {"h", ""}, "X": {"h", "ks"}, "C": {"k", "s"}, "G": {"k", "h"}, "CH": {"s", "h"},
}

// skeletons returns the consonants of a romanised name, one form for each way
// of reading it. Consonants that are written for each other are one: b and p,
// d and t, g, k and q, all hissing sounds, f, v and w.
func skeletons(latinForm string, s script) []string {
	if s == dense || !isASCII(latinForm) || latinForm == "" {
		return []string{latinForm}
	}
	units := soundUnits(latinForm)
	for i, u := range units {
		units[i] = skeletonClass(u, s)
	}
	var forms []string
	for _, form := range readings(units, skeletonReadings) {
		if k := joinSkeleton(form); k != "" {
			forms = appendNew(forms, k)
		}
	}
	if len(forms) == 0 {
		return []string{latinForm}
	}
	return forms
}

func skeletonClass(unit string, s script) string {
	switch unit {
	case "b":
		return "p"
	case "d":
		return "t"
	case "q":
		return "k"
	case "g":
		if s == cyrillic {
			return "G"
		}
		return "k"
	case "x":
		return "h"
	case "z", "c", "sh", "j":
		return "s" // ş and č lose their marks: all hissing sounds are one
	case "ch":
		if s == latin {
			return "CH"
		}
		return "s"
	case "f":
		return "v"
	}
	return unit
}

// joinSkeleton drops the vowels, but marks that a name begins with one, and
// writes doubled consonants once.
func joinSkeleton(units []string) string {
	var b strings.Builder
	last := ""
	for _, u := range units {
		switch {
		case u == "":
			continue
		case vowelClass(u) == 0:
			if u != last {
				b.WriteString(u)
			}
		case last == "":
			b.WriteString("a")
		}
		last = u
	}
	return b.String()
}

// textSound is the sound key of a word of a text in another script, "" if it
// has none.
func textSound(w *scannedWord) string {
	if w.script == latin || w.script >= arabic {
		return ""
	}
	forms := sound(romanise(nominative(w.folded, w.script), w.script))
	if len(forms) == 0 {
		return ""
	}
	return forms[0]
}

// wordForms are the plain keys under which a word stands in texts.
func wordForms(w *scannedWord) []string {
	key := stem(w.folded, w.script)
	forms := []string{key}
	switch w.script {
	case cyrillic:
		forms = maleForms(key)
	case latin:
		forms = appendNew(forms, singular(w.folded))
		if w.other != "" {
			forms = appendNew(forms, w.other)
		}
	}
	return slices.Clip(forms)
}
