package feed

import (
	"strings"

	"github.com/mmcdole/gofeed/atom"
)

// parseAtom reads Atom 0.3 and 1.0.
func parseAtom(c *cutting, o ParseOptions) (Feed, error) {
	open, end := c.rootTag("feed", "http://www.w3.org/2005/Atom"), "</feed>"
	f := Feed{Format: Atom, Total: c.total}
	head, err := (&atom.Parser{}).Parse(strings.NewReader(c.headDocument(open, end)))
	if err != nil {
		c.f.note(faultTags)
		head = &atom.Feed{}
	}
	base := c.base(span{}, o.URL)
	f.Title = plain(c.texts.get(head.Title))
	f.Lang = firstOf(c.lang(span{}), tag(extText(head.Extensions, "dc", "language")))
	f.TTL = pace("", extText(head.Extensions, "sy", "updatePeriod"), extText(head.Extensions, "sy", "updateFrequency"))
	f.Site = alternate(head.Links, base)
	for _, l := range head.Links {
		f.addRelation(base, l.Rel, l.Href)
	}
	parse := func(doc string) ([]*atom.Entry, error) {
		d, err := (&atom.Parser{}).Parse(strings.NewReader(doc))
		if err != nil {
			return nil, err
		}
		return d.Entries, nil
	}
	list := c.newest(o.MaxItems, o.Now)
	entries(c, list, "entry", open, end, parse, func(s span, in *atom.Entry) {
		item := atomItem(in, head, c.texts, c.base(s, o.URL), o)
		item.Lang = c.lang(s)
		f.Items = append(f.Items, item)
	})
	f.finish(&c.f)
	return f, nil
}

func atomItem(in *atom.Entry, head *atom.Feed, kept texts, base string, o ParseOptions) Item {
	x := in.Extensions
	item := Item{
		GUID:      strings.TrimSpace(in.ID),
		Title:     plain(kept.get(firstOf(in.Title, extText(x, "media", "title"), mediaTitle(in)))),
		Summary:   kept.get(firstOf(in.Summary, mediaDescription(x))),
		Free:      isFree(x, nil),
		Published: firstDate(o.Now, in.Published, extText(x, "dc", "date"), extText(x, "dcterms", "issued")),
		Updated:   firstDate(o.Now, in.Updated),
	}
	if in.Content != nil {
		item.Content = kept.get(in.Content.Value)
	}
	for _, p := range in.Authors {
		item.addAuthor(firstOf(p.Name, p.Email))
	}
	for _, name := range extTexts(x, "dc", "creator") {
		item.addAuthor(name)
	}
	if in.Source != nil {
		item.Publisher = plain(kept.get(in.Source.Title))
		for _, p := range in.Source.Authors {
			if len(in.Authors) == 0 {
				item.addAuthor(p.Name)
			}
		}
	} else if len(item.Authors) == 0 {
		for _, p := range head.Authors {
			item.addAuthor(p.Name)
		}
	}
	item.Link = resolve(base, extText(x, "feedburner", "origLink"))
	if item.Link == "" {
		item.Link = alternate(in.Links, base)
	}
	if item.Link == "" && in.Content != nil && in.Content.Src != "" {
		item.Link = resolve(base, in.Content.Src)
	}
	if item.Link == "" && isAddress(item.GUID) {
		item.Link = resolve(base, item.GUID)
	}
	return item
}

func mediaTitle(in *atom.Entry) string {
	for _, g := range in.Extensions["media"]["group"] {
		if s := childText(g, "title"); s != "" {
			return s
		}
	}
	return ""
}

// alternate picks the link to the page itself: that of HTML before others.
func alternate(links []*atom.Link, base string) string {
	other := ""
	for _, l := range links {
		if rel := strings.ToLower(strings.TrimSpace(l.Rel)); rel != "" && rel != "alternate" {
			continue
		}
		u := resolve(base, l.Href)
		if u == "" {
			continue
		}
		if l.Type == "" || strings.Contains(strings.ToLower(l.Type), "html") {
			return u
		}
		if other == "" {
			other = u
		}
	}
	return other
}
