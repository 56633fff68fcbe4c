package bot

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"wirebrief/briefing"
)

// zoneNames are the names of the tz database, a line each, links included. A
// test compares them with those of the Go release and writes them anew.
//
//go:embed zone_names.txt
var zoneNames string

// zonePlaces are cities, countries and abbreviations; the file says how.
//
//go:embed zone_places.txt
var zonePlaces string

// A place is what a name for a clock may mean: a zone, or a choice of places.
type place struct {
	// label is how it is called, "Yerevan".
	label string
	// zone is its tz name, "" where there is a choice.
	zone    string
	choices []string
}

// A gazetteer knows places by the keys of their names.
type gazetteer struct {
	byKey map[string]place
	// names are all names worth suggesting for a misspelt one.
	names []string
	// cities in the order in which they are offered.
	cities []place
}

// places reads the embedded lists once; their faults are faults of the build,
// which a test finds.
var places = sync.OnceValue(func() gazetteer {
	g := gazetteer{byKey: map[string]place{}}
	section := ""
	for line := range strings.Lines(zonePlaces) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = line
		default:
			g.add(line, section)
		}
	}
	for zone := range strings.Lines(zoneNames) {
		g.addZone(strings.TrimSpace(zone))
	}
	return g
})

// add reads a line of the list of places.
func (g *gazetteer) add(line, section string) {
	i := strings.IndexAny(line, ":=")
	names := splitList(line[:i])
	for _, name := range names {
		p := place{label: name, zone: strings.TrimSpace(line[i+1:])}
		if line[i] == '=' {
			p.zone, p.choices = "", splitList(line[i+1:])
		}
		g.byKey[placeKey(name)] = p
		if section != "[abbreviations]" {
			g.names = append(g.names, name)
		}
	}
	if section == "[cities]" {
		g.cities = append(g.cities, g.byKey[placeKey(names[0])])
	}
}

// addZone adds a tz name by itself and by its last part, unless a place has
// that name already. Those of Etc stand for themselves alone: their signs are
// the wrong way round for people.
func (g *gazetteer) addZone(zone string) {
	p := place{label: zoneLabel(zone), zone: zone}
	g.addKey(placeKey(zone), p)
	if i := strings.LastIndexByte(zone, '/'); i >= 0 && !strings.HasPrefix(zone, "Etc/") {
		if g.addKey(placeKey(zone[i+1:]), p) {
			g.names = append(g.names, p.label)
		}
	}
}

func (g *gazetteer) addKey(key string, p place) bool {
	if _, taken := g.byKey[key]; taken {
		return false
	}
	g.byKey[key] = p
	return true
}

func splitList(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		list = append(list, strings.TrimSpace(part))
	}
	return list
}

// placeKey is what names are compared by: small letters without marks, and
// one space for all that parts words.
func placeKey(s string) string {
	var out strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(foldLetters.Replace(strings.ToLower(s))) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' || r == '+':
			if gap && out.Len() > 0 {
				out.WriteByte(' ')
			}
			out.WriteRune(r)
			gap = false
		default:
			gap = true
		}
	}
	return out.String()
}

// foldLetters writes letters that have no mark to take off.
var foldLetters = strings.NewReplacer("ı", "i", "ß", "ss", "ø", "o", "đ", "d", "ł", "l", "ə", "a", "æ", "ae", "œ", "oe")

// find returns the place of a name: the name itself, or with what people put
// behind it, "Yerevan, Armenia", "london uk".
func (g gazetteer) find(name string) (place, bool) {
	if p, ok := g.byKey[placeKey(name)]; ok {
		return p, true
	}
	if before, after, ok := strings.Cut(name, ","); ok {
		p, ok := g.byKey[placeKey(before)]
		// "Paris, Texas" is in Texas.
		where, known := g.byKey[placeKey(after)]
		if known && (!ok || p.zone != "" && where.zone != p.zone && !where.offers(g, p.zone)) {
			return where, true
		}
		return p, ok
	}
	words := strings.Fields(placeKey(name))
	for i := len(words) - 1; i > 0; i-- {
		p, ok := g.byKey[strings.Join(words[:i], " ")]
		where, known := g.byKey[strings.Join(words[i:], " ")]
		if ok && known && p.zone != "" && (where.zone == p.zone || where.offers(g, p.zone)) {
			return p, true
		}
	}
	return place{}, false
}

// near returns names that a misspelt one may be meant for, nearest first, one
// for each zone and at most max.
func (g gazetteer) near(typed string, max int) []string {
	var names []string
	zones := map[string]bool{}
	for _, name := range briefing.Nearest(typed, g.names, 4*max) {
		p := g.byKey[placeKey(name)]
		if len(names) < max && (p.zone == "" || !zones[p.zone]) {
			names, zones[p.zone] = append(names, name), true
		}
	}
	return names
}

// offers reports whether a zone is among the choices of p.
func (p place) offers(g gazetteer, zone string) bool {
	return slices.ContainsFunc(p.choices, func(name string) bool { return g.byKey[placeKey(name)].zone == zone })
}

// LoadZone returns the zone of a tz name. It refuses "" and "Local", which
// package time takes for zones of the machine.
func LoadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("time zone %q: name one of the tz database, such as Asia/Yerevan", name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w; name one of the tz database, such as Asia/Yerevan", name, err)
	}
	return zone, nil
}

// zoneLabel is what people call a zone: "Yerevan" for Asia/Yerevan, "UTC+4"
// for Etc/GMT-4.
func zoneLabel(zone string) string {
	if rest, ok := strings.CutPrefix(zone, etcPrefix); ok {
		if n, err := strconv.Atoi(rest); err == nil && n != 0 {
			return offsetLabel(time.Duration(-n) * time.Hour)
		}
	}
	switch zone {
	case "", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "Zulu", "UCT", "Universal":
		return "UTC"
	}
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

// etcPrefix begins the zones of a fixed difference; POSIX has it that their
// sign says how far UTC is ahead.
const etcPrefix = "Etc/GMT"

// parseOffset reads a difference from UTC as people write it, where + means
// ahead of it: "UTC+4", "GMT -3:30", "+05:45", "utc−3".
func parseOffset(s string) (offset time.Duration, ok bool) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	s = strings.NewReplacer("−", "-", "–", "-", "±", "+").Replace(s)
	named := false
	for _, name := range []string{"UTC", "GMT"} {
		if rest, found := strings.CutPrefix(s, name); found {
			s, named = rest, true
			break
		}
	}
	if s == "" {
		return 0, named
	}
	sign := time.Duration(1)
	switch s[0] {
	case '-':
		sign = -1
	case '+':
	default:
		return 0, false
	}
	hours, minutes, parted := strings.Cut(s[1:], ":")
	if !parted && len(hours) > 2 {
		hours, minutes = hours[:len(hours)-2], hours[len(hours)-2:]
	}
	h, ok1 := clockNumber(hours, 14)
	m, ok2 := 0, minutes == "" && !parted
	if minutes != "" {
		m, ok2 = clockNumber(minutes, 59)
		ok2 = ok2 && len(minutes) == 2
	}
	return sign * (time.Duration(h)*time.Hour + time.Duration(m)*time.Minute), ok1 && ok2
}

// offsetLabel writes a difference as people do: "UTC+4", "UTC-3:30".
func offsetLabel(offset time.Duration) string {
	if offset == 0 {
		return "UTC"
	}
	sign, d := "+", offset
	if d < 0 {
		sign, d = "-", -d
	}
	s := fmt.Sprintf("UTC%s%d", sign, int(d.Hours()))
	if m := int(d.Minutes()) % 60; m != 0 {
		s += fmt.Sprintf(":%02d", m)
	}
	return s
}

// fixedZone returns the zone of a difference, if the tz database has one: of
// whole hours from -12 to +14.
func fixedZone(offset time.Duration) (zone string, ok bool) {
	h := int(offset.Hours())
	switch {
	case offset%time.Hour != 0 || h < -12 || h > 14:
		return "", false
	case h == 0:
		return "UTC", true
	}
	return fmt.Sprintf("%s%+d", etcPrefix, -h), true
}

// citiesAt returns cities whose clocks differ from UTC by offset at a time, at
// most max, each zone once.
func (g gazetteer) citiesAt(offset time.Duration, now time.Time, max int) []place {
	var found []place
	for _, c := range g.cities {
		if len(found) == max {
			break
		}
		zone, err := LoadZone(c.zone)
		if err != nil {
			continue // a machine without the tz database offers none
		}
		_, seconds := now.In(zone).Zone()
		same := func(p place) bool { return p.zone == c.zone }
		if time.Duration(seconds)*time.Second == offset && !slices.ContainsFunc(found, same) {
			found = append(found, c)
		}
	}
	return found
}
