// Wirebrief is a chat bot that delivers news briefings: a headline, the key
// quotes with who said them, and the figures with what they count, cut word
// for word from stored articles.
//
// This package is the command line and the wiring, one file a command. run is
// the whole program as tests call it; app holds what the commands share.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	_ "time/tzdata" // so that time zones work in an empty container

	"github.com/alecthomas/kong"

	"wirebrief/bot"
)

// The exit statuses of the program.
const (
	statusDone   = 0
	statusFailed = 1
	statusUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	// A reader that goes away, such as "head", is an error of writing, so that
	// what has been opened is closed.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

// commands is the command line.
type commands struct {
	Config   string `help:"Configuration file (else WIREBRIEF_CONFIG, ./wirebrief.toml, yours, /etc/wirebrief)." placeholder:"FILE"`
	DB       string `name:"db" help:"Database file (else WIREBRIEF_DB, STATE_DIRECTORY, your data folder)." placeholder:"FILE"`
	LogLevel string `help:"How much to log: debug, info, warn or error." placeholder:"LEVEL"`

	Version kong.VersionFlag `help:"Print the version and exit."`

	Demo       demoCommand       `cmd:"" help:"Try it: sample articles and a chat in this terminal, nothing to set up."`
	Chat       chatCommand       `cmd:"" help:"Chat with the bot in this terminal, or ask one thing."`
	Brief      briefCommand      `cmd:"" help:"Print the briefing of article files and pages, without a database."`
	Import     importCommand     `cmd:"" help:"Store article files and pages."`
	Article    articleCommand    `cmd:"" help:"List, show and withdraw stored articles."`
	Reports    reportsCommand    `cmd:"" help:"The mistakes that readers have reported."`
	Feed       feedCommand       `cmd:"" help:"Add, list, test, pause and remove feeds; OPML."`
	Deliveries deliveriesCommand `cmd:"" help:"What chats are owed: list, retry, drop."`
	Run        runCommand        `cmd:"" help:"Run the service."`
	Invite     inviteCommand     `cmd:"" help:"Let people in: make codes, list and revoke them."`
	Operator   operatorCommand   `cmd:"" help:"Who runs the bot from a chat: make a code, list, remove."`
	Conf       configCommand     `cmd:"" name:"config" help:"Print the configuration in force, and where it comes from."`
	Debug      debugCommand      `cmd:"" help:"One line in, one line out, for measuring."`
}

// A usageError is a command line that cannot be meant; it ends with status 2.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// run is the program: it parses args, carries the command out and returns the
// exit status. It ends early when ctx does.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	var cli commands
	exited := -1
	parser, err := kong.New(&cli,
		kong.Name("wirebrief"),
		kong.Description("News briefings in chat: headline, quotes and figures, word for word from stored articles."),
		kong.Vars{"leaseWait": leaseWait.String(), "version": version()},
		kong.Writers(stdout, stderr),
		kong.Exit(func(status int) { exited = status }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		panic(err) // the struct above is wrong: found by any test that runs
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	switch {
	case exited >= 0:
		return exited
	case err != nil:
		complain(stderr, err.Error()+" (wirebrief --help lists the commands)")
		return statusUsage
	}
	a := &app{ctx: ctx, getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr, flags: cli}
	if err := command.Run(a); err != nil {
		return a.report(err)
	}
	return statusDone
}

// version is what this program was built from, as the Go toolchain noted it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "wirebrief, unknown version"
	}
	return "wirebrief " + info.Main.Version + ", " + info.GoVersion
}

// report prints what went wrong and returns the exit status for it.
func (a *app) report(err error) int {
	var usage usageError
	var send *bot.SendError
	switch {
	case errors.Is(err, errReported), errors.Is(err, syscall.EPIPE), errors.As(err, &send) && send.Kind == bot.Gone:
		// Said already, or nobody listens.
	case a.ctx.Err() != nil && errors.Is(err, context.Canceled):
		complain(a.stderr, "interrupted")
	default:
		for line := range strings.SplitSeq(err.Error(), "\n") { // several errors in one
			complain(a.stderr, line)
		}
	}
	if errors.As(err, &usage) {
		return statusUsage
	}
	return statusFailed
}

// errReported is a failure whose reason has been printed already.
var errReported = errors.New("reported")
