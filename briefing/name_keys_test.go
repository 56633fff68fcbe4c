package briefing_test

import (
	"slices"
	"testing"

	"wirebrief/briefing"
)

func share(a, b string) bool {
	keys := briefing.NameKeys(a)
	return slices.ContainsFunc(briefing.NameKeys(b), func(k string) bool { return slices.Contains(keys, k) })
}

func TestNameKeys(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"Ashot Harutyunyan", "Ашот Арутюнян", true},
		{"Ashot Harutyunyan", "Арутюнян, Ашот Гагикович", true},
		{"Ashot Harutyunyan", "Aschot Arutjunjan", true},
		{"Ashot Harutyunyan", "Աշոտ Հարությունյան", true},
		{"Ashot Harutyunyan", "აშოტ ჰარუთიუნიანი", true},
		{"Ashot Harutyunyan", "Ashot Petrosyan", false},
		{"Rauf Hüseynov", "Рауф Гусейнов", true},
		{"Rauf Hüseynov", "Гусейнов, Рауф Али оглы", true},
		{"Rauf Hüseynov", "Rauf Huseynov", true},
		{"Leyla Əhmədova", "Leyla Ahmadova", true},
		{"Leyla Əhmədova", "Ахмедова Лейла", true},
		{"Leyla Əhmədova", "Leyla Əliyeva", false},
		{"Xalid Qasımov", "Khalid Gasimov", true},
		{"Cavid Şahbazov", "Джавид Шахбазов", true},
		{"Vartan Markossian", "Vardan Markosyan", true},
		{"Armen K. Petrosyan", "Armen V. Petrosyan", false},
		{"Vahan Petrosyan", "Vigen Petrosyan", false},
		{"Zakharova", "Захарова", true},
		{"Zakharova", "Захаров", false},
		{"Slobodan Petrović", "Слободан Петрович", true},
		{"Иванов Пётр Сергеевич", "Сергеев Пётр Иванович", false},
	}
	for _, tt := range tests {
		t.Run(tt.a+" and "+tt.b, func(t *testing.T) {
			if got := share(tt.a, tt.b); got != tt.want {
				t.Errorf("share a key: %v, want %v\n%q\n%q", got, tt.want, briefing.NameKeys(tt.a), briefing.NameKeys(tt.b))
			}
		})
	}
}

// The keys of a name are those that a text with it gets.
func TestNameKeysAreIndexKeys(t *testing.T) {
	for _, name := range []string{"Ashot Harutyunyan", "Арутюнян Ашот Гагикович", "Աշոտ Հարությունյան", "Leyla Əhmədova", "Рауф Али оглы Гусейнов", "Armen K. Petrosyan"} {
		text := briefing.KeysOf(briefing.Article{Title: "On " + name, Text: "All about " + name + " today."})
		for _, key := range briefing.NameKeys(name) {
			if !slices.Contains(text.Title, key) || !slices.Contains(text.Lead, key) {
				t.Errorf("key %q of %q is not among those of a text: %q", key, name, text.Title)
			}
		}
		if len(briefing.NameKeys(name)) == 0 {
			t.Errorf("%q has no key", name)
		}
	}
	if got := briefing.NameKeys(" ,"); len(got) != 0 {
		t.Errorf("no name has keys %q", got)
	}
}
