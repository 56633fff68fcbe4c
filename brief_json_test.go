package main

import (
	"encoding/json"
	"strings"
	"testing"

	"wirebrief/briefing"
)

func TestExcerptInJSON(t *testing.T) {
	for _, excerpt := range []bool{true, false} {
		b := briefing.Compose(briefing.Article{Title: "Mill sells oats", Text: "The mill sold 40 tonnes of oats.", Excerpt: excerpt}, briefing.Options{})
		out, err := json.Marshal(newBriefJSON(b))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(out), `"excerpt":true`); got != excerpt || !excerpt && strings.Contains(string(out), "excerpt") {
			t.Errorf("an excerpt: %v, printed as %s", excerpt, out)
		}
	}
}
