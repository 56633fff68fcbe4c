package terminal

import (
	"strings"

	"wirebrief/bot"
)

// A style is how a stretch of text is drawn.
type style uint8

const (
	plain style = iota
	bold
	dim
	address
)

// sgr are the sequences that switch a style on (ECMA-48, section 8.3.117).
var sgr = [...]string{bold: "\x1b[1m", dim: "\x1b[2m", address: "\x1b[36m"}

const sgrOff = "\x1b[0m"

// A stretch is text of one style, up to the byte end.
type stretch struct {
	end   int
	style style
}

// joinRuns returns the clean text of runs and its styles; what is plain has
// the style base.
func joinRuns(runs []bot.Run, base style) (string, []stretch) {
	var b strings.Builder
	styles := make([]stretch, 0, len(runs))
	for _, run := range runs {
		st := base
		if run.Bold {
			st = bold
		}
		b.WriteString(clean(run.Text))
		styles = append(styles, stretch{b.Len(), st})
	}
	return b.String(), styles
}

// paint returns s[from:to] in its styles. Without colour that is the text
// alone.
func (r *renderer) paint(s string, from, to int, styles []stretch) string {
	if !r.color {
		return s[from:to]
	}
	var b strings.Builder
	for _, st := range styles {
		end := min(st.end, to)
		if end <= from {
			continue
		}
		if st.style == plain {
			b.WriteString(s[from:end])
		} else {
			b.WriteString(sgr[st.style] + s[from:end] + sgrOff)
		}
		from = end
	}
	return b.String()
}
