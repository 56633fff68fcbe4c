package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// longReport is a report on grain whose headline, quote and clause are long.
func longReport(n, title, quote, clause int) newsReport {
	words := func(s string, n int) string { return strings.Repeat(s+" ", n/(len(s)+1)) + s }
	q, c := words("speaking", quote), "37 ships "+words("waiting", clause)
	return newsReport{topics: []string{"grain"}, values: []float64{37}, sample: sample{
		publisher: fmt.Sprintf("Courier %d", n%4), lang: "en", age: time.Duration(n+1) * time.Minute, url: fmt.Sprintf("https://courier.example/%d", n),
		title: words("Headline", title), text: "“" + q + "” said Ana Varga, a docker.\n\n" + c,
		quotes: []sampleQuote{{q, "Ana Varga", "a docker", "said"}}, figures: []sampleFigure{{"37 ships", "ships", c, ""}},
	}}
}

// TestDigestFits: what has no room goes, lines down to a few first, then
// figures, then quotes, then whole stories, which the button then names.
// Nothing is cut inside.
func TestDigestFits(t *testing.T) {
	for name, c := range map[string]struct {
		title, quote, clause      int
		quotes, figures, headings int
	}{
		"all":          {60, 100, 60, 3, 3, 10},
		"fewer lines":  {90, 200, 150, 3, 3, 9},
		"few figures":  {120, 300, 350, 3, 1, 7},
		"fewer quotes": {290, 300, 350, 2, 0, 7},
	} {
		t.Run(name, func(t *testing.T) {
			w, d := followed(t)
			w.set(thursday.Add(-time.Hour))
			for n := range 12 {
				w.arrive(longReport(n, c.title, c.quote, c.clause))
			}
			w.set(thursday)
			digest := w.run(d)[0]
			checkDigest(t, w, digest)
			m := w.words(digest)
			kinds := map[bot.BlockKind]int{}
			for _, b := range m.Blocks {
				kinds[b.Kind]++
			}
			if headings := kinds[bot.Headline] + kinds[bot.Line] - 1; kinds[bot.Quotation] != c.quotes || kinds[bot.Item] != c.figures || headings != c.headings {
				t.Errorf("%d quotes, %d figures, %d stories:\n%s", kinds[bot.Quotation], kinds[bot.Item], headings, show(bot.Reply{Messages: []bot.Message{m}}))
			}
			if kinds[bot.Attribution] != kinds[bot.Quotation] {
				t.Error("a quote went without who said it, or the other way round")
			}
		})
	}
}

// TestDigestDropsStories: astral headlines count double, so whole stories go.
func TestDigestDropsStories(t *testing.T) {
	w, d := followed(t)
	w.set(thursday.Add(-time.Hour))
	for n := range 12 {
		r := longReport(n, 10, 10, 10)
		r.publisher = strings.Repeat("Courier of the valley ", 3) + fmt.Sprint(n)
		r.title = strings.Repeat("𝄞 ", 50) + strings.Repeat("grain ", 15)
		r.topics = []string{"grain", "ports", "karabakh"}
		w.arrive(r)
	}
	w.set(thursday)
	digest := w.run(d)[0]
	checkDigest(t, w, digest)
	m := w.words(digest)
	if shown := len(digest.Stories) + len(digest.Also); shown == 0 || shown > 9 || len(w.shown) != shown {
		t.Errorf("%d stories are kept and %d count as shown", shown, len(w.shown))
	}
	rows := m.Buttons[len(m.Buttons)-1]
	numbers := 0
	for _, row := range m.Buttons[:len(m.Buttons)-1] {
		numbers += len(row)
	}
	if want := fmt.Sprintf("%d more", 12-numbers); rows[0].Label != want {
		t.Errorf("%d stories have a number and the button says %q", numbers, rows[0].Label)
	}
}

// TestDigestMoreButton: the button of a digest lists stories for which it had
// no room, and these open.
func TestDigestMoreButton(t *testing.T) {
	ctx := context.Background()
	c := &clock{morning}
	d := newStore(t, c)
	stored := store(t, d, news...)
	b := newBot(d, c)
	ids := make([]string, 0, 3)
	for _, s := range stored[:3] {
		ids = append(ids, base36(s.Article))
	}
	reply, err := b.Handle(ctx, bot.Command{Chat: reader, Button: "1n" + strings.Join(ids, ".")})
	if err != nil || !strings.Contains(said(reply), news[0].title) || !strings.Contains(said(reply), news[2].title) {
		t.Fatalf("%s, %v", show(reply), err)
	}
	checkMessage(t, reply.Messages[0])
	if reply, err = b.Handle(ctx, bot.Command{Chat: reader, Button: button(t, reply, "3").Data}); err != nil || !strings.Contains(said(reply), news[2].title) {
		t.Errorf("%s, %v", show(reply), err)
	}
	if reply, err = b.Handle(ctx, bot.Command{Chat: reader, Button: "1n1.2"}); err != nil || !strings.Contains(said(reply), "no longer stored") {
		t.Errorf("%s, %v", show(reply), err)
	}
}

// TestDigestComparesTolls: the dead are not compared with the injured.
func TestDigestComparesTolls(t *testing.T) {
	for name, c := range map[string]struct {
		now     string
		changed bool
	}{
		"killed":  {"15 people have been killed in the harbour", true},
		"injured": {"15 people were injured in the harbour", false},
	} {
		t.Run(name, func(t *testing.T) {
			toll := func(clause string, value float64) newsReport {
				words := strings.Join(strings.Fields(clause)[:2], " ")
				return newsReport{topics: []string{"ports"}, values: []float64{value}, casualties: true, sample: sample{
					publisher: "Example Wire", lang: "en", age: time.Minute, story: 9, title: "Fire in the harbour", text: clause + ".",
					figures: []sampleFigure{{words, "people", clause, ""}},
				}}
			}
			w, d := followed(t)
			w.set(thursday.Add(-time.Hour))
			w.arrive(toll("12 people were killed in the harbour", 12))
			w.set(thursday)
			w.run(d)
			w.set(thursday.Add(23 * time.Hour))
			w.arrive(toll(c.now, 15))
			w.set(thursday.Add(24 * time.Hour))
			s := w.run(d)[0].Stories[0]
			if changed := s.Changed[0].Revision != 0; !s.Update || changed != c.changed {
				t.Errorf("%+v", s)
			}
		})
	}
}

// TestDroppedIsNotShown: what had no room does not count as shown: a story that
// was dropped is new when it comes again, and a figure that was dropped is not
// what the chat was told.
func TestDroppedIsNotShown(t *testing.T) {
	w, d := followed(t)
	w.set(thursday.Add(-time.Hour))
	for n := range 12 {
		r := longReport(n, 290, 300, 350)
		r.story = n + 1
		w.arrive(r)
	}
	w.set(thursday)
	first := w.run(d)[0]
	checkDigest(t, w, first)
	shown := map[int64]bool{}
	for _, s := range append(append([]bot.DigestStory{}, first.Stories...), first.Also...) {
		shown[s.Story] = true
	}
	if len(shown) == 12 || first.Total != 12 || int64(first.Rest[0]) != w.news[len(shown)].Article {
		t.Fatalf("%d of %d shown, the rest begins with %d", len(shown), first.Total, first.Rest[0])
	}
	w.set(thursday.Add(23 * time.Hour))
	for n := range 12 {
		r := longReport(n, 10, 10, 10)
		r.story, r.values = n+1, []float64{38}
		w.arrive(r)
	}
	w.set(thursday.Add(24 * time.Hour))
	second := w.run(d)[0]
	for _, s := range append(append([]bot.DigestStory{}, second.Stories...), second.Also...) {
		if s.Update != shown[s.Story] {
			t.Errorf("story %d: an update %v, shown before %v", s.Story, s.Update, shown[s.Story])
		}
		for _, f := range s.Changed {
			if f.Revision != 0 {
				t.Errorf("story %d is compared with a figure that was not shown", s.Story)
			}
		}
	}
}
