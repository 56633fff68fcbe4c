package feed

import "strings"

// A fault is something broken in a document that could be mended.
type fault int

// The faults, in the order in which Feed.Mended tells them.
const (
	faultJunk fault = iota
	faultCharset
	faultControl
	faultDoctype
	faultSeveral
	faultCut
	faultTags
	faultLess
	faultAmpersand
	faultEntity
	faultCDATA
	faultDepth
	faultSize
	faultItem
	faultCount
)

var faultNames = [faultCount]string{
	faultJunk:      "something stood before the document",
	faultCharset:   "it mixes character sets",
	faultControl:   "it holds forbidden characters",
	faultDoctype:   "it defines entities of its own, which were not expanded",
	faultSeveral:   "several documents stand in one",
	faultCut:       "it is cut off, and the entry at the cut was left out",
	faultTags:      "tags were not closed",
	faultLess:      "a bare < stood in text",
	faultAmpersand: "a bare & stood in text",
	faultEntity:    "it used entities that XML does not know",
	faultCDATA:     "a CDATA section was not closed",
	faultDepth:     "it was nested too deeply",
	faultSize:      "oversized parts were left out",
	faultItem:      "entries that could not be read were left out",
}

// faults collects what was mended.
type faults [faultCount]bool

func (f *faults) note(x fault) { f[x] = true }

// String says what was mended, "" if nothing.
func (f *faults) String() string {
	var out []string
	for i, found := range f {
		if found {
			out = append(out, faultNames[i])
		}
	}
	return strings.Join(out, "; ")
}
