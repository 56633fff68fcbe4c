package bot_test

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// TestZoneNames compares the list of tz names with that of the Go release, and
// with -update writes it anew.
func TestZoneNames(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("ask where Go is: %v", err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, "/") && f.Name != "Factory" {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	want := strings.Join(names, "\n") + "\n"
	if *update {
		if err := os.WriteFile("zone_names.txt", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("zone_names.txt")
	if err != nil || string(got) != want {
		t.Errorf("zone_names.txt is not what this release of Go knows (go test -update writes it): %v", err)
	}
}

func TestEveryPlaceHasAClock(t *testing.T) {
	all := bot.PlacesByKey()
	if len(all) < 1200 {
		t.Fatalf("only %d places", len(all))
	}
	cities := 0
	for key, p := range all {
		if p.Zone != "" {
			if _, err := bot.LoadZone(p.Zone); err != nil {
				t.Errorf("%q: %v", key, err)
			}
			if !strings.Contains(key, "/") {
				cities++
			}
			continue
		}
		if len(p.Choices) < 2 {
			t.Errorf("%q offers %q, which is no choice", key, p.Choices)
		}
		for _, c := range p.Choices {
			if f, ok := bot.FindPlace(c); !ok || f.Zone == "" {
				t.Errorf("%q offers %q, which is no single place", key, c)
			}
		}
	}
	if cities < 600 {
		t.Errorf("only %d cities and countries", cities)
	}
}

func TestFindPlace(t *testing.T) {
	for typed, want := range map[string]string{
		"Asia/Yerevan":                   "Asia/Yerevan",
		"asia/yerevan":                   "Asia/Yerevan",
		"ASIA/YEREVAN":                   "Asia/Yerevan",
		"yerevan":                        "Asia/Yerevan",
		"Yerevan, Armenia":               "Asia/Yerevan",
		"yerevan armenia":                "Asia/Yerevan",
		"Երևան":                          "Asia/Yerevan",
		"Ереван":                         "Asia/Yerevan",
		"new york":                       "America/New_York",
		"New_York":                       "America/New_York",
		"new-york":                       "America/New_York",
		"New York City, USA":             "America/New_York",
		"chicago usa":                    "America/Chicago",
		"america/argentina/buenos aires": "America/Argentina/Buenos_Aires",
		"Buenos Aires":                   "America/Argentina/Buenos_Aires",
		"zürich":                         "Europe/Zurich",
		"Sao Paulo":                      "America/Sao_Paulo",
		"SÃO PAULO":                      "America/Sao_Paulo",
		"istanbul":                       "Europe/Istanbul",
		"İSTANBUL":                       "Europe/Istanbul",
		"Bakı":                           "Asia/Baku",
		"kiev":                           "Europe/Kyiv",
		"Calcutta":                       "Asia/Kolkata",
		"US/Pacific":                     "America/Los_Angeles",
		"Iran":                           "Asia/Tehran",
		"london, uk":                     "Europe/London",
		"London, Ontario":                "America/Toronto",
		"Springfield, Ohio":              "America/New_York",
		"Paris, France":                  "Europe/Paris",
		"Boston, Massachusetts, USA":     "America/New_York",
		"st. john's":                     "America/St_Johns",
		"côte d’ivoire":                  "Africa/Abidjan",
		"JST":                            "Asia/Tokyo",
		"Etc/GMT-4":                      "Etc/GMT-4",
		"東京":                             "Asia/Tokyo",
	} {
		t.Run(typed, func(t *testing.T) {
			got, ok := bot.FindPlace(typed)
			if !ok || got.Zone != want && !sameClock(t, got.Zone, want) {
				t.Errorf("found %+v, %v, want %s", got, ok, want)
			}
		})
	}
	for typed, want := range map[string][]string{
		"IST": {"India", "Israel", "Ireland"}, "ist": {"India", "Israel", "Ireland"}, "EST": {"New York", "Panama", "Sydney"},
		"Georgia": {"Tbilisi", "Atlanta"}, "Paris, Texas": {"Dallas", "El Paso"},
	} {
		t.Run(typed, func(t *testing.T) {
			if got, ok := bot.FindPlace(typed); !ok || !slices.Equal(got.Choices, want) {
				t.Errorf("found %+v, %v", got, ok)
			}
		})
	}
	for _, typed := range []string{"", "nowhere", "local", "Local", "../../etc/passwd", "karabakh talks", "new york mets", "london ontario", "Factory", ",", "GMT+4 4"} {
		t.Run("none of "+typed, func(t *testing.T) {
			if got, ok := bot.FindPlace(typed); ok {
				t.Errorf("found %+v", got)
			}
		})
	}
}

// sameClock reports whether two tz names are links to one zone.
func sameClock(t *testing.T, a, b string) bool {
	x, err := bot.LoadZone(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := bot.LoadZone(b)
	if err != nil {
		t.Fatal(err)
	}
	for day := range 366 {
		at := morning.AddDate(0, 0, day)
		if at.In(x).Format(time.DateTime) != at.In(y).Format(time.DateTime) {
			return false
		}
	}
	return true
}

func TestParseOffset(t *testing.T) {
	for typed, want := range map[string]time.Duration{
		"UTC+4": 4 * time.Hour, "utc +4": 4 * time.Hour, "GMT+4": 4 * time.Hour, "gmt + 4": 4 * time.Hour, "+4": 4 * time.Hour, "+04:00": 4 * time.Hour,
		"+0400": 4 * time.Hour, "UTC+04": 4 * time.Hour, "-3": -3 * time.Hour, "UTC−3:30": -210 * time.Minute, "+5:45": 345 * time.Minute,
		"UTC+12:45": 765 * time.Minute, "UTC": 0, "GMT": 0, "UTC+0": 0, "gmt-0": 0, "+14": 14 * time.Hour,
	} {
		if got, ok := bot.ParseOffset(typed); !ok || got != want {
			t.Errorf("%q: %v, %v, want %v", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "4", "UTC4", "+", "+15", "+4:", "+4:5", "+4:60", "+04:00:00", "+4x", "+-4", "++4", "PST+1", "UTC+", "+00400"} {
		if got, ok := bot.ParseOffset(typed); ok {
			t.Errorf("%q was read as %v", typed, got)
		}
	}
}

// FuzzParseOffset: a difference is within what clocks show, and is understood
// again, the same, as it is written; a fixed zone of it is that far ahead.
func FuzzParseOffset(f *testing.F) {
	for _, s := range []string{"UTC+4", "-03:30", "GMT", "+1245"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		offset, ok := bot.ParseOffset(typed)
		if !ok {
			return
		}
		if again, ok := bot.ParseOffset(bot.OffsetLabel(offset)); !ok || again != offset || offset.Abs() >= 15*time.Hour {
			t.Fatalf("%q: %v, %v", typed, offset, again)
		}
		name, ok := bot.FixedZone(offset)
		if !ok {
			return
		}
		zone, err := bot.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, seconds := morning.In(zone).Zone(); time.Duration(seconds)*time.Second != offset || bot.ZoneLabel(name) != bot.OffsetLabel(offset) {
			t.Fatalf("%q: %v is %s, %d s ahead, called %s", typed, offset, name, seconds, bot.ZoneLabel(name))
		}
	})
}

func TestLoadZone(t *testing.T) {
	for _, name := range []string{"", "Local", "Asia/Nowhere", "../etc/passwd", "/etc/localtime"} {
		if zone, err := bot.LoadZone(name); err == nil {
			t.Errorf("%q is %v", name, zone)
		}
	}
}
