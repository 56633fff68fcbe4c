package briefing_test

import (
	"fmt"
	"reflect"
	"sync"
	"testing"

	"wirebrief/briefing"
)

// TestArticlesReadTogether: articles that are read at the same time, and one after
// another in memory that was used before, have what each has alone.
func TestArticlesReadTogether(t *testing.T) {
	var articles []briefing.Article
	for n := range 24 {
		text := fmt.Sprintf("“The %d boats of quay %d sail on Monday,” said Ana Varga, the harbour minister. Some %d dockers met Tom Hale. He denied the report.", n+20, n, 40*n+40)
		if n%3 == 0 {
			text = fmt.Sprintf("Ulaştırma Bakanı Ayla Demir, “%d gemi pazartesi kalkıyor.” dedi. En az %d işçi toplandı.", n+20, 40*n+40)
		}
		for range n % 5 {
			text += "\n\n" + text
		}
		articles = append(articles, briefing.Article{Title: "Sample", Text: text, Lang: []string{"tr", "en", "en"}[n%3]})
	}
	read := func(a briefing.Article) briefing.Extraction {
		return briefing.Extract(a, briefing.Options{All: true, Verbatim: true})
	}
	var alone []briefing.Extraction
	for _, a := range articles {
		alone = append(alone, read(a))
	}
	var readers sync.WaitGroup
	for from := range 8 {
		readers.Go(func() {
			for k := range 4 * len(articles) {
				n := (from*5 + k) % len(articles)
				if got := read(articles[n]); !reflect.DeepEqual(got, alone[n]) {
					t.Errorf("article %d: got %+v\nalone %+v", n, got, alone[n])
					return
				}
			}
		})
	}
	readers.Wait()
}
