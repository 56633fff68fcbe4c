package db

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"wirebrief/briefing"
)

// An article is stored as cleaned, which is what spans point into, and beside
// it as it came, so that later rules can begin again from there. The two are
// nearly the same, so the second is compressed with the first as what went
// before it, which leaves some 60 bytes of a usual article.

// A header is what cleaning may change besides the text.
type header struct {
	Title, Byline, Publisher, Lang string `json:",omitempty"`
	Published                      *int64 `json:",omitempty"` // milliseconds; nil for unknown
}

// flatten writes out what cleaning may change of an article: a line of JSON,
// then the text.
func flatten(a *briefing.Article) []byte {
	h := header{Title: a.Title, Byline: a.Byline, Publisher: a.Publisher, Lang: a.Lang}
	if ms := millis(a.Published); ms.Valid {
		h.Published = &ms.Int64
	}
	line, _ := json.Marshal(h) // strings and numbers always marshal
	return append(append(line, '\n'), a.Text...)
}

// unflatten is the inverse of flatten, into a copy of the cleaned article.
func unflatten(flat []byte, a briefing.Article) (briefing.Article, error) {
	line, text, _ := bytes.Cut(flat, []byte{'\n'})
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return a, err
	}
	a.Title, a.Byline, a.Publisher, a.Lang, a.Text = h.Title, h.Byline, h.Publisher, h.Lang, string(text)
	a.Published = time.Time{}
	if h.Published != nil {
		a.Published = time.UnixMilli(*h.Published).UTC()
	}
	return a, nil
}

// deflaters hold most of a megabyte each.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.DefaultCompression) // the level exists
	return w
}}

// known is what both sides know when an article as it came is compressed.
func known(cleaned *briefing.Article) []byte { return []byte(cleaned.Title + "\n" + cleaned.Text) }

// encodeSource returns the stored form of an article as it came, nil if
// cleaning changed nothing.
func encodeSource(source, cleaned *briefing.Article) []byte {
	flat := flatten(source)
	if bytes.Equal(flat, flatten(cleaned)) {
		return nil
	}
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	var b bytes.Buffer // its writes do not fail
	w.Reset(&b)
	w.Write(known(cleaned))
	w.Flush()
	start := b.Len()
	w.Write(flat)
	w.Close()
	return b.Bytes()[start:]
}

// decodeSource returns the article as it came, from its stored form and the
// cleaned article.
func decodeSource(stored []byte, cleaned briefing.Article) (briefing.Article, error) {
	if stored == nil {
		return cleaned, nil
	}
	flat, err := io.ReadAll(flate.NewReaderDict(bytes.NewReader(stored), known(&cleaned)))
	if err != nil {
		return cleaned, fmt.Errorf("%w: %w", err, ErrBroken)
	}
	a, err := unflatten(flat, cleaned)
	if err != nil {
		return cleaned, fmt.Errorf("%w: %w", err, ErrBroken)
	}
	return a, nil
}
