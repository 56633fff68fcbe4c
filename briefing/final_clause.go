package briefing

import "wirebrief/briefing/lang"

// longestJoiner is the most bytes of an adverb that only ties a speaker to what
// went before: "da", "ise".
const longestJoiner = 4

// finalClause finds how something was said where the verb ends the sentence: what
// stands between the speaker and the quote, if it tells where, when or to whom,
// "hastane önünde yaptığı açıklamada", else the verb. A participle, "diyen", does
// not read well after a name.
func (s *speech) finalClause(k *cue, verb Span) Span {
	if s.words[k.to-1].is(lang.Attributive) || k.kind == cueInverted && s.words[k.from].is(lang.Quotative) {
		return NoSpan
	}
	if k.kind != cueBefore || k.src.from < s.frames[k.frame].from {
		return verb
	}
	from, to := k.src.to, k.src.to
	for to < k.from && s.words[to].kind != quoteWord {
		if w := &s.words[to]; w.kind == markWord && w.mark != ',' || w.is(lang.Say) {
			return verb
		}
		to++
	}
	if to == k.from {
		return verb
	}
	for from < to && (s.words[from].isMark(',') || s.words[from].is(lang.Adverb) && s.words[from].Len() <= longestJoiner) {
		from++
	}
	for to > from && s.words[to-1].isMark(',') {
		to--
	}
	if from >= to || s.words[to-1].End-s.words[from].Start > maxClause || !s.tellsPlace(to-1) && !s.words[to-1].is(lang.Audience) {
		return verb
	}
	return Span{s.words[from].Start, s.words[to-1].End}
}
