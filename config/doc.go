// Package config makes the settings of the program out of one TOML file, the
// environment and the command line, in that order of growing weight. Nothing
// is required: with no file and an empty environment the defaults hold. What
// comes out has been validated once and is passed on by value.
//
// Every setting is one entry of the table in setting.go: its key, its
// environment variable, its range and its documentation are there and nowhere
// else, so that the example, the error messages and the report of the
// effective configuration cannot disagree.
package config
