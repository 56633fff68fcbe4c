package lang

// SentenceRules tell where sentences end.
type SentenceRules struct {
	// Abbreviations are words written with a full stop that need not end a
	// sentence, as they are written, without the stop. Case counts: "Gen" is
	// one, "gen" is not.
	Abbreviations map[string]Abbreviation
	// Starters are words, in lower case, that are seldom capitalised except
	// at the start of a sentence.
	Starters map[string]bool
	// Lettered are words, in lower case, for things that a letter tells apart:
	// "Group C." may end a sentence.
	Lettered map[string]bool
	// Ordinals: a number of one or two digits with a stop is an ordinal, "3.
	// tur", and ends a sentence only before one of Starters.
	Ordinals bool
	// AlwaysCapital are words whose capital says nothing: "I".
	AlwaysCapital map[string]bool
	// AfterTime are words that belong to a time of day before them, as they
	// are written: "GMT", "Monday".
	AfterTime map[string]bool
	// BeforeTime are words, in lower case, that open a sentence with a time of
	// day: "At 5 a.m. Mr Lee left."
	BeforeTime map[string]bool
	// Saying are verbs that attach a speaker to a quotation that ends in "?"
	// or "!": "“Why?” Varga asked."
	Saying map[string]bool
	// Finite are verbs, in lower case, that show that the name before them opens
	// a sentence: "in Ellery, D.C. Varga has left."
	Finite map[string]bool
	// Leaning are words, in lower case, that open a sentence which leans on
	// the one before it: "That would not be true."
	Leaning map[string]bool
	// Pronouns are words, in lower case, that stand for somebody or something
	// named before: "she", "it".
	Pronouns map[string]bool
	// That are words that open what is said: "Varga said that".
	That map[string]bool
}

// An Abbreviation tells how a word with a full stop behaves before a capital.
type Abbreviation byte

const (
	// Prefix stands before a name and never ends a sentence: "Dr.".
	Prefix Abbreviation = iota + 1
	// BeforeNumber is an abbreviation only before a number: "No. 5".
	BeforeNumber
	// MayEnd stands inside or at the end of a sentence: "Inc.", "U.S.".
	MayEnd
	// TimeOfDay ends a sentence unless a zone or a day follows: "p.m.".
	TimeOfDay
	// Inside never ends a sentence: "e.g.".
	Inside
)
