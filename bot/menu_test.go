package bot_test

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"wirebrief/bot"
)

// TestMenus: every platform takes what the menus hold.
func TestMenus(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	var all []string
	for _, c := range bot.Menu() {
		all = append(all, c.Name)
		if n := utf8.RuneCountInString(c.Description); !name.MatchString(c.Name) || n < 3 || n > 100 {
			t.Errorf("%q, %q", c.Name, c.Description)
		}
	}
	for _, want := range []string{"latest", "subscribe", "topics", "digest", "settings", "help"} {
		if !slices.Contains(all, want) {
			t.Errorf("%s is not in the menu %v", want, all)
		}
	}
	for _, c := range bot.MembersMenu() {
		if !slices.Contains(all, c.Name) || slices.Contains([]string{"subscribe", "digest", "settings"}, c.Name) {
			t.Errorf("members are offered %s", c.Name)
		}
	}
	if len(bot.MembersMenu()) == 0 {
		t.Error("members are offered nothing")
	}
	long, short := bot.About()
	if n, m := utf8.RuneCountInString(long), utf8.RuneCountInString(short); n == 0 || n > 500 || m == 0 || m > 120 {
		t.Errorf("about has %d and %d letters", n, m)
	}
}
