package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// maxLayers is how many compressions lie in each other at most, declared or
// not: more is an attack.
const maxLayers = 3

const gzipMagic = "\x1f\x8b\x08"

var (
	errTooLarge  = errors.New("body too large")
	errPacked    = errors.New("broken compression")
	errLayers    = errors.New("too many compressions in each other")
	errNoPacking = errors.New("compression not offered")
)

// A meter passes on at most limit bytes, then fails with errTooLarge, and
// counts them.
type meter struct {
	r     io.Reader
	n     int64
	limit int64
}

func (m *meter) Read(p []byte) (int, error) {
	if m.n > m.limit {
		return 0, errTooLarge
	}
	// One byte beyond the limit tells a body at the limit from a larger one.
	if left := m.limit + 1 - m.n; int64(len(p)) > left {
		p = p[:left]
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	if m.n > m.limit {
		return n - 1, errTooLarge
	}
	return n, err
}

// readBody reads and decompresses the body of res, neither of which goes
// beyond limit, and returns how much was transferred. With errTooLarge the
// body is what came before.
func readBody(res *http.Response, limit int64) (body []byte, wire int64, err error) {
	transferred := &meter{r: res.Body, limit: limit}
	r, err := unpack(transferred, encodings(res.Header), limit)
	if err != nil {
		return nil, transferred.n, err
	}
	body, err = io.ReadAll(r)
	return body, transferred.n, err
}

// encodings returns what a body is declared to be packed with, the outermost
// last.
func encodings(h http.Header) []string {
	var names []string
	for name := range strings.SplitSeq(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && name != "identity" {
			names = append(names, name)
		}
	}
	return names
}

// unpack returns a reader of what is packed in r. Each layer is bounded by
// limit, for a small body may lie inside a bomb. Gzip inside that is not
// declared is unpacked too: files such as sitemap.xml.gz, and servers that
// pack twice.
func unpack(r io.Reader, names []string, limit int64) (io.Reader, error) {
	if len(names) > maxLayers {
		return nil, errLayers
	}
	for i := len(names) - 1; i >= 0; i-- {
		b := bufio.NewReader(r)
		if _, err := b.Peek(1); err == io.EOF {
			return b, nil // nothing at all is packed as nothing by many servers
		} else if err != nil {
			return nil, err
		}
		layer, err := unpackOne(b, names[i])
		if err != nil {
			return nil, err
		}
		r = &meter{r: layer, limit: limit}
	}
	for layers := len(names); ; layers++ {
		b := bufio.NewReader(r)
		start, err := b.Peek(len(gzipMagic))
		if err != nil && err != io.EOF {
			return nil, err
		}
		if string(start) != gzipMagic {
			return b, nil
		}
		if layers == maxLayers {
			return nil, errLayers
		}
		layer, err := unpackOne(b, "gzip")
		if err != nil {
			return nil, err
		}
		r = &meter{r: layer, limit: limit}
	}
}

func unpackOne(b *bufio.Reader, name string) (io.Reader, error) {
	switch name {
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, packingError(err)
		}
		return packed{z}, nil
	case "deflate":
		// RFC 9110 means zlib; what many servers send is raw.
		if head, _ := b.Peek(2); len(head) < 2 || head[0]&0x0f != 8 || (int(head[0])<<8|int(head[1]))%31 != 0 {
			return packed{flate.NewReader(b)}, nil
		}
		z, err := zlib.NewReader(b)
		if err != nil {
			return nil, packingError(err)
		}
		return packed{z}, nil
	}
	return nil, fmt.Errorf("%w: %s", errNoPacking, shorten(name, 20))
}

// packed tells the errors of decompression from those of what lies below.
type packed struct{ r io.Reader }

func (p packed) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	// Behind a complete gzip stream some servers leave rubbish; browsers
	// overlook it.
	if errors.Is(err, gzip.ErrHeader) {
		err = io.EOF
	}
	return n, packingError(err)
}

func packingError(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrDictionary):
		return errPacked
	}
	return err
}
