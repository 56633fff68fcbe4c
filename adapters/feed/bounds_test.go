package feed_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"wirebrief/adapters/feed"
)

func TestOversizedPartsAreLeftOut(t *testing.T) {
	large := strings.Repeat("text ", 1<<20)
	tests := map[string]struct {
		document string
		items    int
		total    int
	}{
		"Entry": {rssHead + rssItemText("Large", large) + rssItemText("Small", "x") + rssTail, 1, 2},
		"Field": {rssHead + rssItemText("Kept", large[:3<<20]) + rssTail, 1, 1},
		"Head":  {rssHead + "<copyright>" + large + "</copyright>" + rssItemText("Small", "x") + rssTail, 1, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := feed.Parse([]byte(tt.document), feed.ParseOptions{})
			if err != nil || len(f.Items) != tt.items || f.Total != tt.total {
				t.Fatalf("got %d of %d items, %v", len(f.Items), f.Total, err)
			}
			if !strings.Contains(f.Mended, "oversized") || f.Items[0].Title == "Large" || f.Title != "T" {
				t.Errorf("got %q, %q, mended %q", f.Title, f.Items[0].Title, f.Mended)
			}
			if len(f.Items[0].Summary) > 1 {
				t.Errorf("a summary of %d bytes was kept", len(f.Items[0].Summary))
			}
		})
	}
}

func TestDeepNesting(t *testing.T) {
	deep := strings.Repeat("<author>", 1000) + strings.Repeat("</author>", 1000)
	f, err := feed.Parse([]byte(rssHead+"<item><title>One</title>"+deep+"</item>"+rssTail), feed.ParseOptions{})
	if err != nil || len(f.Items) != 1 || f.Items[0].Title != "One" || f.Mended == "" {
		t.Fatalf("got %+v, %v", f, err)
	}
	deep = strings.Repeat("<group>", 1000) + strings.Repeat("</group>", 1000)
	f, err = feed.Parse([]byte(rssHead+"<item><title>One</title>"+deep+"</item>"+rssTail), feed.ParseOptions{})
	if err != nil || len(f.Items) != 1 || !strings.Contains(f.Mended, "deep") {
		t.Fatalf("got %+v, %v", f, err)
	}
}

func TestErrorsWrapErrNoFeed(t *testing.T) {
	for _, document := range []string{"", "{}", "<a/>", "<html>", "text", "\x1f\x8b", "<" + strings.Repeat("a", 1000) + "/>"} {
		_, err := feed.Parse([]byte(document), feed.ParseOptions{})
		if !errors.Is(err, feed.ErrNoFeed) {
			t.Errorf("%.20q: got %v", document, err)
		}
		if len(fmt.Sprint(err)) > 200 {
			t.Errorf("%.20q: message of %d bytes", document, len(err.Error()))
		}
	}
}

func TestRelativeLinksWithoutAnAddress(t *testing.T) {
	document := `<feed><entry><title>One</title><link href="/one"/></entry></feed>`
	f, err := feed.Parse([]byte(document), feed.ParseOptions{})
	if err != nil || f.Items[0].Link != "" {
		t.Fatalf("got %+v, %v", f, err)
	}
}

func TestPace(t *testing.T) {
	tests := map[string]string{
		"<ttl>60</ttl>":       "1h0m0s",
		"<ttl>-5</ttl>":       "0s",
		"<ttl>99999999</ttl>": "8784h0m0s",
		"<sy:updatePeriod>daily</sy:updatePeriod>":                                                 "24h0m0s",
		"<sy:updatePeriod>Weekly</sy:updatePeriod><sy:updateFrequency>7</sy:updateFrequency>":      "24h0m0s",
		"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>":      "0s",
		"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>":      "30m0s",
		"<sy:updatePeriod>fortnightly</sy:updatePeriod><sy:updateFrequency>x</sy:updateFrequency>": "0s",
	}
	for head, want := range tests {
		f, err := feed.Parse([]byte(rssHead+head+rssTail), feed.ParseOptions{})
		if err != nil || f.TTL.String() != want {
			t.Errorf("%s: got %v, %v, want %s", head, f.TTL, err, want)
		}
	}
}
