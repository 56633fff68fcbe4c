package briefing

import (
	"strings"
	"unicode/utf8"
)

// stem takes the endings off a folded word. It is the same for texts and
// topics, so that a name is found in every case. Latin words stay whole here:
// see singular.
func stem(word string, s script) string {
	switch s {
	case cyrillic:
		return stemCyrillic(word)
	case armenian:
		return trimEnding(word, armenianEndings)
	case georgian:
		return trimEnding(word, georgianEndings)
	case greek:
		return stemGreek(word)
	case arabic:
		return stemArabic(word)
	}
	return word
}

// minStem is the shortest stem in letters: below it unlike words meet, such as
// "Газа" and "газ", "Баку" and "бак".
const minStem = 4

// trimEnding takes off the first of endings that fits and leaves a stem.
func trimEnding(word string, endings []string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(word, e); ok && longEnough(rest) {
			return rest
		}
	}
	return word
}

func longEnough(stem string) bool { return utf8.RuneCountInString(stem) >= minStem }

// The endings of declined nouns and adjectives, longest first. й is и here,
// and ё is е, because marks are gone.
var (
	cyrillicEndings = byLastLetter(`ыми ими ого его ому ему ами ями ыи ии ои еи ая яя ую юю ою ею ое ее ые ие
		ых их ым им ом ем ах ях ові еві а я о е у ю ы и і ь`)
	armenianEndings = strings.Fields("ում ից ին ի ը")
	georgianEndings = strings.Fields("იდან ისთვის თვის დან თან შიც ში ზე ის ით მა ის ს ად ი")
)

// surname takes the case off a surname in -ов or -ев. The woman's form is
// kept apart from the man's: -ым tells a man; -ой, -у, -ы, -е become -а,
// which is a woman's name and a man's genitive (see maleForms).
func surname(word string) (name string, ok bool) {
	i := max(strings.LastIndex(word, "ов"), strings.LastIndex(word, "ев"))
	if i < len("аб") {
		return word, false
	}
	end := i + len("ов")
	switch word[end:] {
	case "":
		return word, true
	case "ым", "ых", "ыми", "им", "ом":
		return word[:end], true
	case "а", "у", "е", "ы", "ои", "ою", "і":
		return word[:end] + "а", true
	}
	return word, false
}

// byLastLetter files endings under their last letter, for speed.
func byLastLetter(endings string) map[string][]string {
	filed := map[string][]string{}
	for e := range strings.FieldsSeq(endings) {
		_, n := utf8.DecodeLastRuneInString(e)
		last := e[len(e)-n:]
		filed[last] = append(filed[last], e)
	}
	return filed
}

// iaEndings are the cases of names like Россия, Росія.
var iaEndings = [...]string{"иеи", "ією", "ия", "ие", "ию", "ии", "ія", "ію", "іі"}

// stemCyrillic takes Slavic case endings off.
func stemCyrillic(word string) string {
	if name, ok := surname(word); ok {
		return name
	}
	for _, e := range iaEndings {
		rest, ok := strings.CutSuffix(word, e)
		if ok && longEnough(rest) && !strings.HasSuffix(rest, "к") && !strings.HasSuffix(rest, "г") {
			return rest + "и" // Россия is росси, as России, Россию are; but -ский is an adjective
		}
	}
	for {
		// Until nothing more comes off: Карабах ends like a locative, so that
		// it must lose as much as Карабаха does.
		rest := word
		if n := len(word); n > len("а") {
			rest = trimEnding(word, cyrillicEndings[word[n-len("а"):]])
		}
		if rest == word {
			return word
		}
		word = rest
	}
}

// nominative undoes the case of a name where its sound would change: the
// other endings are vowels, which sounds and skeletons drop.
func nominative(word string, s script) string {
	switch s {
	case cyrillic:
		return nominativeCyrillic(word)
	case armenian, georgian, greek:
		return stem(word, s)
	}
	return word
}

func nominativeCyrillic(word string) string {
	if name, ok := surname(word); ok {
		return name
	}
	for _, e := range [...]string{"ского", "скому", "ским", "ском", "скои", "скую", "цкого", "цкому", "цким", "цком", "ським", "ського"} {
		if rest, ok := strings.CutSuffix(word, e); ok {
			return rest + e[:len("ск")]
		}
	}
	if rest, ok := strings.CutSuffix(word, "ым"); ok && strings.HasSuffix(rest, "ин") {
		return rest
	}
	if rest, ok := strings.CutSuffix(word, "ом"); ok && utf8.RuneCountInString(rest) > minStem {
		return rest
	}
	return word
}

// maleForms returns the stems under which a man's surname stands: his
// genitive is spelled as a woman's nominative.
func maleForms(key string) []string {
	if strings.HasSuffix(key, "ов") || strings.HasSuffix(key, "ев") {
		return []string{key, key + "а"}
	}
	return []string{key}
}

func stemGreek(word string) string {
	if rest, ok := strings.CutSuffix(word, "σ"); ok && longEnough(rest) {
		word = rest
	}
	if rest, ok := strings.CutSuffix(word, "ου"); ok && longEnough(rest) {
		word = rest + "ο"
	}
	return word
}

// stemArabic takes the article off, alone or after "and", "in", "to".
func stemArabic(word string) string {
	for _, article := range [...]string{"وال", "بال", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(word, article); ok && utf8.RuneCountInString(rest) > 2 {
			return rest
		}
	}
	return word
}

// singular takes the plural s off an English common word: "dockers",
// "cities", "losses". Names are not common words: the caller asks only for
// words in small letters or at the start of a sentence, and names that would
// still meet another word are in keptPlurals.
func singular(word string) string {
	n := len(word)
	if n < 4 || word[n-1] != 's' || keptPlurals[word] {
		return word
	}
	switch word[n-2] {
	case 's', 'u', 'i', 'y':
		return word
	}
	for i := range n {
		if word[i] < 'a' || word[i] > 'z' {
			return word
		}
	}
	switch {
	case n > 5 && strings.HasSuffix(word, "ies"):
		return word[:n-3] + "y"
	case n > 5 && (strings.HasSuffix(word, "sses") || strings.HasSuffix(word, "shes") ||
		strings.HasSuffix(word, "ches") || strings.HasSuffix(word, "xes")):
		return word[:n-2]
	}
	return word[:n-1]
}

// keptPlurals are words in s that are no plural, or whose singular is another
// word or name.
var keptPlurals = setOf(`news arms goods means does goes customs politics economics ethics works series species
	always perhaps towards besides afterwards thanks sometimes mars laos wales thames athens naples cannes nantes
	adams williams edwards richards roberts peters andrews stevens phillips matthews daniels jacobs simons samuels
	michaels owens evans jones james hughes rogers sanders saunders myers hobbs nichols collins hopkins jenkins
	watkins perkins hawkins robbins higgins simmons cummings hastings briggs biggs hodges rhodes barnes humphreys
	reynolds stephens walters clements moses hermes glasses headquarters mcdonalds starbucks reuters brussels
	netherlands philippines maldives seychelles whereas overseas alas christmas canvas atlas bias hamas abbas texas
	dallas kansas arkansas vegas honduras caracas judas thomas nicolas lukas lucas douglas jonas andreas tobias elias
	matthias zacharias nicholas damas bahamas himalayas americas fidesz mercedes moss ramos santos carlos barcos`)

// azeriStem takes a case ending off an Azerbaijani name, which follows it
// without an apostrophe: Qarabağda. Surnames of women keep their -ova.
func azeriStem(word string) string {
	if strings.HasSuffix(word, "ova") || strings.HasSuffix(word, "eva") {
		return word
	}
	return trimEnding(word, azeriEndings)
}

var azeriEndings = strings.Fields(`ndaki ndeki daki deki ndan nden dan den nin nun nda nde da de in un ni nu ya ye a e i u`)
