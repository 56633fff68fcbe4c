package adaptertest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"wirebrief/adapters/adaptertest"
	"wirebrief/bot"
)

func TestACorrectAdapterPasses(t *testing.T) {
	adaptertest.Exercise(t, func(*testing.T) adaptertest.Harness { return newMemory("") })
}

// bare has no ability but the mandatory ones, and declares so.
type bare struct{ m *memory }

func (b bare) Adapter() bot.ChatAdapter              { return b.m }
func (b bare) Say(t *testing.T, text string)         { b.m.Say(t, text) }
func (b bare) Shown(t *testing.T) []adaptertest.Post { return b.m.Shown(t) }
func (b bare) Traits() adaptertest.Traits {
	traits := b.m.Traits()
	if b.m.flaw != "lacks without a reason" {
		const reason = "this is a bare platform"
		traits.Lacks = map[adaptertest.Ability]string{
			adaptertest.Pressing: reason, adaptertest.Repeating: reason, adaptertest.Failing: reason, adaptertest.Secrecy: reason,
		}
	}
	return traits
}

func TestABarePlatformPassesByDeclaringSo(t *testing.T) {
	adaptertest.Exercise(t, func(*testing.T) adaptertest.Harness { return bare{newMemory("")} })
}

// flaws names the part of the suite that must fail for each flaw.
var flaws = map[string]string{
	"other platform":                   "EveryAbilityIsShownOrDeclared",
	"declares and has":                 "EveryAbilityIsShownOrDeclared",
	"kind without reason":              "EveryAbilityIsShownOrDeclared",
	"lacks without a reason":           "EveryAbilityIsShownOrDeclared",
	"untrimmed":                        "TextArrivesAsACommand",
	"one event id":                     "TextArrivesAsACommand",
	"no event id":                      "TextArrivesAsACommand",
	"nobody is admin":                  "TextArrivesAsACommand",
	"all is private":                   "TextArrivesAsACommand",
	"events swap":                      "EventsKeepTheirOrder",
	"button as text":                   "AButtonGivesItsData",
	"short data":                       "AButtonGivesItsData",
	"keeps what became of it":          "AButtonGivesItsData",
	"new id for a repeat":              "ARepeatedEventKeepsItsID",
	"replies backwards":                "MessagesOfAReplyKeepTheirOrder",
	"stops at an error of the handler": "AHandlersErrorStopsNothing",
	"no reply after an error":          "AHandlersErrorStopsNothing",
	"shows the error":                  "AHandlersErrorStopsNothing",
	"drops replacements":               "RepliesForTheAskerAreShown",
	"loses the right":                  "EveryKindOfBlockIsShown",
	"a post for each line":             "EveryKindOfBlockIsShown",
	"loses links":                      "LinksCanBeFollowed",
	"links to scripts":                 "LinksCanBeFollowed",
	"interprets markup":                "HostileTextIsInert",
	"passes escapes":                   "HostileTextIsInert",
	"swallows sequences":               "HostileTextIsInert",
	"turns text around":                "HostileTextIsInert",
	"mentions":                         "HostileTextIsInert",
	"cuts what is too long":            "LongMessagesAreWhole",
	"cuts words":                       "LongMessagesAreWhole",
	"one long post":                    "LongMessagesAreWhole",
	"loses a character at the cut":     "LongWordsAreWhole",
	"cuts graphemes":                   "GraphemesAreNeverCut",
	"buttons first":                    "ButtonsStandBelowTheLastPart",
	"sends empty messages":             "AnEmptyMessageIsRefused",
	"unknown chats pass later":         "AnUnknownChatIsGone",
	"ignores the context":              "ACancelledSendShowsNothing",
	"one reference":                    "ReferencesDiffer",
	"edits by appending":               "AnEditReplaces",
	"foreign errors":                   "EveryFailureHasItsKind",
	"one kind for all":                 "EveryFailureHasItsKind",
	"no time to wait":                  "EveryFailureHasItsKind",
	"moved nowhere":                    "EveryFailureHasItsKind",
	"error with secret":                "EveryFailureHasItsKind",
	"wrapped secret":                   "EveryFailureHasItsKind",
	"stuck after a failure":            "EveryFailureHasItsKind",
	"failures pass":                    "EveryFailureHasItsKind",
	"silent errors":                    "EveryFailureHasItsKind",
	"stops at a failed reply":          "AFailedReplyStopsNothing",
	"run does not end":                 "RunEndsWithItsContext",
	"run returns the context's error":  "RunEndsWithItsContext",
	"leaks a goroutine":                "RunEndsWithItsContext",
	"leaves its handler":               "RunEndsWhileAHandlerWorks",
	"doubles":                          "SendsMixWithEvents",
}

// flawVariable makes this test binary run the suite on an adapter with a flaw.
const flawVariable = "ADAPTERTEST_FLAW"

// TestFlawedAdapter does nothing unless TestTheSuiteFindsFlaws runs it in a
// process of its own, where it is meant to fail.
func TestFlawedAdapter(t *testing.T) {
	flaw := os.Getenv(flawVariable)
	if flaw == "" {
		return
	}
	adaptertest.Exercise(t, func(*testing.T) adaptertest.Harness {
		if flaw == "lacks without a reason" {
			return bare{newMemory(flaw)}
		}
		return newMemory(flaw)
	})
}

// TestTheSuiteFindsFlaws proves that the suite can fail: for each flaw, the
// part that is there to find it does.
func TestTheSuiteFindsFlaws(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for flaw, part := range flaws {
		t.Run(flaw, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(self, "-test.run=^TestFlawedAdapter$/^"+part+"$", "-test.timeout=10m")
			cmd.Env = append(os.Environ(), flawVariable+"="+flaw)
			out, err := cmd.CombinedOutput()
			if err == nil {
				t.Fatalf("%s passes:\n%s", part, out)
			}
			if !strings.Contains(string(out), "--- FAIL: TestFlawedAdapter/"+part) || strings.Contains(string(out), "panic:") {
				t.Errorf("%s did not fail as a test does:\n%s", part, out)
			}
		})
	}
}
