package lang

// LinkRules are the small words that tie phrases together, each list named by
// what its words do in one place. They are as they are written there: capitals
// count. What a language does by endings or by order alone stays empty.
type LinkRules struct {
	// Infinitive stands before the bare form of a verb: "declined to say".
	Infinitive []string
	// According belongs to a word of Accord: "according to".
	According []string
	// Onward belongs to a verb of GoOn, "went on", and PutSo to one of PutIt:
	// "put it". Back belongs to those of PutIt that are in Retort: "shot back".
	Onward, PutSo, Back, Retort []string
	// QuotedAs stands between Spoken and Saying: "quoted as saying".
	QuotedAs []string
	// Agent stands before who did it: "asked by Varga".
	Agent []string
	// Habit are verbs that with an infinitive tell what was often done: "used to
	// say".
	Habit []string
	// Address stands before whom or where something is told: "to supporters", "on
	// Facebook".
	Address []string
	// That opens what is said, or what is true or false: "It is false that".
	That []string
	// Who is a relative pronoun for people.
	Who []string
	// Definite and Indefinite are articles: "the", "a".
	Definite, Indefinite []string
	// NameOf joins the parts of the name of an office or body: "Bank of Lorne".
	NameOf []string
	// Seat stands between somebody's post and the place that they sit for: "the MP
	// for Castell".
	Seat []string
	// Purpose tells what a body is for: "the Commission on Harbours".
	Purpose []string
	// Company stands before who speaks in the meantime: "with Varga promising".
	Company []string
	// Rank is written before the title of whoever is above others: "First
	// Minister".
	Rank []string
	// Belonging ties somebody to where they belong: "Varga of the dockers' union".
	Belonging []string
	// Inside ties a body to its place, and what is said to what it stands in:
	// "Varga in a statement".
	Inside []string
	// Complement ties to a description what completes it: "a spokesman for the
	// ministry".
	Complement []string
	// Source ties to a source what belongs to it, "a survey of voters"; SourceNamed
	// only before a name or article, "a letter from the board", and SourceOf only
	// behind what is neither a person nor a body: "people in the talks".
	Source, SourceNamed, SourceOf []string
	// Occasion opens a clause that tells when something was said, though its words
	// are no prepositions: "while". Aside are prepositions that open none: "of".
	Occasion, Aside []string
}
