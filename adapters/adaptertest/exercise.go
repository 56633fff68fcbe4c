package adaptertest

import (
	"testing"
)

// A trial is one behaviour.
type trial struct {
	name string
	run  func(t *testing.T, h Harness)
}

// Exercise runs the whole suite, each part with a harness of its own.
func Exercise(t *testing.T, newHarness func(t *testing.T) Harness) {
	trials := []trial{
		{"EveryAbilityIsShownOrDeclared", abilitiesAreDeclared},
		{"TextArrivesAsACommand", textArrives},
		{"EventsKeepTheirOrder", eventsKeepOrder},
		{"AButtonGivesItsData", buttonsGiveData},
		{"ARepeatedEventKeepsItsID", repeatedEventKeepsID},
		{"MessagesOfAReplyKeepTheirOrder", repliesKeepOrder},
		{"AHandlersErrorStopsNothing", handlerErrorStopsNothing},
		{"RepliesForTheAskerAreShown", specialRepliesAreShown},
		{"EveryKindOfBlockIsShown", blocksAreShown},
		{"LinksCanBeFollowed", linksAreShown},
		{"HostileTextIsInert", hostileTextIsInert},
		{"LongMessagesAreWhole", longMessagesAreWhole},
		{"LongWordsAreWhole", longWordsAreWhole},
		{"GraphemesAreNeverCut", graphemesAreWhole},
		{"ButtonsStandBelowTheLastPart", buttonsStandLast},
		{"AnEmptyMessageIsRefused", emptyMessageIsRefused},
		{"AnUnknownChatIsGone", unknownChatIsGone},
		{"ACancelledSendShowsNothing", cancelledSendShowsNothing},
		{"ReferencesDiffer", referencesDiffer},
		{"AnEditReplaces", editReplaces},
		{"EveryFailureHasItsKind", failuresHaveKinds},
		{"AFailedReplyStopsNothing", failedReplyStopsNothing},
		{"RunEndsWithItsContext", runEndsWithContext},
		{"RunEndsWhileAHandlerWorks", runEndsDuringHandler},
		{"SendsMixWithEvents", sendsMixWithEvents},
	}
	for _, tr := range trials {
		t.Run(tr.name, func(t *testing.T) { tr.run(t, newHarness(t)) })
	}
}

// abilitiesAreDeclared checks the harness itself: nothing may be left out by
// forgetting it.
func abilitiesAreDeclared(t *testing.T, h Harness) {
	traits := h.Traits()
	if got := h.Adapter().Platform(); got != traits.Chat.Platform || got == "" {
		t.Errorf("the adapter is of platform %q, its chat of %q", got, traits.Chat.Platform)
	}
	has := map[Ability]bool{}
	_, has[Pressing] = h.(Presser)
	_, has[Repeating] = h.(Repeater)
	_, has[Failing] = h.(Failer)
	_, has[Secrecy] = h.(SecretKeeper)
	for ability, ok := range has {
		if reason := traits.Lacks[ability]; ok == (reason != "") {
			t.Errorf("%s: the harness has it: %v; the reason why not: %q", ability, ok, reason)
		}
	}
	for kind, reason := range traits.CannotFail {
		if reason == "" {
			t.Errorf("failure %v is declared impossible without a reason", kind)
		}
	}
}

// lacks tells, and logs, that the harness declared not to have an ability.
func lacks(t *testing.T, h Harness, ability Ability) bool {
	t.Helper()
	reason := h.Traits().Lacks[ability]
	if reason != "" {
		t.Logf("no %s on this platform: %s", ability, reason)
	}
	return reason != ""
}
