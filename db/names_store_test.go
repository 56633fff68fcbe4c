package db_test

import (
	"slices"
	"strings"
	"testing"

	"wirebrief/bot"
	"wirebrief/briefing"
)

func testNames(t *testing.T, s store, c *clock) {
	if got, err := s.FindNames(ctx); err != nil || len(got) != 0 {
		t.Fatalf("empty store: %v, %v", got, err)
	}
	in := article("https://example.org/1", "t", "Text.", noon)
	in.Extraction.Speakers = []string{"Ana Varga", "", strings.Repeat("long ", 50)}
	in.Extraction.Names = []string{"Port Ellery", "Ana Varga"}
	store1(t, s, in)
	topic, err := briefing.ParseTopic("grain")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.CreateSubscription(ctx, bot.Event{}, bot.Subscription{Chat: chat, Topic: topic, Mode: bot.Daily}); err != nil {
		t.Fatal(err)
	}
	got, err := s.FindNames(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0] != topic.Name() || !slices.Contains(got, "Ana Varga") || !slices.Contains(got, "Port Ellery") {
		t.Errorf("names %q", got)
	}
}
