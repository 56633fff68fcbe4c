package lang

import "strings"

var enLinks = LinkRules{
	Infinitive:  strings.Fields(`to`),
	According:   strings.Fields(`to`),
	Onward:      strings.Fields(`on`),
	PutSo:       strings.Fields(`it`),
	Back:        strings.Fields(`back`),
	Retort:      strings.Fields(`shot shoots fired fires`),
	QuotedAs:    strings.Fields(`as`),
	Agent:       strings.Fields(`by`),
	Habit:       strings.Fields(`used`),
	Address:     strings.Fields(`on to`),
	That:        strings.Fields(`that`),
	Who:         strings.Fields(`who`),
	Purpose:     strings.Fields(`for on`),
	Company:     strings.Fields(`with`),
	Definite:    strings.Fields(`the The`),
	Indefinite:  strings.Fields(`a an A An`),
	NameOf:      strings.Fields(`of`),
	Seat:        strings.Fields(`for`),
	Rank:        strings.Fields(`First`),
	Belonging:   strings.Fields(`of from at for`),
	Inside:      strings.Fields(`in`),
	Complement:  strings.Fields(`of for at with from`),
	Source:      strings.Fields(`of for with`),
	SourceNamed: strings.Fields(`from by`),
	SourceOf:    strings.Fields(`in on`),
	Occasion:    strings.Fields(`when while`),
	Aside:       strings.Fields(`of from including like unlike except than`),
}
