package bot

import (
	"strings"
	"unicode/utf8"

	"wirebrief/briefing"
)

// An about tells which quotes and figures of an article are about a topic.
type about struct {
	matcher *briefing.Matcher
	// ranks are where the articles found match.
	ranks map[int64]int
	// spoken are the speakers that were asked about already.
	spoken map[string]bool
}

func newAbout(topic briefing.Topic, f finding) *about {
	if topic.IsZero() {
		return &about{}
	}
	a := &about{matcher: briefing.NewMatcher(topic.Query()), ranks: map[int64]int{}, spoken: map[string]bool{}}
	for _, h := range f.hits {
		a.ranks[h.Article] = h.Rank
	}
	return a
}

// mostAsked is how many quotes, and how many figures, of one article are asked
// whether they are about the topic.
const mostAsked = 40

// near returns the things that are about the topic: all of an article that
// names it in headline or lead; of others, those in whose paragraph it stands.
func near[T any](a *about, article *StoredArticle, list []T, at func(T) (span briefing.Span, sayer string)) []T {
	if rank := a.ranks[article.ID]; a.matcher == nil || rank == briefing.RankTitle || rank == briefing.RankLead {
		return list
	}
	var found []T
	places := make([]saidPlace, 0, len(list))
	for _, x := range list[:min(len(list), mostAsked)] {
		span, sayer := at(x)
		places = append(places, saidPlace{paragraphAround(article.Article.Text, span), sayer})
	}
	if len(places) == 0 || !a.matches(article, places...) {
		return nil
	}
	asked := map[saidPlace]bool{}
	for i, p := range places {
		matches, known := asked[p]
		if !known {
			matches = a.matches(article, p)
			asked[p] = matches
		}
		if matches {
			found = append(found, list[i])
		}
	}
	return found
}

// A saidPlace is a paragraph of an article in which somebody says something.
type saidPlace struct {
	paragraph briefing.Span
	sayer     string
}

// matches reports whether the topic matches places of an article together.
// What it excludes is in none of them: the article matches.
func (a *about) matches(article *StoredArticle, places ...saidPlace) bool {
	var text strings.Builder
	for i, p := range places {
		text.WriteString(p.sayer + "\n")
		if i == 0 || places[i-1].paragraph != p.paragraph {
			text.WriteString(p.paragraph.Of(article.Article.Text) + "\n")
		}
	}
	only := article.Article
	only.Text = text.String()
	return a.matcher.Match(briefing.KeysOf(only))
}

// paragraphBytes bounds the paragraph of a text that has lost its paragraphs,
// before and behind what stands in it.
const paragraphBytes = 1000

// paragraphAround is the paragraph of a text in which a span stands.
func paragraphAround(body string, s briefing.Span) briefing.Span {
	if s.Of(body) == "" {
		return briefing.NoSpan
	}
	from := strings.LastIndexByte(body[:s.Start], '\n') + 1
	to := len(body)
	if i := strings.IndexByte(body[s.End:], '\n'); i >= 0 {
		to = s.End + i
	}
	for from = max(from, s.Start-paragraphBytes); !utf8.RuneStart(body[from]); {
		from++
	}
	for to = min(to, s.End+paragraphBytes); to < len(body) && !utf8.RuneStart(body[to]); {
		to--
	}
	return briefing.Span{Start: from, End: to}
}

// isSpoken reports whether the topic is the speaker, by name.
func (a *about) isSpoken(speaker string) bool {
	if a.matcher == nil || speaker == "" {
		return false
	}
	known, ok := a.spoken[speaker]
	if !ok {
		known = a.matcher.Match(briefing.KeysOf(briefing.Article{Title: speaker}))
		a.spoken[speaker] = known
	}
	return known
}
