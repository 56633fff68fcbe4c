package terminal

import (
	"fmt"
	"strconv"
	"strings"

	"wirebrief/bot"
)

const (
	// maxNumber is the highest number of a button; longer numbers, such as
	// years, are questions.
	maxNumber = 999
	// maxButtons bounds what one message may add.
	maxButtons = 100
)

// buttons draws the rows as one sequence of numbered labels with the hint at
// the right margin. A label wider than the terminal is wrapped below itself.
func (r *renderer) buttons(rows [][]bot.Button, first int) {
	var lines []string
	used := 0
	for i, b := range flatten(rows) {
		number, label := strconv.Itoa(first+i), labelOf(b)
		margin := len("  ") + len(number) + len(" ")
		parts := wrap(label, max(r.width-margin, 1))
		head := " " + label[:parts[0][1]]
		if label == number {
			head = "" // a button of a numbered list: "1 1" would say nothing more
		}
		width := len(number) + cells.StringWidth(head)
		if len(lines) > 0 && used+len("   ")+width <= r.width {
			lines[len(lines)-1] += "   "
			used += len("   ")
		} else {
			lines = append(lines, "  ")
			used = len("  ")
		}
		lines[len(lines)-1] += r.paint(number, 0, len(number), []stretch{{len(number), bold}}) + head
		used += width
		for _, p := range parts[1:] {
			tail := label[p[0]:p[1]]
			lines = append(lines, strings.Repeat(" ", margin)+tail)
			used = margin + cells.StringWidth(tail)
		}
	}
	if len(lines) == 0 {
		return
	}
	if len(r.lines) > 0 {
		r.lines = append(r.lines, "")
	}
	r.lines = append(r.lines, r.right(lines, used, look{rest: "  ", style: dim}, buttonHint)...)
}

// flatten returns the buttons of all rows, at most maxButtons.
func flatten(rows [][]bot.Button) []bot.Button {
	var all []bot.Button
	for _, row := range rows {
		all = append(all, row...)
	}
	return all[:min(len(all), maxButtons)]
}

func labelOf(b bot.Button) string {
	if label := cleanLine(b.Label); label != "" {
		return label
	}
	return "…"
}

// offer keeps the buttons of a message that was shown with numbers from
// first; a.mu is held. Buttons of older messages stay until new ones come.
func (a *Adapter) offer(rows [][]bot.Button, first int) {
	added := flatten(rows)
	if len(added) == 0 {
		return
	}
	a.buttons = append(a.buttons[:first-1:first-1], added...)
	a.offered = true
}

// pick returns the button that was meant by typing text. A number that is too
// high gets a hint, if the newest answer had buttons: otherwise it may answer
// a question of the bot.
func (a *Adapter) pick(text string) (b bot.Button, ok bool, hint string) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > maxNumber || strings.ContainsAny(text, "+-") {
		return bot.Button{}, false, ""
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if 1 <= n && n <= len(a.buttons) {
		return a.buttons[n-1], true, ""
	}
	if !a.offered {
		return bot.Button{}, false, ""
	}
	if len(a.buttons) == 1 {
		return bot.Button{}, false, fmt.Sprintf(onlyOneHint, n, n)
	}
	return bot.Button{}, false, fmt.Sprintf(outOfRangeHint, n, len(a.buttons), n)
}
