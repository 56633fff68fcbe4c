package discord

import (
	"fmt"
	"strconv"
	"strings"

	"wirebrief/bot"
)

// A placeKind tells what a place is, as far as sending has to know.
type placeKind string

// The kinds of place, which their ids begin with.
const (
	// inChannel is a text or announcement channel or a thread.
	inChannel placeKind = ""
	// inForum is a forum, in which each message is a post of its own.
	inForum placeKind = "forum-"
	// inPrivate is the channel of direct messages with one person.
	inPrivate placeKind = "dm-"
	// aGuild is a whole server, to which nothing is sent.
	aGuild placeKind = "guild-"
)

// A place is a channel, or a guild.
type place struct {
	kind placeKind
	id   snowflake
}

// A snowflake is an id of Discord; 0 is none.
type snowflake uint64

func (s snowflake) String() string { return strconv.FormatUint(uint64(s), 10) }

// UnmarshalText reads a snowflake, which Discord writes as text.
func (s *snowflake) UnmarshalText(b []byte) error {
	n, err := strconv.ParseUint(string(b), 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no id of Discord", b)
	}
	*s = snowflake(n)
	return nil
}

// MarshalText writes a snowflake as Discord does.
func (s snowflake) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ref is the bot's name of the place.
func (p place) ref() bot.ChatRef {
	return bot.ChatRef{Platform: Platform, ID: string(p.kind) + p.id.String()}
}

// parsePlace is the opposite of ref.
func parsePlace(ref bot.ChatRef) (place, error) {
	p := place{kind: inChannel}
	rest := ref.ID
	for _, kind := range []placeKind{inForum, inPrivate, aGuild} {
		if after, ok := strings.CutPrefix(rest, string(kind)); ok {
			p.kind, rest = kind, after
			break
		}
	}
	if err := p.id.UnmarshalText([]byte(rest)); err != nil || ref.Platform != Platform || p.id == 0 || p.ref() != ref {
		return place{}, fmt.Errorf("%q is no chat of Discord", ref.Platform+":"+bot.Platform(ref.ID))
	}
	return p, nil
}
