package bot_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wirebrief/bot"
	"wirebrief/briefing"
)

var reader = bot.ChatRef{Platform: "test", ID: "reader"}

// thursday is eight in the morning in Yerevan.
var thursday = time.Date(2026, time.November, 5, 4, 0, 0, 0, time.UTC)

// harbour is a report of the strike, as it was on Wednesday.
var harbour = newsReport{topics: []string{"ports", "grain"}, values: []float64{29}, sample: sample{
	publisher: "Example Wire", lang: "en", age: time.Hour, story: 77, url: "https://wire.example/harbour", title: "Dock strike begins in Port Ellery",
	text:    "PORT ELLERY: The docks stand still.\n\n29 grain ships were waiting outside the harbour on Wednesday.",
	figures: []sampleFigure{{"29 grain ships", "grain ships", "29 grain ships were waiting outside the harbour on Wednesday", ""}},
}}

// harbourLater is the same on Thursday; harbourElsewhere another publisher's.
var harbourLater = newsReport{topics: []string{"ports", "grain"}, values: []float64{1400, 37}, sample: sample{
	publisher: "Example Wire", lang: "en", age: 2 * time.Hour, story: 77, url: "https://wire.example/ellery-strike", title: "Port Ellery dock strike enters second week",
	text: "PORT ELLERY: The strike goes on.\n\n“No crane moves until the night rate is paid,” Ana Varga, chair of the dockers' union, told reporters at the gate.\n\n" +
		"1,400 dock workers walked out on Monday.\n\n37 grain ships were waiting outside the harbour on Thursday. The fund is empty.",
	quotes: []sampleQuote{{"No crane moves until the night rate is paid", "Ana Varga", "chair of the dockers' union", "told reporters at the gate"}},
	figures: []sampleFigure{
		{"1,400 dock workers", "dock workers", "1,400 dock workers walked out on Monday", ""},
		{"37 grain ships", "grain ships", "37 grain ships were waiting outside the harbour on Thursday", ""},
	},
}}

var harbourElsewhere = newsReport{topics: []string{"ports"}, rank: briefing.RankBody, values: []float64{1250}, sample: sample{
	publisher: "Sample Gazette", lang: "en", age: 3 * time.Hour, story: 77, url: "https://gazette.example/strike", title: "Strike in Port Ellery goes on",
	text:    "About 1,250 workers are on strike in Port Ellery.",
	figures: []sampleFigure{{"About 1,250 workers", "workers", "About 1,250 workers are on strike in Port Ellery", ""}},
}}

var school = newsReport{topics: []string{"karabakh"}, values: []float64{240}, sample: sample{
	publisher: "Example Wire", lang: "en", age: 14 * time.Hour, title: "Rebuilt school in Karabakh opens its doors", url: "https://wire.example/school",
	text: "A rebuilt school opened in Karabakh. “The smell of new chalk is the best news. " + strings.Repeat("It has been a long wait for everyone here. ", 9) +
		"We begin on Monday,” said Leyla Aran, a teacher. The school has 240 places for children of the town and of the villages around it, more than before.",
	quotes:  []sampleQuote{{"The smell of new chalk is the best news. " + strings.Repeat("It has been a long wait for everyone here. ", 9) + "We begin on Monday", "Leyla Aran", "a teacher", "said"}},
	figures: []sampleFigure{{"240 places", "places", "The school has 240 places for children of the town and of the villages around it, more than before", ""}},
}}

var wheat = newsReport{topics: []string{"grain"}, rank: briefing.RankLead, values: []float64{2.1e6}, sample: sample{
	publisher: "Sample Gazette", lang: "en", age: 9 * time.Hour, title: "Lorne valley wheat estimate cut to 2.1 million tonnes", url: "https://gazette.example/wheat",
	text:    "The harvest office cut its wheat estimate to 2.1 million tonnes.",
	figures: []sampleFigure{{"2.1 million tonnes", "tonnes", "The harvest office cut its wheat estimate to 2.1 million tonnes", ""}},
}}

var insurer = newsReport{topics: []string{"ports"}, rank: briefing.RankBody, values: []float64{40}, sample: sample{
	publisher: "Example Wire", lang: "en", age: 11 * time.Hour, title: "Insurer drops cover for the Ellery strait", url: "https://wire.example/insurer",
	text:    "An insurer will no longer cover ships in the Ellery strait. It covered 40 ships there.",
	figures: []sampleFigure{{"40 ships", "ships", "It covered 40 ships there", ""}},
}}

var ministers = newsReport{topics: []string{"grain"}, rank: briefing.RankBody, sample: sample{
	publisher: "Example Wire", lang: "en", age: 16 * time.Hour, title: "Grain ministers to meet in Castell on Monday", url: "https://wire.example/ministers", text: "The ministers meet in Castell.",
}}

var liman = newsReport{topics: []string{"ports"}, sample: sample{
	publisher: "Örnek Ajans", lang: "tr", age: 18 * time.Hour, title: "Liman işçileri anlaşmaya hazır", url: "https://ajans.example/liman", text: "Liman işçileri anlaşmaya hazır olduklarını söyledi.",
}}

// followed is a world in which a reader in Yerevan follows three topics since
// Wednesday morning.
func followed(t testing.TB) (*digestWorld, *bot.Digester) {
	w := newDigestWorld(t, thursday.Add(-24*time.Hour))
	c := w.follow(reader, bot.Daily, "karabakh", "grain", "ports")
	c.Zone, c.Reading = "Asia/Yerevan", []string{"en"}
	w.plan(c)
	return w, w.digester(bot.DigesterOptions{})
}

// many are n reports of two publishers, on the grain of the days before.
func many(n int) []newsReport {
	var all []newsReport
	for i := range n {
		all = append(all, newsReport{topics: []string{"grain"}, sample: sample{
			publisher: fmt.Sprintf("Courier %d", i%3), lang: "en", age: time.Duration(i+1) * 20 * time.Minute,
			title: fmt.Sprintf("Castell council speaks of grain, meeting %d", i+1), url: fmt.Sprintf("https://courier.example/%d", i+1), text: "The council met.",
		}})
	}
	return all
}

// TestDigestMessages compares digests, as they are composed and put into words,
// with those in testdata/digests.
func TestDigestMessages(t *testing.T) {
	friday := thursday.Add(24 * time.Hour)
	scenes := map[string]func(t *testing.T) bot.Message{
		"morning": func(t *testing.T) bot.Message {
			w, d := followed(t)
			w.set(thursday.Add(-time.Hour))
			w.arrive(harbour)
			w.set(thursday)
			w.run(d)
			w.set(friday.Add(-time.Hour))
			for _, r := range []newsReport{liman, ministers, insurer, wheat, school, harbourElsewhere, harbourLater} {
				w.arrive(r)
			}
			w.set(friday)
			return w.words(w.run(d)[0])
		},
		"late": func(t *testing.T) bot.Message {
			w, d := followed(t)
			w.set(thursday.Add(-time.Hour))
			w.arrive(wheat)
			w.set(thursday.Add(2 * time.Hour))
			return w.words(w.run(d)[0])
		},
		"late-days": func(t *testing.T) bot.Message {
			w, d := followed(t)
			w.set(friday.Add(30 * time.Hour))
			w.arrive(wheat)
			return w.words(w.run(d)[0])
		},
		"nothing": func(t *testing.T) bot.Message {
			w, d := followed(t)
			w.arrive(ministers)
			w.set(thursday)
			w.run(d)
			w.set(friday)
			return w.words(w.run(d)[0])
		},
		"nothing-ever": func(t *testing.T) bot.Message {
			w, _ := followed(t)
			w.set(thursday)
			return w.words(w.run(w.digester(bot.DigesterOptions{Sources: failing2of14}))[0])
		},
		"failed-sources": func(t *testing.T) bot.Message {
			w, _ := followed(t)
			w.set(thursday.Add(-time.Hour))
			w.arrive(ministers)
			w.set(thursday)
			return w.words(w.run(w.digester(bot.DigesterOptions{Sources: failing2of14}))[0])
		},
		"more": func(t *testing.T) bot.Message {
			w, d := followed(t)
			w.set(thursday.Add(-time.Hour))
			for _, r := range many(17) {
				w.arrive(r)
			}
			w.set(thursday)
			return w.words(w.run(d)[0])
		},
		"weekly": func(t *testing.T) bot.Message {
			w := newDigestWorld(t, thursday)
			w.follow(reader, bot.Weekly, "grain")
			d := w.digester(bot.DigesterOptions{})
			w.set(thursday.Add(20 * time.Hour))
			w.arrive(wheat)
			for w.clock().Before(thursday.Add(100 * time.Hour)) {
				w.set(w.clock().Add(4 * time.Hour))
				w.run(d)
			}
			return w.words(w.sent[0].Digest)
		},
		"no-longer-stored": func(t *testing.T) bot.Message {
			w, d := followed(t)
			w.set(thursday.Add(-time.Hour))
			w.arrive(wheat)
			gone := w.arrive(school)
			w.set(thursday)
			digest := w.run(d)[0]
			delete(w.all, gone.Revision)
			return w.words(digest)
		},
	}
	for name, scene := range scenes {
		t.Run(name, func(t *testing.T) {
			got := show(bot.Reply{Messages: []bot.Message{scene(t)}})
			file := filepath.Join("testdata", "digests", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", "digests", "*.txt"))
	if err != nil || len(files) != len(scenes) {
		t.Errorf("there are %d files for %d scenes (%v)", len(files), len(scenes), err)
	}
}

// TestDigestIsVerbatim composes digests of random reports: every quote and
// figure shown stands in the very revision that the digest names, and no
// message is too long.
func TestDigestIsVerbatim(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, d := followed(t)
		w.set(thursday.Add(-time.Hour))
		word := rapid.SampledFrom([]string{"grain", "ships", "Ellery", "“", "”", "…", "said", "1,400", "𝄞", "\u200f", "harbour.", "Why?", "(update)", "ş"})
		for range rapid.IntRange(1, 14).Draw(rt, "reports") {
			r := harbourLater
			r.story = rapid.IntRange(1, 8).Draw(rt, "story")
			r.publisher = rapid.SampledFrom([]string{"Example Wire", "Sample Gazette", "", "Örnek Ajans"}).Draw(rt, "publisher")
			r.title = strings.Join(rapid.SliceOfN(word, 0, 60).Draw(rt, "title"), " ")
			quote := strings.Join(rapid.SliceOfN(word, 2, 200).Draw(rt, "quote"), " ")
			clause := "37 grain ships " + strings.Join(rapid.SliceOfN(word, 0, 90).Draw(rt, "clause"), " ")
			r.text = "“" + quote + "” said Ana Varga, a docker.\n\n" + clause
			r.quotes = []sampleQuote{{quote, "Ana Varga", "a docker", "said"}}
			r.figures = []sampleFigure{{"37 grain ships", "grain ships", clause, ""}}
			r.values = []float64{float64(rapid.IntRange(1, 3).Draw(rt, "value"))}
			w.arrive(r)
		}
		w.set(thursday)
		for _, digest := range w.run(d) {
			checkDigest(rt, w, digest)
		}
	})
}

// checkDigest checks what holds for every digest in words.
func checkDigest(t interface{ Errorf(string, ...any) }, w *digestWorld, digest *bot.Digest) {
	m := w.words(digest)
	var text strings.Builder
	var named []string
	for _, s := range append(append([]bot.DigestStory{}, digest.Stories...), digest.Also...) {
		named = append(named, bot.Plain(w.all[s.Revision].Article.Text))
		for _, f := range append(append([]bot.ShownFigure{}, s.Others...), s.Changed...) {
			named = append(named, bot.Plain(w.all[f.Revision].Article.Text))
		}
	}
	units := 0
	kinds := map[bot.BlockKind]int{}
	for _, b := range m.Blocks {
		kinds[b.Kind]++
		for _, r := range b.Runs {
			text.WriteString(r.Text)
			for _, c := range r.Text {
				if units++; c > 0xffff {
					units++
				}
			}
			words := ""
			switch {
			case b.Kind == bot.Quotation:
				words = strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(r.Text, "“"), "”"), " …")
			case b.Kind == bot.Item && r.Bold:
				words = strings.TrimSuffix(r.Text, " …")
			}
			if words != "" && !standsIn(named, words) {
				t.Errorf("%q stands in no report", words)
			}
		}
		units++
	}
	if units > 3000 {
		t.Errorf("a digest has %d UTF-16 units", units)
	}
	// What is kept is what is shown, no more and no less.
	quotes, stories := 0, len(digest.Stories)+len(digest.Also)
	for _, s := range digest.Stories {
		if s.Quote >= 0 {
			quotes++
		}
	}
	lines := kinds[bot.Line]
	if digest.Total > stories {
		lines--
	}
	if kinds[bot.Headline] != len(digest.Stories) || lines != len(digest.Also) || kinds[bot.Quotation] != quotes {
		t.Errorf("%d and %d stories with %d quotes are kept, %v shown", len(digest.Stories), len(digest.Also), quotes, kinds)
	}
}

func standsIn(texts []string, words string) bool {
	for _, text := range texts {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}
