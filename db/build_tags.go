//go:build !(sqlite_fts5 || fts5)

package db

// Without the tag SQLite has no full-text index, which would show at run time
// only; this undefined name stops the build instead and says what to do.
var _ = build_with_tags_sqlite_fts5__run_make_build
