package db

import (
	"database/sql"
	"slices"

	"wirebrief/bot"
)

// tellCorrected notes what a chat was told by a correction: what it was shown
// by the original delivery counts from then on as the report has it now.
func (t tx) tellCorrected(c *bot.Correction) error {
	shown := map[int64][]bot.ShownFigure{}
	if err := t.each(func(rows *sql.Rows) error {
		var story int64
		var figures string
		if err := rows.Scan(&story, &figures); err != nil {
			return err
		}
		told, err := decodeFigures(figures)
		shown[story] = told
		return err
	}, `SELECT story, figures FROM shown WHERE delivery = ?`, c.Original); err != nil {
		return err
	}
	for story, told := range shown {
		now := toldNow(told, c)
		if slices.Equal(now, told) {
			continue
		}
		if _, err := t.exec(`UPDATE shown SET figures = ? WHERE delivery = ? AND story = ?`, encodeFigures(now), c.Original, story); err != nil {
			return err
		}
	}
	return nil
}

// toldNow returns figures with those of a corrected revision as they are now;
// what is no longer said is left out.
func toldNow(told []bot.ShownFigure, c *bot.Correction) []bot.ShownFigure {
	var now []bot.ShownFigure
	for _, f := range told {
		i := slices.Index(c.Figures, f.Number)
		switch {
		case f.Revision != c.Was || i < 0 && c.Now != 0:
		case c.Now == 0 || i >= len(c.NowFigures) || c.NowFigures[i] < 0:
			continue
		default:
			f = bot.ShownFigure{Revision: c.Now, Number: c.NowFigures[i]}
		}
		now = append(now, f)
	}
	return now
}
