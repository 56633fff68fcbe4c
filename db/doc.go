// Package db keeps everything that wirebrief stores in one SQLite file, behind
// the ports that package bot declares: one *DB satisfies them all. It only
// stores and finds; it extracts nothing, decides nothing and logs nothing.
//
// Open makes or upgrades the file and returns a DB, which is safe for use by
// many goroutines; other processes on the same host may use the file at the
// same time. One method of a port is one transaction. Writing goes through a
// single connection whose transactions take the write lock at their start;
// reading goes through a pool of read-only connections, which see the last
// committed state and never wait for the writer.
//
// Files are named by what they store: articles.go, revisions.go, index.go,
// subscriptions.go and so on. The tables are in the numbered files of the
// folder migrations. Times are stored as integer milliseconds UTC.
package db
