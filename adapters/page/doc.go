// Package page turns the HTML of one article page into a briefing.Article.
// It does no input or output: bytes go in, an article comes out.
//
// The steps stand one to a file, in the order in which they run: charset.go
// makes text of the bytes, markup.go measures the markup before any tree is
// built and then builds the tree, metadata.go with linked.go (JSON-LD),
// date.go and headline.go reads what the page says about itself, prune.go
// takes away what is no body, body.go finds the body, paragraph.go writes it
// as plain paragraphs, boilerplate.go drops the paragraphs that are not the
// article's own.
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
// what a filter can mend. With ours: F1 .973, quotes kept 326 (of the ten
// missing, seven differ in a blank only), foreign 7 (the same seven).
package page
