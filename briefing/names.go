package briefing

import (
	"slices"
	"strings"
	"unicode"

	"wirebrief/briefing/lang"
)

// A name is a run of capitalised words that names a person, body or place.
type name struct {
	// from and to are the words of the bare name, lead where titles before it
	// begin: "Foreign Minister Ana Varga".
	lead, from, to int
	// person indexes document.people, -1 for bodies.
	person int
	// org marks bodies; titled names that stand after a title.
	org, titled bool
	// doubted marks a bare surname that may mean another of those who bear it.
	doubted bool
	// frame is the index of its sentence.
	frame int
	// gender is what the title before it tells.
	gender byte
}

const functionWord = lang.Det | lang.Prep | lang.Conj | lang.Sub | lang.Rel | lang.Pronoun | lang.Be | lang.Aux

// mostRunWords bounds a name with its titles.
const mostRunWords = 14

// mostParticles bounds the small words inside a name: "van der".
const mostParticles = 3

// findNames collects the names of all frames.
func (s *speech) findNames() {
	s.nameAt = make([]int32, len(s.words))
	s.names = make([]name, 0, len(s.words)/12)
	for f := range s.frames {
		fr := &s.frames[f]
		fr.nameFrom = len(s.names)
		if s.titleCase(fr) {
			continue
		}
		for i := fr.from; i < fr.to; i++ {
			if !s.words[i].capital || !s.startsName(i, i == fr.from) {
				continue
			}
			end := s.nameRunEnd(i, fr.to)
			s.addName(i, end, f)
			i = end - 1
		}
	}
	for n := range s.names {
		for i := s.names[n].lead; i < s.names[n].to; i++ {
			s.nameAt[i] = int32(n + 1)
		}
	}
}

// titleCase reports whether nearly all longer words of a first frame are
// capitalised, as in headlines: there capitals tell no names.
func (s *speech) titleCase(fr *frame) bool {
	if fr.para > 1 {
		return false
	}
	caps, all := 0, 0
	for i := fr.from; i < fr.to; i++ {
		w := &s.words[i]
		if w.kind != plainWord || w.Len() < 3 {
			continue
		}
		all++
		if w.capital {
			caps++
		} else if !w.is(functionWord) {
			return false
		}
	}
	return all > 4 && caps*4 > all*3
}

// startsName reports whether a name can begin with words[i]. At the start of a
// sentence a capital says little.
func (s *speech) startsName(i int, first bool) bool {
	w := &s.words[i]
	if w.kind != plainWord || !w.capital {
		return false
	}
	if w.is(lang.Calendar) && !s.givenMonth(i) {
		return s.saysSomething(i) || s.titlesPaper(i)
	}
	if w.is(functionWord) && !w.is(lang.Given|lang.Affil) {
		return false
	}
	if !first {
		return true
	}
	if s.inflection.Inflects() && !w.possessive() && !w.is(lang.Given) && s.tellsPlace(i) {
		return false // "Toplantıda": a name would have an apostrophe
	}
	if w.is(lang.Role|lang.Org) && !w.is(lang.Given|lang.Courtesy) && !w.possessive() &&
		(i+1 >= len(s.words) || !s.words[i+1].capital && !s.words[i+1].is(lang.Particle) && !s.opensOffice(i)) {
		return false // "Officials said"
	}
	if w.is(lang.Given | lang.Title | lang.Role | lang.Courtesy | lang.Affil | lang.Org) {
		return true
	}
	return !w.is(lang.Adverb | lang.Say | lang.SayWeak | lang.Saying | lang.Verb | lang.Accord | lang.Spoken | lang.Time)
}

// opensOffice reports whether words[i] begins an office: "Minister of Health",
// "Chairman of the Board".
func (s *speech) opensOffice(i int) bool {
	if i+3 >= len(s.words) || !s.words[i].is(lang.Title) || !s.isOneOf(i+1, s.links.NameOf) {
		return false
	}
	of := &s.words[i+2]
	if of.is(lang.Det) {
		of = &s.words[i+3]
	}
	return of.kind == plainWord && of.capital
}

// givenMonth reports whether a month is meant as a name: "April Jones".
func (s *speech) givenMonth(i int) bool {
	return i+1 < len(s.words) && s.words[i+1].kind == plainWord && s.words[i+1].capital && s.namesMonth(i) &&
		!s.words[i+1].is(lang.Calendar|functionWord)
}

// namesMonth reports whether words[i] is the full name of a month that is also a
// name: "April", "May".
func (s *speech) namesMonth(i int) bool {
	w := &s.words[i]
	return w.is(lang.Calendar) && w.Len() <= 5 && s.text[w.core-1] != '.'
}

// titlesPaper reports whether the day words[i] begins the name of a paper: "The
// Sunday Mirror".
func (s *speech) titlesPaper(i int) bool {
	return i > 0 && i+1 < len(s.words) && s.isOneOf(i-1, s.links.Definite) && s.words[i+1].kind == plainWord && s.words[i+1].capital &&
		!s.words[i+1].is(functionWord|lang.Calendar|lang.Given) && !s.namesMonth(i)
}

// saysSomething reports whether the month words[i] is followed by a verb of saying,
// and so may be the surname of someone named in full: “A,” May said. What stands
// behind "in" or "last" is none.
func (s *speech) saysSomething(i int) bool {
	if !s.namesMonth(i) || i+1 >= len(s.words) || s.words[i+1].kind != plainWord || s.words[i+1].capital || !s.words[i+1].is(lang.Say) {
		return false
	}
	return i == 0 || s.words[i-1].kind != plainWord || !s.words[i-1].is(functionWord|lang.Time)
}

// nameRunEnd returns where the run of capitalised words from i ends.
func (s *speech) nameRunEnd(i, hi int) int {
	j := i
	hi = min(hi, i+mostRunWords)
	for {
		w := &s.words[j]
		j++
		if w.possessive() || j >= hi {
			return j
		}
		n := &s.words[j]
		follows := j+1 < hi && s.words[j+1].kind == plainWord && s.words[j+1].capital
		switch {
		case n.kind != plainWord:
			if follows && n.kind == markWord && !s.words[j+1].is(functionWord) && (unicode.Is(unicode.Cf, n.mark) || isDoubleMark(n.mark)) {
				continue // invisible, or the marks of Jan “Jack” Roy
			}
			if n.isMark(',') && j+1 < hi && s.words[j+1].is(lang.Suffix) && s.words[j+1].capital {
				return j + 2
			}
			return j
		case n.capital && !n.is(functionWord|lang.Calendar), n.capital && w.is(lang.Given|lang.Courtesy) && s.namesMonth(j) && !(follows || j+1 < hi && s.words[j+1].kind == numberWord):
		case n.is(lang.Particle) && !n.capital && s.overParticles(j, hi) > 0:
			j = s.overParticles(j, hi) - 1
		case w.is(lang.Title|lang.Role|lang.Org) && follows && s.isOneOf(j, s.links.NameOf):
		case w.is(lang.Title|lang.Role|lang.Org) && j+2 < hi && s.isOneOf(j, s.links.NameOf) && s.isOneOf(j+1, s.links.Definite) &&
			s.words[j+2].kind == plainWord && s.words[j+2].capital && !s.words[j+2].is(functionWord):
			j++ // "Committee of the Red Cross"
		case n.is(lang.Conj) && follows && s.isPortfolio(j-1) && s.isPortfolio(j+1):
		default:
			return j
		}
	}
}

// isPortfolio reports whether the capitalised words[i] is what a ministry is for.
func (s *speech) isPortfolio(i int) bool {
	_, ok := slices.BinarySearch(s.rules.Portfolios, strings.ToLower(s.words[i].Of(s.text)))
	return ok
}

// overParticles returns the end of the small words of a name from words[j] on,
// "van der" before "Berg", 0 if no name goes on behind them.
func (s *speech) overParticles(j, hi int) int {
	end := j + 1
	for end < hi && end < j+mostParticles && s.words[end].is(lang.Particle) && !s.words[end].capital {
		end++
	}
	if end < hi && s.words[end].kind == plainWord && s.words[end].capital && !s.words[end].is(functionWord) {
		return end
	}
	return 0
}

// isDoubleMark reports whether r is a double quotation mark.
func isDoubleMark(r rune) bool { return r == '"' || r == '“' || r == '”' }

// addName parts a run into titles and the name proper.
func (s *speech) addName(a, b, f int) {
	n := name{lead: a, from: a, to: b, person: -1, frame: f}
	if r := s.lastTitle(a, b); r >= 0 {
		n.titled = true
		n.gender = genderOf(s.words[r].class)
		n.from = r + 1
		if s.isOneOf(r+1, s.links.NameOf) {
			n.from = min(r+3, b)
			if s.words[r+2].is(lang.Det) {
				n.from = min(r+4, b)
			}
			if n.from < b && s.words[n.from].is(functionWord) && !s.words[n.from].is(lang.Particle|lang.Given) {
				n.from = b // "Chairman of the Board of Lorne Rail", with or without a name
				if g := s.firstGiven(r+2, b); g > 0 && !s.words[b-1].is(lang.Org|lang.Place) {
					n.from = g
				}
			}
			for n.from+2 < b && s.words[n.from].is(lang.Org|lang.Place) && !s.words[n.from].is(lang.Given) {
				n.from++ // "Director of the Harbour Trust Ana Varga"
			}
		}
	}
	if g := s.firstGiven(n.from, b); g > n.from && (s.afterSeat(a) || n.titled && s.words[n.from-1].capital && !s.words[n.from-1].is(lang.Title|lang.Role|lang.Courtesy) || !s.firstOfThree(n.from, g, b)) {
		n.from = g
	} else if g < 0 && !n.titled && b-a > 2 && s.words[b-1].kind == plainWord && s.afterSeat(a) && s.words[a-2].capital {
		n.from = b - 2
	} else if g < 0 && !n.titled {
		for b-n.from > 1 && (s.words[n.from].is(lang.Affil) || b-n.from > 2 && s.words[n.from].allCaps) {
			n.from++
		}
	}
	if n.from >= b {
		n.from, n.org = a, true // "Secretary of State": an office without a name
	}
	n.org = n.org || s.isBody(n.from, b) || !n.titled && s.completesBody(a)
	s.names = append(s.names, n)
}

// lastTitle finds the last title in words[a:b] with something after it.
func (s *speech) lastTitle(a, b int) int {
	for r := b - 2; r >= a; r-- {
		w := &s.words[r]
		if s.words[r+1].kind == markWord {
			continue // Jan “Captain” Roy
		}
		if w.is(lang.Title|lang.Role|lang.Courtesy) && !(w.is(lang.Given) && r > a && s.words[r-1].is(lang.Given)) && !(w.is(lang.Given) && r == a) {
			return r
		}
	}
	return -1
}

// firstGiven finds the first given name in words[a:b] with something after it.
func (s *speech) firstGiven(a, b int) int {
	for i := a; i < b-1; i++ {
		if s.words[i].kind == markWord {
			return -1
		}
		if s.words[i].is(lang.Given) {
			return i
		}
	}
	return -1
}

// afterSeat reports whether words[i] may be the place that someone sits for: "the
// MP for Castell Ana Varga", or what an office is for: "Secretary of the Navy for
// Ships Ana Varga".
func (s *speech) afterSeat(i int) bool {
	if i < 2 || !s.isOneOf(i-1, s.links.Seat) || s.words[i-2].kind != plainWord {
		return false
	}
	if s.words[i-2].is(lang.Title | lang.Role) {
		return true
	}
	n := len(s.names) - 1
	return n >= 0 && s.names[n].to == i-1 && s.names[n].org && s.hasRole(s.names[n].from, i-1)
}

// firstOfThree reports whether the word before the given name words[g] is likely
// a given name too, though no list holds it: "Corwell William Tarn". What else
// stands there is an office, a party or a trade.
func (s *speech) firstOfThree(from, g, b int) bool {
	w := &s.words[from]
	if g != from+1 || b != g+2 || w.allCaps || w.possessive() || w.is(lang.Affil|lang.Org|lang.Role|lang.Title|lang.Land|lang.Place) {
		return false
	}
	return !s.isTrade(from) && w.Len() > 3
}

// isTrade reports whether a capitalised word ends like what somebody does or is.
func (s *speech) isTrade(i int) bool {
	return s.endsIn(i, s.rules.TradeEndings) || s.endsIn(i, s.rules.OriginEndings)
}

// isOrigin reports whether words[i] tells where somebody is from or what party they
// belong to: "Republican".
func (s *speech) isOrigin(i int) bool { return s.words[i].is(lang.Affil) && s.isTrade(i) }

// isBody reports whether words[a:b] name a body rather than a person.
func (s *speech) isBody(a, b int) bool {
	if s.words[b-1].is(lang.Org|lang.Place) && (!s.words[a].is(lang.Given) || b-a > 3 || s.namesPurpose(b)) {
		return true
	}
	for i := a + 1; i < b; i++ {
		if s.isOneOf(i, s.links.NameOf) || s.words[i].is(lang.Conj) && !s.words[i].capital {
			return true
		}
	}
	if s.words[a].is(lang.Calendar) && !s.namesMonth(a) {
		return true // "The Sunday Mirror"
	}
	return b-a == 1 && s.words[a].allCaps && s.words[a].Len() < 5 && !s.isInitials(a)
}

// namesPurpose reports whether words[i:] tell what a body is for: "for Deep Seas",
// "on Harbours".
func (s *speech) namesPurpose(i int) bool {
	if i+1 >= len(s.words) || s.words[i].kind != plainWord || !s.words[i+1].capital || s.words[i+1].is(functionWord|lang.Calendar) {
		return false
	}
	return s.isOneOf(i, s.links.Purpose)
}

// completesBody reports whether the name from words[i] on only tells what a body is
// for: "the Commission on Harbour Debates".
func (s *speech) completesBody(i int) bool {
	return i > 1 && s.words[i-2].is(lang.Org) && s.words[i-2].capital && !s.words[i].is(lang.Given) && s.namesPurpose(i-1) && !s.afterSeat(i)
}

// isInitials reports whether words[i] are the initials of someone who may not be
// named, "M.K.", where a language does so.
func (s *speech) isInitials(i int) bool {
	w := s.words[i].text(s.text)
	return s.rules.VerbFinal && s.words[i].class&^lang.Abbrev == 0 && strings.HasSuffix(w, ".") && strings.Count(w, ".") > 1
}

// genderOf reads 'm', 'f' or 0 off a class.
func genderOf(c lang.Class) byte {
	switch c & (lang.Male | lang.Female) {
	case lang.Male:
		return 'm'
	case lang.Female:
		return 'f'
	}
	return 0
}
