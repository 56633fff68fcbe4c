package briefing

import (
	"slices"
	"strconv"
	"strings"
)

// withoutPastTolls leaves out the tolls of other years, "the last quake, in
// 1987, killed 40", where the text has a toll of its own.
func (p *picker) withoutPastTolls(good []ranked[*Figure]) []ranked[*Figure] {
	if !slices.ContainsFunc(good, func(r ranked[*Figure]) bool { return r.item.Casualty && !p.isPast(r.item) }) {
		return good
	}
	return slices.DeleteFunc(good, func(r ranked[*Figure]) bool { return p.isPast(r.item) })
}

// isPast reports whether a figure is a toll of another year than the article's,
// told to compare. Where it is not known when the article was published, a full
// date may be its own.
func (p *picker) isPast(f *Figure) bool {
	if !f.Casualty || f.AsOf == "" {
		return false
	}
	last := lastWord(f.AsOf)
	if len(last) != 4 || strings.Trim(last, digits) != "" {
		return false
	}
	year, _ := strconv.Atoi(last) // four digits
	return year != p.published && (p.published > 1 || strings.Count(f.AsOf, " ") == 1)
}
