package bot

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"wirebrief/briefing"
)

var (
	pollDay  = time.Date(2026, time.November, 6, 9, 0, 0, 0, time.UTC)
	testPace = pollPace{3 * time.Minute, time.Hour}
)

func failure(kind SourceTrouble) pollOutcome {
	return pollOutcome{trouble: &SourceError{Trouble: kind, Message: "no answer"}}
}

func TestNextKeepsItsBounds(t *testing.T) {
	duration := func(t *rapid.T, name string, low, high time.Duration) time.Duration {
		return time.Duration(rapid.Int64Range(int64(low), int64(high)).Draw(t, name))
	}
	instant := func(t *rapid.T, name string) time.Time {
		if rapid.Bool().Draw(t, name+" is zero") {
			return time.Time{}
		}
		return pollDay.Add(duration(t, name, -1e5*time.Hour, 1e5*time.Hour))
	}
	rapid.Check(t, func(t *rapid.T) {
		l := pollPace{fastest: duration(t, "fastest", 1, MaxPollWait)}
		l.slowest = duration(t, "slowest", l.fastest, MaxPollWait)
		was := Polling{
			Next: instant(t, "next"), Last: instant(t, "last"), Succeeded: instant(t, "succeeded"), FailingSince: instant(t, "failing"),
			Interval: duration(t, "interval", -time.Hour, 1e5*time.Hour), Failures: rapid.IntRange(-1, 1<<31).Draw(t, "failures"),
		}
		var o pollOutcome
		o.reading = Reading{More: rapid.Bool().Draw(t, "more"), Unchanged: rapid.Bool().Draw(t, "unchanged"), Wait: duration(t, "wait", -time.Hour, 1e6*time.Hour)}
		o.fresh, o.gap = rapid.IntRange(0, 1000).Draw(t, "fresh"), duration(t, "gap", 0, 1e6*time.Hour)
		if rapid.Bool().Draw(t, "fails") {
			o.trouble = &SourceError{Trouble: SourceTrouble(rapid.IntRange(0, 7).Draw(t, "trouble")), RetryAfter: duration(t, "retry after", -time.Hour, 1e6*time.Hour)}
		}
		random := rapid.Float64Range(0, 0.999999).Draw(t, "random")
		p := l.next(was, o, pollDay, random)
		wait := p.Next.Sub(pollDay)
		if wait <= 0 || wait > MaxPollWait {
			t.Fatalf("waits %v", wait)
		}
		if hurry := o.trouble == nil && o.reading.More && o.fresh > 0; wait < l.fastest && !hurry {
			t.Fatalf("waits %v, faster than %v", wait, l.fastest)
		}
		if o.trouble == nil && wait > l.slowest {
			t.Fatalf("waits %v after a success, slower than %v", wait, l.slowest)
		}
		if o.trouble != nil && wait < min(o.trouble.RetryAfter, MaxPollWait) {
			t.Fatalf("waits %v, though asked for %v", wait, o.trouble.RetryAfter)
		}
		if p.Interval < l.fastest || p.Interval > l.slowest || !p.Last.Equal(pollDay) || p.FailingSince.After(pollDay) {
			t.Fatalf("became %+v", p)
		}
		if (p.Failures == 0) != (o.trouble == nil) || (p.FailingSince.IsZero()) != (o.trouble == nil) && !was.FailingSince.IsZero() {
			t.Fatalf("failures of %+v", p)
		}
	})
}

func TestBackOffGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rapid.Float64Range(0, 0.999999).Draw(t, "random")
		p := Polling{Interval: time.Duration(rapid.Int64Range(0, int64(2*time.Hour)).Draw(t, "interval"))}
		var waits []time.Duration
		now := pollDay
		for range 40 {
			p = testPace.next(p, failure(SourceUnreachable), now, random)
			waits = append(waits, p.Next.Sub(now))
			now = p.Next
		}
		for i := range waits[1:] {
			if waits[i+1] < waits[i] {
				t.Fatalf("wait %d is shorter than the one before: %v", i+1, waits)
			}
		}
		if last := waits[len(waits)-1]; last < backOffLimit*9/10 || last > backOffLimit {
			t.Fatalf("ends with a wait of %v", last)
		}
		if waits[0] > testPace.slowest*11/10 {
			t.Fatalf("the first wait is %v", waits[0])
		}
	})
}

// poll simulates polls of a source that publishes every gap for so long, and
// returns the intervals at the end.
func simulate(gap, long time.Duration) (p Polling, polls int) {
	now := pollDay
	p = testPace.next(Polling{}, pollOutcome{}, now, 0.5)
	for end := now.Add(long); now.Before(end); polls++ {
		before := now
		now = p.Next
		fresh := int(now.Sub(pollDay)/gap - before.Sub(pollDay)/gap)
		p = testPace.next(p, pollOutcome{fresh: fresh}, now, 0.5)
	}
	return p, polls
}

func TestPaceFollowsTheSource(t *testing.T) {
	for name, test := range map[string]struct{ gap, low, high time.Duration }{
		"busy":  {5 * time.Minute, 3 * time.Minute, 4 * time.Minute},
		"usual": {time.Hour, 8 * time.Minute, 45 * time.Minute},
		"quiet": {7 * 24 * time.Hour, 50 * time.Minute, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			if p, polls := simulate(test.gap, 5*24*time.Hour); p.Interval < test.low || p.Interval > test.high {
				t.Errorf("interval %v after %d polls, want %v to %v", p.Interval, polls, test.low, test.high)
			}
		})
	}
}

func TestFirstPollIsSeeded(t *testing.T) {
	for name, test := range map[string]struct{ gap, want time.Duration }{
		"nothing known": {0, firstInterval}, "busy": {time.Minute, testPace.fastest}, "usual": {30 * time.Minute, 10 * time.Minute}, "quiet": {48 * time.Hour, testPace.slowest},
	} {
		t.Run(name, func(t *testing.T) {
			p := testPace.next(Polling{}, pollOutcome{gap: test.gap, fresh: 80}, pollDay, 0.5)
			if p.Interval != test.want || !p.Succeeded.Equal(pollDay) || !p.Changed.Equal(pollDay) {
				t.Errorf("interval %v, want %v: %+v", p.Interval, test.want, p)
			}
		})
	}
}

func TestMoreComesSoonAndStaysBacklog(t *testing.T) {
	p := testPace.next(Polling{}, pollOutcome{fresh: 50, reading: Reading{More: true, Wait: time.Hour}}, pollDay, 0.5)
	if p.Next.Sub(pollDay) > moreWait || !p.Succeeded.IsZero() {
		t.Errorf("a first poll with more to come: %+v", p)
	}
	p = testPace.next(p, pollOutcome{fresh: 0, reading: Reading{More: true}}, pollDay, 0.5)
	if p.Next.Sub(pollDay) < testPace.fastest {
		t.Errorf("more that brings nothing gets a hurry: %+v", p)
	}
	p = testPace.next(p, pollOutcome{fresh: 3}, pollDay, 0.5)
	if !p.Succeeded.Equal(pollDay) {
		t.Errorf("the end of the backlog: %+v", p)
	}
	p = testPace.next(p, pollOutcome{fresh: 3, reading: Reading{More: true}}, pollDay.Add(time.Hour), 0.5)
	if !p.Succeeded.After(pollDay) {
		t.Errorf("more after the first poll is news: %+v", p)
	}
}

func TestWishesOfASource(t *testing.T) {
	known := Polling{Succeeded: pollDay.Add(-time.Hour), Interval: 10 * time.Minute}
	for name, test := range map[string]struct {
		o    pollOutcome
		want time.Duration
	}{
		"a long life in caches":  {pollOutcome{fresh: 1, reading: Reading{Wait: 40 * time.Minute}}, 40 * time.Minute},
		"a life of a year":       {pollOutcome{fresh: 1, reading: Reading{Wait: 365 * 24 * time.Hour}}, testPace.slowest},
		"a short one":            {pollOutcome{fresh: 1, reading: Reading{Wait: time.Second}}, 6 * time.Minute},
		"Retry-After":            {pollOutcome{trouble: &SourceError{Trouble: SourceBusy, RetryAfter: 7 * time.Hour}}, 7 * time.Hour},
		"Retry-After for a year": {pollOutcome{trouble: &SourceError{Trouble: SourceBusy, RetryAfter: 365 * 24 * time.Hour}}, MaxPollWait},
	} {
		t.Run(name, func(t *testing.T) {
			if got := testPace.next(known, test.o, pollDay, 0.5).Next.Sub(pollDay); got.Round(time.Second) != test.want {
				t.Errorf("waits %v, want %v", got, test.want)
			}
		})
	}
}

func TestSuccessForgetsFailures(t *testing.T) {
	p := testPace.next(Polling{}, failure(SourceMissing), pollDay, 0.5)
	if p.Failures != 1 || !p.FailingSince.Equal(pollDay) || p.Problem != "no answer" || !p.Succeeded.IsZero() {
		t.Fatalf("a failure became %+v", p)
	}
	p = testPace.next(p, pollOutcome{reading: Reading{ETag: "a", Digest: "d", Hub: "h", HubTopic: "t"}}, pollDay.Add(time.Hour), 0.5)
	if p.Failures != 0 || !p.FailingSince.IsZero() || p.Problem != "" || p.ETag != "a" || p.Hub != "h" {
		t.Fatalf("a success became %+v", p)
	}
	p = testPace.next(p, pollOutcome{reading: Reading{Unchanged: true, LastModified: "m"}}, pollDay.Add(time.Hour), 0.5)
	if p.ETag != "a" || p.LastModified != "m" || p.Digest != "d" || p.HubTopic != "t" {
		t.Fatalf("what is unchanged became %+v", p)
	}
	p = testPace.next(p, failure(SourceBusy), pollDay.Add(2*time.Hour), 0.5)
	if p.ETag != "a" || p.Digest != "d" {
		t.Fatalf("a failure forgot what was known: %+v", p)
	}
}

func TestClockSetBack(t *testing.T) {
	p := testPace.next(Polling{Failures: 4, FailingSince: pollDay.Add(1000 * time.Hour)}, failure(SourceBusy), pollDay, 0.5)
	if !p.FailingSince.Equal(pollDay) || p.Failures != 5 {
		t.Errorf("became %+v", p)
	}
}

func TestRedirectIsBelievedAfterDays(t *testing.T) {
	const to = "https://new.example/feed"
	poll := func(p Polling, now time.Time, to string) Polling {
		return testPace.next(p, pollOutcome{reading: Reading{Moved: to, Unchanged: true}}, now, 0.5)
	}
	var p Polling
	for i := range 3 * 24 {
		now := pollDay.Add(time.Duration(i) * time.Hour)
		p = poll(p, now, to)
		// Begun at 9 on one day, the third day begins 39 hours later.
		if got := p.hasMoved(); got != (i >= 39) {
			t.Fatalf("hour %d: moved %v, %+v", i, got, p)
		}
	}
	if q := testPace.next(p, failure(SourceBusy), pollDay.Add(100*time.Hour), 0.5); q.hasMoved() || q.MovedTo != to {
		t.Errorf("a failure: %+v", q)
	}
	if q := poll(p, pollDay.Add(100*time.Hour), "https://other.example/feed"); q.hasMoved() || q.Moves != 1 {
		t.Errorf("another place: %+v", q)
	}
	if q := poll(p, pollDay.Add(100*time.Hour), ""); q.MovedTo != "" || q.Moves != 0 {
		t.Errorf("back at its place: %+v", q)
	}
}

func TestHopeless(t *testing.T) {
	day := 24 * time.Hour
	for name, test := range map[string]struct {
		failures     int
		gone, cutOff bool
		lasted       time.Duration
		want         bool
	}{
		"works": {0, false, false, 0, false}, "gone at once": {3, true, false, time.Hour, false}, "gone over two days": {3, true, false, 2 * day, true},
		"gone, and nothing else is heard": {3, true, true, 2 * day, true}, "failed twice over days": {2, true, false, 5 * day, false},
		"ten failures": {10, false, false, 30 * day, false}, "eleven in six days": {11, false, false, 6 * day, false},
		"eleven in seven days": {11, false, false, 7 * day, true}, "nothing is heard for seven days": {30, false, true, 7 * day, false},
		"nothing is heard for a month": {30, false, true, 30 * day, true}, "the clock was set back": {30, true, false, -day, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := Polling{Failures: test.failures, FailingSince: pollDay.Add(-test.lasted)}
			if test.failures == 0 {
				p.FailingSince = time.Time{}
			}
			if got := p.isHopeless(test.gone, test.cutOff, pollDay); got != test.want {
				t.Errorf("hopeless: %v", got)
			}
		})
	}
}

func TestGoneAgain(t *testing.T) {
	gone, missing := &SourceError{Trouble: SourceGone, Message: "gone"}, &SourceError{Trouble: SourceMissing, Message: "missing"}
	for name, test := range map[string]struct {
		before, now *SourceError
		want        bool
	}{
		"twice": {gone, gone, true}, "for the first time": {nil, gone, false}, "after another failure": {missing, gone, false},
		"not now": {gone, missing, false}, "another failure twice": {missing, missing, false}, "back": {gone, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			was := testPace.next(Polling{}, pollOutcome{trouble: test.before}, pollDay, 0.5)
			if got := testPace.next(was, pollOutcome{trouble: test.now}, pollDay, 0.5).goneAgain(was, test.now); got != test.want {
				t.Errorf("gone again: %v", got)
			}
		})
	}
}

func TestUsualGap(t *testing.T) {
	entry := func(age time.Duration) Entry { return Entry{Report: &briefing.Article{Published: pollDay.Add(-age)}} }
	for name, test := range map[string]struct {
		entries []Entry
		want    time.Duration
	}{
		"none":          {nil, 0},
		"one":           {[]Entry{entry(time.Hour)}, 0},
		"undated":       {[]Entry{{Report: &briefing.Article{}}, {}, entry(time.Hour)}, 0},
		"in the future": {[]Entry{entry(-time.Hour), entry(time.Hour)}, 0},
		"two":           {[]Entry{entry(4 * time.Hour), entry(2 * time.Hour)}, 2 * time.Hour},
		"at one moment": {[]Entry{entry(0), entry(0)}, 1},
		"only newest":   {append([]Entry{entry(9000 * time.Hour)}, many(10, entry(10*time.Hour))...), time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			if got := usualGap(test.entries, pollDay); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func many[T any](n int, v T) (all []T) {
	for range n {
		all = append(all, v)
	}
	return all
}
