package briefing

// A TopicProblem tells what is wrong with a topic that cannot be parsed.
type TopicProblem int

// The problems of topics.
const (
	// TopicEmpty: nothing to search for was typed.
	TopicEmpty TopicProblem = iota + 1
	// TopicOnlyExclusions: everything typed is excluded.
	TopicOnlyExclusions
	// TopicTooLong: more than MaxTopicLength characters.
	TopicTooLong
	// TopicTooManyTerms: more than MaxTopicTerms words.
	TopicTooManyTerms
	// TopicLanguage: lang: without a language code.
	TopicLanguage
)

// The bounds of a topic: characters, and words, phrases and filters.
const (
	MaxTopicLength = 200
	MaxTopicTerms  = 32
)

var topicProblems = [...]string{
	TopicEmpty:          "There is no word in that topic. Name a place, a person or a thing, such as karabakh.",
	TopicOnlyExclusions: "That topic only says what to leave out. Add a word that should be there.",
	TopicTooLong:        "That topic is too long: at most 200 characters.",
	TopicTooManyTerms:   "That topic has too many words: at most 32.",
	TopicLanguage:       "After lang: comes a language code of two or three letters, such as lang:en.",
}

// A TopicError says why a topic cannot be parsed. Its text is fit for readers.
type TopicError struct {
	Problem TopicProblem
}

// Error implements error.
func (e *TopicError) Error() string { return topicProblems[e.Problem] }
