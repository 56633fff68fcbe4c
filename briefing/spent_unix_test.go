//go:build linux || darwin

package briefing_test

import (
	"syscall"
	"time"
)

// spent is the processor time that this program has taken so far. It stands
// still while other programs have the processor, and while the machine does.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
