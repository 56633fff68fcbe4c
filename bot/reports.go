package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"wirebrief/briefing"
)

// A ReportKind tells what a reader found wrong.
type ReportKind string

// The kinds of report.
const (
	ReportQuote  ReportKind = "quote"
	ReportFigure ReportKind = "figure"
	// ReportOther is about the whole, or about what is missing.
	ReportOther ReportKind = "report"
)

// reportKinds in the order of the numbers by which buttons name them, from 1.
var reportKinds = []ReportKind{ReportQuote, ReportFigure, ReportOther}

// A Report is a mistake that a reader pointed out.
type Report struct {
	ID int64
	// At, Chat and User say when it was reported, where, and by whom.
	At   time.Time
	Chat ChatRef
	User string
	// Article and Revision are what was shown; Article is 0 if it was not
	// stored any more then.
	Article, Revision int64
	Kind              ReportKind
	// Span is what is wrong in the text of the revision, and Words what stood
	// there; both are empty for ReportOther.
	Span  briefing.Span
	Words string
	// Title, Publisher and URL of the revision.
	Title, Publisher, URL string
	// Exported is when it was last exported, zero for never.
	Exported time.Time
}

// A Reporting tells what became of a report.
type Reporting int

// What may become of a report.
const (
	Reported Reporting = iota + 1
	// ReportedBefore: the same person has reported the same thing already.
	ReportedBefore
	// ReportedTooOften: the person, or the chat, has reported as much as a day
	// may hold.
	ReportedTooOften
)

// A ReportStore keeps the mistakes that readers point out.
type ReportStore interface {
	// CreateReport keeps a report, and records ev, in one transaction, unless
	// it was reported before or a person would have more than MaxReports, or a
	// chat more than MaxChatReports, within 24 hours. A repeated event returns
	// what its first time returned.
	CreateReport(ctx context.Context, ev Event, r Report) (Reporting, error)
	// FindReports returns the reports, oldest first; unless all is set, only
	// those that were never exported.
	FindReports(ctx context.Context, all bool) ([]Report, error)
	// MarkReportsExported notes that reports were exported now.
	MarkReportsExported(ctx context.Context, ids []int64) error
}

// How many reports a day may bring from one person and from one chat.
const (
	MaxReports     = 10
	MaxChatReports = 20
)

// reportLabel is how much of what is wrong a button shows, in bytes.
const reportLabel = 40

// reportMistake opens the question what is wrong with a revision; the button
// for one thing names it, too.
func reportMistake(p payload) payload {
	return payload{action: actReport, fields: append([]int64{p.field(0), 0, 0}, p.fields[min(len(p.fields), 1):]...)}
}

func reportOf(revision int64, kind ReportKind, number int) payload {
	return payload{action: actReport, fields: []int64{revision, int64(slices.Index(reportKinds, kind)) + 1, int64(number)}}
}

// reportPressed asks what is wrong with a revision, or stores the answer. The
// fields are revision, kind and number, then, while the kind is 0, what was
// shown, as in contextOf.
func (b *Bot) reportPressed(ctx context.Context, r *request, p payload) (Reply, error) {
	if b.reports == nil {
		return Reply{}, errButton
	}
	a, err := b.articles.FindRevision(ctx, p.field(0))
	if errors.Is(err, ErrNotFound) {
		return b.notice(b.goneReport(a)), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("find a revision: %w", err)
	}
	if p.field(1) == 0 {
		return b.askMistake(ctx, r, a, p)
	}
	report, ok := reportAbout(a, p.field(1), p.field(2))
	if !ok {
		return Reply{}, errButton
	}
	report.At, report.Chat, report.User = r.now, r.Chat, r.User.ID
	done, err := b.reports.CreateReport(ctx, r.event(), report)
	if err != nil {
		return Reply{}, fmt.Errorf("keep a report: %w", err)
	}
	switch done {
	case ReportedBefore:
		return b.notice(b.say.T("report.before", nil)), nil
	case ReportedTooOften:
		return b.notice(b.say.T("report.too-often", nil)), nil
	}
	if b.operators != nil {
		b.operators.Reported(ctx, report)
	}
	return b.notice(b.say.T("report.thanks", nil)), nil
}

// askMistake asks which of the things shown is wrong.
func (b *Bot) askMistake(ctx context.Context, r *request, a StoredArticle, p payload) (Reply, error) {
	shown := shownOf(a.Extraction, p.fields[min(len(p.fields), 3):])
	buttons := b.row(ctx)
	for _, i := range shown.quotes {
		buttons.add("“"+shorten(a.Quotes[i].Text, reportLabel)+"”", reportOf(a.Revision, ReportQuote, i))
	}
	for _, i := range shown.figures {
		buttons.add(shorten(a.Figures[i].Text, reportLabel), reportOf(a.Revision, ReportFigure, i))
	}
	buttons.add(b.say.T("report.something-else", nil), reportOf(a.Revision, ReportOther, 0))
	blocks := []Block{paragraph(b.say.T("report.which", nil))}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons.rows(1)}}, ForUser: r.Kind != Private}, buttons.err
}

// reportAbout makes the report of one thing; ok is false if there is no such
// thing.
func reportAbout(a StoredArticle, kind, number int64) (r Report, ok bool) {
	if kind < 1 || kind > int64(len(reportKinds)) || number < 0 {
		return r, false
	}
	r = Report{Article: a.ID, Revision: a.Revision, Kind: reportKinds[kind-1],
		Title: a.Article.Title, Publisher: a.Article.Publisher, URL: a.Article.URL}
	switch {
	case r.Kind == ReportOther:
		return r, true
	case r.Kind == ReportQuote && number < int64(len(a.Quotes)):
		r.Span, r.Words = a.Quotes[number].Span, a.Quotes[number].Text
		return r, true
	case r.Kind == ReportFigure && number < int64(len(a.Figures)):
		r.Span, r.Words = a.Figures[number].Span, a.Figures[number].Text
		return r, true
	}
	return r, false
}
