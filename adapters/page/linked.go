package page

import (
	"encoding/json"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// A linkedArticle is what a JSON-LD block says about an article.
type linkedArticle struct {
	headline, name, url, lang string
	published, updated        string
	authors                   []string
	publisher, body           string
	description               string
	// words is wordCount, 0 if not given.
	words int
	// locked is set if isAccessibleForFree is false for the article or a part of
	// it; parts are the CSS selectors of such parts.
	locked bool
	parts  []string
}

// maxLinkedNodes bounds the walk through the JSON-LD of a page.
const maxLinkedNodes = 10_000

// A linkedReader walks JSON-LD values: single objects, arrays and @graph.
type linkedReader struct {
	articles []linkedArticle
	// site is the name of the web site or organisation, if one is described.
	site string
	// names maps @id to name, since publishers are often given by reference.
	names map[string]string
	left  int
}

// readLinked reads the JSON-LD blocks of a page in order. A block that is no
// JSON is passed over.
func readLinked(blocks []string) *linkedReader {
	r := &linkedReader{names: map[string]string{}, left: maxLinkedNodes}
	var values []any
	for _, b := range blocks {
		if v, ok := decodeLinked(b); ok {
			values = append(values, v)
			r.descend(v, 0, r.collectNames)
		}
	}
	r.left = maxLinkedNodes
	for _, v := range values {
		r.descend(v, 0, r.walkObject)
	}
	return r
}

// decodeLinked parses one block, forgiving the comment marks that old pages
// wrap scripts in, raw line breaks inside strings, and a closing semicolon.
func decodeLinked(b string) (any, bool) {
	b = strings.TrimSpace(b)
	for _, wrap := range []string{"<!--", "//<![CDATA[", "<![CDATA[", "/*<![CDATA[*/"} {
		b = strings.TrimSpace(strings.TrimPrefix(b, wrap))
	}
	for _, wrap := range []string{"-->", "//]]>", "/*]]>*/", "]]>", ";"} {
		b = strings.TrimSpace(strings.TrimSuffix(b, wrap))
	}
	var v any
	if json.Unmarshal([]byte(b), &v) == nil {
		return v, true
	}
	flat := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, b)
	return v, json.Unmarshal([]byte(flat), &v) == nil
}

// maxLinkedDepth bounds nesting; real blocks need about five.
const maxLinkedDepth = 12

// descend calls object for v if it is an object, or for those of an array.
func (r *linkedReader) descend(v any, depth int, object func(v map[string]any, depth int)) {
	if depth > maxLinkedDepth || r.left <= 0 {
		return
	}
	r.left--
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			r.descend(e, depth+1, object)
		}
	case map[string]any:
		object(v, depth)
	}
}

func (r *linkedReader) collectNames(v map[string]any, depth int) {
	if id, name := text(v["@id"]), text(v["name"]); id != "" && name != "" {
		r.names[id] = name
	}
	for _, e := range v {
		r.descend(e, depth+1, r.collectNames)
	}
}

func (r *linkedReader) walkObject(v map[string]any, depth int) {
	kind := linkedType(v["@type"])
	switch {
	case isArticleType(kind):
		r.articles = append(r.articles, r.article(v))
		return
	case kind == "WebSite" || (strings.HasSuffix(kind, "Organization") && r.site == ""):
		if name := text(v["name"]); name != "" {
			r.site = name
		}
	}
	// Only these lead to the article itself; others lead to what it mentions.
	for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
		if next, ok := v[key]; ok {
			r.descend(next, depth+1, r.walkObject)
		}
	}
}

func linkedType(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimPrefix(strings.TrimPrefix(v, "http://schema.org/"), "https://schema.org/")
	case []any:
		for _, e := range v {
			if s := linkedType(e); isArticleType(s) {
				return s
			}
		}
		if len(v) > 0 {
			return linkedType(v[0])
		}
	}
	return ""
}

// isArticleType knows the article types of schema.org by how their names end.
func isArticleType(t string) bool {
	return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || t == "Report"
}

func (r *linkedReader) article(v map[string]any) linkedArticle {
	a := linkedArticle{
		headline: html.UnescapeString(text(v["headline"])), name: html.UnescapeString(text(v["name"])), lang: text(v["inLanguage"]), body: text(v["articleBody"]),
		published: text(v["datePublished"]), updated: text(v["dateModified"]), description: text(v["description"]),
		words: linkedCount(v["wordCount"]),
	}
	a.locked, a.parts = r.locks(v)
	if a.headline == "" {
		a.headline = a.name
	}
	if lang, ok := v["inLanguage"].(map[string]any); ok {
		a.lang = text(lang["alternateName"])
	}
	a.url = text(v["url"])
	switch page := v["mainEntityOfPage"].(type) {
	case string:
		a.url = page
	case map[string]any:
		if id := text(page["@id"]); id != "" {
			a.url = id
		}
	}
	a.authors = r.nameList(v["author"], 0)
	if p := r.nameList(v["publisher"], 0); len(p) > 0 {
		a.publisher = p[0]
	}
	return a
}

// locks reads isAccessibleForFree of an article and of its parts.
func (r *linkedReader) locks(v map[string]any) (locked bool, selectors []string) {
	locked = isFalse(v["isAccessibleForFree"])
	r.descend(v["hasPart"], 0, func(part map[string]any, _ int) {
		if !isFalse(part["isAccessibleForFree"]) {
			return
		}
		locked = true
		for _, s := range r.nameList(part["cssSelector"], 0) {
			if len(selectors) < maxSelectors && len(s) <= longestSelector {
				selectors = append(selectors, s)
			}
		}
	})
	return locked, selectors
}

// maxSelectors and longestSelector, in bytes, bound what every element of a
// page is held against.
const (
	maxSelectors    = 8
	longestSelector = 120
)

// isFalse knows false, "False" and "http://schema.org/False".
func isFalse(v any) bool {
	if b, ok := v.(bool); ok {
		return !b
	}
	s := text(v)
	return strings.EqualFold(s[strings.LastIndexByte(s, '/')+1:], "false")
}

func linkedCount(v any) int {
	switch v := v.(type) {
	case float64:
		return int(max(0, min(v, 1e6)))
	case string:
		n, err := strconv.Atoi(strings.TrimSpace(v))
		if err == nil {
			return max(0, min(n, 1e6))
		}
	}
	return 0
}

// nameList reads persons and organisations: a string, an object with a name,
// a reference to one, or an array of these.
func (r *linkedReader) nameList(v any, depth int) []string {
	if depth > 2 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if v = squash(v); v != "" {
			return []string{v}
		}
	case map[string]any:
		name := v["name"]
		if list, ok := name.([]any); ok {
			return r.nameList(list, depth+1)
		}
		s := text(name)
		if s == "" {
			s = r.names[text(v["@id"])]
		}
		if s != "" {
			return []string{s}
		}
	case []any:
		var all []string
		for _, e := range v {
			all = append(all, r.nameList(e, depth+1)...)
		}
		return all
	}
	return nil
}

// text returns a string value, the first one of an array, or "".
func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case []any:
		if len(v) > 0 {
			if s, ok := v[0].(string); ok {
				return strings.TrimSpace(s)
			}
		}
	case map[string]any:
		return text(v["@value"])
	}
	return ""
}
