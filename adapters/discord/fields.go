package discord

import "bytes"

// eachField calls see with the fields of a JSON object: the keys without their
// quotes, the values as they stand there. It looks only for where values end,
// which takes a small part of the time that decoding does; whether they are JSON
// is heard by whoever decodes them. ok is false for what is no object, or has a
// key that is escaped.
func eachField(raw []byte, see func(key, value []byte)) (ok bool) {
	i := pastSpace(raw, 0)
	if !at(raw, i, '{') {
		return false
	}
	if i = pastSpace(raw, i+1); at(raw, i, '}') {
		return pastSpace(raw, i+1) == len(raw)
	}
	for at(raw, i, '"') {
		end := pastString(raw, i)
		if end < 0 || bytes.IndexByte(raw[i:end], '\\') >= 0 {
			return false
		}
		key := raw[i+1 : end-1]
		if i = pastSpace(raw, end); !at(raw, i, ':') {
			return false
		}
		i = pastSpace(raw, i+1)
		if end = pastValue(raw, i); end < 0 {
			return false
		}
		see(key, raw[i:end])
		switch i = pastSpace(raw, end); {
		case at(raw, i, '}'):
			return pastSpace(raw, i+1) == len(raw)
		case !at(raw, i, ','):
			return false
		}
		i = pastSpace(raw, i+1)
	}
	return false
}

// at reports whether a byte stands at i.
func at(raw []byte, i int, c byte) bool { return i < len(raw) && raw[i] == c }

// pastSpace is where white space that begins at i ends.
func pastSpace(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r') {
		i++
	}
	return i
}

// pastString is where the text ends whose first quote stands at i, -1 if it does
// not.
func pastString(raw []byte, i int) int {
	for i++; ; i++ {
		n := bytes.IndexByte(raw[i:], '"')
		if n < 0 {
			return -1
		}
		text := raw[i : i+n]
		i += n
		// Behind an odd number of these a quote is a part of the text.
		if (len(text)-len(bytes.TrimRight(text, `\`)))%2 == 0 {
			return i + 1
		}
	}
}

// pastValue is where the value ends that begins at i, -1 if there is none or it
// does not end.
func pastValue(raw []byte, i int) int {
	from, depth := i, 0
	for ; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			end := pastString(raw, i)
			if end < 0 || depth == 0 {
				return end
			}
			i = end - 1
		case '{', '[':
			depth++
		case '}', ']', ',', ' ', '\n', '\t', '\r':
			switch closes := raw[i] == '}' || raw[i] == ']'; {
			case depth == 0 && i == from:
				return -1
			case depth == 0: // behind a number or a word
				return i
			case closes && depth == 1:
				return i + 1
			case closes:
				depth--
			}
		}
	}
	return -1
}
