package briefing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wirebrief/briefing"
)

func TestKeysOf(t *testing.T) {
	tests := []struct {
		name string
		in   briefing.Article
		want briefing.IndexKeys
	}{
		{"Empty", briefing.Article{}, briefing.IndexKeys{Title: []string{}, Lead: []string{}, Body: []string{}}},
		{
			"Columns",
			briefing.Article{
				Title: "Ports shut", Text: "\n\nDockers walk out.\n\nA crane stops.\nAll rest.",
				Publisher: "Sample Gazette", Lang: "en-GB", URL: "https://www.example.org/1",
			},
			briefing.IndexKeys{
				Title: []string{"port", "shut"},
				Lead:  []string{"docker", "walk", "out"},
				Body:  []string{"a", "crane", "stop", "all", "rest"},
				Meta:  []string{"¶sample", "¶gazette", "¶example·org", "¤en"},
			},
		},
		{
			"MarksFollowWords",
			briefing.Article{Title: "The UN sends Ana Varga"},
			briefing.IndexKeys{
				Title: []string{"the", "un", "send", "ana", "varga", "§un", "‡an·vrk"},
				Lead:  []string{}, Body: []string{},
			},
		},
		{
			"AzerbaijaniNames",
			briefing.Article{Title: "Bu gün Gəncədə", Lang: "az"},
			briefing.IndexKeys{
				Title: []string{"bu", "gun", "gencede", "gancada", "gence", "ganca"},
				Lead:  []string{}, Body: []string{}, Meta: []string{"¤az"},
			},
		},
		{
			"OtherScripts",
			briefing.Article{Title: "Ответ Захаровой"},
			briefing.IndexKeys{
				Title: []string{"ответ", "захарова", "†otvat", "†zaharova", "‡atvt·shrv", "‡atvt·srv"},
				Lead:  []string{}, Body: []string{},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := briefing.KeysOf(tt.in)
			for _, c := range []struct {
				name      string
				got, want []string
			}{{"Title", got.Title, tt.want.Title}, {"Lead", got.Lead, tt.want.Lead}, {"Body", got.Body, tt.want.Body}, {"Meta", got.Meta, tt.want.Meta}} {
				if !slices.Equal(c.got, c.want) {
					t.Errorf("%s = %q, want %q", c.name, c.got, c.want)
				}
			}
		})
	}
}

// A text without paragraphs still has a lead, cut between words.
func TestKeysOfLongParagraph(t *testing.T) {
	k := briefing.KeysOf(briefing.Article{Text: strings.Repeat("grain ", 1000)})
	if len(k.Lead) < 100 || len(k.Lead) > 200 || len(k.Lead)+len(k.Body) != 1000 {
		t.Errorf("lead of %d keys, body of %d; want about 166 of 1000", len(k.Lead), len(k.Body))
	}
	k = briefing.KeysOf(briefing.Article{Text: strings.Repeat("ş", 5000)})
	if len(k.Lead) != 1 {
		t.Errorf("one long word has %d keys in the lead, want 1", len(k.Lead))
	}
}

// wellFormed fails unless the index can hold the key as one token.
func wellFormed(t *testing.T, key string) {
	t.Helper()
	if key == "" || !utf8.ValidString(key) {
		t.Fatalf("key %q is empty or no UTF-8", key)
	}
	for _, r := range key {
		if r < utf8.RuneSelf && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			t.Fatalf("key %q holds %q, at which the index cuts tokens", key, r)
		}
	}
}

func allKeys(k briefing.IndexKeys) []string {
	return slices.Concat(k.Title, k.Lead, k.Body, k.Meta)
}

func FuzzKeysOf(f *testing.F) {
	for _, s := range []string{
		"", "The U.S. answers", "Sana'a l'Arménie Karabağ'da", "Əliyev ə'ə", "東京で会議", "ประเทศไทย",
		"Захаровой", "A.B.C. d.e", "ﬁ ½ ① Ⅷ", "a\u0301\u0302", "\xff\xfe", "İSTANBUL ẞ ŉ", "ʼʼ'’a’", "א\u05b0ב",
		"e\u0301'\u0301s", "\u200d\u200b", "한국어 조선", "Ա.Բ. Գ", "ǅ ᾳ ΐ ς",
	} {
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		a := briefing.Article{Title: s, Text: s + "\n" + s, Publisher: s, Lang: lang, URL: s}
		k := briefing.KeysOf(a)
		for _, key := range allKeys(k) {
			wellFormed(t, key)
		}
		// What is typed as it stands is found. (A text that is more than a
		// topic, or an operator, is none.)
		topic, err := briefing.ParseTopic(`"` + strings.Map(withoutQuotes, s) + `"`)
		if err != nil || strings.ContainsAny(s, "\n\r\"“”„«»") {
			return
		}
		if len(k.Title) > 0 && !topic.Query().Match(briefing.KeysOf(briefing.Article{Title: strings.Map(withoutQuotes, s)})) {
			t.Fatalf("the phrase %q does not find itself: query %v, keys %q", s, topic.Query(), k.Title)
		}
	})
}

func withoutQuotes(r rune) rune {
	if strings.ContainsRune("\"“”„«»「」『』＂", r) {
		return ' '
	}
	return r
}

// Hostile texts take time in proportion to their length.
func TestKeysOfLinear(t *testing.T) {
	for _, unit := range []string{"a", "a ", "A.", "'", "a'", "東", "É", "e\u0301", "\u0301", "Ab Cd ", "Ҩ", "-", "US ", "ابو "} {
		t.Run(fmt.Sprintf("%q", unit), func(t *testing.T) {
			text := strings.Repeat(unit, 200_000/len(unit))
			if took := timed(func() { briefing.KeysOf(briefing.Article{Text: text}) }); took > 30*time.Second {
				t.Errorf("200 KB took %v", took)
			}
		})
	}
}

// sampleText is an ordinary article of about 4 KB.
var sampleText = strings.Repeat(`Dock workers in Port Ellery walked out on Tuesday after talks on night rates failed, the union's chair Ana Varga said.

"No crane moves until the night rate is paid," Varga told reporters at the gate. About 1,400 people joined the strike, which closes both grain terminals.

The Port Ellery Harbour Board, led by Tomas Lindqvist, called the demand "out of reach" and said 29 grain ships were waiting outside the harbour.

`, 8)

func BenchmarkKeysOf(b *testing.B) {
	for name, text := range map[string]string{
		"English": sampleText,
		"Russian": strings.Repeat("Рабочие порта Эллери прекратили работу во вторник, сообщила глава профсоюза Анна Варга журналистам у ворот. ", 25),
	} {
		b.Run(name, func(b *testing.B) {
			a := briefing.Article{Title: "Port Ellery dock strike enters second week", Text: text, Publisher: "Sample Gazette", Lang: "en"}
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				briefing.KeysOf(a)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

func BenchmarkMatch(b *testing.B) {
	k := briefing.KeysOf(briefing.Article{Title: "Port Ellery dock strike", Text: sampleText})
	topic, err := briefing.ParseTopic("karabakh ports -mercenaries")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Matcher", func(b *testing.B) {
		m := briefing.NewMatcher(topic.Query())
		for b.Loop() {
			m.Rank(k)
		}
	})
	b.Run("ParseTopic", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := briefing.ParseTopic("karabakh ports -mercenaries"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
