package bot

import "strings"

// A shownStory is a story as it is shown: its articles, the best first.
type shownStory struct {
	articles []StoredArticle
	// more tells that it has more articles than these.
	more bool
	// alone tells that nobody else seems to report it.
	alone bool
}

// putCompleteFirst puts the article that is shown before the others: the first,
// unless another says all that it says and more. Of copies of one text that is
// the one that was cut least; a newer version with other figures stays where it
// is, and so does one from which its own publisher has taken something away.
func putCompleteFirst(articles []StoredArticle) {
	best := 0
	for i := range articles {
		if i > 0 && moreComplete(&articles[i], &articles[best]) {
			best = i
		}
	}
	first := articles[best]
	copy(articles[1:best+1], articles[:best])
	articles[0] = first
}

// moreComplete reports whether a says all that b says, and more.
func moreComplete(a, b *StoredArticle) bool {
	if b.Article.Excerpt && !a.Article.Excerpt {
		return saysAll(sayings(a), sayings(b))
	}
	if a.Article.Publisher == b.Article.Publisher && countsAt(*a).Before(countsAt(*b)) {
		return false
	}
	here, there := sayings(a), sayings(b)
	return len(here) > len(there) && saysAll(here, there)
}

// saysAll reports whether all that is said there is said here.
func saysAll(here, there map[string]bool) bool {
	for s := range there {
		if !here[s] {
			return false
		}
	}
	return true
}

// sayings are the quotes and figures of an article, whatever the marks in them
// look like.
func sayings(a *StoredArticle) map[string]bool {
	all := make(map[string]bool, len(a.Quotes)+len(a.Figures))
	for _, q := range a.Quotes {
		all[straightMarks.Replace(q.Text)] = true
	}
	for _, f := range a.Figures {
		all[straightMarks.Replace(f.Text)] = true
	}
	return all
}

var straightMarks = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00a0", " ")
