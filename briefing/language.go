package briefing

import "wirebrief/briefing/lang"

// LanguageName returns what the language of a BCP 47 tag is called in English,
// as in "in Georgian".
func LanguageName(tag string) string { return lang.NameOf(tag) }

// LanguageTag returns the tag of a language that is named in English or by its
// BCP 47 tag, in any case: "tr" for "Turkish", "TR" and "tr-TR". ok is false if
// it is not one of those that news is known to be written in.
func LanguageTag(name string) (tag string, ok bool) { return lang.TagOf(name) }

// recognise settles the language of an article: the declared one, unless the
// text plainly says otherwise, else the one that its letters and words tell,
// "" if they tell nothing.
func recognise(declared, title, text string) string {
	return lang.Recognise(declared, title+"\n"+text[:runeStart(text, 4000)])
}
