package briefing_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wirebrief/briefing"
)

var noon = time.Date(2026, time.November, 6, 12, 0, 0, 0, time.UTC)

const council = `The council of Castell voted on Thursday to rebuild the market hall, which burned down in March, at a cost of 14 million crowns.

The new hall will have a roof of slate and room for 120 stalls, forty more than before, the head of the building office, Mara Lind, told the meeting.

“We do not want a monument, we want a place to buy onions,” she said, and nobody spoke against her.

Traders have sold from tents on the river bank since the fire and complain about the wind. Work is to begin in April and to take two years.`

// at is an article of a publisher so many hours after noon, changed as told.
func at(id int64, publisher string, hours int, replaced ...string) briefing.Grouped {
	a := briefing.Article{Title: "Castell to rebuild its market hall", Lang: "en", Text: strings.NewReplacer(replaced...).Replace(council)}
	return briefing.Grouped{
		Article: id, Publisher: publisher, At: noon.Add(time.Duration(hours) * time.Hour), Fingerprint: briefing.FingerprintOf(a),
	}
}

func titled(g briefing.Grouped, title, text string) briefing.Grouped {
	g.Fingerprint = briefing.FingerprintOf(briefing.Article{Title: title, Lang: "en", Text: text})
	return g
}

func inLanguage(g briefing.Grouped, lang, text string) briefing.Grouped {
	g.Fingerprint = briefing.FingerprintOf(briefing.Article{Title: "Castell to rebuild its market hall", Lang: lang, Text: text})
	return g
}

func TestGrouper(t *testing.T) {
	cutShort := council[strings.LastIndex(council, "\n\n"):]
	other := func(id int64, publisher string, hours int) briefing.Grouped {
		return titled(at(id, publisher, hours), "Storm", sampleReport)
	}
	boilerplate := strings.Repeat("Our journalists report from the whole valley, every day, for everybody who lives there. ", 6)
	tests := map[string]struct {
		added []briefing.Grouped
		// want are story and original of each.
		want [][2]int64
	}{
		"different texts": {[]briefing.Grouped{at(1, "Wire", 0), other(2, "Gazette", 1)}, [][2]int64{{1, 0}, {2, 0}}},
		"one publisher twice": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Wire", 1), at(3, "wire", 2)}, [][2]int64{{1, 0}, {1, 1}, {1, 1}},
		},
		"a publisher that is not known": {[]briefing.Grouped{at(1, "", 0), at(2, "Wire", 1)}, [][2]int64{{1, 0}, {1, 1}}},
		"three publishers": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Gazette", 1), at(3, "Post", 60, cutShort, "")}, [][2]int64{{1, 0}, {1, 0}, {3, 0}},
		},
		"a cut copy": {[]briefing.Grouped{at(1, "Wire", 0), at(2, "Post", 10, cutShort, "")}, [][2]int64{{1, 0}, {1, 0}}},
		"the cut copy first": {
			[]briefing.Grouped{at(1, "Post", 0, cutShort, ""), at(2, "Wire", 10)}, [][2]int64{{1, 0}, {1, 0}},
		},
		"a copy of a copy": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Post", 1), at(3, "Post", 2)}, [][2]int64{{1, 0}, {1, 0}, {1, 2}},
		},
		"newer figures": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Wire", 5, "14 million", "16 million")}, [][2]int64{{1, 0}, {1, 0}},
		},
		"newer figures in words of an unknown language": {
			[]briefing.Grouped{inLanguage(at(1, "Wire", 0), "xx", council), inLanguage(at(2, "Wire", 5), "xx", strings.Replace(council, "two years", "three years", 1))},
			[][2]int64{{1, 0}, {1, 0}},
		},
		"one publisher twice in an unknown language": {
			[]briefing.Grouped{inLanguage(at(1, "Wire", 0), "xx", council), inLanguage(at(2, "Wire", 5), "xx", council)}, [][2]int64{{1, 0}, {1, 1}},
		},
		"newer figures in words": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Wire", 5, "two years", "three years")}, [][2]int64{{1, 0}, {1, 0}},
		},
		"a form filled in the next day": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Wire", 25, "14 million", "16 million")}, [][2]int64{{1, 0}, {2, 0}},
		},
		"others with newer figures the next day": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Post", 25, "14 million", "16 million")}, [][2]int64{{1, 0}, {2, 0}},
		},
		"others two days later": {[]briefing.Grouped{at(1, "Wire", 0), at(2, "Post", 48)}, [][2]int64{{1, 0}, {1, 0}}},
		"again two days later":  {[]briefing.Grouped{other(1, "Wire", 0), other(2, "Wire", 48)}, [][2]int64{{1, 0}, {1, 1}}},
		"an announcement every other day": {
			[]briefing.Grouped{at(1, "Wire", 0), at(2, "Wire", 48)}, [][2]int64{{1, 0}, {2, 0}},
		},
		"a headline of every day": {
			[]briefing.Grouped{titled(at(1, "Wire", 0), "Good morning", "What you need to know."), titled(at(2, "Wire", 23), "Good morning", "What you need to know.")},
			[][2]int64{{1, 0}, {2, 0}},
		},
		"again after four days":    {[]briefing.Grouped{at(1, "Wire", 0), at(2, "Wire", 96)}, [][2]int64{{1, 0}, {2, 0}}},
		"others after four days":   {[]briefing.Grouped{at(1, "Wire", 0), at(2, "Post", 96)}, [][2]int64{{1, 0}, {2, 0}}},
		"the older one comes last": {[]briefing.Grouped{at(2, "Wire", 5), at(1, "Post", 0)}, [][2]int64{{2, 0}, {2, 0}}},
		"lines of a site under two headlines": {
			[]briefing.Grouped{titled(at(1, "Wire", 0), "Storm", boilerplate), titled(at(2, "Wire", 1), "Harvest", boilerplate)},
			[][2]int64{{1, 0}, {2, 0}},
		},
		"no text": {
			[]briefing.Grouped{titled(at(1, "Wire", 0), "Storm", ""), titled(at(2, "Wire", 1), "Storm", "")}, [][2]int64{{1, 0}, {2, 0}},
		},
		"a teaser again": {
			[]briefing.Grouped{titled(at(1, "Wire", 0), "Storm", "A storm has come."), titled(at(2, "Wire", 1), "Storm", "A storm has come.")},
			[][2]int64{{1, 0}, {1, 1}},
		},
		"teasers of two events": {
			[]briefing.Grouped{titled(at(1, "Wire", 0), "Storm", "More soon."), titled(at(2, "Wire", 1), "Harvest", "More soon.")},
			[][2]int64{{1, 0}, {2, 0}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := briefing.NewGrouper()
			for i, a := range test.added {
				story, original := g.Add(a)
				if got := [2]int64{story, original}; got != test.want[i] {
					t.Errorf("article %d: story %d, copy of %d; want %v", a.Article, story, original, test.want[i])
				}
			}
		})
	}
}

func TestChangedArticleStaysInItsStory(t *testing.T) {
	g := briefing.NewGrouper()
	g.Add(at(1, "Wire", 0))
	g.Add(titled(at(2, "Post", 1), "Storm", sampleReport))
	g.Add(at(3, "Wire", 1)) // a copy of 1
	changed := at(2, "Post", 2)
	changed.Story = 2
	if story, original := g.Add(changed); story != 2 || original != 0 {
		t.Errorf("changed to the text of another story: story %d, copy of %d", story, original)
	}
	changed = at(3, "Wire", 3, "14 million", "16 million")
	changed.Story = 1
	if story, original := g.Add(changed); story != 1 || original != 0 {
		t.Errorf("a copy with newer figures: story %d, copy of %d; it must be shown again", story, original)
	}
	changed = at(1, "Wire", 4, "14 million", "16 million")
	changed.Story = 1
	if story, original := g.Add(changed); story != 1 || original != 3 {
		t.Errorf("the first with the same figures: story %d, copy of %d", story, original)
	}
	if story, original := g.Add(at(4, "Wire", 5)); story != 2 || original != 0 {
		t.Errorf("the text as it was, which only article 2 has now: story %d, copy of %d", story, original)
	}
}

// arrivals draws articles as they arrive: a few texts in a few versions.
func arrivals(t *rapid.T) []briefing.Grouped {
	texts := []string{council, sampleReport, strings.Replace(sampleReport, "nine days", "ten days", 1), council[:len(council)/2], "More soon.", ""}
	var list []briefing.Grouped
	when := noon
	for id := range int64(rapid.IntRange(2, 40).Draw(t, "articles")) {
		when = when.Add(time.Duration(rapid.IntRange(0, 10).Draw(t, "hours")) * time.Hour)
		list = append(list, briefing.Grouped{
			Article: id + 1, Publisher: rapid.SampledFrom([]string{"", "Wire", "Post", "Gazette"}).Draw(t, "publisher"), At: when,
			Fingerprint: briefing.FingerprintOf(briefing.Article{
				Title: rapid.SampledFrom([]string{"Storm", "Harvest"}).Draw(t, "title"), Lang: "en", Text: rapid.SampledFrom(texts).Draw(t, "text"),
			}),
		})
	}
	return list
}

type placed struct{ story, original int64 }

func place(g *briefing.Grouper, list []briefing.Grouped) []placed {
	var all []placed
	for _, a := range list {
		story, original := g.Add(a)
		all = append(all, placed{story, original})
	}
	return all
}

func TestGrouperIsDeterminedAndSurvivesARestart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := arrivals(t)
		want := place(briefing.NewGrouper(), list)
		stop := rapid.IntRange(0, len(list)).Draw(t, "restart")
		place(briefing.NewGrouper(), list[:stop])
		// What a store gives back: neither copies nor what is long past.
		again := briefing.NewGrouper()
		for i, a := range list[:stop] {
			if want[i].original == 0 && (stop == len(list) || list[stop].At.Sub(a.At) <= 72*time.Hour) {
				a.Story = want[i].story
				again.Load(a)
			}
		}
		for i, got := range place(again, list[stop:]) {
			if got != want[stop+i] {
				t.Fatalf("article %d: %v after a restart, %v without", stop+i+1, got, want[stop+i])
			}
		}
		checkPlaces(t, list, want)
	})
}

// checkPlaces makes sure that stories begin with their article, that a copy
// stands in the story of its original, and that an original is no copy.
func checkPlaces(t *rapid.T, list []briefing.Grouped, places []placed) {
	for i, p := range places {
		if first := places[p.story-1]; first.story != p.story || p.story > list[i].Article {
			t.Fatalf("article %d is in story %d, which is none", i+1, p.story)
		}
		if p.original == 0 {
			continue
		}
		original := places[p.original-1]
		if original.original != 0 || original.story != p.story || p.original >= list[i].Article {
			t.Fatalf("article %d is a copy of %d, which is %v", i+1, p.original, original)
		}
		if list[i].Fingerprint.Numbers != list[p.original-1].Fingerprint.Numbers {
			t.Fatalf("article %d has other numbers than its original %d", i+1, p.original)
		}
	}
}

// randomFingerprint is that of a text of its own.
func randomFingerprint(r *rand.Rand) briefing.Fingerprint {
	f := briefing.Fingerprint{Hash: r.Uint64(), Numbers: r.Uint64(), Title: r.Uint64(), Words: 300 + r.IntN(600)}
	step := uint32(1<<32/f.Words - 1)
	hash := uint32(0)
	for i := range f.Sketch {
		hash += 1 + r.Uint32N(2*step)
		f.Sketch[i] = hash
	}
	return f
}

// fill fills a grouper with days of 50,000 articles and returns the last.
func fill(g *briefing.Grouper, days int) (last briefing.Grouped) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range days * 50_000 {
		last = briefing.Grouped{
			Article: int64(i + 1), Story: int64(i + 1), Publisher: fmt.Sprint("Wire ", i%500), At: noon.Add(time.Duration(i) * 24 * time.Hour / 50_000),
			Fingerprint: randomFingerprint(r),
		}
		g.Load(last)
	}
	last.Story = 0
	return last
}

func TestGrouperStaysSmall(t *testing.T) {
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	g := briefing.NewGrouper()
	last := fill(g, 4)
	if grown := (heap() - before) >> 20; grown > 30 {
		t.Errorf("%d MiB after four days", grown)
	}
	last.Article, last.Publisher = 1_000_000, "Gazette"
	if story, _ := g.Add(last); story != 200_000 {
		t.Errorf("a copy of the last article is in story %d", story)
	}
}

// TestLineOnEveryPage: ten thousand articles that share their smallest
// hashes cost no more than others.
func TestLineOnEveryPage(t *testing.T) {
	g, r := briefing.NewGrouper(), rand.New(rand.NewPCG(1, 2))
	took := timed(func() {
		for i := range int64(10_000) {
			f := randomFingerprint(r)
			f.Sketch[0] = 1
			if story, _ := g.Add(briefing.Grouped{Article: i + 1, At: noon, Fingerprint: f}); story != i+1 {
				t.Fatalf("article %d is in story %d", i+1, story)
			}
		}
	})
	if took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

func BenchmarkGrouperAdd(b *testing.B) {
	g := briefing.NewGrouper()
	last := fill(g, 3)
	r := rand.New(rand.NewPCG(3, 4))
	prints := make([]briefing.Fingerprint, 4096)
	for i := range prints {
		prints[i] = randomFingerprint(r)
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			last.Article++
			last.Fingerprint = prints[last.Article%4096]
			last.Fingerprint.Hash = r.Uint64()
			g.Add(last)
		}
	})
	b.Run("changed", func(b *testing.B) {
		for b.Loop() {
			last.Story = last.Article
			g.Add(last)
		}
	})
}

func BenchmarkGrouperLoad(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]briefing.Grouped, 150_000)
	for i := range list {
		list[i] = briefing.Grouped{Article: int64(i + 1), Story: int64(i + 1), Publisher: "Wire", At: noon, Fingerprint: randomFingerprint(r)}
	}
	for b.Loop() {
		g := briefing.NewGrouper()
		for i := range list {
			g.Load(list[i])
		}
	}
}
