//go:build !cgo

package db

// SQLite is C code. Without cgo the driver would build and fail at the first
// use; this undefined name stops the build instead and says what to do.
var _ = install_a_C_compiler_and_set_CGO_ENABLED_1
