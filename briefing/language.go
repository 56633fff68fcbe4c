package briefing

import "wirebrief/briefing/lang"

// LanguageName returns what the language of a BCP 47 tag is called in English,
// as in "in Georgian".
func LanguageName(tag string) string { return lang.NameOf(tag) }

// recognise settles the language of an article: the declared one, unless the
// text plainly says otherwise, else the one that its letters and words tell,
// "" if they tell nothing.
func recognise(declared, title, text string) string {
	return lang.Recognise(declared, title+"\n"+text[:runeStart(text, 4000)])
}
