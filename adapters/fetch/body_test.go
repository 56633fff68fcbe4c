package fetch_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"wirebrief/adapters/fetch"
)

func pack(t testing.TB, w io.WriteCloser, b *bytes.Buffer, text []byte) []byte {
	t.Helper()
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, text []byte) []byte {
	var b bytes.Buffer
	return pack(t, gzip.NewWriter(&b), &b, text)
}

func deflated(t testing.TB, text []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, 9)
	if err != nil {
		t.Fatal(err)
	}
	return pack(t, w, &b, text)
}

func zlibbed(t testing.TB, text []byte) []byte {
	var b bytes.Buffer
	return pack(t, zlib.NewWriter(&b), &b, text)
}

// answering serves one body with Content-Encoding values.
func answering(t testing.TB, body []byte, encodings ...string) string {
	return serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Encoding"] = encodings
		w.Write(body)
	}).URL
}

func TestCompression(t *testing.T) {
	text := []byte("the ferry is late")
	z := gzipped(t, text)
	c := newClient(t, fetch.Options{})
	for name, u := range map[string]string{
		"plain":                  answering(t, text),
		"identity":               answering(t, text, "identity"),
		"gzip":                   answering(t, z, "gzip"),
		"x-gzip in capitals":     answering(t, z, "X-GZIP"),
		"zlib deflate":           answering(t, zlibbed(t, text), "deflate"),
		"raw deflate":            answering(t, deflated(t, text), "deflate"),
		"gzip twice, declared":   answering(t, gzipped(t, z), "gzip, gzip"),
		"two header lines":       answering(t, gzipped(t, zlibbed(t, text)), "deflate", "gzip"),
		"gzip twice, undeclared": answering(t, gzipped(t, z), "gzip"),
		"a gzip file":            answering(t, z),
		"rubbish behind":         answering(t, append(bytes.Clone(z), "\x00\x00\x00\x00\x00 rubbish behind it"...), "gzip"),
		"two members":            answering(t, append(gzipped(t, []byte("the ferry ")), gzipped(t, []byte("is late"))...), "gzip"),
	} {
		t.Run(name, func(t *testing.T) {
			if got := get(t, c, fetch.Request{URL: u}); string(got.Body) != string(text) {
				t.Errorf("got %q", got.Body)
			}
		})
	}
	t.Run("wire counts what was transferred", func(t *testing.T) {
		if got := get(t, c, fetch.Request{URL: answering(t, z, "gzip")}); got.Wire != int64(len(z)) {
			t.Errorf("Wire = %d, want %d", got.Wire, len(z))
		}
	})
	t.Run("nothing is packed as nothing", func(t *testing.T) {
		if got := get(t, c, fetch.Request{URL: answering(t, nil, "gzip")}); len(got.Body) != 0 {
			t.Errorf("got %q", got.Body)
		}
	})
	corrupt := bytes.Clone(z)
	corrupt[len(corrupt)-6] ^= 0xff
	for name, u := range map[string]string{
		"cut gzip":                answering(t, z[:len(z)-5], "gzip"),
		"cut in the gzip header":  answering(t, z[:6], "gzip"),
		"cut deflate":             answering(t, deflated(t, text)[:9], "deflate"),
		"wrong checksum":          answering(t, corrupt, "gzip"),
		"wrong zlib checksum":     answering(t, append(zlibbed(t, text)[:12], "0123456789abcdef"...), "deflate"),
		"zlib with a dictionary":  answering(t, []byte{0x78, 0xbb, 1, 2, 3, 4, 5, 6}, "deflate"),
		"no gzip at all":          answering(t, text, "gzip"),
		"no deflate at all":       answering(t, []byte("\xff\xff\xff\xff"), "deflate"),
		"brotli, not offered":     answering(t, text, "br"),
		"four declared":           answering(t, gzipped(t, gzipped(t, gzipped(t, z))), "gzip,gzip,gzip,gzip"),
		"four, three of them not": answering(t, gzipped(t, gzipped(t, gzipped(t, z))), "gzip"),
	} {
		t.Run(name+" is garbled", func(t *testing.T) { fails(t, c, fetch.Request{URL: u}, fetch.Garbled, "") })
	}
}

func TestSizeBounds(t *testing.T) {
	c := newClient(t, fetch.Options{MaxBytes: 1000})
	chunked := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.(http.Flusher).Flush()
		w.Write(make([]byte, 1001))
	})
	for name, u := range map[string]string{
		"one more, declared":   answering(t, make([]byte, 1001)),
		"one more, undeclared": chunked.URL,
		"one more, packed":     answering(t, gzipped(t, make([]byte, 1001)), "gzip"),
	} {
		t.Run(name, func(t *testing.T) {
			fails(t, c, fetch.Request{URL: u}, fetch.TooLarge, "larger than 1 KiB")
		})
	}
	for name, u := range map[string]string{
		"at the bound": answering(t, make([]byte, 1000)),
		"packed":       answering(t, gzipped(t, make([]byte, 1000)), "gzip"),
	} {
		t.Run(name, func(t *testing.T) {
			if got := get(t, c, fetch.Request{URL: u}); len(got.Body) != 1000 {
				t.Errorf("%d bytes", len(got.Body))
			}
		})
	}
	t.Run("the request's own bound", func(t *testing.T) {
		u := answering(t, make([]byte, 1500))
		if got := get(t, c, fetch.Request{URL: u, MaxBytes: 1500}); len(got.Body) != 1500 {
			t.Errorf("%d bytes", len(got.Body))
		}
		get(t, c, fetch.Request{URL: u, MaxBytes: math.MaxInt64})
		fails(t, c, fetch.Request{URL: u, MaxBytes: 100}, fetch.TooLarge, "")
	})
}

// TestBombs sends little that unpacks to much: it is given up at the bound.
func TestBombs(t *testing.T) {
	zeros := gzipped(t, make([]byte, 16<<20))
	// A layer of empty gzip members inside: much work, no document.
	empty := gzipped(t, bytes.Repeat(gzipped(t, nil), 1<<18))
	for name, u := range map[string]string{
		"gzip":          answering(t, zeros, "gzip"),
		"undeclared":    answering(t, zeros),
		"nested":        answering(t, gzipped(t, zeros), "gzip, gzip"),
		"nested thrice": answering(t, gzipped(t, gzipped(t, zeros)), "gzip"),
		"empty members": answering(t, empty, "gzip"),
		"deflate":       answering(t, deflated(t, make([]byte, 16<<20)), "deflate"),
	} {
		t.Run(name, func(t *testing.T) {
			fails(t, newClient(t, fetch.Options{MaxBytes: 1 << 20}), fetch.Request{URL: u}, fetch.TooLarge, "1024 KiB")
		})
	}
}

// FuzzBody checks that no body, however packed, gets beyond the bound, and
// that text that goes in comes out.
func FuzzBody(f *testing.F) {
	f.Add([]byte("text"), "gzip", uint8(1))
	f.Add([]byte("\x1f\x8b\x08 no gzip"), "deflate, gzip", uint8(0))
	f.Add([]byte{}, "br", uint8(2))
	f.Fuzz(func(t *testing.T, body []byte, encoding string, layers uint8) {
		packed := body
		for range layers % 3 {
			packed = gzipped(t, packed)
		}
		got, wire, err := fetch.ReadBody(&http.Response{
			Header: http.Header{"Content-Encoding": {encoding}}, Body: io.NopCloser(bytes.NewReader(packed)),
		}, 4096)
		if len(got) > 4096 || wire > 4097 {
			t.Errorf("%d bytes of %d transferred", len(got), wire)
		}
		if encoding == "" && len(packed) <= 4096 && len(body) <= 4096 && !strings.HasPrefix(string(body), "\x1f\x8b\x08") && (err != nil || !bytes.Equal(got, body)) {
			t.Errorf("%q in %d layers gives %q, %v", body, layers%3, got, err)
		}
	})
}

func BenchmarkFetchDocument(b *testing.B) {
	text := make([]byte, 100<<10)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range text {
		text[i] = "etaoin shrdlu"[r.IntN(13)]
	}
	u := answering(b, gzipped(b, text), "gzip")
	c := newClient(b, fetch.Options{})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		get(b, c, fetch.Request{URL: u})
	}
}
