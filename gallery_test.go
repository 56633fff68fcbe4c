package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/file"
	"wirebrief/briefing"
)

const (
	galleryVariable = "WIREBRIEF_GALLERY"
	// spreadVariable is the number of the choice of articles, 0 if it is unset:
	// every number takes others.
	spreadVariable = "WIREBRIEF_SPREAD"
)

// A galleryShelf is a folder or a file of the outside data with how many
// articles are taken from it, or from each of its publishers.
type galleryShelf struct {
	pattern string
	take    int
	// signed tells that file names begin with the publisher.
	signed bool
}

// galleryShelves have 40 articles together.
var galleryShelves = []galleryShelf{
	{"eval/quotes/data/train/*.txt", 2, true},
	{"eval/quotes/data/dev/*.txt", 1, true},
	{"eval/pages/data/html/*", 12, false},
	{"eval/stories/data/basil.jsonl.gz", 3, false},
	{"eval/stories/data/meantime.jsonl.gz", 4, false},
}

// TestGallery writes the page of `make gallery`: briefings as readers see them,
// beside the texts they are cut from.
func TestGallery(t *testing.T) {
	page := os.Getenv(galleryVariable)
	if page == "" {
		t.Skip(galleryVariable + " names no file for the page: make gallery writes one")
	}
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Fatal("no gallery without articles: set WIREBRIEF_TESTDATA to the folder that holds eval/quotes, eval/pages and eval/stories")
	}
	spread, err := strconv.Atoi("0" + os.Getenv(spreadVariable))
	if err != nil {
		t.Fatalf("%s is no number: %v", spreadVariable, err)
	}
	var exhibits []exhibit
	for _, shelf := range galleryShelves {
		exhibits = append(exhibits, shelf.exhibits(t, folder, spread)...)
	}
	if err := os.WriteFile(page, galleryPage(exhibits, time.Now()), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d briefings in %s", len(exhibits), page)
}

// exhibits are the articles that a spread takes from a shelf.
func (s galleryShelf) exhibits(t *testing.T, folder string, spread int) (list []exhibit) {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(folder, s.pattern))
	if len(names) == 0 {
		t.Fatalf("no gallery without articles: nothing matches %s in %s", s.pattern, folder)
	}
	for _, group := range s.groups(names) {
		list = append(list, spreadOver(readExhibits(t, group, s.take, spread), s.take, spread)...)
	}
	return list
}

// groups are the files by publisher, where their names begin with one.
func (s galleryShelf) groups(names []string) [][]string {
	if !s.signed {
		return [][]string{names}
	}
	var groups [][]string
	last := ""
	for _, name := range names { // Glob sorts them
		publisher, _, _ := strings.Cut(filepath.Base(name), "_")
		if publisher != last {
			groups, last = append(groups, nil), publisher
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], name)
	}
	return groups
}

// readExhibits reads the articles of a group: of many files only those that
// are taken.
func readExhibits(t *testing.T, names []string, take, spread int) (list []exhibit) {
	t.Helper()
	names = spreadOver(names, take, spread)
	for item := range file.Walk(t.Context(), names, nil, file.Options{Incomplete: true, Now: time.Now()}) {
		switch {
		case file.IsSkipped(item.Err):
		case item.Err != nil:
			t.Error(item.Err)
		default:
			list = append(list, exhibit{name: filepath.Base(item.Name), article: item.Article})
		}
	}
	return list
}

// spreadOver takes items at equal distances; another spread begins elsewhere.
// What are no more items than wanted are all taken.
func spreadOver[T any](items []T, take, spread int) []T {
	if len(items) <= take {
		return items
	}
	var taken []T
	for i := range take {
		taken = append(taken, items[(i*len(items)/take+3*spread)%len(items)])
	}
	return taken
}

func TestGalleryShowsWhatWasPicked(t *testing.T) {
	a := briefing.Article{Title: "Crane falls in Port Ellery", Publisher: "Example Wire", Text: "“We heard <nothing> before it fell on the quay,” said Tom Hale, a driver.\n\nTwo men were killed, police said.\n\nThe harbour office denied that the crane had been known to be old."}
	page := string(galleryPage([]exhibit{{"crane.txt", a}}, time.Now()))
	for _, want := range []string{
		"crane.txt", "<b>Tom Hale</b>, a driver",
		"<mark class=\"quote\">We heard &lt;nothing&gt; before it fell on the quay</mark>",
		"<mark class=\"clause figure\">Two men</mark><mark class=\"clause\"> were killed",
		"<mark class=\"denial\">The harbour office denied",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s:\n%s", want, page)
		}
	}
}

func TestGallerySpreads(t *testing.T) {
	items := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	for spread, want := range []string{"[0 3 6]", "[3 6 9]", "[6 9 2]"} {
		if got := fmt.Sprint(spreadOver(items, 3, spread)); got != want {
			t.Errorf("spread %d takes %s, want %s", spread, got, want)
		}
	}
	if got := spreadOver(items[:2], 3, 1); !slices.Equal(got, items[:2]) {
		t.Errorf("of two items %v are taken", got)
	}
}
