package file

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"wirebrief/adapters/page"
	"wirebrief/briefing"
)

// parseObject reads one article from a JSON object with the keys id, title,
// text, language, published, publisher and url, and also byline and updated;
// other keys are ignored and null counts as absent. The reason is for people,
// "" if all went well.
func parseObject(raw []byte) (a briefing.Article, reason string) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil {
		return a, "no JSON object: " + jsonReason(err)
	}
	for _, k := range []struct {
		name string
		to   *string
	}{
		{"title", &a.Title}, {"text", &a.Text}, {"language", &a.Lang}, {"publisher", &a.Publisher},
		{"url", &a.URL}, {"byline", &a.Byline}, {"id", &a.GUID},
	} {
		s, ok := stringOf(keys[k.name], k.name == "id")
		if !ok {
			return briefing.Article{}, fmt.Sprintf("key %q is no text", k.name)
		}
		*k.to = s
	}
	for _, k := range []struct {
		name string
		to   *time.Time
	}{{"published", &a.Published}, {"updated", &a.Updated}} {
		s, ok := stringOf(keys[k.name], true)
		if s == "" && ok {
			continue
		}
		t, readable := page.ParseDate(s)
		if !ok || !readable {
			return briefing.Article{}, fmt.Sprintf("key %q is no date: %s", k.name, clip(string(keys[k.name])))
		}
		*k.to = t
	}
	a.Title = strings.TrimSpace(a.Title)
	return a, ""
}

// stringOf reads a string or, where number allows, a number as it stands.
func stringOf(raw json.RawMessage, number bool) (string, bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return "", true
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s, true
	}
	if _, err := strconv.ParseFloat(string(raw), 64); number && err == nil {
		return string(raw), true
	}
	return "", false
}

func jsonReason(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("%v at byte %d", syntax, syntax.Offset)
	case errors.As(err, &kind):
		return "found a JSON " + kind.Value
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	}
	return err.Error()
}

// A source is what a stream of articles was opened from.
type source struct {
	// name is shown to people; id identifies the source for good: its absolute
	// path, its address, or "-".
	name, id string
	// url is where a document of the web was found, "" for files.
	url string
	o   Options
	// read tells the bytes read so far, as stored.
	read func() int64
	last int64
}

// item finishes an article found at a place in the source: a line or the
// number of an article.
func (s *source) item(raw []byte, charset string, place int) Item {
	name := fmt.Sprintf("%s:%d", s.name, place)
	a, reason := parseObject(raw)
	if reason != "" {
		return s.refuse(name, reason)
	}
	a.Source = s.id
	return s.count(s.o.finish(Item{Name: name, Article: a, Charset: charset}))
}

func (s *source) refuse(name, reason string) Item { return s.count(refuse(name, "%s", reason)) }

// count notes on the item what has been read since the last one.
func (s *source) count(it Item) Item {
	now := s.read()
	it.Bytes, s.last = now-s.last, now
	return it
}

// readLines yields an item for each line that is not blank. A line longer
// than the cap is refused and passed over in pieces, so that it is never in
// memory as a whole.
func (s *source) readLines(r io.Reader, yield func(Item) bool) {
	br := bufio.NewReaderSize(r, 64<<10)
	limit := s.o.maxBytes()
	var line []byte
	for n := 1; ; n++ {
		var long bool
		var err error
		line, long, err = nextLine(br, line[:0], limit)
		text := bytes.TrimSpace(line)
		switch {
		case long:
			if !yield(s.refuse(fmt.Sprintf("%s:%d", s.name, n), "line larger than "+size(limit))) {
				return
			}
		case len(text) > 0:
			decoded, charset := page.Decode(text, s.o.charset())
			if !yield(s.item([]byte(decoded), charset, n)) {
				return
			}
		}
		if err != nil && err != io.EOF {
			yield(s.refuse(s.name, readReason(err)))
		}
		if err != nil {
			return
		}
	}
}

// nextLine appends the next line to buf. long reports one that is longer than
// limit; the rest of it is thrown away.
func nextLine(br *bufio.Reader, buf []byte, limit int64) (line []byte, long bool, err error) {
	for {
		piece, err := br.ReadSlice('\n')
		if long = long || int64(len(buf)+len(piece)) > limit+1; !long {
			buf = append(buf, piece...)
		}
		if err != bufio.ErrBufferFull {
			return buf, long, err
		}
	}
}

// readValues yields an item for each object of a JSON file: one object, an
// array of them, or several values in a row. After a mistake in the JSON
// itself nothing more can be read.
func (s *source) readValues(r io.Reader, yield func(Item) bool) {
	v := &values{source: s, limited: &meteredReader{r: r, limit: s.o.maxBytes()}, yield: yield}
	v.dec = json.NewDecoder(v.limited)
	for v.next() {
	}
}

// values is the state of reading a JSON file.
type values struct {
	*source
	dec     *json.Decoder
	limited *meteredReader
	yield   func(Item) bool
	// place numbers the articles from 1.
	place int
	// opened is set once anything but white space was seen.
	opened bool
}

// next reads one value at the top, and reports whether to go on.
func (v *values) next() bool {
	v.limited.used = 0
	first, err := peekToken(v.dec)
	switch {
	case err == io.EOF && v.opened:
		return false
	case err != nil:
		return v.stop(err)
	}
	v.opened = true
	if first != '[' {
		return v.object(true)
	}
	if _, err := v.dec.Token(); err != nil {
		return v.stop(err)
	}
	for v.dec.More() {
		if !v.object(false) {
			return false
		}
	}
	if _, err := v.dec.Token(); err != nil {
		return v.stop(err)
	}
	return true
}

// object yields the next value, and reports whether to go on. A lone object
// without an id is identified by its file.
func (v *values) object(top bool) bool {
	v.place++
	v.limited.used = 0
	var raw json.RawMessage
	if err := v.dec.Decode(&raw); err != nil {
		return v.stop(err)
	}
	it := v.item(raw, "utf-8", v.place)
	if it.Err == nil && top && v.place == 1 && it.Article.GUID == "" && !v.dec.More() {
		v.identify(&it.Article)
	}
	return v.yield(it)
}

// stop yields the reason why nothing more can be read.
func (v *values) stop(err error) bool {
	name := v.name
	if v.place > 0 {
		name = fmt.Sprintf("%s:%d", v.name, v.place)
	}
	v.yield(v.refuse(name, v.reason(err)))
	return false
}

func (v *values) reason(err error) string {
	switch {
	case errors.Is(err, errTooLong):
		return "article larger than " + size(v.o.maxBytes())
	case err == io.EOF && !v.opened:
		return "empty file"
	}
	return "broken JSON, nothing is read after it: " + jsonReason(err)
}

// peekToken returns the first byte of the next value without reading it.
func peekToken(dec *json.Decoder) (byte, error) {
	if !dec.More() {
		// More is also false at the end and before a stray bracket.
		if _, err := dec.Token(); err != nil {
			return 0, err
		}
	}
	b := make([]byte, 1)
	r := dec.Buffered()
	for {
		if _, err := r.Read(b); err != nil {
			return 0, io.ErrUnexpectedEOF
		}
		if c := b[0]; c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c, nil
		}
	}
}

var errTooLong = errors.New("too long")

// A meteredReader fails when more than limit bytes were read since used was
// last set to 0. What the decoder holds in memory is bounded by it.
type meteredReader struct {
	r           io.Reader
	used, limit int64
}

func (m *meteredReader) Read(p []byte) (int, error) {
	if m.used > m.limit {
		return 0, errTooLong
	}
	n, err := m.r.Read(p)
	m.used += int64(n)
	return n, err
}
