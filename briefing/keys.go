package briefing

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// maxLead bounds the lead of an article whose paragraphs were lost, in bytes.
const maxLead = 1000

// KeysOf returns the index keys of an article, in one pass over its text. The
// lead is the first paragraph. In each column the keys of the words come
// first, in order, so that phrases are runs; other spellings and marked keys
// follow, each once.
func KeysOf(a Article) IndexKeys {
	lead, body := splitLead(a.Text)
	m := newKeyMaker(a)
	return IndexKeys{
		Title: m.column(a.Title, true),
		Lead:  m.column(lead, true),
		Body:  m.column(body, false),
		Meta:  metaKeys(a),
	}
}

func newKeyMaker(a Article) keyMaker {
	return keyMaker{azeri: baseLanguage(a.Lang) == "az", pieces: map[string]namePiece{}, stems: map[string]string{}, heard: map[string]string{}}
}

// splitLead parts a text after its first paragraph.
func splitLead(text string) (lead, body string) {
	text = strings.TrimLeft(text, "\r\n \t")
	lead = text
	if i := strings.IndexByte(text, '\n'); i >= 0 {
		lead, body = text[:i], text[i+1:]
	}
	if len(lead) <= maxLead {
		return lead, body
	}
	cut := strings.LastIndexByte(text[:maxLead], ' ')
	if cut < 0 {
		for cut = maxLead; !utf8.RuneStart(text[cut]); {
			cut--
		}
	}
	return text[:cut], text[cut:]
}

// metaKeys are the marked keys of publisher, site and language.
func metaKeys(a Article) []string {
	keys := markedWords(publisherMark, a.Publisher)
	if u, err := url.Parse(a.URL); err == nil && u.Hostname() != "" {
		keys = append(keys, siteKey(u.Hostname()))
	}
	if base := baseLanguage(a.Lang); base != "" {
		keys = append(keys, languageMark+base)
	}
	return keys
}

// markedWords returns the words of s as keys with a mark before each.
func markedWords(mark, s string) []string {
	var keys []string
	sc := newWordScanner(compose(s))
	var w scannedWord
	for sc.next(&w) {
		keys = append(keys, mark+w.folded)
	}
	return keys
}

// siteKey is the key of a host name: "www.example.org" is ¶example·org.
func siteKey(host string) string {
	host = strings.TrimPrefix(fold(host), "www.")
	return publisherMark + strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && asciiClass[r] != wordRune {
			return '·'
		}
		return r
	}, host)
}

// baseLanguage is the language of a BCP 47 tag, without script and region.
func baseLanguage(tag string) string {
	base := tag
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		base = tag[:i]
	}
	base = strings.ToLower(base)
	if len(base) < 2 || len(base) > 3 || !plainLower(base) {
		return ""
	}
	return base
}

// maxLineWords bounds how much of a line is looked at together.
const maxLineWords = 1024

// A keyMaker makes the keys of one article.
type keyMaker struct {
	// azeri: names carry Azerbaijani case endings.
	azeri bool
	// pieces, stems and heard remember what was made of names, of words of
	// other scripts, and of their sounds: words come again and again.
	pieces map[string]namePiece
	stems  map[string]string
	heard  map[string]string

	words  []scannedWord
	plain  []string
	marked []string
	seen   map[string]bool
	// prominent columns give names in scripts without capitals too.
	prominent bool
	// trace notes where each key comes from; nil for none.
	trace *keyTrace
}

// column returns the keys of one column.
func (m *keyMaker) column(text string, prominent bool) []string {
	text = compose(text)
	m.plain = make([]string, 0, len(text)/6+4)
	m.marked, m.seen, m.prominent = m.marked[:0], map[string]bool{}, prominent
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		m.trace.setLine(at)
		at += len(line) + 1
		sc := newWordScanner(line)
		for m.fill(&sc) {
			m.line()
		}
	}
	return append(m.plain, m.marked...)
}

// fill reads the next words of a line.
func (m *keyMaker) fill(sc *wordScanner) bool {
	m.words = m.words[:0]
	var w scannedWord
	for len(m.words) < maxLineWords && sc.next(&w) {
		m.words = append(m.words, w)
	}
	return len(m.words) > 0
}

// line makes the keys of m.words.
func (m *keyMaker) line() {
	shouting := isShouting(m.words)
	var name []*scannedWord
	for i := range m.words {
		w := &m.words[i]
		if shouting {
			w.upper, w.caps = false, w.dotted && w.caps
		}
		m.word(w)
		if m.partOfName(w, len(name)) {
			name = append(name, w)
			continue
		}
		m.name(name)
		if name = name[:0]; m.partOfName(w, 0) {
			name = append(name, w)
		}
	}
	m.name(name)
}

// isShouting reports whether a line is set in capitals, so that capitals say
// nothing about its words.
func isShouting(words []scannedWord) bool {
	capitals, all := 0, 0
	for i := range words {
		switch w := &words[i]; {
		case w.script == dense || len(w.folded) < 2:
		case w.caps:
			capitals++
			all++
		default:
			all++
		}
	}
	return all > 2 && capitals*2 > all
}

// word makes the keys of one word.
func (m *keyMaker) word(w *scannedWord) {
	if w.folded == "" {
		return
	}
	m.trace.setPlain(w.at)
	switch {
	case w.script == dense || w.script == otherScript:
		m.plain = append(m.plain, w.folded)
	case w.script != latin:
		m.plain = append(m.plain, m.stem(w))
	case w.upper && !w.start:
		m.plain = append(m.plain, w.folded)
	default:
		m.plain = append(m.plain, singular(w.folded))
	}
	if w.caps && needsCapitals(w.folded) {
		m.mark(capsMark + w.folded)
	}
	if w.upper && w.script == latin && (m.azeri || w.other != "") {
		m.azeriForms(w)
	}
	if w.script != latin && m.namelike(w) {
		m.sounds(w)
	}
}

// azeriForms adds the spelling with a for ə and the names without endings.
func (m *keyMaker) azeriForms(w *scannedWord) {
	if w.other != "" {
		m.mark(w.other)
	}
	if m.azeri {
		if s := azeriStem(w.folded); s != w.folded {
			m.mark(s)
		}
		if s := azeriStem(w.other); s != w.other {
			m.mark(s)
		}
	}
}

// namelike reports whether the word may be a name: capitals tell, and where a
// script has none, the words of headline and lead may be.
func (m *keyMaker) namelike(w *scannedWord) bool {
	if w.script == georgian || w.script == arabic {
		return m.prominent
	}
	return w.upper && !w.caps
}

func (m *keyMaker) sounds(w *scannedWord) {
	if w.script == arabic {
		for _, s := range m.piece(w).skeletons {
			if len(s) >= minSkeleton {
				m.mark(nameMark + s)
			}
		}
		return
	}
	s, ok := m.heard[w.folded]
	if !ok {
		if s = textSound(w); s != "" {
			s = soundMark + s
		}
		remember(m.heard, w.folded, s)
	}
	if s != "" {
		m.mark(s)
	}
}

func (m *keyMaker) stem(w *scannedWord) string {
	s, ok := m.stems[w.folded]
	if !ok {
		s = stem(w.folded, w.script)
		remember(m.stems, w.folded, s)
	}
	return s
}

// maxRemembered bounds what is remembered of a long text.
const maxRemembered = 4096

func remember[V any](memory map[string]V, word string, v V) {
	if len(memory) < maxRemembered {
		memory[word] = v
	}
}

func (m *keyMaker) mark(key string) {
	if !m.seen[key] {
		m.seen[key] = true
		m.marked = append(m.marked, key)
		m.trace.setMarked()
	}
}

// maxNameWords is the longest run of capitalised words taken for one name;
// longer ones are headings.
const maxNameWords = 4

// partOfName reports whether w goes on a name that has so many words yet.
func (m *keyMaker) partOfName(w *scannedWord, words int) bool {
	if words > 0 && !w.joined || w.script == dense || nameStops[w.folded] {
		return false
	}
	if words > 0 && !w.upper && (kinships[w.folded] || kinships[romanise(w.folded, w.script)]) {
		return true
	}
	return m.namelike(w)
}

// name makes the keys of a run of capitalised words.
func (m *keyMaker) name(words []*scannedWord) {
	if len(words) < 2 {
		return
	}
	if len(words) > maxNameWords {
		for i := range len(words) - 1 {
			m.name(words[i : i+2])
		}
		return
	}
	m.trace.setWords(words[0].at.Start, words[len(words)-1].at.End)
	var room [maxNameWords]namePiece
	pieces := room[:0]
	for _, w := range words {
		pieces = append(pieces, m.piece(w))
	}
	for _, key := range nameKeys(pieces, true) {
		m.mark(key)
	}
}

func (m *keyMaker) piece(w *scannedWord) namePiece {
	p, ok := m.pieces[w.folded]
	if !ok {
		p = pieceOf(w)
		remember(m.pieces, w.folded, p)
	}
	return p
}

// needsCapitals reports whether an all-capitals word is looked for as such:
// in small letters it would be another word.
func needsCapitals(folded string) bool {
	return utf8.RuneCountInString(folded) <= 3 || capitalWords[folded]
}

// capitalWords are longer acronyms that are words in small letters.
var capitalWords = setOf(`aids salt start swift care trips nice dart mercy hope safe seal seals snap cobra nest sage
	core lead ocean action peace basic brics quad`)

// nameStops are words that begin with a capital, or stand at the start of a
// sentence, and belong to no person's name. The list only keeps the index
// small: what it misses costs a key.
var nameStops = setOf(`the a an in on at of for to from by with as and or but if when while after before since
	during under over between among against about it its he his she her they their we our you your i this that
	these those there here what who how why where which not no yes is are was were be has have had will would can
	could may must should do does did more most many some all both each other such only also now then so
	january february march april june july august september october november december jan feb mar apr jun jul aug
	sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
	president minister ministry prime foreign defence defense interior finance government parliament senate
	congress committee commission council court party union united nations states republic federation kingdom
	general secretary chairman chief deputy vice mr mrs ms dr sir lord king queen prince princess pope
	north south east west northern southern eastern western central middle state city river sea island
	university bank company group agency news press times post department office police army force forces
	according however meanwhile earlier later last next new first second one two three
	russian turkish american british french german european chinese armenian azerbaijani georgian iranian israeli
	в на и по с из за от до при об а но что как это он она они мы вы его ее их не для без под над между
	президент министр правительство парламент совет комитет глава январь февраль март апрель май июнь июль август
	bir bu ve ile icin da de ise olarak gibi cok daha son ilk her o biz siz cumhurbaskani bakan bakani meclis
	der die das den dem des ein eine und im am auf mit von zu fur nach bei le la les de du des un une et en au aux
	el los las del y en por para con il lo gli di e che nel della`)
