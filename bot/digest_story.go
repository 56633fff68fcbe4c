package bot

import (
	"slices"
	"strconv"
	"strings"

	"wirebrief/briefing"
)

// A digestPart is a story of a digest in words: what always stays, and what
// goes when there is no room.
type digestPart struct {
	head, quote, figures []Block
}

// message puts a digest with news together, at most digestUnits long. What is
// composed fits; where its words have become longer since, the rest goes as
// fitDigest says. Nothing is cut inside.
func (w *digestWriter) message() Message {
	parts := make([]digestPart, len(w.d.Stories))
	full := make([]storyRoom, len(parts))
	for i, s := range w.d.Stories {
		parts[i] = w.full(i+1, s)
		full[i] = storyRoom{head: unitsOf(parts[i].head), quote: unitsOf(parts[i].quote)}
		for _, item := range parts[i].figures {
			full[i].items = append(full[i].items, unitsOf([]Block{item}))
		}
	}
	room := digestUnits - w.frame()
	if failed := w.failures(); failed != "" {
		room -= unitsOf([]Block{paragraph(failed)})
	}
	f := fitDigest(room, full, w.lineRooms(len(parts)))
	for i := range f.items {
		if parts[i].figures = parts[i].figures[:f.items[i]]; !f.quotes[i] {
			parts[i].quote = nil
		}
	}
	// A line is numbered as it stands.
	var lines []Block
	for i, s := range w.d.Also[:f.lines] {
		lines = append(lines, w.line(len(f.items)+i+1, s))
	}
	m := Message{Blocks: w.put(parts[:len(f.items)], lines), Buttons: w.shownButtons(len(f.items), f.lines)}
	if len(w.d.Topics) == 1 {
		m.Topic = w.d.Topics[0]
	}
	return m
}

// lineRooms are the rooms that the stories in one line take behind others.
func (w *digestWriter) lineRooms(others int) []int {
	rooms := make([]int, len(w.d.Also))
	for i, s := range w.d.Also {
		rooms[i] = unitsOf([]Block{w.line(others+i+1, s)})
	}
	return rooms
}

// shownButtons are the buttons of a digest that shows so many stories; those
// for which there was no room are the first of the rest.
func (w *digestWriter) shownButtons(full, lines int) [][]Button {
	stories := append(slices.Clone(w.d.Stories[:full]), w.d.Also[:lines]...)
	var rest []int64
	for _, s := range append(slices.Clone(w.d.Stories[full:]), w.d.Also[lines:]...) {
		rest = append(rest, s.Article)
	}
	return w.buttons(stories, w.d.Total-len(stories), append(rest, w.d.Rest...))
}

// dropLast drops one block of a kind from the last story that has any; a quote
// goes with who said it.
func dropLast(full []digestPart, kind func(*digestPart) *[]Block) bool {
	for i := len(full) - 1; i >= 0; i-- {
		if blocks := kind(&full[i]); len(*blocks) > 0 {
			n := len(*blocks) - 1
			for n > 0 && (*blocks)[n].Kind != Item {
				n--
			}
			*blocks = (*blocks)[:n]
			return true
		}
	}
	return false
}

// put puts the parts of a digest in order.
func (w *digestWriter) put(full []digestPart, lines []Block) []Block {
	shown := len(full) + len(lines)
	blocks := append([]Block{w.title(), w.about(shown)}, w.lateness()...)
	for _, p := range full {
		blocks = slices.Concat(blocks, p.head, p.quote, p.figures)
	}
	if len(lines) > 0 && len(full) > 0 {
		blocks = append(blocks, w.also())
	}
	blocks = append(blocks, lines...)
	if more := w.d.Total - shown; more > 0 {
		blocks = append(blocks, w.more(more))
	}
	if failed := w.failures(); failed != "" {
		blocks = append(blocks, paragraph(failed))
	}
	return blocks
}

// also stands above the stories in one line.
func (w *digestWriter) also() Block {
	return Block{Kind: Section, Runs: []Run{{Text: w.say.T("edition.also", nil), Bold: true}}}
}

// more says for how many stories there was no room.
func (w *digestWriter) more(n int) Block {
	return Block{Kind: Line, Runs: []Run{{Text: w.say.N("edition.more", n, nil)}}}
}

// unitsOf is the length of blocks in UTF-16 code units, with what parts them.
func unitsOf(blocks []Block) int {
	n := 0
	for _, b := range blocks {
		n += 4 + units(b.Right)
		for _, r := range b.Runs {
			n += units(r.Text)
		}
	}
	return n
}

func units(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}

// number stands before a headline.
func number(n int) string { return strconv.Itoa(n) + metaSeparator }

// gone stands for a story whose revision is not stored any more.
func (w *digestWriter) gone(n int) Block {
	return Block{Kind: Line, Runs: []Run{{Text: number(n) + w.say.T("edition.gone", nil)}}}
}

// full puts a story with its quote and figures into words.
func (w *digestWriter) full(n int, s DigestStory) digestPart {
	a := w.revisions[s.Revision]
	if a == nil {
		return digestPart{head: []Block{w.gone(n)}}
	}
	headline := w.headline(a.Article, number(n))
	if s.Update {
		headline.Runs = append(headline.Runs, Run{Text: " " + w.say.T("edition.update", nil)})
	}
	p := digestPart{head: []Block{headline, w.storyMeta(a, s)}}
	if s.Quote >= 0 && s.Quote < len(a.Quotes) {
		p.quote = w.shortQuotation(a.Quotes[s.Quote], a.Article.Text)
	}
	p.figures = w.storyFigures(a, s)
	return p
}

// storyMeta is the small line of a story: its topics, publishers, age.
func (w *digestWriter) storyMeta(a *StoredArticle, s DigestStory) Block {
	var parts []string
	if len(s.Names) > 0 {
		parts = append(parts, w.list(s.Names))
	}
	parts = append(parts, w.publishers(withoutEmpty(s.Publishers), false))
	if s.Alone {
		parts = append(parts, w.say.T("briefing.only-source", nil))
	}
	if language := w.language(a); language != "" {
		parts = append(parts, language)
	}
	runs := []Run{{Text: strings.Join(parts, metaSeparator) + metaSeparator}}
	if published := a.Article.Published; published.IsZero() {
		runs = append(runs, Run{Text: w.added(a.Arrived)})
	} else {
		runs = append(runs, Run{Text: w.age(published), Time: published})
	}
	if a.Article.Excerpt {
		runs = append(runs, Run{Text: metaSeparator + w.say.T("briefing.excerpt", nil)})
	}
	return Block{Kind: Meta, Runs: runs}
}

func withoutEmpty(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == "" })
}

// shortQuotation is the first paragraph of a quote, cut at the end of a
// sentence if it is long, and who said it.
func (w *digestWriter) shortQuotation(q briefing.Quote, body string) []Block {
	shown := stretchOf(q)
	paragraphs := shown.paragraphs(body)
	words := paragraphs[0].Of(body)
	if len(shown.parts) == 1 && !shown.cut {
		words = q.Text
	}
	opening, closing := paragraphs[0].marks(body)
	words = cutAtSentence(words)
	if (len(paragraphs) > 1 || shown.cut) && !strings.HasSuffix(words, "…") {
		words += " …"
	}
	blocks := []Block{{Kind: Quotation, Runs: []Run{{Text: opening + words + closing}}}}
	if said := w.attribution(q, shown, body); len(said) > 0 {
		blocks = append(blocks, Block{Kind: Attribution, Runs: said})
	}
	return blocks
}

// cutAtSentence shortens a quote to whole sentences, the first at least, unless
// that is too long as well.
func cutAtSentence(s string) string {
	s = shorten(s, quoteBytes)
	if len(s) <= digestQuote {
		return s
	}
	if lastSentenceEnd(s[:digestQuote]) > 0 {
		return shorten(s, digestQuote)
	}
	for i := digestQuote - 1; i < min(len(s)-1, digestSentence); i++ {
		if s[i+1] == ' ' && strings.IndexByte(".?!", s[i]) >= 0 {
			return s[:i+1] + " …"
		}
	}
	return shorten(s, digestQuote)
}

// storyFigures are the figures of a story in their clauses, those of one clause
// together, with what others say and what the chat was told before.
func (w *digestWriter) storyFigures(a *StoredArticle, s DigestStory) []Block {
	var items []Block
	for _, places := range clauseGroups(a, s.Figures) {
		g := figureGroup{publisher: shorten(a.Article.Publisher, publisherBytes), several: len(withoutEmpty(s.Publishers)) > 1}
		for _, i := range places {
			g.figures = append(g.figures, a.Figures[s.Figures[i]])
			g.others = append(g.others, w.elsewhere(s.Others, i)...)
			g.told = append(g.told, w.elsewhere(s.Changed, i)...)
		}
		items = append(items, Block{Kind: Item, Runs: w.group(g, &a.Article)})
	}
	return items
}

// A figureGroup is the figures of one clause.
type figureGroup struct {
	figures []briefing.Figure
	// publisher says so; several tells that it is not the only one.
	publisher string
	several   bool
	// others and told are what others say, and what the chat was told before.
	others, told []elsewhere
}

// An elsewhere is a figure of another revision.
type elsewhere struct {
	figure  briefing.Figure
	article *StoredArticle
}

// elsewhere returns the i-th of figures in other revisions, if there is one.
func (w *digestWriter) elsewhere(list []ShownFigure, i int) []elsewhere {
	if i >= len(list) || list[i] == (ShownFigure{}) {
		return nil
	}
	a := w.revisions[list[i].Revision]
	if a == nil || list[i].Number < 0 || list[i].Number >= len(a.Figures) {
		return nil
	}
	return []elsewhere{{a.Figures[list[i].Number], a}}
}

// group puts the figures of one clause into words.
func (w *digestWriter) group(g figureGroup, a *briefing.Article) []Run {
	runs := w.figure(g.figures, a)
	if len(g.others) > 0 {
		o := g.others[0]
		runs = append([]Run{{Text: w.say.T("edition.differ", nil) + " "}}, runs...)
		runs = append(runs, Run{Text: " (" + g.publisher + ")" + metaSeparator})
		runs = append(runs, w.figure([]briefing.Figure{o.figure}, &o.article.Article)...)
		runs = append(runs, Run{Text: " (" + shorten(o.article.Article.Publisher, publisherBytes) + ")"})
	}
	note := ""
	if g.several && len(g.others) == 0 && g.publisher != "" {
		note = g.publisher
	}
	if len(g.told) == 0 {
		if note != "" {
			runs = append(runs, Run{Text: " (" + note + ")"})
		}
		return runs
	}
	if note != "" {
		note += "; "
	}
	runs = append(runs, Run{Text: " (" + note + w.say.T(w.told, nil) + " "})
	for i, t := range g.told {
		if i > 0 {
			runs = append(runs, Run{Text: ", "})
		}
		runs = append(runs, Run{Text: shorten(t.figure.Text, clauseBytes), Bold: true})
	}
	return append(runs, Run{Text: ")"})
}

// line puts a story into one line: headline, a figure, publishers, age.
func (w *digestWriter) line(n int, s DigestStory) Block {
	a := w.revisions[s.Revision]
	if a == nil {
		return w.gone(n)
	}
	title := shorten(a.Article.Title, lineHeadline)
	if title == "" {
		title = w.say.T("briefing.untitled", nil)
	}
	link := ""
	if webURL(a.Article.URL) {
		link = a.Article.URL
	}
	runs := []Run{{Text: number(n)}}
	clause := []Run(nil)
	for _, m := range s.Figures {
		if m < 0 || m >= len(a.Figures) {
			continue
		}
		f := a.Figures[m]
		if before, after, ok := strings.Cut(title, f.Text); ok && f.Text != "" {
			runs = appendText(runs, Run{Text: before, URL: link}, Run{Text: f.Text, URL: link, Bold: true}, Run{Text: after, URL: link})
			title = ""
		} else {
			clause = append([]Run{{Text: metaSeparator}}, w.figure([]briefing.Figure{f}, &a.Article)...)
		}
		break
	}
	runs = appendText(runs, Run{Text: title, URL: link})
	if s.Update {
		runs = append(runs, Run{Text: " " + w.say.T("edition.update", nil)})
	}
	runs = append(runs, clause...)
	rest := []string{"", w.publishers(withoutEmpty(s.Publishers), false)}
	if language := w.language(a); language != "" {
		rest = append(rest, language)
	}
	runs = append(runs, Run{Text: strings.Join(rest, metaSeparator) + metaSeparator})
	age := Run{Text: w.added(a.Arrived)}
	if !a.Article.Published.IsZero() {
		age = Run{Text: w.shortAge(countsAt(*a)), Time: a.Article.Published}
	}
	return Block{Kind: Line, Runs: append(runs, age)}
}

// appendText appends the runs that say something.
func appendText(runs []Run, more ...Run) []Run {
	for _, r := range more {
		if r.Text != "" {
			runs = append(runs, r)
		}
	}
	return runs
}

// restPayload shows the first articles of the rest as a list: as many as the
// data of a button holds.
func restPayload(rest []int64) payload {
	p := payload{action: actRest}
	for _, id := range rest[:min(len(rest), restStories)] {
		p.fields = append(p.fields, id)
		if len(p.head()) > MaxButtonData {
			p.fields = p.fields[:len(p.fields)-1]
			break
		}
	}
	return p
}
