package telegram_test

import (
	"net/http"
	"regexp"
	"testing"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// synced runs an adapter until its menus are those of this version.
func synced(t *testing.T, s *telegramtest.Server) {
	t.Helper()
	l := open(t, s, telegram.Options{})
	l.logs("the menu of commands is up to date")
	l.hangUp()
}

func TestMenusAreSetOnce(t *testing.T) {
	s := freeServer(t)
	ann := someone(s, "Ann")
	g := s.AddSupergroup("Ellery readers", ann)
	ben := s.AddPerson(telegramtest.User{FirstName: "Ben", LanguageCode: "de-at"})
	g.Add(ann, ben)
	synced(t, s)
	names := func(entries []telegramtest.Command) (all []string) {
		for _, e := range entries {
			all = append(all, e.Command)
		}
		return all
	}
	same := func(what string, got []telegramtest.Command, want []bot.CommandInfo) {
		t.Helper()
		if len(got) != len(want) {
			t.Errorf("%s sees %q", what, names(got))
			return
		}
		for i, c := range want {
			if got[i].Command != c.Name || got[i].Description != c.Description {
				t.Errorf("%s sees %+v, want %+v", what, got[i], c)
			}
		}
	}
	same("a person", ben.Menu(ben.Private()), bot.Menu())
	same("an administrator", ann.Menu(g), bot.Menu())
	same("a member", ben.Menu(g), bot.MembersMenu())
	if n := s.Calls("setMyCommands"); n != 4 || len(s.Menus()) != 4 {
		t.Fatalf("menus were set %d times: %v", n, s.Menus())
	}
	synced(t, s)
	if n := s.Calls("setMyCommands") + s.Calls("setMyDescription") + s.Calls("setMyShortDescription"); n != 6 {
		t.Errorf("%d requests change what was not different", n-6)
	}
	// Somebody plays with @BotFather: one scope differs.
	api := tgbotapi.BotAPI{Token: s.Token(), Client: http.DefaultClient}
	api.SetAPIEndpoint(s.Endpoint())
	for method, values := range map[string]tgbotapi.Params{
		"setMyCommands":         {"commands": `[{"command":"old","description":"Something old"}]`, "scope": `{"type":"all_group_chats"}`},
		"setMyDescription":      {"description": "Our own words"},
		"setMyShortDescription": {"short_description": ""},
	} {
		if _, err := api.MakeRequest(method, values); err != nil {
			t.Fatal(err)
		}
	}
	synced(t, s)
	same("a member", ben.Menu(g), bot.MembersMenu())
	if n := s.Calls("setMyCommands"); n != 6 {
		t.Errorf("%d menus were set, want the one that differs", n-5)
	}
	long, err := api.MakeRequest("getMyDescription", nil)
	if err != nil || string(long.Result) != `{"description":"Our own words"}` {
		t.Errorf("what the operator wrote is %s now, %v", long.Result, err)
	}
	if n := s.Calls("setMyShortDescription"); n != 3 {
		t.Errorf("the short description was set %d times, want anew where it is empty", n)
	}
}

func TestMenusMayFail(t *testing.T) {
	s := freeServer(t)
	ann := someone(s, "Ann")
	s.Fail("getMyCommands", 0, telegramtest.Flooding(300))
	l := open(t, s, telegram.Options{})
	l.logs("the menu of commands is not up to date")
	ann.Say(ann.Private(), "hello")
	l.hears("hello")
	l.hangUp()
	synced(t, s)
	if len(s.Menus()) != 4 {
		t.Errorf("the next start does not make up for it: %v", s.Menus())
	}
}

// T28
func TestMenusHoldWhatTelegramTakes(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	for _, menu := range [][]bot.CommandInfo{bot.Menu(), bot.MembersMenu()} {
		if len(menu) == 0 || len(menu) > 100 {
			t.Errorf("a menu has %d commands", len(menu))
		}
		for _, c := range menu {
			if n := utf8.RuneCountInString(c.Description); !name.MatchString(c.Name) || n < 1 || n > 256 {
				t.Errorf("Telegram refuses %+v", c)
			}
		}
	}
	long, short := bot.About()
	if utf8.RuneCountInString(long) > 512 || utf8.RuneCountInString(short) > 120 || long == "" || short == "" {
		t.Errorf("the profile is too long: %d, %d", utf8.RuneCountInString(long), utf8.RuneCountInString(short))
	}
}
