package feed

import (
	"slices"
	"strings"
	"time"
)

// maxIndexed bounds how many sitemaps of an index are named: they are read
// one by one.
const maxIndexed = 500

// parseSitemap reads a news sitemap (the schema sitemap-news 0.9). Addresses
// without news are left out: a sitemap of a whole site tells neither headline
// nor date of publication.
func parseSitemap(c *cutting, o ParseOptions) (Feed, error) {
	f := Feed{Format: Sitemap}
	list, news := c.newsSpans(o)
	if news == 0 && c.total > 0 {
		return Feed{}, noFeed("this sitemap names pages, not news; a news sitemap is needed")
	}
	f.Total = news
	publications := map[string]bool{}
	for _, s := range list {
		fields := leafTexts(withoutControls(c.text[s.start:s.end], &c.f), &c.f)
		link := resolve(o.URL, fields["loc"])
		if link == "" {
			c.f.note(faultItem)
			continue
		}
		publication := plain(fields["news/publication/name"])
		publications[publication] = true
		f.Items = append(f.Items, Item{
			Link:      link,
			Title:     plain(fields["news/title"]),
			Lang:      tag(fields["news/publication/language"]),
			Publisher: publication,
			Published: firstDate(o.Now, fields["news/publication_date"]),
			Updated:   firstDate(o.Now, fields["lastmod"]),
			Free:      !restricted(fields["news/access"]),
		})
	}
	if len(publications) == 1 {
		f.Title = f.Items[0].Publisher
	}
	f.finish(&c.f)
	return f, nil
}

// newsSpans picks the newest of the entries that hold news, and counts them.
func (c *cutting) newsSpans(o ParseOptions) ([]span, int) {
	all := c.items
	c.items = c.items[:0:0]
	for _, s := range all {
		if strings.Contains(c.text[s.start:s.end], "news>") {
			c.items = append(c.items, s)
		}
	}
	return c.newest(o.MaxItems, o.Now), len(c.items)
}

func restricted(access string) bool {
	return strings.EqualFold(access, "Subscription") || strings.EqualFold(access, "Registration")
}

// parseSitemapIndex reads the sitemaps that an index names, those of news
// first, and of these the newest, as far as the index dates them.
func parseSitemapIndex(c *cutting, o ParseOptions) Feed {
	f := Feed{Format: Sitemap}
	var rest []string
	list := slices.Clone(c.items[:min(len(c.items), maxSpans)])
	dates := make(map[int]time.Time, len(list)) // by where they start
	for _, s := range list {
		dates[s.start] = parseDate(s.date, o.Now)
	}
	slices.SortStableFunc(list, func(a, b span) int { return dates[b.start].Compare(dates[a.start]) })
	for _, s := range list {
		u := resolve(o.URL, leafTexts(c.text[s.start:s.end], &c.f)["loc"])
		switch {
		case u == "":
		case strings.Contains(strings.ToLower(u), "news"):
			f.Sitemaps = append(f.Sitemaps, u)
		default:
			rest = append(rest, u)
		}
	}
	f.Sitemaps = append(f.Sitemaps, rest...)
	f.Sitemaps = f.Sitemaps[:min(len(f.Sitemaps), maxIndexed)]
	f.finish(&c.f)
	return f
}

// leafTexts reads the elements of an entry that hold text alone, by their
// path of local names; the first of a path counts.
func leafTexts(raw string, f *faults) map[string]string {
	out := map[string]string{}
	sc := newScanner(raw, f)
	var path []string
	var text strings.Builder
	for {
		t, ok := sc.next()
		if !ok {
			return out
		}
		switch t.kind {
		case textToken:
			text.WriteString(unescape(t.text, f))
		case cdataToken:
			text.WriteString(t.text)
		case openToken:
			text.Reset()
			if !t.empty && len(path) < maxDepth {
				path = append(path, local(t.name))
			}
		case closeToken:
			if len(path) == 0 || path[len(path)-1] != local(t.name) {
				f.note(faultTags)
				continue
			}
			key := strings.Join(path, "/")
			if s := strings.TrimSpace(text.String()); s != "" && out[key] == "" && len(out) < maxAttrs {
				out[key] = s
			}
			text.Reset()
			path = path[:len(path)-1]
		}
	}
}
