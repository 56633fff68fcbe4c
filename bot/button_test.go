package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// phraseMap is a PhraseStore in memory with keys of the longest kind.
type phraseMap struct{ texts []string }

func (m *phraseMap) CreatePhrase(_ context.Context, _ ChatRef, text string) (string, error) {
	i := slices.Index(m.texts, text)
	if i < 0 {
		i = len(m.texts)
		m.texts = append(m.texts, text)
	}
	return "key" + strings.Repeat("0", 9-len(string(rune('a'+i%26)))) + string(rune('a'+i%26)), nil
}

func (m *phraseMap) FindPhrase(_ context.Context, key string) (string, error) {
	i := int(key[len(key)-1] - 'a')
	if len(key) != 12 || i < 0 || i >= len(m.texts) {
		return "", ErrNotFound
	}
	return m.texts[i], nil
}

func TestButtonDataComesBack(t *testing.T) {
	ctx := context.Background()
	rapid.Check(t, func(t *rapid.T) {
		b := New(Options{Phrases: &phraseMap{}})
		want := payload{
			action: rapid.SampledFrom([]byte("salocqfdpt")).Draw(t, "action"),
			fields: rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 4).Draw(t, "fields"),
			text:   rapid.StringN(0, 200, 900).Draw(t, "text"),
		}
		made, err := b.button(ctx, "label", want)
		if err != nil {
			t.Fatal(err)
		}
		if len(made.Data) > MaxButtonData {
			t.Fatalf("data of %d bytes: %q", len(made.Data), made.Data)
		}
		got, err := b.readButton(ctx, made.Data)
		if err != nil {
			t.Fatalf("%q: %v", made.Data, err)
		}
		if got.action != want.action || got.text != want.text || !slices.Equal(got.fields, want.fields) {
			t.Fatalf("%+v came back as %+v", want, got)
		}
	})
}

func TestPagePayloadFits(t *testing.T) {
	p := latestPage{topic: strings.Repeat("ж", 200), upTo: 1 << 42, arrived: 1 << 31, some: true, offset: CountLimit, period: period{friday, friday}}
	b := New(Options{Phrases: &phraseMap{}})
	made, err := b.button(context.Background(), "Next", p.payload(1<<32-1))
	if err != nil || len(made.Data) > MaxButtonData {
		t.Fatalf("data of %d bytes, %v: %q", len(made.Data), err, made.Data)
	}
}

func TestReadButtonRefuses(t *testing.T) {
	b := New(Options{Phrases: &phraseMap{}})
	for name, data := range map[string]string{
		"nothing": "", "one byte": "1", "another version": "2l3", "a sign": "1o-5", "a plus": "1o+5", "no number": "1o$", "an overflow": "1ozzzzzzzzzzzzzzzz",
		"a lost phrase": "1l1#nosuchphrase", "too long": "1s:" + strings.Repeat("x", 70), "no UTF-8": "1s:\xff", "words": "follow_12",
	} {
		t.Run(name, func(t *testing.T) {
			if p, err := b.readButton(context.Background(), data); !errors.Is(err, errButton) {
				t.Errorf("%q was read as %+v, %v", data, p, err)
			}
		})
	}
}

func TestWebURL(t *testing.T) {
	for url, want := range map[string]bool{
		"https://wire.example/a": true, "HTTP://wire.example": true, "javascript:alert(1)": false, "": false, "wire.example": false,
		"https://a b": false, "https://a\u202eb": false, "file:///etc/passwd": false, "https://" + strings.Repeat("a", 3000): false,
	} {
		if got := webURL(url); got != want {
			t.Errorf("webURL(%q) = %v", url[:min(len(url), 40)], got)
		}
	}
}

func TestSendErrorNamesItsKind(t *testing.T) {
	for kind, want := range map[SendKind]string{
		Transient: "send (transient): x", RetryAfter: "send (retry-after): x", Uncertain: "send (uncertain): x", 0: "send (SendKind(0)): x", 99: "send (SendKind(99)): x",
	} {
		if got := (&SendError{Kind: kind, Message: "x"}).Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
