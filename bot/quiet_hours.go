package bot

import "time"

// quietUntil returns when the quiet hours end that an instant lies in; ok is
// false if it lies in none. Quiet hours are told by the clock of the zone: from
// From up to, not with, To, on the next day if To is not after From. Where the
// clock is set forward over one end, that end is the first instant after the
// gap; where it is set back, it is the first of the two for both ends.
func quietUntil(now time.Time, q Quiet, zone *time.Location) (end time.Time, ok bool) {
	if q.From == q.To {
		return time.Time{}, false
	}
	year, month, day := now.In(zone).Date()
	// Those that began yesterday may last until today, and where a gap leaves
	// out a day, or midnight, so may those of the day before. Where that makes
	// two nights meet, they are one; hence tomorrow.
	end = now
	for ago := 2; ago >= -1; ago-- {
		begins := date(year, month, day-ago)
		ends := begins
		if q.To < q.From {
			ends = begins.AddDate(0, 0, 1)
		}
		from, _ := slotOn(begins, q.From).Instant(zone)
		to, _ := slotOn(ends, q.To).Instant(zone)
		if !end.Before(from) && end.Before(to) {
			end, ok = to, true
		}
	}
	return end, ok
}

func slotOn(day time.Time, minute int) Slot {
	return Slot{day.Year(), day.Month(), day.Day(), minute}
}
