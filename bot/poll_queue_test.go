package bot

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func queued(id int64, host string) Source {
	return Source{ID: id, URL: fmt.Sprintf("https://%s/feed/%d", host, id)}
}

func TestQueueTakesTurns(t *testing.T) {
	q := newPollQueue()
	for id := range int64(9) {
		// Three hosts, the sources of the first first.
		if until := q.add(queued(id+1, fmt.Sprintf("h%d.example", id/3)), pollDay, time.Hour); !until.IsZero() {
			t.Fatalf("source %d was put off to %v", id+1, until)
		}
	}
	var order []int64
	for range 3 {
		var round []Source
		for {
			s, ok := q.take(9)
			if !ok {
				break
			}
			round = append(round, s)
		}
		for _, s := range round {
			order = append(order, s.ID)
			q.done(s, time.Second)
			q.release(s.ID)
		}
	}
	if want := []int64{1, 4, 7, 2, 5, 8, 3, 6, 9}; !slices.Equal(order, want) {
		t.Errorf("taken %v, want %v", order, want)
	}
	if ids := q.inHand(pollDay); len(ids) != 0 || len(q.hosts) != 0 {
		t.Errorf("left in hand: %v, %d hosts", ids, len(q.hosts))
	}
}

func TestQueuePutsOffWhatOneHostCannotDo(t *testing.T) {
	q := newPollQueue()
	var last time.Time
	for id := range int64(100) {
		until := q.add(queued(id+1, "shared.example"), pollDay, 10*time.Second)
		switch {
		case id < hostBacklog && !until.IsZero():
			t.Fatalf("source %d was put off", id)
		case id >= hostBacklog && (!until.After(pollDay) || until.Before(last) || until.After(pollDay.Add(10*time.Second))):
			t.Fatalf("source %d was put off to %v after %v", id, until, last)
		}
		last = until
	}
	if !last.Equal(pollDay.Add(10 * time.Second)) {
		t.Errorf("the last was put off to %v", last)
	}
	if s, ok := q.take(1); !ok || s.ID != 1 {
		t.Errorf("took %+v", s)
	}
	if s, ok := q.take(1); ok {
		t.Errorf("took a second source of the host: %+v", s)
	}
	if until := q.add(queued(200, "other.example"), pollDay, time.Second); !until.IsZero() {
		t.Error("another host was put off, too")
	}
}

func TestQueueLeavesRoomForSoundSources(t *testing.T) {
	q := newPollQueue()
	for id := range int64(4) {
		s := queued(id+1, fmt.Sprintf("h%d.example", id))
		if id < 3 {
			s.Failures = 1
		}
		q.add(s, pollDay, time.Hour)
	}
	var taken []Source
	for {
		s, ok := q.take(2)
		if !ok {
			break
		}
		taken = append(taken, s)
	}
	if len(taken) != 3 || taken[2].ID != 4 {
		t.Fatalf("took %+v", taken)
	}
	q.done(taken[0], time.Second)
	if s, ok := q.take(2); !ok || s.ID != 3 {
		t.Errorf("took %+v", s)
	}
}

func TestQueueHoldsForAWhile(t *testing.T) {
	q := newPollQueue()
	q.hold(7, pollDay.Add(time.Minute))
	if ids := q.inHand(pollDay); !slices.Equal(ids, []int64{7}) {
		t.Errorf("in hand: %v", ids)
	}
	if ids := q.inHand(pollDay.Add(time.Minute)); len(ids) != 0 || len(q.hand) != 0 {
		t.Errorf("in hand after its time: %v", ids)
	}
	q.hold(7, pollDay.Add(holdTime))
	if ids := q.inHand(pollDay.Add(-time.Hour)); len(ids) != 0 {
		t.Errorf("in hand after the clock was set back: %v", ids)
	}
}

func TestQueueBoundsFailingSources(t *testing.T) {
	q := newPollQueue()
	for id := range int64(failingBacklog + 2) {
		s := queued(id+1, fmt.Sprintf("h%d.example", id))
		s.Failures = 1
		if until := q.add(s, pollDay, time.Hour); until.IsZero() != (id < failingBacklog) {
			t.Fatalf("source %d was put off to %v", id, until)
		}
	}
	if until := q.add(queued(1<<20, "well.example"), pollDay, time.Hour); !until.IsZero() {
		t.Error("a sound source was put off, too")
	}
	if q.canTake(2, 0) || !q.canTake(1, 0) || !q.canTake(2, 1) {
		t.Error("canTake counts wrongly")
	}
	if s, ok := q.take(1); !ok || s.ID != 1 {
		t.Fatalf("took %+v", s)
	}
	late := queued(1<<21, "late.example")
	late.Failures = 1
	if until := q.add(late, pollDay, time.Hour); !until.IsZero() {
		t.Errorf("there is room again, and a failing source was put off to %v", until)
	}
}

func TestHostOf(t *testing.T) {
	for url, want := range map[string]string{
		"https://Wire.Example/feed": "wire.example", "https://wire.example:8443/": "wire.example:8443", "https://u:p@wire.example/": "wire.example",
		"not an address": "not an address", "https://%zz": "https://%zz", "": "",
	} {
		if got := hostOf(Source{URL: url}); got != want {
			t.Errorf("hostOf(%q) = %q, want %q", url, got, want)
		}
	}
}

func TestShownURLHidesSecrets(t *testing.T) {
	for url, want := range map[string]string{
		"https://ann:secret@wire.example/feed?token=secret": "wire.example/feed", "https://wire.example": "wire.example/", "::": "", "feed": "",
	} {
		if got := shownURL(url); got != want {
			t.Errorf("shownURL(%q) = %q, want %q", url, got, want)
		}
	}
}
