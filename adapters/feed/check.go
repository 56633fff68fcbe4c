package feed

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"wirebrief/adapters/fetch"
	"wirebrief/bot"
)

// maxCandidates is how many addresses of possible feeds of a site are tried,
// of those that it names as of those at which feeds are commonly kept.
const maxCandidates = 8

// mostlyWhole is from how many tenths of its entries on a feed counts as one of
// whole texts.
const mostlyWhole = 5

// CheckSource implements bot.SourceChecker. An address without a scheme is
// taken for https, and if nobody answers there, for http.
func (r *Reader) CheckSource(ctx context.Context, address string) ([]bot.CheckedSource, error) {
	ctx, cancel := context.WithTimeout(ctx, r.o.Timeout)
	defer cancel()
	asked, err := sourceAddress(address)
	if err != nil {
		return nil, err
	}
	found, err := r.check(ctx, asked)
	var trouble *bot.SourceError
	if errors.As(err, &trouble) && trouble.Trouble == bot.SourceUnreachable && !strings.Contains(address, "://") && ctx.Err() == nil {
		if plain, plainErr := r.check(ctx, "http://"+strings.TrimPrefix(asked, "https://")); plainErr == nil {
			return plain, nil
		}
	}
	return found, err
}

// sourceAddress makes an address of what somebody typed.
func sourceAddress(typed string) (string, error) {
	s := strings.TrimSpace(typed)
	if rest, ok := strings.CutPrefix(s, "feed:"); ok {
		// The old scheme of feeds comes as feed://host and as feed:https://host.
		s = strings.TrimPrefix(rest, "//")
	}
	if s != "" && !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Hostname() == "" || strings.ContainsAny(u.Host, " <>\"") || !strings.ContainsAny(u.Host, ".:") && u.Hostname() != "localhost":
		return "", &bot.SourceError{Trouble: bot.SourceRefused, Message: "“" + showable(clip(typed, 200)) + "” is no web address; give one such as https://example.com/feed"}
	case u.Scheme != "http" && u.Scheme != "https":
		return "", &bot.SourceError{Trouble: bot.SourceRefused, Message: "addresses of " + clip(u.Scheme, 20) + " are not read; give one that begins with https:// or http://"}
	}
	return s, nil
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// check reads a feed at an address, or finds those of the site there.
func (r *Reader) check(ctx context.Context, address string) ([]bot.CheckedSource, error) {
	resp, err := r.client.Fetch(ctx, fetch.Request{URL: address, Accept: acceptFeed, MaxBytes: maxFeedBytes})
	if err != nil {
		return nil, fetchTrouble(err)
	}
	found, err := r.checked(ctx, address, resp)
	if err == nil {
		return []bot.CheckedSource{found.CheckedSource}, nil
	}
	if !isPage(resp) {
		return nil, err
	}
	return r.discover(ctx, resp)
}

// discover tries the feeds that a page names, and where there is none the
// usual addresses.
func (r *Reader) discover(ctx context.Context, page fetch.Response) ([]bot.CheckedSource, error) {
	all := r.tryAll(ctx, Discover(page.Body, page.URL))
	if len(all) == 0 {
		all = r.tryAll(ctx, Guesses(page.URL))
	}
	if len(all) == 0 {
		return nil, &bot.SourceError{Trouble: bot.SourceUnreadable, Message: showable(page.URL) +
			" is a web page that names no feed which could be read, and none was found at the usual addresses; look for “RSS” on the site and give the address of the feed itself"}
	}
	rank(all)
	sources := make([]bot.CheckedSource, len(all))
	for i, c := range all {
		sources[i] = c.CheckedSource
	}
	return sources, nil
}

// abandoned is how much older than that of another feed of the site the newest
// entry is of one that nobody keeps up.
const abandoned = 30 * 24 * time.Hour

// rank puts the feed that is meant first: articles before comments, kept up
// before abandoned, whole texts before teasers, else as the site has them, which
// is the feed of all its news before those of its sections.
func rank(all []candidateSource) {
	var newest time.Time
	for _, c := range all {
		if !c.comments && c.NewestAt.After(newest) {
			newest = c.NewestAt
		}
	}
	isOld := func(c candidateSource) bool { return newest.Sub(c.NewestAt) > abandoned }
	slices.SortStableFunc(all, func(a, b candidateSource) int {
		return cmp.Or(compareBool(a.comments, b.comments), compareBool(isOld(a), isOld(b)), compareBool(b.whole >= mostlyWhole, a.whole >= mostlyWhole))
	})
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// A candidateSource is a CheckedSource with what it is ranked by.
type candidateSource struct {
	bot.CheckedSource
	// comments marks feeds of what readers say.
	comments bool
	// whole is in how many tenths of the entries the whole text stands.
	whole int
}

func (r *Reader) tryAll(ctx context.Context, addresses []string) []candidateSource {
	var all []candidateSource
	seen := make(map[string]bool)
	for _, address := range addresses[:min(len(addresses), maxCandidates)] {
		if ctx.Err() != nil {
			break
		}
		resp, err := r.client.Fetch(ctx, fetch.Request{URL: address, Accept: acceptFeed, MaxBytes: maxFeedBytes})
		if err != nil {
			continue // others may do
		}
		c, err := r.checked(ctx, address, resp)
		if err != nil || seen[urlKey(c.URL)] {
			continue
		}
		seen[urlKey(c.URL)] = true
		all = append(all, c)
	}
	return all
}

// checked reads the feed in an answer. The error is a *bot.SourceError.
func (r *Reader) checked(ctx context.Context, address string, resp fetch.Response) (candidateSource, error) {
	f, err := r.parse(resp)
	if err != nil {
		return candidateSource{}, parseTrouble(err, resp)
	}
	if len(f.Sitemaps) > 0 {
		d := document{feed: f, response: resp}
		if err := r.loadChildren(ctx, &d); err != nil {
			return candidateSource{}, err
		}
		f = d.feed
	}
	c := candidateSource{CheckedSource: bot.CheckedSource{
		Source: bot.Source{
			Kind: bot.FeedSource, URL: cmp.Or(resp.Permanent, address), Title: squash(f.Title), Site: f.Site, Lang: f.Lang, Full: bot.FullAuto,
		},
		Format: string(f.Format), Entries: max(f.Total, len(f.Items)), Mended: f.Mended,
	}}
	if f.Format == Sitemap {
		c.Kind = bot.SitemapSource
	}
	c.Title = cmp.Or(c.Title, siteOf(c.URL))
	c.comments = isComments(c.URL, c.Title)
	c.look(f)
	return c, nil
}

// look finds the newest entry and how many entries are whole.
func (c *candidateSource) look(f Feed) {
	const sample = 20
	whole := 0
	for i, it := range f.Items {
		at := cmp.Or(it.Published, it.Updated)
		if c.Newest == "" || at.After(c.NewestAt) {
			c.Newest, c.NewestAt = cmp.Or(squash(it.Title), headline(paragraphs(cmp.Or(it.Summary, it.Content), it.Link))), at
		}
		if i < sample && !textOf(it).teaser {
			whole++
		}
	}
	if n := min(sample, len(f.Items)); n > 0 {
		c.whole = 10 * whole / n
	}
}

// isComments knows feeds of comments by their address or, for the commonest
// program, their title. The word alone in a title tells nothing: in French it
// asks how.
func isComments(address, title string) bool {
	words := addressWords(address)
	title = strings.ToLower(title)
	return slices.Contains(words, "comments") || slices.Contains(words, "comment") || strings.Contains(address, "feed=comments") ||
		strings.HasPrefix(title, "comments on") || strings.HasPrefix(title, "comments for") || strings.HasSuffix(title, "comments feed")
}
