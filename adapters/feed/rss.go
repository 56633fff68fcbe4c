package feed

import (
	"path"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// parseRSS reads RSS 0.9 to 2.0 and RDF.
func parseRSS(c *cutting, o ParseOptions) (Feed, error) {
	open, end := c.rootTag("rss", "")+"<channel>", "</channel></rss>"
	f := Feed{Format: RSS, Total: c.total}
	head, err := (&rss.Parser{}).Parse(strings.NewReader(c.headDocument(open, end)))
	if err != nil {
		c.f.note(faultTags)
		head = &rss.Feed{}
	}
	rssHead(&f, c, head, o)
	parse := func(doc string) ([]*rss.Item, error) {
		d, err := (&rss.Parser{}).Parse(strings.NewReader(doc))
		if err != nil {
			return nil, err
		}
		return d.Items, nil
	}
	fallback := o.URL
	if f.Site != "" {
		fallback = f.Site
	}
	list := c.newest(o.MaxItems, o.Now)
	entries(c, list, "item", open, end, parse, func(s span, in *rss.Item) {
		item := rssItem(in, c.texts, c.base(s, fallback), s, o.Now)
		item.Lang = firstOf(item.Lang, c.lang(s))
		f.Items = append(f.Items, item)
	})
	f.finish(&c.f)
	return f, nil
}

func rssHead(f *Feed, c *cutting, head *rss.Feed, o ParseOptions) {
	base := c.base(span{}, o.URL)
	f.Title = plain(c.texts.get(head.Title))
	f.Site = resolve(base, head.Link)
	f.Lang = tag(firstOf(head.Language, extText(head.Extensions, "dc", "language"), c.lang(span{})))
	f.TTL = pace(head.TTL, extText(head.Extensions, "sy", "updatePeriod"), extText(head.Extensions, "sy", "updateFrequency"))
	f.SkipHours = skipHours(head.SkipHours)
	f.SkipDays = skipDays(head.SkipDays)
	for _, space := range []string{"atom", "atom10", "atom03"} {
		for _, l := range head.Extensions[space]["link"] {
			f.addRelation(base, l.Attrs["rel"], l.Attrs["href"])
			if f.Site == "" && l.Attrs["rel"] == "alternate" {
				f.Site = resolve(base, l.Attrs["href"])
			}
		}
	}
}

func rssItem(in *rss.Item, kept texts, base string, s span, now time.Time) Item {
	x := in.Extensions
	item := Item{
		Title: plain(kept.get(firstOf(in.Title, extText(x, "media", "title"), extText(x, "dc", "title"), in.Custom["title"]))),
		Summary: kept.get(firstOf(in.Description, in.Custom["summary"], extText(x, "atom", "summary"),
			extText(x, "itunes", "summary"), mediaDescription(x), extText(x, "dc", "description"))),
		Content: kept.get(firstOf(in.Content, in.Custom["encoded"], in.Custom["content"], in.Custom["body"],
			extText(x, "xhtml", "body"), extText(x, "atom", "content"))),
		Lang: tag(extText(x, "dc", "language")),
		Free: isFree(x, in.Custom),
		Published: firstDate(now, in.PubDate, extText(x, "dc", "date"), extText(x, "dcterms", "issued"),
			extText(x, "dcterms", "created"), in.Custom["published"], in.Custom["date"], extText(x, "atom", "published")),
		Updated: firstDate(now, extText(x, "atom", "updated"), extText(x, "dcterms", "modified"),
			in.Custom["updated"], in.Custom["modified"]),
	}
	for _, a := range append(extTexts(x, "dc", "creator"), in.Author, extText(x, "itunes", "author")) {
		item.addAuthor(a)
	}
	for _, a := range x["atom"]["author"] {
		for _, name := range a.Children["name"] {
			item.addAuthor(name.Value)
		}
	}
	if in.Source != nil {
		item.Publisher = plain(in.Source.Title)
	}
	item.Publisher = firstOf(item.Publisher, plain(extText(x, "dc", "publisher")))
	permalink := true
	if in.GUID != nil {
		item.GUID = strings.TrimSpace(in.GUID.Value)
		permalink = !strings.EqualFold(strings.TrimSpace(in.GUID.IsPermalink), "false")
	}
	item.Link = rssLink(in, base, s, permalink, item.GUID)
	return item
}

// rssLink finds where an entry leads: past the counting address of a hosted
// feed, else its link, else the guid if that is an address, else what RDF is
// about.
func rssLink(in *rss.Item, base string, s span, permalink bool, guid string) string {
	candidates := []string{extText(in.Extensions, "feedburner", "origLink"), in.Link}
	for _, l := range in.Extensions["atom"]["link"] {
		if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
			candidates = append(candidates, l.Attrs["href"])
		}
	}
	for _, l := range candidates {
		if u := resolve(base, l); u != "" {
			return u
		}
	}
	if permalink && isAddress(guid) {
		return resolve(base, guid)
	}
	if about := attribute(s.attrs, "rdf:about"); isAddress(about) {
		return resolve(base, about)
	}
	return ""
}

func extText(x ext.Extensions, space, name string) string {
	for _, e := range x[space][name] {
		if s := strings.TrimSpace(e.Value); s != "" {
			return s
		}
	}
	return ""
}

func extTexts(x ext.Extensions, space, name string) []string {
	var out []string
	for _, e := range x[space][name] {
		out = append(out, e.Value)
	}
	return out
}

// mediaDescription is the description of what an entry plays, in a group or
// alone. That of a picture is its caption, which is not what the entry tells.
func mediaDescription(x ext.Extensions) string {
	media := x["media"]
	if s := extText(x, "media", "description"); s != "" && !showsPicture(media["content"]) {
		return s
	}
	for _, e := range media["group"] {
		if s := childText(e, "description"); s != "" && !showsPicture(e.Children["content"]) {
			return s
		}
	}
	for _, e := range media["content"] {
		if s := childText(e, "description"); s != "" && !showsPicture([]ext.Extension{e}) {
			return s
		}
	}
	return ""
}

// pictures are the endings of addresses of those that do not say their type.
var pictures = map[string]bool{".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".webp": true, ".avif": true}

// showsPicture tells whether one of some media:content is a picture.
func showsPicture(contents []ext.Extension) bool {
	for _, e := range contents {
		medium, mime := strings.ToLower(e.Attrs["medium"]), strings.ToLower(e.Attrs["type"])
		address, _, _ := strings.Cut(strings.ToLower(e.Attrs["url"]), "?")
		if medium == "image" || strings.HasPrefix(mime, "image/") || medium+mime == "" && pictures[path.Ext(address)] {
			return true
		}
	}
	return false
}

func childText(e ext.Extension, name string) string {
	for _, c := range e.Children[name] {
		if s := strings.TrimSpace(c.Value); s != "" {
			return s
		}
	}
	return ""
}

// isFree reads the few signs of an entry for subscribers.
func isFree(x ext.Extensions, custom map[string]string) bool {
	for name, value := range custom {
		if strings.EqualFold(name, "isAccessibleForFree") && strings.EqualFold(strings.TrimSpace(value), "false") {
			return false
		}
	}
	for _, space := range []string{"dcterms", "dc", "schema"} {
		switch rights := strings.ToLower(extText(x, space, "accessRights")); {
		case strings.Contains(rights, "restricted"), strings.Contains(rights, "subscri"), strings.Contains(rights, "closed"):
			return false
		}
		if strings.EqualFold(extText(x, space, "isAccessibleForFree"), "false") {
			return false
		}
	}
	return true
}

// pace is how long a feed asks to be left alone: its ttl in minutes, or the
// period of the syndication module. Once an hour is what the commonest program
// writes into every feed unasked, however often its site has news, and so
// counts for nothing.
func pace(ttl, period, frequency string) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(ttl)); err == nil && n > 0 {
		return min(time.Duration(min(n, 1<<20))*time.Minute, longestTTL)
	}
	d := periods[strings.ToLower(period)]
	if n, err := strconv.Atoi(frequency); err == nil && n > 1 {
		return d / time.Duration(n)
	}
	if d == time.Hour {
		return 0
	}
	return d
}

// longestTTL bounds what a feed can ask for.
const longestTTL = 366 * 24 * time.Hour

var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
	"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// skipHours reads the hours 0 to 23; 24 is how some write midnight.
func skipHours(list []string) []int {
	var out []int
	for _, s := range list {
		if h, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && h >= 0 && h <= 24 && len(out) < 24 {
			out = append(out, h%24)
		}
	}
	return out
}

func skipDays(list []string) []time.Weekday {
	var out []time.Weekday
	for _, s := range list {
		for d := time.Sunday; d <= time.Saturday; d++ {
			if strings.EqualFold(strings.TrimSpace(s), d.String()) && len(out) < 7 {
				out = append(out, d)
			}
		}
	}
	return out
}
