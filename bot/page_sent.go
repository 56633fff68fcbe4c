package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

const (
	// pageTime is how long somebody who sent an address waits for the page.
	pageTime = 20 * time.Second
	// pagesAtOnce is how many pages are read at one time, for all readers
	// together.
	pagesAtOnce = 16
	// forwardLetters is how long a forwarded text must be to be taken for an
	// article, and forwardWhole from which length on it is one by itself,
	// whatever it links to.
	forwardLetters = 300
	forwardWhole   = 1000
	// sentTitle is how many letters its first line may have to be its
	// headline.
	sentTitle = 200
)

// An AddressFinder knows what is stored under an address.
type AddressFinder interface {
	// FindArticle returns the article of an address, in whatever form that is
	// written; one that was withdrawn, too, or ErrNotFound.
	FindArticle(ctx context.Context, named string) (KeptArticle, error)
}

// sentAddress returns the first address of the web among words, "" if there is
// none: apps share a page as its headline and its address. Marks around it are
// not part of it.
func sentAddress(s string) string {
	for word := range strings.FieldsSeq(s) {
		word = strings.TrimLeft(word, `<("'“‘«[`)
		word = strings.TrimRight(word, `>"'”’»].,;:!?`)
		if strings.HasSuffix(word, ")") && !strings.Contains(word, "(") {
			word = strings.TrimRight(word, `).,;:!?`)
		}
		if webURL(word) && briefing.CanonicalURL(word) != "" {
			return word
		}
	}
	return ""
}

// pageSent answers an address that somebody sent with the briefing of its page.
func (b *Bot) pageSent(ctx context.Context, r *request, url string) (Reply, error) {
	if reply, ok := b.hurried(r); !ok {
		return reply, nil
	}
	reply, _, err := b.page(ctx, r, url)
	return reply, err
}

// page shows the story that is stored under an address, else reads its page,
// of which nothing is stored: what one reader sends is not news for others.
// read is false if there is no briefing in the reply, only the reason why.
func (b *Bot) page(ctx context.Context, r *request, url string) (reply Reply, read bool, err error) {
	if reply, found, err := b.storedPage(ctx, r, url); found || err != nil {
		return reply, found, err
	}
	if reply, ok := b.costly(r); !ok {
		return reply, false, nil
	}
	select {
	case b.reading <- struct{}{}:
		defer func() { <-b.reading }()
	default:
		return b.sentence("page.busy", nil), false, nil
	}
	patience, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	article, err := b.pages.ReadPage(patience, url)
	if err != nil {
		reply, err := b.pageTrouble(err)
		return reply, false, err
	}
	// The address may have led to another, under which it is stored.
	if reply, found, err := b.storedPage(ctx, r, article.URL); found || err != nil {
		return reply, found, err
	}
	reply, err = b.briefed(ctx, article)
	return reply, true, err
}

// pageTrouble says why an address gave no article. What is behind that, such as
// the operator's network, is nobody's business.
func (b *Bot) pageTrouble(err error) (Reply, error) {
	var trouble *PageError
	if !errors.As(err, &trouble) {
		return b.sentence("page.failed", nil), fmt.Errorf("read a page that was sent: %w", err)
	}
	switch trouble.Reason {
	case "refused":
		return b.sentence("page.refused", nil), nil
	case "missing":
		return b.sentence("page.missing", nil), nil
	case "no-article":
		return b.sentence("page.no-article", nil), nil
	case "slow":
		return b.sentence("page.slow", nil), nil
	}
	return b.sentence("page.failed", nil), nil
}

// storedPage shows the story that is stored under an address, and does not show
// again what an operator has withdrawn.
func (b *Bot) storedPage(ctx context.Context, r *request, url string) (reply Reply, found bool, err error) {
	if b.addresses == nil || briefing.CanonicalURL(url) == "" {
		return Reply{}, false, nil
	}
	a, err := b.addresses.FindArticle(ctx, url)
	switch {
	case errors.Is(err, ErrNotFound):
		return Reply{}, false, nil
	case err != nil:
		return Reply{}, false, fmt.Errorf("find what is stored under an address: %w", err)
	case a.Withdrawn != nil:
		return b.sentence("context.gone-withdrawn", text.Data{"Reason": shorten(a.Withdrawn.Reason, clauseBytes)}), true, nil
	}
	reply, err = b.openStory(ctx, r, []int64{a.ID})
	return reply, true, err
}

// forwarded answers a message that was passed on. A long one is an article by
// itself; a shorter one with a link is the announcement of the page behind it,
// and is read itself only where that gives nothing.
func (b *Bot) forwarded(ctx context.Context, r *request) (Reply, error) {
	if reply, ok := b.hurried(r); !ok {
		return reply, nil
	}
	letters := utf8.RuneCountInString(strings.TrimSpace(r.Text))
	if url := r.Forward.URL; b.pages != nil && letters < forwardWhole && webURL(url) {
		reply, read, err := b.page(ctx, r, url)
		if read || letters < forwardLetters {
			return reply, err
		}
	}
	if letters < forwardLetters {
		if r.Forms { // where nothing that is sent is heard
			return b.sentence("page.no-link", nil), nil
		}
		return b.sentence("page.short", nil), nil
	}
	article := briefing.Article{Publisher: r.Forward.From, Published: r.Forward.At}
	article.Title, article.Text = cutHeadline(r.Text)
	if article.Title == "" {
		// Without one the first line would be taken, and what is said there
		// would be lost.
		article.Title = b.say.T("page.forwarded", nil)
	}
	return b.briefed(ctx, article)
}

// cutHeadline takes the first line of a text off as its headline, if it looks
// like one: it is short, other lines follow, and it is no sentence.
func cutHeadline(s string) (title, rest string) {
	s = strings.TrimSpace(s)
	first, rest, _ := strings.Cut(s, "\n")
	first, rest = strings.TrimSpace(first), strings.TrimSpace(rest)
	if rest == "" || utf8.RuneCountInString(first) > sentTitle || strings.HasSuffix(strings.TrimRight(first, `"'”’»)`), ".") {
		return "", s
	}
	return first, rest
}

// briefed shows a briefing of an article that is not stored.
func (b *Bot) briefed(ctx context.Context, a briefing.Article) (Reply, error) {
	m := BriefingMessage(briefing.Compose(a, briefing.Options{}), b.now())
	m.Blocks = append(m.Blocks, Block{Kind: Meta, Runs: []Run{{Text: b.say.T("page.not-stored", nil)}}})
	if webURL(a.URL) {
		m.Preview = a.URL
	}
	w := b.row(ctx).link(b.say.T("button.read", nil), a.URL)
	m.Buttons = w.rows(1)
	return Reply{Messages: []Message{m}}, w.err
}
