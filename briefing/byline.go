package briefing

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// headLines is how many lines at either end may hold bylines and dates.
const headLines = 10

// takeHead reads the bylines, sources and dates that stand before the second
// full paragraph.
func (c *cleaner) takeHead() {
	paras := 0
	for i := range c.lines[:min(len(c.lines), headLines)] {
		l := &c.lines[i]
		if l.full() {
			if paras++; paras == 2 {
				return
			}
		}
		if l.gone || l.inner || len(l.text) > 200 {
			continue
		}
		if c.takeMeta(l.text, c.nextToMeta(i)) {
			l.gone, l.meta = true, true
		}
	}
}

// takeDateline takes the agency in "PORT ELLERY, Nov 5, 2020 (Example Wire) -
// The" or ".../Example Wire/ -- The" for the publisher, and the date, if
// nothing else tells them. The paragraph stays as it is.
func (c *cleaner) takeDateline() {
	for i := range c.lines {
		l := &c.lines[i]
		if l.gone || !l.full() {
			continue
		}
		head := l.text[:runeStart(l.text, 100)]
		place, agency, ok := cutAgency(head, " (", ") ")
		slashed := false
		if !ok {
			place, agency, slashed = cutAgency(head, " /", "/ ")
		}
		if !ok && !slashed {
			return
		}
		d, dated := c.endingDate(place)
		word := firstWord(place)
		if !dated && (word == "" || strings.ToUpper(word) != word) {
			return
		}
		if c.isOutlet(agency) || slashed && c.allCapitalised(agency) {
			c.article.Publisher = firstNonEmpty(c.article.Publisher, agency)
			c.takeDates(d)
		}
		return
	}
}

// cutAgency parts "PORT ELLERY (Example Wire) - The" into place and agency. A
// dash must follow.
func cutAgency(s, left, right string) (place, agency string, ok bool) {
	place, rest, _ := strings.Cut(s, left)
	agency, rest, ok = strings.Cut(rest, right)
	return place, agency, ok && agency != "" && isDash(firstRune(rest))
}

// endingDate reads the date that ends "Port Ellery, 5 November 2020".
func (c *cleaner) endingDate(place string) (dates, bool) {
	for {
		_, rest, ok := strings.Cut(place, ", ")
		if !ok {
			return dates{}, false
		}
		if d, ok := c.dateOf(rest); ok {
			return d, true
		}
		place = rest
	}
}

// nextToMeta reports whether line i stands right below the headline or beside
// a line that is a byline, source or date.
func (c *cleaner) nextToMeta(i int) bool {
	if i == 0 || i == c.head+1 && c.lines[c.head].gone || c.lines[i-1].meta {
		return true
	}
	if i+1 >= len(c.lines) {
		return false
	}
	_, ok := c.dateOf(c.lines[i+1].text)
	return ok
}

// takeFoot reads the notes at the end: who reported and edited, dates, source.
func (c *cleaner) takeFoot() {
	for i := len(c.lines) - 1; i >= 0 && i >= len(c.lines)-headLines; i-- {
		l := &c.lines[i]
		if l.gone {
			continue
		}
		if at := c.signOff(l.text); at >= 0 {
			c.takeSignOff(l.text[at:])
			l.text = strings.TrimRightFunc(l.text[:at], unicode.IsSpace)
			l.gone = l.text == ""
			continue
		}
		if d, ok := c.dateOf(l.text); ok {
			c.takeDates(d)
			l.gone, l.meta = true, true
			continue
		}
		if label := c.rules.SourceLabel; label != "" && strings.HasPrefix(l.text, label) && c.isOutlet(l.text[len(label):]) {
			c.article.Publisher = firstNonEmpty(c.article.Publisher, l.text[len(label):])
			l.gone = true
		}
	}
}

// signOff returns where the note of who reported and edited begins, -1 if the
// line has none.
func (c *cleaner) signOff(text string) int {
	if len(text) < 400 && c.startsSignOff(text) {
		return 0
	}
	if strings.HasSuffix(text, ")") {
		if at := strings.LastIndexByte(text, '('); at >= 0 && len(text)-at < 400 && c.startsSignOff(text[at+1:]) {
			return at
		}
	}
	return -1
}

func (c *cleaner) startsSignOff(text string) bool {
	text = strings.TrimPrefix(text, "(")
	return slices.ContainsFunc(c.rules.SignOffs, func(s string) bool {
		return foldedPrefix(text, s) >= 0
	})
}

// takeSignOff takes the reporters for the byline if there is none. Those who
// only added to the report are not its authors.
func (c *cleaner) takeSignOff(note string) {
	reporters := c.rules.Reporters
	first, _, _ := strings.Cut(strings.Trim(note, "()"), ";")
	at := foldedPrefix(first, reporters)
	if reporters == "" || at < 0 || c.article.Byline != "" {
		return
	}
	names, _ := cutAt(c.firstCredit(first[at:]), c.rules.PlaceWords)
	c.article.Byline = strings.Trim(names, " .")
}

// takeMeta reads a line made of bylines, sources and dates only, parted by
// bars or dots, and moves them into the article. bare allows a name without
// "by". It reports whether the line was such.
func (c *cleaner) takeMeta(text string, bare bool) bool {
	if d, ok := c.dateOf(text); ok {
		c.takeDates(d)
		return true
	}
	parts := metaParts(text)
	if len(parts) > 1 && c.takeFront(parts) {
		return true
	}
	var a Article
	known := 0
	for _, p := range parts {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if !c.metaPart(&a, p, bare || known > 0) {
			return false
		}
		known++
	}
	c.takeDates(dates{a.Published, a.Updated})
	c.article.Byline = firstNonEmpty(c.article.Byline, a.Byline)
	c.article.Publisher = firstNonEmpty(c.article.Publisher, a.Publisher)
	return known > 0
}

// metaParts parts a line at bars, dots and spaced dashes.
func metaParts(text string) []string {
	if strings.IndexByte(text, '|') < 0 && !strings.Contains(text, "•") && !strings.Contains(text, "·") && !strings.Contains(text, " — ") {
		return []string{text} // as most are
	}
	return strings.FieldsFunc(strings.ReplaceAll(text, " — ", " | "), func(r rune) bool { return r == '|' || r == '•' || r == '·' })
}

// takeFront reads "EXW | Port Ellery | Updated: Nov 5, 2020": an agency known
// by its capitals, places, and a date at the end.
func (c *cleaner) takeFront(parts []string) bool {
	d, ok := c.dateOf(parts[len(parts)-1])
	agency := strings.TrimSpace(parts[0])
	if !ok || len(agency) < 2 || len(agency) > 6 || strings.Trim(agency, capitals) != "" {
		return false
	}
	for _, p := range parts[1 : len(parts)-1] {
		if len(p) > 40 || !c.allCapitalised(p) {
			return false
		}
	}
	// The only date there is stands for the first.
	d.published = firstNonZero(d.published, d.updated)
	c.takeDates(d)
	c.article.Publisher = firstNonEmpty(c.article.Publisher, agency)
	return true
}

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// metaPart reads one part of such a line into a.
func (c *cleaner) metaPart(a *Article, p string, bare bool) bool {
	if d, ok := c.dateOf(p); ok {
		a.Published, a.Updated = d.published, d.updated
		return true
	}
	if c.isFurniture(p) || c.isReadingTime(p) {
		return true
	}
	if names, ok := c.afterByline(p); ok {
		if before, date := cutAt(names, c.rules.DayWords); date != "" {
			if d, ok := c.dateOf(date); ok {
				a.Published, names = d.published, before
			}
		}
		return c.nameList(a, names)
	}
	if bare && c.article.Byline != "" && c.isRole(p) {
		return true
	}
	if c.isOutlet(p) {
		a.Publisher = p
		return true
	}
	name, outlet, ok := strings.Cut(p, ", ")
	if ok && bare && c.isOutlet(name) && c.isPlace(outlet) {
		a.Publisher = name
		return true
	}
	if ok && c.isRole(name) && c.isOutlet(outlet) {
		a.Publisher = outlet
		return true
	}
	if ok && c.isName(name) && (c.isOutlet(outlet) || c.isRole(outlet)) {
		return c.nameList(a, p)
	}
	person, place := cutAt(p, c.rules.PlaceWords)
	if bare && c.isName(person) && (place == "" || c.isPlace(place)) {
		a.Byline = person
		return true
	}
	return bare && c.isPlaceLine(p)
}

// isRole reports whether s is what an author is called: "Court Correspondent".
func (c *cleaner) isRole(s string) bool {
	return lookup(c.rules.Roles, s) ||
		len(s) < 60 && strings.Count(s, " ") <= 4 && unicode.IsUpper(firstRune(s)) && lookup(c.rules.RoleWords, lastWord(s))
}

// isReadingTime tells "4 min read".
func (c *cleaner) isReadingTime(p string) bool {
	return len(p) < 20 && p[0] >= '0' && p[0] <= '9' && hasSuffix(p, c.rules.ReadingTime)
}

// afterByline returns what stands after "By".
func (c *cleaner) afterByline(p string) (string, bool) {
	for _, o := range c.rules.BylineOpenings {
		if at := foldedPrefix(p, o); at >= 0 {
			return c.firstCredit(p[at:]), true
		}
	}
	return "", false
}

// firstCredit cuts the names off what stands before another credit: "Ana Varga"
// in "Ana Varga - Kamera: Jan Roy".
func (c *cleaner) firstCredit(s string) string {
	if names, rest, ok := strings.Cut(s, " - "); ok && c.startsSignOff(rest) {
		s = names
	}
	return strings.TrimSpace(s)
}

// nameList reads "Ana Varga and John Roe, Example Wire" into a. Every word but
// joiners must have a capital; places and roles are left out.
func (c *cleaner) nameList(a *Article, s string) bool {
	s = strings.TrimSuffix(s, ".")
	if strings.Count(s, " ") > 14 || !c.allCapitalised(s) || lookup(c.rules.DateWords, firstWord(s)) {
		return false
	}
	var names []string
	for part := range strings.SplitSeq(s, ", ") {
		part, _ = cutAt(part, c.rules.PlaceWords)
		part, outlet := cutAt(part, c.rules.OutletJoiners)
		switch {
		case outlet != "":
			a.Publisher = outlet
		case len(names) > 0 && c.isRole(part), lookup(c.rules.Roles, part):
			continue
		case len(names) > 0 && c.isOutlet(part):
			a.Publisher = part
			continue
		}
		names = append(names, part)
	}
	if len(names) == 1 && c.isOutlet(names[0]) {
		a.Publisher = names[0]
		return true
	}
	a.Byline = strings.Join(names, ", ")
	return a.Byline != ""
}

// allCapitalised reports whether every word has a capital, joiners and roles
// apart.
func (c *cleaner) allCapitalised(s string) bool {
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimRight(w, ",")
		first, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(first) && !c.rules.NameJoiners[w] {
			return false
		}
	}
	return true
}

// isName reports whether s looks like the name of a person: two to four
// capitalised words, none of them a common word or part of an outlet's name.
func (c *cleaner) isName(s string) bool {
	words := 0
	for w := range strings.FieldsSeq(s) {
		first, size := utf8.DecodeRuneInString(w)
		l := lower(w)
		if !unicode.IsUpper(first) {
			if !c.rules.NameJoiners[w] || words == 0 {
				return false
			}
			continue
		}
		if c.rules.OutletWords[l] || c.rules.DateWords[l] || c.rules.Months[l] != 0 || c.rules.NameJoiners[l] ||
			strings.ContainsAny(w, "0123456789:?!,;/@“”\"") || size == len(w) {
			return false
		}
		words++
	}
	return words >= 2 && words <= 4 && len(s) <= 50 && !strings.HasSuffix(s, ".")
}

// isOutlet reports whether s looks like the name of a paper or agency.
func (c *cleaner) isOutlet(s string) bool {
	if s == "" || len(s) > 60 || strings.ContainsAny(s, "?!;:“”\"") {
		return false
	}
	l := lower(strings.TrimSuffix(s, "."))
	if c.rules.Outlets[l] || isDomain(l) {
		return true
	}
	if strings.Count(s, " ") > 4 || strings.HasSuffix(s, ".") || !c.allCapitalised(s) || c.rules.NameJoiners[firstToken(s)] {
		return false
	}
	words := strings.Fields(l)
	return len(words) > 1 && (c.rules.OutletWords[words[len(words)-1]] || c.rules.OutletOpenings[words[0]])
}

// isDomain tells "example.com".
func isDomain(s string) bool {
	host, top, ok := strings.Cut(strings.TrimPrefix(s, "www."), ".")
	return ok && host != "" && len(top) >= 2 && len(top) <= 10 && isLowerASCII(strings.ReplaceAll(top, ".", "")) &&
		!strings.ContainsAny(s, " /")
}

// takeDates fills in the dates that the article lacks.
func (c *cleaner) takeDates(d dates) {
	c.article.Published = firstNonZero(c.article.Published, d.published)
	c.article.Updated = firstNonZero(c.article.Updated, d.updated)
}

func firstNonEmpty(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func firstNonZero(a, b time.Time) time.Time {
	if !a.IsZero() {
		return a
	}
	return b
}
