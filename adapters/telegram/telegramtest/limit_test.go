package telegramtest_test

import (
	"fmt"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
)

// stopped is a clock that only Advance moves.
func stopped() func() time.Time {
	at := time.Date(2026, 11, 6, 8, 0, 0, 0, time.UTC)
	return func() time.Time { return at }
}

// T09
func TestLimitOfAChat(t *testing.T) {
	b := start(t, telegramtest.Options{Now: stopped()})
	ana := b.friend("Ana")
	for range 3 {
		b.send(ana.Private(), "burst")
	}
	b.bad(429, "Too Many Requests: retry after 1", "sendMessage", "chat_id", ana.ID(), "text", "a")
	b.Advance(900 * time.Millisecond)
	r := b.bad(429, "Too Many Requests: retry after 1", "sendMessage", "chat_id", ana.ID(), "text", "too early")
	if r.Parameters.RetryAfter != 1 || b.TooMany() != 2 {
		t.Errorf("retry_after is %d, %d were counted", r.Parameters.RetryAfter, b.TooMany())
	}
	b.Advance(100 * time.Millisecond)
	b.send(ana.Private(), "in time")
	b.bad(429, "Too Many Requests: retry after 1", "sendMessage", "chat_id", ana.ID(), "text", "too many again")
	b.send(b.friend("Ben").Private(), "others are free")
}

func TestLimitOfAGroup(t *testing.T) {
	b := start(t, telegramtest.Options{Now: stopped()})
	ana := b.friend("Ana")
	group := b.AddGroup("Dockers", ana)
	group.Add(ana, b.Bot())
	for i := range 20 {
		b.send(group, fmt.Sprint(i))
		b.Advance(time.Second)
	}
	r := b.bad(429, "Too Many Requests: retry after 40", "sendMessage", "chat_id", group.ID(), "text", "a")
	b.Advance(time.Duration(r.Parameters.RetryAfter-1) * time.Second)
	b.bad(429, "Too Many Requests: retry after 1", "sendMessage", "chat_id", group.ID(), "text", "a")
	b.Advance(time.Second)
	b.send(group, "in time")
}

// T10
func TestLimitOfAllChats(t *testing.T) {
	b := start(t, telegramtest.Options{Now: stopped()})
	for i := range 30 {
		b.send(b.friend(fmt.Sprint("Reader", i)).Private(), "a")
	}
	last := b.friend("Last")
	b.bad(429, "Too Many Requests: retry after 1", "sendMessage", "chat_id", last.ID(), "text", "a")
	b.bad(429, "Too Many Requests: retry after 1", "sendMessage", "chat_id", b.friend("Other").ID(), "text", "a")
	b.Advance(time.Second)
	b.send(last.Private(), "a")
}

func TestLimitsOfATest(t *testing.T) {
	b := start(t, telegramtest.Options{Now: stopped(), Limits: &telegramtest.Limits{}})
	ana := b.friend("Ana")
	for range 100 {
		b.send(ana.Private(), "a")
	}
	b.SetLimits(telegramtest.Limits{ChatPerSecond: 1, ChatBurst: 1, RetryAfter: 7 * time.Second})
	b.send(ana.Private(), "a")
	b.bad(429, "Too Many Requests: retry after 7", "sendMessage", "chat_id", ana.ID(), "text", "a")
	b.SetLimits(telegramtest.Limits{})
	b.send(ana.Private(), "a")
}
