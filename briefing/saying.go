package briefing

// A Saying is what somebody said, prepared for telling whether two quotes say
// the same: reports cut one statement in different places.
type Saying struct{ words wordSet }

// SayingOf prepares the words of a quote.
func SayingOf(text string) Saying { return Saying{keysOf(text, 1)} }

// Same reports whether nearly all words of the shorter of two quotes are in
// the other. Texts without words say nothing, and so nothing that is the same.
func (s Saying) Same(o Saying) bool { return s.words.sameSaid(o.words) }
