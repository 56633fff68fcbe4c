package main

import (
	"fmt"

	"wirebrief/config"
)

// configCommand prints the configuration.
type configCommand struct {
	Show    showConfigCommand    `cmd:"" default:"1" help:"The configuration in force, secrets redacted (the default)."`
	Example exampleConfigCommand `cmd:"" help:"A commented configuration file with every key."`
}

type (
	showConfigCommand    struct{}
	exampleConfigCommand struct{}
)

// Run implements the command.
func (showConfigCommand) Run(a *app) error {
	c, origin, err := a.configuration()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.stdout, config.Effective(c, origin))
	return err
}

// Run implements the command.
func (exampleConfigCommand) Run(a *app) error {
	_, err := fmt.Fprint(a.stdout, config.Example())
	return err
}
