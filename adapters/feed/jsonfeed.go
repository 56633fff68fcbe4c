package feed

import (
	"encoding/json"
	"strings"
)

// A jsonCutting is a JSON document cut into the entries of its items and the
// rest.
type jsonCutting struct {
	head  map[string]json.RawMessage
	items []string
	total int
	// oversized tells that entries beyond maxItem were left out.
	oversized bool
}

// A jsonEntry is one of items. What is of another kind than it should be, as
// the numbers that many write for ids, must not cost the whole entry.
type jsonEntry struct {
	ID, URL, Title, Summary, Language jsonString
	ExternalURL                       jsonString `json:"external_url"`
	ContentHTML                       jsonString `json:"content_html"`
	ContentText                       jsonString `json:"content_text"`
	DatePublished                     jsonString `json:"date_published"`
	DateModified                      jsonString `json:"date_modified"`
	Author, Authors                   jsonPeople
}

// A jsonString is a text, or the digits of a number; "" for all else.
type jsonString string

// UnmarshalJSON implements json.Unmarshaler.
func (s *jsonString) UnmarshalJSON(b []byte) error {
	switch c := b[0]; {
	case c == '"':
		return json.Unmarshal(b, (*string)(s))
	case c == '-' || isDigit(c):
		*s = jsonString(b)
	}
	return nil
}

// jsonPeople are the names in a person, a name alone, or a list of these.
type jsonPeople []string

// UnmarshalJSON implements json.Unmarshaler.
func (p *jsonPeople) UnmarshalJSON(b []byte) error {
	var one struct{ Name jsonString }
	switch b[0] {
	case '"':
		var name string
		if err := json.Unmarshal(b, &name); err != nil {
			return err
		}
		*p = append(*p, name)
	case '{':
		if err := json.Unmarshal(b, &one); err != nil {
			return err
		}
		*p = append(*p, string(one.Name))
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		for _, raw := range list[:min(len(list), maxAuthors)] {
			if raw[0] == '[' {
				continue // people are no lists of lists, however deep
			}
			if err := p.UnmarshalJSON(raw); err != nil {
				return err
			}
		}
	}
	return nil
}

// parseJSON reads JSON Feed 1 and 1.1.
func parseJSON(text string, o ParseOptions, f faults) (Feed, error) {
	c, err := cutJSON(text)
	if err != nil {
		if mended := mendedJSON(text); mended != text {
			f.note(faultControl)
			c, err = cutJSON(mended)
		}
	}
	if !strings.Contains(string(c.head["version"]), "jsonfeed.org") && (c.total == 0 || c.head["title"] == nil) {
		if err != nil {
			return Feed{}, noFeed("what came looks like JSON and cannot be read")
		}
		return Feed{}, noFeed("JSON came that is no JSON Feed")
	}
	if err != nil {
		f.note(faultCut)
	}
	out := Feed{Format: JSON, Total: c.total}
	if c.oversized {
		f.note(faultSize)
	}
	authors := c.readHead(&out, o)
	for _, raw := range c.newest(o) {
		var in jsonEntry
		if err := json.Unmarshal([]byte(raw), &in); err != nil || raw[0] != '{' {
			f.note(faultItem)
			continue
		}
		item := jsonItem(in, o)
		if item.Link+item.Title+item.Summary+item.Content == "" {
			f.note(faultItem)
			continue
		}
		if len(item.Authors) == 0 {
			item.Authors = authors
		}
		out.Items = append(out.Items, item)
	}
	out.finish(&f)
	return out, nil
}

// mendedJSON escapes the line breaks and drops the other controls and the
// backslashes that may not stand in texts, each of which ends what a parser of
// JSON reads.
func mendedJSON(text string) string {
	var b strings.Builder
	inside, from := false, 0
	for i := 0; i < len(text); i++ {
		instead := ""
		switch c := text[i]; {
		case c == '"':
			inside = !inside
			continue
		case c == '\\' && inside:
			if i++; i < len(text) && strings.IndexByte(`"\/bfnrtu`, text[i]) >= 0 {
				continue
			}
			i-- // what follows stands for itself
		case !inside || c >= ' ':
			continue
		case c == '\n':
			instead = `\n`
		case c == '\t':
			instead = `\t`
		}
		b.WriteString(text[from:i])
		b.WriteString(instead)
		from = i + 1
	}
	b.WriteString(text[from:])
	return b.String()
}

// cutJSON reads as much as is sound; err tells that something is not.
func cutJSON(text string) (c jsonCutting, err error) {
	c.head = map[string]json.RawMessage{}
	dec := json.NewDecoder(strings.NewReader(text))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return c, err
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return c, err
		}
		if key, _ := t.(string); key == "items" {
			err = c.cutItems(dec, text)
		} else {
			var value json.RawMessage
			if err = dec.Decode(&value); err == nil && len(c.head) < 100 {
				c.head[key] = value
			}
		}
		if err != nil {
			return c, err
		}
	}
	_, err = dec.Token()
	return c, err
}

func (c *jsonCutting) cutItems(dec *json.Decoder, text string) error {
	t, err := dec.Token()
	if err != nil || t != json.Delim('[') {
		return err
	}
	for dec.More() {
		var skip sized
		if err := dec.Decode(&skip); err != nil {
			return err
		}
		end := int(dec.InputOffset())
		c.total++
		switch {
		case skip.size > maxItem:
			c.oversized = true
		case len(c.items) < maxSpans:
			c.items = append(c.items, text[end-skip.size:end])
		}
	}
	_, err = dec.Token()
	return err
}

// sized is a value of which only the size is kept.
type sized struct{ size int }

// UnmarshalJSON implements json.Unmarshaler.
func (s *sized) UnmarshalJSON(b []byte) error {
	s.size = len(b)
	return nil
}

// newest is cutting.newest for JSON.
func (c *jsonCutting) newest(o ParseOptions) []string {
	if len(c.items) <= o.MaxItems {
		return c.items
	}
	times := make([]int64, len(c.items))
	dated := 0
	var last int64
	for i, raw := range c.items {
		var d struct {
			Published, Modified string
		}
		d.Published = jsonText(raw, `"date_published"`)
		d.Modified = jsonText(raw, `"date_modified"`)
		if t := firstDate(o.Now, d.Published, d.Modified); !t.IsZero() {
			last = t.Unix()
			dated++
		}
		times[i] = last
	}
	return pick(c.items, times, dated*2 >= len(c.items), o.MaxItems)
}

// jsonText finds the text that follows a key, without reading the rest.
func jsonText(raw, key string) string {
	_, rest, ok := strings.Cut(raw, key)
	if !ok {
		return ""
	}
	parts := strings.SplitN(rest[:min(len(rest), 100)], `"`, 3)
	if len(parts) < 3 || strings.TrimSpace(parts[0]) != ":" {
		return ""
	}
	return parts[1]
}

// readHead reads what is told of the feed, and returns its authors.
func (c *jsonCutting) readHead(f *Feed, o ParseOptions) []string {
	text := func(key string) string {
		var s string
		if json.Unmarshal(c.head[key], &s) != nil {
			return "" // of another kind, or not there
		}
		return s
	}
	f.Title = plain(text("title"))
	f.Site = resolve(o.URL, text("home_page_url"))
	f.Self = resolve(o.URL, text("feed_url"))
	f.Lang = tag(text("language"))
	var hubs []struct{ Type, URL string }
	if json.Unmarshal(c.head["hubs"], &hubs) == nil {
		for _, h := range hubs {
			if strings.EqualFold(h.Type, "WebSub") || strings.EqualFold(h.Type, "PubSubHubbub") {
				f.addRelation(o.URL, "hub", h.URL)
			}
		}
	}
	var people Item
	for _, key := range []string{"authors", "author"} {
		var list jsonPeople
		if json.Unmarshal(c.head[key], &list) == nil {
			people.addAuthors(list)
		}
	}
	return people.Authors
}

func jsonItem(in jsonEntry, o ParseOptions) Item {
	item := Item{
		GUID:      strings.TrimSpace(string(in.ID)),
		Title:     plain(string(in.Title)),
		Summary:   string(in.Summary),
		Content:   firstOf(string(in.ContentHTML), string(in.ContentText)),
		Lang:      tag(string(in.Language)),
		Published: firstDate(o.Now, string(in.DatePublished)),
		Updated:   firstDate(o.Now, string(in.DateModified)),
		Free:      true,
	}
	item.Link = firstOf(resolve(o.URL, string(in.URL)), resolve(o.URL, string(in.ExternalURL)))
	if item.Link == "" && isAddress(item.GUID) {
		item.Link = resolve(o.URL, item.GUID)
	}
	item.addAuthors(in.Authors)
	item.addAuthors(in.Author)
	return item
}
