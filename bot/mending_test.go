package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"wirebrief/bot"
	"wirebrief/bot/text"
)

// A homely platform knows the private chat of everybody but of ghosts.
type homely struct{ plainAdapter }

func (homely) PrivateChat(_ context.Context, user string) (bot.ChatRef, error) {
	if user == "ghost" {
		return bot.ChatRef{}, &bot.SendError{Kind: bot.Gone, Message: "no such person"}
	}
	return bot.ChatRef{Platform: "homely", ID: "dm of " + user}, nil
}

// A mendery is a MenderStore in which one person has set up everything.
type mendery struct {
	user, name string
	// asker has set that the group is asked in one place alone.
	asker string
	owed  []string
}

func (m *mendery) FindMender(context.Context, bot.ChatRef) (user, name string, err error) {
	if m.user == "broken" {
		return "", "", errors.New("disk full")
	}
	return m.user, m.name, nil
}

func (m *mendery) FindMenders(context.Context, bot.ChatRef) ([]bot.Mender, error) {
	if m.user == "broken" {
		return nil, errors.New("disk full")
	}
	return []bot.Mender{{User: m.user, Chats: []string{m.name, "#wire"}}, {User: "remover", Chats: []string{"#docks"}}}, nil
}

func (m *mendery) EndAskingIn(context.Context, bot.ChatRef) (user, name string, err error) {
	user, m.asker = m.asker, ""
	return user, "#desk", nil
}

func (m *mendery) CreateNotice(_ context.Context, to bot.ChatRef, n bot.Notice) error {
	data := text.Data{}
	for k, v := range n.Data {
		data[k] = v
	}
	m.owed = append(m.owed, fmt.Sprint(to.ID, ": ", text.For("").T(text.ID(n.Key), data)))
	return nil
}

func TestWhoCanMendItIsTold(t *testing.T) {
	tests := map[string]struct {
		platform     bot.Platform
		user, name   string
		stopped      bool
		owed, logged string
	}{
		"refused":           {"homely", "ann", "#news", false, "dm of ann: I can't write in #news any more", ""},
		"stopped":           {"homely", "ann", "#news", true, "dm of ann: I have stopped writing in #news", ""},
		"without a name":    {"homely", "ann", "", false, "dm of ann: I can't write in 17 any more", ""},
		"set up by nobody":  {"homely", "", "#news", false, "", "nobody is known"},
		"a person gone":     {"homely", "ghost", "#news", false, "", "no such person"},
		"a store in doubt":  {"homely", "broken", "#news", false, "", "disk full"},
		"no private chats":  {"plain", "ann", "#news", false, "", "nobody is known"},
		"a hostile name":    {"homely", "ann", "\u202e#news", false, "dm of ann: I can't write in #news any more", ""},
		"unknown platforms": {"other", "ann", "#news", false, "", "nobody is known"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			store := &mendery{user: tt.user, name: tt.name}
			adapters := []bot.ChatAdapter{&plainAdapter{newPlatform("plain"), fast}, &homely{plainAdapter{newPlatform("homely"), fast}}}
			line := bot.NewMenderLine(store, adapters, slog.New(slog.NewTextHandler(&log, nil)))
			line.Refused(t.Context(), bot.ChatRef{Platform: tt.platform, ID: "17"}, tt.stopped)
			if got := strings.Join(store.owed, "|"); !strings.HasPrefix(got, tt.owed) || (got == "") != (tt.owed == "") {
				t.Errorf("owed %q, want %q", got, tt.owed)
			}
			if got := log.String(); !strings.Contains(got, tt.logged) || (got == "") != (tt.logged == "") {
				t.Errorf("logged %q, want %q", got, tt.logged)
			}
		})
	}
}

func TestWhoHasSetItUpHearsThatItIsGone(t *testing.T) {
	tests := map[string]struct {
		user         string
		change       bot.ChatChangeKind
		owed, logged string
	}{
		"removed":          {"ann", bot.BotRemoved, "dm of ann: I was removed from #news, #wire,", ""},
		"deleted":          {"ann", bot.ChatDeleted, "dm of ann: I have stopped writing in #news, #wire, which is no more.", ""},
		"a person gone":    {"ghost", bot.ChatDeleted, "", "no such person"},
		"a store in doubt": {"broken", bot.ChatDeleted, "", "disk full"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			store := &mendery{user: tt.user, name: "#news"}
			line := bot.NewMenderLine(store, []bot.ChatAdapter{&homely{plainAdapter{newPlatform("homely"), fast}}}, slog.New(slog.NewTextHandler(&log, nil)))
			tell := line.Leaving(t.Context(), bot.ChatChange{Change: tt.change, Chat: bot.ChatRef{Platform: "homely", ID: "17"}, User: bot.User{ID: "remover"}})
			if len(store.owed) > 0 {
				t.Errorf("told before it was: %q", store.owed)
			}
			tell(t.Context())
			if got := strings.Join(store.owed, "|"); !strings.HasPrefix(got, tt.owed) || (got == "") != (tt.owed == "") || strings.Contains(got, "remover") {
				t.Errorf("owed %q, want %q", got, tt.owed)
			}
			if got := log.String(); !strings.Contains(got, tt.logged) || (got == "") != (tt.logged == "") {
				t.Errorf("logged %q, want %q", got, tt.logged)
			}
		})
	}
}

func TestARefusedMessageIsToldOnceADay(t *testing.T) {
	store := &mendery{user: "ann", name: "#news"}
	line := bot.NewMenderLine(store, []bot.ChatAdapter{&homely{plainAdapter{newPlatform("homely"), fast}}}, slog.New(slog.DiscardHandler))
	for range 3 {
		line.Blocked(t.Context(), bot.ChatRef{Platform: "homely", ID: "17"})
		line.Blocked(t.Context(), bot.ChatRef{Platform: "homely", ID: "18"})
	}
	if len(store.owed) != 2 || !strings.HasPrefix(store.owed[0], "dm of ann: #news did not take something") {
		t.Errorf("owed %q", store.owed)
	}
}

// TestASilencedGroupSpeaksAgain where the only place is gone in which it was asked.
func TestASilencedGroupSpeaksAgain(t *testing.T) {
	gone := bot.ChatChange{Change: bot.ChatDeleted, Chat: bot.ChatRef{Platform: "homely", ID: "17"}, ChatName: "#help"}
	by := gone
	by.User.ID = "eve"
	removed := gone
	removed.Change = bot.BotRemoved
	for name, tt := range map[string]struct {
		act  func(line *bot.MenderLine)
		owed string
	}{
		"deleted":          {func(l *bot.MenderLine) { l.Leaving(t.Context(), gone)(t.Context()) }, "dm of eve: I was to be asked only in #help, which"},
		"found by sending": {func(l *bot.MenderLine) { l.Gone(t.Context(), gone.Chat) }, "dm of eve: I was to be asked only in #desk, which"},
		"deleted by eve":   {func(l *bot.MenderLine) { l.Leaving(t.Context(), by)(t.Context()) }, ""},
		"only removed":     {func(l *bot.MenderLine) { l.Leaving(t.Context(), removed)(t.Context()) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			store := &mendery{user: "remover", name: "#news", asker: "eve"}
			line := bot.NewMenderLine(store, []bot.ChatAdapter{&homely{plainAdapter{newPlatform("homely"), fast}}}, slog.New(slog.DiscardHandler))
			tt.act(line)
			tt.act(line)
			var told []string
			for _, s := range store.owed {
				if strings.Contains(s, "eve") {
					told = append(told, s)
				}
			}
			if got := strings.Join(told, "|"); !strings.HasPrefix(got, tt.owed) || len(told) > 1 || (got == "") != (tt.owed == "") {
				t.Errorf("told %q, want %q", got, tt.owed)
			}
			if want := name == "only removed"; (store.asker != "") != want {
				t.Errorf("asked in one place still: %t", !want)
			}
		})
	}
}
