package briefing

import (
	"sort"

	"wirebrief/briefing/lang"
)

// cueAfter finds the cue right after the quote words[i]: “A,” Varga said.
func (a *attributor) cueAfter(i int, fr *frame) int {
	s := a.s
	first := s.cueFrom(fr, i)
	for c := first; c < min(fr.cueTo, first+5); c++ {
		k := &s.cues[c]
		if k.from <= i || k.kind == cueInherited || k.src.relative {
			continue // "Varga, who asked not to be named, said"
		}
		st := k.start()
		if st <= i {
			continue
		}
		for j := i + 1; j < st; j++ {
			w := &s.words[j]
			if !(w.isMark(',') || w.isDash() || w.is(lang.Adverb) && w.kind == plainWord) {
				return -1
			}
		}
		if k.weak && s.words[i].mark != ',' && !s.words[i+1].isMark(',') {
			return -1
		}
		return c
	}
	return -1
}

// cueFrom returns the first cue of a frame that begins after words[i].
func (s *speech) cueFrom(fr *frame, i int) int {
	return fr.cueFrom + sort.Search(fr.cueTo-fr.cueFrom, func(c int) bool { return s.cues[fr.cueFrom+c].from > i })
}

// cueBefore finds the nearest cue before the quote.
func (a *attributor) cueBefore(i int, fr *frame) int {
	s := a.s
	end := s.cueFrom(fr, i)
	for c := end - 1; c >= max(fr.cueFrom, end-12); c-- {
		k := &s.cues[c]
		if k.to > i || k.src.from > i {
			continue
		}
		if k.kind == cueInverted && k.src.to > i {
			continue
		}
		if k.kind == cueAccording && c > fr.cueFrom {
			continue
		}
		if k.src.pronoun && c > fr.cueFrom {
			// "Varga says she believes": what counts is the outer verb.
			if o := &s.cues[c-1]; o.to <= k.src.from && o.kind == cueBefore && !o.weak && s.unbroken(o.to, k.src.from) && a.samePerson(o.src, k.src) {
				return c - 1
			}
		}
		return c
	}
	return -1
}

// unbroken reports whether no punctuation stands in words[i:j].
func (s *speech) unbroken(i, j int) bool {
	for ; i < j; i++ {
		if s.words[i].kind != plainWord && s.words[i].kind != numberWord {
			return false
		}
	}
	return true
}

// samePerson reports whether two sources of a frame mean the same.
func (a *attributor) samePerson(x, y source) bool {
	if k := a.s.words[y.from].class; k&(lang.Male|lang.Female|lang.Plural|lang.First) == 0 {
		return true // whatever "it" is, the outer subject is likelier to speak
	}
	if x.pronoun {
		return a.s.words[x.from].class == a.s.words[y.from].class
	}
	g := genderOf(a.s.words[y.from].class)
	if x.person < 0 && g != 0 && a.s.hasSpeaker(x.from, x.to) {
		told := genderOf(a.s.words[a.s.headOf(x.from, x.to)].class)
		return told == 0 || told == g
	}
	return x.person >= 0 && g != 0 && (a.d.people[x.person].gender == 0 || a.d.people[x.person].gender == g)
}

// cueLater finds a cue anywhere after the quote in its sentence.
func (a *attributor) cueLater(i int, fr *frame) int {
	first := a.s.cueFrom(fr, i)
	for c := first; c < min(fr.cueTo, first+12); c++ {
		if k := &a.s.cues[c]; !k.weak && !a.opensQuote(k, fr) {
			return c
		}
	}
	return -1
}

// opensQuote reports whether a quote follows right after a cue that has none
// before it, and so is what the cue tells: "and a sign read “B”".
func (a *attributor) opensQuote(k *cue, fr *frame) bool {
	s := a.s
	i := k.to
	if i < fr.to && (s.words[i].isMark(',') || s.words[i].isMark(':')) {
		i++
	}
	return k.kind == cueBefore && i < fr.to && s.words[i].kind == quoteWord && s.words[i].capital && !s.afterQuote(k.src.from, fr)
}

// adjacent reports whether little stands between a cue and the quote.
func (a *attributor) adjacent(k *cue, i int) bool {
	s := a.s
	to := k.to
	if k.kind == cueInverted || k.kind == cueAccording {
		to = max(to, k.src.to)
	}
	if to == i {
		return true
	}
	p := &s.words[i-1]
	if p.isMark(':') || p.isMark(',') {
		return true
	}
	return i-to == 1 && p.is(lang.Sub)
}

// nextCue finds the first cue of the next sentence in the same paragraph.
func (a *attributor) nextCue(f int) int {
	s := a.s
	if f+1 >= len(s.frames) || s.frames[f+1].para != s.frames[f].para {
		return -1
	}
	if fr := &s.frames[f+1]; fr.cueFrom < fr.cueTo {
		return fr.cueFrom
	}
	return -1
}
