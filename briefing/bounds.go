package briefing

import "wirebrief/briefing/lang"

// boundBefore returns the first token of the bound words that end right before
// token i ("at least", "an estimated"), -1 if there are none.
func (s *figureScan) boundBefore(i int) int {
	last := s.at(i - 1)
	if !last.is(lang.NumBoundEnd) && !isBoundMark(last.mark) {
		return -1
	}
	if last.kind == markToken {
		return i - 1
	}
	for _, phrase := range s.rules.Before[s.lower(last)] {
		from := i - len(phrase)
		if from >= s.floor && s.matches(from, phrase) {
			return from
		}
	}
	return -1
}

// boundAfter returns the token after the bound words that begin at token i
// ("or more"), i if there are none.
func (s *figureScan) boundAfter(i int) int {
	t := s.at(i)
	if t.isMark('+') && t.glued {
		return i + 1
	}
	if !t.is(lang.NumBoundStart) {
		return i
	}
	for _, phrase := range s.rules.After[s.lower(t)] {
		if s.matches(i, phrase) && !s.plays(i+len(phrase), lang.RoleThan) {
			return i + len(phrase)
		}
	}
	return i
}

func isBoundMark(r rune) bool {
	switch r {
	case '~', '≈', '<', '>', '≤', '≥':
		return true
	}
	return false
}

// matches reports whether the words of a phrase stand at token i.
func (s *figureScan) matches(i int, phrase []string) bool {
	for k, w := range phrase {
		if !s.isWord(i+k, w) {
			return false
		}
	}
	return true
}

// bound finds the bound words of a figure, before its number or after what is
// counted, and widens the figure by them.
func (s *figureScan) bound(f *figureDraft) {
	if s.at(f.from-1).isMark('-') && s.at(f.from).glued && s.plays(f.from-2, lang.RoleSub) {
		f.first = f.from - 2
		f.qualifier = s.at(f.first).Span
		return
	}
	if from := s.boundBefore(f.from); from >= 0 {
		f.first = from
		f.qualifier = Span{s.at(f.first).Start, s.at(f.from - 1).End}
		return
	}
	if some := s.at(f.from - 1); f.scale > 1 && some.is(lang.NumSome) && f.from-1 >= s.floor {
		f.first = f.from - 1
		if s.at(f.first-1).is(lang.NumArticle) && f.first-1 >= s.floor {
			f.first--
		}
		f.qualifier = Span{s.at(f.first).Start, some.End}
		return
	}
	if f.odd != NoSpan {
		f.qualifier = f.odd
		return
	}
	for _, j := range [...]int{f.to, f.last} {
		if to := s.boundAfter(j); to > j {
			f.qualifier = Span{s.at(j).Start, s.at(to - 1).End}
			f.last = max(f.last, to)
			return
		}
	}
}
