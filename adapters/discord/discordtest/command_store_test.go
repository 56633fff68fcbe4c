package discordtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// commands is the path of the bot's commands.
func (b *bench) commands() string { return "/applications/" + b.ApplicationID().String() + "/commands" }

// slashes are n commands in JSON.
func slashes(n int, prefix string) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"name":"%s%d","description":"a"}`, prefix, i))
	}
	return "[" + strings.Join(all, ",") + "]"
}

// D22
func TestCommands(t *testing.T) {
	b := start(t, discordtest.Options{})
	two := `[{"name":"latest","description":"Newest","default_member_permissions":"16","contexts":[0,1],"options":[{"type":3,"name":"topic","description":"What","name_localizations":{"de":"thema"}}]},
		{"type":3,"name":"Brief this"}]`
	first := b.register(two)
	if len(first) != 2 || first[0].ID == 0 || first[0].Type != discordtest.SlashCommand || *first[0].DefaultMemberPermissions != discordtest.ManageChannels ||
		first[0].Options[0].NameLocalizations["de"] != "thema" || b.CommandCreates() != 2 {
		t.Fatalf("registered %+v, %d creates", first, b.CommandCreates())
	}
	t.Run("UnchangedIsNotMade", func(t *testing.T) {
		again := b.register(two)
		if again[0].ID != first[0].ID || again[0].Version != first[0].Version || b.CommandCreates() != 2 {
			t.Errorf("registered %+v, %d creates", again, b.CommandCreates())
		}
	})
	t.Run("ChangedIsNotMade", func(t *testing.T) {
		again := b.register(strings.Replace(two, "Newest", "The newest", 1))
		if again[0].ID != first[0].ID || again[0].Version == first[0].Version || again[1].Version != first[1].Version || b.CommandCreates() != 2 {
			t.Errorf("registered %+v, %d creates", again, b.CommandCreates())
		}
	})
	t.Run("OthersGo", func(t *testing.T) {
		b.register(`[{"name":"latest","description":"Newest"}]`)
		if got := b.Commands(); len(got) != 1 {
			t.Errorf("registered %+v", got)
		}
		b.register(two)
		if b.CommandCreates() != 3 {
			t.Errorf("%d creates, want 3", b.CommandCreates())
		}
	})
	t.Run("Listed", func(t *testing.T) {
		plain := good[[]discordtest.Command](b, "GET", b.commands(), nil)
		full := good[[]discordtest.Command](b, "GET", b.commands()+"?with_localizations=true", nil)
		if plain[0].Options[0].NameLocalizations != nil || full[0].Options[0].NameLocalizations["de"] != "thema" {
			t.Errorf("listed %+v and %+v", plain, full)
		}
		if c, ok := b.Command("latest"); !ok || c.Description != "Newest" {
			t.Errorf("the command is %+v", c)
		}
		if _, ok := b.Command("nothing"); ok {
			t.Error("a command is there that was not registered")
		}
	})
	t.Run("OneByOne", func(t *testing.T) {
		if a := b.call("POST", b.commands(), `{"name":"help","description":"Help"}`); a.Status != 201 {
			t.Errorf("answer %d %s", a.Status, a.Body)
		}
		changed := good[discordtest.Command](b, "POST", b.commands(), `{"name":"help","description":"More help"}`)
		if len(b.Commands()) != 3 || changed.Description != "More help" {
			t.Errorf("registered %+v", b.Commands())
		}
		b.call("DELETE", b.commands()+"/"+changed.ID.String(), nil)
		if len(b.Commands()) != 2 {
			t.Errorf("registered %+v", b.Commands())
		}
		b.bad(404, 10063, "DELETE", b.commands()+"/5", nil)
	})
	t.Run("AnothersAreNot", func(t *testing.T) {
		b.bad(404, 10002, "GET", "/applications/5/commands", nil)
		b.bad(404, 10002, "PUT", "/applications/5/commands", `[]`)
		b.bad(404, 10002, "POST", "/applications/5/commands", `{"name":"help","description":"Help"}`)
		b.bad(404, 10002, "DELETE", "/applications/5/commands/5", nil)
	})
}

// D22
func TestDailyCreates(t *testing.T) {
	at := clock{time.Now()}
	b := start(t, discordtest.Options{Now: at.now})
	for _, prefix := range []string{"a", "b"} {
		b.register(slashes(100, prefix))
	}
	b.register(slashes(100, "b"))
	b.bad(400, 30034, "PUT", b.commands(), slashes(1, "c"))
	b.bad(400, 30034, "POST", b.commands(), `{"type":3,"name":"help"}`)
	b.bad(400, 30032, "POST", b.commands(), `{"name":"help","description":"a"}`)
	if len(b.Commands()) != 100 {
		t.Errorf("%d commands, want 100", len(b.Commands()))
	}
	at.at = at.at.Add(24 * time.Hour)
	b.register(slashes(1, "c"))
	b.SetCommandCreates(199)
	b.bad(400, 30034, "PUT", b.commands(), slashes(2, "d"))
	b.register(slashes(1, "d"))
}

func TestCommandsBeyondLimits(t *testing.T) {
	b := startUnchecked(t, discordtest.Options{})
	options := func(n int, one string) string {
		var all []string
		for i := range n {
			all = append(all, strings.ReplaceAll(one, "#", fmt.Sprint(i)))
		}
		return `[{"name":"a","description":"b","options":[` + strings.Join(all, ",") + `]}]`
	}
	text := `{"type":3,"name":"o#","description":"d"%s}`
	choice := `{"name":"n","value":"v"}`
	big := fmt.Sprintf(text, `,"choices":[`+strings.Join(times(`{"name":"`+long(100)+`","value":"`+strings.Repeat("v", 98)+`"}`, 25), ",")+`]`)
	for name, c := range map[string]struct{ body, path, code string }{
		"UpperCase":    {`[{"name":"Latest","description":"a"}]`, "0.name", "APPLICATION_COMMAND_INVALID_NAME"},
		"Space":        {`[{"name":"the latest","description":"a"}]`, "0.name", "APPLICATION_COMMAND_INVALID_NAME"},
		"LongName":     {`[{"name":"` + strings.Repeat("a", 33) + `","description":"a"}]`, "0.name", "APPLICATION_COMMAND_INVALID_NAME"},
		"NoName":       {`[{"description":"a"}]`, "0.name", "BASE_TYPE_REQUIRED"},
		"NoText":       {`[{"name":"a"}]`, "0.description", "BASE_TYPE_REQUIRED"},
		"LongText":     {`[{"name":"a","description":"` + long(101) + `"}]`, "0.description", "BASE_TYPE_BAD_LENGTH"},
		"Locale":       {`[{"name":"a","description":"b","name_localizations":{"xx":"a"}}]`, "0.name_localizations.xx", "DICT_TYPE_KEY_INVALID"},
		"LocalName":    {`[{"name":"a","description":"b","name_localizations":{"de":"A B"}}]`, "0.name_localizations.de", "APPLICATION_COMMAND_INVALID_NAME"},
		"LocalText":    {`[{"name":"a","description":"b","description_localizations":{"de":"` + long(101) + `"}}]`, "0.description_localizations.de", "BASE_TYPE_BAD_LENGTH"},
		"Options":      {options(26, fmt.Sprintf(text, "")), "0.options", "BASE_TYPE_MAX_LENGTH"},
		"OptionName":   {options(1, `{"type":3,"name":"A","description":"d"}`), "0.options.0.name", "APPLICATION_COMMAND_INVALID_NAME"},
		"OptionTwice":  {options(2, `{"type":3,"name":"a","description":"d"}`), "0.options.1.name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"},
		"OptionLocal":  {options(1, fmt.Sprintf(text, `,"name_localizations":{"de":"A"}`)), "0.options.0.name_localizations.de", "APPLICATION_COMMAND_INVALID_NAME"},
		"OptionType":   {options(1, `{"type":99,"name":"a","description":"d"}`), "0.options.0.type", "BASE_TYPE_CHOICES"},
		"OptionText":   {options(1, `{"type":3,"name":"a"}`), "0.options.0.description", "BASE_TYPE_REQUIRED"},
		"Choices":      {options(1, fmt.Sprintf(text, `,"choices":[`+strings.Join(times(choice, 26), ",")+`]`)), "0.options.0.choices", "BASE_TYPE_MAX_LENGTH"},
		"ChoiceName":   {options(1, fmt.Sprintf(text, `,"choices":[{"name":"","value":"v"}]`)), "0.options.0.choices.0.name", "BASE_TYPE_REQUIRED"},
		"Completion":   {options(1, fmt.Sprintf(text, `,"autocomplete":true,"choices":[`+choice+`]`)), "0.options.0.autocomplete", "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_INVALID"},
		"RequiredLast": {options(2, fmt.Sprintf(text, `,"required":@`)), "0.options.1", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"},
		"Size":         {options(2, big), "0", "APPLICATION_COMMAND_TOO_LARGE"},
		"Twice":        {`[{"name":"a","description":"b"},{"name":"a","description":"b"}]`, "1", "APPLICATION_COMMANDS_DUPLICATE_NAME"},
		"ManySlash":    {slashes(101, "a"), "", "APPLICATION_COMMAND_MAX_EXCEEDED"},
		"ManyMessage":  {strings.ReplaceAll(slashes(16, "a"), `"description":"a"`, `"type":3`), "", "APPLICATION_COMMAND_MAX_EXCEEDED"},
		"MenuText":     {`[{"type":3,"name":"a","description":"b"}]`, "0.description", "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED"},
		"MenuOptions":  {`[{"type":2,"name":"a","options":[{"type":3,"name":"a","description":"d"}]}]`, "0.options", "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED"},
		"Type":         {`[{"type":9,"name":"a"}]`, "0.type", "BASE_TYPE_CHOICES"},
	} {
		t.Run(name, func(t *testing.T) {
			body := strings.Replace(strings.Replace(c.body, "@", "false", 1), "@", "true", 1)
			if a := b.bad(400, 50035, "PUT", b.commands(), body); !a.hasError(c.path, c.code) {
				t.Errorf("errors %s, want %s at %s", a.Errors, c.code, c.path)
			}
		})
	}
	if len(b.Commands()) != 0 || b.CommandCreates() != 0 {
		t.Errorf("%d commands, %d creates", len(b.Commands()), b.CommandCreates())
	}
}
