package briefing

// Options steer extraction and picking. The zero value is what readers get.
type Options struct {
	// All keeps every quote, figure and denial found, unranked.
	All bool
	// Verbatim leaves Text as it came: nothing is cleaned away.
	Verbatim bool
}

// Compose makes the briefing of one article. Malformed text is no error: it
// has a defined, modest result.
func Compose(a Article, o Options) Briefing {
	return Pick(Extract(a, o), o)
}
