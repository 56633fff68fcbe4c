package telegram

import (
	"context"
	"fmt"
	"slices"

	"wirebrief/bot"
)

// A menuEntry is a command as a menu shows it.
type menuEntry struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// descriptionUnits is how long a description in a menu may be.
const descriptionUnits = 256

// syncMenu makes the menus and the profile those of this version. Each is asked
// for first and only changed where it differs: changing is rationed. The scopes
// are looks: who may do what is decided when a command comes.
func (a *Adapter) syncMenu(ctx context.Context) error {
	whole, members := menuOf(bot.Menu()), menuOf(bot.MembersMenu())
	for _, m := range []struct {
		scope   string
		entries []menuEntry
	}{
		{"default", whole}, {"all_private_chats", whole}, {"all_group_chats", members}, {"all_chat_administrators", whole},
	} {
		if err := a.syncCommands(ctx, m.scope, m.entries); err != nil {
			return fmt.Errorf("set the menu of commands: %w", err)
		}
	}
	long, short := bot.About()
	if err := a.fillIn(ctx, "Description", "description", long); err != nil {
		return err
	}
	return a.fillIn(ctx, "ShortDescription", "short_description", short)
}

func (a *Adapter) syncCommands(ctx context.Context, scope string, want []menuEntry) error {
	p := params{"scope": map[string]any{"type": scope}}
	var have []menuEntry
	if err := a.client.call(ctx, "getMyCommands", p, &have); err != nil {
		return err
	}
	if slices.Equal(have, want) {
		return nil
	}
	p["commands"] = want
	return a.client.call(ctx, "setMyCommands", p, nil)
}

// fillIn sets a text of the profile that is still empty: what the operator wrote
// there stays.
func (a *Adapter) fillIn(ctx context.Context, what, field, words string) error {
	var have map[string]string
	if err := a.client.call(ctx, "getMy"+what, params{}, &have); err != nil {
		return fmt.Errorf("read the profile of the bot: %w", err)
	}
	if have[field] != "" {
		return nil
	}
	if err := a.client.call(ctx, "setMy"+what, params{field: words}, nil); err != nil {
		return fmt.Errorf("fill in the profile of the bot: %w", err)
	}
	return nil
}

// menuOf are commands as a menu shows them.
func menuOf(commands []bot.CommandInfo) []menuEntry {
	entries := make([]menuEntry, len(commands))
	for i, c := range commands {
		entries[i] = menuEntry{c.Name, short(c.Description, descriptionUnits)}
	}
	return entries
}
