package feed

import (
	"strconv"
	"strings"
)

// textNames are the elements whose whole inside is text or HTML, whatever
// markup stands in it.
var textNames = map[string]bool{
	"title": true, "description": true, "summary": true, "content": true, "encoded": true,
	"subtitle": true, "tagline": true, "body": true,
}

func isTextName(name string) bool {
	l := local(name)
	return textNames[l] && !(prefix(name) == "media" && l == "content")
}

// wanted are the elements that are read besides those of fieldNames and
// parents; others are left out with all that is in them.
var wanted = map[string]bool{
	"name": true, "email": true, "uri": true, "hour": true, "day": true, "created": true, "publisher": true,
	"origlink": true, "updateperiod": true, "updatefrequency": true, "accessrights": true,
	"isaccessibleforfree": true, "subtitle": true, "tagline": true, "body": true,
}

// skipped are fields that are not read, so that their children cannot be
// taken for an entry's own.
var skipped = map[string]bool{
	"items": true, "image": true, "textinput": true, "category": true, "enclosure": true, "comments": true,
}

// fieldNames are the elements whose start shows that one without an end is
// over.
var fieldNames = map[string]bool{
	"title": true, "description": true, "summary": true, "content": true, "encoded": true, "link": true,
	"guid": true, "id": true, "pubdate": true, "published": true, "updated": true, "issued": true,
	"modified": true, "date": true, "author": true, "creator": true, "category": true, "enclosure": true,
	"comments": true, "source": true, "language": true, "ttl": true, "generator": true, "lastbuilddate": true,
	"copyright": true, "rights": true, "image": true, "managingeditor": true, "webmaster": true,
}

// parents are the elements that have fields inside.
var parents = map[string]bool{
	"author": true, "contributor": true, "source": true, "group": true, "content": true,
	"skiphours": true, "skipdays": true, "owner": true, "image": true, "textinput": true, "items": true,
}

// leaves inside people have no end but their own.
var leaves = map[string]bool{"name": true, "email": true, "uri": true}

// fieldPrefixes are those under which fields come.
var fieldPrefixes = map[string]bool{"": true, "dc": true, "atom": true, "content": true, "rss": true}

// wrappers are the tags around the fields of a feed.
var wrappers = map[string]bool{"rss": true, "rdf": true, "feed": true, "channel": true}

const (
	maxDepth  = 32
	maxFields = 1000
	maxText   = 2 << 20
)

// A normaliser rewrites fields of a feed as sound XML without surprises: every
// tag is closed, text and HTML are escaped text, the vocabulary of the feed
// has no prefix. The parsers of gofeed, which give up at one wrong tag and
// rebuild HTML, then find nothing to stumble over.
type normaliser struct {
	*scanner
	out    *strings.Builder
	prefix string // of the feed's own vocabulary
	head   bool   // tags around fields are expected
	texts  *texts
	stack  []openElement
	count  int // of elements so far
}

type openElement struct {
	name, written string
	drop          bool
}

// texts are what stands in the elements of text, kept aside: gofeed gets the
// number of each instead, because copying and decoding them is most of its
// work.
type texts []string

// keep puts s aside and returns what stands for it.
func (t *texts) keep(s string) string {
	*t = append(*t, s)
	return textMark + strconv.Itoa(len(*t)-1)
}

// get returns what s stands for, s itself if for nothing.
func (t texts) get(s string) string {
	if number, ok := strings.CutPrefix(s, textMark); ok {
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(t) {
			return t[i]
		}
	}
	return s
}

// textMark is a character that no language uses.
const textMark = "\uE000"

// normalise writes the fields in raw to out, their texts to kept.
func normalise(out *strings.Builder, raw, prefix string, head bool, kept *texts, f *faults) {
	n := &normaliser{scanner: newScanner(raw, f), out: out, prefix: prefix, head: head, texts: kept}
	for {
		t, ok := n.next()
		if !ok {
			break
		}
		switch t.kind {
		case textToken:
			n.text(unescape(t.text, f))
		case cdataToken:
			n.text(t.text)
		case openToken:
			n.open(t)
		case closeToken:
			n.close(t)
		}
	}
	if len(n.stack) > 0 {
		f.note(faultTags)
	}
	n.popTo(0)
}

func (n *normaliser) dropping() bool { return len(n.stack) > 0 && n.stack[len(n.stack)-1].drop }

func (n *normaliser) text(s string) {
	if len(n.stack) > 0 && !n.dropping() {
		n.out.WriteString(escape(s))
	}
}

func (n *normaliser) open(t token) {
	name := local(t.name)
	if n.head && wrappers[name] {
		return
	}
	n.closeLeaf(name, t)
	if isTextName(t.name) && !t.empty {
		n.textField(t)
		return
	}
	if !t.empty && !fieldNames[name] && n.find("</"+t.name, t.end) < 0 {
		n.faults.note(faultTags)
		t.empty = true
	}
	written := n.written(t.name)
	n.count++
	drop := n.dropping() || skipped[name] || written == "" || n.count > maxFields ||
		!wanted[name] && !fieldNames[name] && !parents[name]
	if len(n.stack) >= maxDepth {
		n.faults.note(faultDepth)
		return
	}
	if !drop {
		n.out.WriteString("<" + written)
		n.writeAttrs(t.attrs)
		n.out.WriteString(">")
		if t.empty {
			n.out.WriteString("</" + written + ">")
		}
	}
	if !t.empty {
		n.stack = append(n.stack, openElement{t.name, written, drop})
	}
}

// closeLeaf ends an element that has no end tag before the next field.
func (n *normaliser) closeLeaf(next string, t token) {
	if len(n.stack) == 0 || !fieldNames[next] || !fieldPrefixes[prefix(t.name)] && prefix(t.name) != n.prefix {
		return
	}
	top := n.stack[len(n.stack)-1]
	name := local(top.name)
	if !fieldNames[name] && !leaves[name] && !parents[name] {
		return
	}
	if parents[name] && (name != "author" || prefix(t.name) != "") && n.find("</"+top.name, t.start) >= 0 {
		return
	}
	n.faults.note(faultTags)
	n.popTo(len(n.stack) - 1)
}

// written is the name without the prefix of the feed's own vocabulary, "" if
// XML could not have it.
func (n *normaliser) written(name string) string {
	if p := prefix(name); p != "" && (p == n.prefix || p == "rss") {
		name = name[len(p)+1:]
	}
	if !validName(name) {
		return ""
	}
	return name
}

// writeAttrs writes attributes but xml:base, which gofeed would apply in a
// way of its own.
func (n *normaliser) writeAttrs(attrs string) {
	for _, a := range attributes(attrs) {
		if a.name != "xml:base" {
			n.out.WriteString(" " + a.name + `="` + escape(a.value) + `"`)
		}
	}
}

func (n *normaliser) close(t token) {
	if n.head && wrappers[local(t.name)] {
		return
	}
	for i := len(n.stack) - 1; i >= 0; i-- {
		if n.stack[i].name == t.name {
			if i < len(n.stack)-1 {
				n.faults.note(faultTags)
			}
			n.popTo(i)
			return
		}
	}
	n.faults.note(faultTags)
}

func (n *normaliser) popTo(depth int) {
	for len(n.stack) > depth {
		top := n.stack[len(n.stack)-1]
		if !top.drop {
			n.out.WriteString("</" + top.written + ">")
		}
		n.stack = n.stack[:len(n.stack)-1]
	}
}

// textField writes an element of text.
func (n *normaliser) textField(t token) {
	end, next := n.fieldEnd(t.name)
	raw := n.s[n.at:end]
	n.at = next
	written := n.written(t.name)
	if n.dropping() || written == "" {
		return
	}
	value := fieldText(raw, n.faults)
	if strings.TrimSpace(value) == "" {
		return
	}
	if len(raw) > maxText {
		n.faults.note(faultSize)
		return
	}
	n.out.WriteString("<" + written)
	for _, a := range attributes(t.attrs) {
		if a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:") {
			n.out.WriteString(" " + a.name + `="` + escape(a.value) + `"`)
		}
	}
	n.out.WriteString(">" + n.texts.keep(strings.TrimSpace(value)) + "</" + written + ">")
}

// fieldEnd finds where the text of an element ends and what follows it: at
// its end tag outside of CDATA, or, if it has none, where the next field
// begins.
func (n *normaliser) fieldEnd(name string) (end, next int) {
	for from := n.at; ; {
		end = n.find("</"+name, from)
		if end < 0 {
			break
		}
		if section := n.find(cdataStart, from); section >= 0 && section < end {
			after := n.find(cdataEnd, section)
			if after < 0 || n.unendedCDATA(section+len(cdataStart), after) {
				n.faults.note(faultCDATA)
			} else {
				from = after + len(cdataEnd)
				continue
			}
		}
		if again := n.find("<"+name, from); again >= 0 && again < end && n.startsTag(again+1+len(name)) {
			break
		}
		if !n.startsTag(end + 2 + len(name)) {
			from = end + 1
			continue
		}
		if next = strings.IndexByte(n.s[end:], '>'); next < 0 {
			return end, len(n.s)
		}
		return end, end + next + 1
	}
	n.faults.note(faultTags)
	return n.untilField()
}

func (n *normaliser) startsTag(at int) bool { return at >= len(n.s) || isTagBreak(n.s[at]) }

// untilField finds where the next field begins.
func (n *normaliser) untilField() (end, next int) {
	at := n.at
	defer func() { n.at = at }()
	for {
		t, ok := n.next()
		if !ok {
			return len(n.s), len(n.s)
		}
		if t.kind == openToken && fieldNames[local(t.name)] {
			return t.start, t.start
		}
	}
}

// fieldText is the text or HTML that stands in an element: CDATA as it is,
// the rest with its escaping undone, unless it is markup itself, in which
// entities are those of HTML.
func fieldText(raw string, f *faults) string {
	if !strings.Contains(raw, "<") {
		return unescape(raw, f)
	}
	if strings.Contains(raw, cdataStart) {
		return cdataText(raw, f)
	}
	if !hasMarkup(raw, f) {
		return unescape(raw, f)
	}
	return strings.NewReplacer("<xhtml:", "<", "</xhtml:", "</", "<html:", "<", "</html:", "</").Replace(raw)
}

func cdataText(raw string, f *faults) string {
	var b strings.Builder
	for raw != "" {
		before, rest, found := strings.Cut(raw, cdataStart)
		b.WriteString(unescape(before, f))
		if !found {
			break
		}
		inside, after, ended := strings.Cut(rest, cdataEnd)
		if !ended {
			inside = rest
		}
		b.WriteString(strings.ReplaceAll(inside, cdataStart, ""))
		raw = after
	}
	return strings.TrimSuffix(b.String(), cdataEnd)
}

// hasMarkup tells whether tags stand in text; f notes those without an end.
func hasMarkup(raw string, f *faults) bool {
	sc := newScanner(raw, f)
	tags, open := 0, 0
	for {
		t, ok := sc.next()
		if !ok {
			break
		}
		switch {
		case t.kind == openToken:
			tags++
			if !t.empty {
				open++
			}
		case t.kind == closeToken:
			tags++
			open--
		}
	}
	if open != 0 {
		f.note(faultTags)
	}
	return tags > 0
}
