package briefing

// A Quote is something said by someone, as it stands in the article.
type Quote struct {
	// Span is the whole stretch without its outer marks, from the first
	// quoted byte to the last; a quote split by its said-clause includes it.
	Span
	// Text is the stretch itself: text[Start:End].
	Text string
	// Parts are the quoted spans inside the stretch, one unless it is split
	// or carried over paragraphs.
	Parts []Span
	// Speaker is the full name or description, resolved from a surname or
	// pronoun; it stands verbatim somewhere in the text.
	Speaker string
	// SpeakerSpan is the mention the attribution was read from, possibly a
	// pronoun. NoSpan if there is none.
	SpeakerSpan Span
	// Role is what the speaker is, cut from the first mention.
	Role string
	// Cue is the verb of saying: "said", "was quoted as saying".
	Cue string
	// Clause says how, when and to whom it was said, without the speaker:
	// "said during her weekly press briefing on Nov 5".
	Clause Span
	// Partial marks a fragment that does not stand as a sentence of its own.
	Partial bool
	// Confidence ranks quotes, 0 to 1.
	Confidence float64
}

// A Figure is a number with what it counts, as it stands in the article.
type Figure struct {
	// Span covers number, bound words, unit and the noun counted:
	// "at least 1,000 people".
	Span
	Text string
	// Value is the number in full; High is the upper end of a range and
	// equals Value when there is none.
	Value, High float64
	// Unit is "%", an ISO 4217 code, or a unit of measure; "" for plain
	// counts.
	Unit string
	// Qualifier holds the bound words as they stand: "at least", "about".
	Qualifier string
	// Counts is the noun counted, as it stands.
	Counts string
	// Direction is "up", "down" or "".
	Direction string
	// Rate is "per day" and the like, as it stands.
	Rate string
	// AsOf is the time the figure holds for, as it stands.
	AsOf string
	// Source is who gives the figure, full name and role, "" if it is the
	// article itself.
	Source string
	// Clause is the contiguous clause around the figure, about 160 bytes,
	// with its hedges and attribution.
	Clause Span
	// Casualty marks people killed or injured.
	Casualty bool
	// Confidence ranks figures, 0 to 1.
	Confidence float64
}

// HasHigh reports whether the figure is a range.
func (f Figure) HasHigh() bool { return f.High != f.Value }

// A Denial is a sentence that denies or disputes what is reported.
type Denial struct {
	Span
	Text string
}

// RulesVersion numbers the extraction and normalising rules. It is raised by
// every change that can alter what is extracted or indexed, so that stored
// articles are extracted and indexed again.
const RulesVersion = 3

// An Extraction is everything found in one article. Article is cleaned: every
// span points into Article.Text.
type Extraction struct {
	Article Article
	Quotes  []Quote
	Figures []Figure
	Denials []Denial
	// Notes are the paragraphs in which editors say something about the article:
	// corrections and the like. Nothing in them is sure enough to be picked.
	Notes []Span
	// Speakers and Names are people and other names worth suggesting when a
	// reader misspells one: resolved speakers, and names in the headline.
	Speakers, Names []string
	// Supported is false for a language without rules; then nothing was
	// extracted.
	Supported bool
	// Rules is the RulesVersion that made this extraction.
	Rules int
}

// A Briefing is what a reader is shown of one article: picked quotes, figures
// and denials in the order in which they are shown.
type Briefing struct {
	Article Article
	Quotes  []Quote
	Figures []Figure
	Denials []Denial
	// Notes are those of the Extraction.
	Notes     []Span
	Supported bool
	// MoreQuotes and MoreFigures count what was found and not picked.
	MoreQuotes, MoreFigures int
}
