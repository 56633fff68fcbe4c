package feed

import (
	"cmp"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// reissued is by how much a page may be older than the feed says before the
// page is believed: feeds date old reports anew when a site moves, imports or
// promotes them, and old news must not alert anybody. Smaller differences are
// time zones and corrections, where the feed is the better witness.
const reissued = 30 * 24 * time.Hour

// merge joins what source, feed, entry and page say of one report, each field
// from the one that knows best. p is nil without a page. Text, URL and
// Excerpt are the caller's.
func merge(s bot.Source, f Feed, it Item, p *briefing.Article, now time.Time) briefing.Article {
	if p == nil {
		p = &briefing.Article{}
	}
	a := briefing.Article{
		Source: s.URL, GUID: it.GUID,
		Byline:    bylineOf(it.Authors, p.Byline),
		Publisher: cmp.Or(s.Publisher, p.Publisher, it.Publisher, s.Title, f.Title, siteOf(cmp.Or(s.Site, s.URL))),
		Lang:      cmp.Or(it.Lang, p.Lang, f.Lang, s.Lang),
	}
	a.Title = titleOf(it.Title, p.Title, a.Publisher, p.Publisher, it.Publisher, s.Title, f.Title)
	a.Published = publishedOf(it, p, now)
	for _, t := range []time.Time{it.Published, it.Updated, p.Updated} {
		if t.After(a.Published) && t.After(a.Updated) && !a.Published.IsZero() && plausible(t, now) {
			a.Updated = t
		}
	}
	return a
}

// plausible refuses dates of machines whose clock is wrong or was never set.
func plausible(t, now time.Time) bool {
	return t.Year() >= 1990 && !t.After(now.Add(24*time.Hour))
}

// publishedOf prefers the feed: it is written by the machine that published.
func publishedOf(it Item, p *briefing.Article, now time.Time) time.Time {
	feed, page := it.Published, p.Published
	if !plausible(feed, now) {
		feed = time.Time{}
	}
	if !plausible(page, now) {
		page = time.Time{}
	}
	switch {
	case feed.IsZero() && page.IsZero() && plausible(it.Updated, now):
		return it.Updated
	case feed.IsZero(), !page.IsZero() && feed.Sub(page) > reissued:
		return page
	}
	return feed
}

// bylineOf names the people whom the feed names, else those of the page. A
// single word in a feed is a user of its machine ("admin").
func bylineOf(authors []string, page string) string {
	var people []string
	for _, a := range authors {
		a = strings.TrimSpace(a)
		if strings.ContainsAny(a, "@/<>") || utf8.RuneCountInString(a) > 80 {
			continue
		}
		if a != "" && len(people) < 10 {
			people = append(people, a)
		}
	}
	if len(people) == 1 && !strings.ContainsAny(people[0], " .\u00a0·") && isASCII(people[0]) {
		return page
	}
	return cmp.Or(strings.Join(people, ", "), page)
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// titleMarks part a headline from the name of the site.
var titleMarks = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "}

// titleOf is the headline of the feed without the name of a site at its end;
// that of the page where it is the fuller form, or the feed has none. sites
// are the names under which the site is known.
func titleOf(feed, page string, sites ...string) string {
	feed, page = withoutSite(squash(feed), sites), withoutSite(squash(page), sites)
	if feed == "" || page == "" {
		return cmp.Or(feed, page)
	}
	stem := strings.TrimRight(feed, ".… ")
	switch {
	case len(page) > len(stem) && hasPrefixFold(page, stem) && endsCut(feed):
		return page
	case len(feed) > len(page) && hasPrefixFold(feed, page) && startsWithMark(feed[len(page):]):
		// What the feed adds to the page's own headline names the site.
		return page
	case len(page) > len(feed) && hasPrefixFold(page, feed) && !startsWithMark(page[len(feed):]) && !isWordGlued(page[len(feed):]):
		return page
	}
	return feed
}

// withoutSite takes a site's name off the end of a headline.
func withoutSite(title string, sites []string) string {
	for _, mark := range titleMarks {
		i := strings.LastIndex(title, mark)
		if i <= 0 {
			continue
		}
		tail := folded(title[i+len(mark):])
		for _, s := range sites {
			if tail != "" && (tail == folded(s) || strings.ReplaceAll(tail, " ", "") == strings.ReplaceAll(folded(s), " ", "")) {
				return strings.TrimSpace(title[:i])
			}
		}
	}
	return title
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func startsWithMark(s string) bool {
	for _, m := range titleMarks {
		if strings.HasPrefix(s, m) {
			return true
		}
	}
	return false
}

// isWordGlued reports whether s goes on within a word.
func isWordGlued(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("'’-", r)
}

func squash(s string) string { return strings.Join(strings.Fields(s), " ") }

// headline makes a headline for an entry that has none, as short notes do: its
// first sentence, or as many words of it as a headline may have.
func headline(text string) string {
	const most = 120
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(line)
	for i, r := range line {
		if strings.ContainsRune(".!?。！？", r) && i > 20 {
			end := i + utf8.RuneLen(r)
			if end == len(line) || line[end] == ' ' || r > unicodeLatin {
				line = line[:end]
				break
			}
		}
	}
	if utf8.RuneCountInString(line) <= most {
		return line
	}
	cut := string([]rune(line)[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

// unicodeLatin is the last letter of the scripts whose full stops also stand
// inside words.
const unicodeLatin = 0x24F

// hostOf is the host of an address for people, or the address.
func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Hostname()
	}
	return address
}
