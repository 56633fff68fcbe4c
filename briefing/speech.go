package briefing

import (
	"slices"
	"strings"
	"sync"

	"wirebrief/briefing/lang"
)

// speech is a text read for who says what: words, with each quoted stretch
// standing like one word in the sentence that reports it.
type speech struct {
	text       string
	rules      *lang.SpeechRules
	inflection *lang.Inflection
	links      *lang.LinkRules
	items      []quoted
	words      []word
	// frames are the sentences of reporting text, in order.
	frames []frame
	// names are the runs of capitalised words that name something, in order;
	// nameAt gives for each word the index of its name plus one.
	names  []name
	nameAt []int32
	cues   []cue
	// named counts how often each person is named.
	named []int32
}

// A frame is one sentence of reporting text: words[from:to].
type frame struct {
	from, to int
	// para is the index of its paragraph.
	para int
	// cues are speech.cues[cueFrom:cueTo].
	cueFrom, cueTo int
	// nameFrom is the first of its names.
	nameFrom int
	// asked is set if its subject is asked or told something.
	asked bool
	// speaker is the person who speaks in the frame, -1 if none.
	speaker int
	// topic is whom a pronoun that is its subject means, -1 if there is none.
	topic int
}

// readSpeech cuts the text into words and sentences of reporting text.
func readSpeech(d *document) *speech {
	s := &speech{text: d.text, rules: &d.rules.Speech, inflection: &d.rules.Inflection, links: &d.rules.Links, items: readMarks(d.text, d.paras, d.rules)}
	s.dropNicknames()
	sc := speechScanner{text: d.text, rules: s.rules, inflection: s.inflection, words: roomForWords(len(d.text)/5 + 16)}
	s.frames = make([]frame, 0, len(d.sents)+len(d.paras)+len(s.items))
	next := 0
	for n, p := range d.paras {
		first := len(sc.words)
		at := p.Start
		for ; next < len(s.items) && s.items[next].End <= p.End; next++ {
			q := &s.items[next]
			sc.scan(at, q.Start)
			sc.words = append(sc.words, s.quoteWord(next))
			at = q.End
		}
		sc.scan(at, p.End)
		s.cutFrames(sc.words, first, n)
	}
	s.words = sc.words
	return s
}

// wordRooms are the words of articles read before, whose memory serves again:
// they are by far the most that an article takes.
var wordRooms sync.Pool

// mostKept is how many words are kept for the next article at most.
const mostKept = 1 << 14

// roomForWords returns room for about n words.
func roomForWords(n int) []word {
	if room, ok := wordRooms.Get().(*[]word); ok && cap(*room) >= n {
		return (*room)[:0]
	}
	return make([]word, 0, n)
}

// release gives the memory of the words back. Nothing may look at them after.
func (s *speech) release() {
	if words := s.words; cap(words) <= mostKept {
		s.words = nil
		wordRooms.Put(&words)
	}
}

// quoteWord makes the word for a quoted stretch.
func (s *speech) quoteWord(n int) word {
	q := &s.items[n]
	w := word{Span: q.Span, core: q.End, kind: quoteWord, quoted: int32(n)}
	t := trimSpan(s.text, q.inner)
	if t.Len() > 0 {
		w.mark = runeBefore(s.text, t.End)
		w.capital = isUpper(runeAt(s.text, t.Start))
	}
	return w
}

// dropNicknames leaves out what is quoted inside a name: Jan “Jack” Roy.
func (s *speech) dropNicknames() {
	s.items = slices.DeleteFunc(s.items, func(q quoted) bool {
		if q.single || q.typed || q.open || q.inner.Len() > 30 || q.Start < 2 || q.End+2 > len(s.text) || s.text[q.Start-1] != ' ' || s.text[q.End] != ' ' {
			return false
		}
		in := q.inner.Of(s.text)
		if !isUpper(runeAt(in, 0)) || strings.Count(in, " ") > 1 || !isLetter(runeBefore(in, len(in))) || !isUpper(runeAt(s.text, q.End+1)) {
			return false
		}
		before := s.text[max(0, q.Start-30) : q.Start-1]
		before = before[strings.LastIndexAny(before, " \n")+1:]
		after, _, _ := strings.Cut(s.text[q.End+1:min(len(s.text), q.End+30)], " ")
		return before != "" && isUpper(runeAt(before, 0)) && isNameRune(runeBefore(before, len(before))) != (len(before) == 2 && before[1] == '.') &&
			s.rules.ClassOf([]byte(strings.ToLower(before)))&functionWord == 0 &&
			s.rules.ClassOf([]byte(strings.ToLower(after)))&(functionWord|lang.Calendar) == 0
	})
}

// cutFrames parts the words of one paragraph into sentences.
func (s *speech) cutFrames(words []word, from, para int) {
	for i := from; i < len(words); i++ {
		if s.endsFrame(words, i) {
			// A closing bracket or mark goes with the sentence it ends.
			for i+1 < len(words) && (words[i+1].isMark(')') || words[i+1].isMark(']') || words[i+1].isMark('.')) {
				i++
			}
			s.frames = append(s.frames, frame{from: from, to: i + 1, para: para, speaker: -1, topic: -1})
			from = i + 1
		}
	}
	if from < len(words) {
		s.frames = append(s.frames, frame{from: from, to: len(words), para: para, speaker: -1, topic: -1})
	}
}

// endsFrame reports whether a sentence of reporting text ends with words[i].
func (s *speech) endsFrame(words []word, i int) bool {
	w := &words[i]
	if i+1 >= len(words) || w.kind == plainWord && !w.is(lang.Abbrev) { // nearly all
		return false
	}
	next := &words[i+1]
	begins := next.kind == quoteWord || next.kind == numberWord || next.capital || next.isMark('(') || next.isDash()
	switch {
	case w.kind == quoteWord:
		if !begins || next.isMark('(') || next.isDash() {
			return false
		}
		switch w.mark {
		case '.':
			return true
		case '?', '!', '…':
			return next.kind == quoteWord || !s.reportsNext(words, i+1)
		}
		return false
	case w.isMark('.') || w.isMark('!') || w.isMark('?') || w.isMark('…'):
		return begins || next.kind == markWord && next.mark != ',' && next.mark != ')'
	case w.isMark('•') || w.isMark('▪'):
		return true
	case w.is(lang.Abbrev) && next.capital:
		// "in the U.S. He said": a word that begins sentences parts them.
		return next.is(lang.Pronoun|lang.Det|lang.Conj) && !next.is(lang.Title|lang.Given) && !w.is(lang.Courtesy|lang.Title)
	}
	return false
}

// reportsNext reports whether "Varga said" or "Varga, the chair, said" begins
// at words[i], so that a quote before it ends no sentence.
func (s *speech) reportsNext(words []word, i int) bool {
	for k := i; k < len(words) && k < i+14; k++ {
		w := &words[k]
		switch {
		case w.is(lang.Say|lang.SayWeak) && k > i:
			// It must close the sentence or be followed by little: "Varga said."
			return k+1 >= len(words) || words[k+1].kind == markWord || words[k+1].is(lang.Prep|lang.Sub|lang.Adverb|lang.Calendar|lang.Audience) ||
				(w.is(lang.Tell) || slices.Contains(s.rules.Asks, w.Of(s.text))) && s.onlyAddresses(words, k+1)
		case w.is(lang.GoOn) && k > i && k+1 < len(words) && slices.Contains(s.links.Onward, words[k+1].Of(s.text)):
			return true
		case w.kind == quoteWord, w.kind == markWord && w.mark != ',', w.is(lang.Aux | lang.Be | lang.Verb | lang.Sub):
			return false
		}
	}
	return false
}

// onlyAddresses reports whether words[i:] up to the end of the sentence tell no
// more than whom somebody asks: "the mayor of the town.", but not "the mayor to
// leave" and "reporters the pier was closed".
func (s *speech) onlyAddresses(words []word, i int) bool {
	bound := true // a noun phrase may begin here
	for k := i; k < len(words) && k < i+14; k++ {
		w := &words[k]
		switch {
		case w.kind == markWord || w.kind == quoteWord:
			return k > i
		case w.is(lang.Sub) && !w.is(lang.Prep|lang.Conj) || w.is(lang.Be|lang.Aux|lang.SayBase) && !w.capital || slices.Contains(s.links.Infinitive, w.Of(s.text)):
			return false
		case w.is(lang.Det | lang.Pronoun):
			if !bound && !words[k-1].is(lang.Det) {
				return false
			}
			bound = false
		case w.is(lang.Prep | lang.Conj):
			bound = true
		case w.is(lang.Verb) && !w.capital:
			return false
		default:
			bound = false
		}
	}
	return true
}
