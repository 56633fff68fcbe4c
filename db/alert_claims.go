package db

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"wirebrief/bot"
)

// alertPriority is that of alerts, and of nothing else.
const alertPriority = 0

// admitAlert applies the rules of a claim to an alert that is due: what its
// chat no longer wants to hear of at once is taken out of it, and it waits if
// that is what the rules say now. ok is false if it is not to be claimed.
func (t tx) admitAlert(rules bot.AlertRules, chat, id int64) (ok bool, err error) {
	var content []byte
	var edits string
	var silent bool
	if err := t.row(`SELECT content, edits, silent FROM deliveries WHERE id = ?`, id).Scan(&content, &edits, &silent); err != nil {
		return false, err
	}
	decoded, err := bot.DecodeContent(bot.AlertDelivery, content)
	if err != nil {
		return true, nil // whoever claims it finds that out
	}
	alert := decoded.(*bot.Alert)
	if edits != "" {
		err := t.keepCorrections(id, alert)
		return err == nil, err
	}
	told, err := t.toldSince(chat, id)
	if err != nil {
		return false, err
	}
	v, err := t.judgeAlert(rules, chat, alert)
	if err != nil {
		return false, err
	}
	v.Wanted, v.Unwanted = untold(v.Wanted, told), untold(v.Unwanted, told)
	if len(v.Wanted) == 0 {
		return false, t.dropAlert(id, whyDropped(&v))
	}
	if err := t.setAside(chat, *alert, v.Unwanted); err != nil {
		return false, err
	}
	if len(v.Wanted) < len(alert.Stories) {
		if err := t.narrowAlert(id, alert, v.Wanted); err != nil {
			return false, err
		}
	}
	if v.Due.After(t.now) {
		return false, t.holdAlert(chat, id, alert, v.Due)
	}
	if v.Silent != silent {
		_, err = t.exec(`UPDATE deliveries SET silent = ? WHERE id = ?`, v.Silent, id)
	}
	return err == nil, err
}

// untold leaves out stories that were told.
func untold(stories []bot.DigestStory, told map[int64]bool) []bot.DigestStory {
	return slices.DeleteFunc(stories, func(s bot.DigestStory) bool { return told[s.Story] })
}

// whyDropped is why an alert is given up of which nothing is wanted.
func whyDropped(v *bot.AlertVerdict) string {
	switch {
	case v.Off:
		return pausedAlert
	case len(v.Unwanted) > 0:
		return unwantedAlert
	}
	return toldAlert
}

// toldSince returns the stories of an alert that a later message has told its
// chat of while it waited, or a digest is about to.
func (t tx) toldSince(chat, id int64) (map[int64]bool, error) {
	told := map[int64]bool{}
	err := t.each(func(rows *sql.Rows) error {
		var story int64
		err := rows.Scan(&story)
		told[story] = true
		return err
	}, `SELECT a.story FROM shown a JOIN shown d ON d.chat = a.chat AND d.story = a.story
		WHERE a.chat = ?1 AND a.delivery = ?2 AND d.delivery > ?2
			AND (SELECT iif(d.kind = 'digest', state NOT IN ('failed', 'uncertain'), state = 'sent') FROM deliveries WHERE id = d.delivery)`, chat, id)
	return told, err
}

// judgeAlert asks the rules about an alert.
func (t tx) judgeAlert(rules bot.AlertRules, chat int64, alert *bot.Alert) (v bot.AlertVerdict, err error) {
	settings, err := t.settings(chat)
	if err != nil {
		return v, err
	}
	topics, names := map[int64]bool{}, map[string]bool{}
	if err := t.each(func(rows *sql.Rows) error {
		var id int64
		var name string
		err := rows.Scan(&id, &name)
		topics[id], names[name] = true, true
		return err
	}, `SELECT t.id, t.name FROM subscriptions s JOIN topics t ON t.id = s.topic WHERE s.chat = ? AND s.mode = 'instant' AND s.paused = 0`, chat); err != nil {
		return v, err
	}
	sent, _, err := t.alertTimes(chat, t.now.Add(-time.Hour))
	if err != nil {
		return v, err
	}
	follows := func(topic int64, name string) bool { return topics[topic] || name != "" && names[name] }
	return rules.Judge(alert, settings, follows, sent, t.now), nil
}

// narrowAlert leaves an alert only some of its stories.
func (t tx) narrowAlert(id int64, alert *bot.Alert, stories []bot.DigestStory) error {
	alert.Stories = stories
	var kept []int64
	for _, s := range stories {
		kept = append(kept, s.Story)
	}
	if _, err := t.exec(`DELETE FROM shown WHERE delivery = ? AND story NOT IN (SELECT value FROM json_each(?))`, id, encodeIDs(kept)); err != nil {
		return err
	}
	return t.writeAlert(id, alert, "")
}

// writeAlert gives an alert other content, and more values.
func (t tx) writeAlert(id int64, alert *bot.Alert, set string, values ...any) error {
	content, err := bot.EncodeContent(alert)
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE deliveries SET content = ?2`+set+` WHERE id = ?1`, append([]any{id, content}, values...)...)
	return err
}

// holdAlert has an alert wait, folded, and as one with the folded alert that
// waits already. No request for it has taken effect, so it does not hold up
// what comes after it.
func (t tx) holdAlert(chat, id int64, alert *bot.Alert, due time.Time) error {
	const wait = `, due = ?3, first = NULL`
	other, waits, err := t.waitingFold(chat, id)
	if err != nil {
		return err
	}
	if waits == nil {
		alert.Folded = true
		return t.writeAlert(id, alert, wait, due.UnixMilli())
	}
	waits.Fold(alert)
	if err := t.writeAlert(other, waits, wait, due.UnixMilli()); err != nil {
		return err
	}
	if err := t.copyPins(id, other); err != nil {
		return err
	}
	for _, query := range []string{
		`UPDATE OR IGNORE shown SET delivery = ?1 WHERE delivery = ?2`,
		`DELETE FROM deliveries WHERE id = ?2`,
	} {
		if _, err := t.exec(query, other, id); err != nil {
			return err
		}
	}
	return nil
}

// waitingFold returns the folded alert of a chat that waits, besides one.
func (t tx) waitingFold(chat, besides int64) (id int64, alert *bot.Alert, err error) {
	err = t.each(func(rows *sql.Rows) error {
		var found int64
		var content []byte
		if err := rows.Scan(&found, &content); err != nil || found == besides {
			return err
		}
		decoded, err := bot.DecodeContent(bot.AlertDelivery, content)
		if err != nil {
			return fmt.Errorf("delivery %d: %w: %w", found, err, ErrBroken)
		}
		if a := decoded.(*bot.Alert); a.Folded {
			id, alert = found, a
		}
		return nil
	}, waitingAlerts, chat)
	return id, alert, err
}

// reviewAlerts has alerts of a chat that wait looked at now: what they wait for
// may have changed, or nobody may want them any more.
func (t tx) reviewAlerts(chat int64) error {
	_, err := t.exec(`UPDATE deliveries SET due = ? WHERE chat = ? AND kind = 'alert' AND due > ? AND edits = '' AND state = 'ready' AND first IS NULL`,
		t.now.UnixMilli(), chat, t.now.UnixMilli())
	return err
}
