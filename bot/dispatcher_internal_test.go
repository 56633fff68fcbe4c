package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A drawer is an inbox in memory that can be made to fail.
type drawer struct {
	mu     sync.Mutex
	ended  []string
	calls  int
	broken error
	tries  map[string]int
	// kept are the events that are stored, in order.
	kept []InboxEvent
}

func (s *drawer) CreateInboxEvents(_ context.Context, _ Platform, events []InboxEvent) ([]InboxEvent, error) {
	return events, s.broken
}

func (s *drawer) FindInboxEvents(_ context.Context, _ Platform, keys ...string) (list []InboxEvent, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ev := range s.kept {
		if slices.Contains(keys, ev.Key) && !slices.Contains(s.ended, ev.Key) {
			list = append(list, ev)
		}
	}
	return list, s.broken
}

func (s *drawer) TryInboxEvent(_ context.Context, _ Platform, key string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.tries[key]
	s.tries[key]++
	return before, s.broken
}

func (s *drawer) EndInboxEvents(ctx context.Context, _ Platform, keys []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if s.broken == nil {
		s.ended = append(s.ended, keys...)
	}
	return errors.Join(s.broken, ctx.Err())
}

func (s *drawer) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broken = err
}

// taken are the keys that were ended, in order.
func (s *drawer) taken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ended)
}

// A desk under test: a dispatcher whose answers a test writes.
type rig struct {
	*Dispatcher[int64]
	shelf *drawer
	stop  context.CancelFunc
	log   *strings.Builder
}

// rigged makes a dispatcher. Answers may look at the id of the update.
func rigged(t *testing.T, answer func(ctx context.Context, id int64) error) *rig {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r := &rig{shelf: &drawer{tries: map[string]int{}}, stop: stop, log: new(strings.Builder)}
	o := DispatcherOptions[int64]{Platform: "test", Inbox: r.shelf, Logger: slog.New(slog.NewTextHandler(r.log, nil)), Answer: answer}
	o.Read = func(_ context.Context, kept InboxEvent) (int64, error) {
		return strconv.ParseInt(string(kept.Payload), 10, 64)
	}
	r.Dispatcher = NewDispatcher(ctx, o)
	return r
}

// end ends the context and waits for all.
func (r *rig) end() {
	r.stop()
	r.Close()
}

// in makes an event of a lane.
func in(lane string, id int64) LaneEvent[int64] {
	return LaneEvent[int64]{Key: fmt.Sprint(lane, id), Lane: lane, Value: id}
}

func TestLanesKeepTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var order []int64
		atWork := 0
		r := rigged(t, func(ctx context.Context, id int64) error {
			mu.Lock()
			order = append(order, id)
			atWork++
			if atWork > 1 {
				t.Error("two of a lane at once")
			}
			mu.Unlock()
			time.Sleep(time.Duration(50-id) * time.Millisecond)
			mu.Lock()
			atWork--
			mu.Unlock()
			return nil
		})
		for i := range int64(50) {
			r.Add([]LaneEvent[int64]{in("a", i)})
		}
		time.Sleep(time.Minute)
		r.end()
		if !slices.IsSorted(order) || len(order) != 50 || len(r.shelf.taken()) != 50 {
			t.Errorf("answered %v, noted %d", order, len(r.shelf.taken()))
		}
	})
}

func TestASlowLaneDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(ctx context.Context, id int64) error {
			if id == 0 {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		var events []LaneEvent[int64]
		for i := range maxWorkers - 1 { // all workers but one hang
			events = append(events, in(fmt.Sprint("slow", i), 0))
		}
		for i := range int64(100) {
			events = append(events, in("quick", i+1), in("other", i+1))
		}
		began := time.Now()
		r.Add(events)
		time.Sleep(time.Second)
		if n := len(r.shelf.taken()); n != 200 {
			t.Errorf("%d of 200 were answered beside the slow ones", n)
		}
		time.Sleep(answerTime) // an answer may not take longer
		if n := len(r.shelf.taken()); n != 200+maxWorkers-1 {
			t.Errorf("%d are done after %v", n, time.Since(began))
		}
		r.end()
	})
}

func TestFailuresBlockNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(_ context.Context, id int64) error {
			switch id {
			case 1:
				panic("what somebody wrote")
			case 2:
				return errors.New("the store is not there")
			case 3:
				var none []int
				_ = none[id]
			}
			return nil
		})
		r.Add([]LaneEvent[int64]{in("a", 1), in("a", 2), in("a", 3), in("a", 4)})
		time.Sleep(time.Second)
		r.end()
		if got := r.shelf.taken(); !slices.Equal(got, []string{"a1", "a2", "a3", "a4"}) {
			t.Errorf("done: %v", got)
		}
		log := r.log.String()
		if strings.Count(log, "panic while") != 2 || !strings.Contains(log, "the store is not there") || !strings.Contains(log, "index out of range") {
			t.Errorf("logged: %s", log)
		}
		if strings.Contains(log, "somebody wrote") {
			t.Errorf("the log holds what was written: %s", log)
		}
	})
}

func TestTheEndLeavesWhatIsNotAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(ctx context.Context, id int64) error {
			if id == 1 {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		})
		r.Add([]LaneEvent[int64]{in("a", 1), in("a", 2), in("a", 3), in("b", 4)})
		synctest.Wait()
		r.end()
		if got := r.shelf.taken(); !slices.Equal(got, []string{"a1"}) {
			t.Errorf("done: %v", got)
		}
		if strings.Contains(r.log.String(), "level=ERROR") {
			t.Errorf("the end is no error: %s", r.log)
		}
	})
}

// flood adds events of one lane, all of which are stored, while those of before
// wait for hold.
func (r *rig) flood(n int64) {
	var events []LaneEvent[int64]
	for i := range n {
		ev := in("a", i)
		events = append(events, ev)
		r.shelf.kept = append(r.shelf.kept, InboxEvent{Key: ev.Key, Lane: ev.Lane, Payload: fmt.Append(nil, i)})
	}
	r.Add(events)
}

func TestAFloodOfOneLaneIsAnsweredFromTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		var answered []int64
		r := rigged(t, func(_ context.Context, id int64) error { <-hold; answered = append(answered, id); return nil })
		r.flood(2 * maxLane)
		synctest.Wait()
		if r.waiting != maxLane || r.later != maxLane {
			t.Errorf("%d wait in memory, %d in the store", r.waiting, r.later)
		}
		r.shelf.fail(errors.New("locked")) // for a while
		close(hold)
		time.Sleep(10 * time.Second)
		r.shelf.fail(nil)
		r.Add([]LaneEvent[int64]{in("a", 2*maxLane)}) // of which nobody stored the payload
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(answered) != 2*maxLane || !slices.IsSorted(answered) || len(r.shelf.taken()) != 2*maxLane {
			t.Errorf("%d answered, in order: %t, %d done", len(answered), slices.IsSorted(answered), len(r.shelf.taken()))
		}
		if len(r.lanes) != 0 || r.waiting != 0 || r.later != 0 {
			t.Errorf("left: %d lanes, %d, %d", len(r.lanes), r.waiting, r.later)
		}
		r.end()
		for words, want := range map[string]int{"faster than it can be answered": 1, "events get no answer": 1} {
			if n := strings.Count(r.log.String(), words); n != want {
				t.Errorf("%q is said %d times: %s", words, n, r.log)
			}
		}
	})
}

func TestAFloodIsLeftToTheNextProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(ctx context.Context, _ int64) error { <-ctx.Done(); return ctx.Err() })
		r.flood(maxLane + maxLater)
		if !r.Full() {
			t.Error("more may come")
		}
		old := in("a", -1)
		old.Again = true // what a process before has left is in memory in any case
		r.Add([]LaneEvent[int64]{old})
		if r.waiting != maxLane+1 {
			t.Errorf("%d wait in memory", r.waiting)
		}
		r.end()
		if n := len(r.shelf.taken()); n != 0 {
			t.Errorf("%d are done", n)
		}
	})
}

func TestPollsWaitForRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(context.Context, int64) error { time.Sleep(time.Second); return nil })
		for i := range maxWaiting {
			r.Add([]LaneEvent[int64]{in(fmt.Sprint("lane", i/100), int64(i))})
		}
		if !r.Full() {
			t.Fatal("there is room")
		}
		began := time.Now()
		if err := r.Room(t.Context()); err != nil || time.Since(began) > 2*time.Second {
			t.Errorf("room after %v: %v", time.Since(began), err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := r.Room(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("after the end: %v", err)
		}
		r.end()
	})
}

func TestWhatKillsTheProgramIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for start := range maxTries + 2 {
			answered := 0
			r := rigged(t, func(context.Context, int64) error { answered++; return nil })
			r.shelf.tries["a7"] = start
			ev := in("a", 7)
			ev.Again = true
			r.Add([]LaneEvent[int64]{ev, in("a", 8)})
			time.Sleep(time.Second)
			r.end()
			want := 2
			if start >= maxTries {
				want = 1
			}
			if answered != want || len(r.shelf.taken()) != 2 {
				t.Errorf("start %d: %d answered, done %v", start, answered, r.shelf.taken())
			}
			if said := strings.Contains(r.log.String(), "is given up"); said != (want == 1) {
				t.Errorf("start %d: logged %s", start, r.log)
			}
		}
	})
}

func TestNotesAreGathered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(context.Context, int64) error { return nil })
		for i := range int64(2500) {
			r.Add([]LaneEvent[int64]{in(fmt.Sprint(i), i)})
		}
		time.Sleep(time.Second)
		if n := len(r.shelf.taken()); n != 2500 || r.shelf.calls > 5 {
			t.Errorf("%d noted in %d calls", n, r.shelf.calls)
		}
		r.shelf.fail(errors.New("disk full"))
		r.Add([]LaneEvent[int64]{in("a", 1)})
		time.Sleep(3 * time.Second)
		if n := len(r.shelf.taken()); n != 2500 {
			t.Errorf("%d noted by a broken inbox", n)
		}
		r.shelf.fail(nil)
		time.Sleep(2 * time.Second)
		if n := len(r.shelf.taken()); n != 2501 {
			t.Errorf("%d noted after it works again", n)
		}
		if strings.Contains(r.log.String(), "ERROR") || !strings.Contains(r.log.String(), "could not be noted yet") {
			t.Errorf("what is tried again is no error yet: %s", r.log)
		}
		r.Add([]LaneEvent[int64]{in("a", 2)})
		synctest.Wait()
		r.end() // at once: the last is noted on the way out
		if n := len(r.shelf.taken()); n != 2502 {
			t.Errorf("%d noted at the end", n)
		}
	})
}

func TestABrokenInboxAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(context.Context, int64) error { return nil })
		r.shelf.fail(errors.New("disk full"))
		r.Add([]LaneEvent[int64]{in("a", 1)})
		synctest.Wait()
		r.end()
		if !strings.Contains(r.log.String(), "ERROR") || !strings.Contains(r.log.String(), "disk full") {
			t.Errorf("logged: %s", r.log)
		}
	})
}

func BenchmarkDispatch(b *testing.B) {
	ctx, stop := context.WithCancel(b.Context())
	s := &drawer{tries: map[string]int{}}
	d := NewDispatcher(ctx, DispatcherOptions[int64]{
		Inbox: s, Logger: slog.New(slog.DiscardHandler), Answer: func(context.Context, int64) error { return nil },
	})
	for i := range b.N {
		if d.Room(ctx) != nil {
			b.Fatal("ended")
		}
		d.Add([]LaneEvent[int64]{in(fmt.Sprint(i%1000), int64(i))})
	}
	d.working.Wait()
	stop()
	d.Close()
	if len(s.ended) != b.N {
		b.Fatalf("%d of %d", len(s.ended), b.N)
	}
}

// TestWorkersWaitForMore: who has answered waits for the next event, but not all
// of a crowd do.
func TestWorkersWaitForMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(context.Context, int64) error {
			time.Sleep(time.Second)
			return nil
		})
		at := func() (workers, idle int) {
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.workers, r.idle
		}
		ask := func(n int) {
			var events []LaneEvent[int64]
			for i := range n {
				events = append(events, in(fmt.Sprint("lane ", i), 1))
			}
			r.Add(events)
			synctest.Wait()
		}
		ask(3 * maxIdle)
		if workers, idle := at(); workers != 3*maxIdle || idle != 0 {
			t.Errorf("%d workers, %d of them idle, in the middle of much", workers, idle)
		}
		time.Sleep(2 * time.Second)
		if workers, idle := at(); workers != maxIdle || idle != maxIdle {
			t.Errorf("%d workers, %d of them idle, after much", workers, idle)
		}
		ask(maxIdle / 2)
		if workers, idle := at(); workers != maxIdle || idle != maxIdle-maxIdle/2 {
			t.Errorf("%d workers, %d of them idle, while some answer", workers, idle)
		}
		time.Sleep(2 * time.Second)
		r.end()
		if workers, idle := at(); workers != 0 || idle != 0 {
			t.Errorf("%d workers, %d of them idle, in the end", workers, idle)
		}
		if got := len(r.shelf.taken()); got != 3*maxIdle+maxIdle/2 {
			t.Errorf("%d events were answered", got)
		}
	})
}

// TestCloseWhileTheContextGoesOn: what is under way is answered, and nobody goes
// on waiting.
func TestCloseWhileTheContextGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := rigged(t, func(context.Context, int64) error {
			time.Sleep(time.Second)
			return nil
		})
		defer r.stop()
		r.Add([]LaneEvent[int64]{in("a", 1), in("a", 2), in("b", 1)})
		synctest.Wait()
		r.Close()
		if got := len(r.shelf.taken()); got != 3 {
			t.Errorf("%d events were answered", got)
		}
	})
}

func TestWhoCannotBeWrittenToIsNoFault(t *testing.T) {
	for name, err := range map[string]error{
		"gone":               &SendError{Kind: Gone},
		"blocked":            fmt.Errorf("answer: %w", &SendError{Kind: Forbidden}),
		"blocked in between": &SendError{Kind: Uncertain, Rest: Forbidden},
	} {
		if !isShutOut(err) {
			t.Errorf("%s is a fault", name)
		}
	}
	for name, err := range map[string]error{
		"content":   &SendError{Kind: Content},
		"in doubt":  &SendError{Kind: Uncertain},
		"half lost": &SendError{Kind: Uncertain, Rest: Transient},
		"other":     errors.New("locked"),
	} {
		if isShutOut(err) {
			t.Errorf("%s is none", name)
		}
	}
}
