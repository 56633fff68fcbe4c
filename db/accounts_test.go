package db_test

import "testing"

func TestTheNameOfTheBotIsKept(t *testing.T) {
	d, _ := openNew(t)
	for _, name := range []string{"", "first_bot", "second_bot", "second_bot"} {
		if name != "" {
			if err := d.SaveAccount(t.Context(), "telegram", name); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := d.FindAccount(t.Context(), "telegram"); err != nil || got != name {
			t.Errorf("got %q, %v; want %q", got, err, name)
		}
	}
	if got, err := d.FindAccount(t.Context(), "discord"); err != nil || got != "" {
		t.Errorf("elsewhere it is called %q, %v", got, err)
	}
}
