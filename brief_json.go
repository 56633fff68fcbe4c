package main

import (
	"time"

	"wirebrief/briefing"
)

// briefJSON is the stable form of a briefing that `brief --json` and
// `brief --jsonl` print: keys may be added, never renamed. Offsets are bytes
// into Text, half open, -1 where there is none.
type briefJSON struct {
	ID        string `json:"id,omitempty"`
	Input     string `json:"input,omitempty"`
	Headline  string `json:"headline"`
	Byline    string `json:"byline"`
	Publisher string `json:"publisher"`
	Published string `json:"published"`
	URL       string `json:"url"`
	Language  string `json:"language"`
	// Excerpt is set if Text is only the public beginning of the article.
	Excerpt bool           `json:"excerpt,omitempty"`
	Text    string         `json:"text"`
	Quotes  []quoteJSON    `json:"quotes"`
	Figures []figureJSON   `json:"figures"`
	Denials []sentenceJSON `json:"denials"`
	// Notes are corrections and other paragraphs of the editors.
	Notes []sentenceJSON `json:"notes,omitempty"`
}

type quoteJSON struct {
	Text         string   `json:"text"`
	Start        int      `json:"start"`
	End          int      `json:"end"`
	Parts        [][2]int `json:"parts"`
	Speaker      string   `json:"speaker"`
	SpeakerStart int      `json:"speaker_start"`
	SpeakerEnd   int      `json:"speaker_end"`
	Role         string   `json:"role"`
	Cue          string   `json:"cue"`
	Clause       string   `json:"clause"`
	Partial      bool     `json:"partial"`
	Confidence   float64  `json:"confidence"`
}

type figureJSON struct {
	Text       string   `json:"text"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Value      float64  `json:"value"`
	High       *float64 `json:"high"`
	Unit       string   `json:"unit"`
	Qualifier  string   `json:"qualifier"`
	Counts     string   `json:"counts"`
	Direction  string   `json:"direction"`
	Rate       string   `json:"rate"`
	AsOf       string   `json:"as_of"`
	Source     string   `json:"source"`
	Clause     string   `json:"clause"`
	Confidence float64  `json:"confidence"`
}

type sentenceJSON struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// newBriefJSON turns a briefing into its printed form.
func newBriefJSON(b briefing.Briefing) briefJSON {
	a := b.Article
	out := briefJSON{
		Headline: a.Title, Byline: a.Byline, Publisher: a.Publisher, URL: a.URL, Language: a.Lang, Excerpt: a.Excerpt, Text: a.Text,
		Quotes: []quoteJSON{}, Figures: []figureJSON{}, Denials: []sentenceJSON{},
	}
	if !a.Published.IsZero() {
		out.Published = a.Published.UTC().Format(time.RFC3339)
	}
	for _, q := range b.Quotes {
		out.Quotes = append(out.Quotes, newQuoteJSON(q, a.Text))
	}
	for _, f := range b.Figures {
		out.Figures = append(out.Figures, newFigureJSON(f, a.Text))
	}
	for _, d := range b.Denials {
		out.Denials = append(out.Denials, sentenceJSON{d.Text, d.Start, d.End})
	}
	for _, n := range b.Notes {
		out.Notes = append(out.Notes, sentenceJSON{n.Of(a.Text), n.Start, n.End})
	}
	return out
}

func newQuoteJSON(q briefing.Quote, text string) quoteJSON {
	parts := make([][2]int, len(q.Parts))
	for i, p := range q.Parts {
		parts[i] = [2]int{p.Start, p.End}
	}
	return quoteJSON{
		Text: q.Text, Start: q.Start, End: q.End, Parts: parts,
		Speaker: q.Speaker, SpeakerStart: q.SpeakerSpan.Start, SpeakerEnd: q.SpeakerSpan.End,
		Role: q.Role, Cue: q.Cue, Clause: q.Clause.Of(text), Partial: q.Partial, Confidence: q.Confidence,
	}
}

func newFigureJSON(f briefing.Figure, text string) figureJSON {
	out := figureJSON{
		Text: f.Text, Start: f.Start, End: f.End, Value: f.Value, Unit: f.Unit, Qualifier: f.Qualifier,
		Counts: f.Counts, Direction: f.Direction, Rate: f.Rate, AsOf: f.AsOf, Source: f.Source,
		Clause: f.Clause.Of(text), Confidence: f.Confidence,
	}
	if f.HasHigh() {
		out.High = &f.High
	}
	return out
}
