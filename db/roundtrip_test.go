package db_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// TestExtractionRoundTrip stores any extraction and reads the same one.
func TestExtractionRoundTrip(t *testing.T) {
	s, _ := openNew(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		in := bot.Incoming{Extraction: drawExtraction(r, fmt.Sprintf("https://example.org/%d", n))}
		in.Source = in.Extraction.Article
		if rapid.Bool().Draw(r, "cleaned") {
			in.Source.Text += rapid.String().Draw(r, "more")
			in.Source.Title, in.Source.Byline, in.Source.Publisher, in.Source.Lang, in.Source.Published = "", "By A. Varga", "", "", time.Time{}
		}
		stored := store1(t, s, in)
		got, err := s.FindRevision(ctx, stored.Revision)
		if err != nil {
			r.Fatal(err)
		}
		want := bot.StoredArticle{ID: stored.Article, Revision: stored.Revision, Number: 1, Arrived: noon, Revised: noon, Extraction: in.Extraction}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			r.Fatal(diff)
		}
		in.Extraction.Rules--
		outdated := bot.Outdated{Article: stored.Article, Revision: stored.Revision, Source: in.Source}
		if err := s.UpdateExtractions(ctx, []bot.Reextracted{{Article: stored.Article, Revision: stored.Revision, Incoming: in}}); err != nil {
			r.Fatal(err)
		}
		list, err := s.FindOutdated(ctx, in.Extraction.Rules+1, n)
		if err != nil {
			r.Fatal(err)
		}
		i := slices.IndexFunc(list, func(o bot.Outdated) bool { return o.Revision == stored.Revision })
		if i < 0 {
			r.Fatal("not among the outdated")
		}
		if diff := cmp.Diff(outdated, list[i]); diff != "" {
			r.Fatal(diff)
		}
	})
}

func drawExtraction(r *rapid.T, url string) briefing.Extraction {
	word := rapid.StringN(0, 12, -1)
	text := rapid.SampledFrom([]string{"", "a", "The mayor said “no”. It is 5 %.", "mixed \x00 \xff bytes", "Şəhər 新聞 नगर"}).Draw(r, "text")
	span := rapid.Custom(func(r *rapid.T) briefing.Span {
		if rapid.IntRange(0, 4).Draw(r, "none") == 0 {
			return briefing.NoSpan
		}
		start := rapid.IntRange(0, len(text)).Draw(r, "start")
		return briefing.Span{Start: start, End: rapid.IntRange(start, len(text)).Draw(r, "end")}
	})
	at := rapid.Custom(func(r *rapid.T) time.Time {
		if rapid.Bool().Draw(r, "unknown") {
			return time.Time{}
		}
		return time.UnixMilli(rapid.Int64Range(-1<<42, 1<<42).Draw(r, "ms")).UTC()
	})
	quote := rapid.Custom(func(r *rapid.T) briefing.Quote {
		q := briefing.Quote{Span: span.Draw(r, "span"), Speaker: word.Draw(r, "speaker"), SpeakerSpan: span.Draw(r, "speaker span"),
			Role: word.Draw(r, "role"), Cue: word.Draw(r, "cue"), Clause: span.Draw(r, "clause"),
			Partial: rapid.Bool().Draw(r, "partial"), Confidence: rapid.Float64Range(0, 1).Draw(r, "confidence")}
		q.Text = q.Span.Of(text)
		q.Parts = []briefing.Span{q.Span}
		if rapid.Bool().Draw(r, "split") {
			q.Parts = rapid.SliceOfN(span, 0, 3).Draw(r, "parts")
		}
		return q
	})
	figure := rapid.Custom(func(r *rapid.T) briefing.Figure {
		f := briefing.Figure{Span: span.Draw(r, "span"), Value: rapid.Float64().Draw(r, "value"), Unit: word.Draw(r, "unit"),
			Qualifier: word.Draw(r, "qualifier"), Counts: word.Draw(r, "counts"), Direction: word.Draw(r, "direction"),
			Rate: word.Draw(r, "rate"), AsOf: word.Draw(r, "as of"), Source: word.Draw(r, "source"), Clause: span.Draw(r, "clause"),
			Casualty: rapid.Bool().Draw(r, "casualty"), Confidence: rapid.Float64Range(0, 1).Draw(r, "confidence")}
		f.Text, f.High = f.Span.Of(text), f.Value
		if rapid.Bool().Draw(r, "range") {
			f.High = rapid.Float64().Draw(r, "high")
		}
		return f
	})
	denial := rapid.Custom(func(r *rapid.T) briefing.Denial {
		d := briefing.Denial{Span: span.Draw(r, "span")}
		d.Text = d.Span.Of(text)
		return d
	})
	return briefing.Extraction{
		Article: briefing.Article{URL: url, Source: word.Draw(r, "source"), GUID: word.Draw(r, "guid"), Path: word.Draw(r, "path"),
			Title: word.Draw(r, "title"), Byline: word.Draw(r, "byline"), Publisher: word.Draw(r, "publisher"), Lang: word.Draw(r, "lang"),
			Published: at.Draw(r, "published"), Updated: at.Draw(r, "updated"),
			Excerpt: rapid.Bool().Draw(r, "excerpt"), Text: text},
		Quotes:   rapid.SliceOfN(quote, 0, 3).Draw(r, "quotes"),
		Figures:  rapid.SliceOfN(figure, 0, 3).Draw(r, "figures"),
		Denials:  rapid.SliceOfN(denial, 0, 2).Draw(r, "denials"),
		Speakers: rapid.SliceOfN(word, 0, 3).Draw(r, "speakers"), Names: rapid.SliceOfN(word, 0, 3).Draw(r, "names"),
		Supported: rapid.Bool().Draw(r, "supported"), Rules: rapid.IntRange(1, 9).Draw(r, "rules"),
	}
}
