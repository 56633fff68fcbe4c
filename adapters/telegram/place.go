package telegram

import (
	"fmt"
	"strconv"
	"strings"

	"wirebrief/bot"
)

// A place is where messages go: a chat, or one topic of a forum.
type place struct {
	chat int64
	// thread is the id of the topic, 0 for none and for General, which has an
	// id that the server does not take.
	thread int
}

// ref is the bot's name of the place.
func (p place) ref() bot.ChatRef {
	id := strconv.FormatInt(p.chat, 10)
	if p.thread != 0 {
		id += ":" + strconv.Itoa(p.thread)
	}
	return bot.ChatRef{Platform: Platform, ID: id}
}

// parsePlace is the opposite of ref.
func parsePlace(ref bot.ChatRef) (place, error) {
	chat, thread, found := strings.Cut(ref.ID, ":")
	var p place
	var err error
	if p.chat, err = strconv.ParseInt(chat, 10, 64); err == nil && found {
		p.thread, err = strconv.Atoi(thread)
	}
	if err != nil || ref.Platform != Platform {
		return place{}, fmt.Errorf("%q is no chat of Telegram", ref.Platform+":"+bot.Platform(ref.ID))
	}
	return p, nil
}

// whole is the chat that ref is a topic of, or ref itself.
func whole(ref bot.ChatRef) bot.ChatRef {
	ref.ID, _, _ = strings.Cut(ref.ID, ":")
	return ref
}
