package bot

import "errors"

// ErrNotFound says that what was asked for is not stored.
var ErrNotFound = errors.New("not found")
