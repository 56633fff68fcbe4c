package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// An entry is an Item on its way through one poll.
type entry struct {
	Item
	// place in the document, and the date by which newer go first.
	place int
	date  time.Time
	// url, guid and text are its keys, "" where it has none that can be
	// relied on.
	url, guid, text string
	digest          string
	verdict         verdict
	// known is the article that is to be revised, or that came by another
	// source; its Article is 0 if there is none.
	known bot.KnownItem
	// tries is how often its page was asked for in vain.
	tries int
}

// A verdict tells what is known of an entry.
type verdict int

const (
	// isNew: nothing.
	isNew verdict = iota
	// isChanged: it is another text of a known article, or its page is to be
	// tried again.
	isChanged
	// isKnown: all of it.
	isKnown
	// isElsewhere: another source brought the article first.
	isElsewhere
)

const (
	// elsewhereMark begins the remembered digest of an entry whose article
	// belongs to another source: its changes are that source's to tell, or
	// two sources would revise one article in turn for ever.
	elsewhereMark = "elsewhere:"
	// againMark begins the digest of an entry whose page did not answer; the
	// number of tries follows.
	againMark = "again:"
	// maxTries is how often a page that does not answer is asked for.
	maxTries = 3
	// longGUID is how long a guid may be as a key as it stands.
	longGUID = 200
	// tellingWords is how many words an entry needs for its text alone to
	// tell it from others.
	tellingWords = 8
)

// entriesOf prepares the items of a document, the newest first; entries
// without a date go with the one before them. Of several with one address the
// newest stays.
func entriesOf(items []Item) []*entry {
	all := make([]*entry, len(items))
	var date time.Time
	for i, it := range items {
		e := &entry{Item: it, place: i}
		e.Link = withoutCache(it.Link)
		if d := cmp.Or(it.Published, it.Updated); !d.IsZero() {
			date = d
		}
		e.date = date
		all[i] = e
	}
	dropSharedLinks(all)
	words := make(map[string]int, len(all))
	for _, e := range all {
		e.addKeys()
		words[e.text]++
	}
	for _, e := range all {
		if words[e.text] > 1 && (e.url != "" || e.guid != "") {
			e.text = "" // entries that are told apart otherwise
		}
	}
	slices.SortStableFunc(all, func(a, b *entry) int { return b.date.Compare(a.date) })
	return withoutRepeats(all)
}

// dropSharedLinks takes away links that are no address of an article: the
// front page of a site, and what three or more entries with other titles have
// alike.
func dropSharedLinks(all []*entry) {
	titles := make(map[string]map[string]bool)
	for _, e := range all {
		if titles[e.Link] == nil {
			titles[e.Link] = make(map[string]bool)
		}
		titles[e.Link][e.Title] = true
	}
	for _, e := range all {
		if isFrontPage(e.Link) || len(titles[e.Link]) >= 3 {
			e.Link = ""
		}
	}
}

func withoutRepeats(all []*entry) []*entry {
	seen := make(map[string]bool, 2*len(all))
	return slices.DeleteFunc(all, func(e *entry) bool {
		key := cmp.Or(e.url, e.guid, e.text)
		repeated := seen[key]
		seen[key] = true
		return repeated
	})
}

// addKeys computes the keys and the digest.
func (e *entry) addKeys() {
	e.url = urlKey(e.Link)
	switch {
	case len(e.GUID) > longGUID:
		e.guid = "guid:" + hashOf(e.GUID)
	case e.GUID != "":
		e.guid = "guid:" + e.GUID
	}
	var words int
	e.digest, words = digestOf(e.Title, e.Summary, e.Content)
	if words >= tellingWords || e.url == "" && e.guid == "" {
		e.text = "text:" + e.digest
	}
}

// keys are those to ask the store for and to remember.
func (e *entry) keys() []string {
	return slices.DeleteFunc([]string{e.url, e.guid, e.text}, func(k string) bool { return k == "" })
}

// urlKey is the key of an address: the identity of the article found there.
func urlKey(link string) string {
	if link = briefing.CanonicalURL(link); link == "" {
		return ""
	}
	return briefing.Identity(briefing.Article{URL: link})
}

// digestOf is a hash of the words of an entry, and how many there are. Dates,
// markup, addresses and case are no part of it: many feeds write these anew at
// every poll.
func digestOf(texts ...string) (digest string, words int) {
	h := sha256.New()
	var buf []byte
	for _, t := range texts {
		for w := range wordsOf(t) {
			buf = append(append(buf, w...), ' ')
			words++
			if len(buf) > 4<<10 {
				h.Write(buf)
				buf = buf[:0]
			}
		}
		buf = append(buf, 0)
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil)[:16]), words
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:16])
}

// knowledge is what the store knows of a document.
type knowledge struct {
	own, other map[string]bot.KnownItem
	// document holds the addresses that stand in it.
	document map[string]bool
}

func newKnowledge(source int64, entries []*entry, items []bot.KnownItem) knowledge {
	k := knowledge{make(map[string]bot.KnownItem), make(map[string]bot.KnownItem), make(map[string]bool, len(entries))}
	for _, it := range items {
		if it.Source == source {
			k.own[it.Key] = it
		} else {
			k.other[it.Key] = it
		}
	}
	for _, e := range entries {
		k.document[e.url] = true
	}
	return k
}

// judge decides what is known of e: by its address; by its guid, unless the
// feed uses that again for another article; by its very words, if address and
// guid are made anew at every poll; last by its address in other sources.
func (k knowledge) judge(e *entry) {
	if own, ok := k.own[e.url]; ok && e.url != "" {
		e.compare(own)
		return
	}
	if own, ok := k.own[e.guid]; ok && e.guid != "" && !k.reused(e, own) {
		e.compare(own)
		return
	}
	if own, ok := k.own[e.text]; ok && e.text != "" && !k.stands(own.URL) {
		e.verdict = isKnown
		return
	}
	if other, ok := k.other[e.url]; ok && e.url != "" {
		e.verdict, e.known = isElsewhere, other
	}
}

// reused reports whether the guid of e, once that of own, now means another
// article: address and title differ, or own stands in the document besides.
func (k knowledge) reused(e *entry, own bot.KnownItem) bool {
	if e.url == "" || own.URL == "" || urlKey(own.URL) == e.url {
		return false
	}
	return k.stands(own.URL) || !similar(e.Title, own.Title)
}

// stands reports whether an address stands in the document.
func (k knowledge) stands(address string) bool {
	key := urlKey(address)
	return key != "" && k.document[key]
}

// compare decides whether e says anything that own did not.
func (e *entry) compare(own bot.KnownItem) {
	e.verdict, e.known = isChanged, own
	if strings.HasPrefix(own.Digest, elsewhereMark) {
		e.verdict = isKnown
		return
	}
	digest := own.Digest
	tries := 0
	if rest, ok := strings.CutPrefix(digest, againMark); ok {
		n, hash, _ := strings.Cut(rest, ":")
		tries, _ = strconv.Atoi(n)
		digest = hash
	}
	switch {
	case digest != e.digest:
	case tries > 0:
		e.tries = tries
	default:
		e.verdict = isKnown
	}
}

// seen is e as it is to be remembered. again tells that its page should be
// asked for at a later poll.
func (e *entry) seen(again bool) bot.SeenItem {
	s := bot.SeenItem{Keys: e.keys(), Digest: e.digest}
	switch {
	case e.verdict == isElsewhere:
		s.Digest = elsewhereMark + e.digest
		s.Article = e.known.Article
	case again && e.tries+1 < maxTries:
		s.Digest = againMark + strconv.Itoa(e.tries+1) + ":" + e.digest
	}
	return s
}
