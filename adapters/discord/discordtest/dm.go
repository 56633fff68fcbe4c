package discordtest

// openPrivate opens direct messages with somebody. It succeeds also with
// those who take none: that is found out by sending.
func (s *Server) openPrivate(c *Call) (any, error) {
	var f struct {
		Recipient ID `json:"recipient_id"`
	}
	if err := c.decode(&f); err != nil {
		return nil, err
	}
	p := s.people[f.Recipient]
	switch {
	case p == nil:
		return nil, Refuse(50033)
	case p.user.Bot:
		return nil, Refuse(50007)
	case !within(&s.opened, s.now(), s.limits.Opening):
		return nil, Refuse(40003)
	}
	r := p.dm()
	r.opened = true
	return r.shown(), nil
}

// getMe shows the bot.
func (s *Server) getMe(*Call) (any, error) {
	return struct {
		User
		Verified   bool     `json:"verified"`
		MFA        bool     `json:"mfa_enabled"`
		Locale     string   `json:"locale"`
		Email      Nullable `json:"email"`
		PremiumTyp int      `json:"premium_type"`
	}{User: s.bot.user, Verified: true, MFA: true, Locale: "en-US"}, nil
}

// An application is what the API tells of the bot's.
type application struct {
	ID                  ID             `json:"id"`
	Name                string         `json:"name"`
	Icon                Nullable       `json:"icon"`
	Description         string         `json:"description"`
	Type                *int           `json:"type"`
	Bot                 User           `json:"bot"`
	BotPublic           bool           `json:"bot_public"`
	BotRequireCodeGrant bool           `json:"bot_require_code_grant"`
	IntegrationTypes    map[string]any `json:"integration_types_config"`
	VerifyKey           string         `json:"verify_key"`
	Flags               int            `json:"flags"`
	FlagsNew            string         `json:"flags_new"`
	RedirectURIs        []string       `json:"redirect_uris"`
	InteractionsURL     Nullable       `json:"interactions_endpoint_url"`
	VerificationURL     Nullable       `json:"role_connections_verification_url"`
	Owner               User           `json:"owner"`
	Guilds              int            `json:"approximate_guild_count"`
	Installs            int            `json:"approximate_user_install_count"`
	Authorizations      int            `json:"approximate_user_authorization_count"`
	ContentFilter       int            `json:"explicit_content_filter"`
	Team                *struct{}      `json:"team"`
	Scopes              []string       `json:"eligible_oauth2_scopes"`
}

// getApplication shows the application of the bot.
func (s *Server) getApplication(*Call) (any, error) {
	a := application{ID: s.app, Name: s.bot.Name(), Bot: s.bot.user, BotPublic: true, VerifyKey: s.PublicKey(), FlagsNew: "0", InteractionsURL: Nullable(s.endpoint.url),
		RedirectURIs: []string{}, Scopes: []string{}, Guilds: len(s.homes), IntegrationTypes: map[string]any{"0": map[string]any{}, "1": map[string]any{}},
		Owner: User{ID: s.app + 1, Username: "operator", Discriminator: "0"}}
	for _, p := range s.people {
		if p.installed {
			a.Installs++
		}
	}
	a.Authorizations = a.Installs
	return a, nil
}
