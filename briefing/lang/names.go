package lang

import "strings"

// NameOf returns what the language of a BCP 47 tag is called in English, as in
// "in Georgian". A tag that is not in the list comes back as it is, an empty
// one as "an unknown language".
func NameOf(tag string) string {
	base := Base(tag)
	if name, ok := names[base]; ok {
		return name
	}
	if base == "" {
		return "an unknown language"
	}
	return base
}

// TagOf is the opposite of NameOf: it takes a name in English or a tag, in any
// case. Of several tags with one name it returns the first in their order.
func TagOf(name string) (tag string, ok bool) {
	if base := Base(name); names[base] != "" {
		return base, true
	}
	for t, n := range names {
		if strings.EqualFold(n, name) && (tag == "" || t < tag) {
			tag = t
		}
	}
	return tag, tag != ""
}

// names are the languages of ISO 639-1 that news is written in.
var names = tableOf(`af Afrikaans|am Amharic|ar Arabic|as Assamese|az Azerbaijani|ba Bashkir|be Belarusian|bg Bulgarian
	|bn Bengali|bo Tibetan|br Breton|bs Bosnian|ca Catalan|ce Chechen|cs Czech|cv Chuvash|cy Welsh|da Danish|de German
	|dv Maldivian|el Greek|en English|eo Esperanto|es Spanish|et Estonian|eu Basque|fa Persian|fi Finnish|fo Faroese
	|fr French|fy Frisian|ga Irish|gd Scottish Gaelic|gl Galician|gu Gujarati|ha Hausa|he Hebrew|hi Hindi|hr Croatian
	|ht Haitian Creole|hu Hungarian|hy Armenian|id Indonesian|ig Igbo|is Icelandic|it Italian|ja Japanese|jv Javanese
	|ka Georgian|kk Kazakh|km Khmer|kn Kannada|ko Korean|ku Kurdish|ky Kyrgyz|la Latin|lb Luxembourgish|lo Lao
	|lt Lithuanian|lv Latvian|mg Malagasy|mi Maori|mk Macedonian|ml Malayalam|mn Mongolian|mr Marathi|ms Malay
	|mt Maltese|my Burmese|nb Norwegian|ne Nepali|nl Dutch|nn Norwegian|no Norwegian|ny Chichewa|oc Occitan|om Oromo
	|or Odia|os Ossetian|pa Punjabi|pl Polish|ps Pashto|pt Portuguese|qu Quechua|rm Romansh|ro Romanian|ru Russian
	|rw Kinyarwanda|sd Sindhi|si Sinhala|sk Slovak|sl Slovenian|sn Shona|so Somali|sq Albanian|sr Serbian|st Sesotho
	|su Sundanese|sv Swedish|sw Swahili|ta Tamil|te Telugu|tg Tajik|th Thai|ti Tigrinya|tk Turkmen|tl Tagalog
	|tr Turkish|tt Tatar|ug Uyghur|uk Ukrainian|ur Urdu|uz Uzbek|vi Vietnamese|wo Wolof|xh Xhosa|yi Yiddish|yo Yoruba
	|zh Chinese|zu Zulu`)

// tableOf reads entries parted by "|", each a key, a space and a value.
func tableOf(s string) map[string]string {
	m := make(map[string]string)
	for entry := range strings.SplitSeq(s, "|") {
		key, value, _ := strings.Cut(strings.TrimSpace(entry), " ")
		m[key] = value
	}
	return m
}
