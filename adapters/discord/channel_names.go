package discord

import "sync"

// maxNames is how many names of channels are remembered.
const maxNames = 1000

// channelNames remembers what channels are called that commands have named: the
// buttons of the answers do not tell it. What is forgotten is not shown.
type channelNames struct {
	mu   sync.Mutex
	seen map[snowflake]string
}

func (c *channelNames) learn(id snowflake, name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil || len(c.seen) >= maxNames {
		c.seen = map[snowflake]string{}
	}
	c.seen[id] = name
}

// find returns the name of a channel, "" if it is not remembered.
func (c *channelNames) find(id snowflake) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen[id]
}
