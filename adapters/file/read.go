package file

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/text/encoding"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"wirebrief/adapters/page"
	"wirebrief/briefing"
)

// sniffSize is how much of an input is looked at to tell its format.
const sniffSize = 4096

// A countingReader counts what went through it, and fails once ctx has ended.
type countingReader struct {
	ctx context.Context
	r   io.Reader
	n   int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// file reads one file. A file of one article that is too large is refused by
// its size, without being opened.
func (w *walker) file(name string, info fs.FileInfo) {
	format, zipped := formatOf(name)
	if w.o.Format != Unknown {
		format = w.o.Format
	}
	if info.Mode().IsRegular() && info.Size() == 0 {
		w.yield(refuse(name, "empty file"))
		return
	}
	single := format == Text || format == Markdown || format == HTML
	if single && info.Mode().IsRegular() && info.Size() > w.o.maxBytes() {
		it := refuse(name, "larger than %s", size(w.o.maxBytes()))
		it.Bytes = info.Size()
		w.yield(it)
		return
	}
	abs, err := filepath.Abs(name)
	if err != nil {
		w.yield(failed(name, err))
		return
	}
	if info.Mode()&fs.ModeNamedPipe != 0 {
		in, stop := newWaiting(w.ctx, func() (io.Reader, error) { return os.Open(name) })
		defer stop()
		w.stream(name, abs, in, format, zipped)
		return
	}
	f, err := w.open(name)
	if err != nil {
		w.yield(failed(name, err))
		return
	}
	defer f.Close()
	w.stream(name, abs, f, format, zipped)
}

func (w *walker) stdin(r io.Reader) {
	if r == nil {
		w.yield(refuse(Stdin, "no standard input"))
		return
	}
	in, stop := Interruptible(w.ctx, r)
	defer stop()
	w.stream(Stdin, Stdin, in, w.o.Format, false)
}

// stream reads one opened input.
func (w *walker) stream(name, id string, in io.Reader, format Format, zipped bool) {
	counter := &countingReader{ctx: w.ctx, r: in}
	w.read(&source{name: name, id: id, o: w.o, read: func() int64 { return counter.n }}, counter, format, zipped)
}

// read reads what a source was opened from.
func (w *walker) read(s *source, in io.Reader, format Format, zipped bool) {
	name := s.name
	r := bufio.NewReaderSize(in, 64<<10)
	if magic, _ := r.Peek(2); zipped || string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(r)
		if err != nil {
			w.yield(s.refuse(name, "broken gzip file"))
			return
		}
		r = bufio.NewReaderSize(z, 64<<10)
	}
	head, err := r.Peek(sniffSize)
	if len(head) == 0 && err != nil && err != io.EOF {
		w.yield(s.refuse(name, readReason(err)))
		return
	}
	if reason := binaryReason(head); reason != "" {
		w.yield(s.refuse(name, reason))
		return
	}
	if format == Unknown || s.url != "" { // servers call feeds pages, too
		text, _ := page.Decode(head, s.o.charset())
		if reason := listReason(text, s.url); reason != "" {
			w.yield(s.refuse(name, reason))
			return
		}
		if format == Unknown {
			format = sniff(text)
		}
	}
	switch format {
	case JSONLines:
		s.readLines(marked(r, head), w.yield)
	case JSON:
		s.readValues(marked(r, head), w.yield)
	default:
		w.yield(s.readWhole(r, format))
	}
}

// marked drops a byte order mark and decodes UTF-16, which may have none.
func marked(r io.Reader, head []byte) io.Reader {
	switch _, charset := page.Decode(head[:len(head)&^1], ""); charset {
	case "utf-16le":
		return transform.NewReader(r, utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder())
	case "utf-16be":
		return transform.NewReader(r, utf.UTF16(utf.BigEndian, utf.UseBOM).NewDecoder())
	}
	return transform.NewReader(r, utf.BOMOverride(encoding.Nop.NewDecoder()))
}

// readWhole reads a single article.
func (s *source) readWhole(r io.Reader, format Format) Item {
	limit := s.o.maxBytes()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return s.refuse(s.name, readReason(err))
	}
	if int64(len(b)) > limit {
		return s.refuse(s.name, "larger than "+size(limit))
	}
	o := s.o
	o.Format = format
	it := Parse(s.name, b, o)
	if it.Err == nil {
		s.identify(&it.Article)
	}
	return s.count(it)
}

// identify makes the place that a lone article came from its identity, unless
// it has a better one.
func (s *source) identify(a *briefing.Article) {
	switch {
	case s.url != "" && a.URL == "":
		a.URL = s.url
	case s.url == "" && s.id != Stdin:
		a.Path = s.id
	}
}

// readReason words a failure to read.
func readReason(err error) string {
	switch {
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, io.ErrUnexpectedEOF):
		return "broken gzip file"
	case errors.As(err, new(flate.CorruptInputError)):
		return "broken gzip file"
	}
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return fmt.Sprintf("cannot be read: %v", pathError.Err)
	}
	return fmt.Sprintf("cannot be read: %v", err)
}
