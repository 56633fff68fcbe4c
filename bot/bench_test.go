package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// manyReports are n reports of the usual length, each with quotes and figures.
func manyReports(n int) []sample {
	padding := strings.Repeat("The council of Castell spoke of benches, lamps and the price of paint in the harbour town. ", 35)
	var all []sample
	for i := range n {
		s := strike
		s.title = fmt.Sprintf("Port Ellery dock strike, report %d", i+1)
		s.url = fmt.Sprintf("https://wire.example/%d", i+1)
		s.age = time.Duration(n-i) * time.Minute
		s.story = 0
		if s.text += "\n\n" + padding; i%3 == 0 {
			s.text = padding + "\n\n" + s.text + " Karabakh was mentioned."
		}
		all = append(all, s)
	}
	return all
}

// BenchmarkLatest measures an answer to /latest TOPIC over 1,000 stored
// articles. The budget is 5 ms.
func BenchmarkLatest(b *testing.B) {
	c := &clock{morning}
	d := newStore(b, c)
	for reports := manyReports(1000); len(reports) > 0; reports = reports[100:] {
		store(b, d, reports[:100]...)
	}
	for _, question := range []string{"/latest ellery", "/latest karabakh", "/latest", "/latest lorne"} {
		b.Run(strings.TrimPrefix(question, "/"), func(b *testing.B) {
			bt := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now})
			for b.Loop() {
				reply, err := bt.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Text: question})
				if err != nil || len(reply.Messages) == 0 {
					b.Fatal(show(reply), err)
				}
			}
		})
	}
}

// BenchmarkAdd measures how fast articles are extracted and stored. The budget
// is 300 a second with everything on.
func BenchmarkAdd(b *testing.B) {
	c := &clock{morning}
	d := newStore(b, c)
	g := bot.NewIngester(d, d, bot.IngesterOptions{})
	reports := manyReports(500)
	round := 0
	for b.Loop() {
		round++
		articles := make([]briefing.Article, len(reports))
		for i, s := range reports {
			in := s.incoming()
			articles[i] = in.Extraction.Article
			articles[i].URL += fmt.Sprint("/", round)
			articles[i].GUID += fmt.Sprint(round)
		}
		if additions, err := g.Add(context.Background(), articles, true); err != nil || len(additions) != len(articles) {
			b.Fatal(len(additions), err)
		}
		if _, err := g.Process(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(round*len(reports))/b.Elapsed().Seconds(), "articles/s")
}
