package config

import (
	"fmt"
	"io"
	"log/slog"
)

// A Secret is a text that is never printed: with fmt (all verbs), slog, JSON,
// TOML and every other encoder it reads "[redacted]", or "" if it is empty.
// The zero value is empty.
type Secret struct {
	// A pointer, because fmt prints the unexported fields of a struct around
	// it without asking for methods: then it prints an address.
	value *string
}

// NewSecret returns value as a Secret.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	return Secret{&value}
}

// Reveal returns the secret itself, for the one place that sends it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsEmpty tells whether there is no secret.
func (s Secret) IsEmpty() bool { return s.value == nil }

const redacted = "[redacted]"

// String returns what is printed instead.
func (s Secret) String() string {
	if s.IsEmpty() {
		return ""
	}
	return redacted
}

// Format implements fmt.Formatter for all verbs.
func (s Secret) Format(f fmt.State, verb rune) { io.WriteString(f, s.String()) }

// MarshalText implements encoding.TextMarshaler, which JSON and TOML use.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
