package feed

import (
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// finish clears guids that several entries share and says what was mended.
func (f *Feed) finish(found *faults) {
	count := map[string]int{}
	for _, item := range f.Items {
		count[item.GUID]++
	}
	for i := range f.Items {
		if count[f.Items[i].GUID] > 1 {
			f.Items[i].GUID = ""
		}
	}
	f.Mended = found.String()
}

// addRelation takes a link of a feed that says where its hub is, or itself.
func (f *Feed) addRelation(base, rel, href string) {
	switch strings.ToLower(strings.TrimSpace(rel)) {
	case "hub":
		if u := resolve(base, href); u != "" && !slices.Contains(f.Hubs, u) && len(f.Hubs) < maxHubs {
			f.Hubs = append(f.Hubs, u)
		}
	case "self":
		if f.Self == "" {
			f.Self = resolve(base, href)
		}
	}
}

// maxHubs and maxAuthors bound what is kept; longestName is that of a name.
const maxHubs, maxAuthors, longestName = 10, 20, 200

// addAuthor adds a name in one of the forms in which feeds write people:
// "a@b.example (Name)", "Name (a@b.example)", "Name <a@b.example>", "Name".
// An address alone is no name.
func (i *Item) addAuthor(s string) {
	name := personName(s)
	if name != "" && len(name) <= longestName && len(i.Authors) < maxAuthors && !slices.Contains(i.Authors, name) {
		i.Authors = append(i.Authors, name)
	}
}

func (i *Item) addAuthors(list []string) {
	for _, s := range list {
		i.addAuthor(s)
	}
}

func personName(s string) string {
	s = strings.TrimSpace(s)
	if a, err := mail.ParseAddress(s); err == nil && strings.Contains(s, "<") {
		return plain(a.Name)
	}
	s = plain(s)
	before, inside, ok := strings.Cut(s, "(")
	inside, _, closed := strings.Cut(inside, ")")
	if ok && closed {
		before, inside = strings.TrimSpace(before), strings.TrimSpace(inside)
		if isMail(before) {
			return inside
		}
		if isMail(inside) {
			return before
		}
	}
	if isMail(s) {
		return ""
	}
	return s
}

func isMail(s string) bool {
	at := strings.IndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsAny(s, " \t")
}

// resolve makes an absolute http or https address of a link, "" if it is
// none.
func resolve(base, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || len(link) > longestLink {
		return ""
	}
	u, err := url.Parse(mendedLink(link))
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		b, err := url.Parse(base)
		if err != nil || !b.IsAbs() {
			return ""
		}
		u = b.ResolveReference(u)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.Opaque != "" {
		return ""
	}
	return u.String()
}

const longestLink = 8 << 10

// linkBreaks are what editors leave in addresses.
var linkBreaks = strings.NewReplacer("\n", "", "\r", "", "\t", "", " ", "%20")

// mendedLink undoes the commonest faults of links: escaped once too often, two
// schemes, none before a host, percent signs that begin no escape.
func mendedLink(link string) string {
	link = linkBreaks.Replace(link)
	if strings.Contains(link, "&amp;") || strings.Contains(link, "&#") {
		link = unescape(link, nil)
	}
	if _, rest, ok := strings.Cut(link, "://"); ok && isAddress(rest) {
		link = rest
	}
	if len(link) > 4 && strings.EqualFold(link[:4], "www.") {
		link = "//" + link
	}
	if !strings.Contains(link, "%") {
		return link
	}
	var b strings.Builder
	for i := range len(link) {
		if b.WriteByte(link[i]); link[i] == '%' && !isEscape(link[i:]) {
			b.WriteString("25")
		}
	}
	return b.String()
}

// isEscape tells whether s begins with a percent sign and two hex digits.
func isEscape(s string) bool {
	if len(s) < 3 {
		return false
	}
	_, err := strconv.ParseUint(s[1:3], 16, 8)
	return err == nil
}

// isAddress tells an address from another kind of id.
func isAddress(s string) bool {
	return len(s) > 8 && (strings.EqualFold(s[:7], "http://") || strings.EqualFold(s[:8], "https://"))
}

// tag makes a BCP 47 tag of what feeds write: "en-us", "EN_GB", "de,en". ""
// for what is none.
func tag(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
	if s == "" || len(s) > 35 {
		return ""
	}
	t, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(s), "_", "-"))
	if err != nil || t == language.Und {
		return ""
	}
	return t.String()
}

func firstOf(list ...string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
