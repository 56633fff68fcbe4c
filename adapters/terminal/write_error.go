package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"wirebrief/bot"
)

// sendError says what a failed write of a message means, after n bytes of it
// were written. An error that is a *bot.SendError already is passed on.
func sendError(n int, err error) *bot.SendError {
	var send *bot.SendError
	if errors.As(err, &send) {
		return send
	}
	kind := writeKind(err)
	if kind == bot.Transient && n > 0 {
		// A part is on the screen: sending again would show it twice.
		kind = bot.Uncertain
	}
	return &bot.SendError{Kind: kind, Message: fmt.Sprintf("write to the terminal after %d bytes: %v", n, err)}
}

// writeKind classifies by what may help. EIO is what a write gets after the
// terminal was hung up. Unknown errors count as passing ones, because nothing
// else is lost by another try.
func writeKind(err error) bot.SendKind {
	switch {
	case isAny(err, os.ErrClosed, io.ErrClosedPipe, syscall.EPIPE, syscall.EBADF, syscall.EIO, syscall.ENXIO, syscall.ECONNRESET):
		return bot.Gone
	case isAny(err, fs.ErrPermission, syscall.EROFS):
		return bot.Forbidden
	case isAny(err, context.Canceled, context.DeadlineExceeded, os.ErrDeadlineExceeded, io.ErrShortWrite,
		syscall.EAGAIN, syscall.EINTR, syscall.ENOSPC, syscall.EDQUOT, syscall.ENOBUFS):
		return bot.Transient
	}
	return bot.Transient
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}
