package lang

// enNumbers are the English words in and around numbers. Scales follow
// present usage: a billion is a thousand million.
var enNumbers = englishNumbers()

func englishNumbers() NumberRules {
	r := NumberRules{
		Words:         make(map[string]*NumberWord, 2000),
		Symbols:       moneySymbols,
		PersonEndings: []string{"ers", "ors", "ists", "ians", "eers", "ees", "women", "men", "ants"},
		PluralEndings: []string{"men", "women", "people", "children", "craft"},
		PluralLetter:  's', NoPlural: "sui'",
		NationEndings: []string{"an", "ish", "ese", "ch", "qi", "li", "ni"},
		PastEndings:   []string{"ed"}, VerbEndings: []string{"ed", "ing"}, NotVerbEndings: []string{"eed"}, AdverbEndings: []string{"ly"}, SuperlativeEndings: []string{"est"},
		Injuries: []string{"injur", "wound", "hurt", "hospital", "missing"},
	}
	addNumberWords(&r)
	addNumberUnits(&r)
	addMoney(&r)
	addCountedWords(&r)
	addFunctionWords(&r)
	addTimeWords(&r)
	addFigureContext(&r)
	addNumberRoles(&r)
	r.addBounds(enBoundsBefore, enBoundsAfter)
	r.table, r.sieve = newWordTable(r.Words), newNumberSieve(r.Words)
	return r
}

func addNumberWords(r *NumberRules) {
	r.addValues(NumCardinal, map[string]float64{
		"zero": 0, "nought": 0, "naught": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
		"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
		"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
		"forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	})
	r.addValues(NumScale, map[string]float64{
		"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
		"mil": 1e6, "mln": 1e6, "mn": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "tln": 1e12,
		"dozen": 12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
	})
	r.addValues(NumGluedScale, map[string]float64{"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12})
	for word, high := range map[string]float64{
		"dozens": 12, "tens": 10, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12,
	} {
		r.Words[word] = &NumberWord{Kind: NumVague, Value: high, High: 10 * high}
	}
	r.addValues(NumFraction, map[string]float64{
		"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5,
		"sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9,
		"tenth": 10, "tenths": 10,
	})
	for word, v := range map[string]float64{
		"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
		"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60,
		"seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 1e2, "thousandth": 1e3, "millionth": 1e6, "billionth": 1e9,
		"trillionth": 1e12,
	} {
		r.addValues(NumFraction, map[string]float64{word: v, word + "s": v})
	}
	// Ordinals without a value are no fractions, but they end "twenty-first".
	r.add(NumFraction, "first firsts second other latter")
	r.addValues(NumHalf, map[string]float64{"half": 2})
	r.addValues(NumFold, map[string]float64{
		"twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8,
		"ninefold": 9, "tenfold": 10,
	})
	r.add(NumSome, "several few")
	r.add(NumArticle, "a an")
	r.add(NumAnd, "and")
	r.add(NumOr, "or")
	r.add(NumTo, "to")
	r.add(NumBetween, "between")
	r.add(NumFrom, "from")
	r.add(NumOf, "of")
	r.add(NumIn, "in")
	r.add(NumPer, "per")
	r.add(NumMinus, "minus negative")
	r.add(NumMore, "more")
	r.add(NumPercent, "percent pc pct %")
	r.add(NumPoint, "point points pts")
}

// enBoundsBefore are the phrases that bound the number after them. An article
// in front ("an estimated 300") belongs to the phrase.
var enBoundsBefore = []string{
	"at least", "at the least", "not less than", "no less than", "no fewer than", "not fewer than",
	"more than", "over", "well over", "just over", "slightly over", "a little over", "more than over", "above", "well above", "just above",
	"upwards of", "upward of", "in excess of", "greater than", "higher than", "bigger than", "larger than", "beyond", "exceeding",
	"exceeds", "exceeded", "exceed", "surpassing", "topping", "a minimum of", "minimum of", "north of", "well more than", "slightly more than",
	"a little more than", "just more than", "far more than",
	"about", "around", "nearly", "almost", "approximately", "approx", "roughly", "some", "circa", "close to", "closer to", "near",
	"an estimated", "estimated", "just under", "just shy of", "just below", "an average of", "average of", "averaging", "averaged",
	"in the region of", "somewhere around", "~", "≈", "c",
	"at about", "at around", "about an estimated", "more or less", "virtually", "practically",
	"up to", "as many as", "as much as", "as few as", "as little as", "less than", "fewer than", "lower than", "smaller than", "under",
	"less than or equal to", "more than or equal to", "greater than or equal to", "equal to or less than", "equal to or more than",
	"equal to or greater than", "less or equal than", "greater or equal than", "higher or equal than", "lower or equal than", "well under", "slightly under", "slightly less than", "a little less than", "just less than", "below", "well below", "at most", "at the most",
	"no more than", "not more than", "no greater than", "a maximum of", "maximum of", "not exceeding", "south of", "short of", "within", "sub",
	"<", ">", "≤", "≥",
}

// enBoundsAfter are the phrases that bound the number before them.
var enBoundsAfter = []string{
	"or more", "or so", "or less", "or fewer", "or higher", "or lower", "or above", "or below", "or over", "or under", "or thereabouts",
	"at least", "at most", "at the most", "at the least", "and more", "and counting", "plus", "and above", "and over", "and under", "+",
}
