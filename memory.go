package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// heapGrowth is by how many hundredths the heap may grow until the collector
	// runs: by half and not by all of itself. A service that shares a small
	// machine does better with a little more work than with a third more memory.
	heapGrowth = 50
	// smallHeap is the size in bytes up to which the heap may grow in any case:
	// below that the collector would run twenty times a second in busy times, to
	// save what is less than the program itself.
	smallHeap = 32 << 20
)

// saveMemory has the collector run as heapGrowth and smallHeap say, from the next
// time that it runs. GOGC outweighs it.
func saveMemory() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(heapGrowth)
	now := heapGrowth
	afterCollections(func() {
		// To set it stops the program for a moment.
		if next := growth(readHeap()); next*8 > now*9 || next*9 < now*8 {
			debug.SetGCPercent(next)
			now = next
		}
	})
}

// A heap is what the last collection has left, in bytes: what is allocated, and
// what else counts for the growth.
type heap struct{ live, besides uint64 }

// growth is by how many hundredths a heap may grow.
func growth(h heap) int {
	if h.live >= smallHeap {
		return heapGrowth
	}
	return max(heapGrowth, int((smallHeap-h.live)*100/max(h.live+h.besides, 1<<20)))
}

func readHeap() heap {
	samples := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/scan/stack:bytes"}, {Name: "/gc/scan/globals:bytes"}}
	metrics.Read(samples)
	return heap{samples[0].Value.Uint64(), samples[1].Value.Uint64() + samples[2].Value.Uint64()}
}

// afterCollections has something done after each run of the collector, to the
// end of the program, never twice at once. It must not wait for anything: others
// are cleaned up by the same goroutine.
func afterCollections(do func()) {
	// Of what is very small, many share one place in memory.
	sentinel := new([64]byte)
	runtime.AddCleanup(sentinel, func(do func()) {
		do()
		afterCollections(do)
	}, do)
}
