package lang

// NumberKind says what a word may do in or around a number. A word can do
// several things: "second" is a unit of time, "pounds" money and a weight.
type NumberKind uint64

// The kinds of words around numbers.
const (
	// NumCardinal is a number below a hundred: "seven", "forty".
	NumCardinal NumberKind = 1 << iota
	// NumScale multiplies what stands before it: "hundred", "million", "bn".
	NumScale
	// NumGluedScale is a scale only when it touches the digits: "25k", "10m".
	NumGluedScale
	// NumVague is a number of an order of magnitude: "dozens", "hundreds".
	NumVague
	// NumFraction is a part: "third", "quarters". NumHalf is "half" alone.
	NumFraction
	NumHalf
	// NumSome stands before a scale instead of a number: "several hundred".
	NumSome
	// The words that join numbers: "a", "and", "or", "to", "between", "from",
	// "of", "in", "per", "minus", "more".
	NumArticle
	NumAnd
	NumOr
	NumTo
	NumBetween
	NumFrom
	NumOf
	NumIn
	NumPer
	NumMinus
	NumMore
	// Percent and Point: "percent", "points".
	NumPercent
	NumPoint
	// NumCurrency is a noun for money, MoneyCode its letters before or behind a
	// number, MoneyWhose an adjective before the noun ("Australian").
	NumCurrency
	NumMoneyCode
	NumMoneyWhose
	// NumMeasure is a unit of measure, NumDuration one of time. NumSquare
	// multiplies a unit: "square", "cubic". NumExtent follows one: "long", "old".
	NumMeasure
	NumDuration
	NumSquare
	NumExtent
	// NumTemperature follows "degrees": "Celsius".
	NumTemperature
	// NumStop cannot be part of the noun counted. NumDeterminer is a stop that may
	// stand between "of" and the noun: "the", "those".
	NumStop
	NumDeterminer
	// NumPronoun is a stop that opens a clause: "he", "they".
	NumPronoun
	// NumPlural is a plural without s. NumModifier ends in s and still describes
	// the next noun: "sports grounds". NumSingular ends in s and is none.
	NumPlural
	NumModifier
	NumSingular
	// NumHuman is a noun for people, so that they can be killed or injured.
	NumHuman
	// NumState describes people counted without a noun: "12 missing".
	NumState
	// NumHarmed says that people died or were hurt: "killed", "dead". Harming
	// stands before the number: "killing". NumHarmNoun counts them: "deaths".
	NumHarmed
	NumHarming
	NumHarmNoun
	// NumAux is a form of "be" or "have" and the modal verbs; NumVerb is a verb form
	// that opens a second predicate after "and".
	NumAux
	NumVerb
	// Month, Weekday, and words that place a time: "last", "this" (Nearby),
	// "year", "week" (TimeNoun), "today" (Today), "on", "since" (AtTime).
	NumMonth
	NumWeekday
	NumNearby
	NumTimeNoun
	NumToday
	NumAtTime
	// NumClock follows a time of day: "p.m.", "GMT".
	NumClock
	// NumYearMark stands before a year: "in", "since", "fiscal".
	NumYearMark
	// NumNumberName stands before a number that is only a name: "Article 5",
	// "flight 370". NumStreet ends an address that begins with one.
	NumNumberName
	NumStreet
	// NumAgeMark stands before an age: "aged".
	NumAgeMark
	// Rise and NumFall tell the direction.
	NumRise
	NumFall
	// NumOpener begins a new clause: "while", "which".
	NumOpener
	// NumAppositive begins an explanation of the noun before: "a", "the", "who".
	NumAppositive
	// Abbreviated words may carry a full stop: "Nov.".
	NumAbbreviated
	// NumBoundEnd ends a bound phrase that stands before the number, BoundStart
	// begins one that stands after.
	NumBoundEnd
	NumBoundStart
	// NumComparative compares and is no noun alone: "larger".
	NumComparative
	// NumCollective is counted by a number that follows it: "the number of
	// wells rose to 40", "a population of 900".
	NumCollective
	// NumAside opens an aside between commas: "including".
	NumAside
	// NumIdle makes an idiom of "one" before it: "one day".
	NumIdle
	// NumFold ends words such as "sixfold".
	NumFold
)

// NumberRole says what a word does in the one place where it matters. Unlike
// kinds, roles are mostly single words.
type NumberRole uint64

// The roles of words around numbers.
const (
	// RoleCent ends "per cent". RolePointOf stands before "points":
	// "percentage", "basis". RoleOld ends an age.
	RoleCent NumberRole = 1 << iota
	RolePointOf
	RoleOld
	// RoleShare can follow "a" in a rate: "5 crowns a share".
	RoleShare
	// RoleAgo places a stretch of time: "ago", "earlier".
	RoleAgo
	// RoleBy names who did it or how far: "killed by", "fell by". RoleAt is
	// "at". RoleOutOf joins a share: "three out of five".
	RoleBy
	RoleAt
	RoleOutOf
	// RoleThan makes a comparison of "more". RoleSub is a bound hyphened to its
	// number.
	RoleThan
	RoleSub
	// RoleTaking kills only with "lives": "claimed". RoleToll and RoleDead say
	// before a number that it counts the dead.
	RoleTaking
	RoleToll
	RoleDead
	// RoleContrast sets a clause against the one before: "while".
	RoleContrast
	// RoleCondition begins what a clause depends on: "if".
	RoleCondition
	// RoleUpward is "up" or "down", which may only belong to the verb:
	// "shot down 18 drones". RoleFurther stands between verb and number.
	RoleUpward
	RoleFurther
	// RoleRecord makes the time after it a comparison: "the most since May".
	RoleRecord
	// RoleTimeEdge stands in a time: "late", "end".
	RoleTimeEdge
	// RoleLinking joins a collective noun to its number: "stands at".
	RoleLinking
	// RoleLeast and RoleMost are in bound phrases and say on which side the number
	// is: "more than", "at most". RoleThrough joins the ends of a range.
	RoleLeast
	RoleMost
	RoleThrough
	// The words of a correction: RoleRevise ("corrected"); RoleShift, which
	// corrects only a count ("lowered the toll"), and the counts (RoleTally);
	// RoleInitial and RoleEarlier ("initially", "first"), RoleLater, RoleVersion
	// ("an earlier version"), and RoleGive, which gives a number without being a
	// verb of saying ("put").
	RoleRevise
	RoleShift
	RoleTally
	RoleInitial
	RoleEarlier
	RoleLater
	RoleVersion
	RoleGive
	// RolePast is a verb that is no noun, mostly in the past: "struck".
	RolePast
	// RolePeriod makes a rate of the noun before it: "3,000 vehicles daily"; after
	// percent it compares: "year on year". RoleVote passes or rejects by votes.
	// RoleThem stands for what has been counted before: "of them".
	RolePeriod
	RoleVote
	RoleThem
	// RoleWrong denies the number before it after a form of "be": "was wrong".
	// RoleFounded dates the beginning of something, not its numbers.
	RoleWrong
	RoleFounded
	// RoleWith belongs to RoleAgainst: "compared with".
	RoleWith
	// RoleOn is "on", which before a year compares: "up 3 percent on 2019".
	RoleOn
	// RoleAgainst sets another time's number against the one before: "compared".
	RoleAgainst
	// RoleDecimal stands before decimals in words: "two point five".
	RoleDecimal
	// RoleTrue, after "not", and RoleUntrue deny the number that follows.
	RoleTrue
	RoleUntrue
	// RoleWhole is the lower number of a fraction that stands before the upper:
	// "üçte" in "üçte iki". RoleDivided stands between them the other way round:
	// "iki bölü üç". RoleAndHalf adds one half: "buçuk".
	RoleWhole
	RoleDivided
	RoleAndHalf
	// RoleWeigh says that pounds are a weight: "weighs". RoleRow stands between a
	// number and its unit of time: "12 straight days".
	RoleWeigh
	RoleRow
	// RoleOpen stands before hours of the day: "open from 9 to 5".
	RoleOpen
	// RoleOdd is a bound hyphened to the number before it: "40-odd".
	RoleOdd
	// RoleYearNoun makes four digits before it a year: "yılında".
	RoleYearNoun
	// RoleRateBefore is a rate before its number: "günde".
	RoleRateBefore
	// RoleMeasureOf stands between a share and its direction: "oranında".
	RoleMeasureOf
	// RolePartOf is one of those named before it: "biri".
	RolePartOf
	// RoleNumbered behind a number makes it a name: "9 numaralı ev".
	RoleNumbered
	// RoleParent makes a number of children part of who somebody is: "üç çocuk
	// babası".
	RoleParent
	// RoleCompared behind a time tells that it is only compared with: "aynı
	// dönemine göre".
	RoleCompared
)

// A NumberWord is what the rules know of one word, in lower case.
type NumberWord struct {
	Kind NumberKind
	Role NumberRole
	// Value is the number, High the upper end of a vague one.
	Value, High float64
	// Unit is the unit or ISO 4217 code the word stands for.
	Unit string
	// Small is the unit when the word touches the digits, "m" for "37m".
	Small string
}

// Is reports whether the word has one of the kinds. The zero word has none.
func (w *NumberWord) Is(k NumberKind) bool { return w.Kind&k != 0 }

// NumberRules tell numbers, what they count and what only looks like one.
type NumberRules struct {
	// Words are the words that matter, by their lower-case form. Find finds one.
	Words map[string]*NumberWord
	table wordTable[*NumberWord]
	sieve numberSieve
	// Decimal is the decimal mark where it is not the full stop; then that
	// parts thousands.
	Decimal byte
	// OrdinalStop is set where a full stop after digits makes them one of a row:
	// "3. gün".
	OrdinalStop bool
	// Singular is set where what is counted stands in the singular.
	Singular bool
	// Symbols are the signs of currencies; a key with letters before the sign
	// is one country's dollar: "hk$".
	Symbols map[string]string
	// Before are the bound phrases that precede a number, by their last word;
	// the words stand in order and the longest phrase comes first.
	Before map[string][][]string
	// After are the bound phrases that follow it, by their first word.
	After map[string][][]string
	// PersonEndings end nouns for people, PluralEndings plurals without s.
	PersonEndings, PluralEndings []string
	// PluralLetter ends most plurals, also of letters and digits, "TVs", "737s", but
	// none behind one of NoPlural: "bus".
	PluralLetter byte
	NoPlural     string
	// NationEndings end the names of what belongs to a nation: "Danish".
	NationEndings []string
	// PastEndings end verbs in the past tense, most of which are participles too.
	PastEndings []string
	// VerbEndings end participles, AdverbEndings adverbs, and
	// SuperlativeEndings "highest" and the like. NotVerbEndings end what only looks
	// like a participle: "need".
	VerbEndings, NotVerbEndings, AdverbEndings, SuperlativeEndings []string
	// AdjectiveEndings make adjectives of nouns, "katlı", and OwnedEndings end
	// what belongs to the noun before it, "savaş uçağı"; OwnerEndings end that
	// noun, "çalışanların". All only where what is counted is in the singular.
	AdjectiveEndings, OwnedEndings, OwnerEndings []string
	// OwnedCases are the case endings that OwnedEndings carry: "savaş uçağı-yla".
	// PlaceCases end a noun that tells where, Voiceless those of them that stand
	// behind a voiceless consonant, VoicelessEnds: "maçta", "ülkede".
	OwnedCases, PlaceCases, Voiceless, VoicelessEnds []string
	// RemoteEndings end verbs of what was over before the news: "ölmüştü".
	RemoteEndings []string
	// Plates is set where two digits, letters and digits are the plate of a car:
	// "34 ABC 12".
	Plates bool
	// FiniteEndings are those of VerbEndings that end a clause where the verb
	// stands last.
	FiniteEndings []string
	// ParticipleEndings end verb forms that stand before a noun: "yakınan".
	ParticipleEndings []string
	// Injuries are parts of words that tell the injured from the dead.
	Injuries []string
}

// KindOf tells what a word in lower case may do around a number, 0 if nothing.
func (r *NumberRules) KindOf(word string) NumberKind {
	if w := r.Find([]byte(word)); w != nil {
		return w.Kind
	}
	return 0
}

// Find returns what is known of a word in lower case, nil for one not listed.
func (r *NumberRules) Find(word []byte) *NumberWord { return r.table.find(word) }

// FindFolded is Find for text[from:to], whose ASCII letters may be capitals.
func (r *NumberRules) FindFolded(text string, from, to int) *NumberWord {
	return r.table.findFolded(text, from, to)
}
