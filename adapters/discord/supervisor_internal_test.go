package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
)

// A scripted gateway is a connect of a supervisor: each connection ends as the
// script says.
type scripted struct {
	script func(n int, t *ticket, up func(bool)) ending
	// at, resumed and identified are when connections were made, and how.
	at                  []time.Time
	resumed, identified int
	// atURL are where they were made; until back the address of the gateway
	// cannot be asked for.
	atURL []string
	back  time.Time
}

func (g *scripted) address(context.Context) (string, error) {
	if time.Now().Before(g.back) {
		return "", errors.New("no network")
	}
	return "wss://gateway.example", nil
}

func (g *scripted) connect(ctx context.Context, url string, t *ticket, tell steps) ending {
	g.at, g.atURL = append(g.at, time.Now()), append(g.atURL, url)
	if t.session == "" {
		g.identified++
	} else {
		g.resumed++
	}
	tell.identified()
	return g.script(len(g.at), t, tell.up)
}

// supervise runs a supervisor around a script for a time, in a bubble.
func supervise(t *testing.T, forTime time.Duration, g *scripted, identify func(context.Context, int) (string, func(), error)) (log string, err error) {
	t.Helper()
	if identify == nil {
		identify = func(context.Context, int) (string, func(), error) { return "wss://gateway.example", func() {}, nil }
	}
	var text strings.Builder
	a := &Adapter{client: &client{gate: newGate()}}
	w := usualWaits()
	s := &supervisor{
		connect: g.connect, identify: identify, address: g.address, refuse: a.refusedWith, ready: func() {}, waits: w,
		logger: slog.New(slog.NewTextHandler(&text, nil)), backoff: backoff{first: w.first, last: w.last},
	}
	ctx, cancel := context.WithTimeout(context.Background(), forTime)
	defer cancel()
	err = s.run(ctx)
	return text.String(), err
}

func TestSupervisorWaitsLonger(t *testing.T) {
	// D07: the gateway closes each connection as soon as the bot is up.
	synctest.Test(t, func(t *testing.T) {
		g := &scripted{script: func(n int, k *ticket, up func(bool)) ending {
			*k = ticket{session: fmt.Sprint("s", n), url: "wss://resume.example"}
			up(false)
			return ending{reached: true, code: closedTimeout}
		}}
		if _, err := supervise(t, time.Hour, g, nil); err != nil {
			t.Fatal(err)
		}
		if g.resumed != 0 {
			t.Errorf("%d connections went on with a session that the gateway had ended", g.resumed)
		}
		for i := 1; i < len(g.at); i++ {
			least := min(time.Second<<min(i-1, 9), 300*time.Second) / 2
			if wait := g.at[i].Sub(g.at[i-1]); wait < least || wait > 2*least {
				t.Errorf("wait %d is %v, not between %v and %v", i, wait, least, 2*least)
			}
		}
		if n := len(g.at); n < 15 || n > 40 {
			t.Errorf("%d connections in an hour", n)
		}
	})
}

func TestSupervisorForgetsLossesThatAreLongAgo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g *scripted
		var ended time.Time
		var waits []time.Duration
		g = &scripted{script: func(n int, k *ticket, up func(bool)) ending {
			if n > 1 {
				waits = append(waits, time.Since(ended))
			}
			up(false)
			held := time.Minute
			if n == 6 {
				held = 11 * time.Minute
			}
			time.Sleep(held)
			ended = time.Now()
			return ending{reached: true, upFor: held}
		}}
		if _, err := supervise(t, 30*time.Minute, g, nil); err != nil {
			t.Fatal(err)
		}
		if len(waits) < 7 || waits[4] < 8*time.Second || waits[5] > time.Second {
			t.Errorf("waits are %v: the sixth loss, after a minute, is to be waited for longer than the seventh, after eleven", waits)
		}
	})
}

func TestSupervisorStops(t *testing.T) {
	for _, code := range []int{4004, 4010, 4011, 4012, 4013, 4014} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &scripted{script: func(int, *ticket, func(bool)) ending { return ending{reached: true, code: code} }}
				_, err := supervise(t, time.Hour, g, nil)
				if len(g.at) != 1 || err == nil {
					t.Fatalf("after %d connections: %v", len(g.at), err)
				}
				// Who asked for as many connections as Discord advises asks again.
				if errors.Is(err, bot.ErrRefused) != (code != 4011) {
					t.Errorf("the error is %v", err)
				}
			})
		})
	}
	a := &Adapter{client: &client{gate: newGate()}, o: Options{Shards: 2}}
	if err := a.refusedWith(closedMoreShards); !errors.Is(err, bot.ErrRefused) || !strings.Contains(err.Error(), "discord.shards") {
		t.Errorf("two connections are too few, and the error is %v", err)
	}
}

func TestSupervisorGoesOn(t *testing.T) {
	for _, code := range []int{0, 1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4999} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &scripted{script: func(n int, k *ticket, up func(bool)) ending {
					if k.session == "" {
						*k = ticket{session: "s", url: "wss://resume.example", seq: 1}
					}
					up(n > 1)
					return ending{reached: true, upFor: time.Hour, code: code}
				}}
				if _, err := supervise(t, 3500*time.Millisecond, g, nil); err != nil {
					t.Fatal(err)
				}
				anew := slices.Contains([]int{4003, 4007, 4009}, code)
				if len(g.at) < 3 || anew != (g.resumed == 0) || !anew && g.identified != 1 {
					t.Errorf("of %d connections %d went on with their session, and %d identified themselves", len(g.at), g.resumed, g.identified)
				}
			})
		})
	}
}

func TestSupervisorInvalidSession(t *testing.T) {
	for name, lost := range map[string]bool{"ToBeResumed": false, "Lost": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &scripted{script: func(n int, k *ticket, up func(bool)) ending {
					*k = ticket{session: "s", url: "wss://resume.example"}
					if n%2 == 1 {
						up(false)
						return ending{reached: true, upFor: time.Hour}
					}
					return ending{reached: true, invalid: true, lost: lost}
				}}
				if _, err := supervise(t, time.Minute, g, nil); err != nil {
					t.Fatal(err)
				}
				for i := 2; i < len(g.at); i += 2 {
					if wait := g.at[i].Sub(g.at[i-1]); wait < time.Second || wait > 5*time.Second {
						t.Errorf("after an invalid session it waits %v", wait)
					}
				}
				if len(g.at) < 6 || (g.identified == 1) == lost {
					t.Errorf("of %d connections %d identified themselves", len(g.at), g.identified)
				}
			})
		})
	}
}

func TestSupervisorGivesATicketUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &scripted{script: func(n int, k *ticket, up func(bool)) ending {
			if n == 1 {
				*k = ticket{session: "s", url: "wss://gone.example"}
				up(false)
			}
			return ending{err: &failure{Message: "no such host"}}
		}}
		var asked []time.Time
		offline := func(context.Context, int) (string, func(), error) {
			if asked = append(asked, time.Now()); len(asked) == 1 {
				return "wss://gateway.example", func() {}, nil
			}
			return "", nil, errors.New("no network")
		}
		if _, err := supervise(t, time.Hour, g, offline); err != nil {
			t.Fatal(err)
		}
		if g.resumed != 2*maxTicketTries || !slices.Equal(g.atURL[maxTicketTries:], []string{"wss://gone.example", "wss://gateway.example", "wss://gateway.example", "wss://gateway.example"}) {
			t.Errorf("a session that cannot be reached is tried %d times, at %q", g.resumed, g.atURL)
		}
		for i := len(asked) - 5; i < len(asked); i++ {
			if wait := asked[i].Sub(asked[i-1]); wait > time.Minute {
				t.Errorf("without a network it waits %v", wait)
			}
		}
	})
}

// TestSupervisorKeepsATicketWithoutANetwork lets the network be away for longer
// than a few attempts take: what happened meanwhile is told afterwards.
func TestSupervisorKeepsATicketWithoutANetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &scripted{back: time.Now().Add(90 * time.Second)}
		g.script = func(n int, k *ticket, up func(bool)) ending {
			switch {
			case n == 1:
				*k = ticket{session: "s", url: "wss://resume.example", seq: 7}
			case time.Now().Before(g.back):
				return ending{err: &failure{Message: "no route to host"}}
			}
			up(n > 1)
			if n > 1 {
				time.Sleep(time.Hour)
			}
			return ending{reached: true}
		}
		if _, err := supervise(t, 5*time.Minute, g, nil); err != nil {
			t.Fatal(err)
		}
		if g.identified != 1 || len(g.at) < 3 || g.at[len(g.at)-1].Sub(g.at[0]) > 3*time.Minute {
			t.Errorf("it identifies itself %d times, the last of %d connections comes after %v", g.identified, len(g.at), g.at[len(g.at)-1].Sub(g.at[0]))
		}
	})
}

func TestSupervisorSaysWhatIsWrongOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &scripted{script: func(_ int, _ *ticket, up func(bool)) ending {
			up(false)
			return ending{err: errors.New("no route to host")}
		}}
		tries := 0
		log, _ := supervise(t, 17*time.Minute, g, func(context.Context, int) (string, func(), error) {
			if tries++; tries != 20 {
				return "", nil, errors.New("no network")
			}
			return "wss://gateway.example", func() {}, nil
		})
		if n := strings.Count(log, "was lost"); n < 1 || n > 4 {
			t.Errorf("in 17 minutes it is said %d times:\n%s", n, log)
		}
		if !strings.Contains(log, "there again") {
			t.Errorf("it is not said that the connection is there again:\n%s", log)
		}
	})
}

// A counter is a bot.Budget.
type counter struct {
	mu   sync.Mutex
	at   []time.Time
	err  error
	what string
}

func (c *counter) SpendBudget(_ context.Context, p bot.Platform, what string, limit int, span time.Duration) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return 0, c.err
	}
	c.what = string(p) + " " + what
	now := time.Now()
	c.at = slices.DeleteFunc(c.at, func(t time.Time) bool { return now.Sub(t) >= span })
	left := limit - len(c.at)
	if left > 0 {
		c.at = append(c.at, now)
	}
	return max(left, 0), nil
}

// adviser tells how often the bot may still identify itself.
func adviser(total, remaining, concurrency int, reset time.Duration) func(context.Context) (gatewayAdvice, error) {
	return func(context.Context) (gatewayAdvice, error) {
		g := gatewayAdvice{URL: "wss://gateway.example", Shards: 1}
		g.Limit.Total, g.Limit.Remaining, g.Limit.MaxConcurrency, g.Limit.ResetAfter = total, remaining, concurrency, reset.Milliseconds()
		return g, nil
	}
}

func TestIdentifierKeepsTheTokenSafe(t *testing.T) {
	// D07 and D08: whatever happens, Discord never counts the last fifth. Waits
	// of 2.5 to 5 minutes, drawn at random, make 392 attempts in a day, give or
	// take 4: the bounds of the slow cases lie ten times as far out.
	const slow, fastest = 350, 435
	tests := map[string]struct {
		advice func(context.Context) (gatewayAdvice, error)
		budget *counter
		// fast is a gateway that makes us believe in it each time, down one that
		// cannot be reached.
		fast, down bool
		low, top   int
	}{
		"FewLeft":      {adviser(1000, 5, 1, 23*time.Hour), &counter{}, false, false, 0, 0},
		"GuardReached": {adviser(1000, 199, 1, 23*time.Hour), &counter{}, false, false, 0, 0},
		"GuardAhead":   {adviser(1000, 200, 1, 23*time.Hour), &counter{}, false, false, slow, fastest},
		"OwnCount":     {adviser(1000, 1000, 1, 23*time.Hour), &counter{}, true, false, 800, 800},
		"BiggerBot":    {adviser(2000, 2000, 1, 23*time.Hour), &counter{}, true, false, 1600, 1600},
		"NoNumbers":    {adviser(0, 0, 0, 0), &counter{}, true, false, 800, 800},
		"NoGateway":    {adviser(1000, 1000, 1, 23*time.Hour), &counter{}, false, true, slow, fastest},
		"NoStore":      {adviser(1000, 1000, 1, 23*time.Hour), &counter{err: errors.New("disk full")}, false, false, slow, fastest},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log strings.Builder
				w := usualWaits()
				i := &identifier{advice: tt.advice, budget: tt.budget, waits: w, logger: slog.New(slog.NewTextHandler(&log, nil)), groups: map[int]*identifyGroup{}}
				g := &scripted{script: func(n int, k *ticket, up func(bool)) ending {
					if tt.down {
						return ending{err: &failure{Message: "no route to host"}}
					}
					up(false)
					held := time.Duration(0)
					if tt.fast {
						held = w.stable
					}
					return ending{reached: true, upFor: held}
				}}
				if _, err := supervise(t, 24*time.Hour-time.Second, g, i.turn); err != nil {
					t.Fatal(err)
				}
				if g.identified < tt.low || g.identified > tt.top {
					t.Errorf("the bot identified itself %d times in a day, not between %d and %d", g.identified, tt.low, tt.top)
				}
				if told := strings.Contains(log.String(), "too often"); tt.top != fastest && !told || tt.down && told {
					t.Errorf("it is told: %t\n%s", told, log.String())
				}
				if tt.budget.err == nil && tt.budget.what != "" && tt.budget.what != "discord identify" {
					t.Errorf("%q is counted", tt.budget.what)
				}
			})
		})
	}
}

func TestIdentifierTakesTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := &identifier{advice: adviser(1000, 1000, 4, 0), budget: &counter{}, waits: usualWaits(), logger: slog.New(slog.DiscardHandler), groups: map[int]*identifyGroup{}}
		began := time.Now()
		var mu sync.Mutex
		at := map[int]time.Duration{}
		var all sync.WaitGroup
		for shard := range 10 {
			all.Go(func() {
				_, done, err := i.turn(t.Context(), shard)
				if err != nil {
					t.Error(err)
					return
				}
				time.Sleep(time.Duration(shard) * 100 * time.Millisecond) // until it has identified itself
				mu.Lock()
				at[shard] = time.Since(began)
				mu.Unlock()
				done()
			})
		}
		all.Wait()
		for shard, after := range at {
			for other, when := range at {
				if shard < other && shard%4 == other%4 && (after-when).Abs() < 5*time.Second {
					t.Errorf("connections %d and %d identify themselves after %v and %v", shard, other, after, when)
				}
			}
			if group := shard % 4; after > time.Duration(2+(1-group/2))*6*time.Second {
				t.Errorf("connection %d waits %v", shard, after)
			}
		}
	})
}
