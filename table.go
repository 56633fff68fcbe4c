package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
)

// leastColumn is how narrow table makes a column that may be cut.
const leastColumn = 12

// table sets rows in columns, two spaces apart. If they are wider than width,
// the columns named in cut are shortened, the widest first; 0 is any width.
func table(rows [][]string, width int, cut ...int) string {
	widths := make([]int, len(rows[0]))
	total := 2 * (len(widths) - 1)
	for i := range widths {
		for _, row := range rows {
			widths[i] = max(widths[i], runewidth.StringWidth(row[i]))
		}
		total += widths[i]
	}
	for width > 0 && total > width {
		widest := cut[0]
		for _, i := range cut {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= leastColumn {
			break
		}
		widths[widest]--
		total--
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			cell = clipWidth(cell, widths[i])
			fmt.Fprintf(&line, "%s%s", cell, strings.Repeat(" ", widths[i]-runewidth.StringWidth(cell)+2))
		}
		fmt.Fprintln(&b, strings.TrimRight(line.String(), " "))
	}
	return b.String()
}

// clipWidth cuts s to a width in cells of a terminal, with "…".
func clipWidth(s string, width int) string { return runewidth.Truncate(s, width, "…") }

// spanOf is a length of time in its largest unit, for tables.
func spanOf(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(int(d.Seconds()), 0))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

// agoOf is how long ago t was, for tables.
func agoOf(t, now time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return spanOf(now.Sub(t)) + " ago"
}

// dateOf is a time with how long ago that was.
func dateOf(t, now time.Time) string {
	if t.IsZero() {
		return "no date given"
	}
	return fmt.Sprintf("%s, %s", t.UTC().Format("2 Jan 2006, 15:04 UTC"), agoOf(t, now))
}
