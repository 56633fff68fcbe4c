package discord

import (
	"hash/fnv"
	"slices"
	"strings"

	"wirebrief/bot"
)

const (
	// titleUnits is how long the title of an embed may be, and authorUnits the
	// line above it.
	titleUnits, authorUnits = 256, 256
	// descriptionUnits is how long its text may be: Discord takes 4,096.
	descriptionUnits = 4000
	// embedsUnits is how long all embeds of a message may be together, and
	// maxEmbeds how many they may be: Discord takes 6,000, of which some are for
	// the number of a part.
	embedsUnits = 5900
	maxEmbeds   = 10
)

// An embed is a card in a message, as the API has it.
type embed struct {
	Type        string  `json:"type"`
	Author      *author `json:"author,omitempty"`
	Title       string  `json:"title,omitempty"`
	URL         string  `json:"url,omitempty"`
	Description string  `json:"description,omitempty"`
	Colour      int     `json:"color"`
	Footer      *footer `json:"footer,omitempty"`
}

// An author is the line above the title of an embed. Like the footer it shows no
// markdown.
type author struct {
	Name string `json:"name"`
}

// A footer is the small print of an embed, in which Discord shows neither
// markdown nor times.
type footer struct {
	Text string `json:"text"`
}

// units is what the embed counts against the limit of all.
func (e embed) units() int {
	n := units(e.Title) + units(e.Description)
	if e.Author != nil {
		n += units(e.Author.Name)
	}
	if e.Footer != nil {
		n += units(e.Footer.Text)
	}
	return n
}

// palette are the colours of topics: such that none looks like a warning, and
// each stands out from a dark and from a light page.
var palette = []int{0x4e79a7, 0x59a14f, 0x9c755f, 0xb07aa1, 0x76b7b2, 0xedc948, 0xf28e2b, 0x6b6ecf, 0x8ca252, 0xd37295}

// neutral is the colour of what has no topic.
const neutral = 0x8a94a6

// colour is that of a topic, always the same for one.
func colour(topic string) int {
	if topic = strings.ToLower(oneLine(topic)); topic == "" {
		return neutral
	}
	h := fnv.New32a()
	h.Write([]byte(topic))
	return palette[h.Sum32()%uint32(len(palette))]
}

// embedded are messages of embeds: one message of one embed if that is enough.
// spare is shown below.
func embedded(all []line, spare string, colour int) []payload {
	if units(spare) > smallPrint {
		all, spare = withSpare(all, spare), ""
	}
	before, all := preface(all)
	var cards []card
	for _, sheet := range sheets(all) {
		cards = append(cards, cardsOf(sheet, colour)...)
	}
	out := together(cards, embedsUnits-units(inert(spare)))
	if len(out) == 0 {
		return contents(before, unpreviewed)
	}
	out[0].Content, out[0].lines = text(before, unpreviewed), append(slices.Clip(before), out[0].lines...)
	if spare != "" {
		last := &out[len(out)-1]
		last.Embeds[len(last.Embeds)-1].Footer = &footer{Text: inert(spare)}
		last.lines = withSpare(last.lines, spare)
	}
	return out
}

// preface parts what is said before the one story of a message, if that is a few
// words, from the story: it is the text above the embed.
func preface(all []line) (before, rest []line) {
	i := slices.IndexFunc(all, func(l line) bool { return l.story || l.kind == bot.Section || l.kind == bot.Header })
	if i <= 0 || !all[i].story || countStories(all) != 1 || units(text(all[:i], unpreviewed)) > contentUnits {
		return nil, all
	}
	return all[:i:i], all[i:]
}

func countStories(all []line) int {
	n := 0
	for _, l := range all {
		if l.story {
			n++
		}
	}
	return n
}

// A card is an embed and the lines in it.
type card struct {
	embed
	lines []line
}

// sheets parts lines into those of embeds of their own: the one story of a
// message begins one, with its headline as the title.
func sheets(all []line) [][]line {
	i := slices.IndexFunc(all, func(l line) bool { return l.story })
	if i <= 0 || countStories(all) != 1 || all[0].kind == bot.Header {
		return [][]line{all}
	}
	return [][]line{all[:i:i], all[i:]}
}

// cardsOf are the embeds of a sheet. The first has the title, and what is said
// above the title.
func cardsOf(sheet []line, colour int) []card {
	if len(sheet) == 0 {
		return nil
	}
	first := embed{Type: "rich", Colour: colour}
	rest := first.head(sheet)
	out := []card{{first, sheet[:len(sheet)-len(rest)]}}
	for i, piece := range fill(rest, descriptionUnits, masked) {
		if i > 0 {
			out = append(out, card{embed: embed{Type: "rich", Colour: colour}})
		}
		out[i].Description, out[i].lines = text(piece, masked), append(slices.Clip(out[i].lines), piece...)
	}
	return out
}

// head takes what it can off the beginning of a sheet, and returns the rest: the
// title, and above the headline of the one story the line that stands there.
func (e *embed) head(sheet []line) (rest []line) {
	single := countStories(sheet) == 1
	if len(sheet) > 1 && single && sheet[0].kind == bot.Header && sheet[1].story {
		name := inert(inOneLine(sheet[0].spans))
		if title, url, ok := sheet[1].title(); ok && units(name) <= authorUnits && sheet[0].url() == "" {
			e.Author, e.Title, e.URL = &author{name}, title, url
			return sheet[2:]
		}
	}
	if l := sheet[0]; l.kind == bot.Header || single && l.story {
		if title, url, ok := l.title(); ok {
			e.Title, e.URL = title, url
			return sheet[1:]
		}
	}
	return sheet
}

// title is the line as the title of an embed, with the address that it leads to.
// ok is false if it is too long, or has several.
func (l line) title() (title, url string, ok bool) {
	url = l.url()
	if strings.Contains(textOf(l.spans), "\n") || slices.ContainsFunc(l.spans, func(s span) bool { return s.url != "" && s.url != url }) {
		return "", "", false
	}
	title = escape(textOf(l.spans), atStart, "")
	return title, url, units(title) <= titleUnits
}

// url is the first address that the line leads to, "" for none.
func (l line) url() string {
	for _, s := range l.spans {
		if s.url != "" {
			return s.url
		}
	}
	return ""
}

// together puts cards into messages, as many into one as there may be.
func together(cards []card, limit int) []payload {
	var out []payload
	used := 0
	for _, c := range cards {
		n := c.units()
		if len(out) == 0 || used+n > limit || len(out[len(out)-1].Embeds) == maxEmbeds {
			out, used = append(out, payload{}), 0
		}
		last := &out[len(out)-1]
		last.Embeds = append(last.Embeds, c.embed)
		last.lines = append(slices.Clip(last.lines), c.lines...)
		used += n
	}
	return out
}
