package feedtest_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"testing"

	"wirebrief/adapters/feed/feedtest"
)

// get returns what the world answers, without the network.
func get(t *testing.T, url string, header ...string) (int, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return a.StatusCode, body
}

func TestWorld(t *testing.T) {
	w := feedtest.New(nil)
	listeners, err := w.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Serve(listeners)()
	if n := len(w.Feeds); n < 200 {
		t.Errorf("%d feeds, want at least 200", n)
	}
	seen := map[string]bool{}
	for _, f := range w.Feeds {
		if seen[w.URL(f)] {
			t.Errorf("two feeds at %s", w.URL(f))
		}
		seen[w.URL(f)] = true
		if f.Fault != feedtest.None {
			continue
		}
		status, body := get(t, w.URL(f))
		if status != http.StatusOK || len(body) == 0 {
			t.Errorf("feed %d answers %d with %d bytes", f.Number, status, len(body))
		}
		if f.Format != feedtest.JSONFeed && f.Format != feedtest.JSONTeaser {
			if err := wellFormed(body); err != nil {
				t.Errorf("feed %d in %s is sound and not well-formed: %v", f.Number, f.Format, err)
			}
		}
	}
	if err := wellFormed(w.OPML()); err != nil {
		t.Error(err)
	}
}

func TestPublish(t *testing.T) {
	w := feedtest.New(nil)
	listeners, err := w.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Serve(listeners)()
	f := w.Feeds[0]
	before := f.Articles
	tag := fmt.Sprintf(`"%d-%d"`, f.Number, before)
	if status, _ := get(t, w.URL(f), "If-None-Match", tag); status != http.StatusNotModified {
		t.Errorf("unchanged, it answers %d", status)
	}
	title := w.Publish(f)
	status, body := get(t, w.URL(f), "If-None-Match", tag)
	if status != http.StatusOK || !bytes.Contains(body, []byte(title)) || f.Articles != before+1 {
		t.Errorf("after %q it answers %d: %.300s", title, status, body)
	}
}

func wellFormed(body []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(body)); ; {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
