//go:build !linux && !darwin

package briefing_test

import "time"

var began = time.Now()

// spent is the time since the start of the program: how to ask for its
// processor time differs from system to system.
func spent() time.Duration { return time.Since(began) }
