package telegram

import (
	"time"

	"wirebrief/bot"
)

// Pace implements bot.Pacer with the figures of Telegram's FAQ: about 30
// messages a second in all, one a second in one chat, 20 a minute in one group.
// Topics share the pace of their group.
func (a *Adapter) Pace() bot.Pace {
	return bot.Pace{PerSecond: 30, Burst: 1, Chat: time.Second, Group: 20, Whole: whole}
}
