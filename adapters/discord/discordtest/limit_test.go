package discordtest_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// D15
func TestBuckets(t *testing.T) {
	at := clock{time.Now()}
	b := start(t, discordtest.Options{Now: at.now, Limits: new(discordtest.DefaultLimits())})
	other := b.guild.AddTextChannel("other")
	send := func(r *discordtest.Room) answer { return b.call("POST", messages(r), `{"content":"a"}`) }
	name := ""
	for left := 4; left >= 0; left-- {
		a := send(b.news)
		after, err := strconv.ParseFloat(a.Header.Get("X-RateLimit-Reset-After"), 64)
		if a.Status != 200 || a.Header.Get("X-RateLimit-Remaining") != strconv.Itoa(left) || a.Header.Get("X-RateLimit-Limit") != "5" || err != nil || after != 5 {
			t.Errorf("answer %d, headers %v", a.Status, a.Header)
		}
		if name = a.Header.Get("X-RateLimit-Bucket"); len(name) != 32 {
			t.Errorf("the bucket is called %q", name)
		}
	}
	at.at = at.at.Add(1500 * time.Millisecond)
	a := send(b.news)
	if a.Status != 429 || a.RetryAfter != 3.5 || a.Global || a.Header.Get("X-RateLimit-Scope") != "user" || a.Header.Get("Retry-After") != "4" ||
		a.Header.Get("X-RateLimit-Bucket") != name || a.Header.Get("Via") == "" {
		t.Errorf("the sixth: %d %s, headers %v", a.Status, a.Body, a.Header)
	}
	if a := send(other); a.Status != 200 || a.Header.Get("X-RateLimit-Bucket") != name || a.Header.Get("X-RateLimit-Remaining") != "4" {
		t.Errorf("another channel: %d, headers %v", a.Status, a.Header)
	}
	if a := b.call("PATCH", message(b.news, b.last(b.news).ID), `{"content":"b"}`); a.Status != 200 || a.Header.Get("X-RateLimit-Bucket") == name {
		t.Errorf("another route: %d, headers %v", a.Status, a.Header)
	}
	at.at = at.at.Add(3500 * time.Millisecond)
	if a := send(b.news); a.Status != 200 || a.Header.Get("X-RateLimit-Remaining") != "4" {
		t.Errorf("after the wait: %d, headers %v", a.Status, a.Header)
	}
	if b.TooMany() != 1 || b.Invalid() != 1 {
		t.Errorf("TooMany %d, Invalid %d", b.TooMany(), b.Invalid())
	}
}

// D16
func TestOverall(t *testing.T) {
	at := clock{time.Now()}
	b := start(t, discordtest.Options{Now: at.now, Limits: &discordtest.Limits{Overall: discordtest.Rate{N: 3, Per: time.Second}}})
	for range 3 {
		b.send(b.news, "a")
	}
	a := b.bad(429, 0, "GET", "/users/@me", nil)
	if !a.Global || a.RetryAfter != 1 || a.Header.Get("X-RateLimit-Global") != "true" || a.Header.Get("Retry-After") != "1" ||
		a.Header.Get("X-RateLimit-Scope") != "" || a.Header.Get("X-RateLimit-Reset-After") != "" {
		t.Errorf("answer %s, headers %v", a.Body, a.Header)
	}
	// Callbacks are not held up.
	if a := b.call("POST", "/interactions/5/token/callback", `{"type":5}`); a.Code != 10062 {
		t.Errorf("a callback: %d %s", a.Status, a.Body)
	}
	at.at = at.at.Add(time.Second)
	b.send(b.news, "a")
}

// D16, D17
func TestOrderedFloods(t *testing.T) {
	b := start(t, discordtest.Options{})
	header := map[string]map[string]string{
		"user":   {"X-RateLimit-Scope": "user", "Retry-After": "3", "X-RateLimit-Reset-After": "2.500", "X-RateLimit-Remaining": "0"},
		"global": {"X-RateLimit-Scope": "", "Retry-After": "3", "X-RateLimit-Global": "true", "X-RateLimit-Reset-After": ""},
		"shared": {"X-RateLimit-Scope": "shared", "Retry-After": "3"},
	}
	wait := 2500 * time.Millisecond
	for name, f := range map[string]discordtest.Fault{"user": discordtest.Flooding(wait), "global": discordtest.FloodingAll(wait), "shared": discordtest.Shared(wait)} {
		t.Run(name, func(t *testing.T) {
			before := b.Invalid()
			b.Fail(discordtest.SendRoute, b.news.ID(), f)
			a := b.bad(429, 0, "POST", messages(b.news), `{"content":"a"}`)
			if a.RetryAfter != 2.5 || a.Global != (name == "global") {
				t.Errorf("answer %s", a.Body)
			}
			for key, want := range header[name] {
				if got := a.Header.Get(key); got != want {
					t.Errorf("%s is %q, want %q", key, got, want)
				}
			}
			if counted := b.Invalid() - before; counted != 1 && name != "shared" || counted != 0 && name == "shared" {
				t.Errorf("it counted %d times as invalid", counted)
			}
			b.send(b.news, "a")
		})
	}
	t.Run("Cloudflare", func(t *testing.T) {
		b.Fail("", 0, discordtest.Cloudflare(90*time.Second))
		a, err := b.request("GET", "/users/@me", nil, nil)
		if err != nil || a.Status != 429 || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") || a.Header.Get("Via") != "" || a.Header.Get("Retry-After") != "90" || !strings.Contains(string(a.Body), "1015") {
			t.Errorf("answer %d %s, headers %v, %v", a.Status, a.Body, a.Header, err)
		}
	})
	if b.TooMany() != 0 {
		t.Errorf("TooMany is %d, though all were ordered", b.TooMany())
	}
}

// Who makes too many invalid requests is let in no more.
func TestBan(t *testing.T) {
	at := clock{time.Now()}
	b := startUnchecked(t, discordtest.Options{Now: at.now, Limits: &discordtest.Limits{Invalid: discordtest.Rate{N: 4, Per: time.Minute}, Ban: time.Hour}})
	b.news.Deny(b.Bot(), discordtest.SendMessages)
	fail := func() { b.bad(403, 50013, "POST", messages(b.news), `{"content":"a"}`) }
	for range 3 {
		fail()
	}
	at.at = at.at.Add(time.Minute)
	if b.Invalid() != 0 {
		t.Errorf("%d are still counted", b.Invalid())
	}
	for range 4 {
		b.bad(404, 10003, "GET", "/channels/5", nil) // does not count
		fail()
	}
	if !b.Banned() {
		t.Error("nothing came of it")
	}
	if a := b.call("GET", "/users/@me", nil); a.Status != 429 || !strings.Contains(string(a.Body), "Cloudflare") {
		t.Errorf("answer %d %s", a.Status, a.Body)
	}
	at.at = at.at.Add(time.Hour)
	if b.Banned() || b.call("GET", "/users/@me", nil).Status != 200 {
		t.Error("it does not end")
	}
}

func TestSetLimits(t *testing.T) {
	b := start(t, discordtest.Options{})
	b.SetLimits(discordtest.Limits{Routes: map[string]discordtest.Rate{discordtest.SendRoute: {N: 1, Per: time.Hour}}})
	b.send(b.news, "a")
	b.bad(429, 0, "POST", messages(b.news), `{"content":"a"}`)
	b.SetLimits(discordtest.Limits{})
	if a := b.call("POST", messages(b.news), `{"content":"a"}`); a.Status != 200 || a.Header.Get("X-RateLimit-Limit") != "" {
		t.Errorf("without limits: %d, headers %v", a.Status, a.Header)
	}
}

func TestFaults(t *testing.T) {
	b := start(t, discordtest.Options{})
	t.Run("BadGateway", func(t *testing.T) {
		b.Fail(discordtest.SendRoute, 0, discordtest.BadGateway())
		a, err := b.request("POST", messages(b.news), strings.NewReader(`{"content":"a"}`), nil)
		if err != nil || a.Status != http.StatusBadGateway || a.Header.Get("Content-Type") != "text/html" || len(b.news.BotPosts()) != 0 {
			t.Errorf("answer %d %v, %v; %d messages stored", a.Status, a.Header, err, len(b.news.BotPosts()))
		}
	})
	t.Run("Stall", func(t *testing.T) {
		b.Fail("", 0, discordtest.Stalling(200*time.Millisecond))
		began := time.Now()
		good[discordtest.User](b, "GET", "/users/@me", nil)
		if took := time.Since(began); took < 200*time.Millisecond {
			t.Errorf("the answer came after %v", took)
		}
	})
	t.Run("OnlyWhomItIsFor", func(t *testing.T) {
		b.Fail(discordtest.SendRoute, b.news.ID()+1, discordtest.Refusing(50013))
		b.Fail(discordtest.ChannelRoute, 0, discordtest.Refusing(130000))
		b.send(b.news, "through")
		b.bad(503, 130000, "GET", "/channels/"+b.news.ID().String(), nil)
		b.ClearFaults()
	})
	t.Run("Always", func(t *testing.T) {
		b.Fail(discordtest.MeRoute, 0, discordtest.Fault{Times: -1, Refuse: discordtest.Refuse(50014)})
		for range 3 {
			b.bad(401, 50014, "GET", "/users/@me", nil)
		}
		b.ClearFaults()
		good[discordtest.User](b, "GET", "/users/@me", nil)
	})
	t.Run("EachCode", func(t *testing.T) {
		for _, code := range []int{10003, 20016, 20028, 40003, 50001, 50007, 50278, 160005, 200000, 240000} {
			b.Fail(discordtest.SendRoute, b.news.ID(), discordtest.Refusing(code))
			a := b.call("POST", messages(b.news), `{"content":"a"}`)
			if a.Code != code || a.Status < 400 || a.Message == "" || a.Status == 429 && a.RetryAfter == 0 {
				t.Errorf("code %d: %d %s", code, a.Status, a.Body)
			}
		}
	})
}

// Many buckets do not stay for ever.
func TestBucketsAreForgotten(t *testing.T) {
	at := clock{time.Now()}
	b := startUnchecked(t, discordtest.Options{Now: at.now, Limits: &discordtest.Limits{Others: discordtest.Rate{N: 1, Per: time.Second}}})
	for i := range 5000 {
		at.at = at.at.Add(time.Millisecond)
		b.call("GET", fmt.Sprint("/channels/", i+1), nil)
	}
	if a := b.call("GET", "/channels/5000", nil); a.Status != 429 {
		t.Errorf("the last is forgotten: %d %s", a.Status, a.Body)
	}
	if a := b.call("GET", "/channels/1", nil); a.Code != 10003 {
		t.Errorf("the first: %d %s", a.Status, a.Body)
	}
}
