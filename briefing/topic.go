package briefing

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Topic is a parsed query: what a reader follows or asks for. The zero
// Topic matches everything. Topics are values and safe to share.
type Topic struct {
	typed     string
	key       string
	also      []string
	language  string
	publisher string
	query     Query
}

// ParseTopic reads a topic as people type it: words, all of which must stand
// in an article; "phrases"; -exclusions; OR between alternatives;
// from:publisher and lang:xx. Every error is a *TopicError.
//
// Words are found in every spelling of the aliases and, when they may be
// names, across scripts. A phrase is found as it was typed. An exclusion
// holds for all alternatives of OR. A quote mark that is not closed runs to
// the end.
func ParseTopic(s string) (Topic, error) {
	if isTooLong(s) {
		return Topic{}, &TopicError{TopicTooLong}
	}
	if s = compose(s); isTooLong(s) {
		return Topic{}, &TopicError{TopicTooLong}
	}
	var items []topicItem
	lx := topicLexer{rest: s}
	terms := 0
	for it, more := lx.next(); more; it, more = lx.next() {
		if it.kind == languageItem && baseLanguage(it.text) == "" {
			return Topic{}, &TopicError{TopicLanguage}
		}
		if items = append(items, it); it.kind != orItem {
			terms++
		}
	}
	if terms > MaxTopicTerms {
		return Topic{}, &TopicError{TopicTooManyTerms}
	}
	items = tidyItems(items)
	if len(items) == 0 {
		return Topic{}, &TopicError{TopicEmpty}
	}
	if !slices.ContainsFunc(items, func(it topicItem) bool { return !it.excluded && it.kind != orItem }) {
		return Topic{}, &TopicError{TopicOnlyExclusions}
	}
	return buildTopic(items), nil
}

func isTooLong(s string) bool {
	return len(s) > MaxTopicLength && utf8.RuneCountInString(s) > MaxTopicLength
}

// tidyItems drops OR where it parts nothing.
func tidyItems(items []topicItem) []topicItem {
	var out []topicItem
	for _, it := range items {
		parts := len(out) > 0 && out[len(out)-1].kind != orItem
		if it.kind == orItem && !parts {
			continue
		}
		out = append(out, it)
	}
	if n := len(out); n > 0 && out[n-1].kind == orItem {
		out = out[:n-1]
	}
	return out
}

// String returns the topic as it was typed, tidied. It parses to an equal
// topic.
func (t Topic) String() string { return t.typed }

// maxTopicName is the longest Name in characters.
const maxTopicName = 48

// Name is the topic for a line of text: String, cut when it is long.
func (t Topic) Name() string {
	if utf8.RuneCountInString(t.typed) <= maxTopicName {
		return t.typed
	}
	cut := string([]rune(t.typed)[:maxTopicName-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

// Key is the normal form: topics that mean the same have the same key,
// whatever their case, marks, order of words and choice of alias. It is empty
// for the zero Topic only.
func (t Topic) Key() string { return t.key }

// Also lists the main other spellings that are searched, at most four, for
// "karabakh (also artsakh, qarabağ, карабах)".
func (t Topic) Also() []string { return slices.Clone(t.also) }

// IsZero reports whether t is the zero Topic.
func (t Topic) IsZero() bool { return t.key == "" }

// Query returns the topic in index keys. It was made by ParseTopic and is
// shared: do not change it.
func (t Topic) Query() Query { return t.query }

// Language is the language asked for with lang:, such as "en", "" for any.
func (t Topic) Language() string { return t.language }

// Publisher is the publisher asked for with from:, as typed, "" for any.
func (t Topic) Publisher() string { return t.publisher }
