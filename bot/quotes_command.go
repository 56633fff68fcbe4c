package bot

import (
	"context"
	"slices"

	"wirebrief/briefing"
)

// quotesName is the command for what was said.
const quotesName = "quotes"

// quotes answers /quotes: the newest quotes on a topic over several stories;
// without a topic, of what is in the news.
func (b *Bot) quotes(ctx context.Context, r *request, args string) (Reply, error) {
	return b.askLatest(ctx, r, args, showsQuotes)
}

// How many quotes of a story, of a publisher and of a speaker come before those
// of others.
const (
	quotesPerStory     = 2
	quotesPerPublisher = 3
	quotesPerSpeaker   = 2
)

// A listedQuote is a quote on its way into a list.
type listedQuote struct {
	article *StoredArticle
	number  int
	speaker string
	said    briefing.Saying
}

// quotes returns the quotes of stories by report, the newest first. Where one
// publisher or speaker has much, the next of others come before the rest of it.
// What several reports quote is there once.
func (a *about) quotes(stories []shownStory) []saidReport {
	var waiting []listedQuote
	for _, s := range stories {
		waiting = a.addQuotes(waiting, s)
	}
	var list []listedQuote
	for len(waiting) > 0 {
		publishers, speakers := map[string]int{}, map[string]int{}
		var rest []listedQuote
		for _, q := range waiting {
			if publisher := q.article.Article.Publisher; publishers[publisher] < quotesPerPublisher && speakers[q.speaker] < quotesPerSpeaker {
				publishers[publisher]++
				speakers[q.speaker]++
				list = append(list, q)
				continue
			}
			rest = append(rest, q)
		}
		waiting = rest
	}
	return byReport(list)
}

// addQuotes adds the quotes of one story that are not in the list yet.
func (a *about) addQuotes(list []listedQuote, s shownStory) []listedQuote {
	from := len(list)
	for i := range s.articles {
		article := &s.articles[i]
		for _, n := range a.picked(article) {
			q := &article.Quotes[n]
			said := briefing.SayingOf(q.Text)
			if slices.ContainsFunc(list, func(o listedQuote) bool { return o.said.Same(said) }) {
				continue
			}
			if list = append(list, listedQuote{article, n, q.Speaker, said}); len(list)-from == quotesPerStory {
				return list
			}
		}
	}
	return list
}

// picked are the numbers of the quotes of an article that are shown for the
// topic: those of the speaker who is the topic, else those about it, of which
// the briefing would show.
func (a *about) picked(article *StoredArticle) []int {
	e := article.Extraction
	e.Figures, e.Denials = nil, nil
	if spoken := without(e.Quotes, func(q briefing.Quote) bool { return !a.isSpoken(q.Speaker) }); len(spoken) > 0 {
		e.Quotes = spoken
	} else {
		e.Quotes = near(a, article, e.Quotes, func(q briefing.Quote) (briefing.Span, string) { return q.Span, q.Speaker })
	}
	if len(e.Quotes) == 0 {
		return nil
	}
	var numbers []int
	for _, q := range briefing.Pick(e, briefing.Options{}).Quotes {
		if i := slices.IndexFunc(article.Quotes, func(o briefing.Quote) bool { return o.Span == q.Span }); i >= 0 {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// byReport puts quotes of one report that follow each other together.
func byReport(list []listedQuote) []saidReport {
	var reports []saidReport
	for _, q := range list {
		if n := len(reports); n > 0 && reports[n-1].article == q.article {
			reports[n-1].quotes = append(reports[n-1].quotes, q.number)
			continue
		}
		reports = append(reports, saidReport{article: q.article, quotes: []int{q.number}})
	}
	return reports
}
