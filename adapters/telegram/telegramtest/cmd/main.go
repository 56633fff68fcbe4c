// Command cmd starts a small Telegram on this machine, with a few people and
// chats, to try a bot on without an account: the Bot API for the bot, and a
// page for the person who plays the others.
//
//	go run ./adapters/telegram/telegramtest/cmd [--listen 127.0.0.1:8081] [--token TOKEN] [--spec FILE]
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

	"wirebrief/adapters/telegram/telegramtest"
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
	flags := flag.NewFlagSet("telegramtest", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:8081", "host:port to serve the Bot API and the page on; port 0 takes a free one")
	token := flags.String("token", telegramtest.DefaultToken, "the token that the bot must have")
	spec := flags.String("spec", "", "description of the Bot API to check each request against, telegram-api.json")
	if err := flags.Parse(args); err != nil {
		return err
	}
	o := telegramtest.Options{Listen: *listen, Token: *token}
	if *spec != "" {
		schema, err := telegramtest.LoadSchema(*spec)
		if err != nil {
			return err
		}
		o.Schema = schema
	}
	s, err := telegramtest.New(o)
	if err != nil {
		return err
	}
	defer s.Close()
	s.ServePage()
	furnish(s)
	fmt.Fprintf(out, `A small Telegram runs at %[1]s
Open that address in a browser to play the people. For the bot, in another shell:

  WIREBRIEF_TELEGRAM_BASE_URL=%[1]s WIREBRIEF_TELEGRAM_TOKEN=%[2]s make run

`, s.URL(), s.Token())
	tell(ctx, s, out)
	return nil
}

// furnish makes people and chats of each type.
func furnish(s *telegramtest.Server) {
	person := func(id int64, first, last, username, language string) *telegramtest.Person {
		return s.AddPerson(telegramtest.User{ID: id, FirstName: first, LastName: last, Username: username, LanguageCode: language})
	}
	ana := person(5100000001, "Ana", "Varga", "ana_varga", "en")
	boris := person(5100000002, "Boris", "Lind", "", "en")
	ceren := person(5100000003, "Ceren", "Ateş", "ceren_ates", "tr")
	s.AddGroup("Harbour watch", ana, boris)
	s.AddSupergroup("Grain desk", boris, ana, ceren)
	forum := s.AddForum("Newsroom", ana, boris, ceren)
	forum.AddTopic(ana, "Ports")
	forum.AddTopic(ana, "Markets")
	s.AddChannel("Morning wire", ana, boris, ceren)
}

// tell prints what the bot does wrong until ctx ends.
func tell(ctx context.Context, s *telegramtest.Server, out io.Writer) {
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
