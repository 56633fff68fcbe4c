package db

import (
	"strings"
	"sync"

	"wirebrief/briefing"
)

// typedTopics remembers topics by how they were typed. Many chats follow the
// same few, and reading one takes longer than finding it.
type typedTopics struct {
	mu     sync.Mutex
	topics map[string]briefing.Topic
}

// maxTyped bounds the memory of typedTopics; forgetting costs only time.
const maxTyped = 8192

// parse is briefing.ParseTopic.
func (c *typedTopics) parse(typed string) (briefing.Topic, error) {
	c.mu.Lock()
	topic, ok := c.topics[typed]
	c.mu.Unlock()
	if ok {
		return topic, nil
	}
	typed = strings.Clone(typed) // which may be part of a long text
	topic, err := briefing.ParseTopic(typed)
	if err != nil {
		return topic, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.topics == nil || len(c.topics) >= maxTyped {
		c.topics = map[string]briefing.Topic{}
	}
	c.topics[typed] = topic
	return topic, nil
}
