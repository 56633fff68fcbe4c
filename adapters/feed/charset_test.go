package feed_test

import (
	"strings"
	"testing"

	"wirebrief/adapters/feed"
)

func TestCharsets(t *testing.T) {
	german := "Größe, Straße, Übung, Äcker"
	tests := map[string]struct {
		document, contentType, title, mended string
	}{
		"StrayBytesInUTF8": {
			document: `<?xml version="1.0" encoding="UTF-8"?><rss><channel><title>` + german + " \x93quoted\x94 \x96 caf\xe9</title></channel></rss>",
			title:    german + " “quoted” – café", mended: "character sets",
		},
		"StrayBytesInUTF8DeclaredLatin1": {
			document: `<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel><title>` + german + " \x96</title></channel></rss>",
			title:    german + " –", mended: "character sets",
		},
		"Latin1DeclaredUTF8": {
			document: `<?xml version="1.0" encoding="UTF-8"?><rss><channel><title>Caf` + "\xe9 ferm\xe9 l'\xe9t" + `</title></channel></rss>`,
			title:    "Café fermé l'ét",
		},
		"HeaderLiesPrologTells": {
			document:    `<?xml version="1.0" encoding="windows-1251"?><rss><channel><title>` + "\xcc\xee\xf1\xf2 \xe7\xe0\xea\xf0\xfb\xf2" + `</title></channel></rss>`,
			contentType: "text/xml; charset=utf-8", title: "Мост закрыт",
		},
		"ByteOrderMark": {
			document: "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel><title>" + german + "</title></channel></rss>",
			title:    german,
		},
		"UTF16WithMark": {document: "\xff\xfe" + utf16le("<rss><channel><title>"+german+"</title></channel></rss>"), title: german},
		"WhiteSpaceThenMark": {
			document: "\n \xef\xbb\xbf<?xml version=\"1.0\"?><rss><channel><title>" + german + "</title></channel></rss>",
			title:    german,
		},
		"UnknownCharset": {
			document: `<?xml version="1.0" encoding="x-mac-moon"?><rss><channel><title>Plain</title></channel></rss>`, title: "Plain",
		},
		"EastAsianIsNotMixed": {
			document: `<?xml version="1.0" encoding="gb2312"?><rss><channel><title>` + "\xc7\xc5\xc1\xba\xb7\xe2\xb1\xd5" + `</title></channel></rss>`, title: "桥梁封闭",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := feed.Parse([]byte(tt.document), feed.ParseOptions{ContentType: tt.contentType})
			if err != nil || f.Title != tt.title {
				t.Errorf("got %q, %v, want %q", f.Title, err, tt.title)
			}
			if (tt.mended == "") != (f.Mended == "") || !strings.Contains(f.Mended, tt.mended) {
				t.Errorf("mended %q, want %q", f.Mended, tt.mended)
			}
		})
	}
}

func utf16le(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

func TestBinaryIsNoFeed(t *testing.T) {
	for name, document := range map[string]string{
		"Image":  "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01\x02\x03\xff\xfe", 100),
		"PDF":    "%PDF-1.7\n" + strings.Repeat("\x01\x02\x03\x04\x05", 100),
		"Spaces": strings.Repeat(" \n", 50),
	} {
		t.Run(name, func(t *testing.T) {
			if f, err := feed.Parse([]byte(document), feed.ParseOptions{}); err == nil {
				t.Errorf("got %+v, want an error", f)
			}
		})
	}
}
