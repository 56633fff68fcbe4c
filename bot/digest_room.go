package bot

import (
	"slices"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// A storyRoom is how much room a story takes in a digest, in UTF-16 code units:
// in full its head, its quote, 0 for none, and each item of figures; and as one
// line.
type storyRoom struct {
	head, quote int
	items       []int
	line        int
}

// keptLines is how many stories stay as one line as long as there are figures
// to leave out instead.
const keptLines = 4

// A digestFit is what of a digest has room: how many stories in full, each with
// or without its quote and with so many items, and how many as one line.
type digestFit struct {
	quotes []bool
	items  []int
	lines  int
}

// fitDigest chooses what has room: second figures go first, then lines down to
// a few, then the other figures, quotes, lines, and stories but for the first;
// the last of a kind before the others.
func fitDigest(room int, full []storyRoom, lines []int) digestFit {
	f := digestFit{quotes: make([]bool, len(full)), items: make([]int, len(full)), lines: len(lines)}
	for i, s := range full {
		f.quotes[i], f.items[i] = s.quote > 0, len(s.items)
		room -= s.head + s.quote
		for _, n := range s.items {
			room -= n
		}
	}
	for _, n := range lines {
		room -= n
	}
	leaveItems := func(kept int) {
		for i := len(f.items) - 1; i >= 0; i-- {
			for room < 0 && f.items[i] > kept {
				f.items[i]--
				room += full[i].items[f.items[i]]
			}
		}
	}
	leaveLines := func(kept int) {
		for room < 0 && f.lines > kept {
			f.lines--
			room += lines[f.lines]
		}
	}
	leaveItems(1)
	leaveLines(keptLines)
	leaveItems(0)
	for i := len(f.quotes) - 1; i >= 0 && room < 0; i-- {
		if f.quotes[i] {
			f.quotes[i] = false
			room += full[i].quote
		}
	}
	leaveLines(0)
	for n := len(f.items) - 1; n > 0 && room < 0; n-- {
		f.items, f.quotes = f.items[:n], f.quotes[:n]
		room += full[n].head
	}
	return f
}

const (
	// Words that are not known yet, or too dear to make for each story, take no
	// more than this: how old it is, that sources failed, in which language it
	// is, that it is an update, that it has one publisher only, what joins the
	// names of publishers, what the chat was told before.
	agesRoom, failuresRoom, languageRoom, updateRoom, aloneRoom, namesRoom, toldRoom = 24, 100, 50, 16, 20, 24, 32
	// roomNumber stands for the number of a story.
	roomNumber = 99
)

// measure works out how much room a story takes that is shown from the first of
// these articles, whoever else reports it.
func (c *digestCard) measure(articles []StoredArticle) {
	a := &articles[0]
	s := DigestStory{Article: c.article, Revision: c.revision, Quote: c.quote, Others: c.others, Publishers: []string{c.publisher}}
	s.Figures = c.numbers()
	w := &digestWriter{
		renderer: newRenderer(text.For(""), a.Arrived), d: &Digest{}, told: text.ID("edition.told"), revisions: map[int64]*StoredArticle{},
	}
	for i := range articles {
		w.revisions[articles[i].Revision] = &articles[i]
	}
	p := w.full(roomNumber, s)
	c.room.head, c.room.quote = int32(unitsOf(p.head)+agesRoom), int32(unitsOf(p.quote))
	for i, item := range p.figures {
		c.room.items[i] = int32(unitsOf([]Block{item}))
	}
	c.together = len(p.figures) < len(c.figures)
	if s.Figures = nil; c.line >= 0 {
		s.Figures = []int{c.line}
	}
	c.room.line = int32(unitsOf([]Block{w.line(roomNumber, s)}) + agesRoom)
}

// numbers are the numbers of the figures that it shows in full.
func (c *digestCard) numbers() []int { return c.appendNumbers(nil) }

func (c *digestCard) appendNumbers(numbers []int) []int {
	for i := range c.figures {
		numbers = append(numbers, c.figures[i].number)
	}
	return numbers
}

// groups are the figures that are shown together, by their places.
func (c *digestCard) groups() [][]int { return figureGroups[len(c.figures)][c.together] }

// figureGroups are the groups of so many figures, together or each alone.
var figureGroups = [cardFigures + 1]map[bool][][]int{
	{}, {false: {{0}}}, {false: {{0}, {1}}, true: {{0, 1}}},
}

// clauseGroups parts the figures of a story, by their places in a list of
// numbers, into those that stand in one clause and are shown together.
func clauseGroups(a *StoredArticle, numbers []int) (groups [][]int) {
	clauses := map[briefing.Span]int{}
	for i, n := range numbers {
		if n < 0 || n >= len(a.Figures) {
			continue
		}
		clause := a.Figures[n].Clause
		if g, known := clauses[clause]; known && clause.Len() > 0 {
			groups[g] = append(groups[g], i)
			continue
		}
		clauses[clause] = len(groups)
		groups = append(groups, []int{i})
	}
	return groups
}

// fit leaves out of a digest what has no room, so that nothing counts as shown
// that is not. chosen are its stories by their place among the candidates,
// those in full first; it returns those that are left.
func (c *composer) fit(d *Digest, chosen []int) []int {
	w := &digestWriter{
		renderer: newRenderer(text.For(c.p.Language), c.p.now), d: d, s: c.p.Settings, zone: c.p.zone,
		told: text.ID("edition.told"),
	}
	full, lines := make([]storyRoom, len(d.Stories)), make([]int, len(d.Also))
	for k := range d.Stories {
		full[k] = c.room(w, chosen[k], &d.Stories[k])
	}
	for k := range d.Also {
		lines[k] = c.room(w, chosen[len(full)+k], &d.Also[k]).line
	}
	f := fitDigest(digestUnits-c.material.frame(w)-failuresRoom, full, lines)
	for k := range f.items {
		s := &d.Stories[k]
		if !f.quotes[k] {
			s.Quote = -1
		}
		if groups := c.cards[chosen[k]].groups(); f.items[k] < len(groups) {
			*s = s.keepFigures(func(i int) bool {
				return slices.ContainsFunc(groups[:f.items[k]], func(g []int) bool { return slices.Contains(g, i) })
			})
		}
	}
	left := slices.Concat(chosen[:len(f.items)], chosen[len(full):len(full)+f.lines])
	for _, i := range chosen {
		if !slices.Contains(left, i) {
			c.verdicts[i] = isNews
		}
	}
	d.Stories, d.Also = d.Stories[:len(f.items)], d.Also[:f.lines]
	return left
}

// room is how much room a story takes at most in the chat of the digest.
func (c *composer) room(w *digestWriter, i int, s *DigestStory) storyRoom {
	card := c.cards[i]
	groups := card.groups()
	r := storyRoom{head: int(card.room.head), quote: int(card.room.quote), line: int(card.room.line), items: make([]int, len(groups))}
	more := 0
	if len(s.Publishers) > 1 {
		more = namesRoom + units(s.Publishers[1])
	}
	if s.Update {
		more += updateRoom
	}
	if !c.list[i].items[0].read {
		more += languageRoom
	}
	r.head += more + c.material.listed(w, s.Names) + aloneRoom
	r.line += more
	for k, g := range groups {
		r.items[k] = int(card.room.items[k])
		if len(s.Publishers) > 1 {
			r.items[k] += units(s.Publishers[0]) + units(" (; ")
		}
		r.items[k] += c.toldBefore(s, g)
	}
	return r
}

// toldBefore is how much room it takes to say what the chat was told before of
// some figures of a story.
func (c *composer) toldBefore(s *DigestStory, places []int) (n int) {
	for _, i := range places {
		if i >= len(s.Changed) || s.Changed[i] == (ShownFigure{}) {
			continue
		}
		if n == 0 {
			n = toldRoom
		}
		if sheet := c.material.sheets[s.Changed[i].Revision]; sheet != nil {
			n += units(", ") + int(sheet.numbered(s.Changed[i].Number).units)
		}
	}
	return n
}

// frame is how much room a digest takes around its stories.
func (w *digestWriter) frame() int {
	blocks := append([]Block{w.title(), w.about(fullStories + lineStories)}, w.lateness()...)
	return unitsOf(append(blocks, w.also(), w.more(w.d.Total)))
}

// A frameKey is all that the frame of a digest depends on but the names of
// topics. Instants are hours and days of the chat's calendar: a clock takes the
// same room at any minute.
type frameKey struct {
	language, zone       string
	due, since, composed int64
	total                int
	late, weekly, week   bool
}

// mostFrames bounds the frames that are known.
const mostFrames = 2_000

// frame is the frame of a digest, which is much the same for many chats.
func (m *digestMaterial) frame(w *digestWriter) int {
	d := w.d
	key := frameKey{
		language: w.s.Language, zone: w.zone.String(), due: hourOf(d.Due, w.zone), since: dayOf(d.Since, w.zone),
		composed: dayOf(d.Composed, w.zone), total: d.Total, late: d.Late, weekly: d.Weekly, week: len(d.Week) > 0,
	}
	if d.Late || d.Due.IsZero() {
		key.composed = hourOf(d.Composed, w.zone)
	}
	n, known := m.frames[key]
	if !known {
		bare := *d
		bare.Topics = nil
		if key.week {
			bare.Week = []string{""}
		}
		empty := *w
		empty.d = &bare
		n = empty.frame()
		makeRoom(m.frames, mostFrames)
		m.frames[key] = n
	}
	if n += m.listed(w, d.Topics); key.week {
		n += m.listed(w, d.Week)
	}
	return n
}

// dayOf numbers the days of a zone's calendar, 0 for the zero time, and hourOf
// the hours on its clocks.
func dayOf(t time.Time, zone *time.Location) int64 {
	if t.IsZero() {
		return 0
	}
	year, month, day := t.In(zone).Date()
	return int64(year)*512 + int64(month)*32 + int64(day)
}

func hourOf(t time.Time, zone *time.Location) int64 {
	return dayOf(t, zone)*32 + int64(t.In(zone).Hour())
}

// A moreKey is what it depends on how others are counted at the end of a list.
type moreKey struct {
	language string
	others   int
}

// listed is how long a list of topics is, see digestWriter.list.
func (m *digestMaterial) listed(w *digestWriter, names []string) (n int) {
	others := len(names) - namedTopics
	if others > 0 {
		key := moreKey{w.s.Language, others}
		more, known := m.more[key]
		if !known {
			more = units(w.list(names)) - unitsOfAll(names[:namedTopics])
			makeRoom(m.more, mostFrames)
			m.more[key] = more
		}
		n, names = more, names[:namedTopics]
	}
	return n + unitsOfAll(names)
}

// unitsOfAll is the length of names with commas between them.
func unitsOfAll(names []string) int {
	n := max(0, len(names)-1) * len(", ")
	for _, name := range names {
		n += units(name)
	}
	return n
}
