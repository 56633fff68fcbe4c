package main

import (
	"os"
	"runtime/debug"
)

// saveMemory has the collector run when the heap has grown by half and not by
// all of itself: a service that shares a small machine does better with a little
// more work than with a third more memory. GOGC outweighs it.
func saveMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}
