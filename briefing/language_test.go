package briefing_test

import (
	"testing"

	"wirebrief/briefing"
)

func TestLanguageTag(t *testing.T) {
	for name, want := range map[string]string{
		"en": "en", "EN": "en", "en-GB": "en", "Turkish": "tr", "turkish": "tr", "ka": "ka", "scottish gaelic": "gd", "norwegian": "nb",
	} {
		if got, ok := briefing.LanguageTag(name); !ok || got != want {
			t.Errorf("%q: %q, %v, want %q", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "klingon", "xx", "an unknown language", "barriers"} {
		if got, ok := briefing.LanguageTag(name); ok {
			t.Errorf("%q: %q", name, got)
		}
	}
}
