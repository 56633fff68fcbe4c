package briefing

import "wirebrief/briefing/lang"

const maxRoleWords = 14

// roleOf finds what a person is called beside the name, as words[from:to]:
// before it ("Foreign Ministry spokeswoman Ana Varga"), after it ("Ana Varga,
// chair of the dockers' union,") or before it with a comma ("The union's
// chair, Ana Varga,"). from is -1 if there is nothing.
func (s *speech) roleOf(nm *name) (from, to int) {
	fr := &s.frames[nm.frame]
	before := s.roleBefore(nm, fr.from)
	if s.rules.VerbFinal {
		if before < 0 || s.words[nm.from-1].is(lang.Plural) {
			return -1, -1 // "meclis üyeleri Ayşe Gül ile Kemal Taş"
		}
		to := nm.from
		for to > before+1 && s.words[to-1].is(lang.Courtesy) {
			to--
		}
		return before, to // what stands behind a name belongs to the verb
	}
	if before >= 0 && s.words[nm.from-1].is(lang.Plural) {
		before = -1 // "Sens. Ana Varga and Jan Roy"
	}
	if before >= 0 && nm.from-before == 1 {
		// A mere rank: what stands before it tells more, if there is something.
		if from, to = s.roleApposed(nm, fr); from >= 0 {
			return s.withoutOwner(from, to)
		}
		if from, to = s.roleAfter(nm.to, fr.to); from >= 0 && s.tellsOffice(from, to) {
			return from, to
		}
	}
	if before >= 0 {
		to = nm.from
		for to > before+1 && s.words[to-1].is(lang.Courtesy) {
			to--
		}
		return before, to
	}
	if from, to = s.roleAfter(nm.to, fr.to); from < 0 {
		from, to = s.roleApposed(nm, fr)
	}
	return s.withoutOwner(from, to)
}

// tellsOffice reports whether what stands behind a name with a mere rank tells
// more than it: "Capt. Ana Varga, the harbour commander,", but not "a Republican
// from Castell".
func (s *speech) tellsOffice(from, to int) bool {
	h := &s.words[s.headOf(from, to)]
	return s.words[from].is(lang.Det) && !s.words[from].is(lang.Owner) && h.is(lang.Role) && !h.is(lang.Affil|lang.Relation)
}

// withoutOwner cuts the word before a role that makes no sense apart from its
// sentence: "its director", "The union's chair". Someone's wife is no role.
func (s *speech) withoutOwner(from, to int) (int, int) {
	if from < 0 || to-from < 2 || !s.words[from].is(lang.Owner) && !(s.words[from].is(lang.Det) && s.words[from].capital) {
		return from, to
	}
	if s.words[from].is(lang.Owner) && s.words[s.headOf(from, to)].is(lang.Relation) {
		return -1, -1
	}
	if from++; s.words[from].possessive() && s.nameAt[from] == 0 && to-from > 1 {
		from++ // "The bill's sponsor": not "bill's sponsor"
	}
	return from, to
}

// headOf returns the noun that words[from:to] are about: the last word before
// a preposition or "who".
func (s *speech) headOf(from, to int) int {
	for i := from + 1; i < to; i++ {
		if s.words[i].is(lang.Prep | lang.Rel) {
			return i - 1
		}
	}
	return to - 1
}

// roleBefore returns where the title or role right before a name begins.
func (s *speech) roleBefore(nm *name, low int) int {
	i := nm.lead
	office := false
	for k := nm.lead; k < nm.from; k++ {
		office = office || s.words[k].is(lang.Title|lang.Role) && !s.words[k].is(lang.Courtesy)
	}
	if !office {
		if (nm.lead == nm.from || s.rules.VerbFinal) && i > low && s.words[i-1].is(lang.Role|lang.Title) && !s.words[i-1].is(lang.Relation) &&
			(!s.words[i-1].possessive() || s.hasEnding(i-1, s.inflection.Bare)) && s.words[i-1].kind == plainWord {
			return s.nounStart(i-1, low)
		}
		return -1
	}
	for i > low && (s.words[i-1].is(lang.Affil) || s.isOneOf(i-1, s.links.Rank)) && s.words[i-1].kind == plainWord {
		i--
	}
	if i > low && s.isOwner(i-1) && s.nameAt[i-1] != 0 {
		i = max(low, s.names[s.nameAt[i-1]-1].lead) // "Lorne's Foreign Minister"
	}
	for i < nm.from-1 && (s.words[i].is(lang.Courtesy) || s.words[i].allCaps && s.words[i].Len() > 4) {
		i++
	}
	return i
}

// nounStart walks left from the noun words[i] over what belongs to it.
func (s *speech) nounStart(i, low int) int {
	low = max(low, i-8)
	for i > low {
		w := &s.words[i-1]
		if w.kind == markWord || w.kind == quoteWord || w.is(functionWord|lang.Say|lang.SayWeak|lang.Saying|lang.Verb|lang.Attributive) && !w.capital || w.capital && w.is(functionWord) {
			break
		}
		if s.tellsPart(i - 1) {
			break // "yolculardan emekli öğretmen Ayla Demir"
		}
		if s.endsIn(i-1, s.rules.PastEndings) && i-2 >= low && s.words[i-2].kind == quoteWord {
			break // “A,” submitted advocate Ana Varga
		}
		i--
	}
	for i > low && s.words[i].possessive() && s.words[i-1].is(lang.Det) && s.words[i-1].kind == plainWord {
		i--
	}
	return i
}

// roleAfter reads ", chair of the dockers' union," from words[i].
func (s *speech) roleAfter(i, hi int) (from, to int) {
	if i+2 >= hi || !s.words[i].isMark(',') {
		return -1, -1
	}
	from = i + 1
	if s.words[from].kind == numberWord { // ", 45, a farmer,"
		if !s.words[from+1].isMark(',') || from+2 >= hi {
			return -1, -1
		}
		from += 2
	}
	who := s.words[from].is(lang.Rel)
	if who && !(from+1 < hi && s.words[from+1].is(lang.RoleVerb)) {
		return -1, -1
	}
	if to = s.roleEnd(from, hi, who); to < 0 || !who && !s.namesRole(from, to) {
		return -1, -1
	}
	if h := s.headOf(from, to); !who && s.words[h].is(lang.Role) && s.isPlural(h) {
		return -1, -1 // "on the city of Lorne, medical sources said"
	}
	if n := s.nameAt[to-1]; !who && n != 0 && s.words[to].is(lang.Say) && !s.names[n-1].org && s.names[n-1].to-s.names[n-1].from > 1 {
		return -1, -1 // "Ana Varga wept, former mayor Jan Roy said"
	}
	for to > from+1 && s.words[to-1].is(functionWord) && !s.words[to-1].is(lang.Role|lang.Org) {
		to--
	}
	return from, to
}

// roleEnd finds where the apposition that begins at words[from] ends, -1 if it
// is none. In "who heads the union" verbs belong to it.
func (s *speech) roleEnd(from, hi int, who bool) int {
	to := from
	for ; to < hi && to < from+maxRoleWords; to++ {
		w := &s.words[to]
		if w.kind == markWord && w.mark != '&' && w.mark != '/' || w.kind == quoteWord {
			break
		}
		if !who && to > from && w.is(lang.Rel|lang.Say|lang.Sub) && !w.is(lang.Prep|lang.Role) && !w.capital {
			break
		}
		if !who && w.is(lang.Be|lang.Aux|lang.Pronoun) && !w.is(lang.Owner) {
			return -1
		}
	}
	if to >= hi || to == from || to == from+maxRoleWords {
		return -1
	}
	if w := &s.words[to]; !w.isMark(',') && !w.isMark('.') && !w.is(lang.Say|lang.Rel) && !w.isMark(';') && !w.isMark(')') && !w.isDash() {
		return -1
	}
	return to
}

// namesRole reports whether words[from:to] tell what someone is: they hold a
// role before any preposition, or a noun that no list holds but that "a docker
// from Castell" or "the archaeologist" can only mean someone by.
func (s *speech) namesRole(from, to int) bool {
	for i := from; i < to && !s.words[i].is(lang.Prep); i++ {
		if s.words[i].is(lang.Role) {
			return true
		}
	}
	if from+1 >= to || !s.words[from].is(lang.Det) {
		return false
	}
	if s.isAgent(s.headOf(from, to)) {
		return true
	}
	return s.isOneOf(from, s.links.Indefinite) && !s.words[from+1].is(lang.Time|functionWord|lang.Medium)
}

// isPlural reports whether the noun words[i] ends like a plural: "sources".
func (s *speech) isPlural(i int) bool {
	return s.endsIn(i, s.rules.PluralEndings) && !s.endsIn(i, s.rules.SingularEndings)
}

// roleApposed reads "the union's chair, " that ends before a name.
func (s *speech) roleApposed(nm *name, fr *frame) (from, to int) {
	i, low := nm.lead, fr.from
	if i < low+2 || !s.words[i-1].isMark(',') || s.words[i-2].kind != plainWord || s.words[i-2].is(lang.Relation|functionWord) || s.nameAt[i-2] != 0 {
		return -1, -1
	}
	from = s.nounStart(i-2, low)
	if from > low && s.words[from-1].is(lang.Det) && s.words[from-1].kind == plainWord && !s.words[from].possessive() {
		from--
	}
	det := s.words[from].is(lang.Det)
	switch {
	case s.words[i-2].is(lang.Role):
		if s.isPlural(i - 2) {
			break // "his parents, Ana and Jan"
		}
		if det || s.words[from].possessive() || from == low {
			return from, i - 1
		}
	case !det || s.words[from].is(lang.Owner) || i-from >= 8:
	case s.setBeside(from, nm, fr), s.isAgent(i-2) && (nm.to >= fr.to || s.words[nm.to].kind == markWord):
		// A noun that no list holds: "the regional ombudsman, Ana Varga,".
		return from, i - 1
	}
	return -1, -1
}

// setBeside reports whether the description from words[from] on can only go
// with the name after it: the sentence begins with it, or "said" or a comma
// stands before it.
func (s *speech) setBeside(from int, nm *name, fr *frame) bool {
	if !s.isOneOf(from, s.links.Definite) {
		return false
	}
	if from == fr.from || s.words[from-1].isMark(',') {
		return true
	}
	return s.words[from-1].is(lang.Say) && s.words[from-1].kind == plainWord && (nm.to >= fr.to || s.words[nm.to].kind == markWord)
}

// isAgent reports whether words[i] looks like what somebody does or is:
// "diver", "archaeologist", "fisherman".
func (s *speech) isAgent(i int) bool {
	w := &s.words[i]
	if w.kind != plainWord || w.capital || w.possessive() || w.is(functionWord|lang.Time|lang.Place|lang.Medium|lang.Org|lang.Calendar) {
		return false
	}
	return s.endsIn(i, s.rules.TradeEndings)
}

// mostAsideWords bounds what is told of someone in passing.
const mostAsideWords = 12

// asideOf finds what is told in passing of someone who speaks: "Ana Varga, who
// ran the trial, said", "said Jan Roy of the University of Castell". What they
// did in speaking, "who asked not to be named", is left out.
func (s *speech) asideOf(nm *name) (from, to int) {
	if s.rules.VerbFinal {
		return -1, -1
	}
	hi := s.frames[nm.frame].to
	said := nm.lead > 0 && s.words[nm.lead-1].is(lang.Say) && s.words[nm.lead-1].kind == plainWord
	from = nm.to
	if from+2 >= hi {
		return -1, -1
	}
	if s.isOneOf(from, s.links.Belonging) && s.words[from].kind == plainWord {
		at := from + 1
		if s.words[at].is(lang.Det) {
			at++
		}
		if at >= hi || s.nameAt[at] == 0 {
			return -1, -1
		}
		to = s.complementEnd(s.names[s.nameAt[at]-1].to, hi)
		return s.ifSaid(from, to, hi, said)
	}
	if from++; !s.words[from-1].isMark(',') || !s.words[from].is(lang.Rel) || s.words[from+1].is(lang.Be|lang.Aux) && s.words[from+2].is(lang.Negation) {
		return -1, -1
	}
	for to = from + 1; to < hi && to < from+mostAsideWords && s.words[to].kind != markWord; to++ {
		if w := &s.words[to]; w.kind == quoteWord || w.is(lang.Say|lang.SayWeak|lang.SayBase|lang.Saying|lang.Refuse) && !w.is(lang.Role|lang.RoleVerb) {
			return -1, -1
		}
	}
	return s.ifSaid(from, to, hi, said)
}

// complementEnd reads on from words[i], the end of a name, over "for the Deep
// Sea".
func (s *speech) complementEnd(i, hi int) int {
	if i+1 >= hi || !s.isOneOf(i, s.links.Belonging) {
		return i
	}
	at := i + 1
	if s.words[at].is(lang.Det) {
		at++
	}
	if at < hi && s.nameAt[at] != 0 {
		return s.names[s.nameAt[at]-1].to
	}
	return i
}

// ifSaid returns words[from:to] if a mark or the end of the sentence follows
// and "said" stands before the name or after the mark.
func (s *speech) ifSaid(from, to, hi int, said bool) (int, int) {
	if to < hi && s.words[to].kind != markWord {
		said = said || s.words[to].is(lang.Say)
		if !s.words[to].is(lang.Say) {
			return -1, -1
		}
	}
	if said || to+1 < hi && s.words[to+1].is(lang.Say) {
		return from, to
	}
	return -1, -1
}

// hasRole reports whether words[from:to] name what only a person can be.
func (s *speech) hasRole(from, to int) bool {
	for i := from; i < to; i++ {
		if s.words[i].is(lang.Role | lang.Title | lang.RoleVerb) {
			return true
		}
	}
	return false
}
