package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
)

// maxInflated bounds a document after decompression.
const maxInflated = 64 << 20

// gunzip unpacks a document that is compressed as a file, as sitemaps are.
// One cut off is returned as far as it goes.
func gunzip(b []byte) ([]byte, error) {
	if !bytes.HasPrefix(b, []byte("\x1f\x8b")) {
		return b, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, noFeed("the compressed answer cannot be unpacked")
	}
	defer r.Close()
	out, err := io.ReadAll(io.LimitReader(r, maxInflated+1))
	switch {
	case len(out) > maxInflated:
		return nil, noFeed("the answer is larger than 64 MiB when unpacked")
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, noFeed("the compressed answer cannot be unpacked")
	}
	return out, nil
}
