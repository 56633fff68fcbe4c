package briefing_test

import (
	"strings"
	"testing"
	"time"

	"wirebrief/briefing"
)

// turkish extracts a Turkish text taken as it is.
func turkish(text string) briefing.Extraction {
	return briefing.Extract(briefing.Article{Text: text, Lang: "tr"}, briefing.Options{All: true, Verbatim: true})
}

// TestTurkishFigures reads cases in the form of TestFigures.
func TestTurkishFigures(t *testing.T) { testFigureCases(t, "turkish_figures", "tr") }

func TestRulesOfOneLanguageDoNotRunOnAnother(t *testing.T) {
	english, turk := "“The ships sail on Monday morning,” Ana Varga said. At least 40 dockers met.", "“Gemiler pazartesi kalkıyor” dedi Ana Varga. En az 40 işçi toplandı."
	for _, c := range []struct{ name, text, lang, speaker, counts string }{
		{"English", english, "en", "Ana Varga", "dockers"},
		{"English rules on Turkish", turk, "en", "", ""},
		{"Turkish", turk, "tr", "Ana Varga", "işçi"},
		{"Turkish rules on English", english, "tr", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := briefing.Extract(briefing.Article{Text: c.text, Lang: c.lang}, briefing.Options{All: true, Verbatim: true})
			speaker, bound := "", ""
			for _, q := range e.Quotes {
				speaker += q.Speaker
			}
			for _, f := range e.Figures {
				if f.Qualifier != "" {
					bound += f.Counts
				}
			}
			if e.Article.Lang != c.lang || speaker != c.speaker || bound != c.counts {
				t.Errorf("speaker %q, counts %q in %q, want %q, %q in %q", speaker, bound, e.Article.Lang, c.speaker, c.counts, c.lang)
			}
		})
	}
}

func FuzzTurkish(f *testing.F) {
	for _, s := range []string{
		"İçişleri Bakanı Ayla Demir, “Yol açık.” dedi. Demir'e göre 5'i ağır 12 kişi yaralandı.",
		"“A” diyen Ak, “B” diye konuştu. Kaya'nın “C” sözlerini Er'in “D” dediği öğrenildi:",
		"yüzde %5 ila yüzde 6,7 arasında; 1.250,75 TL'lik, 3 lira 50 kuruş'u, on binlerce, üçte biri, beş bölü bölü iki",
		"İIıi̇ 5'inci 5’inci 3. gün 2'si'nden ''de ’ye 'a", "Bakan Bakanı bakanlıktan bakanlığa göre Göre dedi diye denildi",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e := turkish(text)
		checkQuotes(t, e)
		checkFigures(t, e.Article.Text, e.Figures)
		checkSentences(t, e.Article.Text, "tr")
	})
}

// Time must grow in line with the text under the rules of a verb-final language,
// too.
func TestLargeTurkishInput(t *testing.T) {
	for name, unit := range map[string]string{
		"quotes in one sentence":  "“a b c”, Demir ise ",
		"quotes and verbs":        "“a b c” dedi ve ",
		"verbs":                   "dedi ",
		"passive":                 "Bakanlıktan “a” denildi ",
		"participles":             "“a” diyen ",
		"owners":                  "Demir'in “a” sözleri ",
		"names":                   "Bakan Ayla Demir ",
		"according":               "yetkililere göre ",
		"pronouns":                "o ve ",
		"endings":                 "5'i ",
		"joined number words":     "onbinaltıyüz",
		"number words":            "on bin altı yüz ",
		"divided":                 "bir bölü ",
		"fractions":               "üçte ",
		"percent":                 "yüzde ",
		"ranges":                  "5 ile ",
		"from and to":             "5'ten 6'ya ",
		"rests":                   "5 bin 300 ",
		"decimals with stops":     "4.5 milyon ",
		"ordinals":                "3. gün ",
		"claims":                  "iddia asılsız ",
		"apostrophes":             "'",
		"dotted and dotless":      "İIıi",
		"long words":              "kişi",
		"shares":                  "üç kişiden biri ",
		"titles without a name":   "Bakan, “a” dedi. ",
		"paragraphs of one quote": "“Yol açık.”\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			var e briefing.Extraction
			growsLinearly(t, 1<<15, func(n int) time.Duration {
				return timed(func() { e = turkish(strings.Repeat(unit, n/len(unit))) })
			})
			checkQuotes(t, e)
			checkFigures(t, e.Article.Text, e.Figures)
		})
	}
}
