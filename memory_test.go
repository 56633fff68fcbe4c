package main

import (
	"runtime"
	"testing"
	"time"
)

func TestGrowthOfTheHeap(t *testing.T) {
	const mib = 1 << 20
	for name, tt := range map[string]struct {
		heap
		want int
	}{
		"small ones grow to 32 MiB":          {heap{8 * mib, 0}, 300},
		"the smallest, too":                  {heap{0, 0}, 3200},
		"stacks and globals count":           {heap{8 * mib, 4 * mib}, 200},
		"by half at least":                   {heap{24 * mib, 0}, heapGrowth},
		"by half from about 21 MiB":          {heap{22 * mib, 0}, heapGrowth},
		"by more below that":                 {heap{20 * mib, 0}, 60},
		"large ones grow by half":            {heap{500 * mib, 0}, heapGrowth},
		"whatever else there is":             {heap{20 * mib, 900 * mib}, heapGrowth},
		"as much as the size of a small one": {heap{smallHeap, 0}, heapGrowth},
	} {
		t.Run(name, func(t *testing.T) {
			if got := growth(tt.heap); got != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
}

func TestHeapIsRead(t *testing.T) {
	runtime.GC()
	if h := readHeap(); h.live < 1<<16 || h.live > 1<<36 || h.besides == 0 || h.besides > 1<<36 {
		t.Errorf("%+v", h)
	}
}

func TestAfterCollections(t *testing.T) {
	done := make(chan struct{}, 1)
	afterCollections(func() {
		select {
		case done <- struct{}{}:
		default: // it is done to the end of the program, and waits for nobody
		}
	})
	for range 3 {
		noticed := false
		waitUntil(func() bool {
			runtime.GC() // one that runs before the next is waited for is not noticed
			select {
			case <-done:
				noticed = true
			case <-time.After(10 * time.Millisecond):
			}
			return noticed
		})
		if !noticed {
			t.Fatal("nothing was done after a run of the collector")
		}
	}
}
