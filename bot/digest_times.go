package bot

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// maxDigestTimes is how many times of day a chat may have.
const maxDigestTimes = 6

// ParseDigestTimes reads when digests are to come, as people write it:
// "08:00", "8:30 pm", "weekdays 07:30", "mon,wed,fri 9:00", "07:30 and 19:00",
// "sunday at 18:00". Days hold for the times behind them, or for those before
// them where a time comes first; without days a time holds every day. ok is
// false if a word is not understood, or if there is no time. The result is in
// the order of the day, each time once.
func ParseDigestTimes(s string) (times []DigestTime, ok bool) {
	tokens, ok := readTimeTokens(s)
	if !ok {
		return nil, false
	}
	if first, last := tokens[0], tokens[len(tokens)-1]; first.days == 0 && last.days != 0 {
		slices.Reverse(tokens)
	}
	return bindDays(tokens)
}

// parseDays reads days without a time: "weekdays", "on sundays", "daily",
// "weekly", which is on Mondays.
func parseDays(s string) (days Days, ok bool) {
	switch s {
	case "weekly", "every week", "once a week":
		return On(time.Monday), true
	}
	tokens, ok := readTimeTokens(s)
	for _, t := range tokens {
		if t.days == 0 {
			return 0, false
		}
		days |= t.days
	}
	return days, ok
}

// readTimeTokens reads the words of what was typed, ranges of days as their
// days; there is at least one.
func readTimeTokens(s string) (tokens []timeToken, ok bool) {
	words := timeWords(s)
	for i, w := range words {
		t, known := readTimeToken(w)
		if !known || t.isRange && (i == 0 || i == len(words)-1) {
			return nil, false
		}
		tokens = append(tokens, t)
	}
	tokens, ok = joinRanges(tokens)
	return tokens, ok && len(tokens) > 0 && !countsDays(s)
}

// countsDays reports whether it says "2 days", which is no time of day: "every
// 2 days", "once in 3 days".
func countsDays(s string) bool {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words[:max(0, len(words)-1)] {
		if next := words[i+1]; strings.Trim(w, "0123456789") == "" && (next == "day" || next == "days") {
			return true
		}
	}
	return false
}

// A timeToken is a set of days, a word that makes a range of the days around
// it, or, without both, a time of day.
type timeToken struct {
	days    Days
	isRange bool
	minute  int
}

// fillers stand between days and times and add nothing.
var fillers = map[string]bool{"and": true, "at": true, "on": true, "every": true, "each": true, "&": true, "+": true, "the": true, "in": true, "clock": true, "o'clock": true, "once": true, "a": true}

// timeWords cuts what was typed into words, am and pm put to their number.
func timeWords(s string) []string {
	s = strings.NewReplacer("a.m.", "am", "p.m.", "pm", ",", " ", ";", " ", "–", "-", "—", "-", "’", "'").Replace(strings.ToLower(s))
	s = strings.ReplaceAll(s, "-", " - ")
	var words []string
	for w := range strings.FieldsSeq(s) {
		w = strings.TrimRight(w, ".!?")
		switch {
		case w == "" || fillers[w]:
		case (w == "am" || w == "pm") && len(words) > 0 && isDigit(words[len(words)-1]):
			words[len(words)-1] += w
		default:
			words = append(words, w)
		}
	}
	return words
}

// isDigit reports whether s ends in a digit.
func isDigit(s string) bool { return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9' }

func readTimeToken(w string) (t timeToken, ok bool) {
	switch w {
	case "-", "to", "till", "through":
		return timeToken{isRange: true}, true
	case "morning", "mornings":
		return timeToken{minute: 8 * 60}, true
	case "noon", "midday":
		return timeToken{minute: 12 * 60}, true
	case "evening", "evenings":
		return timeToken{minute: 19 * 60}, true
	case "midnight":
		return timeToken{}, true
	}
	if t.days, ok = readDays(w); ok {
		return t, true
	}
	t.minute, ok = parseClock(w)
	return t, ok
}

func readDays(w string) (Days, bool) {
	switch w {
	case "day", "days", "daily", "everyday":
		return EveryDay, true
	case "weekday", "weekdays", "workday", "workdays":
		return Workdays, true
	case "weekend", "weekends":
		return Weekend, true
	}
	i := nameIndex(dayNames, w)
	if i < 0 {
		i = nameIndex(dayNames, strings.TrimSuffix(w, "s"))
	}
	if i < 0 {
		return 0, false
	}
	return On(time.Weekday(i)), true
}

// parseClock reads a time of day in one word: "8", "08:00", "8.30", "8am",
// "8:30pm", "18h", "18h30". It returns minutes after midnight.
func parseClock(w string) (minute int, ok bool) {
	half := -1
	if rest, found := strings.CutSuffix(w, "am"); found {
		w, half = rest, 0
	} else if rest, found := strings.CutSuffix(w, "pm"); found {
		w, half = rest, 12
	}
	hour, min := w, "0"
	if i := strings.IndexAny(w, ":.h"); i >= 0 {
		hour, min = w[:i], w[i+1:]
		if min == "" && w[i] == 'h' && half < 0 {
			min = "00"
		}
		if len(min) != 2 {
			return 0, false
		}
	}
	h, ok1 := clockNumber(hour, 23)
	m, ok2 := clockNumber(min, 59)
	if !ok1 || !ok2 || half >= 0 && (h < 1 || h > 12) {
		return 0, false
	}
	if half >= 0 {
		h = h%12 + half
	}
	return h*60 + m, true
}

// impossibleTime returns the first word that is written like a time of day but is
// none, "25:00" or "24:00", and "" if there is no such word.
func impossibleTime(s string) string {
	for _, w := range timeWords(s) {
		if isImpossible(w) {
			return w
		}
	}
	return ""
}

// isImpossible reports whether a word is written like a time of day and is none.
func isImpossible(w string) bool {
	hour, minute, found := strings.Cut(w, ":")
	_, ok := parseClock(w)
	return found && !ok && isNumber(hour, 2) && isNumber(minute, 2)
}

// isNumber reports whether s is of digits alone, of at most so many.
func isNumber(s string, most int) bool {
	return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
}

// clockNumber reads one or two digits.
func clockNumber(s string, most int) (int, bool) {
	if s == "" || len(s) > 2 || strings.ContainsAny(s, "+-") {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n <= most
}

// joinRanges makes "mon - fri" one set of days.
func joinRanges(tokens []timeToken) (joined []timeToken, ok bool) {
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		if !t.isRange {
			joined = append(joined, t)
			continue
		}
		from, to := tokens[i-1], tokens[i+1]
		if bits.OnesCount8(uint8(from.days)) != 1 || bits.OnesCount8(uint8(to.days)) != 1 {
			return nil, false
		}
		last := &joined[len(joined)-1]
		for d := bits.TrailingZeros8(uint8(from.days)); ; d = (d + 1) % 7 {
			last.days |= 1 << d
			if to.days.Has(time.Weekday(d)) {
				break
			}
		}
		i++
	}
	return joined, true
}

// bindDays gives each time the days that stand before it.
func bindDays(tokens []timeToken) (times []DigestTime, ok bool) {
	var days Days
	pending := false // days that no time has followed yet
	for _, t := range tokens {
		switch {
		case t.days != 0 && pending:
			days |= t.days
		case t.days != 0:
			days, pending = t.days, true
		default:
			times, pending = addTime(times, DigestTime{t.minute, cmp.Or(days, EveryDay)}), false
		}
	}
	slices.SortFunc(times, func(x, y DigestTime) int { return cmp.Compare(x.Minute, y.Minute) })
	return times, !pending && len(times) > 0
}

// addTime adds a time, or its days to those that it has already.
func addTime(times []DigestTime, t DigestTime) []DigestTime {
	if i := slices.IndexFunc(times, func(x DigestTime) bool { return x.Minute == t.Minute }); i >= 0 {
		times[i].Days |= t.Days
		return times
	}
	return append(times, t)
}

// timesTyped writes times so that ParseDigestTimes reads them again.
func timesTyped(times []DigestTime) string {
	if len(times) == 0 {
		return offWord
	}
	var out []string
	for _, t := range times {
		if t.Days != EveryDay || len(times) > 1 {
			out = append(out, daysTyped(t.Days))
		}
		out = append(out, clockTime(t.Minute))
	}
	return strings.Join(out, " ")
}

func daysTyped(days Days) string {
	switch days {
	case EveryDay:
		return "daily"
	case Workdays:
		return "weekdays"
	case Weekend:
		return "weekend"
	}
	var names []string
	for i := range 7 {
		if d := (i + 1) % 7; days.Has(time.Weekday(d)) {
			names = append(names, dayNames[d][:3])
		}
	}
	return strings.Join(names, ",")
}

// clockTime writes minutes after midnight as "08:00".
func clockTime(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// times tells when digests come in words: "once a day at 08:00", "on weekdays
// at 07:30 and on Sundays at 18:00".
func (w teller) times(times []DigestTime) string {
	type sameDays struct {
		days   Days
		clocks []string
	}
	var groups []sameDays
	for _, t := range times {
		i := slices.IndexFunc(groups, func(g sameDays) bool { return g.days == t.Days })
		if i < 0 {
			i = len(groups)
			groups = append(groups, sameDays{days: t.Days})
		}
		groups[i].clocks = append(groups[i].clocks, clockTime(t.Minute))
	}
	said := make([]string, len(groups))
	for i, g := range groups {
		said[i] = w.say.T("digest.at", text.Data{"Days": w.days(g.days, len(times)), "Clocks": w.list(g.clocks)})
	}
	return w.list(said)
}

// days tells a set of days; count is how many times of day there are in all.
func (w teller) days(days Days, count int) string {
	switch {
	case days == EveryDay && count == 1:
		return w.say.T("digest.once-a-day", nil)
	case days == EveryDay && count == 2:
		return w.say.T("digest.twice-a-day", nil)
	case days == EveryDay:
		return w.say.T("digest.every-day", nil)
	case days == Workdays:
		return w.say.T("digest.weekdays", nil)
	case days == Weekend:
		return w.say.T("digest.weekends", nil)
	}
	all := strings.Fields(w.say.T("digest.days", nil))
	var names []string
	for i := range 7 {
		if d := (i + 1) % 7; days.Has(time.Weekday(d)) {
			names = append(names, all[d])
		}
	}
	return w.say.T("digest.on-days", text.Data{"Days": w.list(names)})
}

// list tells several things: "a", "a and b", "a, b and c".
func (w teller) list(things []string) string {
	last := len(things) - 1
	if last < 1 {
		return strings.Join(things, "")
	}
	return w.say.T("digest.list", text.Data{"First": strings.Join(things[:last], ", "), "Last": things[last]})
}
