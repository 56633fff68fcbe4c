package briefing

import "wirebrief/briefing/lang"

// A document is one text with what has been found in it so far. Each step
// reads what the steps before it have filled in.
type document struct {
	text  string
	title string
	rules *lang.Rules
	// paras are the paragraphs, without surrounding space, in order.
	paras []Span
	// sents are the sentences in order; each lies inside one paragraph.
	sents []Span
	// people are those named in the text; mentions point to them.
	people   []person
	mentions []mention
	quotes   []Quote
	// parts holds the parts of all quotes.
	parts   []Span
	figures []Figure
	denials []Denial
	// deniedTolls are where the sentences begin that deny a toll.
	deniedTolls []int
	// speech is the text read for who says what; filled in by findPeople.
	speech *speech
}

// A person is someone named in the text, as described at first mention.
type person struct {
	// name is the fullest form of the name.
	name Span
	// role is what they are, "Russian Foreign Ministry spokeswoman", or NoSpan.
	role Span
	// aside is set if role is no office or trade: "who ran the trial".
	aside bool
	// gender is 'm', 'f' or 0 when the text does not tell.
	gender byte
	// place is true for what "in" or "the" stands before.
	place bool
	// kin is true for whoever is first named as someone's: "his wife".
	kin bool
	// human is true for whoever speaks, bears a title or a given name.
	human bool
}

// A mention is one place where a person is named or meant.
type mention struct {
	Span
	// person indexes document.people, -1 for a description without a name
	// ("a senior official").
	person int
}
