package lang

import "time"

// FurnitureRules tell the lines around an article that are not the article:
// bylines, sources, dates, credits, invitations. All are in lower case.
type FurnitureRules struct {
	// Exact are whole lines.
	Exact map[string]bool
	// Banners are those of them that stand where a headline should.
	Banners map[string]bool
	// Openings begin a line that is dropped whole.
	Openings Beginnings
	// Labels begin a line that is dropped if no mark ends it: "photographs by".
	Labels Beginnings
	// Calls begin an invitation if one of Channels stands further on: "follow"
	// and "on facebook".
	Calls Beginnings
	// Channels are where readers are invited to.
	Channels []string
	// Notices are the beginning and, after "…", another part of what sites say
	// about themselves: "the …is not responsible for".
	Notices Beginnings
	// Greetings open a newsletter.
	Greetings Beginnings
	// Home is what the path to a page begins with.
	Home map[string]bool
	// Followed are headings, out of Exact, and how many lines below them at most
	// go with them, as long as they are no sentences.
	Followed map[string]int
	// Boilerplate opens what stands below the end mark of a press release.
	Boilerplate Beginnings
	// Notes begin what editors say about the article, which stays.
	Notes Beginnings
	// Slugs stand before a headline of an agency: "UPDATE 2-".
	Slugs map[string]bool
	// AgoWords may stand in "2 hours ago", the last of them must: "ago".
	AgoWords map[string]bool
	Ago      string
	// Biography follows an author's name in what is said about them.
	Biography []string
	// Credits mark a caption when they stand near its end, as written.
	Credits []string
	// BylineOpenings stand before the names of authors: "by", "written by".
	BylineOpenings []string
	// SignOffs begin the note of who reported and edited: "reporting by".
	SignOffs []string
	// Reporters is the one of SignOffs that names the authors.
	Reporters string
	// SourceLabel stands before the agency on a line of its own: "Source: ".
	SourceLabel string
	// Stopped are words in small letters that carry a full stop inside a
	// sentence: "vs".
	Stopped map[string]bool
	// Roles are what authors are called after their names: "staff writer".
	Roles map[string]bool
	// RoleWords end what an author is called: "court correspondent".
	RoleWords map[string]bool
	// NameJoiners are words in lower case inside a list of names.
	NameJoiners map[string]bool
	// Words between an author and something else, in lower case: PlaceWords stand
	// before a place, "in", DayWords before a date, "on", OutletJoiners before the
	// paper, "for", and AndWords between two authors.
	PlaceWords, DayWords, OutletJoiners, AndWords []string
	// ReadingTime ends how long an article takes: "4 min read".
	ReadingTime []string
	// EndWords close a press release on a line of their own: "ENDS".
	EndWords map[string]bool
	// Outlets are names of agencies and papers that carry no other sign.
	Outlets map[string]bool
	// OutletWords end the name of an agency or paper: "gazette".
	OutletWords map[string]bool
	// OutletOpenings begin one: "radio".
	OutletOpenings map[string]bool

	// Months are their names and abbreviations.
	Months map[string]time.Month
	// DateWords may stand in a date line and say nothing: "published",
	// weekdays.
	DateWords map[string]bool
	// UpdateWords say that the date is that of a later change.
	UpdateWords map[string]bool
	// Morning and Afternoon are the words of a clock of twelve hours, in lower case:
	// "am", "p.m".
	Morning, Afternoon []string
	// DayEndings end the day of a month: "5th".
	DayEndings []string
}

// Beginnings are beginnings of lines, found by their first word.
type Beginnings struct{ byWord wordTable[[]string] }

// With returns the beginnings with a first word, which is in lower case.
func (b *Beginnings) With(word []byte) []string { return b.byWord.find(word) }
