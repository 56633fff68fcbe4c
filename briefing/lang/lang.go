// Package lang holds the extraction rules of each language as data, a file to
// a subject: sentences (abbreviations), speech (verbs of saying), numbers. The
// steps in package briefing are the same for all languages and read what
// differs from here. The package also knows how to tell the languages of a
// closed set apart and what they are called in English.
package lang

import "strings"

// Rules are the words and marks of one language, one field a subject. They are
// shared and must not be changed.
type Rules struct {
	// Tag is the BCP 47 tag of the language, a bare language such as "en".
	Tag string
	// Name is what the language is called in English.
	Name string

	Inflection Inflection
	Links      LinkRules
	Furniture  FurnitureRules
	Sentences  SentenceRules
	Speech     SpeechRules
	Numbers    NumberRules
}

// For returns the rules of the language that tag names, nil if there are none.
// Region and script are ignored: "en-GB" has the rules of "en".
func For(tag string) *Rules {
	switch Base(tag) {
	case english.Tag:
		return &english
	case turkish.Tag:
		return &turkish
	}
	return nil
}

// Base returns the language of a BCP 47 tag in lower case, without region,
// script or anything else: "en" for "en-GB", "EN_us" and "en". Old and
// three-letter codes in common use are brought to the two-letter one. It
// returns "" for what does not look like a tag.
func Base(tag string) string {
	tag = strings.TrimSpace(tag)
	if i := strings.IndexAny(tag, "-_."); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) < 2 || len(tag) > 3 {
		return ""
	}
	for i := range len(tag) {
		if c := tag[i] | 0x20; c < 'a' || c > 'z' {
			return ""
		}
	}
	tag = strings.ToLower(tag)
	if two, ok := otherCodes[tag]; ok {
		return two
	}
	return tag
}

// otherCodes are withdrawn two-letter codes and the three-letter codes of
// ISO 639-2 (both sets) for languages that have a two-letter code.
var otherCodes = map[string]string{
	"iw": "he", "ji": "yi", "in": "id", "mo": "ro", "und": "", "mul": "", "zxx": "",
	"eng": "en", "tur": "tr", "rus": "ru", "aze": "az", "hye": "hy", "arm": "hy",
	"kat": "ka", "geo": "ka", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr",
	"spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "pol": "pl",
	"ukr": "uk", "ara": "ar", "fas": "fa", "per": "fa", "heb": "he", "ell": "el",
	"gre": "el", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko",
}
