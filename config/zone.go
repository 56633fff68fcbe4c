package config

import (
	"time"
	_ "time/tzdata" // machines without the tz database
)

// checkZone lets pass the names of the tz database. "Local" is none: what it
// means would change with the machine.
func checkZone(v string) string {
	if _, err := time.LoadLocation(v); err != nil || v == "" || v == "Local" {
		return "this is no time zone: use a name such as Europe/Berlin, Asia/Yerevan or UTC"
	}
	return ""
}
