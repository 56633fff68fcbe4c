package bot

import (
	"context"
	"slices"

	"wirebrief/briefing"
)

// figuresName is the command for the figures.
const figuresName = "figures"

// figures answers /figures: the newest figures on a topic over several stories,
// the dead and injured first; without a topic, of what is in the news.
func (b *Bot) figures(ctx context.Context, r *request, args string) (Reply, error) {
	return b.askLatest(ctx, r, args, showsFigures)
}

// figuresPerStory is how many figures of a story are listed.
const figuresPerStory = 3

// figures returns the figures of stories by report, those of people killed or
// injured first, else the newest, with what other publishers say instead.
func (a *about) figures(stories []shownStory) []saidReport {
	var harmed, others []saidReport
	for _, s := range stories {
		report, harm := a.storyFigures(s)
		switch {
		case len(report.figures) == 0:
		case harm:
			harmed = append(harmed, report)
		default:
			others = append(others, report)
		}
	}
	return append(harmed, others...)
}

// storyFigures are the figures of the first report of a story that has any, and
// whether one of them tells of people killed or injured.
func (a *about) storyFigures(s shownStory) (report saidReport, harm bool) {
	for i := range s.articles {
		article := &s.articles[i]
		for _, n := range a.pickedFigures(article) {
			report.figures = append(report.figures, n)
			harm = harm || article.Figures[n].Casualty
		}
		if len(report.figures) == 0 {
			continue
		}
		report.article = article
		report.others = insteadOf(article, report.figures, s.articles)
		return report, harm
	}
	return report, false
}

// pickedFigures are the numbers of the figures of an article that are shown for
// the topic: those about it, of which the briefing would show.
func (a *about) pickedFigures(article *StoredArticle) (numbers []int) {
	e := article.Extraction
	e.Quotes = nil
	e.Figures = near(a, article, e.Figures, func(f briefing.Figure) (briefing.Span, string) { return f.Span, f.Source })
	if len(e.Figures) == 0 {
		return nil
	}
	shown := briefing.Pick(e, briefing.Options{}).Figures
	for _, f := range shown[:min(len(shown), figuresPerStory)] {
		if i := slices.IndexFunc(article.Figures, func(o briefing.Figure) bool { return o.Span == f.Span }); i >= 0 {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// insteadOf returns, of each figure of an article, what another publisher of
// the story says that counts the same; zero where none differs.
func insteadOf(article *StoredArticle, figures []int, story []StoredArticle) []ShownFigure {
	others := make([]ShownFigure, len(figures))
	own := figureSheet{figures: figuresOf(article)}
	for i := range story {
		o := &story[i]
		if o.Article.Publisher == article.Article.Publisher {
			continue
		}
		sheet := figureSheet{revision: o.Revision, figures: figuresOf(o)}
		for j, n := range figures {
			f := countFigure(article, n)
			if _, alone := own.only(f.counts); alone && others[j] == (ShownFigure{}) {
				others[j], _ = sheet.instead(f)
			}
		}
	}
	return others
}
