package bot

import "wirebrief/bot/text"

// A Community is what the people of a platform call a group with all its parts.
type Community int

// The words for it.
const (
	AGroup Community = iota
	AServer
)

// communities are the sentences that are these words.
var communities = [...]text.ID{AGroup: text.ID("community.group"), AServer: text.ID("community.server")}

// named fills the place of that word in a sentence.
func (b *Bot) named(c Community) text.Data {
	return text.Data{"Group": b.say.T(communities[c], nil)}
}
