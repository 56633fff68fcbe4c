package db

import (
	"slices"
	"strconv"
	"strings"
)

// rowsAtOnce are the numbers of rows that one statement of an inserting writes.
var rowsAtOnce = []int{50, 10, 1}

// An inserting is how rows of a kind are inserted, many with one statement.
type inserting struct {
	// columns is how many values a row takes.
	columns int
	// queries are the statements for rowsAtOnce.
	queries []string
}

// insertRows is an inserting of what insert begins with, up to VALUES, and a
// row is, where $1 to $9 stand for its values.
func insertRows(insert, row string) *inserting {
	i := &inserting{}
	for strings.Contains(row, "$"+strconv.Itoa(i.columns+1)) {
		i.columns++
	}
	for _, n := range rowsAtOnce {
		rows := make([]string, n)
		for k := range rows {
			rows[k] = row
			for c := range i.columns {
				rows[k] = strings.ReplaceAll(rows[k], "$"+strconv.Itoa(c+1), "?"+strconv.Itoa(k*i.columns+c+1))
			}
		}
		i.queries = append(i.queries, insert+" "+strings.Join(rows, ", "))
	}
	return i
}

// A rowWriter inserts rows of one kind.
type rowWriter struct {
	t    tx
	kind *inserting
	args []any
}

func (t tx) rows(kind *inserting) *rowWriter {
	return &rowWriter{t, kind, make([]any, 0, rowsAtOnce[0]*kind.columns)}
}

// add writes a row, or keeps it for more to come.
func (w *rowWriter) add(values ...any) error {
	w.args = append(w.args, values...)
	if len(w.args) < rowsAtOnce[0]*w.kind.columns {
		return nil
	}
	return w.flush()
}

// flush writes what is kept.
func (w *rowWriter) flush() error {
	for left := w.args; len(left) > 0; {
		i := slices.IndexFunc(rowsAtOnce, func(n int) bool { return n*w.kind.columns <= len(left) })
		n := rowsAtOnce[i] * w.kind.columns
		if _, err := w.t.exec(w.kind.queries[i], left[:n]...); err != nil {
			return err
		}
		left = left[n:]
	}
	w.args = w.args[:0]
	return nil
}
