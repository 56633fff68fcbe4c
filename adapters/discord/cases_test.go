package discord_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
)

// A situation is one of those that Discord brings a bot into, D01 to D26, with
// what the adapter makes of it: shown here, or by other tests.
type situation struct {
	name, does string
	shown      func(t *testing.T)
	by         []string
}

var situations = []situation{
	{"D01", "it identifies itself at once, with nothing before, and once for each connection", shownIdentify, nil},
	{"D02", "what will never pass ends Run, with a word that says why", nil, []string{"TestTokenIsRefused", "TestSupervisorStops"}},
	{"D03", "interactions come without an intent, direct messages with theirs, and no others", shownIntents, []string{"TestOnlyWhatPeopleSayInPrivateIsHeard"}},
	{"D04", "a silent connection is closed so that the session goes on", nil, []string{"TestGoesOn"}},
	{"D05", "where it is asked to connect anew the session goes on where it was", nil, []string{"TestGoesOn"}},
	{"D06", "a session that is over begins anew, in its own time", nil, []string{"TestBeginsAnew", "TestSupervisorInvalidSession"}},
	{"D07", "a gateway that closes at once is asked ever more seldom", nil, []string{"TestIdentifyGuard", "TestSupervisorWaitsLonger", "TestIdentifierKeepsTheTokenSafe"}},
	{"D08", "it does not identify itself when few times are left", nil, []string{"TestIdentifyGuard", "TestIdentifierKeepsTheTokenSafe"}},
	{"D09", "an interaction that is over is left alone, one that is known is filled in", nil, []string{"TestAnswersThatComeTooLate", "TestAnAnswerThatArrivedIsNotRepeated", "TestSlowAnswersAreDeferred"}},
	{"D10", "a deferred answer comes within 15 minutes, or not", nil, []string{"TestDeferredAnswersHaveFifteenMinutes"}},
	{"D11", "where only a person has the bot no sixth message follows", nil, []string{"TestManyMessagesWhereOnlyAPersonHasTheBot"}},
	{"D12", "nothing is longer or more than Discord takes", nil, []string{"TestDiscordTakesEveryMessage", "TestEveryMessageFits", "TestDefinitionsAreWhatDiscordTakes", "TestChoicesAreWhatDiscordTakes", "TestButtonsAreMadeOfWhatDiscordTakes"}},
	{"D13", "nobody is mentioned", nil, []string{"TestNobodyIsMentioned", "TestNobodyCanBeMentionedByAnyPayload"}},
	{"D14", "what is sent again with its key is one message", nil, []string{"TestARepeatIsTheSameMessage"}},
	{"D15", "a bucket that is empty is waited for", nil, []string{"TestBucketsAreObeyedBeforeTheyRefuse", "TestABucketThatIsEmptySaysHowLong"}},
	{"D16", "when all is too much nothing leaves but the answers to interactions", nil, []string{"TestGlobalLimit", "TestGate"}},
	{"D17", "what others do is not held against the bot, and pages of a proxy are no answers", nil, []string{"TestOtherLimits", "TestGate"}},
	{"D18", "a refusal says what becomes of the chat, after few requests", nil, []string{"TestRefusalsSayWhatBecomesOfTheChat", "TestRefusalsStopAtOnce", "TestEveryRefusalHasItsClass", "TestNothingIsSentInVain"}},
	{"D19", "after the token was refused nothing is asked any more", nil, []string{"TestTokenIsRefused", "TestGate"}},
	{"D20", "what may have no embeds is said as text", nil, []string{"TestNoBriefingIsLostForItsLooks", "TestWhatIsRefusedIsShownAsText"}},
	{"D21", "a forum gets posts with the tags it wants, a thread is opened by writing unless it is locked", nil, []string{"TestAForumGetsAPostForEachMessage", "TestAForumThatRequiresTags", "TestAForumRefuses", "TestAnArchivedThreadIsOpenedByWriting"}},
	{"D22", "commands are registered when they are others, and refusing them stops nothing", nil, []string{"TestCommandsAreRegisteredOnce", "TestCommandsThatCannotBeRegisteredStopNothing", "TestTooManyCommandsOfADayStopNothing"}},
	{"D23", "who may change something is asked at each command", nil, []string{"TestRightsAreThoseOfTheInteraction"}},
	{"D24", "what is no more is known before anything is sent there", nil, []string{"TestWhatHappensToPlacesIsFollowed"}},
	{"D25", "requests that Discord has not signed, or not now, are refused", nil, []string{"TestEndpointTrustsNobody"}},
	{"D26", "a message that was stored is not doubled, and what is unknown does no harm", shownUnknownComponent, []string{"TestAMessageThatIsStoredIsNotSentTwice", "TestAnAnswerThatArrivedIsNotRepeated", "TestInteractionsOfLaterVersionsAreRead"}},
}

func TestCases(t *testing.T) {
	tests := testNames(t)
	for i, s := range situations {
		t.Run(s.name, func(t *testing.T) {
			if want := fmt.Sprintf("D%02d", i+1); s.name != want || s.does == "" || s.shown == nil && len(s.by) == 0 {
				t.Errorf("case %s is not %s, or not shown", s.name, want)
			}
			for _, by := range s.by {
				if !slices.Contains(tests, by) {
					t.Errorf("%s, which shows that %s, is no test", by, s.does)
				}
			}
			if s.shown != nil {
				t.Parallel()
				s.shown(t)
			}
		})
	}
	if len(situations) != 26 {
		t.Errorf("there are %d cases", len(situations))
	}
}

// testNames are the names of the tests of this folder.
func testNames(t *testing.T) (names []string) {
	files, err := filepath.Glob("*_test.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no tests: %v", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`).FindAllStringSubmatch(string(source), -1) {
			names = append(names, found[1])
		}
	}
	return names
}

func shownIdentify(t *testing.T) {
	s := play(t, discordtest.Options{}, discord.Options{})
	s.Reconnect()
	s.DropConnections()
	eventually(t, "it is back", s.Connected)
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	for _, i := range s.Identifies() {
		if i.SinceOpen > within/2 || i.Code != 0 {
			t.Errorf("it identified itself so: %+v", i)
		}
	}
	for _, c := range s.Closings() {
		if c.Code == discordtest.CloseNotAuthenticated || c.Code == discordtest.CloseAlreadyIdentified {
			t.Errorf("a connection ended so: %+v", c)
		}
	}
}

func shownIntents(t *testing.T) {
	s := play(t, discordtest.Options{}, discord.Options{})
	s.shows(s.ann.Slash(s.channel, "/help"), "re help", true)
	for _, i := range s.Identifies() {
		if i.Intents != discordtest.IntentGuilds|discordtest.IntentDirectMessages {
			t.Errorf("it asks for the intents %b", i.Intents)
		}
	}
	s.ann.Say(s.ann.Private(), "hello")
	if posts := s.ann.Private().WaitPosts(1, within); len(posts) != 1 {
		t.Error("direct messages are not heard")
	}
}

func shownUnknownComponent(t *testing.T) {
	s := play(t, discordtest.Options{}, discord.Options{})
	u := s.ann.Slash(s.channel, "/help")
	s.shows(u, "re help", true)
	i := mustJSON(t, u.Interaction())
	i = strings.Replace(i, u.ID().String(), "1", 1)
	for _, data := range []string{
		`{"custom_id":"w:x","component_type":99,"values":[]}`,
		`{"custom_id":"a:x","components":[{"type":99,"anything":{"type":[]}}]}`,
	} {
		for _, kind := range []string{`"type":3`, `"type":5`, `"type":99`} {
			told := strings.Replace(i, `"type":2`, kind, 1)
			told = regexp.MustCompile(`"data":\{.*?\},"guild_id"`).ReplaceAllLiteralString(told, `"data":`+data+`,"guild_id"`)
			if !strings.Contains(told, data) || !strings.Contains(told, kind) {
				t.Fatalf("%s is not in %s", data, told)
			}
			s.Dispatch("INTERACTION_CREATE", []byte(told))
		}
	}
	s.shows(s.ann.Slash(s.channel, "/topics"), "re topics", true)
}
