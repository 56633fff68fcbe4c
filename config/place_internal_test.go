package config

import "testing"

func TestFoldersOfTheSystems(t *testing.T) {
	getenv := func(name string) string {
		return map[string]string{"HOME": "/h", "AppData": `C:\roaming`, "LocalAppData": `C:\local`}[name]
	}
	none := func(string) string { return "" }
	tests := []struct{ goos, config, data string }{
		{"linux", "/h/.config", "/h/.local/share"},
		{"freebsd", "/h/.config", "/h/.local/share"},
		{"darwin", "/h/Library/Application Support", "/h/Library/Application Support"},
		{"windows", `C:\roaming`, `C:\local`},
	}
	for _, tt := range tests {
		t.Run(tt.goos, func(t *testing.T) {
			if got := userConfigDir(tt.goos, getenv); got != tt.config {
				t.Errorf("settings: got %s, want %s", got, tt.config)
			}
			if got := userDataDir(tt.goos, getenv); got != tt.data {
				t.Errorf("data: got %s, want %s", got, tt.data)
			}
			if got := userConfigDir(tt.goos, none) + userDataDir(tt.goos, none); got != "" {
				t.Errorf("without a home: got %s", got)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"level", "level", 0}, {"levl", "level", 1}, {"lebel", "level", 1}, {"", "abc", 3}, {"tokne", "token", 2}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
