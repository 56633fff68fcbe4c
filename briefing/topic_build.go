package briefing

import (
	"slices"
	"strings"
)

// buildTopic turns items into a topic. There is at least one item that is no
// exclusion.
func buildTopic(items []topicItem) Topic {
	lowerShouting(items)
	b := topicBuilder{}
	typed := make([]string, 0, len(items))
	start := 0
	for i, it := range items {
		typed = append(typed, it.String())
		if it.kind == orItem {
			b.alternative(items[start:i])
			start = i + 1
		}
	}
	b.alternative(items[start:])
	return b.topic(strings.Join(typed, " "))
}

// lowerShouting takes words typed with the capitals locked for what they are
// in small letters. "US AIRSTRIKES" keeps its US: short acronyms that are
// known stay.
func lowerShouting(items []topicItem) {
	var words []*scannedWord
	long := false
	for i := range items {
		if items[i].kind > phraseItem {
			continue
		}
		for j := range items[i].words {
			w := &items[i].words[j]
			if !w.caps {
				return
			}
			long = long || len(w.folded) > 5
			words = append(words, w)
		}
	}
	if !long || len(words) < 2 {
		return
	}
	for _, w := range words {
		if _, known := aliasIndex().find([]string{capsMark + w.folded}); !known {
			w.caps = false
		}
	}
}

// A topicBuilder collects the alternatives of OR.
type topicBuilder struct {
	clauses []Clause
	keys    []string
	// none holds the exclusions, which hold for all alternatives.
	none     []Term
	noneKeys []string
	also     []string
	language string
	from     string
}

// A builtTerm is a term with its part of the topic's key.
type builtTerm struct {
	Term
	key string
}

// alternative builds the clause of the items between two ORs.
func (b *topicBuilder) alternative(items []topicItem) {
	var terms, filters []builtTerm
	var free []topicItem
	aliased := false
	for i := 0; i < len(items); {
		it := items[i]
		group, size := aliasAt(items[i:])
		switch {
		case it.kind == fromItem:
			b.addFilter(it, publisherTerm(it), &filters)
			i++
			continue
		case it.kind == languageItem:
			b.addFilter(it, languageTerm(it), &filters)
			i++
			continue
		case size > 0:
			built := builtTerm{group.term(it, items[i:i+size]), "=" + group.name}
			if it.excluded {
				b.exclude(built)
			} else {
				terms = append(terms, built)
				b.also = appendAlso(b.also, group.also(items[i:i+size]))
				aliased = aliased || size > 1 || len(it.words) > 1
			}
		case it.excluded:
			b.exclude(itemTerm(it))
		default:
			free = append(free, it)
		}
		i += max(size, 1)
	}
	for _, it := range withoutStops(free, len(terms) > 0) {
		terms = append(terms, itemTerm(it))
	}
	if len(terms)+len(filters) == 0 {
		return
	}
	b.addClause(terms, filters)
	if name := nameTerm(items); !aliased && len(name.Alternatives) > 0 {
		b.clauses = append(b.clauses, Clause{All: append([]Term{name}, plainTerms(filters)...)})
	}
}

func (b *topicBuilder) addFilter(it topicItem, t builtTerm, filters *[]builtTerm) {
	if it.excluded {
		b.exclude(t)
		return
	}
	*filters = append(*filters, t)
	if it.kind == fromItem && b.from == "" {
		b.from = it.text
	} else if it.kind == languageItem && b.language == "" {
		b.language = baseLanguage(it.text)
	}
}

func (b *topicBuilder) exclude(t builtTerm) {
	b.none = append(b.none, t.Term)
	b.noneKeys = append(b.noneKeys, "-"+t.key)
}

func (b *topicBuilder) addClause(terms, filters []builtTerm) {
	terms = append(terms, filters...)
	slices.SortStableFunc(terms, func(x, y builtTerm) int { return strings.Compare(x.key, y.key) })
	terms = slices.CompactFunc(terms, func(x, y builtTerm) bool { return x.key == y.key })
	keys := make([]string, 0, len(terms))
	for _, t := range terms {
		keys = append(keys, t.key)
	}
	key := strings.Join(keys, " ")
	if slices.Contains(b.keys, key) {
		return
	}
	b.keys = append(b.keys, key)
	b.clauses = append(b.clauses, Clause{All: plainTerms(terms)})
}

func plainTerms(built []builtTerm) []Term {
	terms := make([]Term, 0, len(built))
	for _, t := range built {
		terms = append(terms, t.Term)
	}
	return terms
}

// topic puts the collected clauses together.
func (b *topicBuilder) topic(typed string) Topic {
	for i := range b.clauses {
		b.clauses[i].None = b.none
	}
	slices.Sort(b.keys)
	slices.Sort(b.noneKeys)
	key := strings.Join(b.keys, " | ")
	if none := slices.Compact(b.noneKeys); len(none) > 0 {
		key += " " + strings.Join(none, " ")
	}
	return Topic{
		typed: typed, key: key, also: b.also, language: b.language, publisher: b.from,
		query: Query{Any: b.clauses},
	}
}

// topicStops are words that a topic need not have when it has others: "the
// war in ukraine".
var topicStops = setOf("the a an of in on at for to and or about with from")

// withoutStops drops stop words unless nothing else is left.
func withoutStops(items []topicItem, others bool) []topicItem {
	isStop := func(it topicItem) bool {
		return it.kind == wordItem && len(it.words) == 1 && !it.words[0].caps && topicStops[it.words[0].folded]
	}
	if !others && !slices.ContainsFunc(items, func(it topicItem) bool { return !isStop(it) }) {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), isStop)
}

// maxAlso is how many other spellings are shown.
const maxAlso = 4

func appendAlso(also, more []string) []string {
	for _, s := range more {
		if len(also) < maxAlso {
			also = appendNew(also, s)
		}
	}
	return also
}
