package briefing

import (
	"slices"
	"strconv"
	"strings"

	"wirebrief/briefing/lang"
)

// withoutPastTolls leaves out the tolls of other years, "the last quake, in
// 1987, killed 40", where the text has a toll of its own.
func withoutPastTolls(good []ranked[*candidate]) []ranked[*candidate] {
	if !slices.ContainsFunc(good, func(r ranked[*candidate]) bool { return r.item.Casualty && !r.item.past }) {
		return good
	}
	return slices.DeleteFunc(good, func(r ranked[*candidate]) bool { return r.item.past })
}

// isPast reports whether a figure is a toll of another year than the article's,
// told to compare. Where it is not known when the article was published, a full
// date may be its own.
func (p *picker) isPast(f *Figure) bool {
	if !f.Casualty {
		return false
	}
	if f.AsOf == "" {
		return p.tellsOfPast(f.Clause.Of(p.text))
	}
	last := lastWord(f.AsOf)
	if len(last) != 4 || strings.Trim(last, digits) != "" {
		return false
	}
	year, _ := strconv.Atoi(last) // four digits
	return year != p.published && (p.published > 1 || strings.Count(f.AsOf, " ") == 1)
}

// tellsOfPast reports whether a clause without a time of its own for the toll
// tells of a case of another year, "a 1993 case", or of another
// century.
func (p *picker) tellsOfPast(clause string) bool {
	if !strings.ContainsAny(clause, digits) {
		return false
	}
	past, before := false, ""
	for _, word := range wordsIn(clause) {
		n := leadingNumber(word)
		switch {
		case n > 0 && len(word) == 4 && p.published > 1 && p.datesThing(before):
			if n == p.published {
				return false
			}
			past = past || n > 1000 && n < p.published
		case leadingNumber(before) > 0 && p.isCentury(word):
			past = past || leadingNumber(before) < p.century()
		}
		before = word
	}
	return past
}

// datesThing reports whether a year behind a word is that of a thing or of what
// happened, as against "since 1993".
func (p *picker) datesThing(before string) bool {
	return p.rules.Numbers.KindOf(p.lower(before))&(lang.NumArticle|lang.NumDeterminer|lang.NumIn|lang.NumOf|lang.NumMonth) != 0
}

func (p *picker) isCentury(word string) bool {
	w := p.rules.Numbers.Find([]byte(p.lower(word)))
	return w != nil && w.Unit == "centuries"
}

// century is that of the article, the 21st if it is not known when that was
// published.
func (p *picker) century() int {
	if p.published > 1 {
		return (p.published-1)/100 + 1
	}
	return 21
}

// leadingNumber is the number that a word of few characters begins with, 0 if
// it begins with none: 13 of "13th".
func leadingNumber(word string) int {
	if word == "" || !isDigit(word[0]) {
		return 0
	}
	n, _ := strconv.Atoi(word[:len(word)-len(strings.TrimLeft(word, digits))]) // 0 for one too large
	return n
}
