package data

import (
	"encoding/json"
	"slices"
	"strconv"
)

// appendTo writes the thing as encoding/json does, which by reflection and with
// maps takes three times as long: every page has some.
func (t thing) appendTo(b []byte) []byte {
	var room [16]string
	keys := room[:0]
	for key := range t {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendValue(append(appendText(b, key), ':'), t[key])
	}
	return append(b, '}')
}

func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendText(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case bool:
		return strconv.AppendBool(b, v)
	case thing:
		return v.appendTo(b)
	case []thing:
		b = append(b, '[')
		for i, one := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = one.appendTo(b)
		}
		return append(b, ']')
	}
	other, _ := json.Marshal(value) // none is used so far
	return append(b, other...)
}

// appendText writes a text; one that has anything to escape as the library does,
// < and > and & among it, so that none can end the data block.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			escaped, _ := json.Marshal(s) // a string can always be written
			return append(b, escaped...)
		}
	}
	b = append(append(b, '"'), s...)
	return append(b, '"')
}
