//go:build !linux

package main

import (
	"testing"
	"time"
)

// processorTime is not known here: it is always 0.
func processorTime(*testing.B) time.Duration { return 0 }

// processTime is not known here, either.
func processTime(*testing.B, int) time.Duration { return 0 }

// watchResident watches the memory of Go alone.
func watchResident(b *testing.B) func() float64 { return watchMemory(b) }
