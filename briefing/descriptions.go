package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// mostDescribed bounds how many people a description is compared with.
const mostDescribed = 60

// meant tells whom "the minister" means, as an index of people: the one person
// named so far whose role is that. It is -1 if that is nobody, or several.
func (d *document) meant(src source) int {
	s := d.speech
	if src.to-src.from < 2 || src.to-src.from > 3 || !s.isOneOf(src.from, s.links.Definite) {
		return -1
	}
	if last := &s.words[src.to-1]; last.allCaps && src.to-src.from == 2 {
		return d.holder(last.Span)
	} else if !last.is(lang.Role) || last.capital {
		return -1
	}
	// "The prime minister" is not whoever is the shadow care minister.
	said := s.span(src.from+1, src.to).Of(s.text)
	who := -1
	for p := range d.people[:min(len(d.people), mostDescribed)] {
		one := &d.people[p]
		if one.role == NoSpan || one.role.Start > s.words[src.from].Start || one.aside {
			continue
		}
		if role := one.role.Of(s.text); len(role) >= len(said) && strings.EqualFold(role[len(role)-len(said):], said) {
			if who >= 0 {
				return -1
			}
			who = p
		}
	}
	return who
}

// holder tells who holds the office that is written short, "the PM", as an index
// of people: the one person named before with a role of these initials. It is -1
// if that is nobody, or several.
func (d *document) holder(short Span) int {
	letters := short.Of(d.text)
	who := -1
	for p := range d.people[:min(len(d.people), mostDescribed)] {
		one := &d.people[p]
		if one.role == NoSpan || one.role.Start > short.Start || one.aside || !d.speech.endsInitialled(one.role.Of(d.text), letters) {
			continue
		}
		if who >= 0 {
			return -1
		}
		who = p
	}
	return who
}

// endsInitialled reports whether the last words of a role begin with the letters
// given, each with its own. "Deputy Prime Minister" and "former Prime Minister" do
// not with PM.
func (s *speech) endsInitialled(role, letters string) bool {
	words := strings.Fields(role)
	n := len(words) - len(letters)
	if n < 0 || len(letters) < 2 {
		return false
	}
	for i, w := range words[n:] {
		if w[0] != letters[i] {
			return false
		}
	}
	return n == 0 || speechClass(s.rules, s.inflection, words[n-1])&(lang.Title|lang.Role|lang.Past) == 0
}

// stranger finds the nameless one or several whom the pronoun words[i] of frame f
// means: "An elderly man leaned out." before “Is this Castell?” he asked.
func (d *document) stranger(i, f int) Span {
	s := d.speech
	gender := genderOf(s.words[i].class)
	several := s.words[i].is(lang.Plural)
	if f == 0 || gender == 0 && !several || s.words[i].is(lang.First) {
		return NoSpan
	}
	fr := &s.frames[f]
	for n := fr.nameFrom; n < len(s.names) && s.names[n].to <= i; n++ {
		if s.names[n].person >= 0 {
			return NoSpan // someone is named in between
		}
	}
	src := s.frameSubject(&s.frames[f-1])
	if !src.ok() || src.person >= 0 || src.pronoun {
		return NoSpan
	}
	head := s.headOf(src.from, src.to)
	if several && s.words[head].is(lang.Role) && s.endsIn(head, s.rules.PluralEndings) || !several && s.isOneOf(src.from, s.links.Indefinite) && genderOf(s.words[head].class) == gender {
		return s.span(src.from, src.to)
	}
	return NoSpan
}
