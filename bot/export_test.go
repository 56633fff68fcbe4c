package bot

// What tests in bot_test need of the inside.
var (
	TimesTyped  = timesTyped
	QuietTyped  = quietTyped
	ParsePause  = parsePause
	ParseOffset = parseOffset
	OffsetLabel = offsetLabel
	ZoneLabel   = zoneLabel

	ImpossibleTime = impossibleTime
	FixedZone      = fixedZone
)

// A FoundPlace is what a name for a clock was understood as.
type FoundPlace struct {
	Label, Zone string
	Choices     []string
}

// FindPlace looks a name up.
func FindPlace(name string) (FoundPlace, bool) {
	p, ok := places().find(name)
	return FoundPlace{p.label, p.zone, p.choices}, ok
}

// PlaceNames are all names worth suggesting.
func PlaceNames() []string { return places().names }

// PlacesByKey are all places with the keys of their names.
func PlacesByKey() map[string]FoundPlace {
	all := map[string]FoundPlace{}
	for key, p := range places().byKey {
		all[key] = FoundPlace{p.label, p.zone, p.choices}
	}
	return all
}
