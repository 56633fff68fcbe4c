package briefing

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
	// single marks are now and then apostrophes, open ones a slip
	singleFactor = 0.7
	// someone else told what was said: "…, according to the daily"
	secondHandFactor = 0.6
	// a pronoun that fits two people is not shown: the better guess is often wrong
	guessedFactor = 0.5
	// who speaks is not known
	unknownSpeaker = 0.2
)

// confidence tells how sure it is that q is speech of its speaker, 0 to 1.
func (d *document) confidence(at attribution, q *Quote, it *quoted) float64 {
	c := tieConfidence[at.tie]
	if q.Partial {
		c *= partialFactor
	}
	if it.single || it.open {
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
	switch {
	case at.vague:
		c *= vagueFactor
	case at.sayer.person < 0:
		c *= unnamedFactor
	}
	if at.cue >= 0 && d.speech.secondHand(at.cue) {
		c *= secondHandFactor
	}
	return c
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
