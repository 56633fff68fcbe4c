package discord

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// after is what a gate does with a request after an answer: "" lets it pass.
func after(g *gate, own bool) string {
	if f := g.pass(context.Background(), own); f != nil {
		return fmt.Sprint(f.Status, " ", f.RetryAfter)
	}
	return ""
}

func noted(g *gate, own bool, f *failure) {
	status := f.Status
	if f.foreign && status == 502 {
		status = 403
	}
	g.note(own, &exchange{status: status}, f)
}

func TestGate(t *testing.T) {
	tests := map[string]struct {
		own    bool
		answer failure
		// bot and own are what happens to requests of either kind then, later
		// after ten seconds.
		bot, answers, later string
	}{
		"Refused":       {false, failure{Status: 403, Code: 50013}, "", "", ""},
		"Flood":         {false, failure{Status: 429, RetryAfter: 3 * time.Second}, "", "", ""},
		"FloodShared":   {false, failure{Status: 429, RetryAfter: 3 * time.Second, Shared: true}, "", "", ""},
		"FloodAll":      {false, failure{Status: 429, RetryAfter: 3 * time.Second, Global: true}, "429 3s", "", ""},                                  // D16
		"Cloudflare":    {false, failure{Status: 429, RetryAfter: time.Hour, Global: true, foreign: true}, "429 1h0m0s", "429 1h0m0s", "429 59m50s"}, // D17
		"Token":         {false, failure{Status: 401}, "401 0s", "401 0s", "401 0s"},                                                                 // D19
		"TokenInvalid":  {false, failure{Status: 401, Code: 50014}, "401 0s", "401 0s", "401 0s"},
		"NotForToken":   {false, failure{Status: 401, Code: 50027}, "", "", ""},
		"ExpiredAnswer": {true, failure{Status: 401, Code: 50027}, "", "", ""},
		"AnswerRefused": {true, failure{Status: 401}, "", "", ""},
		"PageForbids":   {false, failure{Status: 502, foreign: true}, "", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := newGate()
				noted(g, tt.own, &tt.answer)
				if got := after(g, false); got != tt.bot {
					t.Errorf("the next request: %q, want %q", got, tt.bot)
				}
				if got := after(g, true); got != tt.answers {
					t.Errorf("the next answer to an interaction: %q, want %q", got, tt.answers)
				}
				time.Sleep(10*time.Second - time.Second/perSecond)
				time.Sleep(time.Second / perSecond)
				if got := after(g, false); got != tt.later {
					t.Errorf("a request later: %q, want %q", got, tt.later)
				}
				select {
				case <-g.refused:
					if tt.bot != "401 0s" {
						t.Error("the token counts as refused")
					}
				default:
					if tt.bot == "401 0s" {
						t.Error("nobody is told that the token is refused")
					}
				}
			})
		})
	}
}

func TestGateSpreadsRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g, began := newGate(), time.Now()
		var at []time.Duration
		for range 200 {
			if f := g.pass(t.Context(), false); f != nil {
				t.Fatal(f)
			}
			at = append(at, time.Since(began))
		}
		for i := 50; i < len(at); i++ {
			if at[i]-at[i-50] <= time.Second {
				t.Fatalf("51 requests leave in %v", at[i]-at[i-50])
			}
		}
		if took := at[199]; took > 4200*time.Millisecond {
			t.Errorf("200 requests take %v", took)
		}
		mark := time.Now()
		for range 200 {
			if f := g.pass(t.Context(), true); f != nil {
				t.Fatal(f)
			}
		}
		if time.Since(mark) > 0 {
			t.Error("answers to interactions wait for their turn")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		g.pass(ctx, false)
		if f := g.pass(ctx, false); f == nil || f.sent {
			t.Errorf("whoever cannot wait gets %v", f)
		}
	})
}

// TestGateHoldsThoseWhoWait lets a long hold come while requests wait for their
// turn.
func TestGateHoldsThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.pass(t.Context(), false)
		ended := make(chan *failure)
		go func() { ended <- g.pass(t.Context(), false) }()
		synctest.Wait()
		noted(g, false, &failure{Status: 429, Global: true, RetryAfter: time.Minute})
		if f := <-ended; f == nil || f.Status != 429 {
			t.Errorf("it left: %v", f)
		}
	})
}

func TestGateCountsRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		for i := range 2 * maxInvalid { // half of them do not count
			noted(g, i%4 == 0, &failure{Status: []int{403, 404}[i%2], Code: 50001})
		}
		if got := after(g, false); got != "429 1m0s" {
			t.Errorf("after %d refusals a request: %q", maxInvalid, got)
		}
		if got := after(g, true); got != "" {
			t.Errorf("an answer to an interaction: %q", got)
		}
		time.Sleep(invalidSpan - time.Minute)
		if got := after(g, false); got == "" {
			t.Error("they are forgotten too early")
		}
		time.Sleep(2 * time.Minute)
		if got := after(g, false); got != "" {
			t.Errorf("they are not forgotten: %q", got)
		}
		for range maxInvalid {
			noted(g, false, &failure{Status: 429, Shared: true})
		}
		if got := after(g, false); got != "" {
			t.Errorf("what others have used up counts: %q", got)
		}
	})
}
