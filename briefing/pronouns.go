package briefing

import "wirebrief/briefing/lang"

// maxLookBack bounds how many sentences back a pronoun may point.
const maxLookBack = 10

// A sayer is a resolved source.
type sayer struct {
	// mention is what was read, name who that is: NoSpan if it stays unknown.
	mention, name, role Span
	person              int
	// guessed marks a pronoun or surname that may as well mean someone else.
	guessed bool
}

// resolve tells who a source is, seen from its frame.
func (d *document) resolve(src source, f int) sayer {
	s := d.speech
	y := sayer{mention: s.span(src.from, src.to), name: NoSpan, role: NoSpan, person: src.person}
	if src.pronoun {
		if y.name = d.stranger(src.from, f); y.name != NoSpan {
			return y
		}
		y.person = d.antecedent(src.from, f)
		y.guessed = y.person >= 0 && d.ambiguous(y.person, src.from, f)
	} else if y.person < 0 {
		y.person = d.meant(src)
	}
	if n := s.nameAt[src.to-1]; n != 0 && s.names[n-1].doubted {
		y.guessed = true
	}
	switch {
	case y.person >= 0:
		y.name, y.role = d.people[y.person].name, d.people[y.person].role
	case !src.pronoun:
		y.name = y.mention
	default:
		y.name = d.antecedentBody(src.from, f)
	}
	return y
}

// antecedent finds the person that the pronoun words[i] in frame f means: in
// the nearest sentence with someone of fitting gender, whoever speaks there,
// else its subject, else the first named.
func (d *document) antecedent(i, f int) int {
	s := d.speech
	w := &s.words[i]
	gender := genderOf(w.class)
	if gender == 0 || w.is(lang.First|lang.Plural) {
		return -1
	}
	fallback, since := -1, 0
	for g := f; g >= 0 && g > f-maxLookBack; g-- {
		if fallback >= 0 && s.frames[g].para != s.frames[f].para && s.frames[since].para == s.frames[f].para {
			break // someone of this paragraph comes before those of earlier ones
		}
		if p := s.frames[g].speaker; g < f && g >= f-4 && p >= 0 && fallback < 0 && d.people[p].gender == 0 && d.people[p].human && !d.people[p].place {
			// Whoever spoke last, of a gender the text has not told so far.
			d.people[p].gender = gender
			return p
		}
		p, sure := d.fitting(g, i, gender)
		if p >= 0 && sure {
			return p
		}
		if p >= 0 && fallback < 0 {
			fallback, since = p, g
		}
		if fallback >= 0 && since-g >= 2 {
			break
		}
	}
	return fallback
}

// ambiguous reports whether the sentence before frame f names someone else whom
// the pronoun words[i] fits as well as p: nobody of that paragraph has spoken,
// and the text is not about p.
func (d *document) ambiguous(p, i, f int) bool {
	s := d.speech
	g := f - 1
	for ; g >= max(0, f-4); g-- {
		if s.frames[g].speaker == p {
			return false
		}
	}
	for g = f; g >= max(0, f-2); g-- {
		named, rival := false, false
		fr := &s.frames[g]
		for n := fr.nameFrom; n < len(s.names) && s.names[n].to <= min(fr.to, i) && n < fr.nameFrom+40; n++ {
			q := s.names[n].person
			if q == p {
				named = true
			} else if q >= 0 && d.people[q].gender != 0 && d.people[q].gender == genderOf(s.words[i].class) && !s.words[s.names[n].to-1].possessive() && s.named[p] < s.named[q]+2 {
				rival = true
			}
		}
		if named {
			return rival
		}
	}
	return false
}

// introduced reports whether a name is that of someone whom frame g, with that
// name as its subject, brings into the text.
func (d *document) introduced(n, g int) bool {
	s := d.speech
	nm, fr := &s.names[n], &s.frames[g]
	if nm.to-nm.from < 2 || d.people[nm.person].place || d.people[nm.person].name.Start != s.words[nm.from].Start {
		return false
	}
	return s.frameSubject(fr).person == nm.person
}

// fitting finds the likeliest person of frame g, before words[i], and tells
// whether the gender is known to fit.
func (d *document) fitting(g, i int, gender byte) (best int, sure bool) {
	s := d.speech
	fr := &s.frames[g]
	best = -1
	top := -1
	consider := func(p, score int) {
		if p < 0 || d.people[p].place && d.people[p].gender == 0 || d.people[p].gender != 0 && d.people[p].gender != gender {
			return
		}
		known := d.people[p].gender == gender
		if !known && !d.people[p].human {
			return
		}
		if known {
			score += 3
		}
		if score > top {
			best, top, sure = p, score, known
		}
	}
	if fr.to <= i {
		consider(fr.speaker, 5)
		consider(fr.topic, 4)
	}
	for c := fr.cueFrom; c < min(fr.cueTo, fr.cueFrom+20); c++ {
		if k := &s.cues[c]; !k.src.pronoun && k.src.ok() && k.src.to <= i {
			consider(k.src.person, 4)
		}
	}
	for n := fr.nameFrom; n < len(s.names) && s.names[n].to <= min(fr.to, i) && n < fr.nameFrom+40; n++ {
		score := 1
		if s.words[s.names[n].to-1].possessive() {
			score = 0
		}
		if n == fr.nameFrom {
			score++
		}
		consider(s.names[n].person, score)
		if p := s.names[n].person; p >= 0 && p == best && !sure && d.introduced(n, g) {
			sure = true // whoever is named here first is whom the text goes on about
		}
	}
	return best, sure
}

// antecedentBody finds what "they" or "it" means: the last description or
// body that spoke, not far back.
func (d *document) antecedentBody(i, f int) Span {
	s := d.speech
	if s.words[i].is(lang.First | lang.Male | lang.Female) {
		return NoSpan
	}
	for c := s.frames[f].cueFrom - 1; c >= 0 && c > s.frames[f].cueFrom-6; c-- {
		k := &s.cues[c]
		if f-k.frame > 4 {
			break
		}
		if k.src.ok() && !k.src.pronoun && k.src.person < 0 {
			return s.span(k.src.from, k.src.to)
		}
	}
	return NoSpan
}
