package briefing

import (
	"strings"

	"wirebrief/briefing/lang"
)

// tieConfidence is how often the speaker found by each tie was right, measured
// on hand-annotated news.
var tieConfidence = [...]float64{
	tieNone:       0.10,
	tieAfter:      0.97,
	tieRight:      0.92,
	tieBefore:     0.88,
	tieLater:      0.65,
	tieContinued:  0.95,
	tieFollowing:  0.70,
	tieLabel:      0.65,
	tieSigned:     0.90,
	tieTranscript: 0.85,
	tieActs:       0.55,
	tieSubject:    0.50,
}

// What makes a quote rank lower than its tie.
const (
	// fragments rank below all sentences: alone they say little
	partialFactor = 0.6
	// a description may be no speaker at all
	vagueFactor = 0.75
	// nobody is named: "a senior official"
	unnamedFactor = 0.95
	// open marks are a slip, or what follows is not all speech
	openFactor = 0.6
	// single marks are now and then apostrophes, unless they hold a sentence
	singleFactor = 0.75
	// what is written on signs is a slogan, and nobody's words
	writtenFactor = 0.5
	// someone else told what was said: "…, according to the daily"
	secondHandFactor = 0.6
	// a pronoun that fits two people is not shown: the better guess is often wrong
	guessedFactor = 0.5
	// a name behind its verb is misread a little more often than one before it
	invertedFactor = 0.98
	// two parts on both sides of one said-clause can hardly be anybody else's
	splitFactor = 1.02
	// who speaks is not known
	unknownSpeaker = 0.2
)

// confidence tells how sure it is that q is speech of its speaker, 0 to 1.
func (d *document) confidence(at attribution, q *Quote, it *quoted) float64 {
	c := tieConfidence[at.tie]
	if q.Partial {
		c *= partialFactor
	}
	if it.open {
		c *= openFactor
	}
	if it.single && !d.wellFormed(it) {
		c *= singleFactor
	}
	if at.tie == tieNone {
		return c
	}
	if at.sayer.name == NoSpan {
		return min(c, unknownSpeaker)
	}
	if at.sayer.guessed {
		c *= guessedFactor
	}
	if d.speech.written(&at) {
		c *= writtenFactor
	}
	switch {
	case at.vague:
		c *= vagueFactor
	case at.sayer.person < 0:
		c *= unnamedFactor
	}
	if at.cue >= 0 && d.speech.secondHand(at.cue) {
		c *= secondHandFactor
	}
	if at.cue >= 0 && d.speech.cues[at.cue].kind == cueInverted {
		c *= invertedFactor
	}
	if len(q.Parts) > 1 {
		c *= splitFactor
	}
	return c
}

// wellFormed reports whether a quote in single marks has several words and
// either begins or ends like speech, as no apostrophes do.
func (d *document) wellFormed(it *quoted) bool {
	t := strings.TrimSpace(it.inner.Of(d.text))
	if n := strings.Count(t, " "); n < 2 {
		return n == 1 && strings.HasSuffix(t, ",")
	}
	return isUpper(runeAt(t, 0)) || strings.HasSuffix(t, ",") || isStop(t[len(t)-1]) || strings.Count(t, " ") > 3
}

// written reports whether what "says" a quote is a sign or banner.
func (s *speech) written(at *attribution) bool {
	if at.cue < 0 {
		return false
	}
	k := &s.cues[at.cue]
	if at.sayer.person >= 0 {
		// "Varga held up a sign saying": not a chant that she led.
		return k.from > 0 && s.words[k.from].is(lang.Saying) && s.words[k.from-1].is(lang.Written)
	}
	return s.words[k.src.to-1].is(lang.Written) || k.from > 0 && s.words[k.from-1].is(lang.Written)
}

// secondHand reports whether the sentence of a cue also has "according to".
func (s *speech) secondHand(c int) bool {
	fr := &s.frames[s.cues[c].frame]
	for k := fr.cueFrom; k < fr.cueTo && k < fr.cueFrom+10; k++ {
		if k != c && s.cues[k].kind == cueAccording {
			return true
		}
	}
	return false
}
