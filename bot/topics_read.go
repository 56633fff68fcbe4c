package bot

import (
	"strings"
	"sync"

	"wirebrief/briefing"
)

// topicsKept bounds how many topics are remembered by how they were typed, see
// generations. What is written of one takes a few kilobytes.
const topicsKept = 500

// topicsRead remembers topics by how they were typed: many ask about the same
// few, and a topic is written in every spelling and script when it is read. The
// zero value is ready, and safe for use by several goroutines.
type topicsRead struct {
	mu     sync.Mutex
	topics generations[briefing.Topic]
}

// parse is briefing.ParseTopic.
func (r *topicsRead) parse(typed string) (briefing.Topic, error) {
	r.mu.Lock()
	topic, ok := r.topics.get(typed)
	r.mu.Unlock()
	if ok {
		return topic, nil
	}
	typed = strings.Clone(typed) // which may be part of a long message
	topic, err := briefing.ParseTopic(typed)
	if err != nil {
		return topic, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.topics.most = topicsKept
	r.topics.put(typed, topic)
	return topic, nil
}
