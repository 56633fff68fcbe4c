package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// mostWords is how many words a counted noun may have.
const mostWords = 6

// A nounPhrase is what a number counts: its tokens [from, to) end with the
// head.
type nounPhrase struct {
	from, to int
	plural   bool
}

// counted finds the noun a figure counts and widens the figure to it.
func (s *figureScan) counted(f *figureDraft) {
	j := f.to
	j = s.boundAfter(j)
	if s.at(j).is(lang.NumBetween) && f.ranged {
		j++
	}
	if s.at(j).isMark('-') && f.compound {
		j++
	}
	np, ok := s.partitive(f, j)
	if !ok && (!f.duration || f.compound) && !f.rate.within(f.to, s) {
		np, ok = s.nounsAfter(f, j)
	}
	if !ok || f.money && np.plural && s.isHuman(np) && !s.at(f.to).is(lang.NumOf) {
		// "the $20 million experts say it costs"
		return
	}
	f.noun = np
	f.counts = Span{s.at(np.from).Start, s.nounEnd(np)}
	if f.compound || !f.digits || !s.isVote(f) {
		f.last = max(f.last, np.to)
	}
	if n := s.rateAt(np.to); n > 0 && f.rate == NoSpan {
		f.rate = Span{s.at(np.to).Start, s.at(np.to + n - 1).End}
		f.last = np.to + n
	}
}

// collectiveReach is how many tokens before a number the noun it counts may
// stand.
const collectiveReach = 12

// farReach is the same where a verb of change ties the number to a subject:
// "The number of people killed in the quake, which struck at night, has risen
// to 214".
const farReach = 40

// countedBefore finds what a number alone counts in front of it: "the number of
// wells rose to 40", "a population of 900".
func (s *figureScan) countedBefore(f *figureDraft) {
	if f.noun.to > 0 || f.counts != NoSpan || f.unit != "" || f.part || f.idle || f.vague {
		return
	}
	reach, risen := collectiveReach, s.hasRisenTo(f.first)
	if risen {
		reach = farReach
	}
	for k := f.first - 1; k >= max(s.before, f.first-reach); k-- {
		t := s.at(k)
		if !risen && (t.kind == markToken && !t.isMark('-') || t.is(lang.NumOpener)) || t.isMark(';') {
			return
		}
		if !t.is(lang.NumCollective) || risen && f.first-k > collectiveReach && !s.at(k+1).is(lang.NumOf) {
			continue
		}
		if s.at(k + 1).is(lang.NumOf) {
			j := k + 2
			if s.at(j).is(lang.NumDeterminer) {
				j++
			}
			if s.at(j).is(lang.NumState) && j < f.first {
				f.counts, f.harm = s.at(j).Span, s.at(j).is(lang.NumHarmed)
				return
			}
			if np, ok := s.nouns(j, true); ok && np.plural && np.to <= f.first {
				f.counts = Span{s.at(np.from).Start, s.at(np.to - 1).End}
				f.harm = s.at(np.to).is(lang.NumHarmed) || s.at(np.to-1).is(lang.NumHarmNoun)
				return
			}
		}
		if s.isLinked(k+1, f.first) && !t.is(lang.NumNumberName) {
			f.counts = t.Span
		}
		return
	}
}

// hasRisenTo reports whether "risen to", "stands at" or the like stands right
// before token i, the first of a figure with its bound words.
func (s *figureScan) hasRisenTo(i int) bool {
	if !s.at(i-1).is(lang.NumTo) && !s.plays(i-1, lang.RoleAt) {
		return false
	}
	return s.at(i-2).is(lang.NumRise|lang.NumFall) || s.plays(i-2, lang.RoleLinking)
}

// isLinked reports whether only words such as "of", "rose to", "is" stand
// between two tokens.
func (s *figureScan) isLinked(from, to int) bool {
	for k := from; k < to; k++ {
		if t := s.at(k); !t.is(lang.NumOf|lang.NumAux|lang.NumTo|lang.NumRise|lang.NumFall) && !s.plays(k, lang.RoleAt) && !s.plays(k, lang.RoleLinking) {
			return false
		}
	}
	return to-from <= 3
}

// within reports whether the rate is the last thing of an amount that ends at
// token to.
func (r Span) within(to int, s *figureScan) bool {
	return r != NoSpan && r.End == s.at(to-1).End
}

// partitive reads "of fighters", "of the deal" and, after a part, "the
// condos".
func (s *figureScan) partitive(f *figureDraft, j int) (nounPhrase, bool) {
	if s.at(j).is(lang.NumMore) && s.at(j+1).is(lang.NumOf) {
		j++ // "48 more of their soldiers"
	}
	if !s.at(j).is(lang.NumOf) {
		if !f.part || !s.at(j).is(lang.NumDeterminer) {
			return nounPhrase{}, false
		}
		j--
	}
	for n := 0; n < 3 && s.at(j+1).is(lang.NumDeterminer); n++ {
		j++
	}
	next := s.at(j + 1)
	if next.is(lang.NumNearby) {
		next = s.at(j + 2) // "11 of the past 17 races"
	}
	if next.is(lang.NumCardinal) || next.kind == digitsToken {
		return nounPhrase{}, false
	}
	if f.duration || f.unit != "" && s.at(j-1).is(lang.NumExtent) {
		return nounPhrase{}, false // "300 km north of Marran"
	}
	return s.nouns(j+1, true)
}

// nounsAfter reads the noun that stands right after the amount.
func (s *figureScan) nounsAfter(f *figureDraft, j int) (nounPhrase, bool) {
	if s.rules.Singular {
		if s.countOwner(f); f.counts != NoSpan || f.part || s.at(j).is(lang.NumPercent) {
			return nounPhrase{}, false // "yüzde 50'den yüzde 47,5'e": the next figure begins
		}
		np, ok := s.singularNoun(j)
		return np, ok && (j > f.to || s.leavesNoun(f.to-1, np))
	}
	if f.part && !f.compound || f.percent && s.plays(j, lang.RolePeriod) {
		return nounPhrase{}, false
	}
	if f.low == 1 && !f.ranged && f.unit == "" && !f.digits {
		return s.oneNoun(j)
	}
	if np, ok := s.modelNumber(f, j); ok {
		return np, true
	}
	np, ok := s.nouns(j, true)
	if ok && np.plural && s.endsInPerson(np) {
		return nounPhrase{}, false // "sailors under 28 admire Banks"
	}
	if !ok || np.plural || f.compound {
		return np, ok
	}
	if np.to == j+1 && s.opensObject(j) {
		return nounPhrase{}, false // "25 horsepower drive the pump"
	}
	if s.isParticiple(j) && !s.at(j).is(lang.NumState) {
		return nounPhrase{}, false
	}
	if s.at(j).is(lang.NumState) {
		np.to = j + 1
	}
	return np, true
}

// modelNumber reads digits behind a number that belong to what it counts: "five
// 787 Dreamliner jets", "six 737s".
func (s *figureScan) modelNumber(f *figureDraft, j int) (nounPhrase, bool) {
	t, next := s.at(j), s.at(j+1)
	if f.unit != "" || j != f.to || t.kind != digitsToken || !t.plain || t.glued || t.Len() < 3 {
		return nounPhrase{}, false
	}
	if next.glued && next.Len() == 1 && s.text[next.Start] == s.rules.PluralLetter {
		return nounPhrase{from: j, to: j + 2, plural: true}, true
	}
	np, ok := s.nouns(j+1, true)
	np.from = j
	return np, ok && np.plural && s.isName(j+1)
}

// nouns reads a noun phrase from token i to its first plural noun, or, without
// one, to the first word that cannot belong to it.
func (s *figureScan) nouns(i int, many bool) (nounPhrase, bool) {
	np := nounPhrase{from: i, to: i}
	for k, words := i, 0; words < mostWords; k++ {
		t := s.at(k)
		if t.isMark('-') && t.glued && s.at(k+1).glued && words > 0 && s.at(k+1).kind != markToken {
			k++
			np.to = k + 1
			if s.pluralAt(k) {
				return nounPhrase{from: i, to: k + 1, plural: true}, true
			}
			continue
		}
		if (t.is(lang.NumAnd|lang.NumOr) || t.isMark('/')) && words > 0 {
			if !many || !s.pluralAhead(k+1) {
				break
			}
			continue
		}
		if t.is(lang.NumMore) && s.plays(k+1, lang.RoleThan) || (words > 0 && s.isParticiple(k) || s.plays(k, lang.RolePast)) && !s.pluralAhead(k) {
			break
		}
		if !s.isNounWord(k) || words > 0 && t.capital && !s.at(k-1).proper && !s.isHeadline() && !s.pluralAhead(k) {
			break
		}
		words++
		np.to = k + 1
		if many && s.pluralAt(k) && !s.describesNext(k) {
			np.plural = true
			return np, true
		}
	}
	if np.to > i && s.isPossessive(np.to-1) {
		return nounPhrase{}, false
	}
	if np.to > i+4 || s.at(i).is(lang.NumComparative) && np.to == i+1 && !s.at(i).is(lang.NumMore) {
		return nounPhrase{}, false
	}
	return np, np.to > i && !s.isAdverb(i)
}

// isPossessive reports whether token k ends in 's.
func (s *figureScan) isPossessive(k int) bool {
	return s.at(k).kind == wordToken && s.inflection.IsOwner(s.at(k).Of(s.text))
}

// oneNoun reads the noun after "one": up to three words, ending before what
// looks like a verb.
func (s *figureScan) oneNoun(j int) (nounPhrase, bool) {
	k := j
	for k < j+3 && s.isNounWord(k) && (k == j || !s.pluralAt(k) && !s.isParticiple(k)) {
		k++
	}
	return nounPhrase{from: j, to: k}, k > j && !s.pluralAt(j)
}

// isNounWord reports whether token k can be part of a noun phrase.
func (s *figureScan) isNounWord(k int) bool {
	t := s.at(k)
	if t.upper && t.is(lang.NumModifier) {
		return true // "US troops"
	}
	if t.kind != wordToken || t.is(lang.NumStop|lang.NumCardinal|lang.NumScale|lang.NumVague|lang.NumClock) {
		return t.is(lang.NumState|lang.NumScale) && t.glued
	}
	return !t.capital || !t.is(lang.NumMonth|lang.NumWeekday)
}

// nounAt reports whether a noun phrase could begin at token k.
func (s *figureScan) nounAt(k int) bool { return s.isNounWord(k) && !s.isAdverb(k) }

// pluralAt reports whether token k looks like a plural noun.
func (s *figureScan) pluralAt(k int) bool {
	t := s.at(k)
	if t.kind != wordToken || t.is(lang.NumStop|lang.NumSingular) && !t.is(lang.NumPlural) {
		return false
	}
	if t.is(lang.NumPlural | lang.NumVague) {
		return true
	}
	if s.rules.Singular {
		return false
	}
	w := s.lower(t)
	if len(w) > 3 && w[len(w)-1] == s.rules.PluralLetter {
		return strings.IndexByte(s.rules.NoPlural, w[len(w)-2]) < 0 && !s.inflection.IsOwner(w) && (!t.upper || s.isHeadline())
	}
	if s.isManyLetters(t) {
		return true
	}
	for _, e := range s.rules.PluralEndings {
		if len(w) > len(e) && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// isManyLetters reports whether a word is the plural of two letters: "MPs", "TVs".
func (s *figureScan) isManyLetters(t *figToken) bool {
	w := t.Of(s.text)
	return len(w) == 3 && w[2] == s.rules.PluralLetter && t.capital && w[1] >= 'A' && w[1] <= 'Z'
}

// pluralAhead reports whether a plural noun follows within a few words of
// token k, with nothing in between that ends a noun phrase.
func (s *figureScan) pluralAhead(k int) bool {
	for range 4 {
		if s.pluralAt(k) {
			return true
		}
		if !s.isNounWord(k) {
			return false
		}
		k++
		if s.at(k).isMark('-') && s.at(k).glued {
			k++
		}
	}
	return false
}

// describesNext reports whether the plural at token k only describes the noun
// after it: "sports grounds", "Texas Rangers players".
func (s *figureScan) describesNext(k int) bool {
	t, next := s.at(k), s.at(k+1)
	if !s.isNounWord(k+1) || s.isParticiple(k+1) {
		return false
	}
	if p := s.at(k - 1); t.is(lang.NumModifier) || t.capital && p.capital && p.is(lang.NumModifier) {
		return s.pluralAhead(k + 1) // also "United States service members"
	}
	return t.capital && s.pluralAt(k+1) && !next.is(lang.NumVerb)
}

// isParticiple reports whether token k may be a participle: "closed", but not
// "need".
func (s *figureScan) isParticiple(k int) bool {
	t := s.at(k)
	if t.kind != wordToken || t.capital && !s.isHeadline() {
		return false
	}
	w := s.lower(t)
	return endsIn(w, s.rules.VerbEndings) && !hasSuffix(w, s.rules.NotVerbEndings)
}

// isAdverb reports whether token k ends like an adverb and so is no noun.
func (s *figureScan) isAdverb(k int) bool {
	t := s.at(k)
	return t.kind == wordToken && endsIn(t.Of(s.text), s.rules.AdverbEndings)
}

// endsIn reports whether a word of more than four letters has one of the
// endings.
func endsIn(w string, endings []string) bool {
	if len(w) <= 4 {
		return false
	}
	for _, e := range endings {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// isHuman reports whether the noun counted means people.
func (s *figureScan) isHuman(np nounPhrase) bool {
	head := s.at(np.to - 1)
	if head.is(lang.NumHuman | lang.NumState) {
		return true
	}
	w := s.lower(head)
	for _, e := range s.rules.PersonEndings {
		if len(w) > len(e)+2 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
