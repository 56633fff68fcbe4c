//go:build !unix

package terminal

// onResize does nothing: there is no such signal, and the size is read again
// for each line anyway.
func onResize(func()) (stop func()) { return func() {} }
