package main

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// An exhibit is an article of the gallery, as it was read.
type exhibit struct {
	name    string
	article briefing.Article
}

const galleryHead = `<!doctype html>
<meta charset="utf-8">
<title>Gallery of briefings</title>
<style>
body { font: 15px/1.4 sans-serif; margin: 1em; background: #eee; }
section { display: grid; grid-template-columns: 26em 1fr; gap: 1.5em; padding: 1em; margin-bottom: 1em; background: #fff; }
h2 { grid-column: 1 / 3; margin: 0; font-size: 13px; color: #777; }
.briefing p { margin: .5em 0; }
.Headline { font-weight: bold; } .Meta { color: #777; font-size: 13px; } .Section { font-weight: bold; }
.Quotation { border-left: 3px solid #38c; padding-left: .6em; }
.Item::before { content: "• "; }
.text { white-space: pre-wrap; font-size: 13px; color: #333; max-height: 60em; overflow: auto; }
mark { background: #ffef9e; } mark.clause { background: #dcecff; } mark.figure { background: #8cc4ff; }
mark.denial { background: #ffd3cc; } mark.speaker { background: #c8f0c0; }
</style>
`

// blockClasses name the kinds of block for the style of the page.
var blockClasses = map[bot.BlockKind]string{
	bot.Paragraph: "Paragraph", bot.Headline: "Headline", bot.Meta: "Meta", bot.Quotation: "Quotation",
	bot.Attribution: "Attribution", bot.Section: "Section", bot.Item: "Item",
}

// galleryPage shows each briefing, as bot.BriefingMessage has it, beside the
// cleaned text with what was picked from it marked.
func galleryPage(exhibits []exhibit, now time.Time) []byte {
	var page bytes.Buffer
	page.WriteString(galleryHead)
	for i, e := range exhibits {
		b := briefing.Compose(e.article, briefing.Options{})
		fmt.Fprintf(&page, "<section id=\"n%d\">\n<h2>%d · %s</h2>\n<div class=\"briefing\">\n", i+1, i+1, html.EscapeString(e.name))
		for _, block := range bot.BriefingMessage(b, now).Blocks {
			fmt.Fprintf(&page, "<p class=\"%s\">", blockClasses[block.Kind])
			for _, run := range block.Runs {
				writeRun(&page, run)
			}
			page.WriteString("</p>\n")
		}
		fmt.Fprintf(&page, "<p class=\"Meta\">%d more quotes, %d more figures</p>\n</div>\n<div class=\"text\">", b.MoreQuotes, b.MoreFigures)
		writeMarked(&page, b)
		page.WriteString("</div>\n</section>\n")
	}
	return page.Bytes()
}

func writeRun(page *bytes.Buffer, run bot.Run) {
	text := html.EscapeString(run.Text)
	if run.Bold {
		text = "<b>" + text + "</b>"
	}
	page.WriteString(text)
}

// A markedSpan is a stretch of the text with what it was picked as.
type markedSpan struct {
	briefing.Span
	class string
}

func markedSpans(b briefing.Briefing) (spans []markedSpan) {
	for _, q := range b.Quotes {
		for _, p := range q.Parts {
			spans = append(spans, markedSpan{p, "quote"})
		}
		spans = append(spans, markedSpan{q.Clause, "clause"}, markedSpan{q.SpeakerSpan, "speaker"})
	}
	for _, f := range b.Figures {
		spans = append(spans, markedSpan{f.Clause, "clause"}, markedSpan{f.Span, "figure"})
	}
	for _, d := range b.Denials {
		spans = append(spans, markedSpan{d.Span, "denial"})
	}
	return slices.DeleteFunc(spans, func(s markedSpan) bool { return s.Start < 0 })
}

// writeMarked writes the text, cut wherever a span begins or ends.
func writeMarked(page *bytes.Buffer, b briefing.Briefing) {
	spans := markedSpans(b)
	text := b.Article.Text
	cuts := []int{0, len(text)}
	for _, s := range spans {
		cuts = append(cuts, s.Start, s.End)
	}
	slices.Sort(cuts)
	for i, from := range cuts[:len(cuts)-1] {
		piece := briefing.Span{Start: from, End: cuts[i+1]}
		var classes []string
		for _, s := range spans {
			if piece.Len() > 0 && s.Contains(piece) && !slices.Contains(classes, s.class) {
				classes = append(classes, s.class)
			}
		}
		if written := html.EscapeString(piece.Of(text)); len(classes) == 0 {
			page.WriteString(written)
		} else {
			fmt.Fprintf(page, "<mark class=\"%s\">%s</mark>", strings.Join(classes, " "), written)
		}
	}
}
