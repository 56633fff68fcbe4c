package bot

import "errors"

// ErrNotFound says that what was asked for is not stored.
var ErrNotFound = errors.New("not found")

// ErrRefused says that a platform refuses the credentials of the bot: nothing
// passes there until an operator has changed them. A ChatAdapter's Run returns
// it, and is not called again.
var ErrRefused = errors.New("the credentials are refused")
