package discord

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// isolating begins a stretch that has a direction of its own, that of its first
// letter, and isolated ends it. Both show nothing.
const isolating, isolated = "\u2068", "\u2069"

// isolate keeps apart what stands in one line where some of it is written from
// right to left: of "דובר · 1 of 2 stories" the number would be shown before the
// name, and two such names that follow each other would change their places.
func isolate(all []span) []span {
	if !slices.ContainsFunc(all, func(s span) bool { return fromRight(s.text) }) {
		return all
	}
	begins, ends := map[int]bool{}, map[int]bool{}
	for _, p := range turned(textOf(all)) {
		begins[p.from], ends[p.to] = true, true
	}
	out, at := slices.Clone(all), 0
	for i, s := range all {
		var b strings.Builder
		for j := range len(s.text) {
			if begins[at+j] {
				b.WriteString(isolating)
			}
			b.WriteByte(s.text[j])
			if ends[at+j+1] {
				b.WriteString(isolated)
			}
		}
		at += len(s.text)
		if !s.isTime() && s.command == 0 { // which are not shown as they are written
			out[i].text = b.String()
		}
	}
	return out
}

// A stretch is a part of a text, in bytes.
type stretch struct{ from, to int }

// parting stands between things that are told in one line: what else there is,
// or who says so.
var parting = regexp.MustCompile(` [·—] `)

// turned are the parts of a text that share a line with others, and of which some
// is written from right to left.
func turned(text string) (found []stretch) {
	at := 0
	for line := range strings.Lines(text) {
		from := at
		cuts := parting.FindAllStringIndex(line, -1)
		if len(cuts) > 0 {
			cuts = append(cuts, []int{len(strings.TrimSuffix(line, "\n")), len(line)})
		}
		for _, cut := range cuts {
			if to := at + cut[0]; fromRight(text[from:to]) {
				found = append(found, stretch{from, to})
			}
			from = at + cut[1]
		}
		at += len(line)
	}
	return found
}

// fromRight reports whether some of a text is written from right to left.
func fromRight(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		if r < 0x590 { // the first of the letters that are
			return false
		}
		p, _ := bidi.LookupRune(r)
		return p.Class() == bidi.R || p.Class() == bidi.AL
	})
}
