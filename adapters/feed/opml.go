package feed

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"wirebrief/briefing"
)

// ErrNoOPML is wrapped by the errors of ReadOPML: what came is no list of
// feeds.
var ErrNoOPML = errors.New("no OPML")

// An Outline is one feed of an OPML list.
type Outline struct {
	// URL is the feed, Title its name, Site its home page, "" if not told.
	URL, Title, Site string
	// Folder is its place, outermost first.
	Folder []string
	// Kind is the type, "rss" for feeds of all formats.
	Kind string
}

// A List is what an OPML file holds.
type List struct {
	Title    string
	Outlines []Outline
	// Duplicates is how many outlines named a feed once more, Unusable how
	// many no http or https address, Beyond how many were over the limit.
	Duplicates, Unusable, Beyond int
	// UnusableNames are the titles and addresses of the first twenty Unusable.
	UnusableNames []string
	// Mended says what was broken, "" for a sound file.
	Mended string
}

const (
	maxOPML     = 16 << 20
	maxOutlines = 10_000
	maxNamed    = 20
)

// ReadOPML returns the feeds of an OPML file: ReadList without the rest.
func ReadOPML(r io.Reader) ([]Outline, error) {
	l, err := ReadList(r)
	return l.Outlines, err
}

// ReadList reads an OPML file, nested or not, in any charset, mending what is
// broken. Feeds that have the same canonical address are kept once. At most
// 10,000 feeds are kept, folders 32 deep; a file over 16 MiB is an error. All
// errors but those of r wrap ErrNoOPML.
func ReadList(r io.Reader) (List, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxOPML+1))
	if err != nil {
		return List{}, fmt.Errorf("read the list of feeds: %w", err)
	}
	if len(b) > maxOPML {
		return List{}, fmt.Errorf("%w: the list of feeds is larger than 16 MiB; split it", ErrNoOPML)
	}
	var f faults
	text := withoutControls(decode(b, "", &f), &f)
	o := opmlReader{scanner: newScanner(text, &f), seen: map[string]bool{}, balanced: balanced(text)}
	o.read()
	if !o.isOPML {
		return List{}, fmt.Errorf("%w: the file has no <opml> and no <outline>; export the list of feeds once more", ErrNoOPML)
	}
	o.list.Mended = f.String()
	return o.list, nil
}

// balanced tells whether every outline that opens is closed. Where that is
// not so, those that name a feed are taken to hold no others.
func balanced(text string) bool {
	var f faults
	sc := newScanner(text, &f)
	open := 0
	for {
		t, ok := sc.next()
		if !ok {
			return open == 0
		}
		switch {
		case t.kind == openToken && !t.empty && local(t.name) == "outline":
			open++
		case t.kind == closeToken && local(t.name) == "outline":
			open--
		}
	}
}

type opmlReader struct {
	*scanner
	list     List
	seen     map[string]bool
	balanced bool
	isOPML   bool
	inTitle  bool
	// path has the names of the outlines that are open, "" for those too
	// deep or without a name.
	path []string
}

func (o *opmlReader) read() {
	for {
		t, ok := o.next()
		if !ok {
			if len(o.path) > 0 {
				o.faults.note(faultTags)
			}
			return
		}
		name := local(t.name)
		switch {
		case t.kind == openToken && name == "opml":
			o.isOPML = true
		case name == "title":
			o.inTitle = t.kind == openToken && !t.empty
		case o.inTitle && (t.kind == textToken || t.kind == cdataToken) && o.list.Title == "":
			o.list.Title = plain(t.text)
		case t.kind == openToken && name == "outline":
			o.isOPML = true
			o.outline(t)
		case t.kind == closeToken && name == "outline" && len(o.path) > 0:
			o.path = o.path[:len(o.path)-1]
		}
	}
}

// outline takes one start tag.
func (o *opmlReader) outline(t token) {
	values := map[string]string{}
	for _, a := range attributes(t.attrs) {
		values[strings.ToLower(a.name)] = strings.TrimSpace(a.value)
	}
	title := plain(firstOf(values["title"], values["text"]))
	address := values["xmlurl"]
	if address != "" {
		o.add(address, title, values)
	}
	if !t.empty && (address == "" || o.balanced) {
		if len(o.path) < maxDepth<<5 {
			o.path = append(o.path, title)
		}
	} else if !t.empty {
		o.faults.note(faultTags)
	}
}

func (o *opmlReader) add(address, title string, values map[string]string) {
	u := resolve("", withoutFeedScheme(address))
	key := briefing.CanonicalURL(u)
	switch {
	case key == "":
		o.list.Unusable++
		if len(o.list.UnusableNames) < maxNamed {
			o.list.UnusableNames = append(o.list.UnusableNames, squash(clip(title, 80)+" "+clip(showable(address), 120)))
		}
		return
	case o.seen[key]:
		o.list.Duplicates++
		return
	case len(o.list.Outlines) >= maxOutlines:
		o.list.Beyond++
		return
	}
	o.seen[key] = true
	var folder []string
	for _, name := range o.path[:min(len(o.path), maxDepth)] {
		if name != "" {
			folder = append(folder, name)
		}
	}
	o.list.Outlines = append(o.list.Outlines, Outline{
		URL: u, Title: title, Site: resolve("", values["htmlurl"]), Folder: folder,
		Kind: strings.ToLower(firstOf(values["type"], "rss")),
	})
}

// WriteOPML writes a list of feeds as OPML 2.0, those of a folder together;
// within it the order is kept. It returns the errors of w.
func WriteOPML(w io.Writer, title string, at time.Time, list []Outline) error {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n")
	fmt.Fprintf(&b, "    <title>%s</title>\n    <dateCreated>%s</dateCreated>\n  </head>\n  <body>\n", written(title), at.UTC().Format(time.RFC1123Z))
	writeOutlines(&b, list, 0)
	b.WriteString("  </body>\n</opml>\n")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the list of feeds: %w", err)
	}
	return nil
}

// writeOutlines writes the feeds that are depth folders deep, each folder
// where its first feed stands.
func writeOutlines(b *strings.Builder, list []Outline, depth int) {
	indent := strings.Repeat("  ", depth+2)
	done := map[string]bool{}
	below := map[string][]Outline{}
	for _, o := range list {
		if len(o.Folder) > depth && depth < maxDepth {
			below[o.Folder[depth]] = append(below[o.Folder[depth]], o)
		}
	}
	for _, o := range list {
		if len(o.Folder) <= depth || depth >= maxDepth {
			writeOutline(b, indent, o)
			continue
		}
		name := o.Folder[depth]
		if done[name] {
			continue
		}
		done[name] = true
		fmt.Fprintf(b, "%s<outline text=\"%s\">\n", indent, written(name))
		writeOutlines(b, below[name], depth+1)
		fmt.Fprintf(b, "%s</outline>\n", indent)
	}
}

func writeOutline(b *strings.Builder, indent string, o Outline) {
	name := written(firstOf(o.Title, o.URL))
	fmt.Fprintf(b, "%s<outline type=\"%s\" text=\"%s\" title=\"%s\" xmlUrl=\"%s\"", indent, written(firstOf(o.Kind, "rss")), name, name, written(o.URL))
	if o.Site != "" {
		fmt.Fprintf(b, " htmlUrl=\"%s\"", written(o.Site))
	}
	b.WriteString("/>\n")
}

// written makes s fit for XML.
func written(s string) string {
	var f faults
	return escape(strings.Join(strings.Fields(withoutControls(strings.ToValidUTF8(s, "\uFFFD"), &f)), " "))
}
