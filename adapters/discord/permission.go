package discord

import "slices"

// A right is one that the bot needs to post, with the name that Discord gives
// it in its settings.
type right struct {
	bit  permissions
	name string
}

var (
	canView      = right{viewChannel, "View Channel"}
	canSend      = right{sendMessages, "Send Messages"}
	canSendThere = right{sendInThreads, "Send Messages in Threads"}
	canEmbed     = right{embedLinks, "Embed Links"}
)

// needed are the rights to post in a channel. In a thread the right to send
// messages has no effect.
func needed(c *channel) []right {
	if c.isThread() {
		return []right{canView, canSendThere, canEmbed}
	}
	return []right{canView, canSend, canEmbed}
}

// lacking are the names of the rights that the bot lacks to post in a channel
// in which it has those. That to embeds is named with others and is not missed by
// itself: without embeds the bot writes plain text.
func lacking(c *channel, has permissions) (names []string) {
	if has&administrator != 0 {
		return nil
	}
	for _, r := range needed(c) {
		if has&r.bit == 0 {
			names = append(names, r.name)
		}
	}
	if slices.Equal(names, []string{canEmbed.name}) {
		return nil
	}
	return names
}

// administers reports whether somebody with these rights in a channel may
// change what comes there.
func (p permissions) administers() bool { return p&maySetUp != 0 }
