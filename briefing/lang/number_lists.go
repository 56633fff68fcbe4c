package lang

import "strings"

// word returns the entry of w, made new if there is none.
func (r *NumberRules) word(w string) *NumberWord {
	n := r.Words[w]
	if n == nil {
		n = &NumberWord{}
		r.Words[w] = n
	}
	return n
}

// add gives kinds to the words of a list parted by spaces.
func (r *NumberRules) add(k NumberKind, words string) {
	for w := range strings.FieldsSeq(words) {
		r.word(w).Kind |= k
	}
}

// addRole gives a role to the words of a list.
func (r *NumberRules) addRole(role NumberRole, words string) {
	for w := range strings.FieldsSeq(words) {
		r.word(w).Role |= role
	}
}

// addValues gives kinds and values to words.
func (r *NumberRules) addValues(k NumberKind, values map[string]float64) {
	for w, v := range values {
		n := r.word(w)
		n.Kind |= k
		n.Value = v
	}
}

// addUnits gives kinds and one unit to each list of words.
func (r *NumberRules) addUnits(k NumberKind, units map[string]string) {
	for unit, words := range units {
		for w := range strings.FieldsSeq(words) {
			n := r.word(w)
			n.Kind |= k
			n.Unit = unit
		}
	}
}

// addSmall gives words the unit they stand for when they touch the digits.
func (r *NumberRules) addSmall(units map[string]string) {
	for unit, words := range units {
		for w := range strings.FieldsSeq(words) {
			r.word(w).Small = unit
		}
	}
}

// addBounds files phrases by the word next to the number, longest first.
func (r *NumberRules) addBounds(before, after []string) {
	r.Before, r.After = map[string][][]string{}, map[string][][]string{}
	for _, p := range before {
		words := strings.Fields(p)
		last := words[len(words)-1]
		r.add(NumBoundEnd, last)
		r.Before[last] = insertLongest(r.Before[last], words)
	}
	for _, p := range after {
		words := strings.Fields(p)
		r.add(NumBoundStart, words[0])
		r.After[words[0]] = insertLongest(r.After[words[0]], words)
	}
}

func insertLongest(phrases [][]string, words []string) [][]string {
	i := 0
	for i < len(phrases) && len(phrases[i]) >= len(words) {
		i++
	}
	phrases = append(phrases, nil)
	copy(phrases[i+1:], phrases[i:])
	phrases[i] = words
	return phrases
}
