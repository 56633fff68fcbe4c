package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// sureEnough is the least confidence of what a golden case lists.
const sureEnough = 0.5

// goldenDraft is a golden case in the format of briefing/testdata: the article
// and what comes of it by the rules as they are, for somebody to put right.
func goldenDraft(r bot.Report, s bot.StoredArticle) string {
	var b strings.Builder
	what := string(r.Kind)
	if r.Words != "" {
		what += ": " + strings.TrimSpace(bot.Plain(r.Words))
	}
	fmt.Fprintf(&b, "Report %d of %s, %s\n", r.ID, r.At.UTC().Format(time.DateOnly), what)
	b.WriteString("Below stands what comes of the article by the rules as they are. Write what should\n" +
		"come of it. Before it becomes a test, put invented names and places into the article.\n\n")
	fmt.Fprintf(&b, "-- case report %d --\n", r.ID)
	article := briefing.Article{Title: strings.TrimSpace(bot.Plain(s.Article.Title)), Text: withoutMarkers(s.Article.Text), Lang: s.Article.Lang}
	if article.Title != "" {
		goldenSection(&b, "title", article.Title)
	}
	if article.Lang != "" {
		goldenSection(&b, "declared language", article.Lang)
	}
	goldenSection(&b, "article", article.Text)
	all := briefing.Compose(article, briefing.Options{All: true})
	if r.Kind != bot.ReportFigure {
		goldenSection(&b, "quotes", goldenQuotes(all.Quotes))
	}
	if r.Kind != bot.ReportQuote {
		goldenSection(&b, "figures", goldenFigures(all.Figures))
	}
	return b.String()
}

func goldenSection(b *strings.Builder, name, content string) {
	fmt.Fprintf(b, "-- %s --\n", name)
	if content = strings.TrimRight(content, "\n"); content != "" {
		b.WriteString(content + "\n")
	}
}

// withoutMarkers indents lines that would begin a section.
func withoutMarkers(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if strings.HasPrefix(line, "-- ") {
			line = " " + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func goldenQuotes(quotes []briefing.Quote) string {
	var b strings.Builder
	for _, q := range quotes {
		if q.Confidence >= sureEnough {
			fmt.Fprintf(&b, "%s | %s | %s | %q\n", q.Speaker, q.Role, q.Cue, q.Text)
		}
	}
	return b.String()
}

func goldenFigures(figures []briefing.Figure) string {
	var b strings.Builder
	for _, f := range figures {
		if f.Confidence < sureEnough {
			continue
		}
		value := strconv.FormatFloat(f.Value, 'f', -1, 64)
		if f.HasHigh() {
			value += " to " + strconv.FormatFloat(f.High, 'f', -1, 64)
		}
		fmt.Fprintf(&b, "%s | %s | %s | %s\n", f.Text, value, f.Unit, f.Counts)
	}
	return b.String()
}
