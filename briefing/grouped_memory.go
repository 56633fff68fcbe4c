package briefing

const (
	// indexedHashes is how many hashes of its sketch an article is found by.
	// Of two texts of which one is half of the other, one in a hundred pairs
	// shares none of them.
	indexedHashes = 8
	// chunkEntries are let go of together.
	chunkEntries = 1 << 10
	// mostChunks and fewestChunks bound what is remembered: no more than 72
	// hours of 50,000 articles a day, and a little even of an archive, whose
	// articles are all long past.
	mostChunks   = 150
	fewestChunks = 16
	// maxChain is how many articles are looked at that share a hash. What more
	// share is no copy but a line that stands on every page of a site.
	maxChain = 32
	// headBits and idHeadBits are the sizes of the tables of newest articles
	// by hash and by id.
	headBits   = 19
	idHeadBits = 17
)

// A groupedMemory remembers the articles that copies may follow, and finds
// those that share a hash of their sketches. Like a compressor of text, it
// keeps for each hash the newest article, and for each article the one before
// it with the same hash: so it takes little room and forgets the oldest at no
// cost.
type groupedMemory struct {
	// chunks hold the articles in the order of keeping, all but the last of
	// them full. The articles are numbered; first is the number of the first
	// in chunks[0], and next that of the next to come. No article has 0.
	chunks      []*groupedChunk
	first, next uint32
	// latest is the time of the latest article, as in groupedEntry.
	latest int64
	// heads are the numbers of the newest articles by a hash of their
	// sketches, idHeads by a hash of their id.
	heads, idHeads []uint32
}

// A groupedChunk is a stretch of articles.
type groupedChunk struct {
	// entries have the article 0 if they were forgotten.
	entries [chunkEntries]groupedEntry
	// before are the numbers of the articles before with the same heads, and
	// idBefore with the same idHead.
	before   [chunkEntries][indexedHashes]uint32
	idBefore [chunkEntries]uint32
	latest   int64
}

func headOf(hash uint32) uint32 { return hash * 0x9e3779b1 >> (32 - headBits) }

func idHeadOf(article int64) uint64 { return uint64(article) * 0x9e3779b97f4a7c15 >> (64 - idHeadBits) }

// keep remembers an article, unless it has no text.
func (m *groupedMemory) keep(e groupedEntry) {
	if e.print.Words == 0 {
		return
	}
	if m.heads == nil {
		m.heads, m.idHeads = make([]uint32, 1<<headBits), make([]uint32, 1<<idHeadBits)
		m.first, m.next = 1, 1
	}
	i := int(m.next-m.first) % chunkEntries
	if i == 0 {
		m.forgetOldest()
		m.chunks = append(m.chunks, &groupedChunk{latest: e.at})
	}
	c := m.chunks[len(m.chunks)-1]
	c.entries[i] = e
	head := &m.idHeads[idHeadOf(e.article)]
	c.idBefore[i], *head = *head, m.next
	for slot, hash := range e.print.Sketch[:indexedHashes] {
		// Where two hashes of an article have one head, the first stands for
		// both.
		if head := &m.heads[headOf(hash)]; hash != 0 && *head != m.next {
			c.before[i][slot], *head = *head, m.next
		}
	}
	c.latest, m.latest = max(c.latest, e.at), max(m.latest, e.at)
	m.next++
}

// forgetOldest makes room for another chunk.
func (m *groupedMemory) forgetOldest() {
	past := m.latest - groupedFor.Milliseconds()
	for len(m.chunks) >= mostChunks || len(m.chunks) > fewestChunks && m.chunks[0].latest < past {
		m.chunks[0] = nil
		m.chunks = m.chunks[1:]
		m.first += chunkEntries
	}
}

// at returns where the article with a number is; ok is false if there is none
// any more.
func (m *groupedMemory) at(number uint32) (c *groupedChunk, i int, ok bool) {
	if number < m.first {
		return nil, 0, false
	}
	i = int(number - m.first)
	return m.chunks[i/chunkEntries], i % chunkEntries, true
}

// forget lets go of one article.
func (m *groupedMemory) forget(article int64) {
	if m.idHeads == nil {
		return
	}
	for c, i, ok := m.at(m.idHeads[idHeadOf(article)]); ok; c, i, ok = m.at(c.idBefore[i]) {
		if c.entries[i].article == article {
			c.entries[i].article = 0
			return
		}
	}
}

// candidates calls visit for the articles that share one of the first hashes
// of a sketch, some of them several times.
func (m *groupedMemory) candidates(f *Fingerprint, visit func(*groupedEntry)) {
	if m.heads == nil || f.Words == 0 {
		return
	}
	for _, hash := range f.Sketch[:indexedHashes] {
		if hash == 0 {
			return
		}
		c, i, ok := m.at(m.heads[headOf(hash)])
		for step := 0; ok && step < maxChain; step++ {
			e := &c.entries[i]
			slot, same := slotOf(&e.print, hash)
			if same && e.article != 0 {
				visit(e)
			}
			c, i, ok = m.at(c.before[i][slot])
		}
	}
}

// slotOf returns where the hashes of a sketch have the head of hash, and
// whether hash itself is among them.
func slotOf(f *Fingerprint, hash uint32) (slot int, same bool) {
	slot = -1
	for i, h := range f.Sketch[:indexedHashes] {
		if slot < 0 && headOf(h) == headOf(hash) {
			slot = i
		}
		same = same || h == hash
	}
	return slot, same
}
