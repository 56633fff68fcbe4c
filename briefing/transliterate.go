package briefing

import (
	"strings"
	"unicode/utf8"
)

// romanise spells a folded word of another script in Latin letters, roughly as
// English papers do. Latin words come back as they are.
func romanise(folded string, s script) string {
	table := romanTables[s]
	if table == nil {
		return folded
	}
	var b strings.Builder
	b.Grow(len(folded) + 8)
	for i := 0; i < len(folded); {
		r, n := utf8.DecodeRuneInString(folded[i:])
		if pair, size := romanPair(folded[i:], s); size > 0 {
			b.WriteString(pair)
			i += size
			continue
		}
		if s == arabic && r == 'و' {
			b.WriteString(romanWaw(folded, i))
		} else if latin, ok := table[r]; ok {
			b.WriteString(latin)
		} else {
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// romanPair spells the two letters that make one sound at the start of s.
func romanPair(s string, sc script) (latin string, size int) {
	for _, p := range romanPairs[sc] {
		if strings.HasPrefix(s, p[0]) {
			return p[1], len(p[0])
		}
	}
	return "", 0
}

// romanWaw spells waw at byte i: a consonant at the start, before a long a and
// after another waw, else a vowel.
func romanWaw(s string, i int) string {
	next := s[i+len("و"):]
	if i == 0 || strings.HasPrefix(next, "ا") || strings.HasSuffix(s[:i], "و") {
		return "v"
	}
	return "u"
}

// romanTables spell the folded letters of each script.
var romanTables = [otherScript + 1]map[rune]string{
	cyrillic: romanTable(`а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f
		х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya і i є ye ј j љ lj њ nj ћ ch ђ dj џ dzh ѕ dz
		ә a ө o ү u ұ u ғ gh қ k ң n һ h ҳ h ҷ j ҹ j ҝ g ҡ k җ j ӏ -`),
	greek: romanTable(`α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f
		χ kh ψ ps ω o`),
	armenian: romanTable(`ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch
		մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f`),
	georgian: romanTable(`ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u
		ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h`),
	arabic: romanTable(`ا a ب b پ p ت t ث s ج j چ ch ح h خ kh د d ذ z ر r ز z ژ zh س s ش sh ص s ض z ط t ظ z
		ع a غ gh ف f ق q ك k گ g ل l م m ن n ه h ي y`),
}

// romanPairs are letters that make one sound together.
var romanPairs = [otherScript + 1][][2]string{
	cyrillic: {{"дж", "j"}, {"кс", "x"}},
	greek:    {{"ου", "u"}, {"μπ", "b"}, {"ντ", "d"}, {"γκ", "g"}, {"τζ", "j"}, {"τσ", "ch"}, {"αυ", "av"}, {"ευ", "ev"}},
	armenian: {{"ու", "u"}},
}

func romanTable(pairs string) map[rune]string {
	table := map[rune]string{}
	fields := strings.Fields(pairs)
	for i := 0; i+1 < len(fields); i += 2 {
		r, _ := utf8.DecodeRuneInString(fields[i])
		table[r] = strings.TrimPrefix(fields[i+1], "-")
	}
	return table
}

// latinSpellings returns the ways in which papers spell a word of another
// script in Latin letters: English, simplified, scholarly and German.
func latinSpellings(folded string, s script) []string {
	english := romanise(folded, s)
	if english == folded || s == arabic {
		return nil // Arabic does not write short vowels
	}
	var spellings []string
	for _, r := range romanStyles {
		spellings = appendNew(spellings, fold(r.Replace(english)))
	}
	return spellings
}

// romanStyles turn the English spelling of romanise into others.
var romanStyles = [...]*strings.Replacer{
	strings.NewReplacer("iev", "iyev", "aev", "ayev", "oev", "oyev", "skii", "sky", "skyi", "sky", "yi", "y", "ii", "iy"),
	strings.NewReplacer("kh", "h", "skii", "sky", "yi", "y", "ii", "i"),
	strings.NewReplacer("kh", "h", "ya", "ia", "yu", "iu", "skii", "skiy", "yi", "iy", "zh", "j"),
	strings.NewReplacer("shch", "sc", "zh", "z", "kh", "h", "ch", "c", "sh", "s", "ts", "c", "ya", "ja", "yu", "ju", "skii", "skij"),
	strings.NewReplacer("shch", "schtsch", "zh", "sch", "kh", "ch", "ch", "tsch", "sh", "sch", "ts", "z", "ya", "ja",
		"yu", "ju", "iev", "ijew", "v", "w", "z", "s", "skii", "skij"),
}

func appendNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}
