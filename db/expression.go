package db

import (
	"strings"

	"wirebrief/briefing"
)

// A plan is one question to the full-text index: what match finds without
// what except finds. An empty match finds every article, an empty except none.
// Exclusions are kept apart because NOT inside an expression reads the whole
// list of the excluded word, however few results are wanted.
type plan struct {
	match, except string
}

// plansOf turns a query into plans of which any may match. There are none for
// a query that cannot match. Clauses without exclusions share one plan.
func plansOf(q briefing.Query) []plan {
	if len(q.Any) == 0 {
		return []plan{{}}
	}
	var plans []plan
	var plain []string
	for _, c := range q.Any {
		match, ok := allOf(c.All)
		if !ok {
			continue
		}
		except := anyOf(c.None)
		switch {
		case except != "":
			plans = append(plans, plan{match, except})
		case match == "":
			return []plan{{}}
		default:
			plain = append(plain, match)
		}
	}
	if len(plain) > 0 {
		plans = append(plans, plan{match: join(plain, " OR ")})
	}
	return plans
}

// allOf is the expression of terms that must all match, "" for none; ok is
// false if one of them cannot.
func allOf(terms []briefing.Term) (expr string, ok bool) {
	var list []string
	for _, t := range terms {
		e := termExpr(t)
		if e == "" {
			return "", false
		}
		list = append(list, e)
	}
	return join(list, " AND "), true
}

func anyOf(terms []briefing.Term) string {
	var list []string
	for _, t := range terms {
		if e := termExpr(t); e != "" {
			list = append(list, e)
		}
	}
	return join(list, " OR ")
}

// termExpr is the expression of a term, "" if no alternative can match.
func termExpr(t briefing.Term) string {
	var list []string
	for _, a := range t.Alternatives {
		run := phrase(a.Keys)
		if run == "" {
			continue
		}
		if len(a.With) == 0 {
			list = append(list, run)
			continue
		}
		var company []string
		for _, keys := range a.With {
			if p := phrase(keys); p != "" {
				company = append(company, p)
			}
		}
		if len(company) > 0 {
			list = append(list, join([]string{run, join(company, " OR ")}, " AND "))
		}
	}
	return join(list, " OR ")
}

// join joins expressions, with brackets around the whole where it has several
// parts. The index flattens runs of one operator, so the depth of its tree,
// which is limited, does not grow with their number.
func join(list []string, operator string) string {
	if len(list) < 2 {
		return strings.Join(list, operator)
	}
	return "(" + strings.Join(list, operator) + ")"
}

// phrase is the expression of adjacent keys, "" if there are none or one is
// nothing that the index can hold.
func phrase(keys []string) string {
	var b strings.Builder
	for i, k := range keys {
		if !strings.ContainsFunc(k, isKeyRune) {
			return ""
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		// Quotes never stand in a key; doubled they are harmless, and a zero
		// byte would end the expression.
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(k, `"`, `""`), "\x00", " "))
	}
	if b.Len() == 0 {
		return ""
	}
	return `"` + b.String() + `"`
}

func isKeyRune(r rune) bool {
	return r >= 0x80 || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}
