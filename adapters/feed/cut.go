package feed

import (
	"slices"
	"strings"
	"time"
)

// A span is where an entry stands in a document.
type span struct {
	start, end int // of what is inside its tags
	attrs      string
	date       string // as it stands there
}

// A cutting is a document of XML cut into its entries and the rest. Only the
// places of entries are known then, so that of a huge feed no more is read
// than is kept.
type cutting struct {
	text string
	// root is the local name of the outermost element in lower case, prefix
	// its prefix; rootAttrs and channelAttrs are as they stand there.
	root, prefix, rootAttrs, channelAttrs string
	// html tells that a page came instead, when there is no root.
	html bool
	// other is the outermost element that is no feed's.
	other string
	// head is what stands outside the entries.
	head     []string
	headSize int
	items    []span
	total    int
	texts    texts // of the entries being read
	f        faults
}

const (
	// maxSpans bounds the entries whose places are remembered.
	maxSpans = 250_000
	// maxHead and maxItem bound what is read outside of entries and in one.
	maxHead, maxItem = 1 << 20, 4 << 20
	// maxJunk is how far the document may begin from the start.
	maxJunk = 64 << 10
)

// entryNames are the roots that are read, and what their entries are called.
var entryNames = map[string]string{
	"rss": "item", "rdf": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap",
}

// orphanRoots are the roots to take for granted where a document begins
// inside them.
var orphanRoots = map[string]string{"channel": "rss", "item": "rss", "entry": "feed"}

// dates are the elements that tell how old an entry is.
var dates = map[string]bool{
	"pubdate": true, "published": true, "issued": true, "date": true, "publication_date": true,
	"updated": true, "modified": true, "lastmod": true, "created": true,
}

// cut cuts a document into entries.
func cut(text string) *cutting {
	c := &cutting{text: text}
	sc := newScanner(text, &c.f)
	if t, ok := c.findRoot(sc); ok {
		c.cutEntries(sc, t)
	}
	return c
}

// findRoot reads up to the start tag of the document and returns the token
// to go on with.
func (c *cutting) findRoot(sc *scanner) (token, bool) {
	// What stands before the root is not the feed's own fault of markup.
	var junk faults
	sc.faults = &junk
	defer func() { sc.faults = &c.f }()
	for sc.at < maxJunk {
		t, ok := sc.next()
		if !ok {
			break
		}
		if t.kind == otherToken && junk[faultDoctype] {
			c.f.note(faultDoctype)
		}
		if t.kind == textToken && strings.Trim(t.text, " \t\r\n\ufeff") != "" || t.kind == cdataToken || t.kind == closeToken {
			c.f.note(faultJunk)
		}
		if t.kind == otherToken && isHTMLDoctype(sc.s[t.start:t.end]) {
			c.html = true
		}
		if t.kind != openToken {
			continue
		}
		name := local(t.name)
		if entryNames[name] != "" {
			c.root, c.prefix, c.rootAttrs = name, prefix(t.name), t.attrs
			if name == "rdf" {
				c.prefix = ""
			}
			return t, !t.empty
		}
		if root := orphanRoots[name]; root != "" && prefix(t.name) == "" {
			c.root = root
			c.f.note(faultTags)
			sc.at = t.start
			return sc.next()
		}
		c.html = c.html || c.other == "" && (name == "html" || name == "head" || name == "body")
		if c.html {
			return token{}, false
		}
		if c.other == "" {
			c.other = name
		}
		c.f.note(faultJunk)
	}
	return token{}, false
}

func isHTMLDoctype(s string) bool {
	return len(s) >= 14 && strings.EqualFold(s[:14], "<!doctype html")
}

// cutEntries finds the entries from the token first on, that of the root.
func (c *cutting) cutEntries(sc *scanner, first token) {
	open, closed := -1, false
	var now span
	rest := first.end
	if first.name != "" && entryNames[local(first.name)] == "" {
		rest = first.start
		sc.at = rest
	}
	entry := entryNames[c.root]
	finish := func(at int, next int) {
		now.end = at
		c.add(now)
		open, rest = -1, next
	}
	for {
		t, ok := sc.next()
		if !ok {
			break
		}
		switch {
		case t.kind == openToken && c.isEntry(t.name, entry):
			if open >= 0 {
				c.f.note(faultTags)
				finish(t.start, t.start)
			}
			c.addHead(rest, t.start, closed)
			now = span{start: t.end, attrs: t.attrs}
			if open = t.start; t.empty {
				finish(t.end, t.end)
			}
		case t.kind == closeToken && open >= 0 && c.isEntry(t.name, entry):
			finish(t.start, t.end)
		case t.kind == closeToken && c.isWrapper(t.name):
			if open >= 0 {
				c.f.note(faultTags)
				finish(t.start, t.start)
			}
			if local(t.name) == c.root && !closed {
				c.addHead(rest, t.start, false)
				closed = true
			}
		case t.kind == openToken && open < 0 && entryNames[local(t.name)] != "" && local(t.name) == c.root:
			c.f.note(faultSeveral)
		case t.kind == openToken && open < 0 && local(t.name) == "channel" && c.channelAttrs == "":
			c.channelAttrs = t.attrs
		case t.kind == openToken && open >= 0 && !t.empty && dates[local(t.name)]:
			c.noteDate(t, &now)
		}
	}
	switch {
	case open >= 0:
		c.f.note(faultCut)
	case !closed:
		c.f.note(faultTags)
		c.addHead(rest, len(c.text), false)
	}
}

// noteDate remembers the first date of an entry.
func (c *cutting) noteDate(t token, s *span) {
	if s.date != "" {
		return
	}
	text := strings.TrimPrefix(strings.TrimLeft(c.text[t.end:min(len(c.text), t.end+100)], " \t\r\n"), cdataStart)
	if end := strings.IndexAny(text, "<]"); end > 0 {
		s.date = text[:end]
	}
}

func (c *cutting) isEntry(name, entry string) bool {
	if local(name) != entry {
		return false
	}
	p := prefix(name)
	return p == "" || p == c.prefix || p == "rss"
}

func (c *cutting) isWrapper(name string) bool {
	l := local(name)
	return l == c.root || l == "channel" && prefix(name) == ""
}

func (c *cutting) add(s span) {
	c.total++
	if s.end-s.start > maxItem {
		c.f.note(faultSize)
		return
	}
	if len(c.items) < maxSpans {
		c.items = append(c.items, s)
	}
}

// addHead keeps what stands between entries, as long as the first document
// lasts.
func (c *cutting) addHead(from, to int, closed bool) {
	if closed || from >= to {
		return
	}
	piece := strings.TrimSpace(c.text[from:to])
	if c.headSize+len(piece) > maxHead {
		c.f.note(faultSize)
		piece = piece[:max(maxHead-c.headSize, 0)]
	}
	if piece != "" {
		c.head = append(c.head, piece)
		c.headSize += len(piece)
	}
}

// newest returns at most limit entries in their order: the newest where most
// of them are dated, else the first. An entry without a date is as old as
// the one before it.
func (c *cutting) newest(limit int, now time.Time) []span {
	if len(c.items) <= limit {
		return c.items
	}
	times := make([]int64, len(c.items))
	dated := 0
	var last int64
	for i, s := range c.items {
		if t := parseDate(s.date, now); !t.IsZero() {
			last = t.Unix()
			dated++
		}
		times[i] = last
	}
	return pick(c.items, times, dated*2 >= len(c.items), limit)
}

// pick keeps limit of list in its order: those of the greatest times, or the
// first.
func pick[T any](list []T, times []int64, byTime bool, limit int) []T {
	if !byTime {
		return list[:limit]
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case times[a] > times[b]:
			return -1
		case times[a] < times[b]:
			return 1
		}
		return 0
	})
	order = order[:limit]
	slices.Sort(order)
	kept := make([]T, limit)
	for i, at := range order {
		kept[i] = list[at]
	}
	return kept
}
