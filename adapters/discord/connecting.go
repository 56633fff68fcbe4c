package discord

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"sync"

	"wirebrief/bot"
)

// The rights that the invitation asks for: to see channels, to write there and
// in threads, and to put embeds and files into messages.
const inviteRights = 1<<10 | 1<<11 | 1<<38 | 1<<14 | 1<<15

// invite is the address that brings an application to a server.
func invite(application snowflake) string {
	return authorize(application, url.Values{
		"permissions": {strconv.FormatUint(inviteRights, 10)}, "integration_type": {byGuild}, "scope": {"bot applications.commands"},
	})
}

// install is the address by which a person has the commands of an application
// everywhere. With the scope of a bot Discord would add it to servers alone.
func install(application snowflake) string {
	return authorize(application, url.Values{"integration_type": {byPerson}, "scope": {"applications.commands"}})
}

func authorize(application snowflake, q url.Values) string {
	q.Set("client_id", application.String())
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}

// Run implements bot.ChatAdapter: it connects to the gateway, or has
// interactions come to ServeHTTP, and answers what comes. Without a network it
// tries until there is one. It returns nil when ctx ended; an error wraps
// bot.ErrRefused if Discord refuses the token or the settings, or says that the
// inbox could not be read. An Adapter runs once at a time, and may run again
// unless the token was refused.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	defer a.client.close()
	err := a.connect(ctx)
	if err == nil {
		err = a.serve(ctx, h)
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// connect asks Discord who the bot is until it answers. The error is that of
// ctx, or says that the token is refused.
func (a *Adapter) connect(ctx context.Context) error {
	t := a.trouble()
	for {
		var self struct {
			ID   snowflake `json:"id"`
			Name string    `json:"name"`
			Bot  struct {
				ID   snowflake `json:"id"`
				Name string    `json:"username"`
			} `json:"bot"`
			Endpoint string `json:"interactions_endpoint_url"`
			// Installs are who may add it, all if that is not told.
			Installs map[string]any `json:"integration_types_config"`
		}
		err := a.call(ctx, request{method: "GET", path: "/applications/@me"}, &self)
		if err == nil {
			_, personal := self.Installs[byPerson]
			a.me.Store(&me{
				application: self.ID, user: cmp.Or(self.Bot.ID, self.ID), name: cmp.Or(self.Bot.Name, self.Name), personal: personal || self.Installs == nil,
			})
			a.tellEndpoint(self.Endpoint)
			return nil
		}
		if f := a.client.gate.refusal(); f != nil {
			return tokenRefused(f)
		}
		if err := t.wait(ctx, err); err != nil {
			return err
		}
	}
}

// tellEndpoint says what is wrong if interactions go elsewhere than they are
// awaited.
func (a *Adapter) tellEndpoint(endpoint string) {
	switch {
	case a.key == nil && endpoint != "":
		a.o.Logger.Warn("the discord application has an interactions endpoint, so slash commands and buttons do not come to this program: clear Interactions Endpoint URL on the General Information page of the application, or set discord.public_key", "platform", Platform)
	case a.key != nil && endpoint == "":
		a.o.Logger.Warn("the discord application has no interactions endpoint, so slash commands and buttons do not come to this program: set Interactions Endpoint URL on the General Information page of the application to the public address of this program, followed by "+InteractionsPath, "platform", Platform)
	}
}

// tokenRefused is the error of Run when the token is not accepted.
func tokenRefused(f *failure) error {
	return fmt.Errorf("discord: %w: the token is wrong or was reset: get a new one from the Bot page of the application at https://discord.com/developers/applications, configure it, and start again (%w)", bot.ErrRefused, f)
}

// serve hears and answers until ctx ends or Discord refuses the bot.
func (a *Adapter) serve(ctx context.Context, h bot.Handler) error {
	ctx, stop := context.WithCancel(ctx)
	var rest sync.WaitGroup
	defer rest.Wait()
	defer stop()
	end, err := a.open(ctx, h)
	if err != nil {
		return err
	}
	defer end()
	defer stop() // before end, which waits for those who answer
	rest.Go(func() { a.keepCommands(ctx) })
	if a.key == nil {
		return a.keepShards(ctx)
	}
	a.ready()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-a.client.gate.refused:
		return tokenRefused(a.client.gate.refusal())
	}
}

// ready tells that the bot is connected.
func (a *Adapter) ready() {
	me := a.me.Load()
	a.o.Logger.Info("connected to discord", "platform", Platform, "bot", me.name)
	account := Account{Name: me.name, Invite: invite(me.application)}
	if me.personal {
		account.Install = install(me.application)
	}
	a.o.Ready(account)
}
