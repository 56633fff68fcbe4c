package lang

// english gathers the English rules; each subject is a file of its own.
var english = Rules{
	Tag:        "en",
	Name:       "English",
	Inflection: Inflection{OwnerLetter: 's'},
	Links:      enLinks,
	Furniture:  enFurniture,
	Sentences:  enSentences,
	Speech:     enSpeech,
	Numbers:    enNumbers,
}
