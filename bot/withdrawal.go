package bot

import (
	"context"
	"time"
)

// A Withdrawal says that an operator took an article back. It stays when the
// article is gone, so that no source brings the article again.
type Withdrawal struct {
	// Article is the id that it had; no other gets it.
	Article int64
	// Title, Publisher and URL as they were last.
	Title, Publisher, URL string
	Reason                string
	// At is when it was withdrawn.
	At time.Time
}

// A KeptArticle is an article as operators see it.
type KeptArticle struct {
	// StoredArticle is its current revision. Of an article that was withdrawn
	// it has ID, headline, publisher, address and Withdrawn only.
	StoredArticle
	// CopyOf is the article that it is a copy of, 0 if it is none.
	CopyOf int64
}

// An ArticleList asks for stored articles, the last arrived first.
type ArticleList struct {
	// Publisher, if not "", is the only one, whatever its capitals.
	Publisher string
	// Since, if not zero, leaves out what arrived before.
	Since time.Time
	// Withdrawn asks for those that were withdrawn instead, by when they were.
	Withdrawn bool
	// Limit is how many there are at most.
	Limit int
}

// An ArticleKeeper lets operators look at articles and take one back. All of
// it works beside a running service.
type ArticleKeeper interface {
	// FindArticle returns the article of an id or an address, the scheme of
	// which may be left out; one that was withdrawn, too, or ErrNotFound.
	FindArticle(ctx context.Context, named string) (KeptArticle, error)
	// ListArticles returns articles without what was extracted from them.
	ListArticles(ctx context.Context, l ArticleList) ([]KeptArticle, error)
	// WithdrawArticle takes an article out of every search, list and count, in
	// one transaction, and keeps a Withdrawal in its place. Revisions that a
	// delivery names stay readable by FindRevision, all others are deleted. It
	// returns ErrNotFound for an article that is not stored or was withdrawn
	// before.
	WithdrawArticle(ctx context.Context, article int64, reason string) (Withdrawal, error)
}
