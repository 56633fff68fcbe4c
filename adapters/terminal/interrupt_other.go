//go:build !unix

package terminal

import (
	"context"
	"io"
)

// bySelect is not available: files are read by a pump.
func bySelect(context.Context, io.Reader) (io.Reader, func(), bool) { return nil, nil, false }
