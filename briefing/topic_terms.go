package briefing

import (
	"slices"
	"strings"
	"unicode"
)

// itemTerm is the term of a word or phrase without aliases.
func itemTerm(it topicItem) builtTerm {
	var t Term
	if len(it.words) > 1 || it.kind == phraseItem {
		for _, run := range runsOf(it.words) {
			t.add(run)
		}
		if it.kind == wordItem {
			t.add([]string{joinedKey(it.words)})
		}
		key := strings.Join(t.Alternatives[0].Keys, " ")
		if it.kind == phraseItem {
			key = `"` + key + `"`
		}
		return builtTerm{t, key}
	}
	w := &it.words[0]
	for _, key := range literalKeys(w) {
		t.add([]string{key})
	}
	key := t.Alternatives[0].Keys[0]
	if !isAcronym(w) {
		addAcross(&t, w)
	}
	return builtTerm{t, key}
}

// add appends an alternative unless it is there.
func (t *Term) add(keys []string) { t.addAlternative(Alternative{Keys: keys}) }

func (t *Term) addAlternative(a Alternative) {
	for i, have := range t.Alternatives {
		if slices.Equal(have.Keys, a.Keys) {
			if len(a.With) == 0 {
				t.Alternatives[i].With = nil
			}
			return
		}
	}
	t.Alternatives = append(t.Alternatives, a)
}

// isAcronym reports a word that was typed as an acronym.
func isAcronym(w *scannedWord) bool { return w.caps || w.dotted }

// literalKeys are the keys of a word in the script it was typed in. The first
// stands for the word in the key of a topic. An acronym that would be another
// word in small letters is found in capitals only.
func literalKeys(w *scannedWord) []string {
	switch {
	case isAcronym(w) && needsCapitals(w.folded):
		return []string{capsMark + w.folded}
	case isAcronym(w):
		return []string{stem(w.folded, w.script)}
	}
	keys := wordForms(w)
	if w.script == latin && len(keys) > 1 && keys[1] == singular(w.folded) {
		keys[0], keys[1] = keys[1], keys[0] // port and ports are one topic
	}
	return keys
}

// maxRuns bounds the forms of a phrase.
const maxRuns = 8

// runsOf are the runs of keys under which consecutive words stand: each word
// as a name, or as a common word without its plural s.
func runsOf(words []scannedWord) [][]string {
	runs := [][]string{nil}
	for i := range words {
		forms := phraseForms(&words[i])
		if len(runs)*len(forms) > maxRuns {
			forms = forms[:1]
		}
		grown := make([][]string, 0, len(runs)*len(forms))
		for _, form := range forms {
			for _, run := range runs {
				grown = append(grown, append(slices.Clip(run), form))
			}
		}
		runs = grown
	}
	return runs
}

// phraseForms are the plain keys of a word inside a phrase. Capitals need no
// mark there: the neighbours tell.
func phraseForms(w *scannedWord) []string {
	if w.script == latin && w.other == "" {
		return appendNew([]string{w.folded}, singular(w.folded))
	}
	return wordForms(w)[:1]
}

// joinedKey is "email" for e-mail. The article may have either.
func joinedKey(words []scannedWord) string {
	var b strings.Builder
	for i := range words {
		b.WriteString(words[i].folded)
	}
	s := []rune(b.String())
	return string(s[:min(len(s), maxWordRunes)])
}

// addAcross adds what finds a word that may be a name in other scripts, and
// the other way to write what has letters and digits: "covid19" is also
// COVID-19.
func addAcross(t *Term, w *scannedWord) {
	switch w.script {
	case latin:
		addFromLatin(t, w.folded)
		if w.other != "" {
			addFromLatin(t, w.other)
		}
		if i := strings.IndexFunc(w.folded, unicode.IsDigit); i > 0 && allLetters(w.folded[:i]) {
			t.add([]string{w.folded[:i], w.folded[i:]})
		}
	case cyrillic, greek, armenian, georgian:
		if len([]rune(w.folded)) < minStem {
			return
		}
		for _, form := range appendNew([]string{w.folded}, nominative(w.folded, w.script)) {
			for _, spelling := range latinSpellings(form, w.script) {
				t.add([]string{spelling})
			}
		}
		for _, name := range nameForms(w) {
			for _, s := range sound(romanise(name, w.script)) {
				t.add([]string{soundMark + s})
			}
		}
	}
}

// addFromLatin adds the sounds of a word typed in Latin letters.
func addFromLatin(t *Term, word string) {
	if topicStops[word] {
		return
	}
	for _, s := range sound(word) {
		t.add([]string{soundMark + s})
		if strings.HasSuffix(s, "ov") || strings.HasSuffix(s, "av") {
			t.add([]string{soundMark + s + "a"}) // the genitive, see maleForms
		}
	}
	if len(word) >= minSound {
		for _, s := range skeletons(word, latin) {
			if len(s) >= minSkeleton {
				t.add([]string{nameMark + s})
			}
		}
	}
}

// nameForms are the nominatives of a name typed in another script.
func nameForms(w *scannedWord) []string {
	name := nominative(w.folded, w.script)
	if w.script == cyrillic {
		return maleForms(name)
	}
	return []string{name}
}

func allLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// minPair is the fewest consonants of a name of two words in a topic.
const minPair = 4

// nameTerm is the term of the name that the words of a clause make together,
// when there are two to four and nothing but words: it finds the name in any
// script and transliteration.
func nameTerm(items []topicItem) Term {
	var t Term
	var pieces []namePiece
	for i := range items {
		it := &items[i]
		if it.kind > phraseItem || it.excluded {
			continue
		}
		if it.kind == phraseItem {
			return t
		}
		for j := range it.words {
			w := &it.words[j]
			if topicStops[w.folded] {
				continue
			}
			if w.caps || w.script == dense || len(pieces) == maxNameWords {
				return t
			}
			pieces = append(pieces, pieceOf(w))
		}
	}
	for _, key := range nameKeys(pieces, false) {
		if len(key) >= len(nameMark)+len(namePart)+minPair {
			t.add([]string{key})
		}
	}
	return t
}

// publisherTerm is from:, a run of words of the publisher's name, or the name
// of a site.
func publisherTerm(it topicItem) builtTerm {
	var t Term
	if strings.Contains(it.text, ".") && !strings.Contains(it.text, " ") {
		t.add([]string{siteKey(it.text)})
	} else {
		t.add(markedWords(publisherMark, it.text))
	}
	return builtTerm{t, strings.Join(t.Alternatives[0].Keys, " ")}
}

func languageTerm(it topicItem) builtTerm {
	var t Term
	key := languageMark + baseLanguage(it.text)
	t.add([]string{key})
	return builtTerm{t, key}
}
