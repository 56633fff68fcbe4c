package bot

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func always[T any](T) bool { return true }

func TestLately(t *testing.T) {
	read := func(n int, err error) func() (int, error) { return func() (int, error) { return n, err } }
	get := func(t *testing.T, l *lately[int], key string, worth func(int) bool, read func() (int, error), want int) {
		t.Helper()
		if got, err := l.get(t.Context(), key, worth, read); err != nil || got != want {
			t.Errorf("%d, %v, want %d", got, err, want)
		}
	}
	t.Run("shows others what was read, for its life", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := lately[int]{life: 2 * time.Second}
			get(t, &l, "a", always, read(1, nil), 1)
			time.Sleep(2*time.Second - time.Nanosecond)
			get(t, &l, "a", always, read(2, nil), 1)
			get(t, &l, "b", always, read(3, nil), 3)
			time.Sleep(time.Nanosecond)
			get(t, &l, "a", always, read(4, nil), 4)
		})
	})
	t.Run("counts the life from before it was read", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := lately[int]{life: 2 * time.Second}
			get(t, &l, "a", always, func() (int, error) { time.Sleep(time.Second); return 1, nil }, 1)
			time.Sleep(time.Second)
			get(t, &l, "a", always, read(2, nil), 2)
		})
	})
	t.Run("without a life remembers nothing", func(t *testing.T) {
		var l lately[int]
		get(t, &l, "a", always, read(1, nil), 1)
		get(t, &l, "a", always, read(2, nil), 2)
	})
	t.Run("does not remember what is not worth it, nor failures", func(t *testing.T) {
		l := lately[int]{life: time.Hour}
		get(t, &l, "a", func(n int) bool { return n > 1 }, read(1, nil), 1)
		if _, err := l.get(t.Context(), "a", always, read(0, errTest)); !errors.Is(err, errTest) {
			t.Error(err)
		}
		get(t, &l, "a", always, read(2, nil), 2)
	})
	t.Run("keeps a bounded number", func(t *testing.T) {
		for most, l := range map[int]*lately[int]{latelyKept: {life: time.Hour}, 5: {life: time.Hour, most: 5}} {
			for i := range 5 * most {
				get(t, l, string(rune('a'+i)), always, read(i, nil), i)
				if len(l.kept) > most {
					t.Fatalf("%d are kept, not %d", len(l.kept), most)
				}
			}
		}
	})
}

var errTest = errors.New("of a test")

func TestLatelyAtTheSameTime(t *testing.T) {
	const many = 50
	// ask has many ask at once, and returns what each was told.
	ask := func(l *lately[int], contexts func(i int) context.Context, read func() (int, error)) (values []int, errs []error) {
		values, errs = make([]int, many), make([]error, many)
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() { values[i], errs[i] = l.get(contexts(i), "a", always, read) })
			synctest.Wait() // so that the first reads
		}
		all.Wait()
		return values, errs
	}
	t.Run("one reads for all", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := lately[int]{life: time.Hour}
			var reads atomic.Int64
			values, errs := ask(&l, func(int) context.Context { return t.Context() }, func() (int, error) {
				time.Sleep(time.Second)
				return int(reads.Add(1)), nil
			})
			for i := range values {
				if values[i] != 1 || errs[i] != nil {
					t.Fatalf("%d, %v", values[i], errs[i])
				}
			}
		})
	})
	t.Run("a failure is that of all, and the next reads again", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := lately[int]{life: time.Hour}
			_, errs := ask(&l, func(int) context.Context { return t.Context() }, func() (int, error) {
				time.Sleep(time.Second)
				return 0, errTest
			})
			for _, err := range errs {
				if !errors.Is(err, errTest) {
					t.Fatal(err)
				}
			}
			if v, err := l.get(t.Context(), "a", always, func() (int, error) { return 7, nil }); v != 7 || err != nil {
				t.Errorf("%d, %v", v, err)
			}
		})
	})
	t.Run("who reads and goes away is followed by another", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := lately[int]{life: time.Hour}
			gone, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			var reads atomic.Int64
			values, errs := ask(&l, func(i int) context.Context {
				if i == 0 {
					return gone
				}
				return t.Context()
			}, func() (int, error) {
				if reads.Add(1) == 1 {
					<-gone.Done()
					return 0, gone.Err()
				}
				return 2, nil
			})
			if !errors.Is(errs[0], context.Canceled) {
				t.Errorf("the first: %v", errs[0])
			}
			for i := 1; i < many; i++ {
				if values[i] != 2 || errs[i] != nil {
					t.Fatalf("%d, %v", values[i], errs[i])
				}
			}
			if n := reads.Load(); n != 2 {
				t.Errorf("%d readings", n)
			}
		})
	})
	t.Run("who waits and goes away does not wait on", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := lately[int]{life: time.Hour}
			hurried, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, errs := ask(&l, func(i int) context.Context {
				if i == 1 {
					return hurried
				}
				return t.Context()
			}, func() (int, error) { time.Sleep(time.Minute); return 1, nil })
			if !errors.Is(errs[1], context.DeadlineExceeded) || errs[0] != nil || errs[2] != nil {
				t.Error(errs[:3])
			}
		})
	})
	t.Run("a panic holds up nobody", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			l := lately[int]{life: time.Hour}
			var waiting sync.WaitGroup
			func() {
				defer func() {
					if recover() == nil {
						t.Error("no panic")
					}
				}()
				l.get(t.Context(), "a", always, func() (int, error) {
					waiting.Go(func() {
						if _, err := l.get(t.Context(), "a", always, func() (int, error) { return 1, nil }); !errors.Is(err, errUnread) {
							t.Errorf("who waited: %v", err)
						}
					})
					synctest.Wait()
					panic("of a test")
				})
			}()
			waiting.Wait()
			if v, err := l.get(t.Context(), "a", always, func() (int, error) { return 2, nil }); v != 2 || err != nil {
				t.Errorf("%d, %v", v, err)
			}
		})
	})
}
