package main

import (
	"fmt"
	"io"

	"wirebrief/bot"
	"wirebrief/bot/text"
)

// A summary counts what became of an import.
type summary struct {
	counts           [bot.Withdrawn + 1]int
	refused, skipped int
}

// stored is how many articles are in the store for certain.
func (s *summary) stored() int {
	return s.counts[bot.Stored] + s.counts[bot.Unchanged] + s.counts[bot.Revised]
}

// print writes the totals.
func (s *summary) print(out io.Writer) {
	fmt.Fprintf(out, "%s stored, %s unchanged, %s revised, %s refused",
		text.Number(s.counts[bot.Stored]), text.Number(s.counts[bot.Unchanged]), text.Number(s.counts[bot.Revised]), text.Number(s.refused))
	if n := s.counts[bot.Withdrawn]; n > 0 {
		fmt.Fprintf(out, "; %s left out that you have withdrawn ('wirebrief article list --withdrawn')", text.Number(n))
	}
	if s.skipped > 0 {
		fmt.Fprintf(out, "; %s other files passed over", text.Number(s.skipped))
	}
	fmt.Fprintln(out)
}
