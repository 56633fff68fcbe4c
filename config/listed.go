package config

import (
	"regexp"
	"strings"
)

// listedEntry is a platform and an id of a person or chat there, which is
// opaque here: its adapter alone knows what it looks like.
var listedEntry = regexp.MustCompile(`^[a-z]+:[^\s:,]\S{0,99}$`)

// checkListed lets pass who may be named in access.listed.
func checkListed(v string) string {
	if strings.HasPrefix(v, "terminal:") {
		return "names the terminal, which is always yours: leave it out"
	}
	if !listedEntry.MatchString(v) {
		return "is no person or chat: write it as platform:id, such as telegram:123456789"
	}
	return ""
}
