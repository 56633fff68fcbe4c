// Serve stands in for the news of the world: it answers for some 200 invented
// feeds, faults included, on loopback addresses, writes their list to an OPML
// file, and publishes a new report in one of them every few seconds, until it
// is interrupted. `make feeds` runs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"time"

	"wirebrief/adapters/feed/feedtest"
)

func main() {
	port := flag.Int("port", 8099, "port on the loopback addresses")
	list := flag.String("opml", "feeds.opml", "file to write the list of feeds to")
	every := flag.Duration("every", 5*time.Second, "how often a new report is published")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := serve(ctx, *port, *list, *every); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, port int, list string, every time.Duration) error {
	w := feedtest.New(nil)
	listeners, err := w.Listen(port)
	if err != nil {
		return err
	}
	stop := w.Serve(listeners)
	defer stop()
	if err := os.WriteFile(list, w.OPML(), 0o644); err != nil {
		return err
	}
	fmt.Printf("%d feeds on %d loopback addresses, port %d; their list is in %s\n", len(w.Feeds), len(listeners), port, list)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			f := w.Feeds[rand.IntN(len(w.Feeds))]
			fmt.Printf("%s: %s\n", f.Title, w.Publish(f))
		}
	}
}
