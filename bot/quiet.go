package bot

import (
	"strconv"
	"strings"
)

// What may follow the times of /quiet.
const (
	offWord    = "off"
	holdWord   = "hold"
	silentWord = "silent"
)

// ParseQuiet reads quiet hours as people write them: "22:00-07:00", "from 10pm
// to 7am", "22-7 silent", "off". Alerts wait for the end unless it says
// silent. ok is false if it is not understood, and for hours that begin when
// they end.
func ParseQuiet(s string) (q Quiet, ok bool) {
	words := timeWords(s)
	q.Hold = true
	if n := len(words); n > 0 {
		switch words[n-1] {
		case holdWord, "held", "wait":
			words = words[:n-1]
		case silentWord, "silently":
			q.Hold, words = false, words[:n-1]
		}
	}
	if len(words) > 0 && (words[0] == "from" || words[0] == "between") {
		words = words[1:]
	}
	if len(words) == 1 && (words[0] == offWord || words[0] == "none") {
		return Quiet{}, true
	}
	// "between 22:00 and 07:00" has lost its "and".
	if len(words) == 3 && readRange(words[1]) {
		words = []string{words[0], words[2]}
	}
	if len(words) != 2 {
		return Quiet{}, false
	}
	if words[1] == "24:00" || words[1] == "24" {
		words[1] = "midnight"
	}
	words[0] = inHalf(words[0], words[1])
	from, known := readTimeToken(words[0])
	to, known2 := readTimeToken(words[1])
	if !known || !known2 || !from.isClock() || !to.isClock() || from.minute == to.minute {
		return Quiet{}, false
	}
	q.From, q.To = from.minute, to.minute
	return q, true
}

// inHalf gives a bare hour the half of the day that it has before a time with
// one: "7-8pm" is the evening, "10-7am" the night, "9-5pm" the day.
func inHalf(from, to string) string {
	const halfDay = 12 * 60
	half := to[max(0, len(to)-2):]
	hour, err := strconv.Atoi(from)
	end, ok := parseClock(to)
	if half != "am" && half != "pm" || err != nil || !ok || hour < 1 || hour > 12 {
		return from
	}
	if hour*60%halfDay >= end%halfDay { // it ends after the next noon or midnight
		half = map[string]string{"am": "pm", "pm": "am"}[half]
	}
	return from + half
}

func readRange(w string) bool {
	t, ok := readTimeToken(w)
	return ok && t.isRange || w == "until"
}

func (t timeToken) isClock() bool { return t.days == 0 && !t.isRange }

// IsZero reports whether there are no quiet hours.
func (q Quiet) IsZero() bool { return q.From == q.To }

// quietTyped writes quiet hours so that ParseQuiet reads them again.
func quietTyped(q Quiet) string {
	if q.IsZero() {
		return offWord
	}
	how := silentWord
	if q.Hold {
		how = holdWord
	}
	return strings.Join([]string{clockTime(q.From) + "-" + clockTime(q.To), how}, " ")
}
