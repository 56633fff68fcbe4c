package lang

import (
	"fmt"
	"testing"
)

func TestWordTable(t *testing.T) {
	listed := map[string]int{}
	for i := range 3000 {
		listed[fmt.Sprintf("w%d", i)] = i + 1
		listed[fmt.Sprintf("a longer word %d", i)] = -i - 1
	}
	listed["abcdefgh"], listed["abcdefghi"], listed["çığ"], listed["a"] = 7, 8, 9, 10
	table := newWordTable(listed)
	for w, v := range listed {
		if got := table.find([]byte(w)); got != v {
			t.Errorf("%q: %d, want %d", w, got, v)
		}
	}
	for _, w := range []string{"", "w", "w3000", "abcdefg", "abcdefgh ", "abcdefghij", "b", "çiğ", "\x00", "\x00\x00a"} {
		if got := table.find([]byte(w)); got != 0 {
			t.Errorf("%q is not listed, but found as %d", w, got)
		}
	}
	var empty wordTable[int]
	if empty.find([]byte("a")) != 0 || empty.find([]byte("a longer word")) != 0 {
		t.Error("the empty table finds something")
	}
	one := newWordTable(map[string]int{"a": 1})
	if one.find([]byte("a")) != 1 || one.find([]byte("b")) != 0 {
		t.Error("a table of one word")
	}
}

// TestWordTableFolds: a word is found however its ASCII letters are written, and
// no other letter is changed.
func TestWordTableFolds(t *testing.T) {
	table := newWordTable(map[string]int{"a": 1, "az": 2, "u.s": 3, "can't": 4, "abcdefgh": 5, "a longer word": 6, "çığ": 7, "@[`{": 8})
	for word, want := range map[string]int{
		"A": 1, "a": 1, "AZ": 2, "aZ": 2, "U.S": 3, "Can't": 4, "ABCDEFGH": 5, "abcdEFGh": 5, "A Longer worD": 6,
		"çığ": 7, "Çığ": 0, "@[`{": 8, "`[`{": 0, "@{`{": 0, "": 0, "b": 0, "a longer wore": 0, "a longer words": 0,
	} {
		for _, behind := range []string{"", ".", " and so on"} {
			text := "The " + word + behind
			if got := table.findFolded(text, len("The "), len("The ")+len(word)); got != want {
				t.Errorf("%q before %q: %d, want %d", word, behind, got, want)
			}
		}
	}
	var empty wordTable[int]
	if empty.findFolded("a", 0, 1) != 0 || empty.findFolded("a longer word", 0, 13) != 0 {
		t.Error("the empty table finds something")
	}
}

// TestRulesFindEveryWord: what was listed last is found, too.
func TestRulesFindEveryWord(t *testing.T) {
	for _, r := range []*Rules{For("en"), For("tr")} {
		for w, c := range r.Speech.words {
			if got := r.Speech.ClassOf([]byte(w)); got != c {
				t.Errorf("%s: %q has the classes %b, want %b", r.Tag, w, got, c)
			}
		}
		for w, n := range r.Numbers.Words {
			if got := r.Numbers.Find([]byte(w)); got != n {
				t.Errorf("%s: %q is %v, want %v", r.Tag, w, got, n)
			}
		}
	}
}
