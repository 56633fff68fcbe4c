package bot

import (
	"slices"
	"time"
)

// AlertRules are what binds an alert at the moment when it is about to be sent,
// however long it has waited: what was right when it was made may not be any
// more. The zero value limits nothing.
type AlertRules struct {
	// PerHour is how many alerts a chat gets in any hour; 0 for any number.
	PerHour int
	// DefaultZone holds for chats that have not told theirs; UTC if nil.
	DefaultZone *time.Location
}

// An AlertVerdict is what becomes of an alert that is due.
type AlertVerdict struct {
	// Wanted are its stories that the chat still wants to hear of at once. If
	// there are none, the alert is not sent at all.
	Wanted []DigestStory
	// Unwanted are the others, unless Off tells that nothing at all is sent to
	// the chat now.
	Unwanted []DigestStory
	Off      bool
	// Due is when it may be sent: now, or later.
	Due time.Time
	// Silent tells that it comes without sound.
	Silent bool
}

// Judge applies the rules to an alert that is due now. s are the settings of
// its chat, follows tells whether the chat follows a topic for alerts, by its
// id or its name, and sent are the times of the chat's alerts of the last hour,
// in order.
func (r AlertRules) Judge(a *Alert, s Settings, follows func(topic int64, name string) bool, sent []time.Time, now time.Time) (v AlertVerdict) {
	if v.Off = s.Stopped != "" || s.pausedAt(now); v.Off {
		return v
	}
	for _, story := range a.Stories {
		if story.wanted(follows) {
			v.Wanted = append(v.Wanted, story)
		} else {
			v.Unwanted = append(v.Unwanted, story)
		}
	}
	zone := r.DefaultZone
	if zone == nil {
		zone = time.UTC
	}
	v.Due, v.Silent = r.due(s, loadZone(s.Zone, zone), sent, now)
	return v
}

// wanted reports whether a topic that a story was found for is followed for
// alerts. A topic that was given up and taken again has another id.
func (s *DigestStory) wanted(follows func(topic int64, name string) bool) bool {
	for i, topic := range s.Topics {
		name := ""
		if i < len(s.Names) {
			name = s.Names[i]
		}
		if follows(topic, name) {
			return true
		}
	}
	return len(s.Topics) == 0
}

// due is when one more alert may be sent to a chat, and whether without sound.
// at are the times of its others that count, in order.
func (r AlertRules) due(s Settings, zone *time.Location, at []time.Time, now time.Time) (due time.Time, silent bool) {
	due = now
	if n := len(at); r.PerHour > 0 && n >= r.PerHour {
		due = laterOf(now, at[n-r.PerHour].Add(time.Hour))
	}
	end, quiet := quietUntil(due, s.Quiet, zone)
	if quiet && s.Quiet.Hold {
		return end, false
	}
	return due, quiet
}

// Fold has an alert that waits tell of the stories of an older one, too, after
// its own; of a story that both tell of it says what it said.
func (a *Alert) Fold(o *Alert) {
	a.Folded = true
	for _, s := range o.Stories {
		if s.Story == 0 || !slices.ContainsFunc(a.Stories, func(x DigestStory) bool { return x.Story == s.Story }) {
			a.Stories = append(a.Stories, s)
		}
	}
}
