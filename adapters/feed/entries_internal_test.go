package feed

import (
	"errors"
	"strings"
	"testing"
)

// TestEntriesReadsTheOthers asserts that an entry on which the parser fails
// costs no other.
func TestEntriesReadsTheOthers(t *testing.T) {
	text := strings.Repeat("<item><title>good</title></item>", 60) + "<item><title>bad</title></item>"
	c := cut("<rss><channel>" + text + "</channel></rss>")
	parse := func(document string) ([]string, error) {
		out := strings.Split(strings.TrimSuffix(document, "</item>"), "</item>")
		for _, title := range c.texts {
			if title == "bad" {
				return nil, errors.New("bad")
			}
		}
		return out, nil
	}
	read := 0
	entries(c, c.items, "item", "", "", parse, func(span, string) { read++ })
	if read != 60 || !c.f[faultItem] {
		t.Errorf("read %d entries, mended %q, want 60 and a note", read, c.f.String())
	}
}
