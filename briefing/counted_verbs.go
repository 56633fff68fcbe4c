package briefing

import (
	"sort"
	"strings"

	"wirebrief/briefing/lang"
)

// opensObject reports whether token k can only be a verb, since its object
// begins behind it: "the oldest 3 percent captured 31 percent".
func (s *figureScan) opensObject(k int) bool {
	t := s.at(k + 1)
	return s.isParticiple(k) && (t.kind == digitsToken || t.kind == moneyToken) || t.is(lang.NumDeterminer) && s.speechClass(k+1)&(lang.Rel|lang.Sub) == 0
}

// endsInPerson reports whether what looks like a counted noun is a verb with the
// person it is done to.
func (s *figureScan) endsInPerson(np nounPhrase) bool {
	head := s.at(np.to - 1)
	if np.to < np.from+2 || !head.capital || s.at(np.to-2).capital {
		return false
	}
	sp := s.d.speech
	i := sort.Search(len(sp.words), func(i int) bool { return sp.words[i].Start >= head.Start })
	if i == len(sp.words) || sp.words[i].Start != head.Start || sp.nameAt[i] == 0 {
		return false
	}
	n := sp.names[sp.nameAt[i]-1].person
	return n >= 0 && s.d.people[n].human && strings.Contains(s.d.people[n].name.Of(s.text), " ")
}
