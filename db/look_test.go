package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// lookers read with a single query.
func lookers(d *db.DB) map[string]func(ctx context.Context, chat bot.ChatRef) error {
	return map[string]func(ctx context.Context, chat bot.ChatRef) error{
		"FindStanding":      func(ctx context.Context, c bot.ChatRef) error { _, err := d.FindStanding(ctx, c, "ann"); return err },
		"FindSubscriptions": func(ctx context.Context, c bot.ChatRef) error { _, err := d.FindSubscriptions(ctx, c); return err },
		"FindSettings":      func(ctx context.Context, c bot.ChatRef) error { _, err := d.FindSettings(ctx, c); return err },
		"FindManaged": func(ctx context.Context, c bot.ChatRef) error {
			_, err := d.FindManaged(ctx, c.Platform, "ann")
			return err
		},
		"TakeQuestion": func(ctx context.Context, c bot.ChatRef) error {
			_, err := d.TakeQuestion(ctx, bot.Event{UserID: "ann"}, c, noon)
			return err
		},
	}
}

func TestLooksDoNotWaitForAWriter(t *testing.T) {
	d, _ := openNew(t)
	release := d.HoldWriteLockUntil()
	patient, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for name, look := range lookers(d) {
		if err := look(patient, bot.ChatRef{Platform: "telegram", ID: "1"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}

func TestLooksSeeWhatWasWrittenAtOnce(t *testing.T) {
	d, _ := openNew(t)
	other := open(t, d.Path(), db.Options{})
	chat := bot.ChatRef{Platform: "telegram", ID: "1"}
	for _, zone := range []string{"Asia/Tbilisi", "Europe/Berlin", ""} {
		ev := bot.Event{Platform: chat.Platform, UserID: "ann", At: noon, Kind: bot.Private}
		if _, _, err := other.ChangeSettings(t.Context(), ev, chat, bot.SettingsChange{Zone: &zone}); err != nil {
			t.Fatal(err)
		}
		if s, err := d.FindSettings(t.Context(), chat); err != nil || s.Zone != zone {
			t.Errorf("zone %q, %v, want %q", s.Zone, err, zone)
		}
	}
}

func TestPanicFreesTheReaders(t *testing.T) {
	d, _ := openNew(t)
	for range 50 { // more than there are connections
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			d.PanicInLook()
		}()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for name, look := range lookers(d) {
		if err := look(ctx, bot.ChatRef{Platform: "telegram", ID: "1"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLooksThatFail(t *testing.T) {
	ended, end := context.WithCancel(t.Context())
	end()
	d, _ := openNew(t)
	for name, look := range lookers(d) {
		if err := look(ended, bot.ChatRef{Platform: "telegram", ID: "1"}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, when nobody waits any more: %v", name, err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for name, look := range lookers(d) {
		if err := look(t.Context(), bot.ChatRef{Platform: "telegram", ID: "1"}); err == nil || !strings.Contains(err.Error(), d.Path()) {
			t.Errorf("%s, when the store is closed: %v", name, err)
		}
	}
}
