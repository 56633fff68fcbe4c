package discord

import (
	"encoding/json"
	"strings"
	"sync/atomic"
)

// commandIDs are the ids of the bot's slash commands by their names: where one is
// named with its id, it can be pressed.
type commandIDs map[string]snowflake

// latestCommand is a command that there is always.
const latestCommand = "latest"

// knownCommands are those that Discord told last.
type knownCommands struct {
	known atomic.Pointer[commandIDs]
}

// ids are nil before any were told.
func (k *knownCommands) ids() commandIDs {
	if ids := k.known.Load(); ids != nil {
		return *ids
	}
	return nil
}

// learn takes the ids from a list of commands as Discord tells it. From what is
// none nothing is learnt: commands are then text.
func (k *knownCommands) learn(list json.RawMessage) {
	var told []struct {
		ID   snowflake `json:"id"`
		Type int       `json:"type"`
		Name string    `json:"name"`
	}
	if json.Unmarshal(list, &told) != nil {
		return
	}
	ids := commandIDs{}
	for _, c := range told {
		if c.Type == slashCommand && c.ID != 0 {
			ids[c.Name] = c.ID
		}
	}
	k.known.Store(&ids)
}

// commandName is the name of the command with which a text begins, "" for none.
func commandName(text string) string {
	text, ok := strings.CutPrefix(text, "/")
	if !ok {
		return ""
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r != '_' && r != '-' && (r > 'z' || !isAlphanumeric(byte(r))) })
	if end < 0 {
		end = len(text)
	}
	return text[:end]
}
