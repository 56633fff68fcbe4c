// Package briefing turns the text of a news article into a briefing: its
// headline, the key quotes with who said them, and the figures with what they
// count. Everything shown is a span of the cleaned article text, cut and never
// written, so that text[start:end] is what the reader sees.
//
// The package is pure. Values go in and values come out: no I/O, no clock, no
// context, no logger, no errors for malformed text. The steps stand one to a
// file, in the order in which they run: utf8.go, clean.go, language.go,
// paragraphs.go, sentences.go, people.go, quotes.go, speaker.go, figures.go,
// denials.go, pick.go. What is particular to a language is data in the folder lang;
// where the verb ends the sentence, verb_final.go and final_attribution.go find
// who speaks.
//
// The second half is about finding articles: normalise.go makes the keys that
// the index, topics and questions share, topic.go parses what readers follow
// or ask for, and the folder aliases holds other spellings of names.
package briefing
