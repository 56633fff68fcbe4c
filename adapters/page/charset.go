package page

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// Decode makes valid UTF-8 of b. A byte order mark decides; then the text
// itself if it is valid UTF-8, because text in another encoding hardly ever
// is; then declared, a charset label such as "windows-1254" or "" for none;
// then detection among UTF-16, damaged UTF-8 and Windows-1250 to 1258. It
// returns the text without its mark and the lower-case name of the charset
// it was read as. What cannot be read becomes U+FFFD.
func Decode(b []byte, declared string) (text, name string) {
	if enc, name, rest := byMark(b); enc != nil {
		return convert(rest, enc), name
	}
	if declaredUTF16(declared) || looksUTF16(b) {
		// Text in UTF-16 can be valid UTF-8 too, with a NUL in every pair.
		enc, name := utf16Order(b, declared)
		return convert(b, enc), name
	}
	if utf8.Valid(b) {
		return string(b), "utf-8"
	}
	if enc, name := charset.Lookup(declared); enc != nil && enc != encoding.Nop && name != "utf-8" && name != "replacement" {
		return convert(b, enc), name
	}
	if mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\uFFFD"), "utf-8"
	}
	name, cm := detectWindows(b)
	return convert(b, cm), name
}

// IsCharset reports whether label names a charset that Decode knows.
func IsCharset(label string) bool {
	enc, name := charset.Lookup(label)
	return enc != nil && name != "replacement"
}

// byMark returns the encoding that a byte order mark names and what follows
// the mark, or nil.
func byMark(b []byte) (encoding.Encoding, string, []byte) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return utf.UTF8, "utf-8", b[3:]
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "utf-16le", b[2:]
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return utf.UTF16(utf.BigEndian, utf.IgnoreBOM), "utf-16be", b[2:]
	}
	return nil, "", nil
}

func convert(b []byte, enc encoding.Encoding) string {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}

func declaredUTF16(label string) bool {
	_, name := charset.Lookup(label)
	return strings.HasPrefix(name, "utf-16")
}

// sampleSize is how much of a text detection looks at.
const sampleSize = 64 << 10

func sample(b []byte) []byte { return b[:min(len(b), sampleSize)] }

// looksUTF16 reports whether every other byte tells of UTF-16 without a
// mark: the high bytes of one script's letters, spaces and full stops are few
// different values, and those of ASCII are NUL.
func looksUTF16(b []byte) bool {
	even, odd, pairs := nulSpread(b)
	return pairs >= 4 && (even*10 >= pairs && odd*20 <= even || odd*10 >= pairs && even*20 <= odd)
}

// nulSpread counts the NULs at even and odd places among the pairs of b.
func nulSpread(b []byte) (even, odd, pairs int) {
	s := sample(b)
	pairs = len(s) / 2
	for i := range pairs {
		if s[2*i] == 0 {
			even++
		}
		if s[2*i+1] == 0 {
			odd++
		}
	}
	return even, odd, pairs
}

func utf16Order(b []byte, declared string) (encoding.Encoding, string) {
	even, odd, _ := nulSpread(b)
	_, name := charset.Lookup(declared)
	if even > odd || even == odd && name == "utf-16be" {
		return utf.UTF16(utf.BigEndian, utf.IgnoreBOM), "utf-16be"
	}
	return utf.UTF16(utf.LittleEndian, utf.IgnoreBOM), "utf-16le"
}

// mostlyUTF8 reports whether b is UTF-8 with some damage: at least four good
// sequences of several bytes for each bad byte.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for s := sample(b); len(s) > 0; {
		r, size := utf8.DecodeRune(s)
		switch {
		case r == utf8.RuneError && size == 1:
			// The sample may end inside a sequence.
			if len(s) >= utf8.UTFMax || len(b) <= sampleSize {
				bad++
			}
		case size > 1:
			good++
		}
		s = s[size:]
	}
	return good >= 4*bad
}

// A windowsCharset is a single-byte charset with the letters above ASCII of
// one language written in it, commonest first.
type windowsCharset struct {
	name    string
	enc     *charmap.Charmap
	letters string
}

// windowsCharsets are the candidates of detection. The order of the letters
// is a rough order of frequency in running text, lower case before upper.
var windowsCharsets = []windowsCharset{
	{"windows-1252", charmap.Windows1252, "éàèêçôîâûùëïœÉÀÇÈÊ"},
	{"windows-1252", charmap.Windows1252, "äüößÜÄÖ"},
	{"windows-1252", charmap.Windows1252, "óíáéñúü¿¡ÁÓÉÍÑÚ"},
	{"windows-1252", charmap.Windows1252, "ãçáéóíêõúâàôÉÁÃÇÓÍÊ"},
	{"windows-1252", charmap.Windows1252, "åäöøæéÅÄÖØÆ"},
	{"windows-1252", charmap.Windows1252, "àèéìòùÈÀ"},
	{"windows-1252", charmap.Windows1252, "ðíáþæóéöúýÞÍÁÓÆÖÚÉ"},
	{"windows-1251", charmap.Windows1251, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёПВСНОКРМИДТАБГЛЗЭУФЕХЧШЯЖЦЮЁ"},
	{"windows-1251", charmap.Windows1251, "оаинтевріслкдумпязьбгчйхцжїюєшщфґПВНУЗСКДТМОЯЦБРІЄГЛХЧЇ"},
	{"windows-1254", charmap.Windows1254, "ıüşöğçİŞÖÇÜĞâîû"},
	{"windows-1250", charmap.Windows1250, "łąężśóćńźŁŻŚĆÓŹ"},
	{"windows-1250", charmap.Windows1250, "íáéěřčžýšůúóňťďŠČŽŘÚÁÍ"},
	{"windows-1250", charmap.Windows1250, "éáöóőüíúűÁÉŐÖÓ"},
	{"windows-1250", charmap.Windows1250, "čšžćđŠŽČĆĐ"},
	{"windows-1250", charmap.Windows1250, "ăîâţşŞŢÎĂ"},
	{"windows-1253", charmap.Windows1253, "αοιετσνηυρπκμλςόίάήέωγδχθύφβώξζψΑΤΟΕΣΠΜΚΗΝΔΙΓΛΒΥΡΩΧΘΦΈΌΆΊϊΞΖΨϋΰΐ"},
	{"windows-1255", charmap.Windows1255, "יולהארתמבשנעדחקפסטכזגםןצךףץ"},
	{"windows-1256", charmap.Windows1256, "اليمنوترةبعدفسهكقحجأصشطخزضىثذغإءئظآؤ،"},
	{"windows-1257", charmap.Windows1257, "āīēšūņžļķģčŠĀŽĪĒĶ"},
	{"windows-1257", charmap.Windows1257, "ėšįžųūąčęŠŽČĮ"},
	{"windows-1258", charmap.Windows1258, "\u0301\u0300đôưâêơ\u0323ăàá\u0309\u0303íóòãúùìĐÂÔ"},
}

// neutral is what stands in text of any language above ASCII.
const neutral = "’“”‘–—…«»„€°·•§©№ \u00a0"

// detectWindows chooses the single-byte charset under which the letters of b
// are likeliest. Without anything above ASCII to go by it is windows-1252.
func detectWindows(b []byte) (string, encoding.Encoding) {
	var counts [128]int
	s := sample(b)
	total := 0
	for _, c := range s {
		if c >= 0x80 {
			counts[c-0x80]++
			total++
		}
	}
	if total == 0 {
		return "windows-1252", charmap.Windows1252
	}
	best, bestScore := windowsCharsets[0], 0
	for i, w := range windowsCharsets {
		score := w.score(&counts) - 12*w.brokenCase(s)
		if w.name == "windows-1252" {
			// The commonest one decides what a letter or two leave open.
			score += 5
		}
		if i == 0 || score > bestScore {
			best, bestScore = w, score
		}
	}
	return best.name, best.enc
}

// score sums, for each byte above ASCII, a whole-number stand-in for the
// logarithm of its frequency: a common letter of the language counts for
// more than a rare one, what the language does not use counts against it.
func (w windowsCharset) score(counts *[128]int) int {
	rank, n := map[rune]int{}, 0
	for _, r := range w.letters {
		rank[r] = n
		n++
	}
	sum := 0
	for i, c := range counts {
		if c == 0 {
			continue
		}
		r := w.enc.DecodeByte(byte(i + 0x80))
		at, known := rank[r]
		switch {
		case known:
			// 1/n shared out by rank, in tenths of a natural logarithm.
			sum += c * (30 - 25*at/n - n/8)
		case r == utf8.RuneError:
			sum -= 60 * c
		case strings.ContainsRune(neutral, r):
			// neither for nor against
		default:
			sum -= 25 * c
		}
	}
	return sum
}

// brokenCase counts capitals that follow a small letter inside a word, which
// reading with the wrong charset makes in plenty.
func (w windowsCharset) brokenCase(s []byte) int {
	broken := 0
	var prev rune
	for _, c := range s {
		r := rune(c)
		if c >= 0x80 {
			r = w.enc.DecodeByte(c)
		}
		if (c >= 0x80 || prev >= 0x80) && unicode.IsUpper(r) && unicode.IsLower(prev) {
			broken++
		}
		prev = r
	}
	return broken
}
