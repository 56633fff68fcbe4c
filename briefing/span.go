package briefing

// A Span is a half-open range of bytes, [Start, End), of a cleaned article
// text. NoSpan stands for "there is none".
type Span struct {
	Start, End int
}

// NoSpan is the span of something that does not stand in the text.
var NoSpan = Span{-1, -1}

// Of returns the stretch of text that s covers, "" for NoSpan or when s does
// not fit the text.
func (s Span) Of(text string) string {
	if s.Start < 0 || s.End > len(text) || s.Start > s.End {
		return ""
	}
	return text[s.Start:s.End]
}

// Len is the number of bytes covered, 0 for NoSpan.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether o lies inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }
