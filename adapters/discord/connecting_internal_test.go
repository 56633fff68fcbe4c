package discord

import (
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

// TestWhoCanHaveTheBotIsToldHow: a server and a person have addresses of their
// own, since Discord adds what has the scope of a bot to servers alone.
func TestWhoCanHaveTheBotIsToldHow(t *testing.T) {
	tests := map[string]struct {
		installs string
		personal bool
	}{
		"both":           {`,"integration_types_config":{"0":{},"1":{"oauth2_install_params":null}}`, true},
		"it is not told": {``, true},
		"nor by null":    {`,"integration_types_config":null`, true},
		"a server alone": {`,"integration_types_config":{"0":{}}`, false},
		"nobody for now": {`,"integration_types_config":{}`, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := serving(t, answering(200, `{"id":"7","name":"Wire"`+tt.installs+`}`))
			var told Account
			a.o.Logger, a.o.Ready = slog.New(slog.DiscardHandler), func(account Account) { told = account }
			if err := a.connect(t.Context()); err != nil {
				t.Fatal(err)
			}
			a.ready()
			if !asksFor(t, told.Invite, "0", "bot applications.commands") {
				t.Errorf("a server adds it at %s", told.Invite)
			}
			if tt.personal != (told.Install != "") || tt.personal && !asksFor(t, told.Install, "1", "applications.commands") {
				t.Errorf("a person adds it at %q", told.Install)
			}
		})
	}
}

// asksFor reports whether an address adds the application 7 so.
func asksFor(t *testing.T, address, kind, scope string) bool {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, "https://discord.com/oauth2/authorize?") {
		t.Fatalf("%q is no address of Discord: %v", address, err)
	}
	q := u.Query()
	return q.Get("client_id") == "7" && q.Get("integration_type") == kind && q.Get("scope") == scope
}
