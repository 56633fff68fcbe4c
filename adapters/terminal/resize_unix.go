//go:build unix

package terminal

import (
	"os"
	"os/signal"
	"syscall"
)

// onResize calls f whenever the terminal changes its size, until stop is
// called; then f is not running any more.
func onResize(f func()) (stop func()) {
	resized, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(resized, syscall.SIGWINCH)
	go func() {
		defer close(done)
		for range resized {
			f()
		}
	}()
	return func() {
		signal.Stop(resized)
		close(resized)
		<-done
	}
}
