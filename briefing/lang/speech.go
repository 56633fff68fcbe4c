package lang

import "strings"

// A Class is a set of the parts a word can play in saying who said what. A
// word may have several.
type Class uint64

// The classes. Words are listed in lower case, abbreviations with their dot.
const (
	// Say is a finite verb of saying that takes speech by itself: "said".
	Say Class = 1 << iota
	// SayWeak is a finite verb that reports only with quoted words: "called".
	SayWeak
	// SayBase is the bare form, after "to" or "would": "say".
	SayBase
	// Saying is the participle: "saying", "adding".
	Saying
	// Spoken is a participle after which "by" names the speaker: "quoted".
	Spoken
	// Aux is an auxiliary or modal verb: "has", "would".
	Aux
	// Be is a form of "to be".
	Be
	// Adverb may stand between speaker and verb: "also".
	Adverb
	// Prep is a preposition.
	Prep
	// Conj joins clauses or names: "and".
	Conj
	// Sub opens a subordinate clause: "because".
	Sub
	// Rel is a relative pronoun: "who".
	Rel
	// Det opens a noun phrase: "the", "a", "his".
	Det
	// Pronoun stands for someone: "he".
	Pronoun
	// Male and Female tell the gender of a pronoun, title, role or given name.
	Male
	Female
	// Plural marks plural pronouns and, where a language tells them by their
	// endings, plural roles.
	Plural
	// First marks the first person.
	First
	// Courtesy is a form of address that is no role: "Mr.".
	Courtesy
	// Title is an office before a name: "President", "Sen.".
	Title
	// Role is what a person can be: "spokeswoman", "officials".
	Role
	// Org is a body that can speak: "ministry", "police".
	Org
	// Affil is an affiliation before a name: "Republican".
	Affil
	// Calendar is a day or month.
	Calendar
	// Given is a given name.
	Given
	// Particle is a small part inside a name: "van", "bin".
	Particle
	// Suffix follows a name: "Jr.".
	Suffix
	// Abbrev is an abbreviation whose dot ends no sentence by itself.
	Abbrev
	// Refuse turns the verb after it around: "declined to say".
	Refuse
	// Deny denies what is reported; DenyThing only with a Claim as its object.
	Deny
	DenyThing
	// Claim is something that can be denied: "report", "allegations".
	Claim
	// Falsehood is what a denied thing is called: "false", "baseless".
	Falsehood
	// Entry is what is denied to someone without any dispute: "access".
	Entry
	// Verb is a common finite verb that says nothing about speech.
	Verb
	// Audience is who is told, never who says: "reporters".
	Audience
	// Medium is what something is said in: "statement", "interview".
	Medium
	// Accord opens "according to".
	Accord
	// Someone is a determiner that can stand alone: "some said".
	Someone
	// Object is a pronoun that is never a subject: "him".
	Object
	// Tell is a verb of saying followed by who is told: "told".
	Tell
	// Time is a noun of time: "hours", "week".
	Time
	// Negation turns a verb around: "not".
	Negation
	// Relation is a role only towards someone else: "rival", "wife".
	Relation
	// PutIt with "it" is a verb of saying: "as she put it".
	PutIt
	// Place ends names of places and things: "County", "Act".
	Place
	// Where is a preposition of place: "in".
	Where
	// RoleVerb after "who" tells what someone is: "who heads the union".
	RoleVerb
	// Owner is a pronoun that tells whose something is: "his".
	Owner
	// SayOnly is a verb of saying without another sense: "said", as against
	// "claimed", which an attack does with lives.
	SayOnly
	// Reflexive is a pronoun that points back: "herself".
	Reflexive
	// GoOn with "on" is a verb of saying beside a quote: "he went on".
	GoOn
	// GoesOn with "to" tells what goes on, not what is said: "continue".
	GoesOn
	// Written is a thing with words on it: "banner".
	Written
	// Work is what can have a title: "book".
	Work
	// Land is a country, state or great city, never a person by itself.
	Land
	// Modal is an auxiliary of what may or shall be: "must".
	Modal
	// Oblique marks a noun in a case in which it is no subject: "bakanlıktan".
	Oblique
	// Attributive is a participle of saying that stands before who speaks:
	// "diyen".
	Attributive
	// Naming after a quote says that the words are what a thing is called:
	// "adlı".
	Naming
	// Past is said of an office that one does not hold: "former".
	Past
	// Truth is what a denied thing is said not to be: "doğru".
	Truth
	// Quotative behind a quote makes any verb one of saying: “A” diye yakındı.
	Quotative
)

// SpeechRules tell who said what, in words of one language.
type SpeechRules struct {
	// VerbFinal is set where the verb ends the sentence and quoted words stand
	// before it: “A” dedi.
	VerbFinal bool

	// words are those listed; table has them once all are there.
	words map[string]Class
	table wordTable[Class]
	// Turns are what stands before the colon of questions and answers.
	Turns map[string]Turn
	// Asks are verbs of saying behind which may stand who is asked: “A?” Varga
	// asked the mayor.
	Asks []string
	// Portfolios are what ministries are for, in order, so that "and" between two
	// parts no names: "Trade and Industry Minister".
	Portfolios []string
	// TradeEndings end what somebody does, "driver", and OriginEndings where
	// somebody is from or belongs to, "American".
	TradeEndings, OriginEndings []string
	// PastEndings end verbs in the past and their participles, StrongEndings other
	// participles, "seen", GerundEndings those of what goes on, "adding", and
	// PresentEndings verbs in the present.
	PastEndings, StrongEndings, GerundEndings, PresentEndings []string
	// AdverbEndings end adverbs.
	AdverbEndings []string
	// PluralEndings end plurals, SingularEndings nouns that only look like them:
	// "boss".
	PluralEndings, SingularEndings []string
	// Elisions are words that begin with an apostrophe: "'em".
	Elisions []string
	// AgencyVerbs are what an agency does that brings the news: "Ostwire reports".
	AgencyVerbs []string
}

// A Turn tells who speaks next in an interview.
type Turn uint8

// The turns.
const (
	Question Turn = iota + 1
	Answer
)

// ClassOf returns the classes of a word in lower case, 0 for one not listed.
func (r *SpeechRules) ClassOf(word []byte) Class { return r.table.find(word) }

// ClassOfFolded is ClassOf for text[from:to], whose ASCII letters may be capitals.
func (r *SpeechRules) ClassOfFolded(text string, from, to int) Class {
	return r.table.findFolded(text, from, to)
}

// ClassIn is ClassOf(text[from:to]) in lower case. It does not know (ok is false)
// words that are long, have more than ASCII or end the text.
func (r *SpeechRules) ClassIn(text string, from, to int) (class Class, ok bool) {
	packed, ok := packLower(text, from, to)
	if !ok {
		return 0, false
	}
	return r.table.findPacked(packed), true
}

// Without returns rules in which no word has any of the classes, and how many
// words lose one. The rules themselves stay as they are: what finds words is
// made anew, so that one can see what comes of a text without the classes.
func (r *SpeechRules) Without(classes Class) (rules SpeechRules, lose int) {
	words := make(map[string]Class, len(r.words))
	for w, c := range r.words {
		if words[w] = c &^ classes; c&classes != 0 {
			lose++
		}
	}
	rules = *r
	rules.words, rules.table = words, newWordTable(words)
	return rules, lose
}

// classed is a list of words, parted by white space, that share classes.
type classed struct {
	class Class
	words string
}

// newSpeechRules gathers lists; a word in several has the classes of all.
func newSpeechRules(lists []classed) SpeechRules {
	words := make(map[string]Class, 2048)
	for _, l := range lists {
		for w := range strings.FieldsSeq(l.words) {
			words[w] |= l.class
		}
	}
	return SpeechRules{words: words, table: newWordTable(words)}
}
