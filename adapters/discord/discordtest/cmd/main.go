// Command cmd starts a small Discord on this machine, with a few people,
// servers and channels, to try a bot on without an account: the API and the
// gateway for the bot, and a page for the person who plays the others.
//
//	go run ./adapters/discord/discordtest/cmd [--listen 127.0.0.1:8082] [--token TOKEN] [--spec FILE]
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until ctx ends and tells what happens on out.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("discordtest", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:8082", "host:port to serve the API, the gateway and the page on; port 0 takes a free one")
	token := flags.String("token", discordtest.DefaultToken, "the token that the bot must have")
	spec := flags.String("spec", "", "description of the API to check each request against, discord-openapi.json")
	if err := flags.Parse(args); err != nil {
		return err
	}
	o := discordtest.Options{Listen: *listen, Token: *token}
	if *spec != "" {
		schema, err := discordtest.LoadSchema(*spec)
		if err != nil {
			return err
		}
		o.Schema = schema
	}
	s, err := discordtest.New(o)
	if err != nil {
		return err
	}
	defer s.Close()
	s.ServePage()
	furnish(s)
	fmt.Fprintf(out, `A small Discord runs at %[1]s
Open that address in a browser to play the people. For the bot, in another shell:

  WIREBRIEF_DISCORD_BASE_URL=%[2]s WIREBRIEF_DISCORD_TOKEN=%[3]s make run

`, s.Root(), s.URL(), s.Token())
	tell(ctx, s, out)
	return nil
}

// furnish makes people, and servers with channels of each type.
func furnish(s *discordtest.Server) {
	person := func(name discordtest.Nullable, username string) *discordtest.Person {
		return s.AddPerson(discordtest.User{GlobalName: name, Username: username})
	}
	ana, boris, ceren, dilan := person("Ana Varga", "ana.varga"), person("Boris Lind", "borislind"), person("Ceren Ateş", "ceren_ates"), person("Dilan Rey", "dilan")
	harbour := s.AddGuild("Harbour watch", ana, boris, ceren)
	general := harbour.AddTextChannel("general")
	ports := harbour.AddTextChannel("ports")
	harbour.AddNews("announcements")
	harbour.AddForum("briefings", "morning", "ports", "grain")
	harbour.AddVoice("quay")
	ports.AddThread("Port Ellery strike", ana)
	closed := harbour.AddTextChannel("archive")
	closed.Deny(s.Bot(), discordtest.SendMessages)
	ana.Say(general, "Welcome, all. The harbour board meets at noon.")
	boris.Say(general, "Example Wire has a report on it: https://example.com/wire/port-ellery-strike-second-week")
	elsewhere := s.AddGuildWithout("Grain desk", boris, ana, dilan)
	elsewhere.AddTextChannel("general")
	dilan.Install() // can use the bot everywhere
	s.AddPrivate(dilan, ana)
}

// tell prints what the bot does wrong until ctx ends.
func tell(ctx context.Context, s *discordtest.Server, out io.Writer) {
	violations, refused := 0, 0
	for ctx.Err() == nil {
		all := s.Violations()
		for _, v := range all[violations:] {
			fmt.Fprintln(out, "not as the API describes it:", v)
		}
		answers := s.Refused()
		for i := range answers[refused:] {
			fmt.Fprintln(out, answers[refused+i].Error())
		}
		violations, refused = len(all), len(answers)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}
