// Package page turns the HTML of one article page into a briefing.Article.
// It does no input or output: bytes go in, an article comes out.
//
// The steps stand one to a file, in the order in which they run: charset.go
// makes text of the bytes, markup.go measures the markup before any tree is
// built and then builds the tree, metadata.go with linked.go (JSON-LD),
// date.go, headline.go and canonical.go reads what the page says about itself,
// paywall.go with gatewords.go looks for what is for subscribers only, prune.go
// takes away what is no body, body.go finds the body, paragraph.go writes it
// as plain paragraphs, boilerplate.go and tail.go drop the paragraphs that are
// not the article's own. text.go does the last three for a piece of HTML.
//
// What a page says is believed in this order: JSON-LD, OpenGraph, other tags,
// the text. The body is the exception: it is found in the page, since that of
// JSON-LD has no paragraphs; it is taken only where the page shows none and
// does not declare it to be for subscribers.
//
// The body is found by codeberg.org/readeck/go-readability between two
// filters of our own. It was chosen by measuring against go-trafilatura on
// the 88 development pages of the article extraction benchmark (runs of four
// words; quotes of five words or more; both with the same plain-text writer
// and without any filter):
//
//	                     F1    quotes kept  foreign  ms a page  binary
//	readability          .954  329 of 336   8        7.1        +2.2 MiB
//	trafilatura          .961  328 of 336   5        10.0       +9.2 MiB
//	  with its fallbacks .965  329 of 336   4        16.7
//
// Readability keeps more of the body and adds more that is foreign, which is
// what a filter can mend. As "wirebrief brief --json --all" prints it, after
// briefing.Clean as well:
//
//	                     F1    quotes kept  foreign  word for word
//	with the filters     .978  329 of 336   7        .42
//
// The seven quotes lost and the seven foreign ones are the same seven: the
// bodies of the benchmark have a blank where an inline element begins or ends
// beside a curly quote mark, which no browser shows. Text is written here as a
// browser shows it. Of the 88 pages two are called excerpts, and both are; of
// the 68 pages of the headline set none is. Headlines: 64 of 68.
package page
