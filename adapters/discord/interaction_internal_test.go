package discord

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

func slashed(t *testing.T, data string) *interaction {
	t.Helper()
	i, err := readAs[interaction]([]byte(`{"id":"1","type":2,"token":"t","guild_id":"5","channel_id":"6","data":` + data + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return &i
}

func TestCommandsAreTypedInTheirOrder(t *testing.T) {
	tests := map[string]string{
		`{"type":1,"name":"latest"}`: "/latest",
		`{"type":1,"name":"latest","options":[{"name":"period","type":3,"value":"today"},{"name":"topic","type":3,"value":"port ellery"}]}`:                                     "/latest port ellery today",
		`{"type":1,"name":"latest","options":[{"name":"only_me","type":5,"value":true},{"name":"topic","type":3,"value":" a\n/forget\tb "}]}`:                                   "/latest a /forget b",
		`{"type":1,"name":"subscribe","options":[{"name":"mode","type":3,"value":"weekly"},{"name":"topic","type":3,"value":"grain"},{"name":"channel","type":7,"value":"9"}]}`: "/subscribe grain weekly",
		`{"type":1,"name":"digest","options":[{"name":"when","type":3,"value":8}]}`:                                                                                             "/digest 8",
		`{"type":1,"name":"help"}`: "/help",
	}
	for data, want := range tests {
		if got := slashed(t, data).typed(); got != want {
			t.Errorf("%s is typed %q, want %q", data, got, want)
		}
	}
}

func TestOptionsBesideArguments(t *testing.T) {
	i := slashed(t, `{"name":"subscribe","options":[{"name":"channel","type":7,"value":"9"},{"name":"only_me","type":5,"value":true}],
		"resolved":{"channels":{"9":{"id":"9","type":15,"name":"news","permissions":"16","app_permissions":"0"}}}}`)
	if c := i.target(); c == nil || c.ID != 9 || c.place().ref().ID != "forum-9" || !c.Permissions.administers() || c.called() != "#news" {
		t.Errorf("the channel is %+v", c)
	}
	if !i.forOneOnly() {
		t.Error("it is for all")
	}
	for _, data := range []string{
		`{"name":"subscribe"}`, `{"name":"subscribe","options":[{"name":"channel","type":7,"value":"9"},{"name":"only_me","type":5,"value":false}]}`,
		`{"name":"subscribe","options":[{"name":"channel","type":7,"value":[]},{"name":"only_me","type":5,"value":"perhaps"}]}`,
	} {
		if i := slashed(t, data); i.target() != nil || i.forOneOnly() {
			t.Errorf("%s is about %+v, for one only: %v", data, i.target(), i.forOneOnly())
		}
	}
}

func TestWhereTheBotReaches(t *testing.T) {
	tests := map[string]struct {
		told    string
		reaches bool
		others  bool
	}{
		"a guild that has it":           {`{"guild_id":"5","context":0,"authorizing_integration_owners":{"0":"5"}}`, true, true},
		"a guild that has it, and I":    {`{"guild_id":"5","context":0,"authorizing_integration_owners":{"0":"5","1":"7"}}`, true, true},
		"a guild where only I have it":  {`{"guild_id":"5","context":0,"authorizing_integration_owners":{"1":"7"}}`, false, true},
		"its direct messages":           {`{"context":1,"authorizing_integration_owners":{"0":"0"}}`, true, false},
		"its direct messages, mine":     {`{"context":1,"authorizing_integration_owners":{"1":"7"}}`, true, false},
		"those with somebody else":      {`{"context":2,"authorizing_integration_owners":{"1":"7"}}`, false, true},
		"a guild, without the contexts": {`{"guild_id":"5"}`, true, true},
		"nothing told":                  {`{}`, true, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			i, err := readAs[interaction]([]byte(test.told))
			if err != nil || i.reaches() != test.reaches || i.hasOthers() != test.others {
				t.Errorf("reaches %v, others %v, %v", i.reaches(), i.hasOthers(), err)
			}
		})
	}
}

func TestRightsThatAreLacking(t *testing.T) {
	text, thread, forum := &channel{Type: textChannel}, &channel{Type: publicThread}, &channel{Type: forumChannel}
	tests := map[string]struct {
		in   *channel
		has  permissions
		want []string
	}{
		"none":                   {text, viewChannel | sendMessages | embedLinks, nil},
		"all":                    {text, 0, []string{"View Channel", "Send Messages", "Embed Links"}},
		"embeds alone":           {text, viewChannel | sendMessages, nil},
		"in a thread":            {thread, viewChannel | sendMessages | embedLinks, []string{"Send Messages in Threads"}},
		"none in a thread":       {thread, viewChannel | sendInThreads | embedLinks, nil},
		"in a forum":             {forum, viewChannel | sendInThreads | embedLinks, []string{"Send Messages"}},
		"none, as administrator": {text, administrator, nil},
	}
	for name, test := range tests {
		if got := lacking(test.in, test.has); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestInteractionsOfLaterVersionsAreRead(t *testing.T) {
	tests := map[string]string{
		"a form with unknown fields": `{"id":"1","type":5,"token":"t","data":{"custom_id":"a:topic","components":[{"type":18,"component":{"type":99,"custom_id":"x","value":["a"],"values":{}}},{"type":18,"component":{"type":4,"custom_id":"answer","value":"grain"}}]}}`,
		"rows":                       `{"id":"1","type":5,"token":"t","data":{"custom_id":"a:topic","components":[{"type":1,"components":[{"type":4,"custom_id":"answer","value":"grain"}]}]}}`,
	}
	for name, told := range tests {
		t.Run(name, func(t *testing.T) {
			i, err := readAs[interaction]([]byte(told))
			if err != nil || fieldOf(i.Data.Components) != "grain" {
				t.Errorf("got %q, %v", fieldOf(i.Data.Components), err)
			}
		})
	}
	told := `{"id":"1","type":3,"token":"t","data":{"custom_id":"w:1","component_type":77},"message":{"id":"2","flags":64,"components":[{"type":77,"whatever":[{"type":"text"}]}],"poll":{"x":1}},"entitlements":[{}],"new":{"a":null}}`
	if i, err := readAs[interaction]([]byte(told)); err != nil || i.Message.Flags != flagEphemeral || i.pressed() != "w:1" {
		t.Errorf("got %+v, %v", i, err)
	}
}

func TestTheFirstLinkLeadsOut(t *testing.T) {
	tests := map[string]struct {
		told, want string
	}{
		"written":                {`{"content":"see https://wire.example/a?b=c."}`, "https://wire.example/a?b=c"},
		"behind words":           {`{"content":"[the port](https://wire.example/a_(b)) is shut"}`, "https://wire.example/a_(b)"},
		"without a preview":      {`{"content":"<https://wire.example/a>, they say"}`, "https://wire.example/a"},
		"bold":                   {`{"content":"**https://wire.example/a**"}`, "https://wire.example/a"},
		"in an embed":            {`{"content":"look","embeds":[{"title":"no link"},{"url":"https://gazette.example/"}]}`, "https://gazette.example/"},
		"in the text of one":     {`{"embeds":[{"description":"from https://gazette.example/x, today"}]}`, "https://gazette.example/x"},
		"behind one into itself": {`{"content":"https://discord.com/channels/1/2 https://cdn.discordapp.com/x http://wire.example"}`, "http://wire.example"},
		"only into itself":       {`{"content":"https://DISCORD.gg/abc and https://www.discord.com/x"}`, ""},
		"of no web":              {`{"content":"ftp://wire.example javascript:alert(1) https://"}`, ""},
		"none":                   {`{"content":"nothing"}`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m, err := readAs[message]([]byte(test.told))
			if got := m.firstLink(); err != nil || got != test.want {
				t.Errorf("got %q, want %q; %v", got, test.want, err)
			}
		})
	}
}

func TestLanesKeepPeopleApart(t *testing.T) {
	lane := func(kind, raw string) string { return laneOf(&event{kind: kind, raw: json.RawMessage(raw)}) }
	ann := lane(interactionCreated, `{"type":2,"channel_id":"5","member":{"user":{"id":"1"}}}`)
	ben := lane(interactionCreated, `{"type":2,"channel_id":"5","member":{"user":{"id":"2"}}}`)
	direct := lane(interactionCreated, `{"type":3,"channel_id":"6","user":{"id":"1"}}`)
	if ann == "" || ann == ben || ann == direct || ann != lane(interactionCreated, `{"type":3,"channel_id":"5","member":{"user":{"id":"1"}}}`) {
		t.Errorf("the lanes are %q, %q, %q", ann, ben, direct)
	}
	if lane(messageCreated, `{"channel_id":"6","author":{"id":"1"}}`) != "6" {
		t.Error("direct messages have no lane")
	}
	if lane(channelDeleted, `{"id":"7","guild_id":"5"}`) != lane(guildDeleted, `{"id":"5"}`) {
		t.Error("what happens to a guild is answered out of its order")
	}
	for _, kind := range []string{interactionCreated, messageCreated, guildDeleted, channelDeleted, "TYPING_START"} {
		if got := lane(kind, `[]`); got != "" {
			t.Errorf("%s of nothing has the lane %q", kind, got)
		}
	}
}

func TestOnlyWhatIsOfUseIsKept(t *testing.T) {
	now := time.Date(2026, 11, 6, 8, 0, 0, 0, time.UTC)
	a := &Adapter{o: Options{Now: func() time.Time { return now }}}
	tests := map[string]bool{
		`INTERACTION_CREATE {}`: true,
		`MESSAGE_CREATE {"channel_id":"6","author":{"id":"1"},"content":"x"}`:  true,
		`MESSAGE_CREATE {"channel_id":"6","author":{"id":"1","bot":true}}`:     false,
		`MESSAGE_CREATE {"channel_id":"6","guild_id":"5","author":{"id":"1"}}`: false,
		`MESSAGE_CREATE {"channel_id":"6"}`:                                    false,
		`MESSAGE_CREATE []`:                                                    false,
		`GUILD_CREATE {"id":"5","joined_at":"2026-11-06T07:59:00Z"}`:           true,
		`GUILD_CREATE {"id":"5","joined_at":"2026-11-01T07:59:00Z"}`:           false,
		`GUILD_CREATE {"id":"5","unavailable":true}`:                           false,
		`GUILD_DELETE {"id":"5"}`:                                              true,
		`GUILD_DELETE {"id":"5","unavailable":true}`:                           false,
		`CHANNEL_DELETE {"id":"6"}`:                                            true,
		`THREAD_DELETE {"id":"6"}`:                                             true,
		`THREAD_UPDATE {"id":"6"}`:                                             false,
		`PRESENCE_UPDATE {}`:                                                   false,
	}
	for told, want := range tests {
		kind, raw, _ := strings.Cut(told, " ")
		if got := a.wanted(kind, json.RawMessage(raw)); got != want {
			t.Errorf("%s: kept %v", told, got)
		}
	}
}

// deaf is a desk that has nothing to say.
type deaf struct{ bot.Desk }

func (deaf) ChatChanged(context.Context, bot.ChatChange) (bot.Reply, error) { return bot.Reply{}, nil }
func (deaf) Complete(context.Context, bot.Completion) ([]bot.Choice, error) { return nil, nil }
func (deaf) LinkKey(context.Context, bot.ChatRef, string) (string, error)   { return "key", nil }

// FuzzHandle gives the adapter whatever Discord might tell. Its requests fail,
// for nobody is there; nothing may panic.
func FuzzHandle(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","type":2,"token":"t","guild_id":"5","channel_id":"6","member":{"user":{"id":"1"},"permissions":"16"},"data":{"type":1,"name":"subscribe","options":[{"name":"topic","type":3,"value":"x"},{"name":"channel","type":7,"value":"9"}],"resolved":{"channels":{"9":{"id":"9","type":15}}}}}`,
		`{"id":"1","type":2,"token":"t","channel_id":"6","user":{"id":"1"},"data":{"type":3,"name":"Brief this","target_id":"8","resolved":{"messages":{"8":{"content":"https://wire.example","message_snapshots":[{}]}}}}}`,
		`{"id":"1","type":3,"token":"t","data":{"custom_id":"w!x:1","values":["p:2"]},"message":{"flags":64,"interaction_metadata":{}}}`,
		`{"id":"1","type":5,"token":"t","data":{"custom_id":"a:1","components":[{"component":{"custom_id":"answer","value":1}}]}}`,
		`{"id":"1","type":4,"token":"t","data":{"name":"latest","options":[{"name":"topic","focused":true,"value":"k"}]}}`,
		`{"content":"<@0> x","author":{"id":"2"},"channel_id":"3","message_snapshots":[{"message":{"embeds":[{}]}}],"referenced_message":{"author":null}}`,
		`{"id":"5","name":"g","joined_at":"2026-11-06T07:59:00Z","system_channel_id":"6"}`, `{"id":"6","type":15,"guild_id":"5"}`, `null`, `[]`, `{"id":-1}`,
	} {
		for kind := range uint8(6) {
			f.Add(kind, []byte(seed))
		}
	}
	kinds := []string{interactionCreated, messageCreated, guildCreated, guildDeleted, channelDeleted, threadDeleted}
	f.Fuzz(func(t *testing.T, kind uint8, raw []byte) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		a := unconnected(t)
		e := &event{key: "k", kind: kinds[int(kind)%len(kinds)], raw: raw}
		a.wanted(e.kind, e.raw)
		laneOf(e)
		a.arrived(ctx, e)
		err := a.handle(ctx, func(_ context.Context, c bot.Command) (bot.Reply, error) {
			return bot.Reply{Messages: []bot.Message{bot.NothingToSay()}, Replace: true}, nil
		}, e)
		if err != nil && strings.Contains(err.Error(), a.o.Token) {
			t.Errorf("the token is in %v", err)
		}
		if i := e.interaction(); i != nil && e.kind == interactionCreated {
			a.complete(ctx, i)
		}
	})
}

// unconnected is an adapter that reaches nobody.
func unconnected(t testing.TB) *Adapter {
	t.Helper()
	o := Options{
		Token: "a.b.c", BaseURL: "http://127.0.0.1:9/api/v10", Desk: deaf{}, Inbox: struct{ bot.Inbox }{}, Budget: struct{ bot.Budget }{},
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
