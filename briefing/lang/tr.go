package lang

import "strings"

// turkish gathers the Turkish rules; each subject is a file of its own.
var turkish = Rules{
	Tag:        "tr",
	Name:       "Turkish",
	Inflection: trInflection,
	Furniture:  trFurniture,
	Sentences:  trSentences,
	Speech:     trSpeech,
	Numbers:    trNumbers,
}

// trInflection holds the case endings. Vowels change to suit the word before
// them, so that each ending has several forms; after the ending of an owner an
// n stands between.
var trInflection = Inflection{
	Dotless: true, Apostrophe: true,
	Endings: byLength(trGenitive + trAblative + trDative + ` yı yi yu yü nı ni nu nü ı i u ü sı si su sü da de ta te nda nde ydı ydi ydu ydü
		la le yla yle lık lik luk lük daki deki taki teki ndaki ndeki dı di du dü tı ti tu tü dır dir dur dür tır tir tur tür
		lar ler ları leri ların lerin larda lerde lara lere lardan lerden lı li lu lü ca ce ça çe`),
	Genitive: set(trGenitive),
	Ablative: set(trAblative),
	Dative:   set(trDative),
	Bare:     set(`lar ler ları leri ı i u ü sı si su sü`),
	Plural:   strings.Fields(`lar ler`),
	Place:    strings.Fields(`da de ta te nda nde dan den tan ten ndan nden ken daki deki taki teki ınca ince unca ünce arak erek`),
	Ordinal:  strings.Fields(`nci ncı ncu ncü inci ıncı uncu üncü`),

	OwnedBuffer: "s", CaseBuffer: "n",
}

const (
	trGenitive = ` ın in un ün nın nin nun nün `
	trAblative = ` dan den tan ten ndan nden `
	trDative   = ` a e ya ye na ne `
)

// byLength lists words, the longest first.
func byLength(words string) []string {
	list := strings.Fields(words)
	for i := range list {
		for k := i; k > 0 && len(list[k-1]) < len(list[k]); k-- {
			list[k-1], list[k] = list[k], list[k-1]
		}
	}
	return list
}
