package discord

import (
	"context"
	"fmt"
	"log/slog"
)

// A redactor is a slog.Handler that puts a mark in the place of the token. No
// error here holds it; this is for those that come from elsewhere.
type redactor struct {
	slog.Handler
	token string
}

// Handle implements slog.Handler.
func (r *redactor) Handle(ctx context.Context, record slog.Record) error {
	out := slog.NewRecord(record.Time, record.Level, r.clean(record.Message), record.PC)
	record.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(r.attr(a))
		return true
	})
	return r.Handler.Handle(ctx, out)
}

// WithAttrs implements slog.Handler.
func (r *redactor) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &redactor{r.Handler.WithAttrs(r.attrs(attrs)), r.token}
}

// WithGroup implements slog.Handler.
func (r *redactor) WithGroup(name string) slog.Handler {
	return &redactor{r.Handler.WithGroup(name), r.token}
}

func (r *redactor) clean(s string) string { return conceal(s, r.token) }

func (r *redactor) attrs(list []slog.Attr) []slog.Attr {
	out := make([]slog.Attr, len(list))
	for i, a := range list {
		out[i] = r.attr(a)
	}
	return out
}

func (r *redactor) attr(a slog.Attr) slog.Attr {
	a.Key, a.Value = r.clean(a.Key), a.Value.Resolve()
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(r.clean(a.Value.String()))
	case slog.KindGroup:
		a.Value = slog.GroupValue(r.attrs(a.Value.Group())...)
	case slog.KindAny:
		shown := fmt.Sprintf("%+v", a.Value.Any())
		if clean := r.clean(shown); clean != shown {
			a.Value = slog.StringValue(clean)
		}
	}
	return a
}
