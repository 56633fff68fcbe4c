package bot_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"wirebrief/bot"
)

func textOf(m bot.Message) string {
	var b strings.Builder
	for _, block := range m.Blocks {
		for _, r := range block.Runs {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestCannotPostNamesWhatIsNeeded(t *testing.T) {
	tests := map[string]struct {
		where  string
		rights []string
		want   string
	}{
		"one":     {"#news", []string{"Send Messages"}, "I can't post in #news: I need Send Messages there."},
		"two":     {"#news", []string{"View Channel", "Send Messages"}, "I need View Channel and Send Messages there."},
		"three":   {"#news", []string{"A", "B", "C"}, "I need A, B and C there."},
		"no name": {"", []string{"A"}, "I can't post in this channel: I need A there."},
		"hostile": {"#ne\u202ews\x00", []string{"A"}, "I can't post in #news:"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := textOf(bot.CannotPost(test.where, test.rights)); !strings.Contains(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWordsOfSomePlatformsFitThere(t *testing.T) {
	for what, test := range map[string]struct {
		words string
		limit int
	}{
		"the name on messages": {bot.BriefThis(), 32}, "only me": {bot.OnlyMe(), 100}, "the channel": {bot.ToChannel(), 100},
		"the title of a form": {bot.AnswerTitle(), 45},
	} {
		if n := utf8.RuneCountInString(test.words); n == 0 || n > test.limit || strings.HasPrefix(test.words, "[") {
			t.Errorf("%s is %q", what, test.words)
		}
	}
	for _, m := range []bot.Message{bot.NothingToSay(), bot.PrivateClosed(), bot.TryAgain(), bot.OldCommand(), bot.OldButton()} {
		if s := textOf(m); s == "" || strings.HasPrefix(s, "[") {
			t.Errorf("a message says %q", s)
		}
	}
}

func TestCommandsAreTheSameInEveryLanguage(t *testing.T) {
	if langs := bot.Languages(); len(langs) == 0 || langs[0] != "en" {
		t.Fatalf("the languages are %q", langs)
	}
	english := bot.Commands()
	for _, lang := range bot.Languages() {
		for i, c := range bot.CommandsIn(lang) {
			same := func(a, b bot.Argument) bool { return a.Name == b.Name && a.Required == b.Required }
			if c.Name != english[i].Name || c.Description == "" || !slices.EqualFunc(c.Arguments, english[i].Arguments, same) {
				t.Errorf("in %s it is %+v", lang, c)
			}
		}
	}
}
