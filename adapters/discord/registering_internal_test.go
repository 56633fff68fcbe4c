package discord

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"

	"wirebrief/bot"
)

// nameForm is that of the names of slash commands and options.
var nameForm = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

func TestDefinitionsAreWhatDiscordTakes(t *testing.T) {
	all := definitions()
	slash, onMessages := 0, 0
	for _, d := range all {
		if d.Type == messageCommand {
			onMessages++
			if n := utf8.RuneCountInString(d.Name); n < 1 || n > 32 || d.Description != "" || len(d.Options) > 0 {
				t.Errorf("the command on messages is %+v", d)
			}
			continue
		}
		slash++
		if !nameForm.MatchString(d.Name) || d.Description == "" || utf8.RuneCountInString(d.Description) > 100 || len(d.Options) > 25 {
			t.Errorf("the command is %+v", d)
		}
		if size := sizeOf(d); size > 8000 {
			t.Errorf("/%s has %d characters", d.Name, size)
		}
		if !slices.Equal(d.Places, []int{0, 1, 2}) || !slices.Equal(d.Installs, []int{0, 1}) {
			t.Errorf("/%s is for %v, installed by %v", d.Name, d.Places, d.Installs)
		}
		checkOptions(t, d)
	}
	if slash != len(bot.Commands()) || slash > 100 || onMessages != 1 {
		t.Errorf("there are %d slash commands, and %d on messages", slash, onMessages)
	}
}

// sizeOf is how many characters of a command count.
func sizeOf(d definition) int {
	size := len(d.Name) + len(d.Description)
	for _, o := range d.Options {
		size += len(o.Name) + len(o.Description)
		for _, c := range o.Choices {
			size += len(c.Name) + len(c.Value)
		}
	}
	return size
}

func checkOptions(t *testing.T, d definition) {
	t.Helper()
	names := map[string]bool{}
	optional := false
	for _, o := range d.Options {
		if !nameForm.MatchString(o.Name) || o.Description == "" || utf8.RuneCountInString(o.Description) > 100 || names[o.Name] || len(o.Choices) > 25 {
			t.Errorf("/%s has the option %+v", d.Name, o)
		}
		if o.Autocomplete && len(o.Choices) > 0 || o.Required && optional {
			t.Errorf("/%s has the option %+v", d.Name, o)
		}
		names[o.Name], optional = true, optional || !o.Required
	}
	info := ourCommands()[d.Name]
	if names[onlyMe] != info.Public || names[toChannel] != info.Changes || (d.MemberPermission != nil) != info.Changes {
		t.Errorf("/%s, public %v, changing %v, is %+v", d.Name, info.Public, info.Changes, d)
	}
	if d.MemberPermission != nil && *d.MemberPermission != manageChannels {
		t.Errorf("/%s needs %v", d.Name, *d.MemberPermission)
	}
}

func TestCommandsAreComparedByWhatTheyAre(t *testing.T) {
	want := definitions()
	told, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var asTold []map[string]any
	if err := json.Unmarshal(told, &asTold); err != nil {
		t.Fatal(err)
	}
	for i := range asTold { // as Discord tells what it was told
		asTold[i]["id"], asTold[i]["version"], asTold[i]["nsfw"] = "1", "2", false
		asTold[i]["name_localizations"], asTold[i]["description_localizations"] = nil, nil
		if asTold[i]["default_member_permissions"] != nil {
			asTold[i]["default_member_permissions"] = "16"
		}
		asTold[i]["contexts"] = []int{2, 0, 1}
	}
	slices.Reverse(asTold)
	told, err = json.Marshal(asTold)
	if err != nil {
		t.Fatal(err)
	}
	have, err := readAs[[]definition](told)
	if err != nil || fingerprint(have) != fingerprint(want) {
		t.Errorf("the same commands differ; %v", err)
	}
	changes := map[string]func(d *definition){
		"name":        func(d *definition) { d.Name += "x" },
		"description": func(d *definition) { d.Description += "x" },
		"rights":      func(d *definition) { d.MemberPermission = new(permissions) },
		"places":      func(d *definition) { d.Places = d.Places[:1] },
		"options":     func(d *definition) { d.Options = nil },
		"locale":      func(d *definition) { d.Descriptions = map[string]string{"de": "x"} },
	}
	for name, change := range changes {
		other := definitions()
		change(&other[0])
		if fingerprint(other) == fingerprint(want) {
			t.Errorf("another %s makes no difference", name)
		}
	}
}

func TestLanguagesHaveTheirLocales(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": nil, "de": {"de"}, "es": {"es-419", "es-ES"}, "pt-BR": {"pt-BR"}, "zh": {"zh-CN", "zh-TW"}, "nb": {"no"}, "no": {"no"}, "hy": nil, "sv": {"sv-SE"}, "i": nil,
	} {
		if got := localesOf(lang); !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", lang, got, want)
		}
	}
}

func TestCommandsAreLocalised(t *testing.T) {
	all := definitions()
	localise(all, []bot.CommandInfo{
		{Name: "latest", Description: "das Neueste", Arguments: []bot.Argument{{Name: "topic", Description: "das Thema"}, {Name: "period"}, {Name: "gone", Description: "x"}}},
		{Name: "unheard", Description: "x"},
	}, []string{"de"})
	i := slices.IndexFunc(all, func(d definition) bool { return d.Name == "latest" })
	d := all[i]
	if d.Descriptions["de"] != "das Neueste" || d.Options[0].Descriptions["de"] != "das Thema" || d.Options[1].Descriptions != nil {
		t.Errorf("got %+v", d)
	}
	for k, other := range all {
		if k != i && (other.Descriptions != nil || other.Names != nil) {
			t.Errorf("%s is localised, too", other.Name)
		}
	}
}
