package bot

import (
	"time"
)

const (
	// firstBackOff and lastBackOff bound the time to the next attempt. It is
	// as long as the attempts have taken so far, so it doubles with each.
	firstBackOff, lastBackOff = time.Second, 15 * time.Minute
	// repeatPause is the time before a digest is sent once more that may have
	// arrived: a platform that is out of order gets the time to recover.
	repeatPause = time.Minute
	// forbiddenPause is the time to the next attempt after the first refusal
	// for lack of rights, twice as long after each, up to maxForbidden: the
	// platforms have refused everybody by mistake, for hours.
	forbiddenPause = 10 * time.Minute
	maxForbidden   = 6 * time.Hour
	// maxStrikes is how many refusals in a row are believed: a day of them.
	maxStrikes = 10
	// toldStrikes is how many there were before somebody is told: the first
	// may be a mistake.
	toldStrikes = 1
)

// Reasons why a chat is stopped.
const (
	stoppedGone      = "gone"
	stoppedForbidden = ClassForbidden
)

// classCannotEdit is the class of an edit on a platform that has none.
const classCannotEdit = "cannot-edit"

// land notes what the platform made of a request, and has it saved.
func (l *lane) land(d Delivery, ref MessageRef, failure *SendError) {
	if failure == nil {
		l.heard(d.Chat, 0)
		l.end(d, DeliveryEnd{ID: d.ID, Attempt: d.Attempt, State: DeliverySent, Message: ref, Plain: d.Plain})
		return
	}
	if failure == errPanic || failure == errCannotEdit {
		l.end(d, unsendable(d, failure))
		return
	}
	l.heard(d.Chat, failure.Kind)
	if failure.Kind == RetryAfter {
		l.hold(d.Chat, failure)
	}
	end := l.verdict(d, failure)
	if d.Edits != (MessageRef{}) {
		end.Message = ref // a part may have been added before it failed
	}
	l.end(d, end)
}

// hold obeys a platform that asks to wait.
func (l *lane) hold(chat ChatRef, failure *SendError) {
	if failure.Global {
		l.pacing.HoldAll(waitOf(failure))
		l.o.Logger.Warn("a platform asks to wait", "platform", l.platform, "for", failure.RetryAfter)
		return
	}
	l.pacing.Hold(chat, waitOf(failure))
}

// waitOf is how long a platform asked to wait, within reason.
func waitOf(failure *SendError) time.Duration {
	return min(max(failure.RetryAfter, time.Second), maxHold)
}

// unsendable is the end of a delivery that never got as far as the platform.
func unsendable(d Delivery, failure *SendError) DeliveryEnd {
	if failure == errCannotEdit {
		return failedEnd(d, classCannotEdit, failure.Message)
	}
	return failedEnd(d, "internal", failure.Message)
}

// verdict is what becomes of a delivery that failed.
func (l *lane) verdict(d Delivery, failure *SendError) DeliveryEnd {
	now, class, edit := l.now(), failure.Kind.String(), d.Edits != (MessageRef{})
	switch failure.Kind {
	case Transient:
		return againEnd(d, now.Add(l.backOff(d)), class, failure.Message)
	case RetryAfter:
		return againEnd(d, now.Add(waitOf(failure)), class, failure.Message)
	case Gone:
		end := failedEnd(d, class, failure.Message)
		if !edit { // else it may be the message that is gone
			end.Stop = stoppedGone
			l.tellGone(d.Chat)
		}
		return end
	case Forbidden:
		return l.refused(d, failure, now)
	case Migrated:
		if to := failure.MovedTo; to.ID != "" && to.Platform == d.Chat.Platform && to != d.Chat && d.Class != class {
			end := againEnd(d, now, class, failure.Message)
			end.MovedTo = to
			return end
		}
		// It leads nowhere, or on to another chat, which may be a circle.
		return againEnd(d, now.Add(l.backOff(d)), Transient.String(), failure.Message)
	case Content:
		if d.Plain {
			if !edit {
				l.tellBlocked(d.Chat)
			}
			return failedEnd(d, class, failure.Message)
		}
		end := againEnd(d, now, class, failure.Message)
		end.Plain = true
		return end
	case Auth, Conflict:
		return againEnd(d, now, class, failure.Message)
	}
	if edit { // to change a message twice does no harm
		return againEnd(d, now.Add(l.backOff(d)), class, failure.Message)
	}
	return l.doubtful(d, failure, now)
}

// refused is what becomes of a delivery that the bot may not make: it waits, and
// what comes after it in the chat with it, longer with each refusal, until the
// chat is believed to want nothing more.
func (l *lane) refused(d Delivery, failure *SendError, now time.Time) (end DeliveryEnd) {
	if d.Edits != (MessageRef{}) {
		return failedEnd(d, ClassForbidden, failure.Message)
	}
	if d.Strikes+1 >= maxStrikes {
		end = failedEnd(d, ClassForbidden, failure.Message)
		end.Stop = stoppedForbidden
	} else {
		end = againEnd(d, now.Add(l.jittered(doubled(forbiddenPause, d.Strikes, maxForbidden))), ClassForbidden, failure.Message)
	}
	end.Strike = true
	if d.Strikes == toldStrikes || end.Stop != "" {
		l.tellRefused(d.Chat, end.Stop != "")
	}
	return end
}

// doubtful is what becomes of a delivery that may have arrived. The ledger
// decides whether it is repeated.
func (l *lane) doubtful(d Delivery, failure *SendError, now time.Time) DeliveryEnd {
	end := DeliveryEnd{
		ID: d.ID, Attempt: d.Attempt, State: DeliveryUncertain, Due: now.Add(l.jittered(repeatPause)),
		Class: ClassUncertain, Problem: failure.Message, Plain: d.Plain,
	}
	if d.Class == ClassRepeated {
		end.Class = ClassRepeated
	}
	first := d.First
	if first.IsZero() {
		first = now
	}
	if next := now.Add(l.backOff(d)); next.Before(first.Add(l.keyLife(d.Chat))) {
		end.Due = next
	}
	return end
}

// retryEnd is the end of an attempt in which nothing was sent: another at due. A
// delivery that may have arrived in an attempt before stays uncertain, unless
// it was decided to repeat it.
func retryEnd(d Delivery, due time.Time) DeliveryEnd {
	end := DeliveryEnd{ID: d.ID, Attempt: d.Attempt, State: DeliveryReady, Due: due, Plain: d.Plain}
	if d.Class == ClassUncertain {
		end.State = DeliveryUncertain
	}
	return end
}

// againEnd is retryEnd with the reason, and fails the delivery if due is too late.
func againEnd(d Delivery, due time.Time, class, problem string) DeliveryEnd {
	if !d.Expires.IsZero() && !due.Before(d.Expires) {
		return expiredEnd(d, due)
	}
	end := retryEnd(d, due)
	end.Class, end.Problem = class, problem
	if d.Class == ClassUncertain || d.Class == ClassRepeated {
		end.Class = d.Class
	}
	return end
}

// expiredEnd is the end of a delivery that is of no use any more.
func expiredEnd(d Delivery, now time.Time) DeliveryEnd {
	if (d.Class == ClassUncertain || d.Class == ClassRepeated) && d.Edits == (MessageRef{}) {
		// It may have arrived, so it has not failed for sure.
		return DeliveryEnd{
			ID: d.ID, Attempt: d.Attempt, State: DeliveryUncertain, Due: now.Add(lastBackOff),
			Class: ClassRepeated, Problem: d.Problem, Plain: d.Plain,
		}
	}
	return failedEnd(d, "expired", errTooLate.Error())
}

// failedEnd is the end of a delivery for good.
func failedEnd(d Delivery, class, problem string) DeliveryEnd {
	return DeliveryEnd{ID: d.ID, Attempt: d.Attempt, State: DeliveryFailed, Class: class, Problem: problem, Plain: d.Plain}
}

// backOff is the time to the next attempt at a delivery.
func (l *lane) backOff(d Delivery) time.Duration {
	var taken time.Duration
	if !d.First.IsZero() {
		taken = l.now().Sub(d.First)
	}
	return l.jittered(min(max(taken, firstBackOff), lastBackOff))
}

// jittered is d, a quarter more or less: what failed together should not come
// back together.
func (l *lane) jittered(d time.Duration) time.Duration {
	return time.Duration((0.75 + 0.5*l.o.Random()) * float64(d))
}
