package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// direction tells whether the figure is said to go up or down.
func (s *figureScan) direction(f *figureDraft) string {
	if d := direction(s.at(f.last)); d != "" && (f.percent || f.money) {
		return d
	}
	if s.rules.Singular {
		return s.directionBehind(f)
	}
	if f.noun.to > 0 && (f.percent || f.unit != "") {
		if d := direction(s.at(f.noun.to - 1)); d != "" {
			return d
		}
	}
	for k := f.first - 1; k >= f.first-6; k-- {
		t := s.at(k)
		if d := direction(t); d != "" {
			if k == f.first-1 && f.noun.plural && !s.at(f.noun.to-1).is(lang.NumPoint) && (s.plays(k, lang.RoleUpward)) {
				// "shot down 18 drones", "set up 20 tents".
				return ""
			}
			return d
		}
		if t.kind != wordToken || !t.is(lang.NumTo|lang.NumFrom|lang.NumArticle|lang.NumBoundEnd|lang.NumOf) && !s.plays(k, lang.RoleBy) && !s.isAdverb(k) && !s.plays(k, lang.RoleFurther) {
			break
		}
	}
	return s.shifted(f)
}

// shiftReach is how many tokens before a figure the verb may stand that changes
// something to it.
const shiftReach = 8

// shifted tells the direction by a verb with its object: "lowered its rate to 3
// percent".
func (s *figureScan) shifted(f *figureDraft) string {
	k := f.first - 1
	if f.unit == "" || !s.at(k).is(lang.NumTo|lang.NumFrom) && !s.plays(k, lang.RoleBy) {
		return ""
	}
	for k--; k >= f.first-shiftReach; k-- {
		t := s.at(k)
		if s.plays(k, lang.RoleShift) {
			return direction(t)
		}
		if t.kind != wordToken || t.is(lang.NumAux|lang.NumVerb|lang.NumOpener|lang.NumAnd) {
			break
		}
	}
	return ""
}

func direction(t *figToken) string {
	switch {
	case t.is(lang.NumRise):
		return "up"
	case t.is(lang.NumFall):
		return "down"
	}
	return ""
}

// untrueConfidence is the confidence of a number that is denied or corrected,
// below that of any other.
const untrueConfidence = 0.02

// casualtyConfidence is that of a number of dead or injured, above any other.
const casualtyConfidence = 0.95

// confidence ranks a figure from 0 to 1. What counts people or things, money
// and shares, with its bound, ranks high; durations, ages, parts of compounds
// and numbers alone rank low, so that they are left out where room is short.
func (s *figureScan) confidence(f *figureDraft, fig *Figure) float64 {
	if fig.Casualty {
		return casualtyConfidence
	}
	c := 0.2
	switch {
	case f.untrue:
		return untrueConfidence
	case f.age:
		return 0.15
	case f.duration && f.noun.to == 0, f.duration && f.compound:
		return 0.15
	case f.compound && f.noun.to > 0 && s.at(f.noun.from).is(lang.NumCollective), f.digits && f.unit == "" && s.isCollectiveName(f.first-1), f.digits && s.at(f.to).isDash() && s.isVote(f):
		// "a 6.1-magnitude quake", "passed 217-213"
		return confident
	case f.compound:
		return 0.2
	case f.low == 1 && !f.ranged && !f.digits && f.unit == "":
		return 0.1
	case f.noun.plural && f.unit == "":
		c = 0.6
	case f.percent, f.money:
		c = 0.6
	case f.part, f.ratio:
		return 0.45
	case f.unit != "" && (f.noun.to > 0 || s.isReading(f)):
		c = 0.5
	case f.unit != "":
		c = 0.45
	case f.noun.to == 0 && f.counts != NoSpan:
		c = 0.5
	case f.noun.to > 0:
		c = 0.4
	}
	if f.noun.plural && s.isHuman(f.noun) {
		c += 0.1
	}
	if f.qualifier != NoSpan {
		c += 0.15
	}
	if f.ranged || f.vague || f.scale > 1 || f.low >= 1000 || fig.Source != "" {
		c += 0.05
	}
	if !f.digits && f.low >= 1 && f.low < 10 && f.qualifier == NoSpan && !f.money && !f.percent {
		c -= 0.25
	}
	if f.beside || s.isFragment(fig.Clause) {
		c = min(c, 0.45)
	}
	return min(max(c, 0.05), 0.9)
}

// isCollectiveName reports whether token k names what the number behind it
// measures: "a magnitude 6.9 quake".
func (s *figureScan) isCollectiveName(k int) bool {
	return s.at(k).is(lang.NumCollective) && !s.at(k).is(lang.NumNumberName)
}

// isReading reports whether a unit is one of what is measured and told for its
// own sake: temperatures, speeds, areas.
func (s *figureScan) isReading(f *figureDraft) bool {
	switch f.unit {
	case "°C", "°F", "km/h", "mph", "knots", "ha", "acres", "km²", "MW", "GW":
		return true
	}
	return false
}

// isFragment reports whether a clause is a few words that are no sentence: a
// line of a list, the name of a song.
func (s *figureScan) isFragment(c Span) bool {
	if c.Len() >= fewestBytes || endsSentence(s.sent.Of(s.text)) && c.Len() > s.sent.Len()/2 {
		return false
	}
	return !s.hasVerb(s.tokenFrom(c.Start), len(s.toks), c.End)
}

// source names who gives a figure: the speaker of the quotation it stands in,
// else who is said to say so in its sentence. What stands against it, after
// "while" or "but", is said by someone else.
func (s *figureScan) source(span, clause Span) string {
	if q := s.quoteOf(span); q != nil {
		return namedSource(q.Speaker, q.Role)
	}
	if !s.sayerKnown {
		name, role, cue := s.d.sayerIn(s.sent)
		s.sayer, s.sayerCue, s.sayerKnown = namedSource(name, role), cue, true
	}
	if s.sayer != "" && (!s.d.speech.governs(s.sayerCue, span) || clause.Start > s.sent.Start && s.contrasts(clause.Start) || s.otherSays(span)) {
		return ""
	}
	return s.sayer
}

// otherSays reports whether the clause of a figure is given by someone else than
// the one before it: "Police said 35,000 came; the organisers spoke of 100,000".
func (s *figureScan) otherSays(span Span) bool {
	at := s.tokenFrom(span.Start)
	for k := at - 1; k > 0; k-- {
		if s.at(k).isMark(';') || s.plays(k, lang.RoleContrast) {
			return s.reportsBetween(k, at) && s.reportsBetween(0, k)
		}
	}
	return false
}

// contrasts reports whether the token before byte start sets what follows
// against what went before.
func (s *figureScan) contrasts(start int) bool {
	k := s.tokenFrom(start) - 1
	return s.at(k).isMark(';') || s.plays(k, lang.RoleContrast)
}

// namedSource joins name and role. A single word in small letters ("several")
// names nobody.
func namedSource(name, role string) string {
	if !strings.Contains(name, " ") && name == strings.ToLower(name) {
		return ""
	}
	if role == "" {
		return name
	}
	return name + ", " + role
}
