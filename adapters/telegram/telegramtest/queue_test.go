package telegramtest_test

import (
	"slices"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

// standing is a clock that stands still, however long a busy machine takes from
// one request to the next.
func standing() func() time.Time {
	at := time.Now()
	return func() time.Time { return at }
}

// T01
func TestGetMe(t *testing.T) {
	b := start(t, telegramtest.Options{Token: "42:secret"})
	me := good[map[string]any](b, "getMe")
	if me["id"] != 42.0 || me["is_bot"] != true || me["username"] != "wirebrief_test_bot" || me["can_read_all_group_messages"] != false {
		t.Errorf("getMe is %v", me)
	}
	for name, tt := range map[string]struct {
		path, want string
		status     int
	}{
		"UnknownToken":   {"/bot42:other/getMe", "Unauthorized", 401},
		"MalformedToken": {"/botnonsense/getMe", "Unauthorized: invalid token specified", 401},
		"UnknownMethod":  {"/bot42:secret/getYou", "Not Found: method not found", 404},
		"NoMethod":       {"/bot42:secret", "Not Found", 404},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := b.client.Get(b.URL() + tt.path)
			if err != nil {
				t.Fatal(err)
			}
			if r, err := read(a); err != nil || r.Status != tt.status || r.Code != tt.status || r.Description != tt.want {
				t.Errorf("answer %+v, %v", r, err)
			}
		})
	}
	t.Run("AnyCaseAndGet", func(t *testing.T) {
		a, err := b.client.Get(b.URL() + "/bot42:secret/GETME")
		if err != nil {
			t.Fatal(err)
		}
		if r, err := read(a); err != nil || !r.OK {
			t.Errorf("answer %+v, %v", r, err)
		}
	})
	t.Run("Revoked", func(t *testing.T) {
		b.Revoke()
		b.bad(401, "Unauthorized", "getMe")
		b.Restore()
		good[map[string]any](b, "getMe")
	})
}

// T02
func TestUnconfirmedUpdatesComeAgain(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.AddPerson(telegramtest.User{FirstName: "Ana"})
	for _, text := range []string{"one", "two", "three"} {
		ana.Say(ana.Private(), text)
	}
	first := b.updates("offset", 0)
	b.Advance(510 * time.Millisecond) // the same offset asked for at once is slowed down
	again := b.updates("offset", 0)
	want := []string{"one", "two", "three"}
	if !slices.Equal(texts(first), want) || !slices.Equal(texts(again), want) || first[0].ID != again[0].ID {
		t.Errorf("first %q, again %q, want %q twice", texts(first), texts(again), want)
	}
	if got := b.updates("offset", first[1].ID+1); !slices.Equal(texts(got), want[2:]) {
		t.Errorf("after two were confirmed: %q", texts(got))
	}
	if b.updates("offset", first[2].ID+1); b.Pending() != 0 {
		t.Errorf("%d updates wait after all were confirmed", b.Pending())
	}
	if first[1].ID != first[0].ID+1 {
		t.Errorf("ids %d and %d do not follow each other", first[0].ID, first[1].ID)
	}
}

func TestHastyPollsAreSlowedDown(t *testing.T) {
	b := start(t, telegramtest.Options{Now: standing()})
	ana := b.friend("Ana")
	ana.Say(ana.Private(), "one")
	ana.Say(ana.Private(), "two")
	if n := len(b.updates("offset", 0)); n != 2 {
		t.Fatalf("%d updates at first", n)
	}
	if n := len(b.updates("offset", 0)); n != 1 {
		t.Errorf("%d updates for the same offset at once, want 1", n)
	}
	b.drain()
	b.updates("offset", 1_000_000_000)
	began := time.Now()
	b.updates("offset", 1_000_000_000)
	if took := time.Since(began); took < 2*time.Second {
		t.Errorf("an empty poll of the same offset took %v, want 3 s", took)
	}
}

// T03
func TestPollWaits(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	began := time.Now()
	if got := b.updates("timeout", 2, "offset", 7); len(got) != 0 {
		t.Errorf("updates %v", got)
	}
	if took := time.Since(began); took < 1900*time.Millisecond || took > wait {
		t.Errorf("an empty poll took %v, want 2 s", took)
	}
	began = time.Now()
	time.AfterFunc(100*time.Millisecond, func() { ana.Say(ana.Private(), "now") })
	if got := b.updates("timeout", 40); !slices.Equal(texts(got), []string{"now"}) {
		t.Errorf("updates %v", texts(got))
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("the poll ended after %v, not when there was an update", took)
	}
}

// T04
func TestSecondPollEndsTheFirst(t *testing.T) {
	b := start(t, telegramtest.Options{})
	first := make(chan reply, 1)
	go func() {
		r, _ := b.try("getUpdates", "timeout", 30, "offset", 1)
		first <- r
	}()
	if !b.Wait(wait, b.Polling) {
		t.Fatal("the first poll did not arrive")
	}
	b.updates("offset", 2, "timeout", 1)
	select {
	case r := <-first:
		if r.Code != 409 || r.Description != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
			t.Errorf("the first poll got %+v", r)
		}
	case <-time.After(wait):
		t.Error("the first poll goes on")
	}
}

func TestConflictsInARowAreAnsweredLate(t *testing.T) {
	b := start(t, telegramtest.Options{Now: standing()})
	good[bool](b, "setWebhook", "url", "http://127.0.0.1:1/")
	b.call("getUpdates")
	began := time.Now()
	if r := b.call("getUpdates"); r.Code != 409 {
		t.Errorf("the second poll got %+v", r)
	}
	if took := time.Since(began); took < 2900*time.Millisecond {
		t.Errorf("the second conflict was answered after %v, want 3 s", took)
	}
}

// T06
func TestNegativeOffset(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	for _, text := range []string{"one", "two", "three"} {
		ana.Say(ana.Private(), text)
	}
	if got := b.updates("offset", -1); !slices.Equal(texts(got), []string{"three"}) {
		t.Errorf("offset -1 gives %q", texts(got))
	}
	if got := b.updates("offset", 0); !slices.Equal(texts(got), []string{"three"}) {
		t.Errorf("afterwards %q wait", texts(got))
	}
}

// T07
func TestUpdatesAreKeptADay(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	ana.Say(ana.Private(), "old")
	b.Advance(23 * time.Hour)
	ana.Say(ana.Private(), "new")
	b.Advance(2 * time.Hour)
	if got := b.updates(); !slices.Equal(texts(got), []string{"new"}) {
		t.Errorf("updates %q", texts(got))
	}
}

// Queries are of no use for so long.
func TestQueriesAreKeptShorter(t *testing.T) {
	b := start(t, telegramtest.Options{Now: standing()})
	ana := b.friend("Ana")
	b.send(ana.Private(), "a", "reply_markup", oneButton)
	ana.Type(ana.Private(), "a")
	ana.Press(ana.Private(), "Follow")
	ana.Say(ana.Private(), "a")
	for _, tt := range []struct {
		after time.Duration
		left  int
	}{{29 * time.Second, 3}, {2 * time.Second, 2}, {119 * time.Second, 1}, {24 * time.Hour, 0}} {
		if b.Advance(tt.after); b.Pending() != tt.left {
			t.Errorf("%v later %d updates are left, want %d", tt.after, b.Pending(), tt.left)
		}
	}
}

// T08
func TestAllowedUpdates(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{})
	ana, ben := b.friend("Ana"), b.friend("Ben")
	group := b.AddSupergroup("Dockers", ana)
	group.Promote(ana, b.Bot(), telegramtest.AllRights())
	b.forget()
	kinds := func() (kinds []string) {
		ana.Say(ana.Private(), "hello")
		group.Add(ana, ben)
		for _, u := range b.drain() {
			switch {
			case u.Message != nil && u.Message.Text != "":
				kinds = append(kinds, "message")
			case u.ChatMember != nil:
				kinds = append(kinds, "chat_member")
			}
		}
		group.Leave(ben)
		b.forget()
		return kinds
	}
	steps := []struct {
		name    string
		allowed []any
		want    []string
	}{
		{"DefaultLeavesOutMembers", nil, []string{"message"}},
		{"Listed", []any{"allowed_updates", `["message","chat_member"]`}, []string{"message", "chat_member"}},
		{"NullKeeps", []any{"allowed_updates", "null"}, []string{"message", "chat_member"}},
		{"AbsentKeeps", nil, []string{"message", "chat_member"}},
		{"OnlyMembers", []any{"allowed_updates", `["chat_member"]`}, []string{"chat_member"}},
		{"NonsenseKeeps", []any{"allowed_updates", "{"}, []string{"chat_member"}},
		{"EmptyIsDefault", []any{"allowed_updates", "[]"}, []string{"message"}},
	}
	for i, tt := range steps {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			b.updates(append(tt.allowed, "offset", 100+i)...)
			if got := kinds(); !slices.Equal(got, tt.want) {
				t.Errorf("updates %q, want %q", got, tt.want)
			}
		})
	}
}

// After a week without updates ids begin anew. A client that goes on asking
// for what it would have got next is answered from the head of the queue and
// confirms nothing.
func TestIDsBeginAnew(t *testing.T) {
	b := start(t, telegramtest.Options{FirstUpdate: 900})
	ana := b.friend("Ana")
	b.SetNextUpdate(100)
	ana.Say(ana.Private(), "after a week")
	for range 2 {
		got := b.updates("offset", 902)
		if len(got) != 1 || got[0].ID != 100 {
			t.Fatalf("updates %+v, want that of id 100", got)
		}
	}
	if b.updates("offset", 101); b.Pending() != 0 {
		t.Error("the update was not confirmed")
	}
}

func TestUnconfirm(t *testing.T) {
	b := start(t, telegramtest.Options{})
	ana := b.friend("Ana")
	b.SetNextUpdate(500)
	for _, text := range []string{"one", "two", "three"} {
		ana.Say(ana.Private(), text)
	}
	b.drain()
	ana.Say(ana.Private(), "four")
	if n := b.Unconfirm(2); n != 2 {
		t.Errorf("%d updates came back", n)
	}
	got := b.updates("offset", 0)
	if !slices.Equal(texts(got), []string{"two", "three", "four"}) || got[0].ID != 501 {
		t.Errorf("updates %q from %d on", texts(got), got[0].ID)
	}
}

func TestInject(t *testing.T) {
	b := startUnchecked(t, telegramtest.Options{})
	id, err := b.Inject([]byte(`{"update_id":5,"unheard_of":{"a":[1]}}`))
	if err != nil {
		t.Fatal(err)
	}
	got := good[[]map[string]any](b, "getUpdates")
	if len(got) != 1 || got[0]["update_id"] != float64(id) || got[0]["unheard_of"] == nil {
		t.Errorf("updates %v", got)
	}
	if _, err := b.Inject([]byte("[]")); err == nil {
		t.Error("what is no object was taken")
	}
}
