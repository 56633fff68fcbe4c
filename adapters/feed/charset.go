package feed

import (
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"

	"wirebrief/adapters/page"
)

// decode makes valid UTF-8 of a document. The bytes themselves decide where
// they can; else what the document declares, then what the header does,
// because servers often send a charset that nobody chose. UTF-8 with stray
// bytes of Windows-1252 is read as both.
func decode(b []byte, contentType string, f *faults) string {
	if !hasMark(b) && !utf8.Valid(b) && mixed(b, contentType) {
		f.note(faultCharset)
		return decodeMixed(b)
	}
	text, _ := page.Decode(b, declaredCharset(b, contentType))
	return text
}

func hasMark(b []byte) bool {
	s := string(b[:min(len(b), 3)])
	return s == "\xEF\xBB\xBF" || strings.HasPrefix(s, "\xFF\xFE") || strings.HasPrefix(s, "\xFE\xFF")
}

// declaredCharset is what the prolog says; what the header says where the
// prolog says nothing or UTF-8, which the bytes are known not to be when it
// comes to asking.
func declaredCharset(b []byte, contentType string) string {
	inside := prologCharset(b)
	if inside != "" && canonicalCharset(inside) != "utf-8" && page.IsCharset(inside) {
		return inside
	}
	if _, params, err := mime.ParseMediaType(contentType); err == nil && params["charset"] != "" {
		return params["charset"]
	}
	return inside
}

// prologCharset returns the encoding of an XML declaration near the start of
// b, which has to be readable as ASCII.
func prologCharset(b []byte) string {
	head := string(b[:min(len(b), 1024)])
	_, rest, ok := strings.Cut(head, "<?xml")
	if !ok {
		return ""
	}
	declaration, _, _ := strings.Cut(rest, "?>")
	return attribute(declaration, "encoding")
}

func canonicalCharset(label string) string {
	_, name := charset.Lookup(label)
	return name
}

// mixed reports whether b, which is not valid UTF-8, is meant as UTF-8 for
// the most part: single-byte charsets hardly ever form sequences of UTF-8,
// those of East Asia may.
func mixed(b []byte, contentType string) bool {
	name := canonicalCharset(declaredCharset(b, contentType))
	switch {
	case strings.HasPrefix(name, "utf-16"), strings.HasPrefix(name, "gb"), strings.HasPrefix(name, "big5"),
		strings.HasPrefix(name, "euc-"), strings.Contains(name, "jis"), strings.HasPrefix(name, "iso-2022"):
		return false
	}
	good, bad := 0, 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		case r == 0:
			return false
		}
		b = b[size:]
	}
	return good >= 2 && (good >= 2*bad || name == "utf-8" && good >= bad)
}

// decodeMixed keeps the UTF-8 in b and reads every other byte as
// Windows-1252.
func decodeMixed(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/64)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		out.WriteRune(r)
		b = b[size:]
	}
	return out.String()
}

// withoutControls drops the characters that no XML may hold. Text without
// any, the normal case, is returned as it is.
func withoutControls(s string, f *faults) string {
	i := strings.IndexFunc(s, forbidden)
	if i < 0 {
		return s
	}
	f.note(faultControl)
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, s)
}

func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
