package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wirebrief/bot"
	"wirebrief/db"
)

// TestNothingTypedIsLeftInTheFile types a word that nobody else types in all the
// ways there are, has everything deleted, and looks for it in the files byte by
// byte.
func TestNothingTypedIsLeftInTheFile(t *testing.T) {
	c := &clock{morning}
	path := filepath.Join(t.TempDir(), "news.db")
	d, err := db.Open(context.Background(), path, db.Options{Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	store(t, d, news...)
	s := &settler{t: t, store: d, bot: newBot(d, c), clock: c, chat: bot.ChatRef{Platform: "test", ID: "1"}}
	other := &settler{t: t, store: d, bot: s.bot, clock: c, chat: bot.ChatRef{Platform: "test", ID: "2"}, events: 10_000}
	long := "qzvxword " + strings.Repeat("harbour ", 12)
	for n := range 60 {
		topic := fmt.Sprint(long, n%40)
		s.says("/subscribe " + topic)
		if n%3 > 0 {
			s.says("/unsubscribe " + topic)
		}
		other.says(fmt.Sprint("/subscribe ships ", n%40))
		other.says(fmt.Sprint("/unsubscribe ships ", n%40))
	}
	for _, typed := range []string{
		"/latest " + long, long, "/qzvxword " + long, "/timezone qzvxword", "/digest qzvxword", "/quiet qzvxword", "/pause qzvxword",
		"/language reading qzvxword", "/settings qzvxword", "/start qzvxword", "/latets " + long,
	} {
		s.says(typed)
	}
	in := func() (found []string) {
		t.Helper()
		files, err := filepath.Glob(path + "*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(b, []byte("qzvxword")); n > 0 {
				found = append(found, fmt.Sprintf("%s %d times", filepath.Base(name), n))
			}
		}
		return found
	}
	if len(in()) == 0 {
		t.Fatal("what is stored is not found: the test does not test")
	}
	s.presses(s.says("/delete_my_data"), "Delete everything")
	if found := in(); len(found) > 0 {
		t.Errorf("still in %v", found)
	}
}
