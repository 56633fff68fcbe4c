package briefing

import (
	"slices"
	"strings"

	"wirebrief/briefing/lang"
)

// findPeople fills in people and mentions: each person with the fullest form
// of the name and the role given with it, and the places that name them.
func findPeople(d *document) {
	s := readSpeech(d)
	d.speech = s
	s.findNames()
	k := &peopleBuilder{d: d, s: s, byLast: make(map[string][]int), byFirst: make(map[string]int)}
	for n := range s.names {
		k.addFull(n)
	}
	for n := range s.names {
		if !k.first(n) {
			k.addShort(n)
		}
	}
	for n := range s.names {
		if k.first(n) {
			k.addShort(n)
		}
	}
	s.tellGenders(d.people)
	s.named = make([]int32, len(d.people))
	for n := range s.names {
		nm := &s.names[n]
		if nm.person >= 0 {
			s.named[nm.person]++
			d.mentions = append(d.mentions, mention{Span: s.span(nm.from, nm.to), person: nm.person})
		}
	}
}

// span covers words[from:to] without a possessive ending.
func (s *speech) span(from, to int) Span {
	return Span{s.words[from].Start, s.words[to-1].core}
}

// A peopleBuilder gathers who is named, by last and by first name.
type peopleBuilder struct {
	d       *document
	s       *speech
	byLast  map[string][]int
	byFirst map[string]int
}

// addFull takes a name of two words or more.
func (k *peopleBuilder) addFull(n int) {
	s, nm := k.s, &k.s.names[n]
	if nm.org || nm.to-nm.from < 2 || s.isAddressed(nm) {
		return
	}
	k.trimKnown(nm)
	last := s.lastName(nm)
	first := s.words[nm.from].text(s.text)
	for _, p := range k.namesakes(last) {
		if s.firstWord(k.d.people[p].name) == first || k.endsAlike(k.d.people[p].name, s.span(nm.from, nm.to)) {
			nm.person = p
			break
		}
	}
	if nm.person < 0 {
		nm.person = len(k.d.people)
		k.d.people = append(k.d.people, person{name: NoSpan, role: NoSpan, kin: s.isKin(nm)})
		k.byLast[last] = append(k.byLast[last], nm.person)
		if _, ok := k.byFirst[first]; !ok {
			k.byFirst[first] = nm.person
		}
	}
	p := &k.d.people[nm.person]
	if sp := s.span(nm.from, nm.to); sp.Len() > p.name.Len() {
		p.name = sp
	}
	k.describe(p, nm)
}

// endsAlike reports whether one of two names is the end of the other: "Van Der
// Marl" of "Ana Van Der Marl".
func (k *peopleBuilder) endsAlike(a, b Span) bool {
	if a.Len() < b.Len() {
		a, b = b, a
	}
	rest, ok := strings.CutSuffix(a.Of(k.s.text), b.Of(k.s.text))
	return ok && strings.HasSuffix(rest, " ")
}

// isAddressed reports whether a name is a given name with a courtesy behind it,
// "Ayla Hanım", where a language says so.
func (s *speech) isAddressed(nm *name) bool {
	return s.rules.VerbFinal && nm.to-nm.from == 2 && s.words[nm.to-1].is(lang.Suffix)
}

// namesakes returns those with a surname, the first few if a text has very
// many.
func (k *peopleBuilder) namesakes(last string) []int {
	p := k.byLast[last]
	return p[:min(len(p), 20)]
}

// trimKnown cuts words before a name already known: "Speaker" titles that no
// list holds.
func (k *peopleBuilder) trimKnown(nm *name) {
	s := k.s
	if nm.to-nm.from < 3 || s.words[nm.from].is(lang.Given) {
		return
	}
	first := s.words[nm.to-2].text(s.text)
	for _, p := range k.namesakes(s.lastName(nm)) {
		if s.firstWord(k.d.people[p].name) == first {
			nm.from = nm.to - 2
			return
		}
	}
}

// lastName returns the surname, leaving off "Jr.".
func (s *speech) lastName(nm *name) string {
	i := nm.to - 1
	for i > nm.from && (s.words[i].is(lang.Suffix) || s.words[i].kind != plainWord) {
		i--
	}
	return s.words[i].text(s.text)
}

// firstWord returns the first word of a span.
func (s *speech) firstWord(sp Span) string {
	t := sp.Of(s.text)
	for i := range len(t) {
		if t[i] == ' ' {
			return t[:i]
		}
	}
	return t
}

// addShort resolves a single name: a surname, else a first name, else someone
// not named in full.
func (k *peopleBuilder) addShort(n int) {
	s, nm := k.s, &k.s.names[n]
	if nm.org || nm.person >= 0 {
		return
	}
	word := s.lastName(nm)
	nm.person = k.choose(k.namesakes(word), n)
	if nm.person < 0 && !nm.titled {
		if p, ok := k.byFirst[word]; ok && k.d.people[p].human {
			nm.person = p
		}
	}
	if nm.person < 0 && !nm.titled && nm.to-nm.from == 1 && (s.words[nm.from].is(lang.Land) || s.isOrigin(nm.from)) {
		nm.org = true
		return
	}
	if nm.person < 0 && (k.doubtful(nm) || s.words[nm.from].is(lang.Calendar)) {
		nm.org = true
		for i := nm.lead; i < nm.to; i++ {
			s.nameAt[i] = 0
		}
		return
	}
	if nm.person < 0 {
		nm.person = len(k.d.people)
		from := nm.from
		if nm.titled {
			from = nm.lead
		}
		k.d.people = append(k.d.people, person{name: s.span(from, nm.to), role: NoSpan})
		k.byLast[word] = append(k.byLast[word], nm.person)
	}
	p := &k.d.people[nm.person]
	if p.gender == 0 {
		p.gender = nm.gender
	}
	if p.role == NoSpan && !nm.titled {
		k.describe(p, nm)
	} else {
		k.markPlace(p, nm)
	}
}

// first reports whether a name is the first word of a sentence, where any
// word has a capital.
func (k *peopleBuilder) first(n int) bool {
	nm := &k.s.names[n]
	return nm.lead == k.s.frames[nm.frame].from
}

// doubtful reports whether a single capitalised word is probably no name: it
// begins its sentence, nowhere else is it known, and no verb of saying follows.
func (k *peopleBuilder) doubtful(nm *name) bool {
	s := k.s
	fr := &s.frames[nm.frame]
	if nm.lead != fr.from || nm.titled || nm.to-nm.lead > 1 || s.words[nm.from].is(lang.Given) {
		return false
	}
	if s.looksOwner(nm.from) && nm.to < fr.to && s.words[nm.to].kind == plainWord {
		return true // "Kararın ardından": a name would have an apostrophe
	}
	return nm.to >= fr.to || s.words[nm.to].kind == quoteWord ||
		s.words[nm.to].kind == plainWord && !s.words[nm.to].is(lang.Say|lang.SayWeak|lang.Aux|lang.Adverb|lang.Verb) && !s.words[nm.from].possessive()
}

// choose picks who a bare surname means among several people who bear it: the
// one the title's gender fits, else the first in the text, whom it is likely
// about. Whoever is only brought in as someone's wife comes last.
func (k *peopleBuilder) choose(people []int, n int) int {
	nm := &k.s.names[n]
	best := -1
	for _, p := range people {
		one := &k.d.people[p]
		if nm.gender != 0 && one.gender != 0 && one.gender != nm.gender {
			continue
		}
		switch {
		case best < 0, nm.gender != 0 && one.gender == nm.gender && k.d.people[best].gender == 0:
			best = p
		case nm.gender == 0 && k.d.people[best].kin && !one.kin:
			best = p
		}
	}
	nm.doubted = len(people) > 1 && nm.gender == 0 && k.namedBetween(people, best, n)
	return best
}

// namedBetween reports whether another of several people of one surname was named
// in full right before name n: in its sentence or the two before, after best.
func (k *peopleBuilder) namedBetween(people []int, best, n int) bool {
	s := k.s
	for m := n - 1; m >= 0 && s.names[m].frame >= s.names[n].frame-2; m-- {
		if p := s.names[m].person; p == best {
			return false
		} else if p >= 0 && !s.isKin(&s.names[m]) && slices.Contains(people, p) {
			return true
		}
	}
	return false
}

// isKin reports whether a name only tells who someone's wife or rival is: "his
// wife Ana Varga".
func (s *speech) isKin(nm *name) bool {
	i, low := nm.lead-1, s.frames[nm.frame].from
	for i > low && s.words[i].kind == plainWord && s.words[i].is(lang.Role|lang.Title) && !s.words[i].is(lang.Relation) {
		i-- // "his wife, candidate Ana Varga"
	}
	if i > low && s.words[i].isMark(',') {
		i--
	}
	return i > low && s.words[i].kind == plainWord && s.words[i].is(lang.Relation) && (s.words[i-1].is(lang.Owner) || s.words[i-1].possessive())
}

// markPlace notes that a name stands after "in" or "the", as those of people
// do not.
func (k *peopleBuilder) markPlace(p *person, nm *name) {
	s := k.s
	if i := nm.lead - 1; i >= s.frames[nm.frame].from && nm.lead == nm.from && s.words[i].kind == plainWord && !s.words[nm.to-1].possessive() {
		w := &s.words[i]
		p.place = p.place || w.is(lang.Where) || s.isOneOf(i, s.links.Definite) && !k.modifies(nm)
	}
}

// modifies reports whether a name only stands before a noun: "the Varga
// campaign".
func (k *peopleBuilder) modifies(nm *name) bool {
	s := k.s
	if nm.to >= s.frames[nm.frame].to {
		return false
	}
	w := &s.words[nm.to]
	return w.kind == plainWord && !w.is(functionWord|lang.Say|lang.SayWeak|lang.Verb|lang.Adverb)
}

// hasAge reports whether an age stands at words[i] beside a name: ", 44,".
func (s *speech) hasAge(i, hi int) bool {
	return i+2 < hi && s.words[i].isMark(',') && s.words[i+1].kind == numberWord && s.words[i+1].Len() == 2 && s.words[i+2].isMark(',')
}

// describe notes role and gender as given at a mention.
func (k *peopleBuilder) describe(p *person, nm *name) {
	s := k.s
	if p.gender == 0 {
		p.gender = nm.gender
	}
	p.human = p.human || nm.titled || s.words[nm.from].is(lang.Given)
	p.human = p.human || s.hasAge(nm.to, s.frames[nm.frame].to)
	k.markPlace(p, nm)
	if p.gender == 0 && nm.to-nm.from > 1 {
		p.gender = genderOf(s.words[nm.from].class)
	}
	if p.role != NoSpan && !p.aside {
		return
	}
	from, to := s.roleOf(nm)
	aside := from < 0
	if aside && p.role == NoSpan {
		from, to = s.asideOf(nm)
	}
	if from < 0 {
		return
	}
	p.role, p.aside = s.span(from, to), aside
	if s.rules.VerbFinal && s.hasEnding(to-1, s.inflection.Bare) {
		p.role.End = s.words[to-1].End // "CEO'su"
	}
	p.human = p.human || s.hasRole(from, to)
	for i := from; p.gender == 0 && i < to; i++ {
		if s.words[i].is(lang.Role | lang.Title) {
			p.gender = genderOf(s.words[i].class)
		}
	}
	if g := genderOf(s.words[s.headOf(from, to)].class); p.gender == 0 && g != 0 && !aside {
		p.gender, p.human = g, true // "a fisherman"
	}
}
