package briefing

// A Query is a topic in terms of index keys: it matches a document if any
// clause matches. Index and matcher use the same keys.
type Query struct {
	// Any holds the alternatives of OR. An empty Query matches everything.
	Any []Clause
}

// A Clause matches if every term of All matches and none of None does.
type Clause struct {
	All, None []Term
}

// A Term matches if one of its alternatives does.
type Term struct {
	Alternatives []Alternative
}

// An Alternative is a run of consecutive keys. When With is not empty, one of
// its runs must stand in the same document too: so "turkey" for "türkiye"
// wants "ankara" beside it.
type Alternative struct {
	Keys []string
	With [][]string
}

// IndexKeys are the keys of one article, in order, by column. Meta holds
// marked keys of publisher and language.
type IndexKeys struct {
	Title, Lead, Body, Meta []string
}
