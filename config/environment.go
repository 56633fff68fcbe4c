package config

import (
	"fmt"
	"slices"
	"strings"
)

// envPrefix begins the name of every environment variable that is ours.
const envPrefix = "WIREBRIEF_"

// otherEnv are variables that are no settings: where the file is, and what the
// tests and benchmarks read.
var otherEnv = []string{"WIREBRIEF_CONFIG", "WIREBRIEF_TESTDATA", "WIREBRIEF_BENCH_ARTICLES"}

// envNames are the environment variables that mean something in configuring.
func envNames() []string {
	var names []string
	for _, s := range settings {
		names = append(append(names, s.env()), s.also...)
		if s.kind == secret {
			names = append(names, s.env()+strings.ToUpper(fileSuffix))
		}
	}
	return append(names, otherEnv[0])
}

// checkNames warns of variables that look like ours and mean nothing. It is no
// error: the environment may hold what other versions read.
func (l *loader) checkNames() {
	if l.o.Environ == nil {
		return
	}
	known := envNames()
	var unknown []string
	for _, pair := range l.o.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, envPrefix) && !slices.Contains(known, name) && !slices.Contains(otherEnv, name) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range slices.Compact(unknown) {
		l.origin.Warnings = append(l.origin.Warnings, fmt.Sprintf("%.64s: there is no such setting, so it is ignored%s", name, didYouMean(name, known)))
	}
}
