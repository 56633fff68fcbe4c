package briefing

import "wirebrief/briefing/lang"

// tellGenders gives people whose gender neither name nor title tells the one
// that the text's pronouns give them: "Nur Talen raised her hand". Only
// sentences that name nobody else before the pronoun count, and all of them
// must agree.
func (s *speech) tellGenders(people []person) {
	const male, female = 1, 2
	votes := make([]uint8, len(people))
	for f := range s.frames {
		fr := &s.frames[f]
		who := -1
		for n := fr.nameFrom; n < len(s.names) && s.names[n].to <= fr.to; n++ {
			if p := s.names[n].person; p >= 0 && people[p].gender == 0 && who < 0 {
				who = n
				continue
			}
			who = -1
			break
		}
		if who < 0 {
			continue
		}
		for i := s.names[who].to; i < fr.to && i < s.names[who].to+25; i++ {
			if s.words[i].kind == quoteWord {
				break
			}
			if g := s.ownGender(i, fr.to); g == 'm' {
				votes[s.names[who].person] |= male
			} else if g == 'f' {
				votes[s.names[who].person] |= female
			}
		}
	}
	for p, v := range votes {
		switch v {
		case male:
			people[p].gender = 'm'
		case female:
			people[p].gender = 'f'
		}
	}
}

// ownGender reads the gender off a pronoun that points to the subject of its
// sentence: "his", "herself", "her" before a noun. Others may mean anybody.
func (s *speech) ownGender(i, hi int) byte {
	w := &s.words[i]
	if w.kind != plainWord || w.capital || !w.is(lang.Male|lang.Female) {
		return 0
	}
	if !w.is(lang.Owner | lang.Reflexive) {
		return 0
	}
	if w.is(lang.Pronoun) && !w.is(lang.Reflexive) && (i+1 >= hi || s.words[i+1].kind != plainWord || s.words[i+1].is(functionWord|lang.Adverb|lang.Time)) {
		return 0 // "her" may be an object
	}
	return genderOf(w.class)
}
