package briefing

import (
	"sort"
	"strings"

	"wirebrief/briefing/lang"
)

// sayerIn tells whom a sentence gives as the source of what it says: "Roy also
// estimated …" gives Jan Roy and his role, "according to the ministry" gives
// "the ministry". A sentence that is quoted has the speaker of its quote. cue is
// the verb of saying, -1 if there is none. speaker is empty if the article
// itself says it, or the speaker stays unknown.
func (d *document) sayerIn(sent Span) (speaker, role string, cue int) {
	s := d.speech
	if s == nil {
		return "", "", -1
	}
	f := sort.Search(len(s.frames), func(f int) bool { return s.words[s.frames[f].to-1].End > sent.Start })
	for ; f < len(s.frames) && s.words[s.frames[f].from].Start < sent.End; f++ {
		c := s.mainCue(f, sent)
		if c < 0 || !s.speaks(&s.cues[c]) {
			continue
		}
		src := s.wholeSource(&s.cues[c])
		if !src.ok() {
			return "", "", -1
		}
		y := d.resolve(src, f)
		return y.name.Of(d.text), y.role.Of(d.text), c
	}
	q := sort.Search(len(d.quotes), func(q int) bool { return d.quotes[q].End > sent.Start })
	if q < len(d.quotes) && d.quotes[q].Overlaps(sent) && 2*overlap(d.quotes[q].Span, sent) > sent.Len() {
		return d.quotes[q].Speaker, d.quotes[q].Role, -1
	}
	return "", "", -1
}

// speaks reports whether whoever a cue gives can have said something: someone or
// some body, or whatever does what only a speaker does. "The attack claimed 18
// lives" and "several said" give nobody.
func (s *speech) speaks(k *cue) bool {
	src := &k.src
	if src.person >= 0 || src.pronoun || s.nameAt[src.to-1] != 0 || s.hasSpeaker(src.from, src.to) {
		return true
	}
	if k.kind != cueAccording && !s.words[k.to-1].is(lang.SayOnly) {
		return false
	}
	for i := src.from; i < src.to; i++ {
		if !s.words[i].is(lang.Det) && s.words[i].kind == plainWord {
			return true
		}
	}
	return false
}

// isAgency reports whether a cue names the agency that brings the news, behind
// what it tells: "Varga wrote on her page, Ostwire reports."
func (d *document) isAgency(k *cue) bool {
	s := d.speech
	if k.kind != cueBefore || k.src.person < 0 || k.src.to-k.src.from != 1 || k.src.to != k.from || k.from < 2 || !s.words[k.src.from-1].isMark(',') {
		return false
	}
	return s.isOneOf(k.from, s.rules.AgencyVerbs) && !strings.Contains(d.people[k.src.person].name.Of(s.text), " ")
}

// overlap is the number of bytes that a and b share.
func overlap(a, b Span) int { return max(0, min(a.End, b.End)-max(a.Start, b.Start)) }

// mainCue returns the outermost verb of saying of frame f inside sent, -1 if
// there is none.
func (s *speech) mainCue(f int, sent Span) int {
	fr := &s.frames[f]
	best := -1
	for c := fr.cueFrom; c < fr.cueTo && c < fr.cueFrom+20; c++ {
		k := &s.cues[c]
		if k.weak || s.words[k.from].Start < sent.Start || s.words[k.to-1].End > sent.End {
			continue
		}
		if k.kind == cueAccording && s.words[k.from].is(lang.Accord) || k.kind == cueInverted || k.kind == cuePassive {
			return c
		}
		if best < 0 && k.kind == cueBefore {
			best = c
		}
	}
	return best
}
