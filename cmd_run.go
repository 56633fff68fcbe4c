package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// runCommand is the service.
type runCommand struct {
	Wait time.Duration `help:"How long to wait for another service that may have crashed." default:"${leaseWait}"`
}

// leaseTime is how long the service lease holds without being renewed, and so
// how long after a crash a new service has to wait. Tests that crash it make it
// shorter.
var leaseTime = 15 * time.Second

// leaseWait is long enough for the lease of a crashed service to expire.
const leaseWait = 16 * time.Second

// Run implements the command. It ends when the context does (SIGTERM).
func (c *runCommand) Run(a *app) error {
	saveMemory()
	return a.withStore(func(conf config.Config, origin config.Origin, store *db.DB) error {
		logger := a.logger(conf.Log)
		owner := leaseOwner()
		if err := c.acquire(a.ctx, store, owner, conf.Database.Path, logger); err != nil {
			return err
		}
		offer, err := a.offerOperator(store)
		if err != nil {
			return errors.Join(err, store.ReleaseLease(a.ctx, owner))
		}
		s := service{
			offer: offer, announce: func(words string) { a.say("%s", words) }, // whoever closed the output wants no words
			conf: conf, file: origin.File, store: store, logger: logger, owner: owner, operators: bot.NewOperatorLine(store, logger),
		}
		lost, err := whileLeased(a.ctx, store, owner, s.run)
		if lost {
			return errors.Join(errLeaseLost, err)
		}
		logger.Info("wirebrief stopped")
		return err
	})
}

// acquire takes the service lease, waiting a while for another holder: one
// that crashed holds it until it expires.
func (c *runCommand) acquire(ctx context.Context, leases bot.LeaseStore, owner, file string, logger *slog.Logger) error {
	deadline := time.Now().Add(c.Wait)
	for first := true; ; first = false {
		holder, ok, err := leases.AcquireLease(ctx, owner, leaseTime)
		switch {
		case err != nil || ok:
			return err
		case time.Now().After(deadline):
			return fmt.Errorf("another wirebrief serves %s already (%s); stop it first, or give this one another database with --db", file, holder)
		case first:
			logger.Warn("another wirebrief serves this database; waiting a while in case it has crashed", "holder", holder, "wait", c.Wait)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(500*time.Millisecond, leaseTime/4)):
		}
	}
}

var errLeaseLost = errors.New("another wirebrief took over the database because this one did not renew its lease in time; nothing is lost, start this one again if the other is gone")

// whileLeased runs work while it keeps renewing owner's lease, ends it when
// the lease is lost, and gives the lease back.
func whileLeased(ctx context.Context, leases bot.LeaseStore, owner string, work func(context.Context) error) (lost bool, err error) {
	working, stop := context.WithCancelCause(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		if keepLease(working, leases, owner) {
			return
		}
		stop(errLeaseLost)
	}()
	err = work(working)
	stop(nil)
	<-kept
	if errors.Is(context.Cause(working), errLeaseLost) {
		return true, err
	}
	release, done := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer done()
	return false, errors.Join(err, leases.ReleaseLease(release, owner))
}

// keepLease renews owner's lease until ctx ends. It returns false when the
// lease was lost: to another, or because the store failed for as long as the
// lease holds.
func keepLease(ctx context.Context, leases bot.LeaseStore, owner string) bool {
	const chances = 4 // to renew: three failures in between lose nothing
	tick := time.NewTicker(leaseTime / chances)
	defer tick.Stop()
	for failures := 0; ; {
		select {
		case <-ctx.Done():
			return true
		case <-tick.C:
		}
		ok, err := leases.RenewLease(ctx, owner, leaseTime)
		switch {
		case ctx.Err() != nil:
			return true
		case err != nil:
			failures++
		case !ok:
			return false
		default:
			failures = 0
		}
		if failures > chances {
			return false
		}
	}
}

// leaseOwner names this process, unlike any other.
func leaseOwner() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return fmt.Sprintf("process %d on %s, %s", os.Getpid(), host, rand.Text()[:6])
}
