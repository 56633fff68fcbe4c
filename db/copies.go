package db

import (
	"wirebrief/bot"
	"wirebrief/briefing"
)

// copying gathers what the index loses or gets back in one transaction.
type copying struct {
	tx
	keys []keyed
}

// mark makes an article a copy, or none any more. One that is said to be a copy
// of itself is none.
func (c *copying) mark(p bot.Processed) error {
	var copied bool
	if err := c.row(`SELECT EXISTS (SELECT 1 FROM copies WHERE article = ?)`, p.Article).Scan(&copied); err != nil {
		return err
	}
	original := p.Duplicate
	if original == p.Article {
		original = 0
	}
	switch {
	case original == 0 && copied:
		return c.show(p.Article)
	case original == 0:
		return nil
	case copied:
		_, err := c.exec(`UPDATE copies SET original = ? WHERE article = ?`, original, p.Article)
		return err
	}
	return c.hide(p.Article, original)
}

func (c *copying) hide(article, original int64) error {
	c.keys = append(c.keys, keyed{article: article, gone: true})
	if _, err := c.exec(`INSERT INTO copies (article, original, arrived) SELECT id, ?, arrived FROM articles WHERE id = ?`,
		original, article); err != nil {
		return err
	}
	_, err := c.exec(`UPDATE articles SET publisher = NULL WHERE id = ?`, article)
	return err
}

func (c *copying) show(article int64) error {
	if _, err := c.exec(`DELETE FROM copies WHERE article = ?`, article); err != nil {
		return err
	}
	if _, err := c.exec(`UPDATE articles SET publisher = (SELECT publisher FROM revisions WHERE id = articles.revision) WHERE id = ?`,
		article); err != nil {
		return err
	}
	list, err := c.articles([]int64{article})
	for _, a := range list {
		c.keys = append(c.keys, keyed{article: a.ID, keys: briefing.KeysOf(a.Article)})
	}
	return err
}
