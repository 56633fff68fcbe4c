package bot

import (
	"slices"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

const (
	// whySentence is how long a sentence is shown around the words that
	// matched, in bytes; of a longer one only the words are.
	whySentence = 300
	// whyNotice is how long the explanation in one sentence is.
	whyNotice = 190
	// whyReasons is how many parts of one topic are explained.
	whyReasons = 6
)

// A whyWriter puts into words why a story was shown.
type whyWriter struct {
	*renderer
	// group tells that what is followed is followed by a chat of several.
	group bool
	// sentences of the text of the article at hand.
	sentences []briefing.Span
	of        int64
}

// explanation says which topics brought the story, and by which words.
func (w *whyWriter) explanation(e explanation) []Block {
	blocks := []Block{
		{Kind: Header, Runs: []Run{{Text: w.say.T("why.title", nil), Bold: true}}},
		w.headline(e.article.Article, ""), w.meta(shownStory{articles: []StoredArticle{e.article}}),
	}
	if came := w.came(e.how); came != "" {
		blocks = append(blocks, paragraph(came))
	}
	a := &e.article
	if e.by != nil {
		a = e.by
		blocks = append(blocks, paragraph(w.say.T("why.other-report", text.Data{"Publisher": w.publishers(publishers([]StoredArticle{*a}), false)})), w.headline(a.Article, ""))
	}
	if !e.asked.Topic.IsZero() {
		blocks = w.asked(blocks, e.asked, a)
	}
	for _, t := range e.followed {
		if t.Topic.Key() == e.asked.Topic.Key() {
			blocks = append(blocks, paragraph(w.follows(t)))
			continue
		}
		blocks = w.fit(blocks, append([]Block{paragraph(w.follows(t))}, w.reasons(t.reasons, a)...)...)
	}
	if !e.any() {
		blocks = append(blocks, paragraph(w.nothingMatches(e)))
	}
	return blocks
}

// came says how a story came that nobody had asked for.
func (w *whyWriter) came(how int64) string {
	switch how {
	case whyDigest:
		return w.say.T("why.came-digest", nil)
	case whyAlert:
		return w.say.T("why.came-alert", nil)
	case whySent:
		return w.say.T("why.came", nil)
	}
	return ""
}

// nothingMatches explains a story that no topic at hand matches.
func (w *whyWriter) nothingMatches(e explanation) string {
	switch {
	case !e.asked.Topic.IsZero():
		return w.say.T("why.asked-before", text.Data{"Topic": topicLabel(e.asked.Topic)})
	case e.how == whyAsked:
		return w.say.T("why.newest", nil)
	case w.group:
		return w.say.T("why.not-followed-group", nil)
	}
	return w.say.T("why.not-followed", nil)
}

// asked explains a story that was asked for, and its place in the answer.
func (w *whyWriter) asked(blocks []Block, t topicReasons, a *StoredArticle) []Block {
	if len(t.reasons) == 0 {
		return blocks
	}
	blocks = append(blocks, paragraph(w.say.T("why.asked", text.Data{"Topic": topicLabel(t.Topic)})))
	blocks = w.fit(blocks, w.reasons(t.reasons, a)...)
	rank := briefing.RankTitle
	for _, r := range t.reasons {
		if r.Rank != briefing.RankNone {
			rank = min(rank, r.Rank)
		}
	}
	named := slices.ContainsFunc(t.reasons, func(r briefing.Reason) bool { return r.Rank != briefing.RankNone })
	switch {
	case named && rank == briefing.RankTitle:
		return append(blocks, paragraph(w.say.N("why.placed-title", int(titleLead.Hours()), nil)))
	case named && rank == briefing.RankLead:
		return append(blocks, paragraph(w.say.N("why.placed-lead", int(leadLead.Hours()), nil)))
	}
	return append(blocks, paragraph(w.say.T("why.placed", nil)))
}

// follows says that a topic is followed, and when it comes.
func (w *whyWriter) follows(t topicReasons) string {
	id, here := text.ID("why.daily"), text.ID("why.daily-group")
	switch t.Mode {
	case Instant:
		id, here = text.ID("why.instant"), text.ID("why.instant-group")
	case Weekly:
		id, here = text.ID("why.weekly"), text.ID("why.weekly-group")
	}
	if w.group {
		id = here
	}
	s := w.say.T(id, text.Data{"Topic": topicLabel(t.Topic)})
	if t.Paused {
		s += " " + w.say.T("why.paused", nil)
	}
	return s
}

// A whyPlace is a stretch of an article in which words of a topic stand.
type whyPlace struct {
	rank   int
	around briefing.Span
	words  []briefing.Span
	notes  []string
}

// reasons shows the words that a topic was found by where they stand, those of
// one sentence together.
func (w *whyWriter) reasons(reasons []briefing.Reason, a *StoredArticle) []Block {
	var places []whyPlace
	var items []Block
	for _, r := range reasons[:min(len(reasons), whyReasons)] {
		if r.Rank == briefing.RankNone || r.Span == briefing.NoSpan {
			items = append(items, w.outside(r, a))
			continue
		}
		p := whyPlace{rank: r.Rank, around: w.around(r, a)}
		i := slices.IndexFunc(places, func(o whyPlace) bool { return o.rank == p.rank && o.around == p.around })
		if i < 0 {
			i, places = len(places), append(places, p)
		}
		if !slices.Contains(places[i].words, r.Span) {
			places[i].words = append(places[i].words, r.Span)
		}
		if note := w.note(r, a); note != "" && !slices.Contains(places[i].notes, note) {
			places[i].notes = append(places[i].notes, note)
		}
	}
	var blocks []Block
	for _, p := range places {
		blocks = append(blocks, Block{Kind: Item, Runs: w.place(p, a)})
	}
	return append(blocks, items...)
}

// outside is a reason that is no word of the article.
func (w *whyWriter) outside(r briefing.Reason, a *StoredArticle) Block {
	s := w.say.T("why.words", nil)
	switch r.Kind {
	case briefing.ByPublisher:
		s = w.say.T("why.publisher", text.Data{"Publisher": w.publishers(publishers([]StoredArticle{*a}), false)})
	case briefing.ByLanguage:
		s = w.say.T("why.language", text.Data{"Language": shorten(briefing.LanguageName(a.Article.Lang), 40)})
	}
	return Block{Kind: Item, Runs: []Run{{Text: s}}}
}

// around is what is shown with the words of a reason: the headline, or the
// sentence if that is short.
func (w *whyWriter) around(r briefing.Reason, a *StoredArticle) briefing.Span {
	around := briefing.Span{End: len(a.Article.Title)}
	if r.Rank != briefing.RankTitle {
		if w.of != a.Revision || w.sentences == nil {
			w.sentences, w.of = briefing.Sentences(a.Article.Text, a.Article.Lang), a.Revision
		}
		around = surrounding(w.sentences, r.Span)
	}
	if around.Len() > whySentence {
		return r.Span
	}
	return around
}

// place shows one place: where it is, its words, and what they stand for.
func (w *whyWriter) place(p whyPlace, a *StoredArticle) []Run {
	id, body := text.ID("why.in-text"), a.Article.Text
	switch p.rank {
	case briefing.RankTitle:
		id, body = text.ID("why.in-headline"), a.Article.Title
	case briefing.RankLead:
		id = text.ID("why.in-lead")
	}
	runs := append([]Run{{Text: w.say.T(id, nil) + " "}}, emphasise(body, p.around, slices.Clone(p.words))...)
	for _, note := range p.notes {
		runs = append(runs, Run{Text: sourceSeparator + note})
	}
	return runs
}

// note says what words stand for that are not those of the topic.
func (w *whyWriter) note(r briefing.Reason, a *StoredArticle) string {
	switch r.Kind {
	case briefing.ByAlias:
		return w.say.T("why.alias", text.Data{"Spelling": Plain(r.Spelling), "Name": Plain(r.Name)})
	case briefing.BySound:
		return w.say.T("why.sound", text.Data{"Words": w.words(r, a)})
	}
	return ""
}

// words are those that a reason was found by.
func (w *whyWriter) words(r briefing.Reason, a *StoredArticle) string {
	if r.Rank == briefing.RankTitle {
		return shorten(r.Span.Of(a.Article.Title), 80)
	}
	return shorten(r.Span.Of(a.Article.Text), 80)
}

// notice tells the first of the topics and its first words in one sentence.
func (w *whyWriter) notice(e explanation) string {
	a, t := &e.article, e.asked
	if e.by != nil {
		a = e.by
	}
	if len(t.reasons) == 0 && len(e.followed) > 0 {
		t = e.followed[0]
	}
	if len(t.reasons) == 0 {
		return shorten(w.nothingMatches(e), whyNotice)
	}
	data := text.Data{"Topic": topicLabel(t.Topic)}
	s := w.say.T("why.asked", data)
	if t.ID != 0 {
		s = w.follows(t)
	}
	r := t.reasons[0]
	if r.Rank == briefing.RankNone || r.Span == briefing.NoSpan {
		return shorten(s+" "+w.outside(r, a).Runs[0].Text, whyNotice)
	}
	id := text.ID("why.in-text")
	switch r.Rank {
	case briefing.RankTitle:
		id = text.ID("why.in-headline")
	case briefing.RankLead:
		id = text.ID("why.in-lead")
	}
	return shorten(s+" "+w.say.T(id, nil)+" "+quoted(w.words(r, a)), whyNotice)
}
