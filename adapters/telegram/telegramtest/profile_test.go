package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

// commands is a list in JSON.
func commands(names ...string) string {
	var list []telegramtest.Command
	for _, name := range names {
		list = append(list, telegramtest.Command{Command: name, Description: "About " + name})
	}
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings can be written
	}
	return string(text)
}

// T28
func TestCommandsAreKeptApart(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	group := b.AddSupergroup("Dockers", ana)
	group.Add(ana, b.Bot())
	lists := []struct{ scope, language, command string }{
		{`{"type":"default"}`, "", "help"},
		{`{"type":"default"}`, "az", "komek"},
		{`{"type":"all_private_chats"}`, "", "latest"},
		{`{"type":"all_private_chats"}`, "ru", "novosti"},
		{`{"type":"all_group_chats"}`, "", "ask"},
		{`{"type":"all_chat_administrators"}`, "", "settings"},
		{fmt.Sprintf(`{"type":"chat","chat_id":%d}`, group.ID()), "", "here"},
		{fmt.Sprintf(`{"type":"chat_member","chat_id":%d,"user_id":%d}`, group.ID(), ana.ID()), "", "you"},
	}
	for _, l := range lists {
		good[bool](b, "setMyCommands", "commands", commands(l.command), "scope", l.scope, "language_code", l.language)
	}
	for _, l := range lists {
		got := good[[]telegramtest.Command](b, "getMyCommands", "scope", l.scope, "language_code", l.language)
		if len(got) != 1 || got[0].Command != l.command {
			t.Errorf("%s %q holds %+v, want %s", l.scope, l.language, got, l.command)
		}
	}
	good[bool](b, "deleteMyCommands", "language_code", "az")
	if got := good[[]telegramtest.Command](b, "getMyCommands", "language_code", "az"); len(got) != 0 {
		t.Errorf("after deletion %+v are left", got)
	}
	if len(b.Menus()) != len(lists)-1 {
		t.Errorf("lists are %+v", b.Menus())
	}
	rita := b.AddPerson(telegramtest.User{FirstName: "Rita", LanguageCode: "ru-RU"})
	group.Add(ana, rita)
	for name, tt := range map[string]struct {
		menu []telegramtest.Command
		want string
	}{
		"Private":        {ana.Menu(ana.Private()), "latest"},
		"OwnLanguage":    {rita.Menu(rita.Private()), "novosti"},
		"MostSpecific":   {ana.Menu(group), "you"},
		"OfTheGroup":     {rita.Menu(group), "here"},
		"OtherGroup":     {rita.Menu(b.AddGroup("Other", ana, rita)), "ask"},
		"Administrators": {rita.Menu(b.AddGroup("Own", rita)), "settings"},
	} {
		if len(tt.menu) != 1 || tt.menu[0].Command != tt.want {
			t.Errorf("%s sees %+v, want %s", name, tt.menu, tt.want)
		}
	}
}

func TestCommandsAreChecked(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{})
	var names []string
	for i := range 101 {
		names = append(names, fmt.Sprint("c", i))
	}
	for list, want := range map[string]string{
		commands(strings.Repeat("a", 33)):    "command length must not exceed 32",
		commands("Latest"):                   "BOT_COMMAND_INVALID",
		commands(""):                         "command must be non-empty",
		commands(names...):                   "BOT_COMMANDS_TOO_MUCH",
		`[{"command":"a","description":""}]`: "command description must be non-empty",
		`[{"command":"a","description":"` + strings.Repeat("a", 257) + `"}]`: "command description length must not exceed 256",
	} {
		b.bad(400, "Bad Request: "+want, "setMyCommands", "commands", list)
	}
	b.bad(400, "Bad Request: invalid language code specified", "setMyCommands", "commands", "[]", "language_code", "eng")
	b.bad(400, "Bad Request: chat not found", "setMyCommands", "commands", "[]", "scope", `{"type":"chat","chat_id":5}`)
	good[bool](b, "setMyCommands", "commands", commands(names[:100]...))
}

func TestProfile(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{})
	for _, what := range []struct {
		method, name string
		limit        int
	}{{"Name", "name", 64}, {"Description", "description", 512}, {"ShortDescription", "short_description", 120}} {
		get := func(language string) string {
			return good[map[string]string](b, "getMy"+what.method, "language_code", language)[what.name]
		}
		good[bool](b, "setMy"+what.method, what.name, "News")
		good[bool](b, "setMy"+what.method, what.name, "Новости", "language_code", "ru")
		if get("") != "News" || get("ru") != "Новости" || get("az") != "News" {
			t.Errorf("%s: %q, %q, %q", what.name, get(""), get("ru"), get("az"))
		}
		if r := b.call("setMy"+what.method, what.name, strings.Repeat("ж", what.limit+1)); r.Code != 400 {
			t.Errorf("%s of %d characters: %+v", what.name, what.limit+1, r)
		}
		good[bool](b, "setMy"+what.method, what.name, strings.Repeat("ж", what.limit))
	}
	good[bool](b, "setMyDefaultAdministratorRights", "for_channels", true, "rights", `{"can_post_messages":true}`)
	if r := good[telegramtest.Rights](b, "getMyDefaultAdministratorRights", "for_channels", true); !r.CanPost {
		t.Errorf("rights %+v", r)
	}
	if r := good[telegramtest.Rights](b, "getMyDefaultAdministratorRights"); r.CanPost {
		t.Errorf("rights in groups %+v", r)
	}
}
