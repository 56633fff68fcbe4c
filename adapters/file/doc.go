// Package file reads articles from files, folders and standard input: plain
// text, Markdown, HTML, JSON and JSON Lines, each also compressed with gzip.
//
// Walk is what commands use: it goes through its inputs and yields one Item
// an article, or one with an error for what was refused, and never stops at a
// bad file. JSON Lines are read a line at a time, so a file of any length
// needs no more memory than its longest line. Parse reads one text at hand.
//
// The formats stand one to a file: plain.go, markdown.go with inline.go and
// front_matter.go, json.go; HTML is adapters/page. What the body of a text
// holds besides the story (bylines, dates, links) is left in it: telling it
// apart is briefing's work.
package file
