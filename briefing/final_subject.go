package briefing

import (
	"sort"

	"wirebrief/briefing/lang"
)

// farthestSubject is how many words from the beginning of its sentence, or
// before a verb that stands between quotes, a subject is looked for.
const farthestSubject = 120

// subjectAtQuote finds the subject between the last quote before words[hi] and
// the quote before that: Gül, “A”, Taş ise “B” dedi.
func (r *finalReader) subjectAtQuote(fr *frame, hi int) source {
	s := r.s
	low := max(fr.from, hi-farthestSubject)
	q := hi - 1
	for q > low && s.words[q].kind != quoteWord {
		q--
	}
	p := q - 1
	for p >= low && s.words[p].kind != quoteWord {
		p--
	}
	if p < low || p+1 >= q || !s.words[p+1].isMark(',') {
		return noSource
	}
	return r.subject(&frame{from: p + 1, to: fr.to}, q)
}

// subject finds the subject of a sentence before words[hi]: the first name or
// description in the nominative that a comma, a quote or the verb follows, else
// the first that stands free.
func (r *finalReader) subject(fr *frame, hi int) source {
	s := r.s
	free, loose := noSource, noSource
	for i := fr.from; i < hi && i < fr.from+farthestSubject; i++ {
		src := r.nounAt(i, fr, hi)
		if !src.ok() {
			continue
		}
		i = src.to - 1
		if s.words[i].possessive() || s.words[i].is(lang.Oblique) {
			continue
		}
		next := src.to
		if src.person >= 0 && free.ok() && free.person < 0 && r.isParticiple(src.from-1) {
			free = noSource // "Eşi denizde kaybolan Ayla Demir"
		}
		switch {
		case next >= hi || s.words[next].kind == quoteWord || s.words[next].isMark(',') || s.words[next].isMark(':'):
			return src
		case s.words[next].kind == markWord && !s.words[next].isMark('('):
		case s.words[next].is(lang.Prep|lang.Conj|lang.Be|lang.Suffix) && !s.words[next].is(lang.Adverb):
		case !free.ok() && r.standsFree(next, hi):
			free = src
		case !loose.ok() && src.person >= 0 && src.to-src.from > 1:
			loose = src // "Ayla Demir gözyaşları içinde"
		}
	}
	if !free.ok() {
		return loose
	}
	return free
}

// standsFree reports whether words[i], behind a noun, does not belong to it: it
// has a case of its own, or tells how and when, or is a verb.
func (r *finalReader) standsFree(i, hi int) bool {
	w := &r.s.words[i]
	if w.is(lang.Adverb|lang.Calendar|lang.Time|lang.Det|lang.Say|lang.SayWeak|lang.Medium|lang.Saying|lang.Pronoun|lang.Audience) || w.possessive() || w.isMark('(') {
		return true
	}
	return w.capital || r.s.tellsPlace(i)
}

// nounAt reads the name or the description of someone that begins at words[i].
func (r *finalReader) nounAt(i int, fr *frame, hi int) source {
	s := r.s
	w := &s.words[i]
	if w.kind != plainWord {
		return noSource
	}
	if n := s.nameAt[i]; n != 0 {
		nm := &s.names[n-1]
		if nm.to > hi || nm.person < 0 && !s.hasSpeaker(nm.lead, nm.to) {
			return noSource
		}
		return source{from: nm.lead, to: nm.to, person: nm.person}
	}
	if !w.is(lang.Role|lang.Org) || i+1 < hi && s.words[i+1].kind == plainWord && s.words[i+1].is(lang.Role|lang.Org) {
		return noSource // of two nouns the second counts: "polis sözcüsü"
	}
	if n := s.nextName(i + 1); n >= 0 && !w.possessive() && s.names[n].person >= 0 && !s.words[s.names[n].to-1].possessive() {
		return noSource // "sözcü Ayla Demir": the name counts
	}
	src := source{from: r.descriptionStart(i, fr.from), to: i + 1, person: -1}
	src.person = r.bearer(i)
	return src
}

// nextName returns the name that begins at words[i], -1 if none does.
func (s *speech) nextName(i int) int {
	if i >= len(s.words) || s.nameAt[i] == 0 {
		return -1
	}
	return int(s.nameAt[i]) - 1
}

// descriptionStart walks left from the noun words[i] over what describes it.
func (r *finalReader) descriptionStart(i, low int) int {
	s := r.s
	for k := i; k > low && k > i-6; k-- {
		w := &s.words[k-1]
		switch {
		case w.kind != plainWord || w.is(lang.Saying|lang.Attributive|lang.Say|lang.SayWeak|lang.Verb|lang.Conj|lang.Sub|lang.Calendar|lang.Time|lang.Accord):
			return k
		case w.is(lang.Det):
			return r.adjectivesStart(k-1, low)
		case w.is(lang.Adverb | lang.Prep):
			return k
		case w.possessive() && !s.isOwner(k-1), !w.possessive() && s.tellsPlace(k-1):
			return k
		}
		if n := s.nameAt[k-1]; n != 0 {
			return max(low, s.names[n-1].lead)
		}
		if k-1 == low {
			return low
		}
	}
	return i
}

// adjectivesStart walks left from the article words[i] over adjectives: "üst düzey
// bir yetkili".
func (r *finalReader) adjectivesStart(i, low int) int {
	s := r.s
	for i > low && i > 1 {
		w := &s.words[i-1]
		if w.kind != plainWord || s.nameAt[i-1] != 0 || w.possessive() || !w.is(lang.Affil) && !endsIn(w.Of(s.text), r.d.rules.Numbers.AdjectiveEndings) {
			break
		}
		i--
	}
	return i
}

// bearer finds whom a bare title means, "Bakan", "Başkan": the last person
// before words[i] whose role it ends. It returns -1 if there is none.
func (r *finalReader) bearer(i int) int {
	s := r.s
	w := &s.words[i]
	if !w.is(lang.Title) || i > 0 && s.words[i-1].is(lang.Det) {
		return -1
	}
	title := w.text(s.text)
	if !isUpper(runeAt(title, 0)) {
		return -1
	}
	n := s.namesBefore(i)
	for k := n - 1; k >= 0 && k > n-60; k-- {
		p := s.names[k].person
		if p < 0 || r.d.people[p].role == NoSpan {
			continue
		}
		role := r.d.people[p].role.Of(s.text)
		if last := lastToken(role); len(last) >= len(title) && last[:len(title)] == title {
			return p
		}
	}
	return -1
}

// namesBefore counts the names that begin before words[i].
func (s *speech) namesBefore(i int) int {
	return sort.Search(len(s.names), func(n int) bool { return s.names[n].lead >= i })
}
