package lang

import "time"

// FurnitureRules tell the lines around an article that are not the article:
// bylines, sources, dates, credits, invitations. All are in lower case.
type FurnitureRules struct {
	// Exact are whole lines.
	Exact map[string]bool
	// Banners are those of them that stand where a headline should.
	Banners map[string]bool
	// Openings begin a line that is dropped whole, by their first word.
	Openings map[string][]string
	// Credits mark a caption when they stand near its end, as written.
	Credits []string
	// BylineOpenings stand before the names of authors: "by", "written by".
	BylineOpenings []string
	// SignOffs begin the note of who reported and edited: "reporting by".
	SignOffs []string
	// Reporters is the one of SignOffs that names the authors.
	Reporters string
	// Stopped are words in small letters that carry a full stop inside a
	// sentence: "vs".
	Stopped map[string]bool
	// Roles are what authors are called after their names: "staff writer".
	Roles map[string]bool
	// RoleWords end what an author is called: "court correspondent".
	RoleWords map[string]bool
	// NameJoiners are words in lower case inside a list of names.
	NameJoiners map[string]bool
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
}
