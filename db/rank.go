package db

import (
	"wirebrief/bot"
	"wirebrief/briefing"
)

// rank notes for each of the hits, newest first, where the best match stands.
// The index tells: what matches in the title alone, and in title and lead
// alone. Publisher and language stand in meta, wherever the words are.
func (w walk) rank(plans []plan, hits []bot.Hit) error {
	if len(hits) == 0 {
		return nil
	}
	for i := range hits {
		hits[i].Rank = briefing.RankBody
	}
	for _, p := range plans {
		if p.match == "" {
			continue
		}
		for _, column := range []struct {
			filter string
			rank   int
		}{{"{title lead meta} : ", briefing.RankLead}, {"{title meta} : ", briefing.RankTitle}} {
			in, err := w.ids(column.filter+"("+p.match+")", hits[len(hits)-1].Article, hits[0].Article)
			if err != nil {
				return err
			}
			for i := range hits {
				if in[hits[i].Article] {
					hits[i].Rank = max(hits[i].Rank, column.rank)
				}
			}
		}
	}
	return nil
}
