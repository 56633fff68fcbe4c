package feed

import (
	"fmt"
	"strings"
)

// chunkSize is how many entries gofeed reads at a time: its values are many
// times larger than the text, and few of them live at once.
const chunkSize = 50

// entries has gofeed read entries chunk by chunk and calls use for each that
// it could read. open and close are the tags around them, parse reads one
// such document.
func entries[T any](c *cutting, list []span, entry, open, end string, parse func(string) ([]T, error), use func(span, T)) {
	for len(list) > 0 {
		chunk := list[:min(len(list), chunkSize)]
		list = list[len(chunk):]
		got, err := parse(c.document(chunk, entry, open, end))
		if err == nil && len(got) == len(chunk) {
			for i, e := range got {
				use(chunk[i], e)
			}
			continue
		}
		for _, s := range chunk {
			got, err := parse(c.document([]span{s}, entry, open, end))
			if err != nil || len(got) != 1 {
				c.f.note(faultItem)
				continue
			}
			use(s, got[0])
		}
	}
}

// document writes entries as one sound document.
func (c *cutting) document(chunk []span, entry, open, end string) string {
	var b strings.Builder
	c.texts = c.texts[:0]
	b.WriteString(open)
	for _, s := range chunk {
		b.WriteString("<" + entry)
		writeNamespaces(&b, s.attrs, nil)
		b.WriteString(">")
		normalise(&b, withoutControls(c.text[s.start:s.end], &c.f), c.prefix, false, &c.texts, &c.f)
		b.WriteString("</" + entry + ">")
	}
	b.WriteString(end)
	return b.String()
}

// rootTag is the start tag of a document with the namespaces that the real
// one declares. The feed's own vocabulary is in namespace.
func (c *cutting) rootTag(name, namespace string) string {
	var b strings.Builder
	b.WriteString("<" + name + ` version="2.0"`)
	if namespace != "" {
		fmt.Fprintf(&b, ` xmlns="%s"`, namespace)
	}
	seen := map[string]bool{}
	writeNamespaces(&b, c.rootAttrs, seen)
	writeNamespaces(&b, c.channelAttrs, seen)
	b.WriteString(">")
	return b.String()
}

// writeNamespaces writes the declarations of prefixes among attrs.
func writeNamespaces(b *strings.Builder, attrs string, seen map[string]bool) {
	for _, a := range attributes(strings.Map(dropForbidden, attrs)) {
		if strings.HasPrefix(a.name, "xmlns:") && !seen[a.name] {
			b.WriteString(" " + a.name + `="` + escape(a.value) + `"`)
			if seen != nil {
				seen[a.name] = true
			}
		}
	}
}

// headDocument writes what stands outside of entries as a sound document.
func (c *cutting) headDocument(open, end string) string {
	var b strings.Builder
	c.texts = c.texts[:0]
	b.WriteString(open)
	normalise(&b, withoutControls(strings.Join(c.head, ""), &c.f), c.prefix, true, &c.texts, &c.f)
	b.WriteString(end)
	return b.String()
}

// base is what relative links of an entry are relative to: the nearest
// xml:base, else fallback.
func (c *cutting) base(s span, fallback string) string {
	base := fallback
	for _, attrs := range []string{c.rootAttrs, c.channelAttrs, s.attrs} {
		if strings.Contains(attrs, "xml:base") {
			if b := resolve(base, attribute(attrs, "xml:base")); b != "" {
				base = b
			}
		}
	}
	return base
}

// lang is the nearest xml:lang of an entry, or "".
func (c *cutting) lang(s span) string {
	for _, attrs := range []string{s.attrs, c.channelAttrs, c.rootAttrs} {
		if strings.Contains(attrs, "xml:lang") {
			if l := attribute(attrs, "xml:lang"); l != "" {
				return tag(l)
			}
		}
	}
	return ""
}
